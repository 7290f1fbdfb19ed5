import { describe, expect, it } from 'vitest';
import { type Worth, Worths } from '../../../src/limits/worth.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { type VenueOrderId, orderKey, strategyKey } from '../../../src/model/ids.ts';
import type { Terms } from '../../../src/model/terms.ts';
import {
  BYBIT,
  DAY,
  NOW,
  type Past,
  RESERVE,
  SMO,
  attemptOf,
  byAccount,
  dollars,
  fillOf,
  snapshotOf,
  strategiesOf,
  strategyAttemptOf,
} from '../../support/cases.ts';
import { instantOf, quoteOf, smoOf, termsOf } from '../../support/events.ts';
import {
  type Setting,
  amounts,
  checksOf,
  of,
  sent,
  strategyOf,
  submitOf,
  verdict,
} from '../../support/limits.ts';

const HOUR = 3_600_000;
const A = attemptOf('a');
const doubt = (name: string, terms: Terms, ago = 60_000): readonly Past[] => [
  [ago, attemptOf(name).intent({ target: terms, wire: terms })],
];
const orders = (max: number): Setting['own'] => ({ maxOpenOrders: max });
const open = (max: string, currency = 'USD'): Setting['own'] => ({
  maxOpenNotional: amounts({ [currency]: max }),
});
const day = (max: string, currency = 'USD'): Setting['own'] => ({
  maxDailyNotional: amounts({ [currency]: max }),
});
const ended = (name: string, terms: Terms, ago = 60_000): readonly Past[] => [
  ...sent(name, terms, ago),
  [ago, attemptOf(name).final('filled', fillOf('0.5', '47500'))],
];
const ORDER = termsOf();
const { priceLimit: _none, ...UNPRICED } = SMO;
const strategy = (name: string, terms: Terms = SMO, ago = 60_000): readonly Past[] => {
  const told = strategyAttemptOf(name);
  return [
    [ago, told.intent({ target: terms, wire: terms })],
    [ago, told.accepted(`s-${name}`)],
  ];
};

describe('TF-L06, orders that are open at once', () => {
  it.each<[string, readonly Past[], number, string]>([
    ['none yet', [], 1, 'passed'],
    ['none allowed', [], 0, 'refused: it would be open order 1, and maxOpenOrders is 0'],
    ['one rests', sent('a', ORDER), 2, 'passed'],
    [
      'one rests, and no more are allowed',
      sent('a', ORDER),
      1,
      'refused: it would be open order 2, and maxOpenOrders is 1',
    ],
    [
      'one in doubt counts',
      doubt('a', ORDER),
      1,
      'refused: it would be open order 2, and maxOpenOrders is 1',
    ],
    ['one that has ended does not', ended('a', ORDER), 1, 'passed'],
    [
      'one that was refused does not',
      [...doubt('a', ORDER), [0, A.about('rejected', { code: 'x', message: 'no', ack: {} })]],
      1,
      'passed',
    ],
    [
      'one that came back does',
      [...ended('a', ORDER), [0, A.about('came-back', { orderId: 'o-a' as VenueOrderId, status: 'open' })]],
      1,
      'refused: it would be open order 2, and maxOpenOrders is 1',
    ],
    ['one that trades at once does not', sent('a', instantOf('RFQ')), 1, 'passed'],
    [
      'but in doubt it does',
      doubt('a', instantOf('RFQ')),
      1,
      'refused: it would be open order 2, and maxOpenOrders is 1',
    ],
    ['another account does not', sent('a', ORDER, 60_000, RESERVE), 1, 'passed'],
  ])('%s', (_what, past, max, expected) =>
    expect(verdict(checksOf({ own: orders(max), past }), 'TF-L06')).toBe(expected),
  );
  it('the one that makes room does not count', () => {
    const change = submitOf(ORDER, { key: orderKey('a'), replaces: A.tag });
    expect(verdict(checksOf({ own: orders(1), past: sent('a', ORDER) }, change), 'TF-L06')).toBe('passed');
    // An unknown tag makes no room.
    const other = submitOf(ORDER, { replaces: attemptOf('b').tag });
    expect(verdict(checksOf({ own: orders(1), past: sent('a', ORDER) }, other), 'TF-L06')).toContain(
      'refused',
    );
  });
  it('what never rests is open nowhere', () => {
    expect(verdict(checksOf({ own: orders(0) }, submitOf(instantOf('FOK'))), 'TF-L06')).toBe('-');
    expect(verdict(checksOf({ own: open('0') }, submitOf(instantOf('FOK'))), 'TF-L07')).toBe('-');
  });
  it('a paused strategy that is started was counted before', () => {
    const start = strategyOf(SMO, {
      kind: 'start',
      key: strategyKey('a'),
      replaces: strategyAttemptOf('a').tag,
    });
    const setting = { own: orders(1), past: strategy('a') };
    expect(verdict(checksOf(setting, start), 'TF-L06')).toBe('passed');
    expect(verdict(checksOf({ ...setting, own: open('9500', 'USDT') }, start), 'TF-L07')).toBe('passed');
  });
});

