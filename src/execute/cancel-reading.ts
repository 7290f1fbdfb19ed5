import type { Scope as CancelScope } from '../model/event.ts';
import { type Attempt, type History, canBeFound, coversRenamed, openAttempts } from '../model/history.ts';
import { type AccountName, type Key, type Millis, type VenueOrderId, keysNamed } from '../model/ids.ts';
import type { Account, OrderRow } from '../model/order.ts';
import { type KnownSnapshot, type UnknownSnapshot, isUnknown } from '../model/snapshot.ts';
import { type Scope, type Tag, decodeTag, keyCode } from '../model/tag.ts';
import type { AccountTrouble, Venue, VenueReader, Wanted } from '../venues/venue.ts';
import { wantedOf } from './survey.ts';

/*
 * One look at everything that a cancel is about. What is ours is told by the journal, which knows ids, tags and names that have
 * changed; where it can't be read, by tags alone.
 */

export interface CancelScopeInput {
  readonly scope: Scope;
  readonly what: CancelScope;
  /** What a person typed: names of orders, or venue ids. Empty for an account or for all. */
  readonly names: readonly string[];
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly venues: ReadonlyMap<AccountName, Venue>;
  /** Accounts that could not be told at their venue, and why. */
  readonly troubles?: ReadonlyMap<AccountName, AccountTrouble>;
  readonly stop: AbortSignal;
}

export interface ScopedRow extends OrderRow {
  readonly account: AccountName;
  /** The entry that it stands for, where that is known. */
  readonly key?: Key;
}

/** An attempt that may be live and that no reading shows. */
export interface Unproved {
  readonly attempt: Attempt;
  readonly reason: string;
  /** Whether somebody has to find out; otherwise a reading of its account would tell. */
  readonly needsPerson: boolean;
  /** It may still come up by itself, until then. */
  readonly until?: Millis;
}

export interface CancelReading {
  /** Rows in scope, live and ended. */
  readonly rows: readonly ScopedRow[];
  readonly unproved: readonly Unproved[];
  readonly unreadable: readonly UnknownSnapshot[];
  /** Live, of accounts whose orders carry no tag, where no journal tells which are ours. */
  readonly perhapsOurs: readonly ScopedRow[];
  readonly notOurs: number;
  /** How long the lists may lag, at most. */
  readonly settle: Millis;
}

class Ours {
  readonly #of: CancelScopeInput;
  readonly #keys: History['keys'];
  readonly #ids: ReadonlySet<string>;
  readonly #byId = new Map<VenueOrderId, Attempt>();
  readonly #byTag = new Map<string, Attempt>();

