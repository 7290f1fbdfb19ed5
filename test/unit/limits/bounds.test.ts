import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { InstrumentBounds } from '../../../src/model/limits.ts';
import type { Product } from '../../../src/model/product.ts';
import type { StrategyTerms } from '../../../src/model/terms.ts';
import { SMO, byAccount, dollars, productOf, snapshotOf, strategiesOf } from '../../support/cases.ts';
import { instantOf, termsOf } from '../../support/events.ts';
import { type Setting, checksOf, of, strategyOf, submitOf, verdict } from '../../support/limits.ts';

const bounds = (texts: Readonly<Record<string, string>>): InstrumentBounds =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, decimal(text)]));
const desk = (texts: Readonly<Record<string, string>>, of_ = 'BTC-USD'): Setting => ({
  own: { instruments: { [of_]: bounds(texts) } },
});
const shown = (over: Partial<Product>): NonNullable<Setting['world']> => ({
  snapshots: byAccount([
    snapshotOf([]),
    strategiesOf([], { products: new Map([['btcusdt_f', productOf(over)]]) }),
  ]),
});
const said = (setting: Setting, change = submitOf()): string => verdict(checksOf(setting, change), 'TF-L11');
const smo = (over: Partial<StrategyTerms>): ReturnType<typeof strategyOf> => strategyOf({ ...SMO, ...over });

describe('TF-L11, bounds that the venue publishes', () => {
  it.each<[string, Partial<StrategyTerms>, Partial<Product>, string]>([
    ['all of them kept', {}, {}, 'passed'],
    ['the smallest size', { size: decimal('0.001') }, {}, 'passed'],
    [
      'a smaller one',
      { size: decimal('0.0009') },
      {},
      'refused: size 0.0009 is below the smallest of btcusdt_f: 0.001 BTC would do',
    ],
    ['the largest size', { size: decimal('1190') }, {}, 'passed'],
    [
      'a larger one',
      { size: decimal('1190.001') },
      {},
      'refused: size 1190.001 is above the largest of btcusdt_f: 1190 BTC would do',
    ],
    [
      'a size between two steps',
      { size: decimal('0.1005') },
      {},
      'refused: size 0.1005 is between two steps of 0.001: 0.1 or 0.101 would do',
    ],
    ['the lowest price', { priceLimit: decimal('0.1') }, {}, 'passed'],
    [
      'a lower one',
      { priceLimit: decimal('0.09') },
      {},
      'refused: priceLimit 0.09 is below the lowest of btcusdt_f: 0.1 USDT would do',
    ],
    [
      'a price between two steps',
      { priceLimit: decimal('95000.05') },
      {},
      'refused: priceLimit 95000.05 is between two steps of 0.1: 95000 or 95000.1 would do',
    ],
    [
      'a field of its own that counts in sizes',
      { parameters: { orderMaxSize: decimal('0.0305') } },
      {},
      'refused: orderMaxSize 0.0305 is between two steps of 0.001: 0.03 or 0.031 would do',
    ],
    ['the smallest worth', {}, { minNotional: decimal('9500') }, 'passed'],
    [
      'a smaller worth',
      {},
      { minNotional: decimal('9500.01') },
      'refused: it is worth 9500 USDT, below the smallest of btcusdt_f: 9500.01 USDT would do',
    ],
  ])('%s', (_what, over, product, expected) =>
    expect(said({ world: shown(product) }, smo(over))).toBe(expected),
  );
  it('of a strategy without a price, its worth is what the market asks', () => {
    const { priceLimit: _, ...terms } = SMO;
    const world = { world: shown({ minNotional: decimal('9401.01') }) };
    expect(said(world, strategyOf(terms))).toContain('it is worth 9401 USDT');
    // Without a price nobody can tell, and the venue looks for itself.
    expect(said({ ...world, price: undefined }, strategyOf(terms))).toBe('passed');
  });
  it('each field is told once, with its place', () => {
    const checks = checksOf(
      { world: shown({ minNotional: decimal('1') }) },
      smo({ size: decimal('0.00001'), priceLimit: decimal('0.01') }),
    );
    expect(of(checks, 'TF-L11').map(({ field, value, limit }) => [field, value, limit])).toEqual([
      ['size', '0.00001', 'bounds of btcusdt_f'],
      ['priceLimit', '0.01', 'bounds of btcusdt_f'],
    ]);
  });
  it('what is left of a partly filled order keeps them, too', () => {
    const change = strategyOf({ ...SMO, size: decimal('0.0005') }, { target: SMO });
    expect(said({}, change)).toBe(
      'refused: the unfilled rest of 0.0005 is below the smallest of btcusdt_f: 0.001 BTC would do',
    );
  });
});

