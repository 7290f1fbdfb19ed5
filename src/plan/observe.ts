import type { EventDraft } from '../model/event.ts';
import { type Attempt, type History, canBeFound, openAttempts, proofOf } from '../model/history.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import { type Fill, NO_FILL, type OrderRow, isFinal, runOf } from '../model/order.ts';
import { compare, eq, isZero } from '../model/decimal.ts';
import type { KnownSnapshot, Look, Snapshot } from '../model/snapshot.ts';
import { type Scope, type Tag, decodeTag } from '../model/tag.ts';
import { isImmediate } from '../model/terms.ts';

/*
 * Reading a venue teaches the journal something: an order in doubt turns out to exist, an accepted one gets its id, a resting one
 * has ended. This says which events follow from a snapshot. `apply` appends them; `plan` folds them into its own copy only,
 * so that both judge the same facts.
 *
 * Nothing here concludes from absence, but one thing: an order that the venue accepted and does not list after `settle` and three
 * complete look-ups has vanished, which a person must look into; it goes on counting as live.
 */

/** How much time has passed for sure, from what was journalled of an attempt at a time to a reading. */
export type TimePassed = (attempt: Attempt, since: Millis, readAt: Millis) => Millis;

/** For who only looks, and writes nothing that others rely on. */
const byWallClock: TimePassed = (_attempt, since, readAt) => readAt - since;

/** How many complete searches must miss an accepted order before it is called vanished. */
export const LOOKS_TO_VANISH = 3;

/** Rows of one snapshot, found by venue id and by tag. */
export interface Book {
  readonly snapshot: KnownSnapshot;
  readonly byId: ReadonlyMap<string, OrderRow>;
  /** Rows whose reference ends in a tag of this project and environment. */
  readonly byTag: ReadonlyMap<Tag, readonly OrderRow[]>;
  /** What was looked for one by one. */
  readonly looks: ReadonlyMap<Tag, Look>;
}

/** A snapshot is observed, and planned from: its rows are put in order once. */
const madeBooks = new WeakMap<KnownSnapshot, { readonly scope: Scope; readonly book: Book }>();

export function bookOf(snapshot: KnownSnapshot, scope: Scope): Book {
  const known = madeBooks.get(snapshot);
  if (known?.scope === scope) return known.book;
  const book = makeBook(snapshot, scope);
  madeBooks.set(snapshot, { scope, book });
  return book;
}

// By id: a venue's list promises no order, and what follows from it must not depend on one.
const byIds = (a: OrderRow, b: OrderRow): number => (a.id < b.id ? -1 : 1);

function makeBook(snapshot: KnownSnapshot, scope: Scope): Book {
  const byId = new Map<string, OrderRow>();
  const byTag = new Map<Tag, OrderRow[]>();
  const looks = new Map<Tag, Look>();
  const rows = [...snapshot.live, ...snapshot.looks.flatMap((look) => look.rows)];
  for (const row of rows) if (!byId.has(row.id)) byId.set(row.id, row);
  for (const row of byId.values()) {
    const decoded = row.reference === undefined ? undefined : decodeTag(row.reference);
    if (decoded?.scope !== scope) continue;
    const same = byTag.get(decoded.tag);
    if (same) same.push(row);
    else byTag.set(decoded.tag, [row]);
  }
  for (const same of byTag.values()) if (same.length > 1) same.sort(byIds);
  for (const look of snapshot.looks) if (!looks.has(look.tag)) looks.set(look.tag, look);
  return { snapshot, byId, byTag, looks };
}

/**
 * The rows that are this attempt: by its tag where one was sent, and by its id. Where its id is known and found, other rows of its
 * tag count while they are live: once they have ended, a person who chose between them has nothing left to decide.
 */
export function rowsOf(book: Book, attempt: Attempt): readonly OrderRow[] {
  const tagged = book.byTag.get(attempt.tag) ?? [];
  const byId = attempt.orderId === undefined ? undefined : book.byId.get(attempt.orderId);
  if (byId === undefined || (tagged.length === 1 && tagged[0] === byId)) return tagged;
  return [byId, ...tagged.filter((row) => row !== byId && !isFinal(row.status))];
}

/** Whether an attempt's rows are more than one order, or another one than it is known to be. */
export const isTwofold = (attempt: Attempt, rows: readonly OrderRow[]): boolean =>
  rows.length > 1 || rows.some((row) => attempt.orderId !== undefined && row.id !== attempt.orderId);

const sameFill = (a: Fill, b: Fill): boolean => eq(a.received, b.received) && eq(a.delivered, b.delivered);
const isLess = (a: Fill, b: Fill): boolean =>
  compare(a.received, b.received) < 0 || compare(a.delivered, b.delivered) < 0;
