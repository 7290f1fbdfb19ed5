import { type Decimal, isZero } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import type { OrderRow } from '../../model/order.ts';
import type { Side } from '../../model/terms.ts';
import { type JsonObject, fieldOf } from '../http/exact-json.ts';
import { amountOf, fillOf } from './fill.ts';
import type { IdentifiedRow } from './row-identity.ts';
import { textOf } from './shapes.ts';

const TICKER = /^[A-Z0-9]+-[A-Z0-9]+$/;

function sideOf(value: unknown): Side | undefined {
  const word = textOf(value)?.toLowerCase();
  return word === 'buy' || word === 'sell' ? word : undefined;
}

/** An amount that only informs: absent where the row doesn't tell it well. */
function informal(fields: JsonObject, name: string): Decimal | undefined {
  const amount = amountOf(fields, name);
  return amount === 'absent' || amount === 'unclear' || isZero(amount) ? undefined : amount;
}

function millisOf(fields: JsonObject, name: string): Millis | undefined {
  const text = textOf(fieldOf(fields, name));
  return text !== undefined && /^\d{10,15}$/.test(text) ? Number(text) : undefined;
}

/** The whole row in our words, or why it can't be understood. */
export function toRow({
  id,
  reference,
  status,
  statusText,
  fields,
}: IdentifiedRow): OrderRow | { readonly unclear: string } {
  const ticker = textOf(fieldOf(fields, 'symbol'));
  if (ticker === undefined || !TICKER.test(ticker)) return { unclear: `order ${id}: it has no symbol` };
  const side = sideOf(fieldOf(fields, 'tradeSide'));
  if (side === undefined) return { unclear: `order ${id}: its tradeSide is neither buy nor sell` };
  const fill = fillOf(fields, status, ticker, side);
  if ('unclear' in fill) return { unclear: `order ${id}: ${fill.unclear}` };
  const told = {
    reference,
    priceLimit: informal(fields, 'priceLimit'),
    size: informal(fields, 'tradeSize'),
    priceAverage: informal(fields, 'tradePriceAvg'),
    createdAt: millisOf(fields, 'createdAt'),
    expiresAt: millisOf(fields, 'expirationTime'),
    message: textOf(fieldOf(fields, 'message')),
  };
  const strategy = textOf(fieldOf(fields, 'strategy')) ?? 'unknown';
  return { id, status, statusText, fill, ticker, side, strategy, ...withoutUndefined(told) };
}

type Told<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

const withoutUndefined = <T extends object>(fields: T): Told<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Told<T>;
