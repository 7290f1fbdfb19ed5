import { type Decimal, compare, mul } from '../../../model/decimal.ts';
import { accountExists, availableOf } from '../balances.ts';
import type { Moment } from '../moment.ts';
import { costOf, legsOf, otherLeg, quantityIsBase } from '../orders.ts';
import type { Strategy } from '../settings.ts';
import { type Terms, bad } from './body.ts';
import { Refusal } from './refusal.ts';

/* What the venue holds against a request whose shape is right. Each call puts these together in its own order and words. */

export function refuseAccount({ store }: Moment, { accountId }: Terms): void {
  if (!accountExists(store, accountId)) throw bad(`accountId ${accountId} not found`);
}

export function isEnabled({ settings }: Moment, accountId: string, strategy: Strategy): boolean {
  const enabled = settings.strategies[accountId] ?? settings.strategies['*'] ?? [];
  return enabled.includes(strategy);
}

export function refuseStrategy(moment: Moment, { accountId }: Terms, strategy: Strategy): void {
  if (!isEnabled(moment, accountId, strategy)) throw new Refusal(502, `User not authorized for ${strategy}`);
}

/** The minimum of orders is in quote currency. */
export function refuseSize({ settings: { minimumSize } }: Moment, terms: Terms, price: Decimal): void {
  const notional = quantityIsBase(terms) ? mul(terms.quantity, price) : terms.quantity;
  if (compare(notional, minimumSize) < 0)
    throw bad(`The requested quantity is smaller than the minimum order size ${minimumSize}`);
}

/** Whether what is free of the delivered currency pays for the order at `price`. */
export function isFunded({ store }: Moment, terms: Terms, price: Decimal): boolean {
  const available = availableOf(store, terms.accountId, legsOf(terms).deliver);
  return compare(available, costOf(terms, terms.quantity, price)) >= 0;
}

export const INSUFFICIENT = 'Insufficient Trade Credit';

/** The size in base currency: as asked for, or what the asked-for amount of quote currency buys at `price`. */
export const baseOf = (terms: Terms, price: Decimal): Decimal =>
  quantityIsBase(terms) ? terms.quantity : otherLeg(terms, terms.quantity, price);

/** Whether the market takes the whole size at once. */
export const isWithinDepth = ({ settings: { marketDepth } }: Moment, terms: Terms, price: Decimal): boolean =>
  marketDepth === null || compare(baseOf(terms, price), marketDepth) <= 0;
