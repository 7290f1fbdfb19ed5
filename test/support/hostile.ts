/** What hides, moves the cursor, turns text round, or gives an order to a CI runner. */
export const ESCAPES = '\u001B[2J\u001B]0;owned\u0007\u009B31m\u007F';
export const BIDI = '\u202Eevil\u202C\u200B\u00AD\uFEFF';
export const COMMANDS =
  'a\r\n::error::owned\n##[error]owned\nFORGED: all is well\u2028::stop-commands::x ##vso[task.setvariable]x';
export const PADDED = `${'long words that wrap '.repeat(12)}::error::owned ::add-mask::x ${'and on '.repeat(30)}`;
export const HOSTILE = `${ESCAPES}${BIDI}${COMMANDS} ${PADDED}`;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
// oxlint-disable-next-line no-control-regex
const STYLE = /\u001B\[[\d;]*m/g;

/** What is wrong with a text that went to a terminal or a CI log; empty where nothing is. */
export function dangers(text: string, { styled = false } = {}): readonly string[] {
  const bare = styled ? text.replaceAll(STYLE, '') : text;
  const hidden = UNSEEN.exec(bare.replaceAll('\n', ''))?.[0];
  const commands = bare
    .split('\n')
    .filter(
      (line) =>
        line.trimStart().startsWith('::') ||
        line.trimStart().startsWith('FORGED') ||
        /##[a-z]*\[/i.test(line),
    );
  const where =
    hidden === undefined
      ? []
      : [JSON.stringify(text.slice(Math.max(0, text.indexOf(hidden) - 60)).slice(0, 90))];
  return [...where, ...commands];
}
