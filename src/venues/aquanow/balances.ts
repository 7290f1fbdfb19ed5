import { type Decimal, decimalOfJson, eq } from '../../model/decimal.ts';
import { fieldOf, isObject } from '../http/exact-json.ts';
import type { Outcome } from '../http/outcome.ts';
import { isGiven, textOf } from './fields.ts';

/**
 * What is free by currency, in `availableBalance`: what orders hold is taken off it. One currency comes as an object, several as
 * a list. A currency without an amount is left out; undefined where anything else is odd, since a part would pass for the whole.
 */
export function balancesOf(outcome: Outcome): ReadonlyMap<string, Decimal> | undefined {
  if (outcome.kind !== 'answer' || outcome.status !== 200) return undefined;
  const { body } = outcome;
  const rows: readonly unknown[] | undefined = Array.isArray(body)
    ? body
    : isObject(body)
      ? [body]
      : undefined;
  if (rows === undefined) return undefined;
  const out = new Map<string, Decimal>();
  for (const row of rows) {
    const currency = textOf(fieldOf(row, 'symbol'));
    if (currency === undefined || !/^[A-Z0-9]+$/.test(currency)) return undefined;
    const told = fieldOf(row, 'availableBalance');
    if (!isGiven(told)) continue;
    const amount = typeof told === 'string' ? decimalOfJson(told) : undefined;
    const before = out.get(currency);
    if (amount === undefined || (before !== undefined && !eq(before, amount))) return undefined;
    out.set(currency, amount);
  }
  return out;
}
