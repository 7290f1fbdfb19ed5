import { type Decimal, abs, canonical, decimal, divide, eq, mul, sub } from './decimal.ts';
import type { Millis } from './ids.ts';

export type Side = 'buy' | 'sell';

/** Aquanow's strategies that rest in the market until they are filled, cancelled or expire. */
export const RESTING_STRATEGIES = ['LIMIT', 'GTC', 'GTD'] as const;
export type RestingStrategy = (typeof RESTING_STRATEGIES)[number];

export type Leg = 'receive' | 'deliver';

/**
 * What an order asks for, in the venue's field names. Exactly one of the two quantities is set.
 * Amounts keep the text of the file; two terms are the same order when {@link changedFields} is empty.
 */
export interface OrderTerms {
  readonly strategy: RestingStrategy;
  /** Base and quote currency, `BTC-USD`. */
  readonly ticker: string;
  readonly side: Side;
  /** Amount of the currency that we get: base on a buy, quote on a sell. */
  readonly receiveQuantity?: Decimal;
  /** Amount of the currency that we give: quote on a buy, base on a sell. */
  readonly deliverQuantity?: Decimal;
  /** Quote currency per unit of base: the highest price of a buy, the lowest of a sell. */
  readonly priceLimit: Decimal;
  /** GTD only: when the venue takes the order out of the book. */
  readonly expirationTime?: Millis;
  /** The desk's own reference, sent before our tag. */
  readonly usernameRef?: string;
}

export const TERM_FIELDS = [
  'strategy',
  'ticker',
  'side',
  'receiveQuantity',
  'deliverQuantity',
  'priceLimit',
  'expirationTime',
  'usernameRef',
] as const;
export type TermField = (typeof TERM_FIELDS)[number];
const AMOUNTS: ReadonlySet<TermField> = new Set(['receiveQuantity', 'deliverQuantity', 'priceLimit']);

export interface FieldChange {
  readonly field: TermField;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const plain = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** The fields in which two terms differ in value; `0.50` and `0.5` are one value. */
export function changedFields(from: OrderTerms, to: OrderTerms): readonly FieldChange[] {
  return TERM_FIELDS.flatMap((field) => {
    const [a, b] = [plain(from[field]), plain(to[field])];
    if (a === b) return [];
    const same = AMOUNTS.has(field) && a !== undefined && b !== undefined && eq(a as Decimal, b as Decimal);
    return same ? [] : [{ field, from: a, to: b }];
  });
}

/** The terms with one spelling for each amount, for digests. */
export function canonicalTerms(terms: OrderTerms): Record<string, string> {
  const out: Record<string, string> = {};
  for (const field of TERM_FIELDS) {
    const value = plain(terms[field]);
    if (value !== undefined) out[field] = AMOUNTS.has(field) ? canonical(value as Decimal) : value;
  }
  return out;
}

export interface Pair {
  readonly base: string;
  readonly quote: string;
}

/** Base and quote of a ticker such as `BTC-USD`. */
export function pairOf(ticker: string): Pair {
  const dash = ticker.indexOf('-');
  return { base: ticker.slice(0, dash), quote: ticker.slice(dash + 1) };
}

/** The currency of a leg: a buy receives base and delivers quote, a sell the other way round. */
export function currencyOf(leg: Leg, side: Side, ticker: string): string {
  const { base, quote } = pairOf(ticker);
  return (side === 'buy') === (leg === 'receive') ? base : quote;
}

export interface Quantity {
  readonly leg: Leg;
  readonly amount: Decimal;
  readonly currency: string;
}

/** The one quantity that the terms name, with its currency. */
export function quantityOf(terms: OrderTerms): Quantity {
  const leg: Leg = terms.receiveQuantity === undefined ? 'deliver' : 'receive';
  const amount = terms.receiveQuantity ?? terms.deliverQuantity;
  if (amount === undefined) throw new TypeError('terms without a quantity');
  return { leg, amount, currency: currencyOf(leg, terms.side, terms.ticker) };
}

/** The order's worth in quote currency at its limit price, exact. */
export function notionalOf(terms: OrderTerms): { readonly amount: Decimal; readonly currency: string } {
  const { amount, currency } = quantityOf(terms);
  const { quote } = pairOf(terms.ticker);
  return { amount: currency === quote ? amount : mul(amount, terms.priceLimit), currency: quote };
}

const HUNDRED = decimal('100');

/** How far a limit price is from a reference price, in percent of the reference, to one decimal, without a sign. */
export function distancePercent(limit: Decimal, reference: Decimal): Decimal {
  return divide(mul(abs(sub(limit, reference)), HUNDRED), reference, 1);
}

const DAY: Millis = 86_400_000;
/** No Aquanow order rests longer (seed: LIMIT 24 hours, GTC and GTD 90 days). */
export const MAX_RESTING: Millis = 90 * DAY;

/** When an order that is sent at `sentAt` leaves the book by itself. */
export function effectiveExpiry(terms: OrderTerms, sentAt: Millis): Millis {
  switch (terms.strategy) {
    case 'LIMIT':
      return sentAt + DAY;
    case 'GTC':
      return sentAt + MAX_RESTING;
    case 'GTD':
      return terms.expirationTime ?? sentAt;
  }
}
