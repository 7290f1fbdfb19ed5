import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import {
  MAX_RESTING,
  ORDER_STRATEGIES,
  type OrderTerms,
  RESTING_STRATEGIES,
  type StrategyTerms,
  type Terms,
  canonicalTerms,
  changedFields,
  currencyOf,
  distancePercent,
  effectiveExpiry,
  instrumentOf,
  isImmediate,
  isStrategy,
  notionalOf,
  pairOf,
  pairOfTerms,
  priceOf,
  quantityOf,
  strategyOf,
  textsOf,
  withQuantity,
} from '../../../src/model/terms.ts';
import { T0, instantOf, smoOf, termsOf } from '../../support/events.ts';

const DAY = 86_400_000;
const { receiveQuantity: _, ...unsized } = termsOf();
/** A strategy without the one price that bounds it. */
const { priceLimit: _price, ...unpriced } = smoOf();
const BTC_USDT = { base: 'BTC', quote: 'USDT' };
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

  it.each<[string, StrategyTerms, readonly unknown[]]>([
    ['a size', smoOf({ size: decimal('0.2') }), [{ field: 'size', from: '0.1', to: '0.2' }]],
    ['a price that is gone', unpriced, [{ field: 'priceLimit', from: '95000', to: undefined }]],
    [
      'a product',
      smoOf({ productCode: 'btcusdt' }),
      [{ field: 'productCode', from: 'btcusdt_f', to: 'btcusdt' }],
    ],
    [
      'a switch',
      smoOf({ parameters: { ...smoOf().parameters, alwaysPassive: false } }),
      [{ field: 'alwaysPassive', from: 'true', to: 'false' }],
    ],
    [
      'a parameter that is new, and one that is gone',
      smoOf({ parameters: { alwaysPassive: true, aggressiveness: decimal('0.5') } }),
      [
        { field: 'orderMaxSize', from: '0.03', to: undefined },
        { field: 'aggressiveness', from: undefined, to: '0.5' },
      ],
    ],
    [
      'words, by their letters',
      smoOf({ parameters: { ...smoOf().parameters, orderMaxSize: { text: '0.030' } } }),
      [{ field: 'orderMaxSize', from: '0.03', to: '0.030' }],
    ],
  ])('of a strategy is %s', (_name, to, changes) => {
    expect(changedFields(smoOf(), to)).toEqual(changes);
  });

  it.each<[string, StrategyTerms]>([
    ['a size', smoOf({ size: decimal('0.10') })],
    ['a parameter', smoOf({ parameters: { ...smoOf().parameters, orderMaxSize: decimal('0.030') } })],
    [
      'the order of parameters',
      smoOf({ parameters: { orderMaxSize: decimal('0.03'), alwaysPassive: true } }),
    ],
    ['the currencies that the venue tells', smoOf({ pair: BTC_USDT })],
  ])('of a strategy is not %s, spelled otherwise', (_name, to) => {
    expect(changedFields(smoOf(), to)).toEqual([]);
    expect(canonicalTerms(to)).toEqual(canonicalTerms(smoOf()));
  });

  it('is every field between an order and a strategy', () => {
    expect(changedFields(termsOf(), smoOf({ side: 'sell' })).map(({ field }) => field)).toEqual([
      ...['strategy', 'ticker', 'side', 'receiveQuantity'],
      ...['strategyType', 'productCode', 'size', 'alwaysPassive', 'orderMaxSize'],
    ]);
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

describe('the fields of terms', () => {
  it.each<[string, Terms, readonly string[]]>([
    ['LIMIT', termsOf({ strategy: 'LIMIT' }), ['priceLimit 95000.00']],
    ['GTC', termsOf(), ['priceLimit 95000.00']],
    [
      'GTD',
      termsOf({ strategy: 'GTD', expirationTime: T0 }),
      ['priceLimit 95000.00', `expirationTime ${T0}`],
    ],
    ['RFQ', instantOf('RFQ'), ['priceLimit 95000.00']],
    ['MARKET', instantOf('MARKET'), ['priceGuard 95000.00']],
    ['FOK', instantOf('FOK'), ['tradePrice 95000.00']],
  ])('of %s are those that are set, in one order', (strategy, terms, rest) => {
    expect(textsOf(terms).map(({ field, text }) => `${field} ${text}`)).toEqual([
      `strategy ${strategy}`,
      'ticker BTC-USD',
      'side buy',
      'receiveQuantity 0.50',
      ...rest,
    ]);
  });

  it('of a strategy are what every strategy has, then its own by name; the currencies are none', () => {
    const terms = smoOf({
      parameters: { useSpikeProtection: false, aggressiveness: decimal('0.50'), note: { text: '0118' } },
      pair: BTC_USDT,
    });
    expect(textsOf(terms)).toEqual([
      { field: 'strategyType', text: 'SMO', exact: false },
      { field: 'productCode', text: 'btcusdt_f', exact: false },
      { field: 'side', text: 'buy', exact: false },
      { field: 'size', text: '0.1', exact: true },
      { field: 'priceLimit', text: '95000', exact: true },
      { field: 'aggressiveness', text: '0.50', exact: true },
      { field: 'note', text: '0118', exact: false },
      { field: 'useSpikeProtection', text: 'false', exact: false },
    ]);
    expect(canonicalTerms(terms)).toMatchObject({ aggressiveness: '0.5', note: '0118' });
  });
});

describe('what terms are', () => {
  it.each<[Terms, string, string, boolean]>([
    ...ORDER_STRATEGIES.map(
      (strategy) =>
        [
          termsOf({ strategy }),
          strategy,
          'BTC-USD',
          !(RESTING_STRATEGIES as readonly string[]).includes(strategy),
        ] as [Terms, string, string, boolean],
    ),
    [smoOf(), 'SMO', 'btcusdt_f', false],
  ])('%o: %s of %s, over at once: %s', (terms, strategy, instrument, immediate) => {
    expect(strategyOf(terms)).toBe(strategy);
    expect(instrumentOf(terms)).toBe(instrument);
    expect(isImmediate(terms)).toBe(immediate);
    expect(isStrategy(terms)).toBe(strategy === 'SMO');
  });

  it.each<[string, Terms, string | undefined]>([
    ['LIMIT', termsOf({ strategy: 'LIMIT' }), '95000.00'],
    ['RFQ: its limit', instantOf('RFQ'), '95000.00'],
    ['FOK: its price', instantOf('FOK'), '95000.00'],
    ['MARKET: its guard', instantOf('MARKET'), '95000.00'],
    ['SMO', smoOf(), '95000'],
    ['SMO without a limit: none', unpriced, undefined],
  ])('the worst price of %s', (_name, terms, price) => {
    expect(priceOf(terms)).toBe(price);
  });
});

describe('quantity and currency', () => {
  it('of a strategy are its size, in the base currency of its product, or in the product itself', () => {
    expect(quantityOf(smoOf())).toEqual({ leg: 'receive', amount: '0.1', currency: 'btcusdt_f' });
    expect(quantityOf(smoOf({ pair: BTC_USDT }))).toMatchObject({ leg: 'receive', currency: 'BTC' });
    expect(quantityOf(smoOf({ side: 'sell', pair: BTC_USDT }))).toEqual({
      ...{ leg: 'deliver', amount: '0.1', currency: 'BTC' },
    });
    expect([pairOfTerms(smoOf()), pairOfTerms(smoOf({ pair: BTC_USDT }))]).toEqual([undefined, BTC_USDT]);
    expect(pairOfTerms(termsOf())).toEqual({ base: 'BTC', quote: 'USD' });
  });

  it.each<[string, Terms, object]>([
    ['what is received', termsOf(), { receiveQuantity: '0.3' }],
    ['what is delivered', delivering('47500'), { deliverQuantity: '0.3' }],
    ['a strategy’s size', smoOf({ pair: BTC_USDT }), { size: '0.3' }],
  ])('can be less of %s, and all else the same', (_name, terms, quantity) => {
    expect(withQuantity(terms, decimal('0.3'))).toEqual({ ...terms, ...quantity });
  });

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

  it.each<
    [string, Terms, string | undefined, { readonly amount: string; readonly currency: string } | undefined]
  >([
    ['an RFQ, at its limit', instantOf('RFQ'), '94000', { amount: '47500', currency: 'USD' }],
    ['a FOK, at its price', instantOf('FOK'), undefined, { amount: '47500', currency: 'USD' }],
    ['a MARKET, at its guard', instantOf('MARKET'), '94000', { amount: '47500', currency: 'USD' }],
    ['a strategy, at its limit', smoOf({ pair: BTC_USDT }), '94000', { amount: '9500', currency: 'USDT' }],
    [
      'one without a limit, at a reference',
      { ...unpriced, pair: BTC_USDT },
      '94000.5',
      { amount: '9400.05', currency: 'USDT' },
    ],
    [
      'one without a limit nor a reference: nobody knows',
      { ...unpriced, pair: BTC_USDT },
      undefined,
      undefined,
    ],
    ['one whose currencies are not known: nobody knows', smoOf(), '94000', undefined],
  ])('of %s', (_name, terms, reference, worth) => {
    expect(notionalOf(terms, reference === undefined ? undefined : decimal(reference))).toEqual(worth);
  });

  it('is exact', () => {
    const terms = termsOf({ receiveQuantity: decimal('0.1'), priceLimit: decimal('0.2') });
    expect(notionalOf(terms)?.amount).toBe('0.02');
    const long = termsOf({
      receiveQuantity: decimal('0.123456789012345678'),
      priceLimit: decimal('98765.4321'),
    });
    expect(notionalOf(long)?.amount).toBe('12193.2631124828531222374638');
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
    ['RFQ: at once', instantOf('RFQ'), T0],
    ['MARKET: at once', instantOf('MARKET'), T0],
    ['FOK: at once', instantOf('FOK'), T0],
  ])('%s', (_name, terms, at) => {
    expect(effectiveExpiry(terms, T0)).toBe(at);
    expect(effectiveExpiry(terms, T0)).toBeLessThanOrEqual(T0 + MAX_RESTING);
  });

  it('is never, for a strategy', () => {
    expect(effectiveExpiry(smoOf(), T0)).toBeUndefined();
  });
});
