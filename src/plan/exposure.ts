import { type Decimal, add } from '../model/decimal.ts';
import { type History, openAttempts } from '../model/history.ts';
import { isFinal } from '../model/order.ts';
import type { Exposure, PlanLine, Sums } from '../model/plan.ts';
import { type Side, type Terms, isImmediate, notionalOf } from '../model/terms.ts';

/** The terms that may be in the book once this line is done; undefined where nothing will be. */
function openAfter(line: PlanLine): Terms | undefined {
  if (line.action === 'submit' || line.action === 'replace') return line.submission?.wire;
  if (line.action === 'cancel') return undefined;
  const { order } = line;
  if (order === undefined || order.status === 'rejected') return undefined;
  // In doubt and not listed count as open: an exposure is never told smaller than it may be.
  if (isFinal(order.status)) return undefined;
  return order.terms;
}

/** Orders that no line is about: on an account that can't be read, or beside one that came back. */
function untold(lines: readonly PlanLine[], history: History): readonly Terms[] {
  const told = new Set(lines.flatMap((line) => line.order?.tag ?? []));
  return openAttempts(history).flatMap((attempt) => (told.has(attempt.tag) ? [] : [attempt.wire]));
}

function sumsOf(all: readonly Terms[]): Sums & Pick<Exposure, 'unpriced'> {
  const priced = all.flatMap((terms) => {
    const worth = notionalOf(terms);
    return worth === undefined ? [] : [{ side: terms.side, ...worth }];
  });
  const worth = (side: Side): Record<string, Decimal> => {
    const sums: Record<string, Decimal> = {};
    for (const { side: own, amount, currency } of priced) {
      if (own !== side) continue;
      const sum = sums[currency];
      sums[currency] = sum === undefined ? amount : add(sum, amount);
    }
    return sums;
  };
  const unpriced = all.length - priced.length;
  return { orders: all.length, buys: worth('buy'), sells: worth('sell'), unpriced };
}

const isSentAtOnce = ({ action, submission }: PlanLine): boolean =>
  action === 'submit' && submission !== undefined && isImmediate(submission.wire);

/** Ours that may be open after `lines` are applied, with their worth at their limit prices; and what trades at once. */
export function exposureOf(lines: readonly PlanLine[], history: History): Exposure {
  const atOnce = lines.filter(isSentAtOnce);
  const resting = lines.filter((line) => !isSentAtOnce(line));
  const open = [...resting.flatMap((line) => openAfter(line) ?? []), ...untold(lines, history)];
  const { unpriced: _, ...trades } = sumsOf(atOnce.flatMap(({ submission }) => submission?.wire ?? []));
  return { ...sumsOf(open), atOnce: trades };
}
