import { type Node, type YAMLMap, isMap, isScalar } from 'yaml';
import type { Problem } from '../model/problem.ts';
import type { Block } from './ground.ts';
import { pairIn, spanOf } from './located.ts';
import { parseYaml } from './parse-yaml.ts';
import { MAX_PLAIN_ENTRIES, type PlainEntries, type PlainEntry, plainEntriesOf } from './plain-entries.ts';
import { MAX_FILE_BYTES, tooLarge } from './read-text.ts';
import { restOf } from './rest.ts';
import { type Source, problemAt } from './source.ts';

/** A spec file: its plain entries, and what the YAML parser makes of the rest. */
export interface Parts {
  /** What the parser read: places in it are told as those in the file. */
  readonly source: Source;
  readonly root: YAMLMap;
  readonly entries: readonly PlainEntry[];
}

export type PartsResult =
  | ({ readonly ok: true } & Parts)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** `keep`: offsets of names whose entries the parser shall read, plain or not. */
export function partsOf(source: Source, keep: ReadonlySet<number> = new Set()): PartsResult {
  const found = plainEntriesOf(source.text, keep);
  if (found === undefined) return wholeOf(source);
  const { entries } = found;
  const beyond = entries[MAX_PLAIN_ENTRIES];
  if (beyond !== undefined) return tooMany(source, beyond);
  const rest = restOf(source, entries);
  const read = wholeOf(rest);
  if (read.ok && isAsSeen(read.root, rest, found)) return { ...read, entries };
  // What is wrong with it is told with all of it in view, unless that is too much.
  const whole = wholeOf(source);
  return read.ok || whole.ok || whole.problems[0]?.code !== 'file/too-large' ? whole : read;
}

/** All of it as the YAML parser reads it. */
export function wholeOf(source: Source): PartsResult {
  const bytes = Buffer.byteLength(source.text);
  if (bytes > MAX_FILE_BYTES) return tooLarge(source.file, bytes, MAX_FILE_BYTES);
  const parsed = parseYaml(source);
  return parsed.ok ? { ok: true, source, root: parsed.root, entries: [] } : parsed;
}

const tooMany = (source: Source, { at, name }: PlainEntry): PartsResult => ({
  ok: false,
  problems: [
    problemAt(source, [at, at + name.length], {
      code: 'yaml/too-large',
      message: `the file has more than ${MAX_PLAIN_ENTRIES} orders: this is one too many`,
      remedy: 'split the file into several',
    }),
  ],
});

/** Whether the parser finds each block where plain entries were cut out of it, as a map of lines at the margin. */
function isAsSeen(root: YAMLMap, rest: Source, { blocks }: PlainEntries): boolean {
  const isThere = ([block, at]: readonly [Block, number]): boolean => {
    const { key, value } = pairIn(root, block) ?? {};
    if (!isScalar(key) || key.type !== 'PLAIN' || rest.whole?.offset(spanOf(key)[0]) !== at) return false;
    return isEmpty(value) || (isMap(value) && value.flow !== true);
  };
  return root.flow !== true && [...blocks].every(isThere);
}

/** Nothing is left of a block that held plain entries alone. */
export const isEmpty = (node: Node | null | undefined): boolean => {
  const [start, end] = spanOf(node);
  return node === null || (isScalar(node) && start === end);
};
