import { Big } from 'big.js';
import type { Brand } from './brand.ts';

/**
 * An exact decimal number as text: an optional minus, digits without a leading zero, an optional fraction.
 * The text is kept as it was written (`0.50` stays `0.50`), so that what a reviewer reads is what is sent;
 * compare values with {@link eq}, never with `===`.
 */
export type Decimal = Brand<string, 'Decimal'>;

// Strict: a JavaScript number can never become money by accident.
const Exact = Big();
Exact.strict = true;
// Beyond any amount: never print an exponent.
Exact.NE = -1_000_000;
Exact.PE = 1_000_000;

const GRAMMAR = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const big = (value: Decimal): Big => new Exact(value as string);
const text = (value: Big): Decimal => value.toFixed() as Decimal;

/** The decimal that `source` spells, or undefined where it is anything else (`1e3`, `0x10`, `010`, `1,000`, ` 1`). */
export const parseDecimal = (source: string): Decimal | undefined =>
  GRAMMAR.test(source) ? (source as Decimal) : undefined;

/** As {@link parseDecimal}, for text that our own code wrote; anything else is a bug. */
export function decimal(source: string): Decimal {
  const value = parseDecimal(source);
  if (value === undefined) throw new TypeError(`not a decimal: ${JSON.stringify(source)}`);
  return value;
}

/**
 * The decimal of a JSON number's source text as venues write it (`1e-7`, `2.4643104026041307`), or undefined.
 * Exact: the exponent is expanded, nothing is rounded.
 */
export function decimalOfJson(source: string): Decimal | undefined {
  if (GRAMMAR.test(source)) return source as Decimal;
  // An exponent of more than three digits would be expanded into megabytes of zeros.
  return /^-?(0|[1-9]\d*)(\.\d+)?[eE][+-]?\d{1,3}$/.test(source) ? text(new Exact(source)) : undefined;
}

export const ZERO = '0' as Decimal;

/** One spelling for each value: no trailing zeros, no `-0`. */
export function canonical(value: Decimal): Decimal {
  const short = value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  return (short === '-0' ? '0' : short) as Decimal;
}

export const eq = (a: Decimal, b: Decimal): boolean => a === b || canonical(a) === canonical(b);
/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Decimal, b: Decimal): number => (a === b ? 0 : big(a).cmp(big(b)));
export const add = (a: Decimal, b: Decimal): Decimal => text(big(a).plus(big(b)));
export const sub = (a: Decimal, b: Decimal): Decimal => text(big(a).minus(big(b)));
export const mul = (a: Decimal, b: Decimal): Decimal => text(big(a).times(big(b)));
export const abs = (value: Decimal): Decimal => text(big(value).abs());
export const isZero = (value: Decimal): boolean => canonical(value) === '0';

export type Rounding = 'down' | 'half-up';
const ROUNDING = { down: 0, 'half-up': 1 } as const;

/** `a ÷ b` to `places` decimals: for display and for simulated prices, never for what is sent. */
export function divide(a: Decimal, b: Decimal, places: number, rounding: Rounding = 'half-up'): Decimal {
  const Rounded = Big();
  Rounded.strict = true;
  Rounded.DP = places;
  Rounded.RM = ROUNDING[rounding];
  return new Rounded(a as string).div(new Rounded(b as string)).toFixed(places) as Decimal;
}

/** `value` to `places` decimals: for display and for simulated prices, never for what is sent. */
export const round = (value: Decimal, places: number, rounding: Rounding = 'half-up'): Decimal =>
  big(value).toFixed(places, ROUNDING[rounding]) as Decimal;

/** Whether `value` is a whole multiple of `step`, exactly. */
export const isMultipleOf = (value: Decimal, step: Decimal): boolean => big(value).mod(big(step)).eq('0');
