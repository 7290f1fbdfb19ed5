import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Files that leave nothing behind in their process share one, which saves them its start: they keep no secret, change no global, mock
 * nothing (`unit/architecture/together.test.ts` looks). The tables hold 100,000 plans each, and have their memory to themselves.
 */
const FOLDERS = [
  'architecture',
  'cli',
  'docs',
  'execute',
  'limits',
  'model',
  'plan',
  'report',
  'specs',
  'venues',
  'workflows',
];
export const TOGETHER = [
  `test/unit/{${FOLDERS.join()}}/**/!(table*|escape).test.ts`,
  'test/golden/*.test.ts',
];
const SIMULATION = ['test/simulation/**/*.test.ts'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    globalSetup: ['test/support/scratch.ts', 'test/support/build.ts', 'test/support/postgres-server.ts'],
    // Ends what hangs, and nothing else: a dozen programs in a row take their time on a busy machine.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // By itself vitest leaves one core free, which of two is half of them; and a file that starts programs waits for them much of its time.
    maxWorkers: availableParallelism() + 1,
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: [...TOGETHER, ...SIMULATION] },
      },
      { extends: true, test: { name: 'together', include: TOGETHER, isolate: false } },
      // After all others: it has threads and processes of its own, and looks for as much as it can in its time.
      { extends: true, test: { name: 'simulation', include: SIMULATION, sequence: { groupOrder: 1 } } },
    ],
  },
});
