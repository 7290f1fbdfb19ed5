import { type Node, type Pair, type Scalar, type YAMLMap, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Problem } from '../model/problem.ts';
import { type Finding, MAX_PROBLEMS, type Source, type Span, placeAt, problemAt } from './source.ts';

/** A YAML value whose scalars are their source text; null is a value that isn't there. */
export type Plain = string | null | PlainMap | readonly Plain[];
export interface PlainMap {
  readonly [key: string]: Plain;
}

export const isPlainMap = (value: unknown): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a node stands, without the line break that yaml counts to it. */
export const spanOf = (node: Node | null | undefined): Span => {
  const range = node?.range;
  return range ? [range[0], range[1]] : [0, 0];
};

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const scalarText = (node: Scalar): string | null =>
  node.type === 'PLAIN' && NULLS.has(String(node.value)) ? null : String(node.value);

/** The text of a pair's key. */
export const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

/**
 * Reads a document into a plain value and gathers what a spec may not hold: anchors, aliases, tags, merge keys, keys used twice, keys that
 * are no texts. Recursion is bounded by the parser's depth limit.
 */
export function plainOf(source: Source, root: YAMLMap, problems: Problem[]): PlainMap {
  const report = (span: Span, finding: Finding): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problemAt(source, span, finding));
  };

  /** Anchors and tags stand before their node; the caret belongs under them. */
  const checkProperties = (node: Node): void => {
    if (isAlias(node) || !('anchor' in node || 'tag' in node)) return;
    const anchor = node.anchor;
    const [start] = spanOf(node);
    if (anchor !== undefined) {
      const at = source.text.lastIndexOf(`&${anchor}`, start);
      report([at, at + anchor.length + 1], {
        code: 'yaml/anchor',
        message: `\`&${anchor}\` is an anchor; specs have none`,
        remedy: 'remove it: what a reviewer sees in an entry is what is sent; use `defaults:`',
      });
    }
    if (node.tag !== undefined) {
      const last = source.text.lastIndexOf('!', start);
      const at = source.text[last - 1] === '!' ? last - 1 : Math.max(0, last);
      const word = /^!\S*/.exec(source.text.slice(at, at + 100))?.[0] ?? '';
      report([at, at + word.length], {
        code: 'yaml/tag',
        message: `\`${word}\` is a YAML tag; specs have none`,
        remedy: 'remove it: the text in the file is the value',
      });
    }
  };

  const mapOf = (map: YAMLMap): PlainMap => {
    const out: Record<string, Plain> = {};
    const seen = new Map<string, Node>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = keyText(pair, seen);
      const value = valueOf(pair.value);
      if (key !== undefined) out[key] = value;
    }
    return out;
  };

  const keyText = (pair: Pair<Node, Node | null>, seen: Map<string, Node>): string | undefined => {
    const node = pair.key;
    const span = spanOf(node);
    if (!isScalar(node) || scalarText(node) === null) {
      report(span, { code: 'yaml/key', message: 'this key is not a text', remedy: 'write a name' });
      return undefined;
    }
    checkProperties(node);
    const key = String(node.value);
    const first = seen.get(key);
    if (first) {
      report(span, {
        code: 'yaml/duplicate-key',
        message: `\`${key}\` stands here twice`,
        remedy: 'keep one of them',
        related: { message: 'first here', place: placeAt(source, spanOf(first)[0]) },
      });
      return undefined;
    }
    seen.set(key, node);
    if (key === '<<') {
      report(span, {
        code: 'yaml/merge-key',
        message: '`<<` is a merge key; specs have none',
        remedy: 'write the fields out, or use `defaults:`',
      });
      return undefined;
    }
    if (key === '__proto__') {
      report(span, { code: 'yaml/key', message: '`__proto__` is no key', remedy: 'remove it' });
      return undefined;
    }
    return key;
  };

  const valueOf = (node: Node | null): Plain => {
    if (node === null) return null;
    if (isAlias(node)) {
      report(spanOf(node), {
        code: 'yaml/alias',
        message: `\`*${node.source}\` is an alias; specs have none`,
        remedy: 'write the value out: what a reviewer sees in an entry is what is sent',
      });
      return null;
    }
    checkProperties(node);
    if (isScalar(node)) return scalarText(node);
    if (isMap(node)) return mapOf(node);
    return isSeq(node) ? (node.items as Node[]).map(valueOf) : null;
  };

  checkProperties(root);
  return mapOf(root);
}

/** The pair of a map that has this key; the first, where a file has two. */
export const pairIn = (map: Node | null | undefined, key: string): Pair<Node, Node | null> | undefined =>
  isMap(map) ? (map.items as Pair<Node, Node | null>[]).find((pair) => keyOf(pair) === key) : undefined;

/** The node at a path of keys and indexes, or undefined. */
export function nodeAt(root: Node | null, path: readonly string[]): Node | null | undefined {
  let node: Node | null | undefined = root;
  for (const step of path)
    node = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : pairIn(node, step)?.value;
  return node;
}
