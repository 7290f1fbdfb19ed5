import { type Decimal, compare, decimalOfJson, isZero, ZERO } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import type { Side } from '../../model/terms.ts';

/* Values of answers. Numbers arrive as their source text, whether the venue wrote them with quotes or without. */

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** An amount of zero or more. */
export function amountOf(value: unknown): Decimal | undefined {
  const amount = typeof value === 'string' ? decimalOfJson(value) : undefined;
  return amount === undefined || (compare(amount, ZERO) < 0 && !isZero(amount)) ? undefined : amount;
}

export function sideOf(value: unknown): Side | undefined {
  const word = textOf(value)?.toLowerCase();
  return word === 'buy' || word === 'sell' ? word : undefined;
}

/** A time as the samples write it, `2025-09-22T12:54:25.732Z`. */
export function timeOf(value: unknown): Millis | undefined {
  const text = textOf(value);
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isFinite(at) ? at : undefined;
}

type Told<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

export const withoutUndefined = <T extends object>(fields: T): Told<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Told<T>;
