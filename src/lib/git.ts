import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitState {
  readonly commit: string;
  /** Whether files of this folder differ from the commit. */
  readonly dirty: boolean;
}

/** The commit that a folder is at, or undefined where it isn't in Git (or Git isn't installed). */
export async function gitState(dir: string): Promise<GitState | undefined> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await run('git', ['-C', dir, ...args], { encoding: 'utf8' })).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([
      git('rev-parse', '--verify', 'HEAD'),
      git('--no-optional-locks', 'status', '--porcelain', '--', '.'),
    ]);
    return { commit, dirty: changes !== '' };
  } catch {
    return undefined;
  }
}
