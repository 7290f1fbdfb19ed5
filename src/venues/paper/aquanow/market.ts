import { sub } from '../../../model/decimal.ts';
import type { Call } from '../call.ts';
import { INSTRUMENTS, instrumentOf } from '../instruments.ts';
import type { Moment } from '../moment.ts';
import { quoteNow } from '../quotes.ts';
import { type Reply, message, ok } from '../reply.ts';
import { exactNumber } from './order-row.ts';

/** `GET /bestprice` and its signed twin `GET /v2/bestprice`. */
export function bestPrice(moment: Moment, { query }: Call): Reply {
  const symbol = query.get('symbol') ?? '';
  const instrument = instrumentOf(symbol);
  if (!instrument) return message(400, `Invalid symbol: ${symbol}`);
  const { bid, ask } = quoteNow(moment, instrument);
  return ok({
    dataType: 'aggBBO',
    symbol,
    bestBid: exactNumber(bid),
    bestAsk: exactNumber(ask),
    spread: exactNumber(sub(ask, bid)),
    lastUpdated: moment.now,
  });
}

export const availableSymbols = (): Reply => ok(INSTRUMENTS.map(({ ticker }) => ticker));
