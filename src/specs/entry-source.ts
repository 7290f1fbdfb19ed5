import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Node } from 'yaml';
import { isStrategyKey, nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { prefixOf } from './find-files.ts';
import { type Plain, isPlainMap, nodeAt, plainOf } from './located.ts';
import { plainEntriesOf } from './plain-entries.ts';
import { MAX_SPEC_BYTES, readText } from './read-text.ts';
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
  readonly roots: (...steps: readonly string[]) => readonly [Root, Root];
}

/** Where the entry's name stands, as far as the parser wouldn't read it anyway. */
const placesOf = ({ text }: Source, { key }: Entry): ReadonlySet<number> =>
  new Set(plainEntriesOf(text)?.entries.flatMap(({ name, at }) => (name === nameOfKey(key) ? [at] : [])));

/** Undefined where the file can't be read any more. */
export async function entrySource(project: Project, entry: Entry): Promise<EntrySource | undefined> {
  const { file } = entry.place;
  const path = join(project.dir, file.slice(prefixOf(project).length));
  const read = await readText(await realpath(path).catch(() => path), file, MAX_SPEC_BYTES);
  const parsed = read.ok ? partsOf(read.source, placesOf(read.source, entry)) : read;
  if (!parsed.ok) return undefined;
  const { source, root } = parsed;
  const plain = plainOf(source, root, []);
  const block = isStrategyKey(entry.key) ? 'strategies' : 'orders';
  const at = (from: Root['from'], steps: readonly string[]): Root => ({
    from,
    node: nodeAt(root, steps),
    plain: steps.reduce<Plain | undefined>(
      (value, step) => (isPlainMap(value) ? value[step] : undefined),
      plain,
    ),
  });
  return {
    source,
    roots: (...steps) => [
      at('entry', [block, nameOfKey(entry.key), ...steps]),
      at('defaults', ['defaults', block, ...steps]),
    ],
  };
}
