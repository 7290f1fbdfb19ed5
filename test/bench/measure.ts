import type { Figures, Program } from './child.ts';
import type { Bench, Budget, Contest, First, Optimum, Scenario } from './scenario.ts';

/** Milliseconds and MiB; medians of all rounds. */
interface Measured {
  readonly rounds: number;
  readonly wall: number;
  readonly cpu?: number;
  readonly peak?: number;
  readonly requests?: number;
  /** The most that were answered with 429 in a round. */
  readonly refused?: number;
  readonly floorWall?: number;
  readonly floorCpu?: number;
  readonly floorPeak?: number;
  /** Times the floor, in each round by itself. */
  readonly ratio?: number;
  readonly cpuRatio?: number;
  /** {@link Contest.slope} */
  readonly slope?: number;
}

/** What a scenario came to, and what it was to come to. */
export interface Row extends Measured {
  readonly scenario: string;
  readonly floor?: string;
  readonly budget: Budget;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}

const middle = <T>(of: readonly T[], figure: (one: T, at: number) => number): number =>
  median(of.map(figure));

const figuresOf = (runs: readonly Figures[]): Figures => ({
  wall: middle(runs, ({ wall }) => wall),
  cpu: middle(runs, ({ cpu }) => cpu),
  peak: middle(runs, ({ peak }) => peak),
});

/** One run of ours, and what the venue saw of it. */
interface Seen extends Figures {
  readonly requests: number;
  readonly refused: number;
}

async function seen({ venue, children }: Bench, program: Program): Promise<Seen> {
  const before = await venue.counts();
  const figures = await children.run(program);
  const after = await venue.counts();
  return {
    ...figures,
    requests: after.requests - before.requests,
    refused: after.refused - before.refused,
  };
}

const ofVenue = (runs: readonly Seen[]): Pick<Row, 'requests' | 'refused'> => ({
  requests: middle(runs, ({ requests }) => requests),
  refused: Math.max(...runs.map(({ refused }) => refused)),
});

async function contest(
  bench: Bench,
  { ours, floor, before, slope }: Contest,
  rounds: number,
): Promise<Measured> {
  const own: Seen[] = [];
  const least: Figures[] = [];
  const slopes: number[] = [];
  const runOurs = async (): Promise<void> => {
    await before?.(ours);
    own.push(await seen(bench, ours));
    if (slope !== undefined) slopes.push(slope());
  };
  const runFloor = async (): Promise<void> => {
    await before?.(floor);
    least.push(await bench.children.run(floor));
  };
  // In turns, and each first in every other round, so that a busy moment of the machine hits both.
  for (let round = 0; round < rounds; round++)
    for (const run of round % 2 === 0 ? [runOurs, runFloor] : [runFloor, runOurs]) await run();
  const { wall: floorWall, cpu: floorCpu, peak: floorPeak } = figuresOf(least);
  return {
    ...{ rounds, ...figuresOf(own), ...ofVenue(own), floorWall, floorCpu, floorPeak },
    ratio: middle(own, ({ wall }, at) => wall / (least[at]?.wall ?? 0)),
    cpuRatio: middle(own, ({ cpu }, at) => cpu / (least[at]?.cpu ?? 0)),
    ...(slopes.length === 0 ? {} : { slope: median(slopes) }),
  };
}

async function limited(bench: Bench, { ours, before, optimum }: Optimum, rounds: number): Promise<Measured> {
  const own: Seen[] = [];
  for (let round = 0; round < rounds; round++) {
    await before();
    own.push(await seen(bench, ours));
  }
  return {
    ...{ rounds, ...figuresOf(own), ...ofVenue(own) },
    floorWall: middle(own, ({ requests }) => optimum(requests)),
    ratio: middle(own, ({ wall, requests }) => wall / optimum(requests)),
  };
}

async function first({ children }: Bench, { ours, before }: First, rounds: number): Promise<Measured> {
  const walls: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await before?.();
    walls.push(await children.firstOutput(ours));
  }
  return { rounds, wall: median(walls) };
}

/** Runs a scenario so many rounds, or as often as it asks for. */
export async function measured(bench: Bench, scenario: Scenario, rounds: number): Promise<Row> {
  const { name, floor, budget, often = 1 } = scenario;
  const times = Math.max(1, Math.round(rounds * often));
  const task = await scenario.setUp(bench);
  const run = (): Promise<Measured> => {
    switch (task.kind) {
      case 'contest':
        return contest(bench, task, times);
      case 'optimum':
        return limited(bench, task, times);
      case 'first':
        return first(bench, task, times);
    }
  };
  return { scenario: name, ...(floor === undefined ? {} : { floor }), budget, ...(await run()) };
}
