import { canonical } from '../../../model/decimal.ts';
import { printedLegs } from './printed.ts';
import type { RfqQuote } from './rfq-quote.ts';

/**
 * A quote as its call answers it; the seed's two samples differ in the order of the last members too. Legs are rounded to
 * their currency's decimals and the price is not, so that it doesn't follow from them.
 */
export function quoteAck(quote: RfqQuote, kind: 'indicative' | 'executable'): unknown {
  const { receiveCurrency, deliverCurrency, ...printed } = printedLegs(quote);
  // In the words of the seed: not filled, both are set to 0.
  const none = quote.state === 'expired' ? { receiveQuantity: 0, deliverQuantity: 0 } : undefined;
  const { receiveQuantity, deliverQuantity } = none ?? printed;
  const price = canonical(quote.price);
  return {
    type: kind === 'indicative' ? 'rfqGetQuoteAck' : 'rfqCreateQuoteAck',
    data: {
      accountId: quote.accountId,
      quoteId: quote.quoteId,
      symbol: quote.ticker,
      side: quote.tradeSide,
      receiveCurrency,
      deliverCurrency,
      quoteTime: quote.createdAt,
      expireTime: quote.expireTime,
      ...(kind === 'indicative'
        ? { deliverQuantity, receiveQuantity, price }
        : { price, deliverQuantity, receiveQuantity }),
    },
  };
}
