import { runCrew } from '../crew.ts';
import { failureText } from '../tally.ts';
import type { Planted } from './planted.ts';

export interface FindOptions {
  readonly faults: readonly Planted[];
  readonly seed: number;
  readonly workers: number;
  /** Schedules for each fault, at most. */
  readonly most: number;
  /** Schedules with much of what brings the fault to light, in place of any. */
  readonly isFocused: boolean;
  readonly tell: (text: string) => void;
}

export interface Found {
  readonly planted: number;
  readonly caught: number;
}

/** Plants each fault in turn, and runs schedules until one of them finds it. */
export async function findPlanted(options: FindOptions): Promise<Found> {
  const { faults, tell, seed, workers, most, isFocused } = options;
  let caught = 0;
  for (const { name, focus } of faults) {
    const tally = await runCrew({
      ...{ seed, workers, runs: most, planted: name, isFirstEnough: true },
      ...(isFocused ? { focus } : {}),
    });
    const [first] = tally.failing;
    if (first === undefined) {
      tell(`${name}: NOT CAUGHT in ${tally.runs} schedules`);
      continue;
    }
    caught += 1;
    const [what = '', command = ''] = failureText(
      first,
      ` --fault '${name}'${isFocused ? ' --focused' : ''}`,
    );
    tell(`${name}: caught after ${tally.runs} schedules\n  ${what}\n${command}`);
  }
  return { planted: faults.length, caught };
}
