import { type Decimal, add, compare, decimal, divide, eq, mul, round, sub } from '../../../model/decimal.ts';
import { knownInstrument } from '../instruments.ts';
import type { Quote } from '../price-path.ts';
import type { Product } from './products.ts';
import type { StrategyTerms } from './strategies.ts';

/* Where a strategy's order stands in a market, as pure rules over prices (reference, sections 4.3 and 12). */

const HALF = decimal('0.5');

/** What counts as the last trade: the middle of bid and ask, for the paper venue keeps no trades of others. */
export const lastPrice = ({ bid, ask }: Quote, { follows }: Product): Decimal =>
  round(mul(add(bid, ask), HALF), knownInstrument(follows).places, 'down');

function toTick(price: Decimal, tick: Decimal, direction: 'down' | 'up'): Decimal {
  const down = mul(divide(price, tick, 0, 'down'), tick);
  return direction === 'down' || eq(down, price) ? down : add(down, tick);
}

/** The passive side of a price: a buyer's is lower, a seller's higher. */
const passively = (price: Decimal, side: StrategyTerms['side'], { priceIncrement }: Product): Decimal =>
  toTick(price, priceIncrement, side === 'BUY' ? 'down' : 'up');

const inside = (price: Decimal, limit: Decimal, side: StrategyTerms['side']): boolean =>
  side === 'BUY' ? compare(price, limit) <= 0 : compare(price, limit) >= 0;

/**
 * Where the order would like to be: 0 joins the best price of its own side, 1 crosses to the other side's, linear in
 * between; always passive means 0. To the tick on the passive side.
 */
function peg(terms: StrategyTerms, { bid, ask }: Quote, product: Product): Decimal {
  const { side, alwaysPassive, aggressiveness } = terms;
  const [own, other] = side === 'BUY' ? [bid, ask] : [ask, bid];
  const price = alwaysPassive === 1 ? own : add(own, mul(sub(other, own), aggressiveness));
  return passively(price, side, product);
}

/** The price of the order: its peg, but never beyond the limit, where it rests when the market goes past it. */
export function workingPrice(terms: StrategyTerms, quote: Quote, product: Product): Decimal {
  const price = peg(terms, quote, product);
  const { priceLimit, side } = terms;
  return priceLimit === null || inside(price, priceLimit, side) ? price : priceLimit;
}

/** Whether the order is at the best price of its own side or better, so that it trades before long. */
export function isAtBest(terms: StrategyTerms, { bid, ask }: Quote, product: Product): boolean {
  const { priceLimit, side } = terms;
  return (
    priceLimit === null || inside(passively(side === 'BUY' ? bid : ask, side, product), priceLimit, side)
  );
}

/** Whether a post-only order would trade at once, so that the exchange rejects it: at its own best, only in a crossed book. */
export function wouldCross(terms: StrategyTerms, quote: Quote, product: Product): boolean {
  const price = workingPrice(terms, quote, product);
  return terms.side === 'BUY' ? compare(price, quote.ask) >= 0 : compare(price, quote.bid) <= 0;
}
