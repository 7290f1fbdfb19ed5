import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const HELP = `npm run simulate -- [WHAT] [OPTIONS]

Random schedules, unless told otherwise:
  --runs N         how many (default 1000; with --seconds, as many as fit)
  --seed S         the first seed (default 1); equal seeds, equal traces
  --workers W      threads (default: one for each processor)
  --seconds T      ends then, however many have been run
  --trace          one schedule, of --seed, and all that happens in it

Something else:
  --exhaustive     every case of the small worlds
    --every K      one in K of them
  --case NAME:N    one such case, and all that happens in it
  --planted        plants each known fault, and looks for a seed that finds it
                   within --runs schedules (default 20000)
    --fault NAME   only this one; with --trace: one schedule with it
    --focused      schedules with much of what brings a fault to light
  --processes N    N rounds of the built program, killed and doubled
  --verdicts N     N random answers of each venue

Ends with 0 where nothing was found (of planted faults: where each was), with 1
otherwise, and with 2 for a mistake in the command. A seed that fails is printed
with the command that replays it.`;

/** A mistake in the command line. */
export class UsageError extends Error {}

const number = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const TEXTS = { case: number, fault: number } as const;
const FLAGS = { help: flag, trace: flag, exhaustive: flag, planted: flag, focused: flag } as const;
const NUMBERS = ['runs', 'seed', 'workers', 'seconds', 'every', 'processes', 'verdicts'] as const;

export type Options = Readonly<Partial<Record<keyof typeof TEXTS, string>>> &
  Readonly<Record<keyof typeof FLAGS, boolean>> &
  Readonly<Partial<Record<'runs' | 'seconds' | 'processes' | 'verdicts', number>>> &
  Readonly<Record<'seed' | 'workers' | 'every', number>>;

/** Throws UsageError. */
export function readOptions(args: readonly string[]): Options {
  const { numbers, ...rest } = parsed(args);
  const read = NUMBERS.flatMap((name) => {
    const text = numbers[name];
    if (text === undefined) return [];
    const least = name === 'seed' ? 0 : 1;
    if (!/^\d{1,15}$/.test(text) || Number(text) < least)
      throw new UsageError(`--${name} ${text}: a whole number from ${least} on is wanted`);
    return [[name, Number(text)] as const];
  });
  return { seed: 1, workers: availableParallelism(), every: 1, ...rest, ...Object.fromEntries(read) };
}

function parsed(args: readonly string[]) {
  try {
    const options = {
      ...TEXTS,
      ...FLAGS,
      ...({ runs: number, seed: number, workers: number, seconds: number } as const),
      ...({ every: number, processes: number, verdicts: number } as const),
    };
    const { values } = parseArgs({ args: [...args], options });
    const { runs, seed, workers, seconds, every, processes, verdicts, ...rest } = values;
    return { ...rest, numbers: { runs, seed, workers, seconds, every, processes, verdicts } };
  } catch (error) {
    const what = error instanceof Error ? error.message : 'the options can’t be read';
    throw new UsageError(`${what}\nnpm run simulate -- --help tells which there are.`);
  }
}
