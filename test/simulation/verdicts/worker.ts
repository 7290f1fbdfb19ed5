import { parentPort, workerData } from 'node:worker_threads';
import type { VerdictJob } from './crew.ts';
import { PLANTED } from '../planted/faults.ts';
import { plant } from '../planted/plant.ts';

/* One thread of random answers and lists. */

const { planted, ...share } = workerData as VerdictJob;
const fault = PLANTED.find(({ name }) => name === planted);
// Before anything of the program is loaded.
if (fault !== undefined) plant(fault);
const { fuzzSome } = await import('./fuzz.ts');
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, and no window
parentPort?.postMessage(await fuzzSome(share));
