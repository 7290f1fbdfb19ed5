import * as fc from '../support/fast-check.ts';
import { expect, it } from 'vitest';
import type { LimitSettings } from '../../src/execute/limits.ts';
import { type Decimal, add, compare, decimal, mul } from '../../src/model/decimal.ts';
import type { AccountName } from '../../src/model/ids.ts';
import type { Entry } from '../../src/model/order.ts';
import { type Crash, FragileDesk, entry } from '../support/fragile-run.ts';

/*
 * Whatever is edited, filled, cancelled, lost on the wire or killed in between: the venue's ledger never holds more than the limits
 * allow. The real planner, executor, journal, adapter and paper venue; the judge is the ledger.
 */

const MAX = {
  quantity: decimal('0.2'),
  notional: decimal('8000'),
  open: decimal('15000'),
  daily: decimal('40000'),
  orders: 3,
};
const LIMITS: LimitSettings = {
  isPaper: true,
  limits: {
    referenceMaxAge: 5_000,
    maxSubmitsPerApply: 4,
    accounts: new Map([
      [
        'treasury' as AccountName,
        {
          timezone: 'UTC',
          maxQuantity: { BTC: MAX.quantity },
          maxNotional: { USD: MAX.notional },
          maxOpenOrders: MAX.orders,
          maxOpenNotional: { USD: MAX.open },
          maxDailyNotional: { USD: MAX.daily },
        },
      ],
    ]),
    text: '{"test":true}',
  },
};

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const one = fc.record({
  quantity: fc.constantFrom('0.02', '0.05', '0.1', '0.15', '0.3'),
  price: fc.constantFrom('50000', '60000', '79999.99', '99000', '130000'),
  generation: fc.integer({ min: 1, max: 3 }),
});
type Wanted = Readonly<Record<string, { quantity: string; price: string; generation: number } | undefined>>;
const wanted: fc.Arbitrary<Wanted> = fc.record(
  Object.fromEntries(NAMES.map((name) => [name, fc.option(one, { nil: undefined })])),
);
const FAULTS = ['drop-before', 'drop-after', '5xx-after', '429', 'late-visibility', 'cancel-loses'] as const;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('edit' as const), wanted }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fill' as const), nth: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom(...FAULTS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('crash' as const), at: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
);

/** A generation never goes down within one life of a name; what would be invalid is asked for as it was. */
function entriesOf(plan: Wanted, last: Map<string, number>): readonly Entry[] {
  return Object.entries(plan).flatMap(([name, order]) => {
    if (order === undefined) return [];
    const generation = Math.max(order.generation, last.get(name) ?? 1);
    last.set(name, generation);
    const terms = { receiveQuantity: decimal(order.quantity), priceLimit: decimal(order.price) };
    return [{ ...entry(name, terms), generation }];
  });
}

const sum = (amounts: readonly Decimal[]): Decimal =>
  amounts.reduce((total, amount) => add(total, amount), decimal('0'));

/** What the ledger holds beyond the limits. */
function broken({ paper }: FragileDesk): readonly string[] {
  const rows = paper.ledger().orders.map((row) => ({
    ...row,
    worth: mul(decimal(row.quantity), decimal(row.priceLimit ?? '0')),
    isOpen: row.status === 'AWAITING' || row.status === 'CANCEL_PENDING',
    day: new Date(row.at).toISOString().slice(0, 10),
  }));
  const open = rows.filter(({ isOpen }) => isOpen);
  const days = Map.groupBy(rows, ({ day }) => day);
  const above = (amount: Decimal, most: Decimal): boolean => compare(amount, most) > 0;
  return [
    ...rows.filter((row) => above(decimal(row.quantity), MAX.quantity)).map(() => 'maxQuantity'),
    ...rows.filter(({ worth }) => above(worth, MAX.notional)).map(() => 'maxNotional'),
    ...(open.length > MAX.orders ? ['maxOpenOrders'] : []),
    ...(above(sum(open.map(({ worth }) => worth)), MAX.open) ? ['maxOpenNotional'] : []),
    ...[...days.values()]
      .filter((own) => above(sum(own.map(({ worth }) => worth)), MAX.daily))
      .map(() => 'maxDailyNotional'),
  ];
}

const seen = { accepted: 0, crashes: 0 };

it('never lets the ledger beyond a configured limit, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      const desk = await FragileDesk.open();
      try {
        const last = new Map<string, number>();
        let entries: readonly Entry[] = [];
        let crash: Crash | undefined;
        for (const { kind, ...what } of steps) {
          if (kind === 'wait') await desk.clock.sleep((what as { hours: number }).hours * 3_600_000);
          if (kind === 'crash') crash = { step: (what as { at: number }).at, when: 'after' };
          if (kind === 'fault') {
            const { fault } = what as { fault: string };
            const match = fault === 'cancel-loses' ? { method: 'DELETE' } : { method: 'POST' };
            await desk.control('faults', { fault, match, ms: 1000 });
          }
          if (kind === 'fill') {
            const open = desk.paper.ledger().orders.filter(({ status }) => status === 'AWAITING');
            const row = open[(what as { nth: number }).nth % Math.max(1, open.length)];
            if (row !== undefined) await desk.control('fill', { orderId: row.orderId });
          }
          if (kind === 'edit') entries = entriesOf((what as { wanted: Wanted }).wanted, last);
          const end = await desk.apply(entries, crash, LIMITS);
          if (end.died) seen.crashes += 1;
          crash = undefined;
          expect(broken(desk)).toEqual([]);
        }
        seen.accepted += desk.paper.ledger().orders.length;
      } finally {
        await desk.close();
      }
    }),
    { numRuns: 40, seed: 20261121 },
  );
  // A property that nothing ever tried would hold, too.
  expect(seen.accepted).toBeGreaterThan(50);
  expect(seen.crashes).toBeGreaterThan(0);
}, 120_000);
