import { type Decimal, compare, sub } from '../model/decimal.ts';
import type { Millis } from '../model/ids.ts';
import type { PlanReference } from '../model/plan.ts';
import {
  type OrderTerms,
  distancePercent,
  effectiveExpiry,
  notionalOf,
  pairOf,
  quantityOf,
} from '../model/terms.ts';

const iso = (time: Millis): string => new Date(time).toISOString();
/** `2027-02-19`. */
export const day = (time: Millis): string => iso(time).slice(0, 10);
/** `2027-02-19 14:02Z`. */
export const minute = (time: Millis): string => `${day(time)} ${iso(time).slice(11, 16)}Z`;
/** `14:02:10Z`. */
export const second = (time: Millis): string => `${iso(time).slice(11, 19)}Z`;

/** `amount` with at least as many decimals as `like`: `47000` beside `94000.00` reads `47000.00`. Digits are never cut. */
export function padLike(amount: Decimal, like: Decimal): string {
  const places = like.split('.')[1]?.length ?? 0;
  const own = amount.split('.')[1]?.length ?? 0;
  if (own >= places) return amount;
  return `${amount}${own === 0 ? '.' : ''}${'0'.repeat(places - own)}`;
}

/** `GTC buy 0.50 BTC at ≤ 94000.00 USD = 47000.00 USD`. */
export function describeTerms(terms: OrderTerms): string {
  const { amount, currency } = quantityOf(terms);
  const { quote } = pairOf(terms.ticker);
  const inQuote = currency === quote;
  const bound = terms.side === 'buy' ? '≤' : '≥';
  const worth = inQuote ? '' : ` = ${padLike(notionalOf(terms).amount, terms.priceLimit)} ${quote}`;
  const size = inQuote ? `${pairOf(terms.ticker).base} for ${amount} ${currency}` : `${amount} ${currency}`;
  return `${terms.strategy} ${terms.side} ${size} at ${bound} ${terms.priceLimit} ${quote}${worth}`;
}

/** `6.9 % below ask`, or that it would trade at once; empty without a price to compare with. */
export function describeDistance(terms: OrderTerms, reference: PlanReference | undefined): string {
  if (reference === undefined) return 'no reference price';
  const { priceLimit, side } = terms;
  const [price, word] =
    side === 'buy' ? ([reference.ask, 'ask'] as const) : ([reference.bid, 'bid'] as const);
  const gap = compare(sub(priceLimit, price), '0' as Decimal);
  const percent = distancePercent(priceLimit, price);
  const trades = side === 'buy' ? gap >= 0 : gap <= 0;
  const direction = gap < 0 ? 'below' : 'above';
  if (trades)
    return gap === 0 ? `at the ${word}: trades at once` : `${percent} % ${direction} ${word}: trades at once`;
  return `${percent} % ${direction} ${word}`;
}

/** `rests until 2027-02-19`, for an order that is sent at `now`. */
export function describeExpiry(terms: OrderTerms, now: Millis): string {
  const until = effectiveExpiry(terms, now);
  return `rests until ${terms.strategy === 'GTC' ? day(until) : minute(until)}`;
}
