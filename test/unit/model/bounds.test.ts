import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { notionalFault, priceFault, sizeFault } from '../../../src/model/bounds.ts';
import { compare, decimal, isMultipleOf } from '../../../src/model/decimal.ts';
import type { Product } from '../../../src/model/product.ts';
import { productOf } from '../../support/cases.ts';

/** A product with these bounds alone. */
const bare = (over: Partial<Product> = {}): Product => ({
  ...{ code: 'btcusdt_f', kind: 'futures', base: 'BTC', quote: 'USDT', removed: false },
  ...over,
});
const sizes = (min: string, max: string, step: string): Product =>
  bare({ minSize: decimal(min), maxSize: decimal(max), sizeIncrement: decimal(step) });
const size = (text: string, product = productOf()): string | undefined =>
  sizeFault('size', decimal(text), product);

describe('a size', () => {
  it.each(['0.001', '0.1', '0.100', '1190', '1190.000'])('of %s is one that the product takes', (text) => {
    expect(size(text)).toBeUndefined();
  });

  it.each([
    ['0.1005', 'size 0.1005 is between two steps of 0.001: 0.1 or 0.101 would do'],
    ['0.0009', 'size 0.0009 is below the smallest of btcusdt_f: 0.001 BTC would do'],
    ['0', 'size 0 is below the smallest of btcusdt_f: 0.001 BTC would do'],
    ['1190.001', 'size 1190.001 is above the largest of btcusdt_f: 1190 BTC would do'],
    ['1189.9995', 'size 1189.9995 is between two steps of 0.001: 1189.999 or 1190 would do'],
  ])('of %s is not, and the nearest that are are named', (text, words) => {
    expect(size(text)).toBe(words);
  });

  it.each([
    ['a step that is above the largest', sizes('1', '9.95', '0.1'), '9.93', '9.9 would do'],
    ['a step that is below the smallest', sizes('0.15', '9', '0.1'), '0.16', '0.2 would do'],
    ['nothing, where no step lies between the bounds', sizes('0.11', '0.19', '0.1'), '0.15', 'steps of 0.1'],
    ['no zero', bare({ sizeIncrement: decimal('0.001') }), '0.0005', 'steps of 0.001: 0.001 would do'],
    ['a step where the smallest is none', sizes('0.15', '9', '0.1'), '0.1', ': 0.2 BTC would do'],
    ['a step where the largest is none', sizes('0.15', '9.95', '0.1'), '10', ': 9.9 BTC would do'],
  ])('is offered %s', (_what, product, text, end) => {
    expect(size(text, product)?.endsWith(end)).toBe(true);
  });

  it.each<[string, Product]>([
    ['nothing at all', bare()],
    ['a step of zero', sizes('0.001', '100000000000000000000', '0')],
    ['a step of zero with decimals', sizes('0.001', '100000000000000000000', '0.000')],
  ])('is free where the venue tells %s', (_what, product) => {
    expect(size('12345678901234567890.123456789', product)).toBeUndefined();
  });

  it('is exact in thirty digits', () => {
    const product = bare({ sizeIncrement: decimal('0.000000000000001') });
    expect(size('123456789012345.123456789012345', product)).toBeUndefined();
    expect(size('123456789012345.1234567890123455', product)).toBe(
      'size 123456789012345.1234567890123455 is between two steps of 0.000000000000001: 123456789012345.123456789012345 or 123456789012345.123456789012346 would do',
    );
  });

  it('is offered nothing but what would be taken', () => {
    const amount = fc
      .tuple(fc.nat(999), fc.nat(999))
      .map(([a, b]) => decimal(`${a}.${String(b).padStart(3, '0')}`));
    const step = fc.constantFrom('0.001', '0.01', '0.25', '3', '0.07').map((text) => decimal(text));
    let offers = 0;
    fc.assert(
      fc.property(amount, amount, amount, step, (one, min, max, sizeIncrement) => {
        const product = bare({ minSize: min, maxSize: max, sizeIncrement });
        const said = sizeFault('size', one, product);
        const fits = compare(one, min) >= 0 && compare(one, max) <= 0 && isMultipleOf(one, sizeIncrement);
        expect(said === undefined).toBe(fits);
        const [, offered] = /: ([\d. or]+?)(?: BTC)? would do$/.exec(said ?? '') ?? [];
        for (const other of offered?.split(' or ') ?? []) {
          expect(sizeFault('size', decimal(other), product)).toBeUndefined();
          offers += 1;
        }
      }),
      { numRuns: 2000 },
    );
    expect(offers).toBeGreaterThan(500);
  });
});

describe('a price', () => {
  it.each([
    ['95000', undefined],
    ['95000.1', undefined],
    ['95000.15', 'priceLimit 95000.15 is between two steps of 0.1: 95000.1 or 95000.2 would do'],
    ['0.05', 'priceLimit 0.05 is below the lowest of btcusdt_f: 0.1 USDT would do'],
    ['0.12', 'priceLimit 0.12 is between two steps of 0.1: 0.1 or 0.2 would do'],
  ])('of %s: %s', (text, words) => {
    expect(priceFault('priceLimit', decimal(text), productOf())).toBe(words);
  });

  it('is named as the entry names it', () => {
    expect(priceFault('triggerPrice', decimal('0.01'), productOf())).toMatch(/^triggerPrice 0\.01 is below/);
  });
});

describe('a worth', () => {
  const product = bare({ minNotional: decimal('5.00') });
  it.each([
    ['5', undefined],
    ['5.000', undefined],
    ['4.99', 'it is worth 4.99 USDT, below the smallest of btcusdt_f: 5 USDT would do'],
  ])('of %s: %s', (text, words) => {
    expect(notionalFault(decimal(text), product)).toBe(words);
  });

  it('is free where the venue tells no smallest one', () => {
    expect(notionalFault(decimal('0.01'), bare())).toBeUndefined();
  });
});
