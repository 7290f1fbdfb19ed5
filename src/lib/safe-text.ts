/*
 * Text that came from a spec, a venue or the environment may hold terminal escapes, line breaks, bidirectional overrides
 * or zero-width characters. It passes here before any output: what can't be seen is shown as an escape.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u{FFFE}\u{FFFF}]/gu;

const escape = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/**
 * One visible line that no CI runner takes for a command: GitHub's reads `::` at the start of a line,
 * and its older form `##[` anywhere in it.
 */
export const safeText = (text: string): string =>
  text
    .replace(UNSEEN, escape)
    .replace(/^(\s*):(?=:)/, '$1\\x3a')
    .replaceAll('##[', '#\\x23[');

/** As {@link safeText}, cut to `width` characters with an ellipsis. */
export function safeCut(text: string, width: number): string {
  const safe = safeText(text);
  if (safe.length <= width) return safe;
  // Half a surrogate pair is not a character.
  return `${safe.slice(0, width - 1).replace(/\p{Cs}$/u, '')}…`;
}
