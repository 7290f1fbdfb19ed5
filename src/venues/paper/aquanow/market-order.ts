import { ZERO, canonical } from '../../../model/decimal.ts';
import { fillOrder } from '../filling.ts';
import type { Moment } from '../moment.ts';
import { type Order, amendOrder, legsOf } from '../orders.ts';
import { touch } from '../quotes.ts';
import { TERMS, type Terms, WORDS, bad, parseBody, refuseOthers, termsOf } from './body.ts';
import {
  INSUFFICIENT,
  isFunded,
  isWithinDepth,
  refuseAccount,
  refuseSize,
  refuseStrategy,
} from './checks.ts';
import { type Origin, enter } from './entering.ts';
import { printed, printedLegs } from './printed.ts';
import { tradeDates } from './trade-dates.ts';

/** Reads the body of `POST /trades/v2/market`, or throws a {@link Refusal} in the seed's words. */
export function readMarketOrder(text: string): Terms {
  const body = parseBody(text);
  const terms = termsOf(body, WORDS.market);
  refuseOthers(body, TERMS);
  return terms;
}

/** Trades the whole order at the market, or nothing of it where the market is not deep enough. */
export function tradeAtMarket(moment: Moment, terms: Terms, origin: Origin): Order {
  refuseAccount(moment, terms);
  refuseStrategy(moment, terms, 'MARKET');
  const market = touch(moment, terms.ticker, terms.tradeSide);
  refuseSize(moment, terms, market);
  if (!isFunded(moment, terms, market)) throw bad(INSUFFICIENT);
  const order = enter(moment, terms, { strategy: 'MARKET', priceArrival: market }, origin);
  return isWithinDepth(moment, terms, market)
    ? fillOrder(moment.store, order, terms.quantity, market, moment.now)
    : amendOrder(moment.store, order, { status: 'CANCELLED' }, moment.now);
}

/** An order that has not traded answers with the same type, numbers for texts and without dates. */
export function marketAck(order: Order): unknown {
  const { accountId, orderId } = order;
  const { receive, deliver } = legsOf(order);
  const type = 'marketOrderSubmitAck';
  if (order.status !== 'COMPLETE')
    return {
      type,
      data: {
        ...{ accountId, orderId },
        ...{ receiveCurrency: receive, receiveQuantity: 0, deliverCurrency: deliver, deliverQuantity: 0 },
        fee: 0,
      },
    };
  return {
    type,
    data: {
      ...{ accountId, orderId },
      ...printedLegs(order),
      // In the received currency, to go by its decimals in both samples.
      fee: printed(ZERO, receive),
      ...tradeDates(order.createdAt),
      tradePriceAvg: canonical(order.priceArrival),
    },
  };
}
