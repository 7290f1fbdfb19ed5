import { join } from 'node:path';
import type { Program } from '../child.ts';
import { freshDesk } from '../desk.ts';
import type { Scenario } from '../scenario.ts';

const nothing = (cwd: string): Program => ({ cwd, args: ['-e', '0'] });
const OFTEN = 6;

export const START_UP: readonly Scenario[] = [
  {
    name: '--version',
    floor: 'node -e 0',
    budget: { ratio: 1.8 },
    often: OFTEN,
    setUp: async ({ bin, folder: cwd }) => ({
      kind: 'contest',
      ours: { cwd, args: [bin, '--version'] },
      floor: nothing(cwd),
    }),
  },
  {
    name: 'validate, 3 files',
    floor: 'node -e 0',
    budget: { ratio: 3 },
    often: OFTEN,
    setUp: async ({ bin, folder }) => {
      const cwd = freshDesk(join(folder, 'three'), { orders: 12, files: 3, accounts: 2 });
      return { kind: 'contest', ours: { cwd, args: [bin, 'validate'] }, floor: nothing(cwd) };
    },
  },
  {
    name: 'validate, the example of specs/',
    floor: 'node -e 0',
    budget: {},
    often: OFTEN,
    setUp: async ({ bin, root }) => {
      const cwd = join(root, 'specs');
      return {
        kind: 'contest',
        ours: { cwd, args: [bin, 'validate', '--env', 'paper'] },
        floor: nothing(cwd),
      };
    },
  },
];
