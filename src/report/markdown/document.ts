import { type Markdown, joined, gfm } from './escape.ts';

/** GitHub takes comments of 65,536 characters; whoever posts this may put a line around it. */
export const MOST_CHARACTERS = 60_000;

/** Rows that are left out, a whole row at a time, where the document gets too long. */
export interface Rows {
  readonly before: readonly Markdown[];
  readonly rows: readonly Markdown[];
  readonly after: readonly Markdown[];
}
/** Something that is always there, or rows. */
export type Part = Markdown | Rows;

const isRows = (part: Part): part is Rows => typeof part === 'object';

/** A table; each row is one Markdown line. Cells hold no line break and no bare bar: neither passes `escape.ts`. */
export const table = (
  headings: readonly Markdown[],
  rows: readonly (readonly Markdown[])[],
): Pick<Rows, 'before' | 'rows'> => ({
  before: [lineOf(headings), lineOf(headings.map(() => gfm`---`))],
  rows: rows.map(lineOf),
});
const lineOf = (cells: readonly Markdown[]): Markdown =>
  gfm`| ${cells.map((cell) => cell || ' ').join(' | ') as Markdown} |`;

/** A table that stands by itself. */
export const shownTable = (
  headings: readonly Markdown[],
  rows: readonly (readonly Markdown[])[],
): readonly Part[] => (rows.length === 0 ? [] : [{ ...table(headings, rows), after: [] }]);

/** A table under a line that opens it; `summary` is HTML: texts of ours alone. */
export function foldedTable(
  summary: Markdown,
  headings: readonly Markdown[],
  rows: readonly (readonly Markdown[])[],
  open = false,
): readonly Part[] {
  if (rows.length === 0) return [];
  const { before, rows: lines } = table(headings, rows);
  const details = open ? gfm`<details open>` : gfm`<details>`;
  return [
    {
      before: [details, gfm`<summary>${summary}</summary>`, gfm``, ...before],
      rows: lines,
      after: [gfm``, gfm`</details>`],
    },
  ];
}

const lengthOf = (lines: readonly Markdown[]): number =>
  lines.reduce((sum, line) => sum + line.length + 1, 0);

/** `rest`: where all of them are. */
const leftOut = (rows: number, rest: Markdown): Markdown =>
  rows === 1 ? gfm`1 more row doesn’t fit here: ${rest}` : gfm`${rows} more rows don’t fit here: ${rest}`;

/** As many rows as there is room for. */
function fitting({ before, rows, after }: Rows, room: number, rest: Markdown): readonly Markdown[] {
  let left = room;
  const shown = rows.findIndex((row) => (left -= row.length + 1) < 0);
  if (shown === -1) return [...before, ...rows, ...after];
  const note = leftOut(rows.length - shown, rest);
  return shown === 0 ? [note] : [...before, ...rows.slice(0, shown), ...after, gfm``, note];
}

/**
 * Divides the room among rows that need so much of it. None takes more than half of what is left while others wait, so that a thousand
 * warnings leave room for the changes that they are about.
 */
function allotted(needs: readonly number[], room: number): readonly number[] {
  let left = room;
  const take = (wanted: number, most: number): number => {
    const taken = Math.min(wanted, Math.floor(most));
    left -= taken;
    return taken;
  };
  const first = needs.map((need) => take(need, left / 2));
  return first.map((taken, index) => taken + take((needs[index] ?? 0) - taken, left));
}

/**
 * The parts, with a blank line between them, in at most {@link MOST_CHARACTERS}. Rows are left out where there are too many of them; what
 * stands first is what matters most. `rest` says where to find what is left out.
 */
export function documentOf(parts: readonly Part[], rest: Markdown, most = MOST_CHARACTERS): string {
  const reserve = leftOut(1_000_000, rest).length + 2;
  const fixed = parts.map((part) =>
    isRows(part) ? lengthOf([...part.before, ...part.after]) + reserve : part.length + 1,
  );
  const room = most - fixed.reduce((sum, length) => sum + length + 1, 0);
  const rooms = allotted(
    parts.map((part) => (isRows(part) ? lengthOf(part.rows) : 0)),
    room,
  );
  const texts = parts.map((part, index) =>
    isRows(part) ? (fitting(part, rooms[index] ?? 0, rest).join('\n') as Markdown) : part,
  );
  return `${joined(texts, gfm`\n\n`)}\n`;
}

/** By this first line a later run finds the comment that it replaces. */
export const marker = (of: 'plan' | 'apply' | 'status' | 'validate', environment: string): Markdown =>
  `<!-- tradeform-${of} ${environment.replaceAll(/[^A-Za-z0-9_-]/g, '-')} -->` as Markdown;
