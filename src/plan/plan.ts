import type { JournalEvent } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { type History, mayBeLive } from '../model/history.ts';
import { type AccountName, type Key, nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import { type Plan, type PlanAccount, type PlanLine, type PlanReference, isChange } from '../model/plan.ts';
import { accountLines, knownTo } from './account.ts';
import type { Gates } from './case.ts';
import { digestOf } from './digest.ts';
import { exposureOf } from './exposure.ts';
import type { Keyed, PlanInput } from './input.ts';
import { pauseInstead } from './line.ts';
import { withNext } from './next.ts';
import { leftOut, restrict } from './only.ts';
import { type Rename, renamesOf } from './renames.ts';
import { ruleOf } from './rules.ts';
import { instrumentOf } from '../model/terms.ts';

/** A plan, and the line of every key in it, the quiet ones included. */
export interface Judged {
  readonly plan: Plan;
  readonly all: readonly PlanLine[];
  /** The row of the table that answered for a key, for whoever asks why. */
  readonly ruleFor: (key: Key) => string | undefined;
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
const ORDER: readonly PlanLine['action'][] = ['cancel', 'replace', 'set-run', 'submit', 'none'];
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
    setRun: count((l) => l.action === 'set-run'),
    unchanged: count((l) => l.code === 'resting'),
    // Only what still stands in the files: the rest is history.
    finished: count((l) => l.code === 'finished' && l.place !== undefined),
    unmanaged: count((l) => l.code === 'unmanaged'),
  };
}

