import { type Decimal, add, compare, decimal, divide, mul } from '../model/decimal.ts';
import { type Pair, type Terms, isStrategy, priceOf, quantityOf } from '../model/terms.ts';
import type { QuotedLegs } from './world.ts';

/** What an order comes to. Exact, but where `base` or what is delivered had to be divided out: those are rounded up. */
export interface Measure {
  /** Undefined for a product that its venue has not told. */
  readonly pair: Pair | undefined;
  /** In base currency, and the quote currency that it is worth; undefined where no price tells. */
  readonly base: Decimal | undefined;
  readonly notional: Decimal | undefined;
  /** The price that both stand on; undefined where the order, or its quote, names both legs, or nobody tells one. */
  readonly price: Decimal | undefined;
}

/** Finer than any currency counts. */
const PLACES = 18;
const SMALLEST = decimal(`0.${'0'.repeat(PLACES - 1)}1`);

/** `a ÷ b`, never less. */
export function divideUp(a: Decimal, b: Decimal): Decimal {
  const down = divide(a, b, PLACES, 'down');
  return compare(mul(down, b), a) < 0 ? add(down, SMALLEST) : down;
}

/** The price that the venue holds to: the highest of a buy, the lowest of a sell. A MARKET's guard is none. */
export const boundOf = (terms: Terms): Decimal | undefined =>
  !isStrategy(terms) && terms.strategy === 'MARKET' ? undefined : priceOf(terms);

/** Whether its quantity is given in quote currency. A strategy's never is. */
export const isInQuote = (terms: Terms): boolean =>
  !isStrategy(terms) && (terms.side === 'buy') === (terms.receiveQuantity === undefined);

/** `market`: what a buy or a sell without a price of its own is valued at. */
export function measure(
  wire: Terms,
  pair: Pair | undefined,
  market: Decimal | undefined,
  quote?: QuotedLegs,
): Measure {
  if (quote !== undefined) {
    const { receiveQuantity, deliverQuantity } = quote;
    const [base, notional] =
      wire.side === 'buy' ? [receiveQuantity, deliverQuantity] : [deliverQuantity, receiveQuantity];
    return { pair, base, notional, price: undefined };
  }
  const { amount } = quantityOf(wire);
  const price = boundOf(wire) ?? market;
  if (isInQuote(wire))
    return { pair, base: price === undefined ? undefined : divideUp(amount, price), notional: amount, price };
  return { pair, base: amount, notional: price === undefined ? undefined : mul(amount, price), price };
}

/** What it takes from the account, in the currency that it is paid in. */
export function delivered({ side }: Terms, { pair, base, notional }: Measure): Needed | undefined {
  if (pair === undefined) return undefined;
  return side === 'buy' ? { currency: pair.quote, amount: notional } : { currency: pair.base, amount: base };
}

export interface Needed {
  readonly currency: string;
  readonly amount: Decimal | undefined;
}
