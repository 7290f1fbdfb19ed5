import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Project } from '../model/project.ts';
import { type Invocation, isCi } from './invocation.ts';

/** Why a CI run may not send: the journal of its live environment is a file of the runner. Reads and cancels go on. */
export function localJournal({ env }: Invocation, { environment }: Project): TradeformError | undefined {
  const { name, kind, journal } = environment;
  if (!isCi(env) || kind === 'paper' || journal.type !== 'sqlite') return undefined;
  return new TradeformError(
    'journal/local',
    `With CI set nothing is sent to ${name.toUpperCase()}: its journal is a file on this machine, which is gone with the runner, and the next run would not know what was sent.`,
    {
      exitCode: EXIT.stale,
      remedy: `Give ${name} a journal that runs share (type: postgres), or apply where CI is not set.`,
    },
  );
}
