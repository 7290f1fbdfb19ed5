import { type Node, isMap } from 'yaml';
import { spanOf } from '../located.ts';
import type { Source } from '../source.ts';
import {
  type Layout,
  bodyEnd,
  commentIndent,
  isBlankLine,
  layoutsOf,
  lineStart,
  nextLine,
} from './layout.ts';
import { type EntryText, entryLines } from './entry-lines.ts';

export type Inserted =
  | { readonly ok: true; readonly text: string }
  /** Why they can't be put there by a program, after "it". */
  | { readonly ok: false; readonly reason: string };

/** What a new spec file begins with. */
export const NEW_FILE = 'version: 1\n';

/** The file's text with entries behind the last one of their block; everything else stays what it was, byte for byte. */
export function insertEntries(source: Source, entries: readonly EntryText[]): Inserted {
  let { text } = source;
  for (const [block, group] of Map.groupBy(entries, (entry) => entry.block)) {
    const layout = layoutsOf({ file: source.file, text })?.[block];
    if (layout === undefined) return { ok: false, reason: "it can't be read" };
    const inserted = insertInBlock(layout, group);
    if (!inserted.ok) return inserted;
    ({ text } = inserted);
  }
  return { ok: true, text };
}

function insertInBlock(layout: Layout, entries: readonly EntryText[]): Inserted {
  const { root, block, pair, items, inBraces } = layout;
  const braces = { ok: false, reason: `its ${block} are written in braces` } as const;
  if (root.flow === true) return braces;
  const own = entries.map((entry) => withoutDefaults(layout, entry));
  if (pair === undefined) return { ok: true, text: atTheEnd(layout, own) };
  const last = items.at(-1);
  if (inBraces && last !== undefined) return braces;
  const text = last === undefined ? belowHead(layout, own) : behind(layout, last, own);
  return text === undefined ? braces : { ok: true, text };
}

/** Without what the file's defaults say already: a reader finds it where the other entries have it. */
const withoutDefaults = ({ defaults }: Layout, { fields, ...entry }: EntryText): EntryText => ({
  ...entry,
  fields: fields.filter(([field, value]) => defaults[field] !== value),
});

const joined = (layout: Layout, lines: readonly string[]): string =>
  lines.map((line) => line + layout.newline).join('');

function atTheEnd(layout: Layout, entries: readonly EntryText[]): string {
  const { text, newline, block } = layout;
  const open = text === '' || text.endsWith('\n') ? '' : newline;
  return text + open + joined(layout, [`${block}:`, ...entries.flatMap((entry) => entryLines(entry, 2, 2))]);
}

/** In place of `{}`; undefined where something stands between the braces. */
function belowHead(layout: Layout, entries: readonly EntryText[]): string | undefined {
  const { text, pair, newline } = layout;
  const [start, end] = spanOf(pair?.value);
  if (!/^(\{\s*\})?$/.test(text.slice(start, end))) return undefined;
  const from = text.slice(0, start).replace(/[ \t]+$/, '');
  const to = nextLine(text, end);
  const rest = text.slice(end, to).replace(/\r?\n$/, '');
  const comment = rest.trim() === '' ? '' : ` ${rest.trim()}`;
  const column = spanOf(pair?.key)[0] - lineStart(text, spanOf(pair?.key)[0]);
  const lines = entries.flatMap((entry) => entryLines(entry, column + 2, 2));
  return from + comment + newline + joined(layout, lines) + text.slice(to);
}

function behind(layout: Layout, last: Layout['items'][number], entries: readonly EntryText[]): string {
  const { text, newline } = layout;
  const at = bodyEnd(text, last.span);
  const indent = last.span[0] - lineStart(text, last.span[0]);
  const space = areSpaced(layout, last) ? [''] : [];
  const lines = entries.flatMap((entry) => [...space, ...entryLines(entry, indent, stepOf(layout))]);
  const open = text.slice(0, at).endsWith('\n') ? '' : newline;
  return text.slice(0, at) + open + joined(layout, lines) + text.slice(at);
}

/** How much deeper than its name an entry's fields stand in this file. */
function stepOf({ text, pair }: Layout): number {
  const map = pair?.value;
  for (const item of isMap(map) ? map.items : []) {
    const value = item.value as Node | null;
    if (!isMap(value) || value.flow === true) continue;
    const [name, field] = [spanOf(item.key as Node)[0], spanOf(value)[0]];
    const step = field - lineStart(text, field) - (name - lineStart(text, name));
    if (step > 0) return step;
  }
  return 2;
}

/** Whether this file has blank lines between its entries. */
function areSpaced({ text, items }: Layout, last: Layout['items'][number]): boolean {
  if (items.length < 2) return false;
  let top = lineStart(text, last.span[0]);
  while (top > 0 && commentIndent(text, lineStart(text, top - 1)) !== undefined)
    top = lineStart(text, top - 1);
  return top > 0 && isBlankLine(text, lineStart(text, top - 1));
}
