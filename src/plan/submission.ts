import { canonical, compare, eq, sub, ZERO } from '../model/decimal.ts';
import { covers } from '../model/history.ts';
import { type Entry, type Fill, filledOn } from '../model/order.ts';
import type { Level, PlanLine, ReasonCode, Submission } from '../model/plan.ts';
import { MAX_RESTING, type Terms, isStrategy, quantityOf, withQuantity } from '../model/terms.ts';
import { encodeTag } from '../model/tag.ts';
import { type Case, hasTradedElsewhere } from './case.ts';
import { productHold, withPair } from './product.ts';

/*
 * From "this entry wants an order" to what would be sent, or to why it may not be. A line that is held back keeps its submission,
 * so that a reviewer sees what it would have been.
 */

/** The target less what is filled; undefined where nothing is left to send. */
export function remainder(target: Terms, fill: Fill): Terms | undefined {
  const { leg, amount } = quantityOf(target);
  const filled = filledOn(fill, leg);
  if (eq(filled, ZERO)) return target;
  const left = canonical(sub(amount, filled));
  if (compare(left, ZERO) <= 0) return undefined;
  return withQuantity(target, left);
}

export interface Hold {
  readonly code: ReasonCode;
  readonly level: Level;
  readonly reason: string;
  /** The entry's field that it is about. */
  readonly field?: string;
}

const blocked = (code: ReasonCode, reason: string, level: Level = 'blocked'): Hold => ({
  code,
  level,
  reason,
});

/** The first thing that stands in the way of a new order that would send `wire`, or undefined. */
export function holdOf(c: Case, entry: Entry, wire: Terms): Hold | undefined {
  const { gates, account, doubt } = c.account;
  if (gates.loss !== undefined) return blocked('blocked-journal', gates.loss);
  const halt = gates.halts.find((h) => covers(h.scope, entry.account, entry.key));
  if (halt) return blocked('blocked-halt', `TF-L22, halted: ${halt.reason}`, 'refused');
  if (doubt !== undefined) return blocked('blocked-account', doubt);
  // Volven has no place for a tag: there is nothing to choose.
  if (account === undefined || (account.venue === 'aquanow' && account.tag === undefined))
    return blocked(
      'blocked-tag',
      `account ${entry.account} must choose tag: usernameRef or tag: none in tradeform.yaml`,
    );
  if (hasTradedElsewhere(c, entry))
    return blocked(
      'blocked-remainder',
      `another ticker or side of generation ${entry.generation} was traded, and can't be set off: raise generation to ${entry.generation + 1}, or take another name`,
    );
  return timeHold(c, entry) ?? productHold(c, entry, wire);
}

/** What stands in the way by now, or by the order's own times. */
function timeHold(c: Case, { notAfter, terms }: Entry): Hold | undefined {
  if (notAfter !== undefined && c.now > notAfter)
    return blocked(
      'blocked-not-after',
      'notAfter has passed: it will not be sent; remove it or set a later time',
    );
  const expiry = isStrategy(terms) ? undefined : terms.expirationTime;
  if (expiry !== undefined && expiry <= c.now)
    return blocked('blocked-expiry', 'expirationTime has passed: remove the entry or set a later time');
  if (expiry !== undefined && expiry > c.now + MAX_RESTING)
    return blocked(
      'blocked-expiry',
      'expirationTime is more than 90 days away: the venue takes none so late',
    );
  return undefined;
}

function nextAttempt(c: Case, generation: number): number {
  const used = c.attempts.filter((a) => a.generation === generation).map((a) => a.attempt);
  const { scope, tags } = c.account.gates;
  let next = Math.max(0, ...used) + 1;
  // Orders that were renamed away took their tags with them.
  while (tags.has(encodeTag(scope, c.key, generation, next))) next += 1;
  return next;
}

/** The submission that `entry` asks for now, with `fill` of its generation already done. */
export function submissionOf(c: Case, entry: Entry, fill: Fill): Submission | undefined {
  const target = withPair(c, entry.terms);
  const wire = remainder(target, fill);
  if (wire === undefined) return undefined;
  return {
    generation: entry.generation,
    attempt: nextAttempt(c, entry.generation),
    target,
    wire,
    ...(entry.run === undefined ? {} : { run: entry.run }),
    ...(entry.notAfter === undefined ? {} : { notAfter: entry.notAfter }),
  };
}

/** A submit line, or a line that says what holds it back. */
export function submitLine(
  c: Case,
  entry: Entry,
  submission: Submission,
  code: ReasonCode,
  reason: string,
): PlanLine {
  const base = { account: entry.account, key: entry.key, place: entry.place, submission };
  const hold = holdOf(c, entry, submission.wire);
  if (hold) return { ...base, action: 'none', ...hold };
  return { ...base, action: 'submit', code, level: 'change', reason };
}
