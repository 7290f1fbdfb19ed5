import { canonical } from '../../../model/decimal.ts';
import { fillOrder, marketable } from '../filling.ts';
import type { Moment } from '../moment.ts';
import { type Order, amendOrder, bindingPrice, legsOf } from '../orders.ts';
import { touch } from '../quotes.ts';
import { bad } from './body.ts';
import { isFunded, isWithinDepth, refuseSize } from './checks.ts';
import { type Origin, enter } from './entering.ts';
import { exactNumber } from './order-row.ts';
import { printedLegs } from './printed.ts';
import type { FokSubmission } from './submission.ts';
import { tradeDates } from './trade-dates.ts';

/** Trades the whole order at the market where that is at least as good as `tradePrice`, else cancels it. */
export function fillOrKill(moment: Moment, submission: FokSubmission, origin: Origin): Order {
  const { ticker, tradeSide, quantity, tradePrice } = submission;
  refuseSize(moment, submission, tradePrice);
  const market = touch(moment, ticker, tradeSide);
  // The seed's one text for both: it stands below "Insufficient balance" and speaks of the size.
  if (!isFunded(moment, submission, tradePrice) || !isWithinDepth(moment, submission, market))
    throw bad(
      `Error while calculating trade price and quantities: Quantity ${canonical(quantity)} exceeds data limits. Please use a smaller amount.`,
    );
  const particulars = { strategy: 'FOK', priceArrival: market, priceLimit: tradePrice } as const;
  const order = enter(moment, submission, particulars, origin);
  return marketable({ tradeSide, priceLimit: tradePrice }, market)
    ? fillOrder(moment.store, order, quantity, market, moment.now)
    : amendOrder(moment.store, order, { status: 'CANCELLED' }, moment.now);
}

/** Filled, a FOK tells its trade in texts; cancelled, it answers 200 all the same, with an error and numbers. */
export function fokAck(order: Order): unknown {
  const { orderId, ticker: symbol, status: tradeStatus, createdAt: tradeTime } = order;
  if (tradeStatus === 'COMPLETE')
    return {
      type: 'parentOrderSubmitAck',
      data: {
        accountId: order.accountId,
        orderId,
        ...printedLegs(order),
        fee: '0',
        ...{ tradeTime, symbol, tradeStatus },
        price: canonical(order.priceArrival),
        ...tradeDates(tradeTime),
      },
    };
  const { receive, deliver } = legsOf(order);
  return {
    type: 'parentOrderSubmitAck',
    error: { message: 'Cancelled - Price not marketable' },
    data: {
      orderId,
      receiveCurrency: receive,
      receiveQuantity: 0,
      deliverCurrency: deliver,
      deliverQuantity: 0,
      fee: 0,
      ...{ tradeTime, symbol, tradeStatus },
      price: exactNumber(bindingPrice(order)),
    },
  };
}
