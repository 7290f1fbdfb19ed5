import { Worker } from 'node:worker_threads';
import { wrap } from '../../../src/report/style.ts';
import { FAMILIES } from './families.ts';
import { type CasesJob, type FamilyTally, add, tallyOf } from './tally.ts';

export interface CasesOptions {
  readonly workers: number;
  /** 1: every combination; K: every K-th, with all of its points. */
  readonly every: number;
}

/** Runs the cases of all families, side by side in threads. */
export async function runCases({ workers, every }: CasesOptions): Promise<readonly FamilyTally[]> {
  const all = new Map(FAMILIES.map((family) => [family.name, tallyOf(family)]));
  await Promise.all(
    Array.from({ length: workers }, (_, n) => {
      const workerData: CasesJob = { from: n * every, step: workers * every };
      const thread = new Worker(new URL('worker.ts', import.meta.url), { workerData, execArgv: [] });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      thread.on('message', (tally: FamilyTally) => {
        const sum = all.get(tally.name);
        if (sum !== undefined) add(sum, tally);
      });
      thread.on('error', reject);
      thread.on('exit', () => resolve());
      return promise;
    }),
  );
  for (const { name, size, points } of FAMILIES) {
    const sum = all.get(name);
    const wanted = points * Math.ceil(size / points / every);
    if (sum !== undefined && sum.cases + sum.beyond !== wanted)
      sum.failing.push({ index: 0, what: [`uncounted: ${sum.cases + sum.beyond} of ${wanted} cases`] });
  }
  return [...all.values()];
}

const WIDTH = 80;

export function casesText(tallies: readonly FamilyTally[], seconds: number): string {
  const lines = tallies.flatMap(({ name, cases, beyond, orders, doubts, steps, failing }) => {
    const { of = '', size = 0 } = FAMILIES.find((one) => one.name === name) ?? {};
    const head = `${name}: ${cases + beyond === size ? 'all' : 'a sample of'} ${cases} cases, ${orders} orders,`;
    return [
      head,
      `  ${doubts} doubts for a person, ${failing.length} findings; the longest run has ${steps} steps`,
      `  ${wrap(of, WIDTH, 2)}`,
      ...failing
        .slice(0, 10)
        .flatMap(({ index, what }) => [
          `  ${what.join('; ')}`,
          `    npm run simulate -- --case '${name}:${index}' --trace`,
        ]),
    ];
  });
  const cases = tallies.reduce((sum, one) => sum + one.cases, 0);
  const found = tallies.reduce((sum, one) => sum + one.failing.length, 0);
  return [...lines, `${cases} cases, ${found} findings in ${seconds.toFixed(0)} s`].join('\n');
}
