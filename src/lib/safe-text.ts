/*
 * Text that came from a spec, a venue or the environment may hold terminal escapes, line breaks, bidirectional overrides
 * or zero-width characters. It passes here before any output: what can't be seen is shown as an escape.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u{FFFE}\u{FFFF}]/gu;
const STYLE_OR_UNSEEN = new RegExp(`\\u001b\\[[\\d;]*m|${UNSEEN.source}`, 'gu');

/** The older form of a command to GitHub's runner, and what Azure and TeamCity read. */
export const COMMAND = /##(?=[a-z]*\[)/gi;

const escape = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/**
 * One visible line that no CI runner takes for a command: GitHub's reads `::` at the start of a line,
 * and `##[` or `##vso[` anywhere in it.
 */
export const safeText = (text: string): string => noCommands(text.replace(UNSEEN, escape));

const noCommands = (line: string): string =>
  line.replace(/^(\s*):(?=:)/, '$1\\x3a').replaceAll(COMMAND, '#\\x23');

/**
 * What leaves the program: lines of ours, each as {@link safeText} gives it, and styles where colours are on. Foreign text was made safe
 * where it was put in; this is for what was forgotten.
 */
export const safeLines = (text: string, styles: boolean): string =>
  text
    .replace(STYLE_OR_UNSEEN, (it) =>
      it === '\n' || (styles && it.length > 2) ? it : it.replace(UNSEEN, escape),
    )
    .split('\n')
    .map(noCommands)
    .join('\n');

const unit = (code: string): string => `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `value` as one line of JSON in which nothing is hidden: what {@link safeText} would show as an escape is one of JSON's. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(UNSEEN, (it) => it.split('').map(unit).join(''))
    .replaceAll(COMMAND, '#\\u0023');

/** As {@link safeText}, cut to `width` characters with an ellipsis. */
export function safeCut(text: string, width: number): string {
  const safe = safeText(text);
  if (safe.length <= width) return safe;
  // Half a surrogate pair is not a character.
  return `${safe.slice(0, width - 1).replace(/\p{Cs}$/u, '')}…`;
}
