import { type Decimal, abs, compare, decimal, mul, sub } from './decimal.ts';

const BILLION = decimal('1000000000');

/** Equal, but for the noise of a binary float, in which some venues' rows write their numbers. */
export const isAbout = (a: Decimal, b: Decimal): boolean =>
  compare(mul(abs(sub(a, b)), BILLION), abs(b)) <= 0;