describe('TF-L07, the worth of all that is open', () => {
  it.each<[string, readonly Past[], string, 'passed' | 'refused']>([
    ['just it', [], '47500', 'passed'],
    ['a cent more than allowed', [], '47499.99', 'refused'],
    ['with one that rests', sent('a', ORDER), '95000', 'passed'],
    ['with one that rests, a cent more', sent('a', ORDER), '94999.99', 'refused'],
    ['with one in dollars', sent('a', dollars()), '95000', 'passed'],
    ['with one in dollars, above', sent('a', dollars()), '94999.99', 'refused'],
    ['with one in doubt', doubt('a', ORDER), '94999.99', 'refused'],
    ['with a MARKET in doubt, at its guard', doubt('a', instantOf('MARKET')), '94999.99', 'refused'],
    ['without a MARKET that was taken', sent('a', instantOf('MARKET')), '47500', 'passed'],
    ['without one that has ended', ended('a', ORDER), '47500', 'passed'],
    ['without one in another currency', sent('a', termsOf({ ticker: 'BTC-CAD' })), '47500', 'passed'],
  ])('%s', (_what, past, max, status) =>
    expect(of(checksOf({ own: open(max), past }), 'TF-L07').map((check) => check.status)).toEqual([status]),
  );
  it('names the sum', () =>
    expect(of(checksOf({ own: open('50000'), past: sent('a', ORDER) }), 'TF-L07')[0]).toMatchObject({
      message: 'with it all that is open would come to 95000 USD, above maxOpenNotional, 50000 USD',
      value: 'USD 95000',
      limit: 'USD 50000',
    }));
  it('a replaced order makes room for its worth', () => {
    const change = submitOf(termsOf({ priceLimit: decimal('96000') }), { replaces: A.tag });
    const setting = { past: sent('a', ORDER) };
    expect(verdict(checksOf({ ...setting, own: open('48000') }, change), 'TF-L07')).toBe('passed');
    expect(verdict(checksOf({ ...setting, own: open('47999') }, change), 'TF-L07')).toContain('48000 USD');
  });
  it('an order without a price is worth what the market asks', () => {
    const past = strategy('a', UNPRICED);
    expect(verdict(checksOf({ own: open('18901', 'USDT'), past }, strategyOf()), 'TF-L07')).toBe('passed');
    expect(verdict(checksOf({ own: open('18900.99', 'USDT'), past }, strategyOf()), 'TF-L07')).toContain(
      '18901 USDT',
    );
    const sells = strategy('a', { ...UNPRICED, side: 'sell' });
    expect(verdict(checksOf({ own: open('18900', 'USDT'), past: sells }, strategyOf()), 'TF-L07')).toBe(
      'passed',
    );
  });
  it('whose price is not known, nothing else is sent', () => {
    const own = { ...open('100000', 'USDT'), ...day('100000', 'USDT') };
    const checks = checksOf({ own, past: strategy('a', UNPRICED), price: undefined }, strategyOf());
    expect(of(checks, 'TF-L07')).toEqual([]);
    expect(of(checks, 'TF-L10').map(({ status, message }) => `${status}: ${message}`)).toEqual([
      "refused: what all that is open comes to can't be told without a price of btcusdt_f, and maxOpenNotional needs it",
      "refused: what all that is sent today comes to can't be told without a price of btcusdt_f, and maxDailyNotional needs it",
    ]);
    // Its own price, where it is the one that makes room, is not asked for.
    const replaces = strategyAttemptOf('a').tag;
    const change = strategyOf(SMO, { replaces });
    expect(
      verdict(
        checksOf({ own: open('9500', 'USDT'), past: strategy('a', UNPRICED), price: undefined }, change),
        'TF-L07',
      ),
    ).toBe('passed');
  });
  it('of a product that nobody tells, nothing is known either', () => {
    const past = strategy('odd', smoOf({ productCode: 'ethusdt_f' }));
    const setting = { own: open('1000000', 'USDT'), past };
    expect(verdict(checksOf(setting, strategyOf()), 'TF-L10')).toBe(
      "refused: what all that is open comes to can't be told without what odd is counted in, and maxOpenNotional needs it",
    );
    // Where the venue tells its product by now, that is enough.
    const products = strategiesOf([]).products?.get('btcusdt_f');
    if (products === undefined) throw new Error('no product');
    const told = new Map([
      ['btcusdt_f', products],
      ['ethusdt_f', { ...products, code: 'ethusdt_f', base: 'ETH' }],
    ]);
    const snapshots = byAccount([snapshotOf([]), strategiesOf([], { products: told })]);
    expect(verdict(checksOf({ ...setting, world: { snapshots } }, strategyOf()), 'TF-L07')).toBe('passed');
    // And once it makes room, nobody asks.
    const change = strategyOf(SMO, { replaces: strategyAttemptOf('odd').tag });
    expect(verdict(checksOf(setting, change), 'TF-L07')).toBe('passed');
  });
});

