import { Worker } from 'node:worker_threads';
import { type Tally, add, emptyTally } from './tally.ts';
import type { FaultName } from './world/world.ts';

/** What one thread is to do. */
export interface Job {
  readonly seed: number;
  /** From one of its seeds to the next. */
  readonly step: number;
  readonly runs: number;
  readonly seconds: number;
  /** The fault that is planted in the code under test. */
  readonly planted?: string;
  readonly focus?: readonly FaultName[];
}

export interface Report {
  readonly tally: Tally;
  readonly isOver: boolean;
}

export interface CrewOptions {
  readonly seed: number;
  readonly runs: number;
  readonly workers: number;
  /** Ends then, however many have been run. */
  readonly seconds?: number;
  readonly planted?: string;
  readonly focus?: readonly FaultName[];
  /** Ends with the first seed that finds something. */
  readonly isFirstEnough?: boolean;
  readonly tell?: (tally: Tally) => void;
}

/** Runs schedules on all seeds from `seed` on, side by side in threads. */
export async function runCrew(options: CrewOptions): Promise<Tally> {
  const { seed, runs, workers, seconds = Infinity, planted, focus, isFirstEnough = false, tell } = options;
  const all = emptyTally();
  const threads = Array.from({ length: Math.min(workers, runs) }, (_, n) => {
    const job: Job = {
      ...{ seed: seed + n, step: workers, seconds, runs: Math.ceil((runs - n) / workers) },
      ...(planted === undefined ? {} : { planted }),
      ...(focus === undefined ? {} : { focus }),
    };
    return new Worker(new URL('worker.ts', import.meta.url), { workerData: job, execArgv: [] });
  });
  const ended = threads.map((thread) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    thread.on('message', ({ tally, isOver }: Report) => {
      add(all, tally);
      tell?.(all);
      if (isOver) resolve();
      else if (isFirstEnough && all.failing.length > 0) for (const one of threads) void one.terminate();
    });
    thread.on('error', reject);
    thread.on('exit', () => resolve());
    return promise;
  });
  try {
    await Promise.all(ended);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return all;
}
