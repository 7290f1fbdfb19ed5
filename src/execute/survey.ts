import type { Clock } from '../lib/clock.ts';
import { type Attempt, type History, openAttempts } from '../model/history.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { KnownSnapshot, Look, Snapshot } from '../model/snapshot.ts';
import { MAX_RESTING, isStrategy } from '../model/terms.ts';
import { LOOKS_TO_VANISH } from '../plan/observe.ts';
import type { AccountTrouble, VenueReader, Wanted } from '../venues/venue.ts';

/** Reads every account side by side: whole snapshots, or why there is none. */
export interface Survey {
  readonly readers: ReadonlyMap<AccountName, VenueReader>;
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly clock: Clock;
  /** Accounts that could not be told at their venue, and why. */
  readonly troubles?: ReadonlyMap<AccountName, AccountTrouble>;
  readonly signal?: AbortSignal;
}

export const wantedOf = (attempt: Attempt): Wanted => ({
  tag: attempt.tag,
  tagSent: attempt.tagSent,
  reference: `${isStrategy(attempt.wire) ? '' : (attempt.wire.usernameRef ?? '')}${attempt.tag}`,
  terms: attempt.wire,
  ...(attempt.orderId === undefined ? {} : { orderId: attempt.orderId }),
});

/** Verdicts that no answer of the venue gave: a person's, or one that the desk lets follow from what the venue doesn't show. */
const isConcluded = ({ state, code }: Attempt): boolean =>
  state === 'not-executed' || (state === 'not-sent' && (code === 'absent' || code === 'quote-expired'));

/**
 * What is looked for one by one: whatever may be live, and what was concluded not to be. Its entry asks for it again, so this is the
 * last chance to learn that it was executed after all; an order that would have ended by itself needs no look any more.
 */
function lookedFor(history: History, now: Millis): readonly Attempt[] {
  const settled = [...history.keys.values()].flatMap((attempts) => attempts.at(-1) ?? []);
  const never = settled.filter(
    (a) => isConcluded(a) && a.cameBack === undefined && a.tagSent && now - a.intentAt < MAX_RESTING,
  );
  return [...openAttempts(history), ...never];
}

/** One complete look at every account that tradeform.yaml names. */
export async function survey(of: Survey, history: History): Promise<Map<AccountName, Snapshot>> {
  const open = lookedFor(history, of.clock.now());
  const read = async ([name, reader]: readonly [AccountName, VenueReader]): Promise<Snapshot[]> => {
    const account = of.accounts.get(name);
    if (account === undefined) return [];
    // The time by the clock that the journal uses; a paper venue may live in another year.
    const readAt = of.clock.now();
    const trouble = of.troubles?.get(name);
    if (trouble !== undefined) {
      const { venue, id: accountId } = account;
      return [{ account: name, venue, accountId, readAt, state: 'unknown', ...trouble }];
    }
    const wanted = open.filter((a) => a.account === name && a.accountId === account.id).map(wantedOf);
    const snapshot = await reader.snapshot(account, wanted, of.signal);
    return [{ ...snapshot, readAt }];
  };
  const snapshots = await Promise.all([...of.readers].map(read));
  return new Map(snapshots.flat().map((snapshot) => [snapshot.account, snapshot]));
}

/**
 * Looks again for what the venue accepted and doesn't list, until it shows or enough complete searches have missed it.
 * Before `settle` has passed nothing is concluded, so nothing is looked for.
 */
export async function lookAgain(
  of: Survey,
  history: History,
  snapshot: KnownSnapshot,
): Promise<KnownSnapshot> {
  const account = of.accounts.get(snapshot.account);
  const reader = of.readers.get(snapshot.account);
  if (account === undefined || reader === undefined) return snapshot;
  const missing = new Map(
    openAttempts(history)
      .filter((a) => a.state === 'accepted' && a.account === snapshot.account)
      .filter((a) => of.clock.now() - (a.acceptedAt ?? a.intentAt) >= snapshot.settle)
      .map((a) => [a.tag, wantedOf(a)]),
  );
  const again = async (look: Look): Promise<Look> => {
    const wanted = missing.get(look.tag);
    if (wanted === undefined || look.rows.length > 0 || look.times >= LOOKS_TO_VANISH) return look;
    await of.clock.sleep(snapshot.settle / 10);
    const next = await reader.find(account, wanted, of.signal);
    return 'unknown' in next ? look : again({ ...next, times: look.times + next.times });
  };
  const looks: Look[] = [];
  for (const look of snapshot.looks) looks.push(await again(look));
  return { ...snapshot, looks };
}
