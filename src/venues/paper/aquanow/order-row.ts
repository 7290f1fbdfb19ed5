import { type Decimal, ZERO, canonical, decimal, divide, isZero, mul, sub } from '../../../model/decimal.ts';
import type { Moment } from '../moment.ts';
import { type Order, filledOf, legsOf, quantityIsBase } from '../orders.ts';

/** A JSON number with all of its digits. */
export const exactNumber = (value: Decimal): unknown => JSON.rawJSON(canonical(value));

const ABSENT = '-';
const HUNDRED = decimal('100');
const NOTHING = exactNumber(ZERO);

const percentOf = (part: Decimal, whole: Decimal): Decimal => divide(mul(part, HUNDRED), whole, 4, 'down');

/** Average price of what has traded; exact while there was but one fill. */
function averagePrice(order: Order): unknown {
  const base = order.tradeSide === 'buy' ? order.received : order.delivered;
  return isZero(base) ? ABSENT : exactNumber(divide(order.worth, base, 8));
}

/**
 * An order as the list shows it (reference, section 6). `baseSymbol` and `quoteSymbol` are the delivered and the received
 * currency, whatever the pair. The remaining amount of the leg that was not asked for is taken from its inexact quote, so
 * that it may be negative at the end, as in the venue's own rows.
 */
export function orderRow(order: Order, { settings }: Moment): Record<string, unknown> {
  const { receive, deliver } = legsOf(order);
  const [toReceive, toDeliver] =
    order.leg === 'receive' ? [order.quantity, order.quoted] : [order.quoted, order.quantity];
  const filled = filledOf(order);
  return {
    orderId: order.orderId,
    orderIdParent: order.orderId,
    accountId: order.accountId,
    username: 'paper',
    usernameRef: order.usernameRef ?? ABSENT,
    exchange: 'aquax',
    exchangePair: `aquax-${order.ticker}`,
    exchangeOrderId: ABSENT,
    exchangeClientOrderId: ABSENT,
    symbol: order.ticker,
    baseSymbol: deliver,
    quoteSymbol: receive,
    strategy: order.strategy,
    tradeSide: order.tradeSide,
    orderType: 'parentOrder',
    tradeSize: exactNumber(quantityIsBase(order) ? order.quantity : order.quoted),
    priceLimit: order.priceLimit === null ? ABSENT : exactNumber(order.priceLimit),
    priceArrival: exactNumber(order.priceArrival),
    priceMarket: ABSENT,
    tradeStatus: order.status === 'AWAITING' ? settings.restingStatus : order.status,
    fillPct: isZero(filled) ? NOTHING : exactNumber(percentOf(filled, order.quantity)),
    fillQtyBase: exactNumber(order.delivered),
    fillQtyQuote: exactNumber(order.received),
    remainingQtyBase: exactNumber(sub(toDeliver, order.delivered)),
    remainingQtyQuote: exactNumber(sub(toReceive, order.received)),
    tradePriceAvg: averagePrice(order),
    finalizeReturnedQtyBase: ABSENT,
    childOrderCount: NOTHING,
    commissionRate: NOTHING,
    fillFeeQuoteAqua: NOTHING,
    cashoutFeeUSD: NOTHING,
    message: ABSENT,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    tradeTime: order.createdAt,
    itemDateTime: order.updatedAt,
    expirationTime: order.expireTime ?? ABSENT,
    tradeDuration: order.expireTime === null ? 0 : Math.round((order.expireTime - order.createdAt) / 1000),
  };
}
