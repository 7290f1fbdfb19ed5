import { safeText } from '../lib/safe-text.ts';
import { type Decimal, compare, isZero } from '../model/decimal.ts';
import type { Millis } from '../model/ids.ts';
import type { PlanQuote, PlanReference } from '../model/plan.ts';
import {
  type Leg,
  type Run,
  type StrategyTerms,
  type Terms,
  currencyOf,
  distancePercent,
  effectiveExpiry,
  isImmediate,
  isStrategy,
  notionalOf,
  pairOf,
  priceOf,
  quantityOf,
  textsOf,
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

/** ` at ≤ 94000.00 USD`; of a MARKET, that its guard opens the way and bounds nothing after. */
function priceText(terms: Terms, quote: string): string {
  const price = priceOf(terms);
  if (price === undefined) return ' at any price';
  const bound = `${terms.side === 'buy' ? '≤' : '≥'} ${price}${quote === '' ? '' : ` ${quote}`}`;
  const isGuarded = !isStrategy(terms) && terms.priceGuard !== undefined;
  return isGuarded ? ` at any price, once a quote is ${bound}` : ` at ${bound}`;
}

/** `SMO buy 0.1 BTC of btcusdt_f at ≤ 95000 USDT = 9500 USDT`. */
function describeStrategy(terms: StrategyTerms): string {
  const { strategyType, productCode, side, size, pair, priceLimit } = terms;
  const worth = notionalOf(terms);
  const sum =
    worth === undefined || priceLimit === undefined
      ? ''
      : ` = ${padLike(worth.amount, priceLimit)} ${worth.currency}`;
  const unit = pair === undefined ? '' : ` ${pair.base}`;
  return `${strategyType} ${side} ${size}${unit} of ${productCode}${priceText(terms, pair?.quote ?? '')}${sum}`;
}

/** `GTC buy 0.50 BTC at ≤ 94000.00 USD = 47000.00 USD`. */
export function describeTerms(terms: Terms): string {
  if (isStrategy(terms)) return describeStrategy(terms);
  const { amount, currency } = quantityOf(terms);
  const { base, quote } = pairOf(terms.ticker);
  const inQuote = currency === quote;
  const [price, notional] = [priceOf(terms), notionalOf(terms)];
  const sum =
    inQuote || notional === undefined || price === undefined
      ? ''
      : `${padLike(notional.amount, price)} ${quote}`;
  const size = inQuote ? `${base} for ${amount} ${currency}` : `${amount} ${currency}`;
  const what = `${terms.strategy} ${terms.side} ${size}`;
  // At the price that it is bound to the worth is known; at a guard it is a guess, and stands beside the size.
  if (terms.priceGuard !== undefined)
    return `${what}${sum === '' ? '' : ` ≈ ${sum}`}${priceText(terms, quote)}`;
  return `${what}${priceText(terms, quote)}${sum === '' ? '' : ` = ${sum}`}`;
}

/** A strategy's own fields, by name: `alwaysPassive true, orderMaxSize 0.03`; empty where there are none. */
export function describeParameters(terms: Terms): string {
  if (!isStrategy(terms)) return '';
  const own = new Set(Object.keys(terms.parameters));
  return textsOf(terms)
    .filter(({ field }) => own.has(field))
    .map(({ field, text }) => `${field} ${text}`)
    .join(', ');
}

/** Whether a price is as good as the market's, or better: what has it trades as soon as it is there. */
function isThrough(terms: Terms, price: Decimal, { ask, bid }: PlanReference): boolean {
  return terms.side === 'buy' ? compare(price, ask) >= 0 : compare(price, bid) <= 0;
}

/** Whether an order that was meant to rest would trade at once. */
export function tradesAtOnce(terms: Terms, reference: PlanReference | undefined): boolean {
  const price = priceOf(terms);
  return (
    reference !== undefined &&
    price !== undefined &&
    !isImmediate(terms) &&
    isThrough(terms, price, reference)
  );
}

/** `6.9 % below ask`, or that it would trade at once; empty without a price to compare with. */
export function describeDistance(terms: Terms, reference: PlanReference | undefined): string {
  const price = priceOf(terms);
  if (reference === undefined || price === undefined) return isStrategy(terms) ? '' : 'no reference price';
  const [market, word] =
    terms.side === 'buy' ? ([reference.ask, 'ask'] as const) : ([reference.bid, 'bid'] as const);
  const gap = compare(price, market);
  const percent = distancePercent(price, market);
  const trades = isThrough(terms, price, reference);
  const where = gap === 0 ? `at the ${word}` : `${percent} % ${gap < 0 ? 'below' : 'above'} ${word}`;
  if (isImmediate(terms)) return trades ? where : `${where}: would not trade now`;
  return trades ? `${where}: trades at once` : where;
}

/** `rests until 2027-02-19`, for an order that is sent at `now`. */
export function describeExpiry(terms: Terms, now: Millis, run?: Run): string {
  if (isStrategy(terms))
    return run === 'paused' ? 'paused until its entry says run: started' : 'works until filled or stopped';
  if (isImmediate(terms)) return 'trades at once or not at all';
  const until = effectiveExpiry(terms, now) ?? now;
  return `rests until ${terms.strategy === 'GTC' ? day(until) : minute(until)}`;
}

/** What the venue would ask now: `quote now 101087.97 USD (202.18 USD for 0.002 BTC), 0.4 % within priceLimit`. */
export function describeQuote(terms: Terms, quote: PlanQuote): string {
  if ('unknown' in quote) return `no quote now: ${safeText(quote.unknown)}`;
  const limit = priceOf(terms);
  if (isStrategy(terms) || limit === undefined) return `quote now ${quote.price}`;
  const name = terms.priceGuard === undefined ? 'priceLimit' : 'priceGuard';
  const gap = compare(quote.price, limit);
  const isWorse = terms.side === 'buy' ? gap > 0 : gap < 0;
  const percent = distancePercent(quote.price, limit);
  const far = isZero(percent) ? 'just' : `${percent} %`;
  const where =
    gap === 0
      ? `at ${name}`
      : isWorse
        ? `${far} worse than ${name}: not sent unless it gets better`
        : `${far} within ${name}`;
  const currency = (leg: Leg): string => currencyOf(leg, terms.side, terms.ticker);
  const legs = `${quote.deliverQuantity} ${currency('deliver')} for ${quote.receiveQuantity} ${currency('receive')}`;
  return `quote now ${quote.price} ${pairOf(terms.ticker).quote} (${legs}), ${where}`;
}
