import { runCrew } from '../crew.ts';
import { failureText } from '../tally.ts';
import type { Planted } from './planted.ts';

export interface FindOptions {
  readonly faults: readonly Planted[];
  readonly seed: number;
  readonly workers: number;
  /** Schedules for each fault, at most. */
  readonly most: number;
  /** Only schedules with much of what brings the fault to light. */
  readonly isFocused: boolean;
  readonly tell: (text: string) => void;
}

export interface Found {
  readonly planted: number;
  readonly caught: number;
}

/** Plants each fault in turn, and runs schedules until one of them finds it: any at first, then those that are made for it. */
export async function findPlanted(options: FindOptions): Promise<Found> {
  const { faults, tell, seed, workers, most, isFocused } = options;
  let caught = 0;
  for (const { name, focus } of faults) {
    let runs = 0;
    for (const isNarrow of isFocused ? [true] : [false, true]) {
      const crew = { seed, workers, runs: most, planted: name, isFirstEnough: true };
      const tally = await runCrew({ ...crew, ...(isNarrow ? { focus } : {}) });
      runs += tally.runs;
      const [first] = tally.failing;
      if (first === undefined) continue;
      caught += 1;
      const flags = ` --fault '${name}'${isNarrow ? ' --focused' : ''}`;
      const [what = '', command = ''] = failureText(first, flags);
      tell(`${name}: caught after ${runs} schedules\n  ${what}\n${command}`);
      runs = 0;
      break;
    }
    if (runs > 0) tell(`${name}: NOT CAUGHT in ${runs} schedules`);
  }
  return { planted: faults.length, caught };
}
