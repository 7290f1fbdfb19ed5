import type { EventDraft, JournalEvent } from '../../model/event.ts';
import { fold } from '../../model/fold.ts';
import { type Attempt, type History, mayBeLive } from '../../model/history.ts';
import type { Decimal } from '../../model/decimal.ts';
import type { Key, Millis, VenueOrderId } from '../../model/ids.ts';
import type { OrderRow } from '../../model/order.ts';
import type { KnownSnapshot, Snapshot } from '../../model/snapshot.ts';
import type { Scope } from '../../model/tag.ts';
import { bookOf, isTwofold, observe, rowsOf } from '../../plan/observe.ts';
import type { Evidence, UnclearOrder } from '../../venues/venue.ts';

/**
 * What is open about an attempt: `in-doubt` and `vanished`, nobody knows; `came-back`, it is at the venue although it was over;
 * `two-orders`, more than one is; `found`, it was in doubt or vanished in the journal, and is at the venue now.
 */
export type Question = 'in-doubt' | 'vanished' | 'came-back' | 'two-orders' | 'found';

/** An order on the same terms and of about the same time, and whose it is known to be. */
export interface Candidate {
  readonly row: OrderRow;
  readonly owner?: Key;
}

/** Why something can't be told, and what to do about that. */
export interface Unread {
  readonly reason: string;
  readonly remedy: string;
}

/** One attempt as the journal and the venue show it together, at one moment. */
export interface Sight {
  readonly attempt: Attempt;
  readonly question: Question;
  /** What the journal is to know of it before a decision: that it vanished, or came back. */
  readonly learned: readonly EventDraft[];
  readonly readAt: Millis;
  readonly venue: VenueSight | Unread;
}

export interface VenueSight {
  /** What it shows of the attempt, by id and tag, in complete lists. */
  readonly found: readonly OrderRow[];
  readonly candidates: readonly Candidate[] | Unread;
  /** Orders that no other entry has, and that may be it, though their rows can't be understood. */
  readonly unclear?: readonly UnclearOrder[];
  /** How long its lists may lag. */
  readonly settle: Millis;
  /** What the account has free; undefined where its venue doesn't tell. */
  readonly balances?: ReadonlyMap<string, Decimal>;
}

export const isUnread = (value: object): value is Unread => 'remedy' in value;

/** What is open as far as the journal alone tells. */
export function recordedQuestion({ state, cameBack, vanished }: Attempt): Question | undefined {
  if (cameBack !== undefined) return 'came-back';
  if (state === 'in-doubt') return 'in-doubt';
  return vanished === undefined ? undefined : 'vanished';
}

function questionOf(before: Attempt, after: Attempt, rows: readonly OrderRow[]): Question | undefined {
  if (mayBeLive(after) && isTwofold(before, rows)) return 'two-orders';
  if (after.cameBack !== undefined) return 'came-back';
  const recorded = recordedQuestion(before);
  // It came back, and has ended since.
  if (recorded === 'came-back') return undefined;
  if (recorded !== undefined) return rows.length === 0 ? recorded : 'found';
  return after.vanished === undefined ? undefined : 'vanished';
}

/** What a decision rests on, and another process may have seen at the same moment. */
const TOLD: ReadonlySet<EventDraft['type']> = new Set(['came-back', 'vanished']);

const isAbout = ({ subject }: EventDraft, { key, generation, attempt }: Attempt): boolean =>
  subject?.key === key && subject.generation === generation && subject.attempt === attempt;

export interface Open {
  readonly attempt: Attempt;
  readonly question: Question;
  readonly found: readonly OrderRow[];
  readonly learned: readonly EventDraft[];
  readonly settle: Millis;
}

/** What is open among these attempts, the latest first, once a reading of their account is taken in. Pure. */
export function openOf(
  history: History,
  attempts: readonly Attempt[],
  snapshot: KnownSnapshot,
  scope: Scope,
): Open | undefined {
  const drafts = observe(
    history,
    new Map<Snapshot['account'], Snapshot>([[snapshot.account, snapshot]]),
    scope,
  );
  const { sequence, hash } = history;
  const time = snapshot.readAt;
  const events = drafts.map((draft) => ({ ...draft, time, sequence, hash }) as unknown as JournalEvent);
  const after = fold(history, events);
  const book = bookOf(snapshot, scope);
  for (const attempt of attempts.toReversed()) {
    const { key, generation } = attempt;
    const same = after.keys
      .get(key)
      ?.find((one) => one.generation === generation && one.attempt === attempt.attempt);
    const found = rowsOf(book, attempt);
    const question = questionOf(attempt, same ?? attempt, found);
    if (question === undefined) continue;
    const learned = drafts.filter((draft) => TOLD.has(draft.type) && isAbout(draft, attempt));
    return { attempt, question, found, learned, settle: snapshot.settle };
  }
  return undefined;
}

/** The candidates of an answer, and whose they are known to be; rows of the attempt itself are none. */
export function candidatesOf(
  evidence: Evidence,
  found: readonly OrderRow[],
  history: History,
): Pick<VenueSight, 'candidates' | 'unclear'> {
  if (evidence.state === 'unknown')
    return { candidates: { reason: evidence.reason, remedy: evidence.remedy } };
  const own = new Set(found.map(({ id }) => id));
  const owners = new Map(
    [...history.keys.values()].flat().flatMap((a) => (a.orderId === undefined ? [] : [[a.orderId, a.key]])),
  );
  const candidates = evidence.rows
    .filter(({ id }) => !own.has(id))
    .map((row) => {
      const owner = owners.get(row.id);
      return { row, ...(owner === undefined ? {} : { owner }) };
    });
  const unclear = (evidence.unclear ?? []).filter(({ id }) => !own.has(id) && !owners.has(id));
  return { candidates, ...(unclear.length === 0 ? {} : { unclear }) };
}

/** Candidates that no other entry has. */
export const unclaimed = ({ candidates }: VenueSight): readonly OrderRow[] =>
  isUnread(candidates) ? [] : candidates.filter(({ owner }) => owner === undefined).map(({ row }) => row);

/** Every order that has to be told apart before this one can be said never to have been. */
export const alike = (venue: VenueSight): readonly VenueOrderId[] =>
  [...unclaimed(venue), ...(venue.unclear ?? [])].map(({ id }) => id);
