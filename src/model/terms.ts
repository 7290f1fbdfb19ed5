import { type Decimal, abs, canonical, decimal, divide, eq, mul, sub } from './decimal.ts';
import type { Millis } from './ids.ts';

export type Side = 'buy' | 'sell';

/** Aquanow's strategies that rest in the market until they are filled, cancelled or expire. */
export const RESTING_STRATEGIES = ['LIMIT', 'GTC', 'GTD'] as const;
export type RestingStrategy = (typeof RESTING_STRATEGIES)[number];
/** All strategies of an Aquanow order. The first three trade at once or not at all. */
export const ORDER_STRATEGIES = ['RFQ', 'MARKET', 'FOK', ...RESTING_STRATEGIES] as const;
export type OrderStrategy = (typeof ORDER_STRATEGIES)[number];

export type Leg = 'receive' | 'deliver';

export interface Pair {
  readonly base: string;
  readonly quote: string;
}

/**
 * What an order at Aquanow asks for, in the venue's field names. Exactly one of the two quantities is set, and the one price
 * that its strategy takes. Amounts keep the text of the file.
 */
export interface OrderTerms {
  readonly strategy: OrderStrategy;
  /** Base and quote currency, `BTC-USD`. */
  readonly ticker: string;
  readonly side: Side;
  /** Amount of the currency that we get: base on a buy, quote on a sell. */
  readonly receiveQuantity?: Decimal;
  /** Amount of the currency that we give: quote on a buy, base on a sell. */
  readonly deliverQuantity?: Decimal;
  /** RFQ, LIMIT, GTC, GTD: quote currency per unit of base: the highest price of a buy, the lowest of a sell. */
  readonly priceLimit?: Decimal;
  /** FOK: as `priceLimit`, for the one moment in which it trades. */
  readonly tradePrice?: Decimal;
  /** MARKET: checked on a quote before it is sent; the venue doesn't know of it, so it bounds nothing. */
  readonly priceGuard?: Decimal;
  /** GTD only: when the venue takes the order out of the book. */
  readonly expirationTime?: Millis;
  /** The desk's own reference, sent before our tag. */
  readonly usernameRef?: string;
}

/** A value of a strategy's own field: an exact number as its text, a switch, or words. */
export type Parameter = Decimal | boolean | { readonly text: string };

/** What an execution strategy at Volven asks for, in the venue's field names. */
export interface StrategyTerms {
  /** `SMO`, or another type that the venue knows. */
  readonly strategyType: string;
  /** Volven's code of what is traded, `btcusdt_f`. */
  readonly productCode: string;
  readonly side: Side;
  /** In base currency. */
  readonly size: Decimal;
  /** The highest price of a buy, the lowest of a sell, for every order that the strategy places. Unset: any price. */
  readonly priceLimit?: Decimal;
  /** The other fields of its type, by name. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The product's currencies as the venue told them when the order was planned. No term: no edit changes them. */
  readonly pair?: Pair;
}

export type Terms = OrderTerms | StrategyTerms;
export const isStrategy = (terms: Terms): terms is StrategyTerms => 'strategyType' in terms;

/** Whether a strategy works, which `autoRun` begins and start and pause change. */
export const RUNS = ['started', 'paused'] as const;
export type Run = (typeof RUNS)[number];

/** What is traded, by the venue's name: a ticker or a product code. */
export const instrumentOf = (terms: Terms): string => (isStrategy(terms) ? terms.productCode : terms.ticker);
/** `GTC`, `SMO`. */
export const strategyOf = (terms: Terms): string => (isStrategy(terms) ? terms.strategyType : terms.strategy);
/** Whether it is over as soon as the venue has answered: it never rests. */
export const isImmediate = (terms: Terms): boolean =>
  !isStrategy(terms) && !(RESTING_STRATEGIES as readonly string[]).includes(terms.strategy);

export type PriceField = 'priceLimit' | 'tradePrice' | 'priceGuard';
/** The one price that an order of each strategy has. */
export const PRICE_FIELD: Readonly<Record<OrderStrategy, PriceField>> = {
  RFQ: 'priceLimit',
  MARKET: 'priceGuard',
  FOK: 'tradePrice',
  LIMIT: 'priceLimit',
  GTC: 'priceLimit',
  GTD: 'priceLimit',
};

const ORDER_FIELDS = [
  'strategy',
  'ticker',
  'side',
  'receiveQuantity',
  'deliverQuantity',
  'priceLimit',
  'tradePrice',
  'priceGuard',
  'expirationTime',
  'usernameRef',
] as const satisfies readonly (keyof OrderTerms)[];
const AMOUNTS: ReadonlySet<string> = new Set([
  'receiveQuantity',
  'deliverQuantity',
  'priceLimit',
  'tradePrice',
  'priceGuard',
  'size',
]);

/** One field of terms as people and digests read it. */
export interface TermText {
  readonly field: string;
  readonly text: string;
  /** An amount: `0.50` and `0.5` are one value. */
  readonly exact: boolean;
}

function parameterText(field: string, value: Parameter): TermText {
  if (typeof value === 'string') return { field, text: value, exact: true };
  return { field, text: typeof value === 'boolean' ? String(value) : value.text, exact: false };
}

const fieldText = (field: string, value: string | number | undefined): readonly TermText[] =>
  value === undefined ? [] : [{ field, text: String(value), exact: AMOUNTS.has(field) }];

