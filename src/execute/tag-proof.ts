import { type Attempt, type History, proofOf } from '../model/history.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import { type Terms, strategyOf } from '../model/terms.ts';
import type { Desk } from './desk.ts';
import { findOnce } from './look-for.ts';

/*
 * Whether a venue echoes tags is known once an order was found by its own. Until then a second order of its strategy would be one more
 * that nobody could find again.
 */

/** The order by which the tags of these terms have yet to be proven: the newest that the venue has accepted, in whatever state it is. */
export function unproven(history: History, account: Account, wire: Terms): Attempt | undefined {
  if (account.tag !== 'usernameRef') return undefined;
  const proof = proofOf(account.name, wire);
  if (history.proven.has(proof)) return undefined;
  let newest: Attempt | undefined;
  for (const attempts of history.keys.values())
    for (const attempt of attempts) {
      // An order that was imported without a tag says nothing about tags.
      if (!attempt.tagSent || proofOf(attempt.account, attempt.wire) !== proof) continue;
      // What has traded at once is over with its answer, and has proven nothing by that.
      if (attempt.state !== 'accepted' && attempt.state !== 'final') continue;
      if (attempt.vanished !== undefined) return attempt;
      if (newest === undefined || attempt.intentSequence > newest.intentSequence) newest = attempt;
    }
  return newest;
}

/** Why no order of these terms may follow an earlier one, which is looked for once more; undefined where it was found. */
export async function notFoundYet(desk: Desk, account: Account, wire: Terms): Promise<string | undefined> {
  const earlier = unproven(desk.journal.history, account, wire);
  if (earlier === undefined || (await findOnce(desk, account, earlier))) return undefined;
  const [strategy, name] = [strategyOf(wire), nameOfKey(earlier.key)];
  return `${name}, a ${strategy} of this account, was not found by its tag yet: no second ${strategy} is sent before. If the venue shows it without our tag in usernameRef, choose tag: none for this account`;
}
