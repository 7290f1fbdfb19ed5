import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Files in memory, on Linux. */
const MEMORY = '/dev/shm';
/** What the journals, desks and the PostgreSQL server of a whole run need at most, and more. */
const ENOUGH = 2 ** 31;

function isRoomy(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ENOUGH;
  } catch {
    return false;
  }
}

const PREFIX = 'tradeform-tests-';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Runs that were killed have left theirs, and memory is short. */
function sweep(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}

/**
 * The temporary files of a run, in a folder that goes with it; in memory where there is room: a third of the time goes by in waiting for
 * a disk. No test takes the power away: a process that is killed leaves the same behind, wherever its files are.
 * TMPDIR names another place.
 */
export function setup(): () => void {
  if (process.env['TMPDIR'] !== undefined || !isRoomy(MEMORY)) return () => undefined;
  sweep();
  const folder = mkdtempSync(join(MEMORY, `${PREFIX}${process.pid}-`));
  // As any folder for temporary files: the PostgreSQL server may have to run as another user.
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  return () => {
    delete process.env['TMPDIR'];
    rmSync(folder, { recursive: true, force: true });
  };
}
