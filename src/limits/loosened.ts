import type { AccountName } from '../model/ids.ts';
import { type HoursText, type Leaf, type Sense, accountSense, overallSense } from './looser.ts';

/*
 * Where limits are looser than they were. Both are texts of the journal's and the plan's: canonical JSON of what the files said. What
 * differs in a way that nobody foresaw counts as looser: a sentence too many costs a look, one too few costs a review.
 */

interface Tree {
  readonly [name: string]: Leaf | Tree;
}

/** Hours are one value, and so is a list. */
const isTree = (value: unknown, name: string): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && name !== 'hours';

function treeOf(text: string): Tree | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isTree(value, '') ? value : undefined;
  } catch {
    return undefined;
  }
}

const at = (tree: Tree, name: string): Leaf | Tree | undefined =>
  Object.hasOwn(tree, name) ? tree[name] : undefined;

const namesOf = (...trees: readonly Tree[]): readonly string[] =>
  [...new Set(trees.flatMap((tree) => Object.keys(tree)))].sort();

function told(value: Leaf | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : Object.values<string>(value as HoursText).join(' ');
}

interface Difference {
  /** From the account's limits, or the environment's. */
  readonly path: readonly string[];
  readonly was: Leaf | undefined;
  readonly is: Leaf | undefined;
}

function* differences(was: Tree, is: Tree, path: readonly string[] = []): Generator<Difference> {
  for (const name of namesOf(was, is)) {
    const [before, after] = [at(was, name), at(is, name)];
    const below = [...path, name];
    const [old, now] = [before ?? {}, after ?? {}];
    if (isTree(old, name) && isTree(now, name)) yield* differences(old, now, below);
    else if (JSON.stringify(before) !== JSON.stringify(after))
      yield { path: below, was: before as Leaf | undefined, is: after as Leaf | undefined };
  }
}

const sentence = (name: string, { was, is }: Difference, how: true | string): string =>
  how === true ? `${name}: ${told(was)} → ${told(is)}` : `${name} ${how}`;

function sentences(
  owner: readonly string[],
  was: Tree,
  is: Tree,
  senseOf: (path: readonly string[]) => Sense,
  denies: boolean,
): readonly string[] {
  return [...differences(was, is)].flatMap((difference) => {
    const { path, was: before, is: after } = difference;
    const how = senseOf(path)(before, after, denies);
    return how === false ? [] : [sentence([...owner, ...path].join(' '), difference, how)];
  });
}

function ofAccount(name: string, was: Tree, is: Tree, denies: boolean): readonly string[] {
  const [before, after] = [at(was, name), at(is, name)];
  if (before === undefined) return denies ? [`account ${name} is new: it may send orders`] : [];
  if (after === undefined) return denies ? [] : [`all limits of account ${name} were removed`];
  return sentences([name], before as Tree, after as Tree, accountSense, denies);
}

/** Sentences, one for each limit that is looser in `after`. `denies`: what has no limit takes no order (outside a paper venue). */
export function loosened(
  before: string,
  after: string,
  denies: (account: AccountName) => boolean = () => true,
): readonly string[] {
  const [was, is] = [treeOf(before), treeOf(after)];
  if (before === after) return [];
  if (was === undefined || is === undefined)
    return ['the limits under which orders were last sent can’t be read'];
  const { accounts: wasOf = {}, ...wasOverall } = was;
  const { accounts: isOf = {}, ...isOverall } = is;
  const [wasAccounts, isAccounts] = [wasOf as Tree, isOf as Tree];
  return [
    ...sentences([], wasOverall, isOverall, overallSense, true),
    ...namesOf(wasAccounts, isAccounts).flatMap((name) =>
      ofAccount(name, wasAccounts, isAccounts, denies(name as AccountName)),
    ),
  ];
}
