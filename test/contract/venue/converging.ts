import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/model/order.ts';
import { type PlanLine, isChange } from '../../../src/model/plan.ts';
import { strategyOf } from '../../../src/model/terms.ts';
import { type ContractDesk, deskOf, entryOf } from './desk.ts';
import { type Example, type VenueCase, onePer } from './rig.ts';

/* Apply, then plan: empty. Nothing that the venue makes of an order (rounding, stamps, words of its own) looks like an edit. */

/** What a plan says that would do something, or that asks for somebody. */
export const restless = (lines: readonly PlanLine[]): readonly PlanLine[] =>
  lines.filter((line) => isChange(line) || !['quiet', 'notice'].includes(line.level));

async function expectNothingToDo(desk: ContractDesk, entries: readonly Entry[]): Promise<void> {
  const before = desk.rig.requests();
  expect(restless(await desk.plan(...entries))).toEqual([]);
  const again = await desk.apply(...entries);
  expect(restless(again.after.plan.lines)).toEqual([]);
  expect(desk.rig.requests()).toBe(before);
}

export function converging(venue: VenueCase): void {
  describe('apply, then plan', () => {
    it.each(venue.examples)('is empty after $name', async (example: Example) => {
      const desk = await deskOf(venue);
      const entry = entryOf(desk.rig, example, 'alone');
      const { results } = await desk.apply(entry);
      expect([...results.values()].map(({ outcome }) => outcome)).toHaveLength(1);
      expect([desk.rig.ledger().length, desk.rig.requests()]).toEqual([1, 1]);
      await expectNothingToDo(desk, [entry]);
    });

    it('is empty after all of them at once, each of which was sent once', async () => {
      const desk = await deskOf(venue, { pageSize: 5 });
      const entries = venue.examples.map((example, i) => entryOf(desk.rig, example, `all-${i}`));
      await desk.apply(...entries);
      const count = venue.examples.length;
      expect([desk.rig.ledger().length, desk.rig.requests()]).toEqual([count, count]);
      await expectNothingToDo(desk, entries);
    });

    it('asks again for a higher generation, and only for that', async () => {
      for (const example of venue.examples.slice(0, 4)) {
        const desk = await deskOf(venue);
        await desk.apply(entryOf(desk.rig, example, 'alone'));
        const again = entryOf(desk.rig, example, 'alone', { generation: 2 });
        await desk.apply(again);
        const ledger = desk.rig.ledger();
        expect([ledger.length, ledger.filter(({ isLive }) => isLive).length <= 1]).toEqual([2, true]);
        await expectNothingToDo(desk, [again]);
      }
    });
  });

  describe('a plan', () => {
    it.each(onePer(venue.examples, ({ terms, run }) => `${strategyOf(terms)} ${run ?? ''}`))(
      'of $name sends reads alone',
      async (example: Example) => {
        const desk = await deskOf(venue);
        await desk.plan(entryOf(desk.rig, example, 'alone'));
        const { calls } = desk.rig.wire;
        const others = calls.filter(
          (call) =>
            !venue.reads.some((read) => call.method === read.method && call.path.split('?')[0] === read.path),
        );
        expect(others).toEqual([]);
        expect(calls.length).toBeGreaterThan(0);
        expect([desk.rig.ledger().length, desk.rig.requests()]).toEqual([0, 0]);
      },
    );
  });
}
