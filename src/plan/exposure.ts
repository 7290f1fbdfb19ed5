import { type Decimal, add } from '../model/decimal.ts';
import { type History, openAttempts } from '../model/history.ts';
import { isFinal } from '../model/order.ts';
import type { Exposure, PlanLine } from '../model/plan.ts';
import { type OrderTerms, notionalOf } from '../model/terms.ts';

/** The terms that may be in the book once this line is done; undefined where nothing will be. */
function openAfter(line: PlanLine): OrderTerms | undefined {
  if (line.action === 'submit' || line.action === 'replace') return line.submission?.wire;
  if (line.action === 'cancel') return undefined;
  const { order } = line;
  if (order === undefined || order.status === 'rejected') return undefined;
  // In doubt and not listed count as open: an exposure is never told smaller than it may be.
  if (order.status !== 'in-doubt' && order.status !== 'not-listed' && isFinal(order.status)) return undefined;
  return order.terms;
}

/** Orders that no line is about: on an account that can't be read, or beside one that came back. */
function untold(lines: readonly PlanLine[], history: History): readonly OrderTerms[] {
  const told = new Set(lines.flatMap((line) => line.order?.tag ?? []));
  return openAttempts(history).flatMap((attempt) => (told.has(attempt.tag) ? [] : [attempt.wire]));
}

/** Ours that may be open after `lines` are applied, with their worth at their limit prices. */
export function exposureOf(lines: readonly PlanLine[], history: History): Exposure {
  const open = [...lines.flatMap((line) => openAfter(line) ?? []), ...untold(lines, history)];
  const worth = (side: OrderTerms['side']): Record<string, Decimal> => {
    const sums: Record<string, Decimal> = {};
    for (const terms of open) {
      if (terms.side !== side) continue;
      const { amount, currency } = notionalOf(terms);
      const sum = sums[currency];
      sums[currency] = sum === undefined ? amount : add(sum, amount);
    }
    return sums;
  };
  return { orders: open.length, buys: worth('buy'), sells: worth('sell') };
}
