import { compare, decimalOfJson, ZERO } from '../../model/decimal.ts';
import type { Reference } from '../../model/snapshot.ts';
import { fieldOf } from '../http/exact-json.ts';
import type { Outcome } from '../http/outcome.ts';
import { textOf } from './fields.ts';

export const BEST_PRICE = '/bestprice';

function priceOf(body: unknown, name: string): Reference['bid'] | undefined {
  const text = textOf(fieldOf(body, name));
  const price = text === undefined ? undefined : decimalOfJson(text);
  return price !== undefined && compare(price, ZERO) > 0 ? price : undefined;
}

/**
 * The best prices of an answer, or undefined where anything about them is odd: another symbol, no time, zero, or a bid
 * above the ask, which the venue's aggregated book is known to show.
 */
export function referenceOf(outcome: Outcome, ticker: string): Reference | undefined {
  if (outcome.kind !== 'answer' || outcome.status !== 200) return undefined;
  const { body } = outcome;
  if (fieldOf(body, 'symbol') !== ticker) return undefined;
  const [bid, ask] = [priceOf(body, 'bestBid'), priceOf(body, 'bestAsk')];
  const at = textOf(fieldOf(body, 'lastUpdated'));
  if (bid === undefined || ask === undefined || compare(bid, ask) > 0) return undefined;
  return at !== undefined && /^\d{10,15}$/.test(at) ? { ticker, bid, ask, at: Number(at) } : undefined;
}
