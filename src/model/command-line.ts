/** How a command line says which project and environment it means. */
export interface Here {
  readonly environment: string;
  /** `--dir`, as it was typed. */
  readonly dir?: string;
}

const PLAIN = /^[\w@%+=:,./-]+$/;

/** A word as a shell takes it for one: ids of venues and folders may hold anything. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** ` --dir specs`; empty where it was not typed. */
export const dirWords = (dir: string | undefined): string =>
  dir === undefined ? '' : ` --dir ${shellWord(dir)}`;

/** A line that can be pasted as it is: `tradeform resolve btc-dip-1 --env live`. `words` are quoted already. */
export const commandLine = ({ environment, dir }: Here, words: string): string =>
  `tradeform ${words}${dirWords(dir)} --env ${environment}`;
