/** How a command line begins where nothing else is known. */
const PROGRAM = 'tradeform';

/** How a command line says which project and environment it means. */
export interface Here {
  readonly environment: string;
  /** `--dir`, as it was typed. */
  readonly dir?: string;
  /** How the program was started; unset: by its name. */
  readonly program?: Program;
}

export type Program = 'tradeform' | 'npx tradeform';

/**
 * A program that npm has started (`npx`, or a script such as `npm start`) is on the path for that one call: what a person types next has to
 * begin as that did.
 */
export const programIn = (env: Readonly<Record<string, string | undefined>>): Program =>
  (env['npm_command'] ?? '') === '' ? PROGRAM : 'npx tradeform';

/** Of anything that tells more, the part that says where a line is to be typed. */
export const hereIn = ({ environment, dir, program }: Here): Here => ({
  environment,
  ...(dir === undefined ? {} : { dir }),
  ...(program === undefined ? {} : { program }),
});

const PLAIN = /^[\w@%+=:,./-]+$/;

/** A word as a shell takes it for one: ids of venues and folders may hold anything. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** ` --dir specs`; empty where it was not typed. */
const dirWords = (dir: string | undefined): string => (dir === undefined ? '' : ` --dir ${shellWord(dir)}`);

/** A line that can be pasted as it is: `tradeform resolve btc-dip-1 --env live`. `words` are quoted already. */
export const commandLine = ({ environment, dir, program = PROGRAM }: Here, words: string): string =>
  `${program} ${words}${dirWords(dir)} --env ${environment}`;
