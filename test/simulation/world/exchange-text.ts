import { type Amount, textOf, times } from './amount.ts';
import type { Quote, VenueOrder } from './exchange.ts';
import { BEGINNING } from './process.ts';

/* How the modelled exchange writes: the members that the seed's pages show, as far as anybody reads them. */

const legs = (side: 'buy' | 'sell', base: Amount, quote: Amount) =>
  side === 'buy' ? { receive: base, deliver: quote } : { receive: quote, deliver: base };

const currencies = (ticker: string, side: 'buy' | 'sell') => {
  const [base = '', quote = ''] = ticker.split('-');
  return side === 'buy' ? { receive: base, deliver: quote } : { receive: quote, deliver: base };
};

/** A number with all of its digits. */
const number = (amount: Amount): unknown => JSON.rawJSON(textOf(amount));

function amounts(order: VenueOrder, base: Amount) {
  const { side, ticker, price } = order.terms;
  const { receive, deliver } = legs(side, base, times(base, price));
  const named = currencies(ticker, side);
  return {
    receiveCurrency: named.receive,
    receiveQuantity: textOf(receive),
    deliverCurrency: named.deliver,
    deliverQuantity: textOf(deliver),
  };
}

/** A row of the list, as old as `at`. */
export function rowOf(order: VenueOrder, at: number): Readonly<Record<string, unknown>> | undefined {
  const seen = order.asOf(at);
  if (seen === undefined) return undefined;
  const { account, reference, ticker, side, strategy, quantity, price } = order.terms;
  const { receive, deliver } = legs(side, seen.filled, times(seen.filled, price));
  const named = currencies(ticker, side);
  return {
    orderId: order.id,
    orderIdParent: order.id,
    accountId: account,
    usernameRef: reference ?? '-',
    symbol: ticker,
    baseSymbol: named.deliver,
    quoteSymbol: named.receive,
    strategy,
    tradeSide: side,
    orderType: 'parentOrder',
    tradeSize: number(quantity),
    priceLimit: ['RFQ', 'MARKET'].includes(strategy) ? '-' : number(price),
    tradeStatus: seen.status,
    fillPct: seen.filled === 0n ? 0 : number((seen.filled * 100n * 10n ** 10n) / quantity),
    fillQtyBase: number(deliver),
    fillQtyQuote: number(receive),
    tradePriceAvg: seen.filled === 0n ? '-' : number(price),
    message: '-',
    createdAt: BEGINNING + order.acceptedAt,
    expirationTime: BEGINNING + order.acceptedAt + 90 * 86_400_000,
  };
}

/** What the acceptance of an order answers. */
export function ackOf(order: VenueOrder): unknown {
  const { strategy, account, ticker, side, price, quantity } = order.terms;
  const at = BEGINNING + order.acceptedAt;
  const { status, filled } = order.now;
  const data = { accountId: account, orderId: order.id, ...amounts(order, filled) };
  switch (strategy) {
    case 'MARKET':
      return { type: 'marketOrderSubmitAck', data: { ...data, fee: '0', tradePriceAvg: textOf(price) } };
    case 'FOK':
      return {
        type: 'parentOrderSubmitAck',
        ...(status === 'COMPLETE' ? {} : { error: { message: 'Cancelled - Price not marketable' } }),
        data: { ...data, fee: '0', tradeTime: at, symbol: ticker, tradeStatus: status, price: textOf(price) },
      };
    default:
      return {
        type: `${strategy.toLowerCase()}OrderAck`,
        data: {
          accountId: account,
          quoteId: `ack-${order.sequence}`,
          quoteTime: at,
          expireTime: at + 86_400_000,
          ticker,
          tradeSide: side,
          ...amounts(order, quantity),
          price: textOf(price),
        },
      };
  }
}

export function quoteAckOf(quote: Quote, kind: 'rfqGetQuoteAck' | 'rfqCreateQuoteAck', at: number): unknown {
  const { account, ticker, side, quantity, price } = quote.terms;
  const { receive, deliver } = legs(side, quantity, times(quantity, price));
  const named = currencies(ticker, side);
  return {
    type: kind,
    data: {
      accountId: account,
      quoteId: quote.id,
      symbol: ticker,
      side,
      receiveCurrency: named.receive,
      receiveQuantity: textOf(receive),
      deliverCurrency: named.deliver,
      deliverQuantity: textOf(deliver),
      quoteTime: BEGINNING + at,
      expireTime: BEGINNING + quote.expiresAt,
      price: textOf(price),
    },
  };
}

export const errors = (message: string): unknown => ({ errors: [{ id: 'e-1', message }] });
