/*
 * Text that came from a spec, a venue or the environment may hold terminal escapes, line breaks, bidirectional overrides
 * or zero-width characters. It passes here before any output: what can't be seen is shown as an escape.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{FFFE}\u{FFFF}]/gu;

const escape = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/** One visible line. A leading `::` can't be taken for a command by a CI runner. */
export const safeText = (text: string): string =>
  text.replace(UNSEEN, escape).replace(/^(\s*):(?=:)/, '$1\\x3a');

/** As {@link safeText}, cut to `width` characters with an ellipsis. */
export function safeCut(text: string, width: number): string {
  const safe = safeText(text);
  return safe.length <= width ? safe : `${safe.slice(0, width - 1)}…`;
}
