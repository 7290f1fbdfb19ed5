import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { Terms } from '../../../src/model/terms.ts';
import { usageOf } from '../../../src/limits/usage.ts';
import { renderLimits } from '../../../src/report/limits-text.ts';
import { PLAIN } from '../../../src/report/style.ts';
import { BYBIT, type Past, SMO, attemptOf, strategyAttemptOf } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';
import { amounts, limitsOf, sent, worldOf } from '../../support/limits.ts';

const { priceLimit: _, ...any } = SMO;
const past: readonly Past[] = [
  ...sent('a', termsOf()),
  ...sent('b', termsOf(), 40 * 3_600_000),
  [60_000, strategyAttemptOf('w').intent({ target: any, wire: any })],
  [0, attemptOf('a').about('rejected', { code: 'x', message: 'no', ack: {} })],
];
const LIMITS = limitsOf(
  {
    maxOpenOrders: 3,
    maxOpenNotional: amounts({ USD: '1000000', CAD: '5.00' }),
    maxDailyNotional: amounts({ USD: '0' }),
  },
  { consecutiveFailures: 3 },
);
const world = worldOf({
  past,
  world: {
    limits: {
      ...LIMITS,
      accounts: new Map([
        ...LIMITS.accounts,
        [BYBIT, { timezone: 'UTC', maxOpenNotional: amounts({ USDT: '100000' }), maxOpenOrders: 1 }],
        ['idle' as never, { timezone: 'UTC' }],
      ]),
    },
  },
});

describe('what is used of the limits', () => {
  it('is told of each that fills up', () =>
    expect(
      usageOf(world).map((usage) => {
        const { account, code, name, currency = '', limit } = usage;
        const amounts_ = 'note' in usage ? [usage.note] : [usage.used, limit, usage.share];
        return [account, code, name, currency, ...amounts_].join(' ');
      }),
    ).toEqual([
      'treasury TF-L06 maxOpenOrders  1 3 33.3',
      'treasury TF-L07 maxOpenNotional USD 47500 1000000 4.8',
      'treasury TF-L07 maxOpenNotional CAD 0 5 0.0',
      'treasury TF-L08 maxDailyNotional USD 0 0 ',
      'treasury TF-L21 consecutiveFailures  1 3 33.3',
      'bybit TF-L06 maxOpenOrders  1 1 100.0',
      'bybit TF-L07 maxOpenNotional USDT 9401 100000 9.4',
      'bybit TF-L21 consecutiveFailures  0 3 0.0',
      'idle TF-L21 consecutiveFailures  0 3 0.0',
    ]));
  it('is not known without a price', () =>
    expect(usageOf({ ...world, references: new Map() }).find(({ currency }) => currency === 'USDT')).toEqual({
      ...{ account: BYBIT, code: 'TF-L07', name: 'maxOpenNotional', currency: 'USDT', limit: '100000' },
      note: 'not known without a price of btcusdt_f',
    }));
  it('counts a MARKET in doubt at the quote that it was sent on, where that is more than its guard', () => {
    const { receiveQuantity: amount, priceLimit: __, ...rest } = termsOf();
    const guarded = { strategy: 'MARKET', side: 'sell', priceGuard: decimal('90000') } as const;
    const sell: Terms = { ...rest, ...guarded, deliverQuantity: amount ?? decimal('0') };
    const legs = { receiveQuantity: decimal('47700'), deliverQuantity: decimal('0.5') };
    const quote = { quoteId: 'q-1', price: decimal('95400'), ...legs, expiresAt: 0 };
    const intent = attemptOf('m').intent({ target: sell, wire: sell, quote });
    const used = usageOf(worldOf({ past: [[60_000, intent]], world: { limits: LIMITS } }));
    expect(used.find(({ code }) => code === 'TF-L08')).toMatchObject({ used: '47700' });
  });
  it('is nothing where nothing is limited', () => expect(usageOf(worldOf({ own: undefined }))).toEqual([]));
});

describe('as people read it', () => {
  const LAYOUT = { ...PLAIN, width: 80 };
  it('in 80 columns, with what is full marked', () => {
    const text = renderLimits(usageOf({ ...world, references: new Map() }), LAYOUT);
    expect(text).toBe(`Limits, and what is used of them

treasury
    maxOpenOrders         1 of 3, 33.3 %
    maxOpenNotional USD   47500 of 1000000, 4.8 %
    maxOpenNotional CAD   0 of 5, 0.0 %
!   maxDailyNotional USD  0 of 0
    consecutiveFailures   1 of 3, 33.3 %

bybit
!   maxOpenOrders         1 of 1, 100.0 %
!   maxOpenNotional USDT  of 100000: not known without a price of btcusdt_f
    consecutiveFailures   0 of 3, 0.0 %

idle
    consecutiveFailures   0 of 3, 0.0 %
`);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
  it('says so where there is nothing to tell', () =>
    expect(renderLimits([], LAYOUT)).toBe('Limits: none is set that fills up.\n'));
  it('makes foreign text safe', () => {
    const [usage] = usageOf(world);
    if (usage === undefined) throw new Error('no usage');
    expect(renderLimits([{ ...usage, account: 'a\u001b[2Jb' as never }], LAYOUT)).not.toContain('\u001b');
  });
});
