import { type Node, type Pair, type YAMLMap, isMap } from 'yaml';
import type { Block } from '../ground.ts';
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

/** One block of a file, `orders:` or `strategies:`. */
export interface Layout {
  readonly text: string;
  readonly root: YAMLMap;
  readonly block: Block;
  /** What the file says under `defaults:` for this block. */
  readonly defaults: PlainMap;
  /** The block's pair, where there is one. */
  readonly pair: Pair<Node, Node | null> | undefined;
  readonly items: readonly Item[];
  /** Whether the entries are written in braces. */
  readonly inBraces: boolean;
  /** The line break that the file uses. */
  readonly newline: '\n' | '\r\n';
}

/** The layout of both blocks of a file's text; undefined where it can't be read. */
export function layoutsOf(source: Source): Readonly<Record<Block, Layout>> | undefined {
  const parsed = parseYaml(source);
  if (!parsed.ok) return undefined;
  const { root } = parsed;
  const plain = plainOf(source, root, []);
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  const layout = (block: Block): Layout => {
    const defaults = isPlainMap(plain['defaults']) ? plain['defaults'][block] : undefined;
    const pair = pairIn(root, block);
    const map = pair?.value;
    const pairs = isMap(map) ? (map.items as Pair<Node, Node | null>[]) : [];
    return {
      ...{ text: source.text, root, block, newline, pair },
      defaults: isPlainMap(defaults) ? defaults : {},
      items: pairs.map((item) => {
        const [start, end] = spanOf(item.key);
        return { name: keyOf(item), span: [start, Math.max(end, spanOf(item.value)[1])] };
      }),
      inBraces: isMap(map) && map.flow === true,
    };
  };
  return { orders: layout('orders'), strategies: layout('strategies') };
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
