import { join } from 'node:path';
import { ACCOUNTS, freshDesk } from '../desk.ts';
import type { Scenario } from '../scenario.ts';
import { applying, liveDesk, placedDesk, planning } from './live-desk.ts';

const WITHIN = 200;

export const TERMINAL: readonly Scenario[] = [
  {
    name: 'terminal: validate, 10,000',
    budget: { within: WITHIN },
    setUp: async (bench) => {
      const shape = { orders: 10_000, files: 1, accounts: 1 };
      const cwd = freshDesk(join(bench.folder, 'terminal-validate'), shape);
      return { kind: 'first', ours: { cwd, args: [bench.bin, 'validate'] } };
    },
  },
  {
    name: 'terminal: plan, 10,000 live',
    budget: { within: WITHIN },
    setUp: async (bench) => {
      const shape = { orders: 10_000, files: 100, accounts: 1 };
      const cwd = await placedDesk(bench, 'terminal-plan', shape);
      return { kind: 'first', ours: { cwd, args: planning(bench) } };
    },
  },
  {
    name: 'terminal: apply, 100',
    budget: { within: WITHIN },
    setUp: async (bench) => {
      const shape = { orders: 104, files: 1, accounts: ACCOUNTS };
      const before = async (): Promise<void> => void (await liveDesk(bench, 'terminal-apply', shape));
      return {
        kind: 'first',
        ours: { cwd: join(bench.folder, 'terminal-apply'), args: applying(bench) },
        before,
      };
    },
  },
];
