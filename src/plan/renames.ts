import type { History } from '../model/history.ts';
import type { Key } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';

/*
 * `formerly` moves an order's history from an old name to a new one: in the journal alone, nothing is sent. All renames of a plan
 * happen at once, so chains (a → b while b → c) and swaps (a ↔ b) come out right. A former name without history has been moved
 * before, or was never placed: it means nothing.
 */

export interface Rename {
  readonly from: Key;
  readonly to: Key;
}

/** The first former name of an entry under which something stands. */
const claimOf = (history: History, entry: Entry): Key | undefined =>
  entry.formerly.find((former) => former !== entry.key && history.keys.has(former));

/** Follows claims from `start`; the members of the circle if they come back to it. */
function circle(start: Key, claims: ReadonlyMap<Key, Key>): readonly Key[] | undefined {
  const members = [start];
  for (let at = claims.get(start); at !== undefined && members.length <= claims.size; at = claims.get(at)) {
    if (at === start) return members;
    members.push(at);
  }
  return undefined;
}

/** What the entries' `formerly` asks for now. That no two entries claim one name is checked when they are read. */
export function renamesOf(entries: readonly Entry[], history: History): readonly Rename[] {
  const claims = new Map<Key, Key>();
  for (const entry of entries) {
    const from = entry.formerly.length === 0 ? undefined : claimOf(history, entry);
    if (from !== undefined) claims.set(entry.key, from);
  }

  const moves = new Map<Key, Key>();
  const leaving = new Set<Key>();
  const move = (to: Key, from: Key): void => {
    moves.set(to, from);
    leaving.add(from);
  };
  // A name can be taken where nothing stands, or where what stands moves away in the same plan.
  for (let before = -1; before !== moves.size;) {
    before = moves.size;
    for (const [to, from] of claims)
      if (!moves.has(to) && (!history.keys.has(to) || leaving.has(to))) move(to, from);
  }
  for (const to of claims.keys()) {
    const members = moves.has(to) ? undefined : circle(to, claims);
    // A circle that was turned before would turn for ever: its members remember where they came from.
    const turned = members?.every((key) => history.keys.get(key)?.at(-1)?.formerKey === claims.get(key));
    if (members !== undefined && turned === false)
      for (const key of members) move(key, claims.get(key) ?? key);
  }
  return [...moves].map(([to, from]) => ({ from, to }));
}
