import { expect, it } from 'vitest';
import { casesText, runCases } from './exhaustive/crew.ts';

/** A thin slice of each family: all crash points of every 211th combination. `npm run simulate -- --exhaustive` runs every case. */
const EVERY = 211;

it(
  'small worlds, case by case: nothing twice, nothing lost, nothing left undone in silence',
  { timeout: 600_000 },
  async () => {
    const started = performance.now();
    const tallies = await runCases({ workers: 2, every: EVERY });
    console.log(casesText(tallies, (performance.now() - started) / 1000));
    for (const { name, cases, orders, failing } of tallies) {
      expect({ name, failing }).toEqual({ name, failing: [] });
      expect(Math.min(cases, orders)).toBeGreaterThan(20);
    }
  },
);
