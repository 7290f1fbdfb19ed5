import { type Decimal, decimalOfJson, isZero } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import type { Side } from '../../model/terms.ts';
import { type JsonObject, fieldOf } from '../http/exact-json.ts';

/* Fields of rows and answers. Numbers arrive as their source text, whether the venue wrote them with quotes or without. */

/** A field's text; the venue writes `"-"` for what is absent, in numeric fields too. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined;
}

/** Whether a value is there at all: `"-"`, `""` and null say that it isn't. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && value !== '-';

/** A field's amount; `absent` where it isn't told, `unclear` where it is no number or below zero. */
export function amountOf(fields: JsonObject, name: string): Decimal | 'absent' | 'unclear' {
  const value = fieldOf(fields, name);
  if (!isGiven(value)) return 'absent';
  const amount = typeof value === 'string' ? decimalOfJson(value) : undefined;
  return amount === undefined || (amount.startsWith('-') && !isZero(amount)) ? 'unclear' : amount;
}

/** A field's amount where it is one above zero. */
export function positiveOf(fields: JsonObject, name: string): Decimal | undefined {
  const amount = amountOf(fields, name);
  return amount === 'absent' || amount === 'unclear' || isZero(amount) ? undefined : amount;
}

export function millisOf(fields: JsonObject, name: string): Millis | undefined {
  const text = textOf(fieldOf(fields, name));
  return text !== undefined && /^\d{10,15}$/.test(text) ? Number(text) : undefined;
}

export function tickerOf(fields: JsonObject, name: string): string | undefined {
  const ticker = textOf(fieldOf(fields, name));
  return ticker !== undefined && /^[A-Z0-9]+-[A-Z0-9]+$/.test(ticker) ? ticker : undefined;
}

export function sideOf(value: unknown): Side | undefined {
  const word = textOf(value)?.toLowerCase();
  return word === 'buy' || word === 'sell' ? word : undefined;
}

/** Whether a field says this, or says nothing. */
export const fits = (value: unknown, expected: string): boolean => !isGiven(value) || value === expected;

type Told<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

export const withoutUndefined = <T extends object>(fields: T): Told<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Told<T>;
