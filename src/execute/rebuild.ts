import type { Clock } from '../lib/clock.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { isZero } from '../model/decimal.ts';
import type { History } from '../model/history.ts';
import type { AccountName } from '../model/ids.ts';
import { type Account, type OrderRow, isFinal } from '../model/order.ts';
import type { AllOrders, VenueReader } from '../venues/venue.ts';
import type { AccountOrders, Findings } from './found-orders.ts';
import type { RunJournal } from './run.ts';

/*
 * A journal is put together again from what the venue shows: every order of ours is known by its tag. What a list never showed
 * can't come back: attempts that were in doubt when the journal was lost, halts, decisions of people. So all accounts are read
 * whole, twice, before anything is written, and whoever rebuilds is told what is missing.
 */

export interface Walks {
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly readers: ReadonlyMap<AccountName, VenueReader>;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

type Known = Extract<AllOrders, { readonly state: 'known' }>;

async function walk(account: Account, reader: VenueReader, signal?: AbortSignal): Promise<Known> {
  const answer = await reader.history(account, signal);
  if (answer.state === 'known') return answer;
  // With a part of the orders, those that have ended on the rest would look as if they had never been sent.
  throw new TradeformError(
    'rebuild/account-unknown',
    `Account ${account.name} could not be read whole: ${answer.reason}.`,
    {
      exitCode: EXIT.error,
      remedy: `${answer.remedy} Nothing was rebuilt: that needs every account of tradeform.yaml.`,
    },
  );
}

/** Two complete readings of every account. Throws `rebuild/account-unknown` where one can't be read. */
export async function readAll({
  accounts,
  readers,
  clock,
  signal,
}: Walks): Promise<readonly AccountOrders[]> {
  const pairs = [...readers].flatMap(([name, reader]) => {
    const account = accounts.get(name);
    return account === undefined ? [] : [{ account, reader }];
  });
  const first = await Promise.all(
    pairs.map(async (pair) => ({ ...pair, answer: await walk(pair.account, pair.reader, signal) })),
  );
  // An end is believed, and a list taken for complete, once its lag has passed.
  await clock.sleep(Math.max(0, ...first.map(({ answer }) => answer.settle)), signal);
  return Promise.all(
    first.map(async ({ account, reader, answer }) => {
      const { identity, rows } = await walk(account, reader, signal);
      return { account, identity, first: answer.rows, second: rows };
    }),
  );
}

/** An account that now lies at another venue than the journal's must not be taken for the same. Throws `rebuild/other-venue`. */
export function mustBeSameVenue(history: History, accounts: readonly AccountOrders[]): void {
  for (const { account, identity } of accounts) {
    const pinned = history.identities.get(account.name);
    if (pinned === undefined || pinned === identity) continue;
    throw new TradeformError(
      'rebuild/other-venue',
      `The journal knows account ${account.name} at ${pinned}, but it is now ${identity}.`,
      { exitCode: EXIT.stale, remedy: 'Check the url and the id of the account. Nothing was rebuilt.' },
    );
  }
}

const untouched = ({ status, fill }: OrderRow): boolean =>
  (status === 'open' || status === 'pending') && isZero(fill.received) && isZero(fill.delivered);

/**
 * Accounts of whose orders no list can say which entry they are: after a loss nobody can tell there what was sent, so nothing new is sent
 * before a person has compared it.
 */
export const untagged = (accounts: Iterable<Account>): readonly AccountName[] =>
  [...accounts].flatMap(({ name, tag }) => (tag === 'usernameRef' ? [] : [name]));

/**
 * Accounts of which the rebuilt journal does not hold every order of ours: one of no list, or one whose row tells too little. What it
 * does not hold counts in no limit, and its entry, or a generation of it, would be sent as if it were new.
 */
export const incomplete = (accounts: Iterable<Account>, { unclear }: Findings): readonly AccountName[] => [
  ...new Set([...untagged(accounts), ...unclear.map(({ account }) => account)]),
];

const NO_TAG =
  'the journal was rebuilt, and orders of this account carry no tag: compare the entries with the venue, cancel there what a plan would place again, then unhalt';

const notHeld = (ids: readonly string[]): string =>
  `the journal was rebuilt without ${ids.join(', ')}, of which the venue does not tell what was asked for: look there, see that no entry asks for ${ids.length === 1 ? 'it' : 'one of them'} again, and that the day's limits have room for ${ids.length === 1 ? 'it' : 'them'}, then unhalt`;

/** Halts accounts of which a rebuild can't know everything. */
export async function haltIncomplete(
  journal: RunJournal,
  accounts: Iterable<Account>,
  found: Findings,
): Promise<void> {
  const all = [...accounts];
  const plain = new Set(untagged(all));
  for (const account of incomplete(all, found)) {
    const ids = found.unclear.filter((one) => one.account === account).map(({ row }) => row.id);
    const reason = plain.has(account) ? NO_TAG : notHeld(ids);
    await journal.append({ type: 'halted', data: { scope: { kind: 'account', account }, reason } });
  }
}

/** Writes what was found. The caller holds the run lock. */
export async function record(journal: RunJournal, { orders }: Findings): Promise<void> {
  for (const { subject, order, row, confirmed } of orders) {
    await journal.append({ type: 'rebuilt', subject, data: order });
    const { status, statusText, fill, message } = row;
    const words = message === undefined ? {} : { message };
    const seen = { statusText, fill };
    if (confirmed && isFinal(status))
      await journal.append({ type: 'final', subject, data: { ...seen, status, ...words } });
    else if (!untouched(row)) await journal.append({ type: 'observed', subject, data: { ...seen, status } });
  }
}
