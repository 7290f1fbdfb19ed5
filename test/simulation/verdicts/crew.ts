import { Worker } from 'node:worker_threads';
import { type Share, type VerdictTally, emptyTally } from './fuzz.ts';

export interface VerdictJob extends Share {
  /** The fault that is planted in the code under test. */
  readonly planted?: string;
}

export interface VerdictsOptions {
  readonly seed: number;
  /** Of each venue. */
  readonly answers: number;
  /** Unset: one for every fifty answers. */
  readonly lists?: number;
  readonly workers: number;
  readonly planted?: string;
}

/** Judges random answers and lists side by side in threads, each with a seed of its own. */
export async function fuzzVerdicts(of: VerdictsOptions): Promise<VerdictTally> {
  const { seed, answers, workers, lists = Math.ceil(answers / 50), planted } = of;
  const all = emptyTally();
  const share = (whole: number, n: number): number => Math.ceil((whole - n) / workers);
  await Promise.all(
    Array.from({ length: workers }, (_, n) => {
      const workerData: VerdictJob = {
        ...{ seed: seed + n, answers: share(answers, n), lists: share(lists, n) },
        ...(planted === undefined ? {} : { planted }),
      };
      const thread = new Worker(new URL('worker.ts', import.meta.url), { workerData, execArgv: [] });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      thread.on('message', (tally: VerdictTally) => {
        all.answers += tally.answers;
        all.lists += tally.lists;
        for (const [name, times = 0] of Object.entries(tally.verdicts))
          all.verdicts[name] = (all.verdicts[name] ?? 0) + times;
        all.wrong.push(...tally.wrong);
      });
      thread.on('error', reject);
      thread.on('exit', () => resolve());
      return promise;
    }),
  );
  if (all.answers !== answers || all.lists !== lists)
    all.wrong.push(`only ${all.answers} answers and ${all.lists} lists were judged`);
  if (all.wrong.length > 0)
    all.wrong.push(
      `The same again: npm run simulate -- --verdicts ${answers} --seed ${seed} --workers ${workers}`,
    );
  return all;
}

export function verdictsText({ answers, lists, verdicts, wrong }: VerdictTally, seconds: number): string {
  const counts = Object.entries(verdicts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `  ${String(times).padStart(9)}  ${name}`);
  return [
    `${answers} random answers of each venue and ${lists} random lists in ${seconds.toFixed(0)} s:`,
    `${wrong.length} wrong conclusions`,
    ...counts,
    ...wrong,
  ].join('\n');
}
