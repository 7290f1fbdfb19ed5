import { type Entry, NO_FILL } from '../model/order.ts';
import type { Action, Level, PlanLine, ReasonCode } from '../model/plan.ts';
import { type Case, generationFill, orderFacts } from './case.ts';
import { holdOf, submissionOf, submitLine } from './submission.ts';

/** A line that tells about a case; it acts only where `action` says so. */
export function tell(
  c: Case,
  code: ReasonCode,
  level: Level,
  reason: string,
  action: Action = 'none',
): PlanLine {
  const order = orderFacts(c);
  const place = c.entry?.place;
  return {
    ...{ action, code, level, reason, key: c.key, account: c.account.name },
    ...(place === undefined ? {} : { place }),
    ...(order === undefined ? {} : { order }),
  };
}

/** For rules whose condition includes an entry. */
export function withEntry(c: Case, line: (entry: Entry) => PlanLine): PlanLine {
  if (c.entry === undefined) throw new TypeError(`a rule for entries answered for ${c.key} without one`);
  return line(c.entry);
}

/** The line of an entry that asks for an order: submit, or what holds it back. */
export const submitAgain = (c: Case, code: ReasonCode, reason: string): PlanLine =>
  withEntry(c, (entry) => {
    const submission = submissionOf(c, entry, generationFill(c, entry));
    if (submission === undefined) return tell(c, 'finished', 'quiet', 'filled by earlier attempts');
    return submitLine(c, entry, submission, code, reason);
  });

/** The line of a resting order whose entry asks for another: replace, or what holds it back. */
export function replaceLine(c: Case, code: ReasonCode, reason: string): PlanLine {
  return withEntry(c, (entry) => {
    const fromZero = entry.generation > (c.last?.generation ?? 0);
    const fill = fromZero ? NO_FILL : generationFill(c, entry);
    const submission = submissionOf(c, entry, fill);
    const base = tell(c, code, 'change', reason);
    if (submission === undefined)
      return tell(
        c,
        'blocked-remainder',
        'blocked',
        'the new quantity is filled already: nothing would be left to send',
      );
    const hold = holdOf(c, entry);
    // What would not be sent must not cost the order that rests.
    if (hold) return { ...base, ...hold, submission, changes: c.changes };
    return { ...base, action: 'replace', submission, changes: c.changes };
  });
}
