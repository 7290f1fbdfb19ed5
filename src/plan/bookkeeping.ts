import type { EventDraft } from '../model/event.ts';
import { type Attempt, type History, mayBeLive } from '../model/history.ts';
import type { Millis } from '../model/ids.ts';
import { type Entry, isFinal } from '../model/order.ts';
import { changedFields } from '../model/terms.ts';

/*
 * What an applied run notes about entries and their absence, beside what it sends: that it held an entry for an order that was
 * imported, that a finished entry left the files (so that its name is used up), that an order is protected, that it lapsed.
 */

const subjectOf = ({ account, accountId, key, generation, attempt }: Attempt) => ({
  account,
  accountId,
  key,
  generation,
  attempt,
});

function notes(entry: Entry | undefined, last: Attempt, now: Millis): readonly EventDraft[] {
  const subject = subjectOf(last);
  if (entry === undefined) {
    const seen = last.state === 'accepted' && last.observed !== undefined && isFinal(last.observed.status);
    const over = last.state === 'final' || last.state === 'lapsed' || seen;
    return over && last.released === undefined ? [{ type: 'released', subject, data: {} }] : [];
  }
  const found: EventDraft[] = [];
  if (last.origin !== undefined && last.held === undefined) found.push({ type: 'held', subject, data: {} });
  const unsent = last.state === 'not-sent' || last.state === 'not-executed';
  if (unsent && entry.notAfter !== undefined && entry.notAfter < now && entry.generation === last.generation)
    found.push({ type: 'lapsed', subject, data: { message: 'not sent before its notAfter' } });
  // An edit together with a lifted protection is not carried out by the same run: the lift is noted, the edit shown again.
  const edited = changedFields(last.target, entry.terms).length > 0;
  const on = entry.protect;
  if (mayBeLive(last) && (last.protect === true) !== on && (!edited || !on))
    found.push({ type: 'protected', subject, data: { on } });
  return found;
}

/** The notes of an applied run, in a stable order. Pure. */
export function bookkeeping(entries: readonly Entry[], history: History, now: Millis): readonly EventDraft[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return [...history.keys].flatMap(([key, attempts]) => {
    const last = attempts.at(-1);
    return last === undefined ? [] : notes(byKey.get(key), last, now);
  });
}
