import { styleText } from 'node:util';
import { COMMAND, safeText } from '../lib/safe-text.ts';
import type { Place } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { wrap } from './style.ts';

/** So many are shown; the count tells of the rest. */
const MOST = 50;
const GUTTER = 8;
const WIDE =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;

/** Columns that one character takes on a terminal. */
function columnsOf(character: string): number {
  if (/^\p{M}$/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

interface Cell {
  readonly text: string;
  readonly columns: number;
  /** Whether it is one of the characters that are meant. */
  readonly marked: boolean;
}

/** Columns of the `#` that would make a command to a CI runner: one by one, the characters are harmless. */
const commandsIn = (line: string): ReadonlySet<number> =>
  new Set(Array.from(line.matchAll(COMMAND), ({ index }) => index + 2));

/** A line as it is shown: one cell a character, escapes and tabs resolved. Columns are UTF-16 units, as in a place. */
function cellsOf(line: string, column: number, length: number): readonly Cell[] {
  const cells: Cell[] = [];
  const commands = commandsIn(line);
  let unit = 1;
  for (const character of line) {
    const text = character === '\t' ? '  ' : commands.has(unit) ? '\\x23' : safeText(character);
    const columns = text === character ? columnsOf(character) : text.length;
    cells.push({ text, columns, marked: unit >= column && unit < column + length });
    unit += character.length;
  }
  // A caret may stand behind the end of the line.
  if (column >= unit) cells.push({ text: ' ', columns: 1, marked: true });
  return cells;
}

const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, { columns }) => sum + columns, 0);
const ELLIPSIS: Cell = { text: '…', columns: 1, marked: false };

/** The part of a line around what is marked that fits the width, with `…` where something is left out. */
function windowOf(cells: readonly Cell[], width: number): readonly Cell[] {
  if (widthOf(cells) <= width) return cells;
  let from = Math.max(
    0,
    cells.findIndex(({ marked }) => marked),
  );
  let to = from + 1;
  let room = width - 2 - widthOf(cells.slice(from, to));
  const marks = cells.filter(({ marked }) => marked).length;
  const grow = (cell: Cell | undefined): boolean => {
    if (cell === undefined || cell.columns > room) return false;
    room -= cell.columns;
    return true;
  };
  // All that is marked first, then a little on both sides.
  while (to < from + marks && grow(cells[to])) to++;
  for (let more = true; more;) {
    more = grow(cells[from - 1]) && from-- > 0;
    if (grow(cells[to])) [to, more] = [to + 1, true];
  }
  return [
    ...(from > 0 ? [ELLIPSIS] : []),
    ...cells.slice(from, to),
    ...(to < cells.length ? [ELLIPSIS] : []),
  ];
}

const at = ({ file, line, column }: Place): string => `${safeText(file)}:${line}:${column}`;

type Style = Parameters<typeof styleText>[0];
const painter =
  (color: boolean) =>
  (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;

export interface ProblemLayout {
  readonly color?: boolean;
  readonly width?: number;
  /** A terminal: place and message are broken between words, too. In a log they are one line, for whatever reads it. */
  readonly isTerminal?: boolean;
}

/** A message that begins behind its place, broken between words. Whatever a path holds, it is never broken: something as long stands for it. */
const besides = (place: string, message: string, width: number): string =>
  place === ''
    ? wrap(message, width, GUTTER - 2)
    : wrap(`${'-'.repeat(place.length - 1)} ${message}`, width, GUTTER - 2).replace(/^-+ ?/, '');

/** One problem for people: place and message, the line with a caret below what is meant, and what to do. All text of files is made safe. */
export function renderProblem(problem: Problem, layout: ProblemLayout = {}): string {
  const { color = false, width = 80, isTerminal = false } = layout;
  const paint = painter(color);

  const excerpt = ({ excerpt: line, place, length = 1 }: Problem): readonly string[] => {
    if (line === undefined || line.trim() === '' || place === undefined) return [];
    const cells = windowOf(cellsOf(line, place.column, length), Math.max(width - GUTTER - 1, 20));
    const before = cells.slice(
      0,
      cells.findIndex(({ marked }) => marked),
    );
    const carets = '^'.repeat(Math.max(1, widthOf(cells.filter(({ marked }) => marked))));
    return [
      `${paint('dim', `${String(place.line).padStart(GUTTER - 2)} |`)} ${cells
        .map(({ text }) => text)
        .join('')
        .trimEnd()}`,
      `${' '.repeat(GUTTER - 1)}${paint('dim', '|')} ${' '.repeat(widthOf(before))}${paint('red', carets)}`,
    ];
  };

  const indented = (text: string): readonly string[] =>
    wrap(safeText(text), Math.max(width - GUTTER + 1, 20))
      .split('\n')
      .map((line) => ' '.repeat(GUTTER - 2) + line);

  const place = problem.place ? `${at(problem.place)}  ` : '';
  const message = safeText(problem.message);
  const told = isTerminal ? besides(place, message, width) : message;
  const { related, remedy } = problem;
  return [
    `${paint('bold', place)}${paint('red', told)}`,
    ...excerpt(problem),
    ...(related ? indented(`${related.message}: ${at(related.place)}`) : []),
    ...(remedy === undefined ? [] : indented(remedy)),
  ].join('\n');
}

/** The first of them, each as {@link renderProblem} tells it, and their count. */
export function renderProblems(problems: readonly Problem[], layout: ProblemLayout = {}): string {
  const more = problems.length - MOST;
  return [
    ...problems.slice(0, MOST).map((problem) => renderProblem(problem, layout)),
    ...(more > 0 ? [`… and ${more} more`] : []),
    painter(layout.color ?? false)('bold', countLine(problems)),
  ].join('\n\n');
}

/** `3 problems in 2 files. Nothing was planned, nothing was sent.` */
export function countLine(problems: readonly Problem[]): string {
  const files = new Set(problems.flatMap(({ place }) => (place ? [place.file] : []))).size;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const where = files === 0 ? '' : ` in ${files === 1 ? '1 file' : `${files} files`}`;
  return `${count}${where}. Nothing was planned, nothing was sent.`;
}
