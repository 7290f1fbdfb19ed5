import { type Decimal, add, compare, eq, mul } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import { type Order, type RestingOrder, amendOrder, filledOf, otherLeg } from './orders.ts';
import type { Store } from './store.ts';

/**
 * Trades `quantity` of the asked-for leg at `price`. The asked-for leg is exact, the other one is rounded half up to its
 * currency's decimals, as the seed's market orders are. An order whose whole quantity has traded is COMPLETE.
 */
export function fillOrder(store: Store, order: Order, quantity: Decimal, price: Decimal, at: Millis): Order {
  const other = otherLeg(order, quantity, price);
  const [received, delivered] = order.leg === 'receive' ? [quantity, other] : [other, quantity];
  const base = order.tradeSide === 'buy' ? received : delivered;
  const next = {
    received: add(order.received, received),
    delivered: add(order.delivered, delivered),
    worth: add(order.worth, mul(base, price)),
  };
  const complete = eq(filledOf({ ...order, ...next }), order.quantity);
  return amendOrder(store, order, complete ? { ...next, status: 'COMPLETE' } : next, at);
}

/** Whether an order would trade at `price`: a buy at its limit or below, a sell at its limit or above. */
export const marketable = (order: Pick<RestingOrder, 'tradeSide' | 'priceLimit'>, price: Decimal): boolean =>
  order.tradeSide === 'buy' ? compare(price, order.priceLimit) <= 0 : compare(price, order.priceLimit) >= 0;
