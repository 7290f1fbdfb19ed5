import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ancestry, gitState } from '../../../src/lib/git.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tradeform-git-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const WHO = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', dir, ...WHO, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

describe('what Git says of a folder', () => {
  it('is nothing outside of a repository, and before its first commit', async () => {
    expect(await gitState(join(dir, 'absent'))).toBeUndefined();
    git('init', '--quiet');
    expect(await gitState(dir)).toBeUndefined();
  });

  it('is the commit, and whether files of that folder differ from it', async () => {
    git('init', '--quiet');
    mkdirSync(join(dir, 'specs'));
    writeFileSync(join(dir, 'specs', 'a.yaml'), 'version: 1\n');
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    const commit = git('rev-parse', 'HEAD');
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(await gitState(join(dir, 'specs'))).toEqual({ commit, dirty: false });

    writeFileSync(join(dir, 'elsewhere.txt'), '');
    expect(await gitState(join(dir, 'specs'))).toEqual({ commit, dirty: false });
    expect(await gitState(dir)).toEqual({ commit, dirty: true });

    writeFileSync(join(dir, 'specs', 'new.yaml'), '');
    expect(await gitState(join(dir, 'specs'))).toEqual({ commit, dirty: true });
  });
});

const commit = (message: string): string => {
  git('commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
};

describe('whether a commit comes after another', () => {
  it('is so for itself and for what descends from it, and not the other way round', async () => {
    git('init', '--quiet');
    const [one, two, three] = [commit('one'), commit('two'), commit('three')];
    expect(await ancestry(dir, one, one)).toBe('descends');
    expect(await ancestry(dir, one, three)).toBe('descends');
    expect(await ancestry(dir, three, two)).toBe('apart');
    git('checkout', '--quiet', two);
    expect(await ancestry(dir, three, commit('beside'))).toBe('apart');
  });

  it("can't be told of a commit that is not here, nor where history was cut off", async () => {
    git('init', '--quiet');
    const [one, two] = [commit('one'), commit('two')];
    expect(await ancestry(dir, 'c'.repeat(40), two)).toBe('unknown');
    expect(await ancestry(dir, '--all', two)).toBe('unknown');

    git('branch', 'side', one);
    const shallow = mkdtempSync(join(tmpdir(), 'tradeform-git-'));
    try {
      git('clone', '--quiet', '--depth=1', '--no-single-branch', `file://${dir}`, shallow);
      // Both commits are here, and what lies between them is not.
      expect(await ancestry(shallow, one, two)).toBe('unknown');
    } finally {
      rmSync(shallow, { recursive: true });
    }
  });

  it("can't be told outside of a repository", async () => {
    expect(await ancestry(join(dir, 'absent'), 'a', 'b')).toBe('unknown');
  });
});
