import { join } from 'node:path';
import { ACCOUNTS, type Rate, freshDesk, idOf } from '../desk.ts';
import { slopeOf } from '../slope.ts';
import { FEW, type Scenario, floorOf } from '../scenario.ts';
import { applying, liveDesk } from './live-desk.ts';

function unlimited(name: string, orders: number, often?: number): Scenario {
  return {
    name: `apply, ${name}`,
    floor: 'bare loop',
    // Four fifths of its speed.
    budget: { ratio: 1.25 },
    ...(often === undefined ? {} : { often }),
    setUp: async (bench) => {
      const shape = { orders, files: 1, accounts: ACCOUNTS };
      const floor = join(bench.folder, `loop-${orders}`);
      const ids = Array.from({ length: ACCOUNTS }, (_, n) => idOf(n));
      const ours = { cwd: join(bench.folder, `apply-${orders}`), args: applying(bench) };
      return {
        kind: 'contest',
        ours,
        floor: { cwd: floor, args: floorOf(bench, 'loop', String(orders), ...ids) },
        before: async (program) => {
          await bench.venue.forget();
          if (program === ours) await liveDesk(bench, `apply-${orders}`, shape);
          else freshDesk(floor, { ...shape, orders: 0 });
        },
        slope: () => slopeOf(ours.cwd),
      };
    },
  };
}

const RATE: Rate = { perSecond: 50, burst: 20 };

/** The venue answers 429 to whatever comes faster, and that stops a run. */
function limited(orders: number): Scenario {
  return {
    name: `apply, ${orders.toLocaleString('en')} at ${RATE.perSecond} calls/s`,
    floor: 'token bucket',
    budget: { ratio: 1.05 },
    often: 0.2,
    setUp: async (bench) => {
      const name = `limited-${orders}`;
      const shape = { orders, files: 1, accounts: ACCOUNTS };
      return {
        kind: 'optimum',
        ours: { cwd: join(bench.folder, name), args: applying(bench) },
        before: async () => void (await liveDesk(bench, name, shape, RATE)),
        optimum: (requests) => ((requests - RATE.burst) / RATE.perSecond) * 1000,
      };
    },
  };
}

export const APPLY: readonly Scenario[] = [
  unlimited('1,000 submits', 1_000),
  unlimited('10,000 submits', 10_000, FEW),
  limited(1_000),
];
