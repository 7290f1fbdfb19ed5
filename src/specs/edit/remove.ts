import { placeAt, type Source, type Span } from '../source.ts';
import { spanOf } from '../located.ts';
import {
  type Item,
  type Layout,
  bodyEnd,
  commentIndent,
  isBlankLine,
  layoutsOf,
  lineStart,
  nextLine,
} from './layout.ts';

/*
 * Takes entries out of a file's text. An entry's own lines go: its name and fields, comments that are indented as a part of it, and
 * the comment block directly above it. Nothing else does but blank lines that would stand twice.
 */

/** The lines (one-based, both included) that go with an entry. */
export interface Removal {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Removed {
  readonly text: string;
  readonly removals: readonly Removal[];
}

/** The file's text without these entries; undefined where it can't be read. Entries that it doesn't have are left out. */
export function removeEntries(source: Source, names: ReadonlySet<string>): Removed | undefined {
  const layouts = layoutsOf(source);
  if (layouts === undefined) return undefined;
  const cuts = [layouts.orders, layouts.strategies].flatMap((layout) => cutsOf(layout, names));
  const removals = cuts.map(({ name, lines: [start, end] }) => ({
    name,
    from: placeAt(source, start).line,
    to: placeAt(source, Math.max(start, end - 1)).line,
  }));
  const emptied = [layouts.orders, layouts.strategies].filter(
    ({ items, inBraces }) => items.length > 0 && !inBraces && items.every(({ name }) => names.has(name)),
  );
  const spans = joined(cuts.map(({ span }) => span).toSorted(([a], [b]) => a - b));
  const edits = [
    ...atTheEnd(source.text, spans).map(([start, end]) => ({ start, end, text: '' })),
    ...emptied.map(emptyBlock),
  ];
  return { text: edited(source.text, edits), removals: removals.toSorted((a, b) => a.from - b.from) };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edited(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

interface Cut {
  readonly name: string;
  /** The entry's own lines. */
  readonly lines: Span;
  /** What goes: with blank lines that would stand twice. */
  readonly span: Span;
}

const cutsOf = (layout: Layout, names: ReadonlySet<string>): readonly Cut[] =>
  layout.items.flatMap((item, index) => {
    if (!names.has(item.name)) return [];
    const lines = cutOf(layout, item, index);
    return [{ name: item.name, lines, span: withBlanks(layout, item, lines) }];
  });

/** `orders:` without anything below it would be no map. */
function emptyBlock({ text, pair }: Layout): Edit {
  const colon = text.indexOf(':', spanOf(pair?.key)[1]) + 1;
  return { start: colon, end: colon, text: ' {}' };
}

/** Where the lines that may belong to an entry begin. */
function floorOf(layout: Layout, index: number): number {
  const before = layout.items[index - 1];
  if (before !== undefined) return bodyEnd(layout.text, before.span);
  return nextLine(layout.text, spanOf(layout.pair?.key)[1]);
}

function cutOf(layout: Layout, item: Item, index: number): Span {
  const { text } = layout;
  const [start, end] = item.span;
  if (!ownsItsLines(layout, item)) return withComma(text, item.span);
  const floor = floorOf(layout, index);
  const column = start - lineStart(text, start);
  let top = lineStart(text, start);
  while (top > floor && commentIndent(text, lineStart(text, top - 1)) === column)
    top = lineStart(text, top - 1);
  return [top, bodyEnd(text, [start, end])];
}

/** Whether nothing but the entry (a comma and a comment behind it) stands on its lines. */
function ownsItsLines({ text, inBraces }: Layout, { span: [start, end] }: Item): boolean {
  const before = text.slice(lineStart(text, start), start);
  const after = text.slice(end, nextLine(text, end));
  return before.trim() === '' && (inBraces ? /^[ \t]*,?\s*(#.*)?\s*$/ : /^\s*(#.*)?\s*$/).test(after);
}

/** An entry between braces on one line, with the comma that would be left over. */
function withComma(text: string, [start, end]: Span): Span {
  const after = /^[ \t]*,[ \t]*/.exec(text.slice(end, nextLine(text, end)))?.[0];
  if (after !== undefined) return [start, end + after.length];
  const before = /,[ \t]*$/.exec(text.slice(lineStart(text, start), start))?.[0];
  return [start - (before?.length ?? 0), end];
}

/** With the blank lines below, where there are some above as well, or nothing. */
function withBlanks(layout: Layout, item: Item, [start, end]: Span): Span {
  const { text } = layout;
  if (!ownsItsLines(layout, item)) return [start, end];
  const first = start <= nextLine(text, spanOf(layout.pair?.key)[1]);
  if (!first && !isBlankLine(text, lineStart(text, start - 1))) return [start, end];
  let to = end;
  while (isBlankLine(text, to)) to = nextLine(text, to + 1);
  return [start, to];
}

function joined(spans: readonly Span[]): readonly Span[] {
  const out: Span[] = [];
  for (const [start, end] of spans) {
    const last = out.at(-1);
    if (last !== undefined && start <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], end)];
    else out.push([start, end]);
  }
  return out;
}

/** Where the last lines of a file go, the blank lines above them go too. */
const atTheEnd = (text: string, spans: readonly Span[]): readonly Span[] =>
  spans.map(([start, end]) => {
    if (end < text.length) return [start, end];
    let from = start;
    while (from > 0 && isBlankLine(text, lineStart(text, from - 1))) from = lineStart(text, from - 1);
    return [from, end];
  });