const untouched = ({ status, fill }: OrderRow): boolean =>
  (status === 'open' || status === 'pending') && isZero(fill.received) && isZero(fill.delivered);

function subjectOf(attempt: Attempt): NonNullable<EventDraft['subject']> {
  const { account, accountId, key, generation } = attempt;
  return { account, accountId, key, generation, attempt: attempt.attempt };
}

/**
 * A start or a pause of ours whose answer was lost, and which the venue shows to have been taken. What somebody else started or paused
 * is told by the plan, and no news of ours.
 */
function runTaken(attempt: Attempt, row: OrderRow): readonly EventDraft[] {
  const { runAsked: run } = attempt;
  if (run === undefined || runOf(row.status) !== run) return [];
  return [{ type: 'run-set', subject: subjectOf(attempt), data: { run } }];
}

/** What one row says of an attempt's progress: nothing new, a new reading, or the second equal reading of an end. */
function progress(
  attempt: Attempt,
  row: OrderRow,
  { settle, readAt }: KnownSnapshot,
  passed: TimePassed,
): readonly EventDraft[] {
  const subject = subjectOf(attempt);
  const { status, statusText, fill } = row;
  const before = attempt.observed;
  const repeated = before !== undefined && before.status === status && sameFill(before.fill, fill);
  if (!repeated) {
    // An order that just rests needs no event: a desk of ten thousand would write ten thousand of them.
    if (before === undefined && untouched(row)) return [];
    // A list that lags may go back to an older reading: what was traded is not undone.
    if (before !== undefined && !isFinal(before.status) && !isFinal(status) && isLess(fill, before.fill))
      return [];
    return [{ type: 'observed', subject, data: { status, statusText, fill } }];
  }
  if (!isFinal(status) || passed(attempt, before.at, readAt) < settle) return [];
  const words = row.message === undefined ? {} : { message: row.message };
  return [{ type: 'final', subject, data: { status, statusText, fill, ...words } }];
}

/**
 * Whether a row is the first to show that its venue echoes tags: of an order that a person named by its id, which no look-up has
 * found by its tag. Nothing else would ever prove that, and no second order would be sent.
 */
const provesTag = (attempt: Attempt, { reference }: OrderRow, proven: History['proven']): boolean =>
  attempt.origin === 'resolved' &&
  attempt.tagSent &&
  !proven.has(proofOf(attempt.account, attempt.wire)) &&
  reference !== undefined &&
  decodeTag(reference)?.tag === attempt.tag;

/** Who said that the order exists, where it was not the venue's answer. */
const ORIGINS: Readonly<Record<NonNullable<Attempt['origin']>, string>> = {
  resolved: 'a person decided that it was executed',
  imported: 'imported from the venue’s list',
  rebuilt: 'rebuilt from the venue’s list',
};

/** What readings are judged by, beside the readings. */
interface Known {
  readonly proven: History['proven'];
  readonly passed: TimePassed;
}

function observeAttempt(attempt: Attempt, book: Book, { proven, passed }: Known): readonly EventDraft[] {
  const { settle, readAt } = book.snapshot;
  const subject = subjectOf(attempt);
  const rows = rowsOf(book, attempt);
  const [row] = rows;
  // Two orders of one tag are for a person; adopting either would hide the other.
  if (isTwofold(attempt, rows)) return [];
  if (row !== undefined) {
    const link = attempt.state === 'in-doubt' ? 'adopted' : 'linked';
    const known =
      attempt.orderId === row.id &&
      attempt.state !== 'in-doubt' &&
      attempt.vanished === undefined &&
      !provesTag(attempt, row, proven);
    const found: readonly EventDraft[] = known ? [] : [{ type: link, subject, data: { orderId: row.id } }];
    return [...found, ...runTaken(attempt, row), ...progress(attempt, row, book.snapshot, passed)];
  }
  const look = book.looks.get(attempt.tag);
  if (attempt.state === 'in-doubt')
    return proven.has(proofOf(attempt.account, attempt.wire))
      ? absent(attempt, look, book.snapshot, passed)
      : [];
  if (attempt.state !== 'accepted' || attempt.vanished !== undefined) return [];
  const since = passed(attempt, attempt.acceptedAt ?? attempt.intentAt, readAt);
  if (look === undefined || since < settle || look.times < LOOKS_TO_VANISH) return [];
  const said = attempt.origin === undefined ? 'accepted by the venue' : ORIGINS[attempt.origin];
  const message = canBeFound(attempt)
    ? `${said}, and in none of ${look.times} complete look-ups`
    : `${said}, and no look-up can find it: its id is not known, and it was sent without a tag`;
  return [{ type: 'vanished', subject, data: { message } }];
}

