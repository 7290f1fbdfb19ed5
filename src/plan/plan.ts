import type { JournalEvent } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { type History, mayBeLive } from '../model/history.ts';
import { type AccountName, nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import { type Plan, type PlanAccount, type PlanLine, isChange } from '../model/plan.ts';
import { accountLines, knownTo } from './account.ts';
import type { Gates } from './case.ts';
import { digestOf } from './digest.ts';
import { exposureOf } from './exposure.ts';
import type { Keyed, PlanInput } from './input.ts';
import { leftOut, restrict } from './only.ts';
import { type Rename, renamesOf } from './renames.ts';

/** A plan, and the line of every key in it, the quiet ones included. */
export interface Judged {
  readonly plan: Plan;
  readonly all: readonly PlanLine[];
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

// As a person reads the files, in whatever order they were read here.
const byPlace = ({ place: a }: Entry, { place: b }: Entry): number =>
  a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;

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

function renamed(input: PlanInput, renames: readonly Rename[]): readonly PlanLine[] {
  return renames.flatMap(({ from, to }): readonly PlanLine[] => {
    const entry = input.entries.find((e) => e.key === to);
    if (entry === undefined) return [];
    const reason = `renamed from ${nameOfKey(from)}: in the journal alone, nothing is sent`;
    const { account, place } = entry;
    return [{ action: 'none', code: 'renamed', level: 'notice', account, key: to, place, reason }];
  });
}

function adoptions(input: PlanInput): readonly PlanLine[] {
  return input.learned.flatMap((draft): readonly PlanLine[] => {
    const { account, key } = draft.subject ?? {};
    if (draft.type !== 'adopted' || account === undefined || key === undefined) return [];
    const reason = `was in doubt, and is at the venue as order ${draft.data.orderId}: adopted`;
    return [{ action: 'none', code: 'adopted', level: 'notice', account, key, reason }];
  });
}

/** The history as it is once the plan's renames are written. */
function withRenames(history: History, renames: readonly Rename[]): History {
  if (renames.length === 0) return history;
  const { sequence, hash } = history;
  return fold(history, [{ type: 'renamed', data: { renames }, sequence, hash } as unknown as JournalEvent]);
}

/** What `apply` would do now, and why. Pure. */
export function makePlan(given: PlanInput): Judged {
  const entries = given.entries.toSorted(byPlace);
  const renames = renamesOf(entries, given.history);
  const input = { ...given, entries, history: withRenames(given.history, renames) };
  const known = knownTo(input.history);
  const gates: Gates = {
    scope: input.scope,
    halts: input.history.halts,
    tags: new Set([...known.values()].flatMap(({ tags }) => [...tags])),
    limits: input.limits,
    ...(input.loss === undefined ? {} : { loss: input.loss }),
  };
  const groups = keysByAccount(input);
  const judged = [...groups].flatMap(([name, keyed]) =>
    accountLines(input, name, keyed, gates, known.get(name)),
  );
  const all = restrict(judged, input.only);
  const told = [...adoptions(input), ...renamed(input, renames)];
  const lines = [...all.filter((line) => line.level !== 'quiet'), ...told].toSorted(byAction);
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
    renames,
    ...(input.only === undefined ? {} : { only: { keys: input.only, leftOut: leftOut(all) } }),
    exposure: exposureOf(all, input.history),
    counts: countsOf(all),
  };
  return { plan: { ...draft, digest: digestOf(draft) }, all };
}
