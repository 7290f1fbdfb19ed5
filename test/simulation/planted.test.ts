import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runCrew } from './crew.ts';
import { PLANTED } from './planted/faults.ts';
import { exchanged } from './planted/plant.ts';
import { fuzzVerdicts } from './verdicts/crew.ts';

const SOURCES = new URL('../../src/', import.meta.url);

/** One of each sort, which schedules find within seconds; `npm run simulate -- --planted` looks for all of them. */
const HERE = [
  'a 5xx is sent again',
  'a lost connection counts as not sent',
  'a replace does not wait for the end',
  'whatever is on the account counts as ours',
  'an order in doubt may be sent again',
  'a price is held to the wrong side of its distance',
];
const AT_MOST = 400;

describe('planted faults', () => {
  it('are many, and each has a name of its own', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(25);
    expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length);
  });

  it.each(PLANTED)('still fit the code: $name', async (fault) => {
    for (const file of new Set(fault.swaps.map((swap) => swap.file))) {
      const text = await readFile(new URL(file, SOURCES), 'utf8');
      expect(exchanged(text, file, fault)).not.toBe(text);
    }
  });

  it.each(HERE)('are found by random schedules: %s', { timeout: 120_000 }, async (name) => {
    const focus = PLANTED.find((fault) => fault.name === name)?.focus ?? [];
    const planted = { planted: name, focus, isFirstEnough: true };
    const tally = await runCrew({ seed: 1, runs: AT_MOST, workers: 1, ...planted });
    const [first] = tally.failing;
    console.log(`${name}: seed ${first?.seed ?? 'none'}: ${first?.what[0] ?? 'not found'}`);
    expect(tally.failing).not.toEqual([]);
  });

  it.each(['a 5xx counts as refused', 'a 200 that says nothing counts as refused'])(
    'are found among random answers: %s',
    { timeout: 60_000 },
    async (planted) => {
      expect((await fuzzVerdicts({ seed: 1, answers: 2_000, workers: 1, planted })).wrong).not.toEqual([]);
    },
  );
});
