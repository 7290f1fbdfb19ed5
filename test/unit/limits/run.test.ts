import { describe, expect, it } from 'vitest';
import { failuresInARow } from '../../../src/limits/failures.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { orderKey } from '../../../src/model/ids.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import { type Past, RESERVE, attemptOf, dollars, fillOf, historyOf } from '../../support/cases.ts';
import { TREASURY, instantOf, smoOf, termsOf } from '../../support/events.ts';
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

describe('TF-L17, submits of one apply', () => {
  const sentBefore = (submits: number, max?: number): string =>
    verdict(
      checksOf({ overall: max === undefined ? {} : { maxSubmitsPerApply: max }, world: { submits } }),
      'TF-L17',
    );
  it('are counted', () => {
    expect(sentBefore(19, 20)).toBe('passed');
    expect(sentBefore(20, 20)).toBe(
      'refused: it would be order 21 of this apply, and maxSubmitsPerApply is 20',
    );
    expect(sentBefore(0, 0)).toContain('refused');
    expect(sentBefore(1000)).toBe('-');
  });
});

const failed = (name: string, type: 'rejected' | 'not-sent', account = TREASURY): readonly Past[] => {
  const told = attemptOf(name, { account });
  const words = { code: 'x', message: 'no' };
  const end =
    type === 'rejected' ? told.about('rejected', { ...words, ack: {} }) : told.about('not-sent', words);
  return [
    [60_000, told.intent()],
    [60_000, end],
  ];
};
const unhalted = (scope: 'all' | 'account' | 'keys'): Past => {
  const scopes = {
    all: { kind: 'all' },
    account: { kind: 'account', account: TREASURY },
    keys: { kind: 'keys', keys: [orderKey('a')] },
  } as const;
  return [0, attemptOf('a').about('unhalted', { scope: scopes[scope], approver: 'grace' })];
};

describe('TF-L21, failures in a row', () => {
  const two = [...failed('a', 'rejected'), ...failed('b', 'not-sent')];
  it.each<[string, readonly Past[], number]>([
    ['none', [], 0],
    ['one refused, one not sent', two, 2],
    ['on another account', failed('a', 'rejected', RESERVE), 0],
    ['before one that was taken', [...two, ...sent('c', termsOf())], 0],
    ['after one that was taken', [...sent('c', termsOf()), ...two], 2],
    [
      'in doubt is none',
      [
        ...two,
        [0, attemptOf('c').intent()],
        [0, attemptOf('c').about('in-doubt', { code: 'x', message: 'y' })],
      ],
      2,
    ],
    [
      'in doubt, and found',
      [...two, [0, attemptOf('c').intent()], [0, attemptOf('c').about('adopted', { orderId: 'o' as never })]],
      0,
    ],
    [
      'not sent as a person did not want it any more',
      ['halted', 'cancel-requested', 'decided'].flatMap((code, n): Past[] => [
        [0, attemptOf(`d${n}`).intent()],
        [0, attemptOf(`d${n}`).about('not-sent', { code, message: 'y' })],
      ]),
      0,
    ],
    ['lifted for all', [...two, unhalted('all')], 0],
    ['lifted for the account', [...two, unhalted('account')], 0],
    ['lifted for a name', [...two, unhalted('keys')], 2],
    [
      'of an order that the journal does not know',
      [[0, attemptOf('zz').about('not-sent', { code: 'x', message: 'y' })]],
      0,
    ],
  ])('%s', (_what, past, count) => expect(failuresInARow(historyOf(...past), TREASURY)).toBe(count));
  it('halt the account at their number', () => {
    const said = (max: number): string =>
      verdict(checksOf({ overall: { consecutiveFailures: max }, past: two }), 'TF-L21');
    expect(said(3)).toBe('passed');
    expect(said(2)).toBe(
      'refused: 2 orders in a row failed on account treasury, which halts it: a person lifts that with tradeform unhalt',
    );
    expect(verdict(checksOf({ past: two }), 'TF-L21')).toBe('-');
  });
  it('never bend for an exception', () =>
    expect(
      verdict(
        checksOf({
          overall: { consecutiveFailures: 1 },
          past: two,
          entry: { overrides: [{ limit: 'TF-L21', reason: 'x' }] },
        }),
        'TF-L21',
      ),
    ).toContain('refused'));
});

