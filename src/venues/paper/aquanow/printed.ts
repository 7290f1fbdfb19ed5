import type { Decimal } from '../../../model/decimal.ts';
import { decimalsOf } from '../instruments.ts';
import { type Order, legsOf } from '../orders.ts';

/** As the seed prints an amount: filled up to its currency's decimals. What has more of them keeps them all. */
export function printed(amount: Decimal, currency: string): string {
  const [whole = '', fraction = ''] = amount.split('.');
  return `${whole}.${fraction.padEnd(decimalsOf(currency), '0')}`;
}

export interface PrintedLegs {
  readonly receiveCurrency: string;
  readonly receiveQuantity: string;
  readonly deliverCurrency: string;
  readonly deliverQuantity: string;
}

/** Both legs as an acknowledgement tells them: the asked-for one with all of its digits, the other as `quoted`. */
export function printedLegs(
  order: Pick<Order, 'ticker' | 'tradeSide' | 'leg' | 'quantity' | 'quoted'>,
): PrintedLegs {
  const { receive, deliver } = legsOf(order);
  const [received, delivered] =
    order.leg === 'receive' ? [order.quantity, order.quoted] : [order.quoted, order.quantity];
  return {
    receiveCurrency: receive,
    receiveQuantity: printed(received, receive),
    deliverCurrency: deliver,
    deliverQuantity: printed(delivered, deliver),
  };
}
