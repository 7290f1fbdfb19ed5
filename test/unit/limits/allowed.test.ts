import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../../src/model/limits.ts';
import { SMO } from '../../support/cases.ts';
import { smoOf, termsOf } from '../../support/events.ts';
import { type Setting, amounts, checksOf, of, strategyOf, submitOf, verdict } from '../../support/limits.ts';

const ALL: Setting['own'] = {
  allow: { instruments: ['BTC-USD', 'btcusdt_f'], strategies: ['GTC', 'SMO'] },
  maxQuantity: amounts({ BTC: '5' }),
  maxNotional: amounts({ USD: '250000', USDT: '250000' }),
};
const codes = (setting: Setting, change = submitOf()): readonly string[] =>
  checksOf(setting, change).flatMap(({ code, status }) => (status === 'refused' ? [code] : []));

describe('TF-L00, an environment without limits', () => {
  it('sends nothing outside paper, and says only that', () => {
    const checks = checksOf({ denies: true, world: { limits: NO_LIMITS } });
    expect(checks).toEqual([
      expect.objectContaining({
        code: 'TF-L00',
        status: 'refused',
        message: expect.stringContaining('add limits: to tradeform.yaml'),
      }),
    ]);
  });
  it('checks nothing in paper', () => expect(checksOf({ world: { limits: NO_LIMITS } })).toEqual([]));
});

describe('TF-L01, an account without limits', () => {
  it('sends nothing outside paper, and says only that', () => {
    const checks = checksOf({ denies: true, own: undefined });
    expect(checks.map(({ code }) => code)).toEqual(['TF-L01']);
    expect(checks[0]).toMatchObject({ status: 'refused', field: 'account', value: 'treasury' });
  });
  it('is not checked in paper', () => expect(codes({ own: undefined })).toEqual([]));
  it('with limits passes', () =>
    expect(verdict(checksOf({ denies: true, own: ALL }), 'TF-L01')).toBe('passed'));
});

describe('TF-L02, instruments and currencies', () => {
  it.each<[string, Setting['own'], string]>([
    ['on the list', ALL, 'passed'],
    [
      'not on the list',
      { ...ALL, allow: { instruments: ['ETH-USD'], strategies: ['GTC'] } },
      'refused: BTC-USD is not among allow.instruments of treasury (ETH-USD)',
    ],
    [
      'an empty list',
      { ...ALL, allow: { instruments: [], strategies: ['GTC'] } },
      'refused: BTC-USD is not among allow.instruments of treasury (none)',
    ],
    [
      'no list',
      { ...ALL, allow: { strategies: ['GTC'] } },
      'refused: account treasury has no allow.instruments: list BTC-USD there to allow it',
    ],
    [
      'a base currency without maxQuantity',
      { ...ALL, maxQuantity: amounts({ USD: '5' }) },
      'passed; refused: account treasury has no maxQuantity for BTC: a currency without one takes no order',
    ],
    [
      'a quote currency without maxNotional',
      { ...ALL, maxNotional: amounts({ BTC: '5' }) },
      'passed; refused: account treasury has no maxNotional for USD: a currency without one takes no order',
    ],
  ])('outside paper: %s', (_what, own, expected) =>
    expect(verdict(checksOf({ denies: true, own }), 'TF-L02')).toBe(expected),
  );
  it('of a long list names the first', () => {
    const instruments = Array.from({ length: 12 }, (_, i) => `X${i}-USD`);
    const [check] = of(checksOf({ own: { allow: { instruments } } }), 'TF-L02');
    expect(check?.limit).toBe(`${instruments.slice(0, 10).join(', ')} and 2 more`);
    const ten = of(checksOf({ own: { allow: { instruments: instruments.slice(0, 10) } } }), 'TF-L02')[0];
    expect(ten?.limit).toBe(instruments.slice(0, 10).join(', '));
  });
  it('in paper only a list that there is is kept to', () => {
    expect(verdict(checksOf({ own: { allow: {} } }), 'TF-L02')).toBe('-');
    expect(codes({ own: { allow: { instruments: ['ETH-USD'] } } })).toEqual(['TF-L02']);
    expect(verdict(checksOf({ own: { allow: { instruments: ['BTC-USD'] } } }), 'TF-L02')).toBe('passed');
  });
  it('a strategy is counted in the currencies of its product', () => {
    const own = { ...ALL, maxNotional: amounts({ USD: '250000' }), allowNoExpiry: true };
    expect(of(checksOf({ denies: true, own }, strategyOf(SMO)), 'TF-L02').at(-1)).toMatchObject({
      value: 'USDT',
      field: 'productCode',
    });
    // Its venue tells the product, where the terms do not.
    expect(of(checksOf({ denies: true, own }, strategyOf(smoOf())), 'TF-L02').at(-1)?.value).toBe('USDT');
  });
  it('a product that nobody tells has no limits', () => {
    const unknown = strategyOf(smoOf({ productCode: 'ethusdt_f' }));
    const own = { ...ALL, allow: { instruments: ['ethusdt_f'], strategies: ['SMO'] } };
    expect(verdict(checksOf({ denies: true, own }, unknown), 'TF-L02')).toContain(
      'nobody tells in which currencies ethusdt_f is counted',
    );
    expect(codes({ own }, unknown)).toEqual([]);
  });
  it('a currency with the name of something else is none', () => {
    const odd = strategyOf(smoOf({ pair: { base: 'BTC', quote: 'constructor' } }));
    expect(verdict(checksOf({ denies: true, own: ALL }, odd), 'TF-L02')).toContain(
      'no maxNotional for constructor',
    );
  });
});

describe('TF-L03, strategies', () => {
  it.each<[string, boolean, Setting['own'], string]>([
    ['on the list', true, ALL, 'passed'],
    [
      'not on the list',
      true,
      { ...ALL, allow: { instruments: ['BTC-USD'], strategies: ['RFQ', 'LIMIT'] } },
      'refused: GTC is not among allow.strategies of treasury (RFQ, LIMIT)',
    ],
    [
      'no list, outside paper',
      true,
      { ...ALL, allow: { instruments: ['BTC-USD'] } },
      'refused: account treasury has no allow.strategies: list GTC there to allow it',
    ],
    ['no list, in paper', false, { allow: { instruments: ['BTC-USD'] } }, '-'],
    [
      'not on the list, in paper',
      false,
      { allow: { strategies: ['RFQ'] } },
      'refused: GTC is not among allow.strategies of treasury (RFQ)',
    ],
  ])('%s', (_what, denies, own, expected) =>
    expect(verdict(checksOf({ denies, own }), 'TF-L03')).toBe(expected),
  );
  it('names the field of the file', () => {
    const own = { allow: { strategies: [] } };
    expect(of(checksOf({ own }), 'TF-L03')[0]?.field).toBe('strategy');
    expect(of(checksOf({ own }, strategyOf()), 'TF-L03')[0]?.field).toBe('type');
  });
});

it('everything in order, outside paper, passes', () => {
  expect(codes({ denies: true, own: ALL }, submitOf(termsOf()))).toEqual([]);
});
