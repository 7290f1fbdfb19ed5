import { parentPort, workerData } from 'node:worker_threads';
import type { Job, Report } from './crew.ts';
import { PLANTED } from './planted/faults.ts';
import { plant } from './planted/plant.ts';
import { withoutKy } from './world/without-ky.ts';

/* One thread of the simulation: runs its share of the seeds, and reports every now and then. */

const { seed, step, runs, seconds, planted, focus } = workerData as Job;
const fault = PLANTED.find(({ name }) => name === planted);
// Before anything of the program is loaded.
withoutKy();
if (fault !== undefined) plant(fault);
// Whoever wants to know where an error came from replays its seed.
Error.stackTraceLimit = 0;
const { runSchedule } = await import('./schedule.ts');
const { count, emptyTally } = await import('./tally.ts');

/** Reports come this often, in schedules. */
const BATCH = 50;

const until = performance.now() + seconds * 1000;
let tally = emptyTally();
const send = (isOver: boolean): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, and no window
  parentPort?.postMessage({ tally, isOver } satisfies Report);
  tally = emptyTally();
};
for (let n = 0; n < runs && performance.now() < until; n++) {
  count(tally, await runSchedule({ seed: seed + n * step, ...(focus === undefined ? {} : { focus }) }));
  // Nobody looks for a second seed that finds a planted fault.
  if (tally.runs >= BATCH || (planted !== undefined && tally.failing.length > 0)) send(false);
  // Messages need their turn.
  await new Promise((resolve) => setImmediate(resolve));
}
send(true);