/** Every field that is set, in a fixed order. */
export function textsOf(terms: Terms): readonly TermText[] {
  if (!isStrategy(terms)) return ORDER_FIELDS.flatMap((field) => fieldText(field, terms[field]));
  const { strategyType, productCode, side, size, priceLimit, parameters } = terms;
  const fixed = Object.entries({ strategyType, productCode, side, size, priceLimit });
  const own = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...fixed.flatMap(([field, value]) => fieldText(field, value)),
    ...own.map(([field, value]) => parameterText(field, value)),
  ];
}

export interface FieldChange {
  readonly field: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const sameText = (a: TermText | undefined, b: TermText | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  (a.text === b.text || (a.exact && b.exact && eq(a.text as Decimal, b.text as Decimal)));

/** Whether both are orders with the same texts, as all but a few of a large desk are. */
export const isSpelledAlike = (from: Terms, to: Terms): boolean =>
  !isStrategy(from) && !isStrategy(to) && ORDER_FIELDS.every((field) => from[field] === to[field]);

/** The fields in which two terms differ in value; `0.50` and `0.5` are one value. */
export function changedFields(from: Terms, to: Terms): readonly FieldChange[] {
  if (from === to || isSpelledAlike(from, to)) return [];
  const [before, after] = [from, to].map((terms) => new Map(textsOf(terms).map((it) => [it.field, it])));
  return [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].flatMap((field) => {
    const [a, b] = [before?.get(field), after?.get(field)];
    return sameText(a, b) ? [] : [{ field, from: a?.text, to: b?.text }];
  });
}

/** The terms with one spelling for each amount, for digests. */
export const canonicalTerms = (terms: Terms): Record<string, string> =>
  Object.fromEntries(
    textsOf(terms).map(({ field, text, exact }) => [field, exact ? canonical(text as Decimal) : text]),
  );

/** Base and quote of a ticker such as `BTC-USD`. */
export function pairOf(ticker: string): Pair {
  const dash = ticker.indexOf('-');
  return { base: ticker.slice(0, dash), quote: ticker.slice(dash + 1) };
}

/** The currencies that are traded; undefined for a product that its venue has not told. */
export const pairOfTerms = (terms: Terms): Pair | undefined =>
  isStrategy(terms) ? terms.pair : pairOf(terms.ticker);

/** The currency of a leg: a buy receives base and delivers quote, a sell the other way round. */
export function currencyOf(leg: Leg, side: Side, ticker: string): string {
  const { base, quote } = pairOf(ticker);
  return (side === 'buy') === (leg === 'receive') ? base : quote;
}

export interface Quantity {
  readonly leg: Leg;
  readonly amount: Decimal;
  /** A currency; the product's code where its currencies are not known. */
  readonly currency: string;
}

/** The one quantity that the terms name, with its currency. */
export function quantityOf(terms: Terms): Quantity {
  if (isStrategy(terms)) {
    const { side, size, pair, productCode } = terms;
    return { leg: side === 'buy' ? 'receive' : 'deliver', amount: size, currency: pair?.base ?? productCode };
  }
  const leg: Leg = terms.receiveQuantity === undefined ? 'deliver' : 'receive';
  const amount = terms.receiveQuantity ?? terms.deliverQuantity;
  if (amount === undefined) throw new TypeError('terms without a quantity');
  return { leg, amount, currency: currencyOf(leg, terms.side, terms.ticker) };
}

/** The same terms, asking for `amount` of the leg that they name. */
export function withQuantity(terms: Terms, amount: Decimal): Terms {
  if (isStrategy(terms)) return { ...terms, size: amount };
  return terms.receiveQuantity === undefined
    ? { ...terms, deliverQuantity: amount }
    : { ...terms, receiveQuantity: amount };
}

/** The worst price that the entry names, in quote currency; a MARKET's guard is one that the venue doesn't hold to. */
export const priceOf = (terms: Terms): Decimal | undefined =>
  isStrategy(terms) ? terms.priceLimit : (terms.priceLimit ?? terms.tradePrice ?? terms.priceGuard);

export interface Notional {
  readonly amount: Decimal;
  /** The quote currency. */
  readonly currency: string;
}

/**
 * The order's worth in quote currency, exact: at the price that it names, else at `reference`. Undefined where there is neither,
 * or where the product's currencies are not known.
 */
export function notionalOf(terms: Terms, reference?: Decimal): Notional | undefined {
  const pair = pairOfTerms(terms);
  if (pair === undefined) return undefined;
  const { amount, currency } = quantityOf(terms);
  if (currency === pair.quote) return { amount, currency };
  const price = priceOf(terms) ?? reference;
  return price === undefined ? undefined : { amount: mul(amount, price), currency: pair.quote };
}

const HUNDRED = decimal('100');

/** How far a limit price is from a reference price, in percent of the reference, to one decimal, without a sign. */
export function distancePercent(limit: Decimal, reference: Decimal): Decimal {
  return divide(mul(abs(sub(limit, reference)), HUNDRED), reference, 1);
}

const DAY: Millis = 86_400_000;
/** No Aquanow order rests longer (seed: LIMIT 24 hours, GTC and GTD 90 days). */
export const MAX_RESTING: Millis = 90 * DAY;

/** When an order that is sent at `sentAt` leaves the book by itself; undefined: never. */
export function effectiveExpiry(terms: Terms, sentAt: Millis): Millis | undefined {
  if (isStrategy(terms)) return undefined;
  switch (terms.strategy) {
    case 'RFQ':
    case 'MARKET':
    case 'FOK':
      return sentAt;
    case 'LIMIT':
      return sentAt + DAY;
    case 'GTC':
      return sentAt + MAX_RESTING;
    case 'GTD':
      return terms.expirationTime ?? sentAt;
  }
}
