import { type Node, type Pair, isAlias, isMap, isScalar } from 'yaml';
import { nameOfKey, orderKey, strategyKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { type SpecFile, defaultsOf } from './being-read.ts';
import { formerNodes, readEntry } from './entry.ts';
import { isEntryField } from './field-order.ts';
import type { Block } from './ground.ts';
import { isPlainMap, keyOf, pairIn, spanOf } from './located.ts';
import type { Names } from './names.ts';
import type { Sound } from './plain-reading.ts';
import { MAX_PROBLEMS, type Source, placeAt, problemAt } from './source.ts';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

const keyIn = (block: Block): typeof orderKey => (block === 'orders' ? orderKey : strategyKey);

/** The entries of a block in the order of the file, whoever read them. */
export function readBlock(
  file: SpecFile,
  block: Block,
  sound: readonly Sound[],
  problems: Problem[],
): readonly Entry[] {
  const { source, whole, names } = file;
  const plain = sound.filter((one) => one.block === block);
  const entries: Entry[] = [];
  let next = 0;
  const takePlain = (before: number): void => {
    for (let one = plain[next]; one !== undefined && one.at < before; one = plain[++next]) {
      if (problems.length >= MAX_PROBLEMS) return;
      const { at, entry } = one;
      const { key, place } = entry;
      problems.push(...names.claim(key, whole, [at, at + nameOfKey(key).length], place));
      entries.push(entry);
    }
  };
  for (const pair of pairsOf(file, block)) {
    const [start] = spanOf(pair.key);
    takePlain(source.whole?.offset(start) ?? start);
    if (problems.length >= MAX_PROBLEMS) break;
    const entry = readPair(file, block, pair, problems);
    if (entry !== undefined) entries.push(entry);
  }
  takePlain(Infinity);
  return entries;
}

/** The pairs of a block that the parser read; of a key that stands there twice, which has been told, the first one. */
function pairsOf({ plain, root }: SpecFile, block: Block): readonly Pair<Node, Node | null>[] {
  const [fields, node] = [plain[block], pairIn(root, block)?.value];
  if (!isPlainMap(fields) || !isMap(node)) return [];
  const seen = new Set<string>();
  return (node.items as Pair<Node, Node | null>[]).filter((pair) => {
    const name = keyOf(pair);
    if (seen.has(name) || !Object.hasOwn(fields, name)) return false;
    seen.add(name);
    return true;
  });
}

/** One entry that the parser read; undefined, and its problems, where it is none. */
function readPair(
  file: SpecFile,
  block: Block,
  pair: Pair<Node, Node | null>,
  problems: Problem[],
): Entry | undefined {
  const { source, names, plain, desk } = file;
  const keyed = keyIn(block);
  const name = keyOf(pair);
  const span = spanOf(pair.key);
  if (NAME.test(name)) problems.push(...names.claim(keyed(name), source, span));
  const fields = plain[block];
  const own = isPlainMap(fields) ? fields[name] : undefined;
  if (!isPlainMap(own)) {
    // Told already, as an alias, or as no name.
    if (!isAlias(pair.value) && NAME.test(name)) problems.push(noFields(source, block, pair));
    return undefined;
  }
  if (isEntryField(name) && !Object.keys(own).some(isEntryField)) {
    problems.push(noFields(source, block, pair));
    return undefined;
  }
  problems.push(...claimFormer(names, keyed, name, source, pair.value));
  const at = { name, span, node: pair.value, place: () => placeAt(source, span[0]) };
  const result = readEntry(source, desk, block, at, own, defaultsOf(file, block));
  if (result.ok) return result.entry;
  problems.push(...result.problems);
  return undefined;
}

function noFields(source: Source, block: Block, pair: Pair<Node, Node | null>): Problem {
  const [name, kind] = [keyOf(pair), block === 'orders' ? 'order' : 'strategy'];
  const finding = isEntryField(name)
    ? {
        message: `\`${name}\` is a field, and stands where the name of an entry belongs`,
        remedy: `indent it below the name of its ${kind}`,
      }
    : {
        message: `\`${name}\` is no ${kind}`,
        remedy: 'give it its fields, indented below its name, or remove it',
      };
  return problemAt(source, spanOf(pair.key), { code: 'spec/no-value', ...finding });
}

function claimFormer(
  names: Names,
  keyed: typeof orderKey,
  name: string,
  source: Source,
  value: Node | null,
): readonly Problem[] {
  const seen = new Set<string>();
  return formerNodes(value).flatMap((node) => {
    const former = isScalar(node) ? String(node.value) : '';
    // A name that is none, or stands here twice, is told by the schema.
    if (!NAME.test(former) || seen.has(former)) return [];
    seen.add(former);
    return names.claimFormer(keyed(former), keyed(name), source, spanOf(node));
  });
}
