import { type Decimal, add, canonical, compare, divide, isMultipleOf, isZero, mul } from './decimal.ts';
import type { Product } from './product.ts';

/*
 * Whether an amount is one that a product allows. Never rounds: it names the nearest amounts that would be taken, so that a person
 * chooses.
 */

/** What an amount may be: from `min` to `max`, in steps of `step`. */
interface Range {
  readonly min?: Decimal;
  readonly max?: Decimal;
  /** Zero, as some venues write it, is no step. */
  readonly step?: Decimal;
}

/** The multiple of `step` that is not above `amount`, and the next one. */
function around(amount: Decimal, step: Decimal): readonly [Decimal, Decimal] {
  const below = mul(divide(amount, step, 0, 'down'), step);
  return [canonical(below), canonical(add(below, step))];
}

const isOff = (amount: Decimal, step: Decimal | undefined): step is Decimal =>
  step !== undefined && !isZero(step) && !isMultipleOf(amount, step);

const isTaken = (amount: Decimal, { min, max, step }: Range): boolean =>
  !isZero(amount) &&
  !isOff(amount, step) &&
  (min === undefined || compare(amount, min) >= 0) &&
  (max === undefined || compare(amount, max) <= 0);

/** The steps on both sides of an amount; itself, where it is one. */
const nearest = (amount: Decimal, { step }: Range): readonly Decimal[] =>
  isOff(amount, step) ? around(amount, step) : [canonical(amount)];

interface Words {
  readonly code: string;
  readonly unit: string;
  readonly least: string;
}

function faultOf(what: string, amount: Decimal, range: Range, words: Words): string | undefined {
  const { min, max, step } = range;
  const { code, unit, least } = words;
  const said = (fault: string, near: Decimal, after = ''): string => {
    const taken = nearest(near, range).filter((one) => isTaken(one, range));
    const would = taken.length === 0 ? '' : `: ${taken.join(' or ')}${after} would do`;
    return `${what} ${amount} is ${fault}${would}`;
  };
  if (min !== undefined && compare(amount, min) < 0)
    return said(`below the ${least} of ${code}`, min, ` ${unit}`);
  if (max !== undefined && compare(amount, max) > 0)
    return said(`above the largest of ${code}`, max, ` ${unit}`);
  return isOff(amount, step) ? said(`between two steps of ${canonical(step)}`, amount) : undefined;
}

const range = (min?: Decimal, max?: Decimal, step?: Decimal): Range => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(step === undefined ? {} : { step }),
});

/** Why a size of base currency is not allowed, or undefined. */
export const sizeFault = (what: string, size: Decimal, product: Product): string | undefined => {
  const { minSize, maxSize, sizeIncrement, base: unit, code } = product;
  return faultOf(what, size, range(minSize, maxSize, sizeIncrement), { code, unit, least: 'smallest' });
};

/** Why a price is not allowed, or undefined. */
export const priceFault = (what: string, price: Decimal, product: Product): string | undefined => {
  const { minPrice, priceIncrement, quote: unit, code } = product;
  return faultOf(what, price, range(minPrice, undefined, priceIncrement), { code, unit, least: 'lowest' });
};

/** Why a worth in quote currency is not allowed, or undefined. */
export function notionalFault(worth: Decimal, product: Product): string | undefined {
  const { minNotional, quote, code } = product;
  return minNotional !== undefined && compare(worth, minNotional) < 0
    ? `it is worth ${canonical(worth)} ${quote}, below the smallest of ${code}: ${canonical(minNotional)} ${quote} would do`
    : undefined;
}
