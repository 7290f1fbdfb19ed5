import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Millis } from '../model/ids.ts';
import type { Holder } from './journal.ts';

/** Whoever took the lock a moment ago, and has not signed yet. */
export const unsigned = (now: Millis): Holder => ({
  ...{ actor: 'unknown', command: 'unknown', host: 'unknown', pid: 0 },
  since: new Date(now).toISOString(),
});

export const whoRuns = ({ actor, command, host, pid, since }: Holder): string =>
  `${actor} runs \`${command}\` on ${host} (process ${pid}) since ${since}`;

export function held(holder: Holder | undefined): TradeformError {
  const who = holder ? whoRuns(holder) : 'another run held it until a moment ago';
  return new TradeformError('journal/held', `The journal is in use: ${who}.`, {
    exitCode: EXIT.stale,
    remedy: 'Wait for it to end, or stop it; the lock goes with the process. Cancels and halts need no lock.',
  });
}

export const lostLock = (): TradeformError =>
  new TradeformError('journal/lost-lock', 'Another run has taken over the journal; this one may not write.', {
    exitCode: EXIT.stale,
    remedy: 'Nothing more is sent by this run.',
  });
