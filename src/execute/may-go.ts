import { type AttemptState, covers, lastAttempt } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import type { Hindrance, MayGo } from '../venues/venue.ts';
import type { Desk } from './desk.ts';

/** An intent is sent within this time, and never after its `notAfter`, or not at all. */
const SEND_WITHIN: Millis = 5_000;

const LATE: Hindrance = { code: 'too-late', message: 'its deadline passed before it could be sent' };

/** What is about to leave. */
interface Leaving {
  readonly account: AccountName;
  readonly key: Key;
  /** What its attempt is as long as nobody says what became of it. */
  readonly state: AttemptState;
  readonly deadline: Deadline;
  /** When it was begun, by the clock that never jumps. */
  readonly since: Millis;
}

/** Until when an order may leave. What ends it may be the order's own, and says nothing about those that follow on its account. */
export interface Deadline {
  readonly at: Millis;
  readonly late: Hindrance;
}

export function deadlineOf(now: Millis, notAfter = Infinity, quoteEnd: Millis = Infinity): Deadline {
  const own: readonly Deadline[] = [
    { at: notAfter, late: { code: 'not-after', message: 'notAfter passed before it could be sent' } },
    { at: quoteEnd, late: { code: 'quote-over', message: 'its quote ended before it could be executed' } },
  ];
  return own.reduce((first, one) => (one.at < first.at ? one : first), { at: now + SEND_WITHIN, late: LATE });
}

/** Reasons not to send an order that say nothing against the next one. */
export const ITS_OWN: ReadonlySet<string> = new Set([
  'cancel-requested',
  'decided',
  'not-after',
  'quote-over',
]);

/**
 * The last look before a message leaves, after any wait for the venue's rate: both clocks, and whatever was asked of the run meanwhile.
 * What can't be looked up does not leave. Between this look and the write of the first byte nothing can be checked any more.
 */
export function mayGo({ clock, journal }: Desk, { account, key, state, deadline, since }: Leaving): MayGo {
  // Two clocks: one may be set back, the other may stand still while the machine sleeps.
  const isLate = (): boolean => clock.now() > deadline.at || clock.monotonic() - since > SEND_WITHIN;
  return async () => {
    if (isLate()) return deadline.late;
    try {
      await journal.refresh();
    } catch {
      return { code: 'journal', message: 'the journal could not be read just before the send' };
    }
    const { history } = journal;
    const halt = history.halts.find(({ scope }) => covers(scope, account, key));
    if (halt !== undefined) return { code: 'halted', message: `halted: ${halt.reason}` };
    const last = lastAttempt(history, key);
    if (last?.cancelWanted === true)
      return { code: 'cancel-requested', message: 'a cancel of it was asked for' };
    // Whoever said what became of it, by whatever clock, must not be proved wrong by a message that leaves after that.
    if (last?.state !== state) return { code: 'decided', message: 'a person has decided about it meanwhile' };
    return isLate() ? deadline.late : undefined;
  };
}
