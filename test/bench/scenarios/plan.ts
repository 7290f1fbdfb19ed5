import { type Shape, idOf } from '../desk.ts';
import { FEW, type Scenario, floorOf } from '../scenario.ts';
import { liveDesk, placedDesk, planning } from './live-desk.ts';

const nameOf = ({ orders, files }: Shape): string => `plan-${orders}-${files}`;

function resting(name: string, orders: number, files: number, memory?: number, often?: number): Scenario {
  const shape = { orders, files, accounts: 1 };
  return {
    name: `plan, ${name}`,
    floor: 'yaml + pages',
    budget: { ratio: 1.5, ...(memory === undefined ? {} : { memory }) },
    ...(often === undefined ? {} : { often }),
    setUp: async (bench) => {
      const cwd = await placedDesk(bench, nameOf(shape), shape);
      return {
        kind: 'contest',
        ours: { cwd, args: planning(bench) },
        floor: { cwd, args: floorOf(bench, 'walk', idOf(0)) },
      };
    },
  };
}

/** Nothing is there yet: each order is a line to read, and is weighed against every limit. */
function wanted(name: string, orders: number, files: number, often?: number): Scenario {
  const shape = { orders, files, accounts: 1 };
  return {
    name: `plan, ${name}`,
    floor: 'yaml + pages',
    budget: {},
    ...(often === undefined ? {} : { often }),
    setUp: async (bench) => {
      const cwd = await liveDesk(bench, `new-${nameOf(shape)}`, shape);
      return {
        kind: 'contest',
        ours: { cwd, args: planning(bench) },
        floor: { cwd, args: floorOf(bench, 'walk', idOf(0)) },
      };
    },
  };
}

export const PLAN: readonly Scenario[] = [
  resting('100 live', 100, 1),
  resting('1,000 live', 1_000, 1),
  resting('10,000 live in 100 files', 10_000, 100, 200),
  resting('10,000 live in one file', 10_000, 1, 200),
  resting('100,000 live in 100 files', 100_000, 100, undefined, FEW),
  wanted('10,000 new in 100 files', 10_000, 100),
  wanted('100,000 new in 100 files', 100_000, 100, FEW),
];
