import type { Attempt, History } from '../../model/history.ts';
import type { AccountName, Key, Millis } from '../../model/ids.ts';
import type { KnownSnapshot } from '../../model/snapshot.ts';
import type { Scope } from '../../model/tag.ts';
import { type Survey, lookAgain, survey } from '../survey.ts';
import {
  type Open,
  type Sight,
  type Unread,
  type VenueSight,
  candidatesOf,
  isUnread,
  openOf,
  recordedQuestion,
} from './sight.ts';

/*
 * Whoever decides about an order sees what the journal and the venue show at that moment, whatever an apply has recorded: the account
 * is read whole, as an apply reads it, and the same rules say what follows from that.
 */

export interface Eyes {
  readonly of: Survey;
  readonly scope: Scope;
  /** The journal up to now: asked before the venue is read, and after. */
  readonly history: () => Promise<History>;
}

const BACK = 'Put it back in tradeform.yaml as it was, until its orders have ended.';

/** Why nothing that the account shows now is about this attempt, or undefined. */
function whyNotThere({ of }: Eyes, { account: name, accountId }: Attempt): Unread | undefined {
  const trouble = of.troubles?.get(name);
  if (trouble !== undefined) return { reason: trouble.reason, remedy: trouble.remedy };
  const account = of.accounts.get(name);
  if (account === undefined || !of.readers.has(name))
    return { reason: `account ${name} is not in tradeform.yaml any more`, remedy: BACK };
  if (account.id !== accountId)
    return { reason: `it was sent to account ${accountId}, and ${name} is ${account.id} now`, remedy: BACK };
  return undefined;
}

async function read({ of }: Eyes, history: History, name: AccountName): Promise<KnownSnapshot | Unread> {
  const reader = of.readers.get(name);
  const alone = { ...of, readers: new Map(reader === undefined ? [] : [[name, reader] as const]) };
  const snapshot = (await survey(alone, history)).get(name);
  if (snapshot === undefined) return { reason: `account ${name} is not in tradeform.yaml`, remedy: BACK };
  if (snapshot.state === 'unknown') return { reason: snapshot.reason, remedy: snapshot.remedy };
  const pinned = history.identities.get(name);
  if (pinned !== undefined && pinned !== snapshot.identity)
    return {
      reason: `the journal knows account ${name} at ${pinned}, but it is now ${snapshot.identity}`,
      remedy: 'Check url and id of the account in tradeform.yaml.',
    };
  return lookAgain(alone, history, snapshot);
}

/** What else is shown to a person: candidates where nobody knows the order, and what the account has free. */
async function venueSight({ of }: Eyes, open: Open, history: History): Promise<VenueSight> {
  const { attempt, question, found, settle } = open;
  const account = of.accounts.get(attempt.account);
  const reader = of.readers.get(attempt.account);
  if (account === undefined || reader === undefined) return { found, candidates: [], settle };
  const isOpen = question === 'in-doubt' || question === 'vanished';
  const [evidence, balances] = await Promise.all([
    isOpen ? reader.evidence(account, attempt, of.signal) : { state: 'known' as const, rows: [] },
    reader.balances(account, of.signal),
  ]);
  return {
    ...{ found, settle },
    ...candidatesOf(evidence, found, history),
    ...(balances === undefined ? {} : { balances }),
  };
}

/** Where the venue can't be read the journal tells what is open, and nothing can be decided. */
function unseen(attempts: readonly Attempt[], venue: Unread, readAt: Millis): Sight | undefined {
  for (const attempt of attempts.toReversed()) {
    const question = recordedQuestion(attempt);
    if (question !== undefined) return { attempt, question, venue, readAt, learned: [] };
  }
  return undefined;
}

/** What is open about the order of a key; undefined: nothing, as all of its accounts show. */
export async function look(eyes: Eyes, key: Key): Promise<Sight | Unread | undefined> {
  const before = await eyes.history();
  const attemptsOn = (history: History, name?: AccountName): readonly Attempt[] =>
    (history.keys.get(key) ?? []).filter(({ account }) => name === undefined || account === name);
  let unread: Unread | undefined;
  // The account of the last attempt first.
  for (const name of new Set(
    attemptsOn(before)
      .map(({ account }) => account)
      .toReversed(),
  )) {
    const last = attemptsOn(before, name).at(-1);
    const snapshot = (last && whyNotThere(eyes, last)) ?? (await read(eyes, before, name));
    const history = await eyes.history();
    const attempts = attemptsOn(history, name);
    if (isUnread(snapshot)) {
      const sight = unseen(attempts, snapshot, eyes.of.clock.now());
      if (sight !== undefined) return sight;
      // An order may have vanished there, or be back: nobody can say that nothing is open.
      unread ??= snapshot;
      continue;
    }
    const open = openOf(history, attempts, snapshot, eyes.scope);
    if (open === undefined) continue;
    const { attempt, question, learned } = open;
    const { readAt } = snapshot;
    return { attempt, question, learned, readAt, venue: await venueSight(eyes, open, history) };
  }
  return unread;
}
