import { parentPort, workerData } from 'node:worker_threads';
import { withoutKy } from '../world/without-ky.ts';
import type { Family } from './family.ts';
import { type CasesJob, type FamilyTally, tallyOf } from './tally.ts';

/* One thread of the exhaustive cases. */

const { from, step } = workerData as CasesJob;
// Before anything of the program is loaded.
withoutKy();
// Whoever wants to know where an error came from replays its case.
Error.stackTraceLimit = 0;
const { FAMILIES } = await import('./families.ts');
await import('p-retry');

/** All points of one combination: its first case is undisturbed, and shows how far there are any. */
async function combination(family: Family, first: number, tally: FamilyTally): Promise<void> {
  let length = Infinity;
  for (let index = first; index < first + family.points; index++) {
    if (index > first && family.isBeyond(index, length)) {
      tally.beyond += 1;
      continue;
    }
    const { findings, orders, doubts, steps } = await family.run(index);
    if (index === first) length = steps;
    tally.cases += 1;
    tally.orders += orders;
    tally.doubts += doubts;
    tally.steps = Math.max(tally.steps, steps);
    const what = findings.map(({ offence, what: said }) => `${offence}: ${said}`);
    if (steps > family.steps) what.push(`uncounted: its run makes ${steps} steps`);
    if (what.length > 0) tally.failing.push({ index, what });
  }
}

async function casesOf(family: Family): Promise<FamilyTally> {
  const tally = tallyOf(family);
  const { points, size } = family;
  for (let n = from; n * points < size; n += step) {
    await combination(family, n * points, tally);
    // What dead processes have left behind is let go of.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return tally;
}

for (const family of FAMILIES) {
  const tally = await casesOf(family);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, and no window
  parentPort?.postMessage(tally);
}
