import { join } from 'node:path';
import { type Node, type Pair, type YAMLMap, isMap } from 'yaml';
import { isStrategyKey, nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { prefixOf } from './find-files.ts';
import type { Block } from './ground.ts';
import { type Plain, isPlainMap, keyOf, nodeAt, pairIn, plainOf } from './located.ts';
import { plainEntriesOf } from './plain-entries.ts';
import { MAX_SPEC_BYTES, readText, realPathOf } from './read-text.ts';
import type { Source } from './source.ts';
import { partsOf } from './spec-parts.ts';

/*
 * An entry's file, read once more: for the one entry that somebody asks about, so that reading all of them needn't keep what nobody
 * asks for.
 */

/** One of the two places from which an entry's values come. */
export interface Root {
  readonly from: 'entry' | 'defaults';
  readonly node: Node | null | undefined;
  readonly plain: Plain | undefined;
}

export interface EntrySource {
  readonly source: Source;
  /** The entry's own map, then the defaults of its block; or what stands there at these further steps. */
  readonly roots: (entry: Entry, ...steps: readonly string[]) => readonly [Root, Root];
}

/** Where the names of these entries stand, as far as the parser wouldn't read them anyway. */
function placesOf({ text }: Source, entries: readonly Entry[]): ReadonlySet<number> {
  const names = new Set(entries.map(({ key }) => nameOfKey(key)));
  return new Set(plainEntriesOf(text)?.entries.flatMap(({ name, at }) => (names.has(name) ? [at] : [])));
}

const blockOf = ({ key }: Pick<Entry, 'key'>): Block => (isStrategyKey(key) ? 'strategies' : 'orders');

/** The file of these entries. Undefined where it can't be read any more. */
export function entrySource(
  project: Project,
  file: string,
  entries: readonly Entry[],
): EntrySource | undefined {
  const path = join(project.dir, file.slice(prefixOf(project).length));
  const read = readText(realPathOf(path), file, MAX_SPEC_BYTES);
  const parsed = read.ok ? partsOf(read.source, placesOf(read.source, entries)) : read;
  if (!parsed.ok) return undefined;
  const { source, root } = parsed;
  const plain = plainOf(source, root, []);
  const pairs = { orders: pairsByName(root, 'orders'), strategies: pairsByName(root, 'strategies') };
  const at = (
    from: Root['from'],
    node: Root['node'],
    place: readonly string[],
    steps: readonly string[],
  ): Root => ({
    from,
    node: node === undefined ? undefined : nodeAt(node, steps),
    plain: [...place, ...steps].reduce<Plain | undefined>(
      (value, step) => (isPlainMap(value) ? value[step] : undefined),
      plain,
    ),
  });
  return {
    source,
    roots: (entry, ...steps) => {
      const [block, name] = [blockOf(entry), nameOfKey(entry.key)];
      const [own, defaults] = [pairs[block].get(name)?.value, nodeAt(root, ['defaults', block])];
      return [at('entry', own, [block, name], steps), at('defaults', defaults, ['defaults', block], steps)];
    },
  };
}

/** The pairs of a block; of two with one name, the first. */
function pairsByName(root: YAMLMap, block: Block): ReadonlyMap<string, Pair<Node, Node | null>> {
  const map = pairIn(root, block)?.value;
  const items = isMap(map) ? (map.items as Pair<Node, Node | null>[]) : [];
  return new Map(items.toReversed().map((pair) => [keyOf(pair), pair]));
}
