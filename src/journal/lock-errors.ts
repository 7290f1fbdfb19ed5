import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Holder } from './journal.ts';

export function held(holder: Holder | undefined): TradeformError {
  const who = holder
    ? `${holder.actor} runs \`${holder.command}\` on ${holder.host} (process ${holder.pid}) since ${holder.since}`
    : 'another run held it until a moment ago';
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
