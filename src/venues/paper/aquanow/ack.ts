import type { Order } from '../orders.ts';
import { printedLegs } from './printed.ts';

/**
 * The acknowledgement of an accepted LIMIT, GTC or GTD order: the terms as asked for, no status, no fill, no `orderId`. The
 * leg that was not asked for is quoted at the market of that moment, which is how the seed's samples stand to their limit
 * prices.
 */
export const restingAck = (order: Order): unknown => ({
  type: `${order.strategy.toLowerCase()}OrderAck`,
  data: {
    accountId: order.accountId,
    quoteId: order.quoteId,
    quoteTime: order.createdAt,
    expireTime: order.expireTime,
    ticker: order.ticker,
    tradeSide: order.tradeSide,
    ...printedLegs(order),
    price: order.priceLimit,
  },
});
