import type { Attempt, History } from '../model/history.ts';
import { mayBeLive } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import { type Account, type Entry, type OrderRow, isFinal } from '../model/order.ts';
import { type Plan, type PlanAccount, type PlanLine, isChange } from '../model/plan.ts';
import type { Reference, Snapshot } from '../model/snapshot.ts';
import { type Scope, decodeTag } from '../model/tag.ts';
import { type AccountCase, type Gates, caseOf } from './case.ts';
import { digestOf } from './digest.ts';
import { exposureOf } from './exposure.ts';
import { type Book, bookOf, rowsOf } from './observe.ts';
import { judge } from './rules.ts';

/** Everything a plan depends on. Equal inputs give the same plan, byte for byte. */
export interface PlanInput {
  readonly project: string;
  readonly environment: string;
  readonly scope: Scope;
  readonly entries: readonly Entry[];
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** With what the snapshots teach already folded in (see `observe.ts`). */
  readonly history: History;
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  readonly references: ReadonlyMap<string, Reference>;
  readonly now: Millis;
  /** Why no order may be sent for want of limits; undefined where that doesn't apply. */
  readonly limits: string | undefined;
  readonly commit?: string;
  readonly dirty?: boolean;
}

/** A plan, and the line of every key in it, the quiet ones included. */
export interface Judged {
  readonly plan: Plan;
  readonly all: readonly PlanLine[];
}

interface Keyed {
  readonly key: Key;
  readonly entry: Entry | undefined;
  readonly attempts: readonly Attempt[];
}

/** Keys by the account on which they live: where the last attempt went, or else where the entry wants to go. */
function keysByAccount(input: PlanInput): Map<AccountName, Keyed[]> {
  const entries = new Map(input.entries.map((entry) => [entry.key, entry]));
  const groups = new Map<AccountName, Keyed[]>();
  const put = (account: AccountName, keyed: Keyed): void => {
    const group = groups.get(account);
    if (group) group.push(keyed);
    else groups.set(account, [keyed]);
  };
  for (const account of input.accounts.keys()) groups.set(account, []);
  for (const entry of input.entries) {
    const attempts = input.history.keys.get(entry.key) ?? [];
    const last = attempts.at(-1);
    const home = last !== undefined && mayBeLive(last) ? last.account : entry.account;
    put(home, { key: entry.key, entry, attempts });
  }
  for (const [key, attempts] of input.history.keys) {
    const last = attempts.at(-1);
    if (!entries.has(key) && last !== undefined) put(last.account, { key, entry: undefined, attempts });
  }
  return groups;
}

function foreignLines(
  input: PlanInput,
  name: AccountName,
  book: Book,
  keys: ReadonlySet<string>,
): readonly PlanLine[] {
  return book.snapshot.live.flatMap((row): readonly PlanLine[] => {
    const order = { id: row.id, status: row.status, fill: row.fill } as const;
    const decoded = row.reference === undefined ? undefined : decodeTag(row.reference);
    if (decoded?.scope === input.scope && !keys.has(decoded.tag)) {
      const reason = `order ${row.id} carries our tag, but this journal did not place it: another runner, or a lost journal`;
      return [{ action: 'none', code: 'foreign-writer', level: 'person', account: name, reason, order }];
    }
    if (decoded?.scope === input.scope || isFinal(row.status)) return [];
    return [
      { action: 'none', code: 'unmanaged', level: 'quiet', account: name, reason: describeRow(row), order },
    ];
  });
}

const describeRow = (row: OrderRow): string =>
  `${row.strategy} ${row.side} ${row.ticker}${row.priceLimit === undefined ? '' : ` at ${row.priceLimit}`}, not placed by tradeform`;

function doubtOf(keyed: readonly Keyed[], foreign: readonly PlanLine[], book: Book): string | undefined {
  for (const { key, attempts } of keyed) {
    const last = attempts.at(-1);
    if (last === undefined) continue;
    const name = key.slice(key.indexOf('/') + 1);
    if (last.state === 'in-doubt')
      return `${name} is in doubt: the account takes no new order until it is resolved`;
    if (last.cameBack !== undefined)
      return `${name} came back: the account takes no new order until it is resolved`;
    if (mayBeLive(last) && rowsOf(book, last).length > 1)
      return `${name} has two orders under one tag: the account takes no new order until it is resolved`;
  }
  if (foreign.some((line) => line.code === 'foreign-writer'))
    return 'orders of ours that this journal did not place are on this account: it takes no new order';
  return undefined;
}

