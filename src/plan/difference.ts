import type { Difference } from '../model/difference.ts';
import type { Key } from '../model/ids.ts';
import type { Action, Plan, PlanLine } from '../model/plan.ts';
import { type Approvable, type Fact, approvable } from './digest.ts';

interface Moved {
  readonly fact: string;
  readonly was: string | undefined;
  readonly is: string | undefined;
}

function moved(before: readonly Fact[], after: readonly Fact[]): readonly Moved[] {
  const [was, is] = [new Map(before), new Map(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((fact) => was.get(fact) !== is.get(fact))
    .map((fact) => ({ fact, was: was.get(fact), is: is.get(fact) }));
}

/** An edit moves target and wire terms alike: once is enough to say so. */
function withoutEchoes(facts: readonly Moved[]): readonly Moved[] {
  const said = new Set(facts.map(({ fact, was, is }) => `${fact} ${was} ${is}`));
  return facts.filter(
    ({ fact, was, is }) =>
      !fact.startsWith('wire.') || !said.has(`${fact.replace('wire.', 'target.')} ${was} ${is}`),
  );
}

const byKey = ({ changes }: Approvable): ReadonlyMap<Key, readonly Fact[]> =>
  new Map(changes.flatMap(({ key, facts }) => (key === undefined ? [] : [[key, facts] as const])));

const actionOf = (facts: readonly Fact[]): Action => (facts[0]?.[1] ?? 'none') as Action;

/**
 * What moved from `approved` to `now`, whose lines for every key are `all`; empty exactly where the digests are equal.
 * A rename, an edit, a fill: what a person has to look at again, by name.
 */
export function differences(approved: Plan, now: Plan, all: readonly PlanLine[]): readonly Difference[] {
  const [before, after] = [approvable(approved), approvable(now)];
  const [was, is] = [byKey(before), byKey(after)];
  // Backwards: of two lines of one key, the first counts.
  const reasons = new Map(all.toReversed().map((line) => [line.key, line.reason]));
  const reasonOf = (key: Key): string | undefined => reasons.get(key);
  const found: Difference[] = moved(before.plan, after.plan).map((fact) => ({ kind: 'plan', ...fact }));
  for (const [key, facts] of was) {
    const present = is.get(key);
    if (present === undefined)
      found.push({ kind: 'gone', key, action: actionOf(facts), reason: reasonOf(key) });
    else
      found.push(
        ...withoutEchoes(moved(facts, present)).map((fact) => ({ kind: 'fact', key, ...fact }) as const),
      );
  }
  for (const [key, facts] of is)
    if (!was.has(key)) found.push({ kind: 'new', key, action: actionOf(facts), reason: reasonOf(key) });
  const same = JSON.stringify(before) === JSON.stringify(after);
  return found.length > 0 || same ? found : [{ kind: 'order' }];
}
