import { type Decimal, ZERO, compare } from '../model/decimal.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import type { AccountLimits, Limits } from '../model/limits.ts';
import type { Reference } from '../model/snapshot.ts';
import { type Pair, type Terms, instrumentOf, isImmediate, pairOfTerms, priceOf } from '../model/terms.ts';
import { boundOf, isInQuote } from './measure.ts';
import { limitFor, seconds } from './words.ts';
import { type Change, type LimitWorld, referenceKey } from './world.ts';
import type { PriceOf } from './worth.ts';

/** Best prices that can be relied on, or why there are none. */
export type Market =
  | { readonly bid: Decimal; readonly ask: Decimal; readonly at: Millis }
  | { readonly unusable: string };

export const isUsable = (market: Market): market is Exclude<Market, { readonly unusable: string }> =>
  'bid' in market;

/** Clocks of two machines may differ by so much. */
const SKEW: Millis = 1_000;

function faultOf({ bid, ask, at }: Reference, now: Millis, maxAge: Millis): string | undefined {
  if (compare(bid, ZERO) <= 0 || compare(ask, ZERO) <= 0) return `bid ${bid}, ask ${ask}: one is no price`;
  if (compare(bid, ask) > 0) return `crossed: bid ${bid} is above ask ${ask}`;
  if (at - now > SKEW) return `from the future: ${seconds(at - now)} ahead of this clock`;
  return now - at > maxAge
    ? `${seconds(now - at)} old, and referenceMaxAge is ${seconds(maxAge)}`
    : undefined;
}

/** A price that is missing, stale, zero, crossed or from the future is none. */
export function marketOf(
  { references, limits, now }: LimitWorld,
  account: AccountName,
  instrument: string,
): Market {
  const reference = references.get(referenceKey(account, instrument));
  if (reference === undefined) return { unusable: 'none is known' };
  const fault = faultOf(reference, now, limits.referenceMaxAge);
  return fault === undefined ? reference : { unusable: fault };
}

/** A buy pays the ask, a sell gets the bid. */
export const pricesOn =
  (world: LimitWorld, account: AccountName): PriceOf =>
  (instrument, side) => {
    const market = marketOf(world, account, instrument);
    if (!isUsable(market)) return undefined;
    return side === 'buy' ? market.ask : market.bid;
  };

/** What an order without a bound must be valued for: a limit that stands on the leg that it doesn't name. */
function isToBeValued(own: AccountLimits, terms: Terms, pair: Pair): boolean {
  const isChecked = own.balanceCheck === 'refuse' || own.balanceCheck === 'warn';
  if (isInQuote(terms))
    return limitFor(own.maxQuantity, pair.base) !== undefined || (isChecked && terms.side === 'sell');
  const worths = [
    own.maxNotional,
    own.maxDailyNotional,
    ...(isImmediate(terms) ? [] : [own.maxOpenNotional]),
  ];
  return (
    worths.some((limit) => limitFor(limit, pair.quote) !== undefined) || (isChecked && terms.side === 'buy')
  );
}

/** Whether any rule of the account needs a price of what this order trades. */
export function needsPrice(
  own: AccountLimits,
  { wire, quote }: Pick<Change, 'wire' | 'quote'>,
  pair: Pair | undefined = pairOfTerms(wire),
): boolean {
  const isNear = own.priceCollar !== undefined || own.maxDistance !== undefined;
  if (isNear && (quote !== undefined || priceOf(wire) !== undefined)) return true;
  if (quote !== undefined || boundOf(wire) !== undefined) return false;
  return pair === undefined || isToBeValued(own, wire, pair);
}

/** A price that a rule needs, and where the desk says that it comes from; unset: from the account's own venue. */
export interface NeededPrice {
  readonly account: AccountName;
  readonly instrument: string;
  readonly source?: { readonly venue: string; readonly ticker: string };
}

export function sourceOf(limits: Limits, account: AccountName, instrument: string): NeededPrice {
  const reference = limits.accounts.get(account)?.reference ?? {};
  const text = Object.hasOwn(reference, instrument) ? reference[instrument] : undefined;
  if (text === undefined) return { account, instrument };
  const slash = text.indexOf('/');
  return { account, instrument, source: { venue: text.slice(0, slash), ticker: text.slice(slash + 1) } };
}

/** The price that the limits need to judge an order of these terms, or undefined. */
export function referencesNeeded(
  limits: Limits,
  account: AccountName,
  terms: Terms,
): NeededPrice | undefined {
  const own = limits.accounts.get(account);
  return own !== undefined && needsPrice(own, { wire: terms })
    ? sourceOf(limits, account, instrumentOf(terms))
    : undefined;
}
