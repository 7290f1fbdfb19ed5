import type { Node, Pair, YAMLMap } from 'yaml';
import type { Entry } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { type SpecFile, defaultsOf } from './being-read.ts';
import { readBlock } from './block.ts';
import type { Desk } from './desk.ts';
import { validateSpecFile } from './generated/validators.gen.js';
import type { Block, Ground } from './ground.ts';
import { type PlainMap, isPlainMap, keyOf, nodeAt, pairIn, plainOf, spanOf } from './located.ts';
import type { Names } from './names.ts';
import { type Sound, readPlain } from './plain-reading.ts';
import { schemaProblems } from './schema-problems.ts';
import { MAX_PROBLEMS, type Source, problemAt } from './source.ts';
import { type Parts, isEmpty, partsOf, wholeOf } from './spec-parts.ts';
import type { StrategyTypes } from './types/strategy-type.ts';

export interface SpecFileResult {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
}

/** The entries of one spec file, and everything that is wrong with it. `split`: how the file is taken apart. */
export function readSpecFile(source: Source, desk: Desk, names: Names, split = partsOf): SpecFileResult {
  // What turns out to have a problem is read again by the parser, which knows where each of its parts stands.
  const keep = new Set<number>();
  let before: readonly Sound[] = [];
  for (let parts = split(source, keep); ; parts = split(source, keep)) {
    if (!parts.ok) return { entries: [], problems: parts.problems };
    const problems: Problem[] = [];
    let plain = plainOf(parts.source, parts.root, problems);
    const whole = problems.length > 0 && parts.entries.length > 0 ? wholeOf(source) : parts;
    // Where something is not there, its place depends on what stands around it.
    if (whole.ok && whole !== parts) {
      parts = whole;
      problems.length = 0;
      plain = plainOf(parts.source, parts.root, problems);
    }
    const foreign = notASpec(parts.source, parts.root, plain);
    if (foreign) return { entries: [], problems: [foreign] };
    const fields = { ...plain, ...emptied(plain, parts) };
    const file: SpecFile = { ...parts, whole: source, desk, names, plain: fields };
    const { sound, suspects } = readPlain(file, before);
    // Nobody mends more at once.
    if (suspects.length === 0 || keep.size >= MAX_PROBLEMS) return readEntries(file, sound, problems);
    for (const { at } of suspects) keep.add(at);
    before = sound;
  }
}

function readEntries(file: SpecFile, sound: readonly Sound[], problems: Problem[]): SpecFileResult {
  const { source, root, plain, desk } = file;
  if (!validateSpecFile(plain))
    problems.push(...schemaProblems(validateSpecFile.errors ?? [], groundOf(source, root)));
  problems.push(...strategyDefaults(file));
  // One entry at a time: a spread of very many arguments overflows the stack.
  const entries: Entry[] = [];
  for (const block of blocksOf(root))
    for (const entry of readBlock(file, block, sound, problems)) entries.push(entry);
  // An entry that is left out without a word would look like one that was removed; of a type that can't be read, that is the word.
  const expected =
    desk.types.partial === true
      ? undefined
      : count(plain['orders']) + count(plain['strategies']) + file.entries.length;
  if (problems.length === 0 && expected !== undefined && expected !== entries.length)
    throw new TypeError(`${source.file}: an entry was left out`);
  return { entries, problems: withoutRepeats(problems) };
}

/** Blocks of which nothing is left for the parser are no less there for that. */
function emptied(plain: PlainMap, { root, entries }: Parts): PlainMap {
  const blocks = new Set(entries.map(({ block }) => block));
  const empty = [...blocks].filter((block) => plain[block] === null && isEmpty(pairIn(root, block)?.value));
  return Object.fromEntries(empty.map((block) => [block, {}]));
}

const count = (block: unknown): number => (isPlainMap(block) ? Object.keys(block).length : 0);

/** The blocks of the file in its order, each once. */
const blocksOf = (root: YAMLMap): readonly Block[] => [
  ...new Set(
    (root.items as Pair<Node>[])
      .map(keyOf)
      .filter((key): key is Block => key === 'orders' || key === 'strategies'),
  ),
];

const groundOf = (source: Source, root: YAMLMap): Ground => ({
  source,
  kind: 'spec',
  roots: [root],
  name: spanOf((root.items[0] as Pair<Node> | undefined)?.key),
});

/** A YAML file of something else gets one problem, not one for each of its keys. */
function notASpec(source: Source, root: YAMLMap, plain: PlainMap): Problem | undefined {
  const isSpec = 'orders' in plain || 'strategies' in plain;
  if ('project' in plain && !isSpec)
    return problemAt(source, spanOf(pairIn(root, 'project')?.key), {
      code: 'spec/nested-project',
      message: 'a project file within a project',
      remedy: 'list its folder under `exclude:` in the outer tradeform.yaml, or move it out',
    });
  if ('version' in plain || isSpec) return undefined;
  return problemAt(source, groundOf(source, root).name, {
    code: 'spec/missing-field',
    message: '`version` is missing: every YAML file of a project is a spec file',
    remedy: 'start it with `version: 1`, or list it under `exclude:` in tradeform.yaml',
  });
}

/** By themselves, since only the project says which types there are. */
function strategyDefaults(file: SpecFile): readonly Problem[] {
  const { plain, node } = defaultsOf(file, 'strategies');
  const { validateDefaults, partial } = file.desk.types;
  // Of a type that could not be read nobody knows the fields.
  if (node === null || partial === true || validateDefaults(plain)) return [];
  const key = pairIn(nodeAt(file.root, ['defaults']), 'strategies')?.key;
  return schemaProblems(validateDefaults.errors ?? [], {
    source: file.source,
    kind: 'spec',
    block: 'strategies',
    roots: [node],
    name: spanOf(key),
    neverDefault: countedFields(file.desk.types),
  });
}

/** Sizes and prices of any type. */
const countedFields = ({ byName }: StrategyTypes): ReadonlySet<string> =>
  new Set([...byName.values()].flatMap(({ kinds }) => Object.keys(kinds)));

/** What is wrong in the defaults is told once, not for every entry that they are merged into. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, message, place }) => {
    // A field that doesn't belong into the defaults doesn't belong into the entries that take it either.
    const what = WRONG_FIELD.has(code) ? 'field' : `${code} ${message}`;
    const mark = `${place?.line}:${place?.column} ${what}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
}

const WRONG_FIELD: ReadonlySet<string> = new Set(['spec/unknown-field', 'spec/never-default']);
