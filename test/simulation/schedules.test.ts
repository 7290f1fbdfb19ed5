import { describe, expect, it } from 'vitest';
import { runCrew } from './crew.ts';
import { runSchedule } from './schedule.ts';
import { tallyText } from './tally.ts';

/** `npm run simulate` runs as many as it is told; a job of CI runs 100,000. */
const RUNS = 800;
/** However slow the machine. */
const SECONDS = 20;
const SEEDS = Array.from({ length: 25 }, (_, n) => n + 1);

async function hashes(): Promise<readonly string[]> {
  const all: string[] = [];
  for (const seed of SEEDS) all.push((await runSchedule({ seed })).hash);
  return all;
}

describe('random schedules', () => {
  it('come out the same for the same seed, in any thread, and differ for another', async () => {
    const first = await hashes();
    expect(await hashes()).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
    // In the threads of a crew the adapters do without ky.
    const crew = await runCrew({ seed: 1, runs: SEEDS.length, workers: 2 });
    expect(crew.trace).toBe(first.reduce((all, hash) => all ^ BigInt(`0x${hash}`), 0n));
  });

  it('say what they say, read or unread', async () => {
    const [quiet, loud] = [await runSchedule({ seed: 7 }), await runSchedule({ seed: 7, isTraced: true })];
    expect(loud.hash).toBe(quiet.hash);
    expect(loud.lines?.length).toBeGreaterThan(10);
  });

  it(
    'send nothing twice, lose nothing, and leave nothing undone in silence',
    { timeout: (SECONDS + 60) * 1000 },
    async () => {
      const started = performance.now();
      const tally = await runCrew({ seed: 1, runs: RUNS, workers: 2, seconds: SECONDS });
      console.log(tallyText(tally, (performance.now() - started) / 1000));
      expect(tally.failing).toEqual([]);
      expect(tally.runs).toBeGreaterThan(100);
    },
  );
});
