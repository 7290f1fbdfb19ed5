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

/*
 * Amounts of a desk have a dozen digits: as whole numbers of their last place they are exact in the integers of JavaScript, and a plan
 * adds up tens of thousands of them. What would leave those integers is left to Big.
 */
interface Units {
  /** A safe integer. */
  readonly units: number;
  readonly places: number;
}

const [MINUS, POINT, NOUGHT, NINE] = [0x2d, 0x2e, 0x30, 0x39];
/** Digits of the largest safe integer, less one. */
const MOST_DIGITS = 15;
const TENS = Array.from({ length: MOST_DIGITS + 1 }, (_, at) => 10 ** at);

function unitsOf(value: Decimal): Units | undefined {
  if (typeof value !== 'string' || value.length > MOST_DIGITS) return undefined;
  let [units, places, point] = [0, 0, -1];
  for (let at = value.charCodeAt(0) === MINUS ? 1 : 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === POINT && point < 0) point = at;
    else if (code < NOUGHT || code > NINE) return undefined;
    else units = units * 10 + (code - NOUGHT);
  }
  if (point >= 0) places = value.length - point - 1;
  const isNegative = units > 0 && value.charCodeAt(0) === MINUS;
  return { units: isNegative ? -units : units, places };
}

/** The decimal of so many units; undefined where they are too many to be exact. */
function spelled(units: number, places: number): Decimal | undefined {
  if (!Number.isSafeInteger(units)) return undefined;
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  const whole = digits.length - places;
  let end = digits.length;
  while (end > whole && digits.charCodeAt(end - 1) === NOUGHT) end--;
  const sign = units < 0 ? '-' : '';
  return (sign + digits.slice(0, whole) + (end > whole ? `.${digits.slice(whole, end)}` : '')) as Decimal;
}

/** Both in units of the smaller place; undefined where that is not exact. */
function aligned(a: Decimal, b: Decimal): readonly [a: number, b: number, places: number] | undefined {
  const [one, other] = [unitsOf(a), unitsOf(b)];
  if (one === undefined || other === undefined) return undefined;
  const places = Math.max(one.places, other.places);
  const x = one.units * (TENS[places - one.places] ?? Infinity);
  const y = other.units * (TENS[places - other.places] ?? Infinity);
  return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? [x, y, places] : undefined;
}

function product(a: Decimal, b: Decimal): Decimal | undefined {
  const [one, other] = [unitsOf(a), unitsOf(b)];
  if (one === undefined || other === undefined) return undefined;
  return spelled(one.units * other.units, one.places + other.places);
}

export const eq = (a: Decimal, b: Decimal): boolean => a === b || canonical(a) === canonical(b);
/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  if (a === b) return 0;
  const both = aligned(a, b);
  return both === undefined ? big(a).cmp(big(b)) : both[0] - both[1];
}
/** The larger of two. */
export const larger = (a: Decimal, b: Decimal): Decimal => (compare(a, b) < 0 ? b : a);

export function add(a: Decimal, b: Decimal): Decimal {
  const both = aligned(a, b);
  return (both && spelled(both[0] + both[1], both[2])) ?? text(big(a).plus(big(b)));
}
export function sub(a: Decimal, b: Decimal): Decimal {
  const both = aligned(a, b);
  return (both && spelled(both[0] - both[1], both[2])) ?? text(big(a).minus(big(b)));
}
export const mul = (a: Decimal, b: Decimal): Decimal => product(a, b) ?? text(big(a).times(big(b)));
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