describe('TF-L20, what is free', () => {
  const balances = (texts: Readonly<Record<string, string>>): NonNullable<Setting['world']> => ({
    balances: new Map([[TREASURY, new Map(Object.entries(amounts(texts)))]]),
  });
  const own = (balanceCheck: 'refuse' | 'warn' | 'off'): Setting['own'] => ({ balanceCheck });
  const sell = (over: Partial<OrderTerms> = {}): OrderTerms => {
    const { receiveQuantity: _, ...terms } = termsOf({ side: 'sell' });
    return { ...terms, deliverQuantity: decimal('0.5'), ...over };
  };
  it.each<[string, OrderTerms, Readonly<Record<string, string>>, string]>([
    ['just enough for a buy', termsOf(), { USD: '47500' }, 'passed'],
    [
      'a cent less',
      termsOf(),
      { USD: '47499.99' },
      'refused: with what is sent before it, it takes 47500 USD, and 47499.99 USD are free',
    ],
    ['just enough, in dollars', dollars(), { USD: '47500' }, 'passed'],
    ['enough for a sell', sell(), { BTC: '0.5' }, 'passed'],
    [
      'too little for a sell',
      sell(),
      { BTC: '0.49', USD: '1000000' },
      'refused: with what is sent before it, it takes 0.5 BTC, and 0.49 BTC are free',
    ],
    [
      'a sell for dollars, rounded up',
      termsOf({ side: 'sell', receiveQuantity: decimal('1'), priceLimit: decimal('3') }),
      { BTC: '0.333333333333333333' },
      'refused: with what is sent before it, it takes 0.333333333333333334 BTC, and 0.333333333333333333 BTC are free',
    ],
    ['a MARKET, at the ask', instantOf('MARKET'), { USD: '47005' }, 'passed'],
    [
      'a MARKET, above',
      instantOf('MARKET'),
      { USD: '47004' },
      'refused: with what is sent before it, it takes 47005 USD, and 47004 USD are free',
    ],
    [
      'a currency that is not told',
      termsOf(),
      { BTC: '1' },
      "refused: the venue doesn't tell how much USD account treasury has free",
    ],
  ])('%s', (_what, terms, free, expected) =>
    expect(verdict(checksOf({ own: own('refuse'), world: balances(free) }, submitOf(terms)), 'TF-L20')).toBe(
      expected,
    ),
  );
  it('warns, where that is asked for', () => {
    expect(of(checksOf({ own: own('warn'), world: balances({ USD: '1' }) }), 'TF-L20')[0]).toEqual({
      ...{
        code: 'TF-L20',
        status: 'warned',
        limit: 'USD 1 free',
        value: 'USD 47500',
        field: 'receiveQuantity',
      },
      message: 'with what is sent before it, it takes 47500 USD, and 1 USD are free',
    });
    expect(of(checksOf({ own: own('warn') }), 'TF-L20')[0]).toMatchObject({
      status: 'warned',
      limit: 'not known',
    });
  });
  it('refuses where the venue tells nothing', () =>
    expect(of(checksOf({ own: own('refuse') }), 'TF-L20')[0]).toMatchObject({
      status: 'refused',
      limit: 'not known',
    }));
  it('is not looked at where nobody asks', () => {
    expect(verdict(checksOf({ own: own('off') }), 'TF-L20')).toBe('-');
    expect(verdict(checksOf({}), 'TF-L20')).toBe('-');
  });
  it('needs to know what is paid with, and how much', () => {
    expect(
      verdict(checksOf({ own: own('refuse') }, strategyOf(smoOf({ productCode: 'ethusdt_f' }))), 'TF-L20'),
    ).toBe('-');
    expect(
      verdict(checksOf({ own: own('refuse'), price: undefined }, submitOf(instantOf('MARKET'))), 'TF-L20'),
    ).toBe('-');
  });
  it('counts what a replaced order holds', () => {
    const A = attemptOf('a');
    const dearer = termsOf({ priceLimit: decimal('96000') });
    const change = submitOf(dearer, { replaces: A.tag });
    const free = (usd: string, past: readonly Past[], what = change): string =>
      verdict(
        checksOf({ own: own('refuse'), past, world: balances({ USD: usd, BTC: usd }) }, what),
        'TF-L20',
      );
    expect(free('500', sent('a', termsOf()))).toBe('passed');
    expect(free('499.99', sent('a', termsOf()))).toContain('takes 500 USD');
    expect(free('500', sent('a', dollars()))).toBe('passed');
    // A fifth of it has traded, and is gone.
    const partly: readonly Past[] = [...sent('a', termsOf()), [0, A.observed('open', fillOf('0.1', '9500'))]];
    expect(free('10000', partly)).toBe('passed');
    expect(free('9999.99', partly)).toContain('takes 10000 USD');
    // Less than before takes nothing.
    expect(free('0', sent('a', dearer), submitOf(termsOf(), { replaces: A.tag }))).toBe('passed');
    // Nobody knows what one in doubt holds, nor one without a price, nor one that isn't there.
    expect(free('47999', [[0, A.intent()]])).toContain('takes 48000 USD');
    expect(free('47999', sent('b', termsOf()))).toContain('takes 48000 USD');
    const { priceLimit: _, ...any } = smoOf({ pair: { base: 'BTC', quote: 'USD' } });
    expect(free('47999', sent('a', any))).toContain('takes 48000 USD');
    const sells = submitOf(sell(), { replaces: A.tag });
    expect(free('0', sent('a', sell()), sells)).toBe('passed');
    expect(free('0.1', sent('a', termsOf({ side: 'sell' })), sells)).toContain('takes 0.5 BTC');
  });
  it('of a start counts it as a whole', () => {
    const change = submitOf(termsOf(), { kind: 'start', replaces: attemptOf('a').tag });
    const setting = { own: own('refuse'), past: sent('a', termsOf()), world: balances({ USD: '47499' }) };
    expect(verdict(checksOf(setting, change), 'TF-L20')).toContain('takes 47500 USD');
  });
});