describe('TF-L11, bounds that the desk gives', () => {
  it.each<[string, Readonly<Record<string, string>>, ReturnType<typeof submitOf>, string]>([
    [
      'kept',
      { minSize: '0.5', maxSize: '0.5', sizeIncrement: '0.1', priceIncrement: '0.01' },
      submitOf(),
      'passed',
    ],
    [
      'a small order',
      { minSize: '0.51' },
      submitOf(),
      'refused: receiveQuantity 0.50 is below the smallest of BTC-USD: 0.51 BTC would do',
    ],
    [
      'a price between steps',
      { priceIncrement: '0.03' },
      submitOf(),
      'refused: priceLimit 95000.00 is between two steps of 0.03: 94999.98 or 95000.01 would do',
    ],
    [
      'a low price of FOK',
      { minPrice: '95001' },
      submitOf(instantOf('FOK')),
      'refused: tradePrice 95000.00 is below the lowest of BTC-USD: 95001 USD would do',
    ],
    [
      'the guard of a MARKET',
      { priceIncrement: '3' },
      submitOf(instantOf('MARKET')),
      'refused: priceGuard 95000.00 is between two steps of 3: 94998 or 95001 would do',
    ],
    [
      'dollars that are worth too little',
      { minNotional: '47500.01' },
      submitOf(dollars()),
      'refused: it is worth 47500 USD, below the smallest of BTC-USD: 47500.01 USD would do',
    ],
    ['dollars that buy just enough', { minSize: '0.5', maxSize: '0.5' }, submitOf(dollars()), 'passed'],
    [
      'dollars that buy too little',
      { minSize: '0.500001' },
      submitOf(dollars()),
      'refused: deliverQuantity 47500.00 at 95000.00 is below the smallest of BTC-USD, 0.500001 BTC',
    ],
    [
      'dollars that buy too much',
      { maxSize: '0.499999' },
      submitOf(dollars()),
      'refused: deliverQuantity 47500.00 at 95000.00 is above the largest of BTC-USD, 0.499999 BTC',
    ],
    ['dollars are not counted in steps of the base', { sizeIncrement: '0.3' }, submitOf(dollars()), 'passed'],
  ])('%s', (_what, texts, change, expected) => expect(said(desk(texts), change)).toBe(expected));
  it('a MARKET for dollars is measured by the market, where that is known', () => {
    const { receiveQuantity: _, ...market } = { ...instantOf('MARKET'), deliverQuantity: decimal('47005') };
    expect(said(desk({ minSize: '0.6' }), submitOf(market))).toContain('deliverQuantity 47005 at 94010');
    expect(said({ ...desk({ minSize: '0.6' }), price: undefined }, submitOf(market))).toBe('passed');
  });
  it('narrow those of the venue, and never widen them', () => {
    const narrow = { ...desk({ minSize: '0.2' }, 'btcusdt_f'), world: shown({}) };
    expect(said(narrow, strategyOf())).toContain('0.2 BTC would do');
    const wide = {
      ...desk({ minSize: '0.0000001', sizeIncrement: '0.0000001' }, 'btcusdt_f'),
      world: shown({}),
    };
    expect(said(wide, smo({ size: decimal('0.0005') }))).toContain('0.001 BTC would do');
  });
  it('hold where the venue tells nothing of the product', () => {
    const unknown = smo({ productCode: 'ethusdt_f' });
    expect(said(desk({ minSize: '1' }, 'ethusdt_f'), unknown)).toContain('below the smallest of ethusdt_f');
    const { pair: _, ...terms } = { ...SMO, productCode: 'ethusdt_f' };
    expect(said(desk({ minSize: '1' }, 'ethusdt_f'), strategyOf(terms))).toContain('below the smallest');
  });
  it('never bend for an exception', () => {
    const entry = { overrides: [{ limit: 'TF-L11', reason: 'please' }] };
    expect(said({ ...desk({ minSize: '1' }), entry })).toContain('refused');
  });
});

describe('TF-L11, bounds that nobody tells', () => {
  it('are said to be unknown', () => {
    expect(of(checksOf({}), 'TF-L11')).toEqual([
      {
        ...{ code: 'TF-L11', status: 'passed', limit: 'not known', value: 'BTC-USD' },
        message:
          'the bounds of BTC-USD are not known: the venue may refuse what it finds too small, or between two steps',
      },
    ]);
    const zero = { minSize: decimal('0'), sizeIncrement: decimal('0') };
    const { maxSize: _a, minPrice: _b, priceIncrement: _c, ...bare } = productOf(zero);
    const snapshots = byAccount([strategiesOf([], { products: new Map([['btcusdt_f', bare]]) })]);
    expect(of(checksOf({ world: { snapshots } }, strategyOf()), 'TF-L11')[0]?.limit).toBe('not known');
  });
  it('are no news where nothing is configured', () => expect(said({ own: undefined })).toBe('-'));
  it('are those of its own instrument', () =>
    expect(said(desk({ minSize: '100' }, 'ETH-USD'))).toBe('passed'));
});

it('an order without a price has no price to look at', () => {
  const { priceGuard: _, ...market } = instantOf('MARKET');
  expect(said(desk({ minPrice: '1000000' }), submitOf(market))).toBe('passed');
  expect(said(desk({ minPrice: '1000000' }), submitOf(termsOf()))).toContain('refused');
});
