// `npm run check`: types, lint, format, generated files. Runs all of them, then fails if any did.
import { spawnSync } from 'node:child_process';

const CHECKS: readonly (readonly [string, ...string[]])[] = [
  ['tsc'],
  ['oxlint', '--type-aware', '--quiet'],
  ['oxfmt', '--check'],
  ['node', '.ci/generate.ts', '--check'],
];

const failed = CHECKS.filter(
  ([command, ...args]) => spawnSync(command, args, { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  console.error(`\ncheck failed: ${failed.map((check) => check.join(' ')).join(', ')}`);
  process.exitCode = 1;
}
