import { type Decimal, compare, isZero, mul, sub } from '../../../model/decimal.ts';
import type { Product } from './products.ts';
import { type Strategy, remainingOf } from './strategies.ts';

/** Whether the exchange would refuse an order of this size for being too small. */
const tooSmall = (size: Decimal, price: Decimal, { minSize, minNotionalValue }: Product): boolean =>
  compare(size, minSize) < 0 ||
  (minNotionalValue !== undefined && compare(mul(size, price), minNotionalValue) < 0);

/**
 * The size of the next order: at most `orderMaxSize`, and all of the rest where what would stay behind is too small to be
 * sent alone. Undefined where even the rest is too small.
 */
export function nextClip(strategy: Strategy, product: Product, price: Decimal): Decimal | undefined {
  const remaining = remainingOf(strategy);
  if (isZero(remaining) || tooSmall(remaining, price, product)) return undefined;
  const largest = strategy.orderMaxSize ?? strategy.size;
  if (compare(remaining, largest) <= 0) return remaining;
  return tooSmall(sub(remaining, largest), price, product) ? remaining : largest;
}
