import { Big } from 'big.js';
import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { restrain } from '../../../src/limits/restrain.ts';
import { type Decimal, ZERO, add, compare, decimal } from '../../../src/model/decimal.ts';
import type { Attempt, History } from '../../../src/model/history.ts';
import { type AccountId, type Key, type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { AccountLimits } from '../../../src/model/limits.ts';
import { NO_FILL, type OrderRow } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { encodeTag } from '../../../src/model/tag.ts';
import { type OrderTerms, notionalOf } from '../../../src/model/terms.ts';
import { DAY, NOW, SCOPE, byAccount, historyOf, rowOf, snapshotOf } from '../../support/cases.ts';
import { TREASURY, termsOf } from '../../support/events.ts';
import { amounts, lineOf, priceOf, worldOf } from '../../support/limits.ts';

const cents = (value: number): Decimal =>
  decimal(`${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);
const sell = (price: Decimal, size: Decimal): OrderTerms => {
  const { receiveQuantity: _, ...terms } = termsOf({ side: 'sell', priceLimit: price });
  return { ...terms, deliverQuantity: size };
};
const buy = (price: Decimal, size: Decimal): OrderTerms =>
  termsOf({ priceLimit: price, receiveQuantity: size });

/** An order that rests, as the journal knows it. */
function resting(name: string, wire: OrderTerms): Attempt {
  const key = orderKey(name);
  return {
    ...{ key, generation: 1, attempt: 1, account: TREASURY, accountId: 'CA1' as AccountId, identity: '' },
    ...{ tag: encodeTag(SCOPE, key, 1, 1), tagSent: true, target: wire, wire, state: 'accepted' },
    ...{ intentAt: NOW - 60_000, intentSequence: 1, deadline: NOW, orderId: `o-${name}` as VenueOrderId },
  };
}
const journalOf = (attempts: readonly Attempt[]): History => ({
  ...historyOf(),
  keys: new Map<Key, readonly Attempt[]>(attempts.map((attempt) => [attempt.key, [attempt]])),
});

const order = fc
  .record({
    price: fc.integer({ min: 1, max: 2_000 }),
    size: fc.integer({ min: 1, max: 500 }),
    buys: fc.boolean(),
  })
  .map(({ price, size, buys }) => (buys ? buy : sell)(cents(price), cents(size)));
const worth = (terms: OrderTerms): Decimal => notionalOf(terms)?.amount ?? ZERO;
const total = (all: readonly OrderTerms[]): Decimal => all.map(worth).reduce(add, ZERO);
const priceOfTerms = (terms: OrderTerms): Decimal => terms.priceLimit ?? ZERO;

describe('whatever a plan asks for', () => {
  const limit = fc.integer({ min: 0, max: 20_000 }).map(cents);
  /** Lines of one plan: new orders, cancels and replaces of what rests. */
  const scene = fc.record({
    rests: fc.array(order, { maxLength: 8 }),
    fate: fc.array(fc.constantFrom('stays', 'goes', 'changes'), { minLength: 8, maxLength: 8 }),
    asked: fc.array(order, { maxLength: 12 }),
    maxOpen: limit,
    maxDay: limit,
    maxOrders: fc.nat(12),
    maxSubmits: fc.nat(12),
    free: limit,
  });

  it('what passes never sums up to more than its limits allow', () => {
    fc.assert(
      fc.property(scene, ({ rests, fate, asked, maxOpen, maxDay, maxOrders, maxSubmits, free }) => {
        const attempts = rests.map((terms, i) => resting(`r-${i}`, terms));
        const about = (i: number) => ({
          tag: attempts[i]?.tag ?? ('' as never),
          status: 'open' as const,
          fill: NO_FILL,
        });
        const lines = [
          ...rests.flatMap((terms, i): readonly PlanLine[] => {
            const told = { order: { ...about(i), terms } };
            const { submission: _, ...cancel } = lineOf(`r-${i}`, terms, {
              action: 'cancel',
              code: 'cancel-wanted',
              ...told,
            });
            const other = asked[i] ?? terms;
            return fate[i] === 'goes'
              ? [cancel]
              : fate[i] === 'changes'
                ? [lineOf(`r-${i}`, other, { action: 'replace', ...told })]
                : [];
          }),
          ...asked.map((terms, i) => lineOf(`n-${i}`, terms)),
        ];
        const own: AccountLimits = {
          ...{ timezone: 'UTC', maxOpenOrders: maxOrders, selfCross: 'deny', balanceCheck: 'refuse' },
          ...{ maxOpenNotional: amounts({ USD: maxOpen }), maxDailyNotional: amounts({ USD: maxDay }) },
        };
        const world = worldOf({
          own,
          overall: { maxSubmitsPerApply: maxSubmits },
          world: {
            history: journalOf(attempts),
            balances: new Map([
              [
                TREASURY,
                new Map([
                  ['USD', free],
                  ['BTC', cents(100_000)],
                ]),
              ],
            ]),
          },
        });
        const { lines: ruled } = restrain(lines, world);
        const passed = ruled.filter((line) => line.action === 'submit' || line.action === 'replace');
        const sent = passed.map((line) => line.submission?.wire as OrderTerms);
        if (sent.length === 0) return;
        const ended = new Set(
          ruled.filter((l) => l.action === 'cancel' || l.action === 'replace').map((l) => l.key),
        );
        const stays = attempts.filter(({ key }) => !ended.has(key)).map(({ wire }) => wire as OrderTerms);
        const book = [...stays, ...sent];
        expect(sent.length).toBeLessThanOrEqual(maxSubmits);
        expect(book.length).toBeLessThanOrEqual(maxOrders);
        expect(compare(total(book), maxOpen)).toBeLessThanOrEqual(0);
        expect(compare(total([...rests, ...sent]), maxDay)).toBeLessThanOrEqual(0);
        // What is new takes no more than is free; a replace takes what it costs more.
        const bought = passed
          .filter((line) => line.action === 'submit')
          .map((line) => line.submission?.wire as OrderTerms);
        expect(compare(total(bought.filter(({ side }) => side === 'buy')), free)).toBeLessThanOrEqual(0);
        for (const one of sent)
          for (const other of book)
            if (one.side === 'buy' && other.side === 'sell')
              expect(compare(priceOfTerms(one), priceOfTerms(other))).toBeLessThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a plan that passes as a whole passes whole, and again in parts', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 10 }), (asked) => {
        const sum = total(asked);
        const own = { maxOpenNotional: amounts({ USD: sum }), maxOpenOrders: asked.length };
        const lines = asked.map((terms, i) => lineOf(`n-${i}`, terms));
        expect(restrain(lines, worldOf({ own })).lines.every((line) => line.action === 'submit')).toBe(true);
        const less = { maxOpenOrders: asked.length - 1 };
        expect(restrain(lines, worldOf({ own: less })).lines.filter((l) => l.action === 'none')).toHaveLength(
          1,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('a plan of many orders', () => {
  /** How often anything is looked up, compared or reckoned while `work` runs. */
  function stepsOf(work: () => void): number {
    let steps = 0;
    const patches = [
      [Set.prototype, 'has'],
      [Map.prototype, 'get'],
      ...['cmp', 'plus', 'minus', 'times', 'div'].map((name) => [Big.prototype, name] as const),
    ] as readonly (readonly [Record<string, unknown>, string])[];
    const undo = patches.map(([prototype, name]) => {
      const own = prototype[name] as (...given: unknown[]) => unknown;
      prototype[name] = function counted(this: unknown, ...given: unknown[]): unknown {
        steps += 1;
        return own.apply(this, given);
      };
      return () => {
        prototype[name] = own;
      };
    });
    try {
      work();
    } finally {
      for (const restore of undo) restore();
    }
    return steps;
  }

  /** `n` orders rest, `n` strangers, and a plan cancels a third, replaces a third and sends `n` new ones. */
  function stepsOfPlan(n: number): number {
    // A ladder of buys below a ladder of sells: none cross, all are near each other.
    const rung = (i: number, by: number): OrderTerms =>
      i % 2 === 0
        ? buy(cents(9_000_000 - i * 100 + by), decimal('0.5'))
        : sell(cents(9_500_000 + i * 100 + by), decimal('0.5'));
    const attempts = Array.from({ length: n }, (_, i) => resting(`r-${i}`, rung(i, 0)));
    const rows = Array.from({ length: n }, (_, i): OrderRow =>
      rowOf({ id: `x-${i}` as VenueOrderId, size: decimal('0.7'), priceLimit: cents(9_000_000 - i * 100) }),
    );
    const changes = attempts.flatMap(({ wire, tag }, i): readonly PlanLine[] => {
      const order_ = { tag, status: 'open', fill: NO_FILL, terms: wire } as const;
      const { submission: _, ...cancel } = lineOf(`r-${i}`, rung(i, 0), {
        action: 'cancel',
        code: 'entry-removed',
        order: order_,
      });
      if (i % 3 === 0) return [cancel];
      return i % 3 === 1 ? [lineOf(`r-${i}`, rung(i, 7), { action: 'replace', order: order_ })] : [];
    });
    const fresh = Array.from({ length: n }, (_, i) => lineOf(`n-${i}`, rung(i, 3)));
    const huge = amounts({ USD: '1000000000000' });
    const own: AccountLimits = {
      ...{ timezone: 'America/Toronto', maxQuantity: amounts({ BTC: '5' }), maxNotional: huge },
      ...{ maxOpenOrders: 10 * n, maxOpenNotional: huge, maxDailyNotional: huge, priceCollar: decimal('90') },
      ...{ maxDistance: decimal('90'), maxResting: 90 * DAY, duplicateWindow: DAY, selfCross: 'deny' },
      balanceCheck: 'warn',
    };
    const world = worldOf({
      own,
      overall: { maxCancelShare: decimal('50'), maxSubmitsPerApply: 10 * n },
      price: priceOf('90000', '95000'),
      world: { history: journalOf(attempts), snapshots: byAccount([snapshotOf(rows)]) },
    });
    let refused: readonly PlanLine[] = [];
    const steps = stepsOf(() => {
      refused = restrain([...changes, ...fresh], world).lines.filter((line) => line.action === 'none');
    });
    expect(refused).toEqual([]);
    return steps;
  }

  it('is judged in one walk: twice the orders take twice the steps', () => {
    const [one, two, four] = [stepsOfPlan(200), stepsOfPlan(400), stepsOfPlan(800)];
    expect(one).toBeGreaterThan(200);
    expect(two / one).toBeLessThan(2.2);
    expect(four / two).toBeLessThan(2.2);
  });

  it('and so do a thousand of the same, of which one passes', () => {
    const steps = (n: number): number => {
      const lines = Array.from({ length: n }, (_, i) => lineOf(`n-${i}`, termsOf()));
      const world = worldOf({ own: { duplicateWindow: DAY } });
      let passed = 0;
      const all = stepsOf(() => {
        passed = restrain(lines, world).lines.filter((line) => line.action === 'submit').length;
      });
      expect(passed).toBe(1);
      return all;
    };
    expect(steps(1_000) / steps(500)).toBeLessThan(2.2);
  });
});
