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

/** The folder that a repository's paths begin at, or undefined where `dir` isn't in Git. */
export async function gitRoot(dir: string): Promise<string | undefined> {
  try {
    return (
      await run('git', ['-C', dir, 'rev-parse', '--show-toplevel'], { encoding: 'utf8' })
    ).stdout.trim();
  } catch {
    return undefined;
  }
}

/** `unknown`: Git doesn't know one of the commits here, or not all that lies between them (a shallow clone). */
export type Ancestry = 'descends' | 'apart' | 'unknown';

/** Whether `commit` is `ancestor` or comes after it. */
export async function ancestry(dir: string, ancestor: string, commit: string): Promise<Ancestry> {
  if (ancestor === commit) return 'descends';
  const git = (...args: readonly string[]) => run('git', ['-C', dir, ...args], { encoding: 'utf8' });
  try {
    await git('merge-base', '--is-ancestor', ancestor, commit);
    return 'descends';
  } catch (error) {
    // 1 is its "no"; anything else, such as 128 for a commit that it doesn't have, is no answer.
    if (!(error instanceof Error && 'code' in error && error.code === 1)) return 'unknown';
    const shallow = await git('rev-parse', '--is-shallow-repository').catch(() => undefined);
    return shallow?.stdout.trim() === 'false' ? 'apart' : 'unknown';
  }
}