/**
 * Absence from complete searches settles nothing, but where the desk has said how late this venue may still accept an order
 * (`acceptanceHorizon`): after that, and what its lists lag, what no search by tag shows was never accepted. Only where an order
 * like it was found by its tag before: where tags are not echoed, a search by tag misses everything.
 */
function absent(
  attempt: Attempt,
  look: Look | undefined,
  { acceptanceHorizon, settle, readAt }: KnownSnapshot,
  passed: TimePassed,
): readonly EventDraft[] {
  if (acceptanceHorizon === undefined || !attempt.tagSent || look === undefined) return [];
  const { intentAt, deadline } = attempt;
  const since = passed(attempt, intentAt, readAt) - Math.max(0, deadline - intentAt);
  if (look.rows.length > 0 || since < acceptanceHorizon + settle) return [];
  const message = `in no complete search ${Math.floor(since / 1000)} s after its deadline, and the venue accepts nothing so late (acceptanceHorizon)`;
  return [{ type: 'not-sent', subject: subjectOf(attempt), data: { code: 'absent', message } }];
}

/** Whether a row of this attempt contradicts what the journal holds of it. */
function hasReturned({ state, cameBack, final, wire }: Attempt, { status, fill }: OrderRow): boolean {
  if (cameBack !== undefined) return false;
  // Its answer said that it traded as a whole; that the venue still books it, and counts it in other digits, is no news.
  if (state === 'final' && final?.status === 'filled' && isImmediate(wire)) return false;
  switch (state) {
    case 'in-doubt':
    case 'accepted':
      return false;
    case 'final':
    case 'rejected':
      return !isFinal(status) || !sameFill(fill, final?.fill ?? NO_FILL);
    // Of an order that never was, even an end is news.
    case 'not-sent':
    case 'not-executed':
    case 'lapsed':
      return true;
  }
}

/** Orders at the venue that had ended or were never to exist, and orders of ours that this journal did not place. */
function observeReturns(history: History, book: Book, known: Known): readonly EventDraft[] {
  const { account, accountId } = book.snapshot;
  const attempts = [...history.keys.values()].flat().filter((attempt) => attempt.account === account);
  const tags = new Set(attempts.map((attempt) => attempt.tag));
  const ids = new Set(attempts.flatMap((attempt) => attempt.orderId ?? []));
  const returned = attempts.flatMap((attempt): readonly EventDraft[] => {
    const row = rowsOf(book, attempt).find((one) => hasReturned(attempt, one));
    if (row === undefined) return [];
    const { id: orderId, status } = row;
    const back: EventDraft = { type: 'came-back', subject: subjectOf(attempt), data: { orderId, status } };
    return [back, ...observeAttempt({ ...attempt, cameBack: orderId }, book, known)];
  });
  const strangers = [...book.byTag]
    .filter(([tag]) => !tags.has(tag))
    .sort(([, [a]], [, [b]]) => (a === undefined || b === undefined ? 0 : byIds(a, b)))
    .flatMap(([tag, rows]) => rows.map((row) => ({ tag, row })));
  const foreign = strangers.flatMap(({ tag, row: { id: orderId, status } }): readonly EventDraft[] =>
    // An imported order keeps the tag that it came with.
    isFinal(status) || history.foreign.has(orderId) || ids.has(orderId)
      ? []
      : [{ type: 'foreign-writer', subject: { account, accountId }, data: { orderId, tag } }],
  );
  return [...returned, ...foreign];
}

/** The events that these snapshots teach a journal, in a stable order. Pure. */
export function observe(
  history: History,
  snapshots: ReadonlyMap<AccountName, Snapshot>,
  scope: Scope,
  passed: TimePassed = byWallClock,
): readonly EventDraft[] {
  const known: Known = { proven: history.proven, passed };
  const books = new Map<AccountName, Book>();
  for (const snapshot of snapshots.values()) {
    const pinned = history.identities.get(snapshot.account);
    if (snapshot.state === 'unknown' || (pinned !== undefined && pinned !== snapshot.identity)) continue;
    books.set(snapshot.account, bookOf(snapshot, scope));
  }
  const ours = openAttempts(history).flatMap((attempt) => {
    const book = books.get(attempt.account);
    return book === undefined ? [] : observeAttempt(attempt, book, known);
  });
  return [...ours, ...[...books.values()].flatMap((book) => observeReturns(history, book, known))];
}
