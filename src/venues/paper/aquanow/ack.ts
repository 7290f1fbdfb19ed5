import type { Decimal } from '../../../model/decimal.ts';
import { decimalsOf } from '../instruments.ts';
import { type Order, legsOf } from '../orders.ts';

/** As the seed prints an amount: filled up to its currency's decimals. What has more of them keeps them all. */
function printed(amount: Decimal, currency: string): string {
  const [whole = '', fraction = ''] = amount.split('.');
  return `${whole}.${fraction.padEnd(decimalsOf(currency), '0')}`;
}

/**
 * The acknowledgement of an accepted order: the terms as asked for, no status, no fill, no `orderId`. The leg that was not
 * asked for is quoted at the market of that moment, which is how the seed's samples stand to their limit prices.
 */
export function orderAck(order: Order): unknown {
  const { receive, deliver } = legsOf(order);
  const [received, delivered] =
    order.leg === 'receive' ? [order.quantity, order.quoted] : [order.quoted, order.quantity];
  return {
    type: `${order.strategy.toLowerCase()}OrderAck`,
    data: {
      accountId: order.accountId,
      quoteId: order.quoteId,
      quoteTime: order.createdAt,
      expireTime: order.expireTime,
      ticker: order.ticker,
      tradeSide: order.tradeSide,
      receiveCurrency: receive,
      receiveQuantity: printed(received, receive),
      deliverCurrency: deliver,
      deliverQuantity: printed(delivered, deliver),
      price: order.priceLimit,
    },
  };
}
