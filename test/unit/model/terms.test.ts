import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import {
  MAX_RESTING,
  type OrderTerms,
  canonicalTerms,
  changedFields,
  currencyOf,
  distancePercent,
  effectiveExpiry,
  notionalOf,
  pairOf,
  quantityOf,
} from '../../../src/model/terms.ts';
import { T0, termsOf } from '../../support/events.ts';

const DAY = 86_400_000;
const { receiveQuantity: _, ...unsized } = termsOf();
const delivering = (amount: string, over: Partial<OrderTerms> = {}): OrderTerms => ({
  ...unsized,
  deliverQuantity: decimal(amount),
  ...over,
});

describe('what counts as a change', () => {
  it('is nothing where amounts are spelled differently', () => {
    const other = termsOf({ receiveQuantity: decimal('0.5'), priceLimit: decimal('95000') });
    expect(changedFields(termsOf(), other)).toEqual([]);
    expect(canonicalTerms(termsOf())).toEqual(canonicalTerms(other));
  });

  it.each<[string, OrderTerms, readonly unknown[]]>([
    [
      'a price',
      termsOf({ priceLimit: decimal('95500.00') }),
      [{ field: 'priceLimit', from: '95000.00', to: '95500.00' }],
    ],
    ['a side', termsOf({ side: 'sell' }), [{ field: 'side', from: 'buy', to: 'sell' }]],
    ['a ticker', termsOf({ ticker: 'ETH-USD' }), [{ field: 'ticker', from: 'BTC-USD', to: 'ETH-USD' }]],
    [
      'an expiry that is set',
      termsOf({ strategy: 'GTD', expirationTime: T0 }),
      [
        { field: 'strategy', from: 'GTC', to: 'GTD' },
        { field: 'expirationTime', from: undefined, to: String(T0) },
      ],
    ],
    [
      'the quantity that is meant',
      delivering('0.50'),
      [
        { field: 'receiveQuantity', from: '0.50', to: undefined },
        { field: 'deliverQuantity', from: undefined, to: '0.50' },
      ],
    ],
    [
      'a reference',
      termsOf({ usernameRef: '0118' }),
      [{ field: 'usernameRef', from: undefined, to: '0118' }],
    ],
  ])('is %s', (_name, to, changes) => {
    expect(changedFields(termsOf(), to)).toEqual(changes);
  });

  it('takes a reference by its letters: it is no amount', () => {
    const changes = changedFields(termsOf({ usernameRef: '1.0' }), termsOf({ usernameRef: '1.00' }));
    expect(changes).toEqual([{ field: 'usernameRef', from: '1.0', to: '1.00' }]);
  });

  it('is there exactly where the canonical terms differ', () => {
    const price = fc.constantFrom('1', '1.0', '1.00', '2', '2.50', '2.5').map((text) => decimal(text));
    const terms = fc.record(
      { receiveQuantity: price, priceLimit: price, usernameRef: fc.constantFrom('a', 'b') },
      { requiredKeys: ['priceLimit'] },
    );
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        const [from, to] = [
          { ...unsized, ...a },
          { ...unsized, ...b },
        ];
        const same = JSON.stringify(canonicalTerms(from)) === JSON.stringify(canonicalTerms(to));
        expect(changedFields(from, to).length === 0).toBe(same);
      }),
    );
  });
});

describe('quantity and currency', () => {
  it('splits a ticker at its first dash', () => {
    expect(pairOf('BTC-USD')).toEqual({ base: 'BTC', quote: 'USD' });
  });

  it.each([
    ['receive', 'buy', 'BTC'],
    ['deliver', 'buy', 'USD'],
    ['receive', 'sell', 'USD'],
    ['deliver', 'sell', 'BTC'],
  ] as const)('on %s, a %s counts %s', (leg, side, currency) => {
    expect(currencyOf(leg, side, 'BTC-USD')).toBe(currency);
  });

  it('is the one that the terms name', () => {
    expect(quantityOf(termsOf())).toEqual({ leg: 'receive', amount: '0.50', currency: 'BTC' });
    expect(quantityOf(delivering('47500'))).toEqual({ leg: 'deliver', amount: '47500', currency: 'USD' });
    expect(() => quantityOf(unsized)).toThrow('without a quantity');
  });
});

describe('the notional', () => {
  it.each([
    ['a buy by base', termsOf(), '47500'],
    ['a buy by quote', delivering('47500.00'), '47500.00'],
    ['a sell by base', delivering('0.50', { side: 'sell' }), '47500'],
    ['a sell by quote', termsOf({ side: 'sell', receiveQuantity: decimal('1234.5') }), '1234.5'],
  ])('of %s is in quote currency', (_name, terms, amount) => {
    expect(notionalOf(terms)).toEqual({ amount, currency: 'USD' });
  });

  it('is exact', () => {
    const terms = termsOf({ receiveQuantity: decimal('0.1'), priceLimit: decimal('0.2') });
    expect(notionalOf(terms).amount).toBe('0.02');
    const long = termsOf({
      receiveQuantity: decimal('0.123456789012345678'),
      priceLimit: decimal('98765.4321'),
    });
    expect(notionalOf(long).amount).toBe('12193.2631124828531222374638');
  });
});

describe('the distance from a reference price', () => {
  it.each([
    ['94000', '100966.7', '6.9'],
    ['95000', '95000.00', '0.0'],
    ['110', '100', '10.0'],
    ['90', '100', '10.0'],
    ['100.05', '100', '0.1'],
    ['100.0499999999', '100', '0.0'],
    ['0.00000001', '100000', '100.0'],
  ])('from %s to %s is %s %', (limit, reference, percent) => {
    expect(distancePercent(decimal(limit), decimal(reference))).toBe(percent);
  });
});

describe('when an order leaves the book by itself', () => {
  it.each<[string, OrderTerms, number]>([
    ['LIMIT: a day after it was sent', termsOf({ strategy: 'LIMIT' }), T0 + DAY],
    ['GTC: ninety days after it was sent', termsOf(), T0 + 90 * DAY],
    ['GTD: at its date', termsOf({ strategy: 'GTD', expirationTime: T0 + 5 }), T0 + 5],
    ['GTD without a date: it would not rest', termsOf({ strategy: 'GTD' }), T0],
  ])('%s', (_name, terms, at) => {
    expect(effectiveExpiry(terms, T0)).toBe(at);
    expect(effectiveExpiry(terms, T0)).toBeLessThanOrEqual(T0 + MAX_RESTING);
  });
});
