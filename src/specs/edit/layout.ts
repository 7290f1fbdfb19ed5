import { type Node, type Pair, type YAMLMap, isMap } from 'yaml';
import { type PlainMap, isPlainMap, keyOf, pairIn, plainOf, spanOf } from '../located.ts';
import { parseYaml } from '../parse-yaml.ts';
import type { Source, Span } from '../source.ts';

/*
 * Where things stand in a valid spec file, for edits that touch nothing else. Edits are made in the text, not in a YAML tree that
 * is printed again: every comment, blank line and space of the other entries stays what it was.
 */

export interface Item {
  readonly name: string;
  /** From the first character of the name to the last one of the value. */
  readonly span: Span;
}

export interface Layout {
  readonly text: string;
  readonly root: YAMLMap;
  /** What the file says under `defaults: orders:`. */
  readonly defaults: PlainMap;
  /** The `orders:` pair, where there is one. */
  readonly orders: Pair<Node, Node | null> | undefined;
  readonly items: readonly Item[];
  /** Whether the orders are written in braces. */
  readonly inBraces: boolean;
  /** The line break that the file uses. */
  readonly newline: '\n' | '\r\n';
}

/** The layout of a file's text; undefined where it can't be read. */
export function layoutOf(source: Source): Layout | undefined {
  const parsed = parseYaml(source);
  if (!parsed.ok) return undefined;
  const { root } = parsed;
  const plain = plainOf(source, root, []);
  const block = isPlainMap(plain['defaults']) ? plain['defaults']['orders'] : undefined;
  const orders = pairIn(root, 'orders');
  const map = orders?.value;
  const pairs = isMap(map) ? (map.items as Pair<Node, Node | null>[]) : [];
  return {
    text: source.text,
    root,
    defaults: isPlainMap(block) ? block : {},
    orders,
    items: pairs.map((pair) => {
      const [start, end] = spanOf(pair.key);
      return { name: keyOf(pair), span: [start, Math.max(end, spanOf(pair.value)[1])] };
    }),
    inBraces: isMap(map) && map.flow === true,
    newline: source.text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** The start of the line that holds `offset`. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The start of the line after the one that holds the character before `offset`; the end of the text on the last line. */
export function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** How far the line that starts at `start` is indented; undefined where it is no comment line. */
export function commentIndent(text: string, start: number): number | undefined {
  const end = text.indexOf('\n', start);
  const match = /^([ \t]*)#/.exec(text.slice(start, end < 0 ? undefined : end));
  return match?.[1]?.length;
}

export const isBlankLine = (text: string, start: number): boolean => {
  const end = text.indexOf('\n', start);
  return start < text.length && text.slice(start, end < 0 ? undefined : end).trim() === '';
};

/** Where an entry's lines end: those of its value, and comments that are indented as a part of it. */
export function bodyEnd(text: string, [start, end]: Span): number {
  const column = start - lineStart(text, start);
  let at = nextLine(text, end);
  while ((commentIndent(text, at) ?? -1) > column) at = nextLine(text, at + 1);
  return at;
}
