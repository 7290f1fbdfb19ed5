import type { Place } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';

/** The text of one file, and where its lines start. Offsets are UTF-16 units, as editors count columns. */
export interface Source {
  /** As people are shown it: relative to the working directory, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** What an excerpt may show of a line: secrets of a project file are blotted out, at their length. */
  readonly show?: (line: string) => string;
  /** This is a part of another text, in which every place of it is told. */
  readonly whole?: { readonly source: Source; readonly offset: (inPart: number) => number };
  lineStarts?: Uint32Array;
}

/** Start and end of the characters that are meant. */
export type Span = readonly [start: number, end: number];

/** Computed at the first question: a file without problems and without entries never needs it. */
function startsOf(source: Source): Uint32Array {
  if (source.lineStarts) return source.lineStarts;
  const { text } = source;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  // A file made to have millions of lines must not fill the memory with them: four bytes each.
  const starts = new Uint32Array(lines);
  for (let line = 1, at = 0; line < lines; line++) {
    at = text.indexOf('\n', at) + 1;
    starts[line] = at;
  }
  source.lineStarts = starts;
  return starts;
}

/** Zero-based index of the line that holds `offset`. */
function lineIndex(starts: Uint32Array, offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function placeAt(source: Source, offset: number): Place {
  const { whole } = source;
  if (whole) return placeAt(whole.source, whole.offset(offset));
  const starts = startsOf(source);
  const line = lineIndex(starts, offset);
  return { file: source.file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

/** A line (one-based) without its break. */
const lineText = (source: Source, line: number): string => {
  const starts = startsOf(source);
  const end = starts[line];
  return source.text.slice(starts[line - 1], end === undefined ? undefined : end - 1).replace(/\r$/, '');
};

/** Nobody mends more at once; a file made to have millions must not fill the memory. */
export const MAX_PROBLEMS = 1000;

/** Longer lines hide what they hold from a reviewer: no file may have one, and no excerpt shows one. */
export const MAX_LINE = 4000;

export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly related?: { readonly message: string; readonly place: Place };
}

/** A problem at a span, with its line as excerpt. The caret stays on the first line of what is meant. */
export function problemAt(source: Source, [start, end]: Span, finding: Finding): Problem {
  const { whole } = source;
  if (whole) {
    const from = whole.offset(start);
    return problemAt(whole.source, [from, from + end - start], finding);
  }
  const place = placeAt(source, start);
  const line = lineText(source, place.line);
  if (line.length > MAX_LINE) return { ...finding, place };
  const length = Math.max(1, Math.min(end - start, line.length - place.column + 1));
  return { ...finding, place, excerpt: source.show ? source.show(line) : line, length };
}

/** By file, then line, then column: the order in which a person mends them. */
export function byPlace(a: Problem, b: Problem): number {
  const [p, q] = [a.place, b.place];
  if (!p || !q) return (p ? 1 : 0) - (q ? 1 : 0);
  if (p.file !== q.file) return p.file < q.file ? -1 : 1;
  return p.line - q.line || p.column - q.column;
}
