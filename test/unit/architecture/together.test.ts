import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TOGETHER } from '../../vitest.config.ts';

/* Test files that run one after the other in one process: what one leaves behind, the next would find. */

const ROOT = new URL('../../..', import.meta.url).pathname;
/** Mocks of the network or of globals, secrets that are kept, and changes of the process that all share. */
const LEAVES = [
  /from 'nock'/,
  /\bvi\./,
  /\bkeepSecret\b/,
  /process\.(?:env\S* = |chdir|umask|exitCode)/,
  /delete process/,
];

it('files that share a process leave nothing in it', () => {
  const files = TOGETHER.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  expect(files.length).toBeGreaterThan(80);
  expect(files).not.toContain('test/unit/plan/table.test.ts');
  const leaving = files.filter((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return !file.endsWith('together.test.ts') && LEAVES.some((pattern) => pattern.test(text));
  });
  expect(leaving).toEqual([]);
});