function renamed(input: PlanInput, renames: readonly Rename[]): readonly PlanLine[] {
  if (renames.length === 0) return [];
  const entries = new Map(input.entries.map((entry) => [entry.key, entry]));
  return renames.flatMap(({ from, to }): readonly PlanLine[] => {
    const entry = entries.get(to);
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

/** The prices that the plan's distances refer to, by instrument. */
function shownPrices(lines: readonly PlanLine[], references: PlanInput['references']): Plan['references'] {
  const shown = lines.flatMap((line): readonly (readonly [string, PlanReference])[] => {
    const { account, submission } = line;
    const instrument = submission && instrumentOf(submission.wire);
    const price = instrument && references.get(`${account} ${instrument}`);
    return price && (isChange(line) || line.level === 'refused')
      ? [[instrument, { bid: price.bid, ask: price.ask }]]
      : [];
  });
  return Object.fromEntries(shown.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** An indicative quote stands beside what it is about; it moves by itself, and is no part of the digest. */
const withQuotes = (lines: readonly PlanLine[], quotes: PlanInput['quotes']): readonly PlanLine[] =>
  lines.map((line) => {
    const quote = line.key === undefined || line.action !== 'submit' ? undefined : quotes?.get(line.key);
    return quote === undefined ? line : { ...line, quote };
  });

/** The history as it is once the plan's renames are written. */
function withRenames(history: History, renames: readonly Rename[]): History {
  if (renames.length === 0) return history;
  const { sequence, hash } = history;
  return fold(history, [{ type: 'renamed', data: { renames }, sequence, hash } as unknown as JournalEvent]);
}

/** A plan before anybody looked at the market: every line, in the order in which it would be executed. */
export interface Draft {
  readonly input: PlanInput;
  readonly accounts: readonly AccountName[];
  readonly renames: readonly Rename[];
  readonly lines: readonly PlanLine[];
}

/** What entries, journal and venues come to, whatever the market asks and the limits allow. Pure. */
export function draftPlan(given: PlanInput): Draft {
  const entries = given.entries.toSorted(byPlace);
  const renames = renamesOf(entries, given.history);
  const input = { ...given, entries, history: withRenames(given.history, renames) };
  const known = knownTo(input.history);
  const gates: Gates = {
    scope: input.scope,
    halts: [...(input.halts ?? []), ...input.history.halts],
    tags: new Set([...known.values()].flatMap(({ tags }) => [...tags])),
    ...(input.runner === undefined ? {} : { runner: input.runner }),
    ...(input.loss === undefined ? {} : { loss: input.loss }),
  };
  const groups = keysByAccount(input);
  const judged = [...groups].flatMap(([name, keyed]) =>
    accountLines(input, name, keyed, gates, known.get(name)),
  );
  const lines = restrict(judged, input.only).toSorted(byAction);
  return { input, accounts: [...groups.keys()], renames, lines };
}

/**
 * No limit stands in the way of a cancel: of a replace that is under way, the cancel was asked for already and is repeated, whatever
 * speaks against the order that was to follow.
 */
function stillCancelled(drafted: readonly PlanLine[], held: readonly PlanLine[]): readonly PlanLine[] {
  const underWay = new Map(
    drafted.filter((line) => isReplaceUnderWay(line)).map((line) => [line.key, line] as const),
  );
  if (underWay.size === 0) return held;
  return held.map((line) => {
    const was = underWay.get(line.key);
    if (was === undefined || line.action !== 'none') return line;
    const { submission: _, changes: __, ...rest } = was;
    const reason = `a cancel was asked for; what was to follow is refused: ${line.reason}`;
    return { ...rest, action: 'cancel', code: 'cancel-wanted', reason };
  });
}

/** Nor in the way of a pause, where a replace that limits refuse would have been one, too, and nothing of it was begun. */
const stillPaused = (drafted: readonly PlanLine[], held: readonly PlanLine[]): readonly PlanLine[] => {
  const replaces = new Map(
    drafted
      .filter(({ action, code }) => action === 'replace' && code !== 'replacing')
      .map((line) => [line.key, line] as const),
  );
  return held.map((line) => {
    const was = line.action === 'none' ? replaces.get(line.key) : undefined;
    return was === undefined ? line : (pauseInstead(was, line.reason) ?? line);
  });
};

const isReplaceUnderWay = ({ action, code, order }: PlanLine): boolean =>
  action === 'replace' && code === 'replacing' && order?.status !== 'cancelling';

/** What the market and the limits add to a draft. */
export type Market = Pick<PlanInput, 'references' | 'quotes' | 'restrain'>;

/** The plan of a draft. Pure. */
export function completePlan({ input, accounts, renames, lines: drafted }: Draft, market: Market): Judged {
  const held = market.restrain?.(drafted, input.history);
  const judged = held === undefined ? drafted : stillPaused(drafted, stillCancelled(drafted, held.lines));
  const all = withNext(judged, input.history, input);
  const told = [...adoptions(input), ...renamed(input, renames)];
  const shown = withQuotes([...all.filter((line) => line.level !== 'quiet'), ...told], market.quotes);
  const lines = shown.toSorted(byAction);
  const { journal, sequence } = input.history;
  const draft: Omit<Plan, 'digest'> = {
    format: 1,
    project: input.project,
    environment: input.environment,
    journal: { id: journal, sequence },
    ...(input.commit === undefined ? {} : { commit: input.commit }),
    ...(input.dirty === undefined ? {} : { dirty: input.dirty }),
    now: input.now,
    accounts: accountsOf(input, accounts),
    lines,
    references: shownPrices(lines, market.references),
    renames,
    ...(input.only === undefined ? {} : { only: { keys: input.only, leftOut: leftOut(all) } }),
    exposure: exposureOf(all, input.history),
    ...(held === undefined ? {} : { limits: held.summary }),
    counts: countsOf(all),
  };
  // Limits and quotes copy lines; the row is known by the line that was drafted.
  const ruleFor = (key: Key): string | undefined => {
    const line = drafted.find((one) => one.key === key);
    return line && ruleOf(line);
  };
  return { plan: { ...draft, digest: digestOf(draft) }, all, ruleFor };
}

/** What `apply` would do now, and why. Pure. */
export const makePlan = (input: PlanInput): Judged => completePlan(draftPlan(input), input);
