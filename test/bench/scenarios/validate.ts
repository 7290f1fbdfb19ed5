import { join } from 'node:path';
import { freshDesk } from '../desk.ts';
import { FEW, type Scenario, floorOf } from '../scenario.ts';

function validating(name: string, orders: number, files: number, often?: number): Scenario {
  return {
    name: `validate, ${name}`,
    floor: 'yaml alone',
    budget: { ratio: 2 },
    ...(often === undefined ? {} : { often }),
    setUp: async (bench) => {
      const cwd = freshDesk(join(bench.folder, `validate-${orders}-${files}`), {
        orders,
        files,
        accounts: 1,
      });
      return {
        kind: 'contest',
        ours: { cwd, args: [bench.bin, 'validate'] },
        floor: { cwd, args: floorOf(bench, 'parse') },
      };
    },
  };
}

export const VALIDATE: readonly Scenario[] = [
  validating('100 orders', 100, 1),
  validating('1,000 orders', 1_000, 1),
  validating('10,000 in 100 files', 10_000, 100),
  validating('10,000 in one file', 10_000, 1),
  validating('100,000 in 100 files', 100_000, 100, FEW),
  validating('100,000 in one file', 100_000, 1, FEW),
];
