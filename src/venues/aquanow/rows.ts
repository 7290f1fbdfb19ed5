import type { OrderRow } from '../../model/order.ts';
import { fieldOf } from '../http/exact-json.ts';
import { millisOf, positiveOf, sideOf, textOf, tickerOf } from './fields.ts';
import { fillOf } from './fill.ts';
import type { IdentifiedRow } from './row-identity.ts';

/** What their rows show as `priceLimit` is nowhere said: the quote's price, `tradePrice`, or nothing. It is left out. */
const WITHOUT_LIMIT: ReadonlySet<string> = new Set(['RFQ', 'MARKET', 'FOK']);

/** The whole row in our words, or why it can't be understood. */
export function toRow({
  id,
  reference,
  status,
  statusText,
  fields,
}: IdentifiedRow): OrderRow | { readonly unclear: string } {
  const ticker = tickerOf(fields, 'symbol');
  if (ticker === undefined) return { unclear: `order ${id}: it has no symbol` };
  const side = sideOf(fieldOf(fields, 'tradeSide'));
  if (side === undefined) return { unclear: `order ${id}: its tradeSide is neither buy nor sell` };
  const fill = fillOf(fields, status, ticker, side);
  if ('unclear' in fill) return { unclear: `order ${id}: ${fill.unclear}` };
  const strategy = textOf(fieldOf(fields, 'strategy')) ?? 'unknown';
  const priceLimit = WITHOUT_LIMIT.has(strategy) ? undefined : positiveOf(fields, 'priceLimit');
  const size = positiveOf(fields, 'tradeSize');
  const priceAverage = positiveOf(fields, 'tradePriceAvg');
  const createdAt = millisOf(fields, 'createdAt');
  const expiresAt = millisOf(fields, 'expirationTime');
  const message = textOf(fieldOf(fields, 'message'));
  return {
    ...{ id, status, statusText, fill, ticker, side, strategy },
    ...(reference === undefined ? {} : { reference }),
    ...(priceLimit === undefined ? {} : { priceLimit }),
    ...(size === undefined ? {} : { size }),
    ...(priceAverage === undefined ? {} : { priceAverage }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(message === undefined ? {} : { message }),
  };
}
