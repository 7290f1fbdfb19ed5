import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { orderKey } from '../../../src/model/ids.ts';
import type { LimitCode } from '../../../src/model/limits.ts';
import type { Entry } from '../../../src/model/order.ts';
import { type Past, attemptOf } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';
import { type Setting, amounts, checksOf, of, submitOf, verdict } from '../../support/limits.ts';

const SMALL: Setting['own'] = { maxNotional: amounts({ USD: '40000' }) };
const used = (generation: number, reason: string, limit: LimitCode = 'TF-L05', name = 'dip'): Past => [
  60_000,
  attemptOf(name, { generation }).about('overridden', {
    limit,
    reason,
    value: 'USD 47500',
    limitText: 'USD 40000',
  }),
];
const except = (reason: string, limit = 'TF-L05'): NonNullable<Entry['overrides']>[number] => ({
  limit,
  reason,
});
const said = (overrides: Entry['overrides'], past: readonly Past[] = [], generation = 1) => {
  const entry = overrides === undefined ? { generation } : { overrides, generation };
  return of(checksOf({ own: SMALL, past, entry }, submitOf(termsOf(), { generation })), 'TF-L05')[0];
};

describe('an exception of the entry', () => {
  it('lets a refused order out, and keeps its words', () =>
    expect(said([except('board decision 12')])).toEqual({
      ...{ code: 'TF-L05', status: 'overridden', limit: 'USD 40000', value: 'USD 47500' },
      message: 'its notional, 47500 USD, is above maxNotional, 40000 USD',
      ...{ field: 'receiveQuantity', reason: 'board decision 12' },
    }));
  it('is for its own limit alone', () => expect(said([except('x', 'TF-L04')])?.status).toBe('refused'));
  it('changes nothing of what passes, or warns', () => {
    const entry = { overrides: [except('x', 'TF-L04'), except('y', 'TF-L20')] };
    const checks = checksOf({ own: { balanceCheck: 'warn', maxQuantity: amounts({ BTC: '5' }) }, entry });
    expect(verdict(checks, 'TF-L04')).toBe('passed');
    expect(of(checks, 'TF-L20')[0]?.status).toBe('warned');
  });
  it('of an account without limits lets the next questions be asked', () => {
    const entry = { overrides: [except('x', 'TF-L01')] };
    const checks = checksOf({ own: undefined, denies: true, entry });
    expect(checks.map(({ code, status }) => `${code} ${status}`).slice(0, 2)).toEqual([
      'TF-L01 overridden',
      'TF-L02 refused',
    ]);
  });
});

describe('an exception is for one generation', () => {
  it('holds for the one that it let out, as often as that is sent', () =>
    expect(said([except('a')], [used(1, 'a')])?.status).toBe('overridden'));
  it('does not hold for a later one', () =>
    expect(said([except('a')], [used(1, 'a')], 2)).toMatchObject({
      status: 'refused',
      message:
        'its notional, 47500 USD, is above maxNotional, 40000 USD; its exception was for generation 1: one for generation 2 needs a reason of its own',
    }));
  it('but a new reason does', () => {
    expect(said([except('b')], [used(1, 'a')], 2)).toMatchObject({ status: 'overridden', reason: 'b' });
    expect(said([except('a'), except('b')], [used(1, 'a')], 2)).toMatchObject({ reason: 'b' });
  });
  it('and one from another limit, or of another order, says nothing', () => {
    expect(said([except('a')], [used(1, 'a', 'TF-L09')], 2)?.status).toBe('overridden');
    expect(said([except('a')], [used(1, 'a', 'TF-L05', 'other')], 2)?.status).toBe('overridden');
  });
  it('goes with its order to another name', () => {
    const past: readonly Past[] = [
      used(1, 'a', 'TF-L05', 'old'),
      used(2, 'b', 'TF-L05', 'dip'),
      [
        0,
        attemptOf('old').about('renamed', {
          renames: [
            { from: orderKey('old'), to: orderKey('dip') },
            { from: orderKey('dip'), to: orderKey('x') },
          ],
        }),
      ],
    ];
    expect(said([except('a')], past, 3)?.status).toBe('refused');
    expect(said([except('b')], past, 3)?.status).toBe('overridden');
  });
});

it('TF-L00 takes none', () => {
  const entry = { overrides: [except('x', 'TF-L00')] };
  const limits = { referenceMaxAge: 5000, accounts: new Map(), text: '{}' };
  expect(verdict(checksOf({ denies: true, world: { limits }, entry }), 'TF-L00')).toContain('refused');
});

it('a check that several rules need is told once', () => {
  const own: Setting['own'] = { priceCollar: decimal('2'), maxDistance: decimal('2') };
  expect(of(checksOf({ own, price: undefined }), 'TF-L10')).toHaveLength(1);
});