function unreadable(account: AccountName, code: PlanLine['code'], reason: string): PlanLine {
  return { action: 'none', code, level: 'unknown', account, reason };
}

function accountLines(
  input: PlanInput,
  name: AccountName,
  keyed: readonly Keyed[],
  gates: Gates,
): readonly PlanLine[] {
  const account = input.accounts.get(name);
  const snapshot = input.snapshots.get(name);
  const open = keyed.some(({ attempts }) => attempts.some(mayBeLive));
  if (account === undefined) {
    if (!open) return [];
    return [
      unreadable(
        name,
        'account-removed',
        'has orders of ours, but is not in tradeform.yaml: put it back until they have ended',
      ),
    ];
  }
  if (snapshot === undefined) return [];
  if (snapshot.state === 'unknown')
    return [
      unreadable(name, 'account-unknown', `${snapshot.reason}; nothing is changed on it. ${snapshot.remedy}`),
    ];
  const pinned = input.history.identities.get(name);
  if (pinned !== undefined && pinned !== snapshot.identity)
    return [
      unreadable(
        name,
        'other-venue',
        `the journal knows this account at ${pinned}, but it is now ${snapshot.identity}; nothing is changed on it`,
      ),
    ];
  const book = bookOf(snapshot, input.scope);
  const tags = new Set(keyed.flatMap(({ attempts }) => attempts.map((a) => a.tag as string)));
  const foreign = foreignLines(input, name, book, tags);
  const accountCase: AccountCase = { name, account, book, doubt: doubtOf(keyed, foreign, book), gates };
  const lines = keyed.map(({ key, entry, attempts }) => {
    const last = attempts.at(-1);
    const rows = last === undefined ? [] : rowsOf(book, last);
    return judge(caseOf(key, entry, attempts, rows, accountCase, input.now));
  });
  return [...lines, ...foreign];
}

// Cancels go first, so that they are never behind something that fails; what only tells comes last.
const ORDER: readonly PlanLine['action'][] = ['cancel', 'replace', 'submit', 'none'];
const byAction = (a: PlanLine, b: PlanLine): number => ORDER.indexOf(a.action) - ORDER.indexOf(b.action);

function accountsOf(input: PlanInput, names: Iterable<AccountName>): readonly PlanAccount[] {
  return [...names].flatMap((name) => {
    const snapshot = input.snapshots.get(name);
    if (snapshot === undefined) return [];
    const readAt = snapshot.state === 'known' ? { readAt: snapshot.readAt } : {};
    return [{ name, venue: snapshot.venue, id: snapshot.accountId, ...readAt }];
  });
}

function countsOf(all: readonly PlanLine[]): Plan['counts'] {
  const count = (test: (line: PlanLine) => boolean): number => all.filter(test).length;
  return {
    submit: count((l) => l.action === 'submit'),
    replace: count((l) => l.action === 'replace'),
    cancel: count((l) => l.action === 'cancel'),
    unchanged: count((l) => l.code === 'resting'),
    // Only what still stands in the files: the rest is history.
    finished: count((l) => l.code === 'finished' && l.place !== undefined),
    unmanaged: count((l) => l.code === 'unmanaged'),
  };
}

/** What `apply` would do now, and why. Pure. */
export function makePlan(input: PlanInput): Judged {
  const gates: Gates = { scope: input.scope, halts: input.history.halts, limits: input.limits };
  const groups = keysByAccount(input);
  const all = [...groups].flatMap(([name, keyed]) => accountLines(input, name, keyed, gates));
  const lines = all.filter((line) => line.level !== 'quiet').toSorted(byAction);
  const tickers = new Set(
    lines.flatMap((line) => (isChange(line) && line.submission ? [line.submission.wire.ticker] : [])),
  );
  const references = Object.fromEntries(
    [...tickers].sort().flatMap((ticker) => {
      const reference = input.references.get(ticker);
      return reference === undefined ? [] : [[ticker, { bid: reference.bid, ask: reference.ask }]];
    }),
  );
  const { journal, sequence } = input.history;
  const draft: Omit<Plan, 'digest'> = {
    format: 1,
    project: input.project,
    environment: input.environment,
    journal: { id: journal, sequence },
    ...(input.commit === undefined ? {} : { commit: input.commit }),
    ...(input.dirty === undefined ? {} : { dirty: input.dirty }),
    now: input.now,
    accounts: accountsOf(input, groups.keys()),
    lines,
    references,
    exposure: exposureOf(all),
    counts: countsOf(all),
  };
  return { plan: { ...draft, digest: digestOf(draft) }, all };
}
