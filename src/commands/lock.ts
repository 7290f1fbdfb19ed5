import { hostname } from 'node:os';
import type { Journal, RunLock } from '../journal/journal.ts';
import { whoRuns } from '../journal/lock-errors.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { RunContext } from '../model/event.ts';
import type { Invocation } from './invocation.ts';

export interface LockOptions {
  /** Seconds, as typed. */
  readonly lockTimeout?: string;
}

const DAY = 86_400;

/** How long a command waits for a journal that another run holds, in milliseconds; without the option not at all. Throws wrong usage. */
export function lockWait({ lockTimeout = '0' }: LockOptions): number {
  const seconds = /^\d{1,5}$/.test(lockTimeout) ? Number(lockTimeout) : Infinity;
  if (seconds <= DAY) return seconds * 1000;
  throw new TradeformError('usage/lock-timeout', '--lock-timeout takes whole seconds, at most a day.', {
    exitCode: EXIT.usage,
    remedy: 'Write --lock-timeout 60 to wait up to a minute.',
  });
}

/** Takes the run lock for a command. Throws `journal/held` (exit 5), which names the holder. */
export async function takeLock(
  inv: Invocation,
  journal: Journal,
  run: RunContext,
  command: string,
  waitMs: number,
): Promise<RunLock> {
  const other = waitMs > 0 && !inv.options.quiet ? await journal.holder() : undefined;
  if (other !== undefined)
    inv.err.write(`Waiting up to ${waitMs / 1000} s for the journal: ${safeText(whoRuns(other))}.\n`);
  const since = new Date(inv.clock.now()).toISOString();
  const holder = { actor: inv.actor, command, host: hostname(), pid: process.pid, since };
  return journal.lock(run, holder, waitMs);
}
