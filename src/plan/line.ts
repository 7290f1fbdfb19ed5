import { type Entry, NO_FILL } from '../model/order.ts';
import type { Action, Level, PlanLine, ReasonCode } from '../model/plan.ts';
import { type FieldChange, type Run, isImmediate, strategyOf } from '../model/terms.ts';
import { type Case, generationFill, orderFacts } from './case.ts';
import { endsUntold, wouldStartAgain } from './facts.ts';
import { type Hold, holdOf, submissionOf, submitLine } from './submission.ts';

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

/** Why an order that rests can't make room for another one, or undefined. */
function endHold(c: Case): Hold | undefined {
  const { last } = c;
  if (last !== undefined && isImmediate(last.wire))
    return {
      code: 'blocked-cancel',
      level: 'blocked',
      reason: `${strategyOf(last.wire)} orders can't be cancelled: wait for its end, then raise generation`,
    };
  if (endsUntold(c)) {
    const [untold, remedy] =
      c.row?.fillNotTold === true && c.account.book?.snapshot.tellsEnds !== false
        ? ['does not tell what it has traded', 'check `filled`']
        : ['tells neither states nor fills', 'set `states` and `filled`'];
    const reason = `its venue ${untold}, so nobody could say what is left: ${remedy} of the venue in tradeform.yaml, or cancel it and raise generation`;
    return { code: 'blocked-ends', level: 'blocked', reason };
  }
  if (wouldStartAgain(c))
    return {
      code: 'paused-outside',
      level: 'blocked',
      reason:
        'paused outside, by the venue or by a person, and what replaces it would be started: start it at the venue first, or write run: paused',
    };
  return undefined;
}

/** A strategy that is replaced begins as its entry says, whatever its predecessor did. */
function runChange({ entry, last }: Case): readonly FieldChange[] {
  const [from, to] = [last?.run, entry?.run];
  return from === undefined || to === undefined || from === to ? [] : [{ field: 'run', from, to }];
}

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
    const hold = endHold(c) ?? holdOf(c, entry, submission.wire);
    const changes = [...c.changes, ...runChange(c)];
    const line: PlanLine = { ...base, action: 'replace', submission, changes };
    // What would not be sent must not cost the order that rests.
    return hold === undefined
      ? line
      : (pauseInstead(line, hold.reason) ?? { ...line, ...hold, action: 'none' });
  });
}

/**
 * Nothing stands in the way of a pause: where an edit is held back and the entry asks for a pause as well, that alone is done.
 * Undefined where it asks for none.
 */
export function pauseInstead(replace: PlanLine, why: string): PlanLine | undefined {
  const { submission: _, changes = [], checks: __, ...rest } = replace;
  if (!changes.some(({ field, to }) => field === 'run' && to === 'paused')) return undefined;
  const reason = `run started → paused; the rest of the edit is held back: ${why}`;
  return { ...rest, action: 'set-run', code: 'run-changed', level: 'change', run: 'paused', reason };
}

const OTHER_RUN: Readonly<Record<Run, Run>> = { started: 'paused', paused: 'started' };

/** `run started → paused`, and where it was asked for before, what became of that. */
function runText({ last }: Case, run: Run): string {
  const text = `run ${OTHER_RUN[run]} → ${run}`;
  if (last?.runRefused !== undefined) return `${text}, asked for again; the venue said: ${last.runRefused}`;
  return last?.runAsked === undefined ? text : `${text}, as the answer to the last request was lost`;
}

/** The line of a strategy whose entry asks it to start or to pause; a start is held back by what holds back an order. */
export function runLine(c: Case): PlanLine {
  return withEntry(c, (entry) => {
    const run = entry.run ?? 'started';
    const base = tell(c, 'run-changed', 'change', runText(c, run), 'set-run');
    const hold = run === 'started' ? holdOf(c, entry, entry.terms) : undefined;
    if (hold === undefined) return { ...base, run };
    return { ...base, run, ...hold, action: 'none', reason: `not ${run}: ${hold.reason}` };
  });
}