  constructor(of: CancelScopeInput, history: History | undefined) {
    this.#of = of;
    this.#keys = history?.keys ?? new Map();
    this.#ids = new Set(of.names);
    for (const attempts of this.#keys.values())
      for (const attempt of attempts) {
        this.#byTag.set(attempt.tag, attempt);
        if (attempt.orderId !== undefined) this.#byId.set(attempt.orderId, attempt);
      }
  }

  attemptOf(row: OrderRow): Attempt | undefined {
    const tag = row.reference === undefined ? undefined : decodeTag(row.reference)?.tag;
    return this.#byId.get(row.id) ?? (tag === undefined ? undefined : this.#byTag.get(tag));
  }

  /** The journal's word on which entry a row stands for; a name's own code where the journal has none. */
  keyOf(row: OrderRow): Key | undefined {
    const known = this.attemptOf(row);
    if (known !== undefined) return known.key;
    const tag = row.reference === undefined ? undefined : decodeTag(row.reference);
    if (tag?.scope !== this.#of.scope || this.#of.what.kind !== 'keys') return undefined;
    return this.#of.what.keys.find((key) => keyCode(key) === tag.keyCode);
  }

  isOurs(row: OrderRow): boolean {
    if (this.#ids.has(row.id) || this.attemptOf(row) !== undefined) return true;
    return row.reference !== undefined && decodeTag(row.reference)?.scope === this.#of.scope;
  }

  isMeant(row: OrderRow, account: AccountName): boolean {
    if (this.#ids.has(row.id)) return true;
    return this.isOurs(row) && coversRenamed(this.#of.what, this.#keys, account, this.keyOf(row));
  }
}

/** Accounts that a name can be on: those that the journal has it on, or all of them where the journal doesn't say. */
function accountsToRead(of: CancelScopeInput, history: History | undefined): readonly AccountName[] {
  const { what, venues } = of;
  const all = [...venues.keys()];
  switch (what.kind) {
    case 'all':
      return all;
    case 'account':
      return all.filter((name) => name === what.account);
    case 'keys': {
      const attempts = what.keys.map((key) => history?.keys.get(key) ?? []);
      if (attempts.some(({ length }) => length === 0)) return all;
      const named = new Set(attempts.flat().map((attempt) => attempt.account));
      return all.filter((name) => named.has(name));
    }
  }
}

/** A list tells of an order in doubt by its tag alone: without one it may be any that is not known as another. */
function doubtWords({ tagSent }: Attempt, known: KnownSnapshot | undefined): string {
  if (known === undefined) return 'in doubt, and its account could not be read';
  return tagSent
    ? 'in doubt, and not at the venue so far'
    : 'in doubt, and carries no tag: one of those that are not ours may be it, and can be cancelled by its id';
}

function unprovedOf(of: CancelScopeInput, attempt: Attempt, known: KnownSnapshot | undefined): Unproved {
  const account = of.accounts.get(attempt.account);
  const person = (reason: string): Unproved => ({ attempt, reason, needsPerson: true });
  if (account === undefined || !of.venues.has(attempt.account))
    return person(`its account ${attempt.account} is not in tradeform.yaml any more`);
  if (account.id !== attempt.accountId)
    return person(`it was sent to account ${attempt.accountId}, and ${account.name} is another one now`);
  const settle = known?.settle ?? 0;
  if (attempt.state === 'in-doubt')
    return { ...person(doubtWords(attempt, known)), until: attempt.deadline + settle };
  if (known === undefined) return { attempt, reason: 'its account could not be read', needsPerson: false };
  if (!canBeFound(attempt)) return person('accepted, and which order at the venue it is, is not known');
  const since = attempt.acceptedAt ?? attempt.intentAt;
  return { ...person('accepted, and not at the venue now'), until: since + settle };
}

/** To find a row again once it is in no list of open orders. */
function wantedRow({ id, reference }: ScopedRow): Wanted {
  const tag = (reference === undefined ? undefined : decodeTag(reference)?.tag) ?? ('' as Tag);
  return { tag, tagSent: tag !== '', reference: reference ?? '', orderId: id };
}

/**
 * A row that was live before, and in whose place the list shows another one under the same tag, was not looked for: what became of it
 * is asked for by itself.
 */
async function withTwins(
  snapshot: KnownSnapshot,
  rows: readonly ScopedRow[],
  find: (row: ScopedRow) => ReturnType<VenueReader['find']>,
): Promise<KnownSnapshot> {
  const shown = new Set(
    [...snapshot.live, ...snapshot.looks.flatMap((look) => look.rows)].map(({ id }) => id),
  );
  const looked = new Set(snapshot.looks.map((look) => look.id));
  const looks = [...snapshot.looks];
  for (const row of rows) {
    if (shown.has(row.id) || looked.has(row.id)) continue;
    const look = await find(row);
    if (!('unknown' in look)) looks.push(look);
  }
  return { ...snapshot, looks };
}

const notTold = ({ name, venue, id }: Account, trouble: AccountTrouble): UnknownSnapshot => ({
  ...{ account: name, venue, accountId: id, readAt: 0, state: 'unknown' },
  ...trouble,
});

/** Reads every account of the scope but those that are known to be unreadable; `followed`: rows that were live before. */
export async function readForCancel(
  of: CancelScopeInput,
  history: History | undefined,
  skip: ReadonlySet<AccountName>,
  followed: readonly ScopedRow[],
): Promise<CancelReading> {
  const ours = new Ours(of, history);
  const open =
    history === undefined
      ? []
      : openAttempts(history).filter((a) => coversRenamed(of.what, history.keys, a.account, a.key));
  const read = async (name: AccountName): Promise<(KnownSnapshot | UnknownSnapshot)[]> => {
    const [account, venue] = [of.accounts.get(name), of.venues.get(name)];
    if (account === undefined || venue === undefined) return [];
    const trouble = of.troubles?.get(name);
    // Nothing can be asked about an account without an id; one that the journal knows has it from there.
    if (trouble !== undefined && account.id === '') return [notTold(account, trouble)];
    const attempts = open.filter((a) => a.account === name && a.accountId === account.id);
    const journalled = new Set(attempts.map((a) => a.orderId));
    const rows = followed.filter((row) => row.account === name && !journalled.has(row.id));
    const wanted = [...attempts.map(wantedOf), ...rows.map(wantedRow)];
    const snapshot = await venue.reader.snapshot(account, wanted, of.stop);
    if (snapshot.state === 'unknown') return [snapshot];
    return [await withTwins(snapshot, rows, (row) => venue.reader.find(account, wantedRow(row), of.stop))];
  };
  const names = accountsToRead(of, history).filter((name) => !skip.has(name));
  const snapshots = (await Promise.all(names.map(read))).flat();
  const known = new Map(snapshots.flatMap((s) => (s.state === 'known' ? [[s.account, s] as const] : [])));
  const scoped = [...known.values()].flatMap((snapshot) => {
    const rows = new Map<string, OrderRow>();
    for (const row of [...snapshot.live, ...snapshot.looks.flatMap((look) => look.rows)])
      rows.set(row.id, row);
    return [...rows.values()]
      .filter((row) => ours.isMeant(row, snapshot.account))
      .map((row): ScopedRow => {
        const key = ours.keyOf(row);
        return { ...row, account: snapshot.account, ...(key === undefined ? {} : { key }) };
      });
  });
  const strangers = [...known.values()].flatMap((snapshot) =>
    snapshot.live
      .filter((row) => !ours.isOurs(row))
      .map((row): ScopedRow => ({ ...row, account: snapshot.account })),
  );
  // A name that was typed is told to be unknown; the whole of a scope would be called clear.
  const isBlind = history === undefined && of.what.kind !== 'keys';
  const perhapsOurs = strangers.filter(
    ({ account }) => isBlind && of.accounts.get(account)?.tag !== 'usernameRef',
  );
  const shown = new Set(scoped.flatMap((row) => ours.attemptOf(row)?.tag ?? []));
  return {
    rows: scoped,
    unproved: open.filter((a) => !shown.has(a.tag)).map((a) => unprovedOf(of, a, known.get(a.account))),
    unreadable: snapshots.filter(isUnknown),
    perhapsOurs,
    notOurs: strangers.length - perhapsOurs.length,
    settle: Math.max(0, ...[...known.values()].map((s) => s.settle)),
  };
}

/** What was typed and nobody knows: neither the journal, by any name that the order has had, nor a row of the venue. */
export function unknownNames(
  names: readonly string[],
  history: History | undefined,
  seen: Iterable<ScopedRow>,
): readonly string[] {
  const found = new Set([...seen].flatMap((row) => [row.id as string, row.key ?? '']));
  return names.filter(
    (name) =>
      !found.has(name) &&
      !keysNamed(name).some((key) => found.has(key)) &&
      keysOfTyped(history, name).length === 0,
  );
}

/**
 * What a typed name or venue id means, as far as the journal knows; an order and a strategy, where both had the name. A name that is in
 * use comes before one that was.
 */
export function keysOfTyped(history: History | undefined, typed: string): readonly Key[] {
  if (history === undefined) return [];
  const keys = keysNamed(typed);
  const known = keys.filter((key) => history.keys.has(key));
  if (known.length > 0) return known;
  for (const attempts of history.keys.values())
    for (const attempt of attempts)
      if (attempt.orderId === typed || keys.some((key) => attempt.formerKey === key)) return [attempt.key];
  return [];
}
