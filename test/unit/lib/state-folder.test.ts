import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeStateFolder } from '../../../src/lib/state-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tradeform-state-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

it('is not taken into Git, though no .gitignore of the project names it', () => {
  git('init', '--quiet');
  const folder = join(root, '.tradeform', 'live');
  makeStateFolder(folder);
  writeFileSync(join(folder, 'journal.sqlite'), 'what was sent');
  writeFileSync(join(root, 'orders.yaml'), 'version: 1');
  git('add', '--all');
  expect(git('ls-files')).toBe('orders.yaml\n');
});

it('stays as it is where it is there, with what a person wrote', () => {
  makeStateFolder(root);
  writeFileSync(join(root, '.gitignore'), '# mine\n');
  makeStateFolder(root);
  expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('# mine\n');
});