describe('TF-L08, the worth of all that is sent in a day', () => {
  // 14:00 UTC is 09:00 in Toronto.
  const toronto = (max: string): Setting['own'] => ({ ...day(max), timezone: 'America/Toronto' });
  it.each<[string, readonly Past[], string, 'passed' | 'refused']>([
    ['just it', [], '47500', 'passed'],
    ['a cent more', [], '47499.99', 'refused'],
    ['with one of this morning, whatever became of it', ended('a', ORDER, HOUR), '94999.99', 'refused'],
    ['with one of this morning that fits', ended('a', ORDER, HOUR), '95000', 'passed'],
    ['with one at midnight', sent('a', ORDER, 14 * HOUR), '94999.99', 'refused'],
    ['without one before midnight', sent('a', ORDER, 14 * HOUR + 1), '47500', 'passed'],
    ['with one in doubt', doubt('a', ORDER), '94999.99', 'refused'],
    [
      'without one that was refused',
      [...doubt('a', ORDER), [0, A.about('rejected', { code: 'x', message: 'no', ack: {} })]],
      '47500',
      'passed',
    ],
    [
      'without one that was not sent',
      [...doubt('a', ORDER), [0, A.about('not-sent', { code: 'x', message: 'no' })]],
      '47500',
      'passed',
    ],
    [
      'without one that a person settled',
      [...doubt('a', ORDER), [0, A.about('resolved', { outcome: 'not-executed', reason: 'no' })]],
      '47500',
      'passed',
    ],
    [
      'with one that came back from there',
      [
        ...doubt('a', ORDER),
        [0, A.about('not-sent', { code: 'x', message: 'no' })],
        [0, A.about('came-back', { orderId: 'o-a' as VenueOrderId, status: 'filled' })],
      ],
      '94999.99',
      'refused',
    ],
    ['with an RFQ, which never rests', ended('a', instantOf('RFQ')), '94999.99', 'refused'],
    ['another account does not count', sent('a', ORDER, HOUR, RESERVE), '47500', 'passed'],
  ])('%s', (_what, past, max, status) =>
    expect(of(checksOf({ own: day(max), past }), 'TF-L08').map((check) => check.status)).toEqual([status]),
  );
  it.each<[string, number | undefined, string]>([
    ['yesterday', NOW - DAY, 'passed'],
    ['this morning', NOW - HOUR, 'refused'],
    ['nobody knows when', undefined, 'refused'],
  ])('one that was found at the venue counts on its own day: made %s', (_when, createdAt, status) => {
    const known = { tag: A.tag, tagSent: true, orderId: 'o-a' as VenueOrderId, terms: ORDER, identity: 'x' };
    const data = { ...known, ...(createdAt === undefined ? {} : { createdAt }) };
    for (const type of ['rebuilt', 'imported'] as const)
      expect(
        of(checksOf({ own: day('94999'), past: [[0, A.about(type, data)]] }), 'TF-L08').map(
          (check) => check.status,
        ),
      ).toEqual([status]);
  });
  it('the day is that of the account', () => {
    expect(
      verdict(checksOf({ own: toronto('94999'), past: sent('a', ORDER, 9 * HOUR) }), 'TF-L08'),
    ).toContain('95000 USD');
    expect(verdict(checksOf({ own: toronto('94999'), past: sent('a', ORDER, 9 * HOUR + 1) }), 'TF-L08')).toBe(
      'passed',
    );
  });
  it('an RFQ that traded for more than its limit counts with that', () => {
    const rfq = instantOf('RFQ', { side: 'sell' });
    const { receiveQuantity: _, ...terms } = { ...rfq, deliverQuantity: decimal('0.5') };
    const past: readonly Past[] = [
      [HOUR, A.intent({ target: terms, wire: terms, quote: quoteOf({ receiveQuantity: decimal('60000') }) })],
      [HOUR, A.accepted('o-a')],
    ];
    expect(verdict(checksOf({ own: day('107499'), past }), 'TF-L08')).toContain('107500 USD');
    const filled: readonly Past[] = [...past, [HOUR, A.final('filled', fillOf('70000', '0.5'))]];
    expect(verdict(checksOf({ own: day('107499'), past: filled }), 'TF-L08')).toContain('117500 USD');
  });
  it('an order that makes room was sent all the same', () => {
    const change = submitOf(ORDER, { replaces: A.tag });
    expect(verdict(checksOf({ own: day('94999'), past: sent('a', ORDER) }, change), 'TF-L08')).toContain(
      '95000 USD',
    );
  });
  it('a strategy counts on the day on which it is started, once', () => {
    const tag = strategyAttemptOf('a').tag;
    const start = strategyOf(SMO, { kind: 'start', key: strategyKey('a'), replaces: tag });
    const own = day('9500', 'USDT');
    for (const ago of [HOUR, 3 * DAY])
      expect(verdict(checksOf({ own, past: strategy('a', SMO, ago) }, start), 'TF-L08')).toBe('passed');
    const told = strategyAttemptOf('old');
    const started: readonly Past[] = [
      ...strategy('old', SMO, 3 * DAY),
      [HOUR, told.about('run-intent', { orderId: 's-old' as VenueOrderId, run: 'started' })],
    ];
    expect(verdict(checksOf({ own, past: started }, strategyOf()), 'TF-L08')).toContain('19000 USDT');
    const paused: readonly Past[] = [
      ...strategy('old', SMO, 3 * DAY),
      [HOUR, told.about('run-intent', { orderId: 's-old' as VenueOrderId, run: 'paused' })],
    ];
    expect(verdict(checksOf({ own, past: paused }, strategyOf()), 'TF-L08')).toBe('passed');
  });
  it('applies to what never rests', () =>
    expect(verdict(checksOf({ own: day('47499') }, submitOf(instantOf('FOK'))), 'TF-L08')).toContain(
      '47500 USD',
    ));
  it('says nothing of another currency', () => {
    expect(verdict(checksOf({ own: day('1', 'CAD') }), 'TF-L08')).toBe('-');
    expect(verdict(checksOf({ own: open('1', 'CAD') }), 'TF-L07')).toBe('-');
  });
});

