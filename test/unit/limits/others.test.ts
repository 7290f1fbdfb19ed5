import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import type { OrderTerms, Terms } from '../../../src/model/terms.ts';
import {
  DAY,
  NOW,
  type Past,
  RESERVE,
  SMO,
  attemptOf,
  byAccount,
  dollars,
  fillOf,
  rowOf,
  snapshotOf,
  strategyAttemptOf,
} from '../../support/cases.ts';
import { instantOf, termsOf } from '../../support/events.ts';
import { type Setting, checksOf, of, sent, strategyOf, submitOf, verdict } from '../../support/limits.ts';

const WINDOW: Setting['own'] = { duplicateWindow: DAY };
const dup = (setting: Setting, change = submitOf()): string =>
  verdict(checksOf({ own: WINDOW, ...setting }, change), 'TF-L12');
const A = attemptOf('a');
const rows = (...live: readonly OrderRow[]): NonNullable<Setting['world']> => ({
  snapshots: byAccount([snapshotOf(live)]),
});
const stranger = (over: Partial<OrderRow> = {}): OrderRow =>
  rowOf({ id: 'x-1' as VenueOrderId, size: decimal('0.5'), ...over });

describe('TF-L12, the same order under another name', () => {
  it('is none where there is none', () => {
    expect(dup({})).toBe('passed');
    expect(verdict(checksOf({}), 'TF-L12')).toBe('-');
  });
  it.each<[string, readonly Past[], boolean]>([
    ['a minute ago', sent('a', termsOf()), true],
    ['as long ago as the window', sent('a', termsOf(), DAY), true],
    ['before the window', sent('a', termsOf(), DAY + 1), false],
    [
      'written otherwise',
      sent('a', termsOf({ receiveQuantity: decimal('0.500'), priceLimit: decimal('95000') })),
      true,
    ],
    ['in dollars, of the same worth', sent('a', dollars()), true],
    ['by another strategy', sent('a', termsOf({ strategy: 'LIMIT' })), true],
    ['of the other side', sent('a', termsOf({ side: 'sell' })), false],
    ['of another instrument', sent('a', termsOf({ ticker: 'BTC-CAD' })), false],
    ['of another quantity', sent('a', termsOf({ receiveQuantity: decimal('0.51') })), false],
    ['at another price', sent('a', termsOf({ priceLimit: decimal('95000.01') })), false],
    ['on another account', sent('a', termsOf(), 60_000, RESERVE), false],
    ['under its own name', sent('dip', termsOf()), false],
    ['in doubt', [[60_000, A.intent()]], true],
    [
      'that was refused',
      [
        [60_000, A.intent()],
        [0, A.about('rejected', { code: 'x', message: 'no', ack: {} })],
      ],
      false,
    ],
    [
      'that was not sent',
      [
        [60_000, A.intent()],
        [0, A.about('not-sent', { code: 'x', message: 'no' })],
      ],
      false,
    ],
    [
      'that lapsed',
      [
        [60_000, A.intent()],
        [0, A.about('lapsed', { message: 'late' })],
      ],
      false,
    ],
    [
      'that a person settled as not executed',
      [
        [60_000, A.intent()],
        [0, A.about('resolved', { outcome: 'not-executed', reason: 'x' })],
      ],
      false,
    ],
    ['that traded', [...sent('a', termsOf()), [0, A.final('filled', fillOf('0.5', '47500'))]], true],
    [
      'that was cancelled after it had traded some',
      [...sent('a', termsOf()), [0, A.final('cancelled', fillOf('0', '1'))]],
      true,
    ],
    ['that ended without a trade', [...sent('a', termsOf()), [0, A.final('cancelled')]], false],
  ])('one %s', (_what, past, isOne) => {
    expect(dup({ past })).toBe(
      isOne
        ? `refused: the same instrument, side, quantity and price as a, of ${new Date(NOW - (past[0]?.[0] ?? 0)).toISOString().slice(0, 16).replace('T', ' ')}Z: a new name for it needs formerly, and the same again a higher generation`
        : 'passed',
    );
  });
  it('compares what was asked for, not what was left of it', () => {
    const past: readonly Past[] = [
      [60_000, A.intent({ wire: termsOf({ receiveQuantity: decimal('0.1') }) })],
    ];
    expect(dup({ past })).toContain('refused');
    const change = submitOf(termsOf({ receiveQuantity: decimal('0.2') }), { target: termsOf() });
    expect(dup({ past: sent('a', termsOf()) }, change)).toContain('refused');
  });
  it('compares orders without a price by their quantity', () => {
    const { priceGuard: _, ...market } = instantOf('MARKET');
    const { receiveQuantity: _r, ...half } = { ...market, deliverQuantity: decimal('0.5') };
    expect(dup({ past: sent('a', market) }, submitOf(market))).toContain('refused');
    expect(dup({ past: sent('a', market) }, submitOf(half))).toBe('passed');
    const { priceLimit: _p, ...anyPrice } = SMO;
    const past: readonly Past[] = [[60_000, strategyAttemptOf('a').intent({ target: anyPrice })]];
    expect(dup({ past }, strategyOf(anyPrice))).toContain('refused');
    expect(dup({ past }, strategyOf(SMO))).toBe('passed');
  });
  it('finds one behind its own', () => {
    const own = sent('dip', termsOf(), 30_000);
    expect(dup({ past: [...sent('a', termsOf()), ...own] })).toContain('as a,');
    expect(dup({ past: [...own, ...sent('dip', termsOf(), 20_000)] })).toBe('passed');
    // In whichever order they come.
    expect(dup({ past: [...sent('dip', termsOf(), 10), ...sent('a', termsOf(), 60_000)] })).toContain(
      'as a,',
    );
    expect(
      dup({
        past: [...sent('a', termsOf(), 60), ...sent('dip', termsOf(), 50), ...sent('dip', termsOf(), 40)],
      }),
    ).toContain('as a,');
    const three = [...sent('dip', termsOf(), 10), ...sent('b', termsOf(), 50), ...sent('a', termsOf(), 60)];
    expect(dup({ past: three })).toContain('as b,');
    expect(dup({ past: [...sent('dip', termsOf(), 10), ...sent('dip', termsOf(), 50)] })).toBe('passed');
    expect(
      dup({
        past: [...sent('dip', termsOf(), 10), ...sent('a', termsOf(), 60), ...sent('b', termsOf(), 50)],
      }),
    ).toContain('as b,');
  });
  it('is no matter of a start: it was looked at when it was sent', () => {
    const past: readonly Past[] = [[60_000, strategyAttemptOf('a').intent()]];
    expect(dup({ past }, strategyOf(SMO, { kind: 'start' }))).toBe('-');
  });

  describe('at the venue', () => {
    const refused =
      'refused: the same instrument, side, quantity and price as order x-1, which rests at the venue and is not ours';
    it.each<[string, OrderRow, boolean]>([
      ['of any age', stranger(), true],
      ['a young one', stranger({ createdAt: NOW - DAY }), true],
      ['an old one', stranger({ createdAt: NOW - DAY - 1 }), false],
      ['with the reference of somebody', stranger({ reference: 'desk7' }), true],
      ['that doesn’t show its size', rowOf({ id: 'x-1' as VenueOrderId }), false],
      ['at another price', stranger({ priceLimit: decimal('95001') }), false],
      ['of another side', stranger({ side: 'sell' }), false],
    ])('an order of others: %s', (_what, row, isOne) =>
      expect(dup({ world: rows(row) })).toBe(isOne ? refused : 'passed'),
    );
    it('an order without a price', () => {
      const { priceLimit: _, ...row } = stranger();
      const { priceGuard: _g, ...market } = instantOf('MARKET');
      expect(dup({ world: rows(row) }, submitOf(market))).toContain('refused');
      expect(dup({ world: rows(row) })).toBe('passed');
    });
    it('our own is known by its tag or its id, and counts by when it was sent', () => {
      const past = sent('a', termsOf(), DAY + 1);
      const byTag = stranger({ reference: `desk${A.tag}` });
      expect(dup({ past, world: rows(byTag) })).toBe('passed');
      expect(dup({ past, world: rows(stranger({ id: 'o-a' as VenueOrderId })) })).toBe('passed');
      // A tag that nothing was sent under is somebody's.
      expect(dup({ past, world: rows(stranger({ reference: attemptOf('b').tag })) })).toBe(refused);
    });
  });
});

