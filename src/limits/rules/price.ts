import { type Decimal, add, compare, decimal, mul, sub } from '../../model/decimal.ts';
import type { LimitCheck } from '../../model/limits.ts';
import { type Terms, instrumentOf, isStrategy } from '../../model/terms.ts';
import { isUsable, needsPrice } from '../market.ts';
import { boundOf } from '../measure.ts';
import { type Rule, ownPrice, priceField, quantityField, strategyField } from '../question.ts';
import { judged, passed, refused } from '../verdict.ts';
import { percent, seconds } from '../words.ts';
import type { QuotedLegs } from '../world.ts';

/* How far an order's price may be from the market, and what it means that it has none. */

/** A price as it is compared: of a quote, what it says and what its legs come to. */
interface Priced {
  /** Its field, or what it is. */
  readonly name: string;
  readonly price: Decimal;
  /** Both legs, quote and base. */
  readonly legs?: readonly [quote: Decimal, base: Decimal];
}

const isAbove = ({ price, legs }: Priced, bound: Decimal): boolean =>
  compare(price, bound) > 0 || (legs !== undefined && compare(legs[0], mul(bound, legs[1])) > 0);
const isBelow = ({ price, legs }: Priced, bound: Decimal): boolean =>
  compare(price, bound) < 0 || (legs !== undefined && compare(legs[0], mul(bound, legs[1])) < 0);

function pricedOf(wire: Terms, quote: QuotedLegs | undefined): Priced | undefined {
  if (quote !== undefined) {
    const { price, receiveQuantity: received, deliverQuantity: paid } = quote;
    return { name: 'the quote', price, legs: wire.side === 'buy' ? [paid, received] : [received, paid] };
  }
  const own = ownPrice(wire);
  return own && { name: own.field, price: own.price };
}

const [HUNDRED, HUNDREDTH] = [decimal('100'), decimal('0.01')];
/** A price and so much percent more, or less; exact. */
const moved = (price: Decimal, by: Decimal, up: boolean): Decimal =>
  mul(mul(price, up ? add(HUNDRED, by) : sub(HUNDRED, by)), HUNDREDTH);

/** TF-L09. The costly side of a buy is above the ask, its passive side is below the bid; of a sell the other way round. */
export const distance: Rule = ({ own, market, change: { wire, quote } }) => {
  const priced = pricedOf(wire, quote);
  if (priced === undefined || !isUsable(market)) return [];
  const within = (name: 'priceCollar' | 'maxDistance', up: boolean): readonly LimitCheck[] => {
    const by = own[name];
    if (by === undefined) return [];
    const [from, word] = up ? [market.ask, 'ask'] : [market.bid, 'bid'];
    const bound = moved(from, by, up);
    const edge = `${bound} (best ${word} ${from} ${up ? '+' : '-'} ${percent(by)}, ${name})`;
    const what = `${priced.name} ${priced.price}`;
    return [
      judged('TF-L09', !(up ? isAbove : isBelow)(priced, bound), {
        ...{ limit: percent(by), value: priced.price, field: priceField(wire) },
        good: `${what} is not ${up ? 'above' : 'below'} ${edge}`,
        bad: `${what} is ${up ? 'above' : 'below'} ${edge}`,
      }),
    ];
  };
  const buys = wire.side === 'buy';
  return [...within('priceCollar', buys), ...within('maxDistance', !buys)];
};

/** TF-L10. What needs a price and has none is refused, never let through. */
export const reference: Rule = ({ own, world, market, change, of }) => {
  if (!needsPrice(own, change, of.pair)) return [];
  const { wire } = change;
  const limit = `at most ${seconds(world.limits.referenceMaxAge)} old`;
  const name = instrumentOf(wire);
  if (isUsable(market)) {
    const value = `bid ${market.bid}, ask ${market.ask}`;
    return [passed('TF-L10', { limit, value, message: `reference price of ${name}: ${value}` })];
  }
  const message = `no usable reference price of ${name}: ${market.unusable}`;
  return [
    refused('TF-L10', {
      limit,
      value: market.unusable,
      message,
      field: priceField(wire) ?? quantityField(wire),
    }),
  ];
};

/** TF-L23. A MARKET's guard is looked at before it is sent, and bounds nothing once it is. */
export const unbounded: Rule = ({ own, denies, change: { wire } }) => {
  if (boundOf(wire) !== undefined) return [];
  const { allowUnboundedMarket: allowed = denies ? false : undefined } = own;
  if (allowed === undefined) return [];
  const what = isStrategy(wire) ? `${wire.strategyType} without priceLimit` : 'MARKET';
  return [
    judged('TF-L23', allowed, {
      ...{ limit: `allowUnboundedMarket: ${allowed}`, value: what, field: strategyField(wire) },
      good: `${what} takes any price, which the account allows (allowUnboundedMarket)`,
      bad: `${what} takes any price: the account needs allowUnboundedMarket: true`,
    }),
  ];
};