it('an account that could not be read has no products, and counts what the journal knows', () => {
  const unknown = {
    state: 'unknown',
    reason: 'down',
    remedy: 'wait',
    venue: 'volven',
    account: BYBIT,
  } as const;
  const snapshots = byAccount([{ ...unknown, accountId: '99998' as never, readAt: NOW }]);
  const checks = checksOf({ own: orders(1), past: strategy('a'), world: { snapshots } }, strategyOf());
  expect(verdict(checks, 'TF-L06')).toContain('refused');
});

it('sums forget what is taken out of them', () => {
  const worths = new Worths();
  const unpriced: Worth = {
    ...{ kind: 'unpriced', currency: 'USD', instrument: 'x', side: 'buy', size: decimal('2') },
  };
  worths.add(unpriced);
  worths.add({ kind: 'unknown', name: 'odd' });
  worths.add({ kind: 'priced', currency: 'USD', amount: decimal('1') });
  expect(worths.needs).toEqual(['x']);
  expect(worths.total('USD', () => decimal('10'))).toEqual({ missing: 'what odd is counted in' });
  worths.remove({ kind: 'unknown', name: 'odd' });
  expect(worths.total('USD', () => decimal('10'))).toBe('21');
  expect(worths.total('USD', () => undefined)).toEqual({ missing: 'a price of x' });
  expect(worths.total('CAD', () => undefined)).toBe('0');
  worths.remove(unpriced);
  expect(worths.needs).toEqual([]);
  expect(worths.total('USD', () => undefined)).toBe('1');
});