describe('TF-L13, trading with ourselves', () => {
  const sell = (price: string | undefined, over: Partial<OrderTerms> = {}): OrderTerms => {
    const { receiveQuantity: _, priceLimit: _p, ...terms } = termsOf({ side: 'sell' });
    const base = { ...terms, deliverQuantity: decimal('0.5'), ...over };
    return price === undefined ? base : { ...base, priceLimit: decimal(price) };
  };
  const own: Setting['own'] = { selfCross: 'deny' };
  const cross = (past: readonly Past[], terms: Terms = termsOf()): string =>
    verdict(checksOf({ own, past }, submitOf(terms)), 'TF-L13');
  const with_ = (name: string, side: 'sell' | 'buy', at: string): string =>
    `refused: it would trade with our own ${side} ${name} at ${at}`;

  it.each<[string, readonly Past[], Terms, string]>([
    ['nothing of ours', [], termsOf(), 'passed'],
    ['a sell above', sent('a', sell('95000.01')), termsOf(), 'passed'],
    ['a sell at the same price', sent('a', sell('95000')), termsOf(), with_('a', 'sell', '95000')],
    ['a sell below', sent('a', sell('94000')), termsOf(), with_('a', 'sell', '94000')],
    [
      'the lowest of several',
      [...sent('a', sell('94900')), ...sent('b', sell('94000')), ...sent('c', sell('96000'))],
      termsOf(),
      with_('b', 'sell', '94000'),
    ],
    ['a buy, for a buy', sent('a', termsOf()), termsOf(), 'passed'],
    [
      'a buy below, for a sell',
      sent('a', termsOf({ priceLimit: decimal('94999.99') })),
      sell('95000'),
      'passed',
    ],
    [
      'the highest buy, for a sell',
      [...sent('a', termsOf()), ...sent('b', termsOf({ priceLimit: decimal('96000') }))],
      sell('94000'),
      with_('b', 'buy', '96000'),
    ],
    ['a MARKET', sent('a', sell('1000000')), instantOf('MARKET'), with_('a', 'sell', '1000000')],
    [
      'a MARKET in doubt',
      [[60_000, A.intent({ target: instantOf('MARKET'), wire: instantOf('MARKET') })]],
      sell('1000000'),
      with_('a', 'buy', 'any price'),
    ],
    ['an RFQ that was taken rests nowhere', sent('a', instantOf('RFQ')), sell('1'), 'passed'],
    ['one that has ended', [...sent('a', sell('94000')), [0, A.final('cancelled')]], termsOf(), 'passed'],
    ['another instrument', sent('a', sell('94000', { ticker: 'BTC-CAD' })), termsOf(), 'passed'],
    ['another account', sent('a', sell('94000'), 60_000, RESERVE), termsOf(), 'passed'],
  ])('%s', (_what, past, terms, expected) => expect(cross(past, terms)).toBe(expected));
  it('an order of any price comes before all others', () => {
    const any: readonly Past[] = [
      [60_000, attemptOf('m').intent({ wire: instantOf('MARKET', { side: 'sell' }) })],
    ];
    expect(cross([...sent('a', sell('1')), ...any, ...sent('b', sell('2'))])).toContain(
      'sell m at any price',
    );
  });
  it('the one that makes room is not met', () => {
    const past = [...sent('a', sell('94000')), ...sent('b', sell('94500'))];
    const change = submitOf(termsOf(), { key: orderKey('a'), replaces: A.tag });
    expect(verdict(checksOf({ own, past }, change), 'TF-L13')).toContain('sell b at 94500');
    expect(verdict(checksOf({ own, past: sent('a', sell('94000')) }, change), 'TF-L13')).toBe('passed');
  });
  it('is not looked for where nobody asks', () => {
    expect(verdict(checksOf({ past: sent('a', sell('1')) }), 'TF-L13')).toBe('-');
    expect(verdict(checksOf({ own: { selfCross: 'allow' }, past: sent('a', sell('1')) }), 'TF-L13')).toBe(
      '-',
    );
  });
  it('names the field', () =>
    expect(of(checksOf({ own, past: sent('a', sell('1')) }), 'TF-L13')[0]).toMatchObject({
      field: 'priceLimit',
      value: '95000.00',
      limit: 'deny',
    }));
});
