import { OFFENCES, OFFENCE_NAMES, type Offence } from './offences.ts';
import type { ScheduleEnd } from './schedule.ts';
import { FAULTS, type FaultName } from './world/world.ts';

/** What many schedules come to. Plain, so that it can go from one thread to another. */
export interface Tally {
  runs: number;
  orders: number;
  processes: number;
  doubts: number;
  /** Of all traces together, whatever their order: equal seeds, equal trace, on any number of threads. */
  trace: bigint;
  readonly hits: Partial<Record<FaultName, number>>;
  readonly offences: Partial<Record<Offence, number>>;
  /** The first few seeds with findings. */
  readonly failing: { readonly seed: number; readonly what: readonly string[] }[];
}

const MOST_TOLD = 5;

export const emptyTally = (): Tally => ({
  ...{ runs: 0, orders: 0, processes: 0, doubts: 0, trace: 0n },
  ...{ hits: {}, offences: {}, failing: [] },
});

export function count(
  tally: Tally,
  { seed, findings, hash, hits, orders, processes, doubts }: ScheduleEnd,
): void {
  add(tally, {
    ...{ runs: 1, orders, processes, doubts, hits: Object.fromEntries(hits), trace: BigInt(`0x${hash}`) },
    offences: Object.fromEntries(
      [...Map.groupBy(findings, ({ offence }) => offence)].map(([offence, all]) => [offence, all.length]),
    ),
    failing:
      findings.length === 0
        ? []
        : [{ seed, what: findings.map(({ offence, what }) => `${offence}: ${what}`) }],
  });
}

export function add(tally: Tally, more: Tally): void {
  tally.runs += more.runs;
  tally.orders += more.orders;
  tally.processes += more.processes;
  tally.doubts += more.doubts;
  tally.trace ^= more.trace;
  for (const name of FAULTS)
    if (more.hits[name] !== undefined) tally.hits[name] = (tally.hits[name] ?? 0) + more.hits[name];
  for (const offence of OFFENCE_NAMES)
    if (more.offences[offence] !== undefined)
      tally.offences[offence] = (tally.offences[offence] ?? 0) + more.offences[offence];
  for (const one of more.failing) if (tally.failing.length < MOST_TOLD) tally.failing.push(one);
}

/** The faults that never struck. */
export const unhit = ({ hits }: Tally): readonly FaultName[] =>
  FAULTS.filter((name) => hits[name] === undefined);

/** The one command that runs a seed again, and prints all that happens. */
export const replay = (seed: number, options = ''): string =>
  `npm run simulate -- --seed ${seed} --trace${options}`;

const WIDTH = 80;
/** The first line of a finding, as far as it fits. */
function brief(what: string): string {
  const [line = ''] = what.split('\n');
  return line.length > 2 * WIDTH ? `${line.slice(0, 2 * WIDTH)}…` : line;
}

const row = (times: number, name: string): string => `  ${String(times).padStart(9)}  ${name}`;

/** A seed that failed: what it found first, and how to see it happen. */
export const failureText = ({ seed, what }: Tally['failing'][number], options = ''): readonly string[] => [
  `seed ${seed}: ${brief(what[0] ?? '')}${what.length > 1 ? ` (and ${what.length - 1} more)` : ''}`,
  `  ${replay(seed, options)}`,
];

/** For people: what was run, what was found, and how often each fault struck. */
export function tallyText(tally: Tally, seconds: number): string {
  const { runs, orders, processes, doubts, offences, hits, failing } = tally;
  return [
    `${runs} schedules, ${processes} processes, ${orders} orders in ${seconds.toFixed(0)} s;`,
    `${doubts} doubts were left for a person. Trace ${tally.trace.toString(16).padStart(16, '0')}.`,
    'What may never happen:',
    ...OFFENCE_NAMES.map((name) => row(offences[name] ?? 0, OFFENCES[name])),
    ...(runs > 2 && failing.length === 0
      ? [`Zero in ${runs} means: below 1 in ${Math.floor(runs / 3)}, with 95 % confidence.`]
      : []),
    'Faults that struck:',
    ...FAULTS.map((name) => row(hits[name] ?? 0, name)),
    ...failing.flatMap((one) => failureText(one)),
  ].join('\n');
}
