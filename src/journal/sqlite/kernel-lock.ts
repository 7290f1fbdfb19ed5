import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './failure.ts';

/*
 * A lock that the kernel holds for the process: an open exclusive transaction on a database of its own, in which nothing
 * is ever written. It is gone the moment the process is, however it ends. Never open this file by other means: on POSIX
 * systems closing any other descriptor of it would drop the lock (SQLite itself knows that, and takes care).
 */

export interface KernelLock {
  free(): void;
}

/** Long enough for someone who only looks ({@link isHeld}) to be out of the way. */
const LOOK_MS = 50;

/** The lock, or undefined where someone holds it. */
export function tryHold(path: string): KernelLock | undefined {
  const db = new DatabaseSync(path, { timeout: LOOK_MS });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return {
      free: () => {
        if (db.isOpen) db.close();
      },
    };
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Whether someone holds the lock now. */
export function isHeld(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.prepare('SELECT 1 FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    db.close();
  }
}
