import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { JournalEvent } from '../model/event.ts';
import { keysNamed } from '../model/ids.ts';
import { eventsOf, renderHistory } from '../report/history-text.ts';
import { wrap } from '../report/style.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { journalAsItIs, lossOf } from './journal-status.ts';
import { projectOf } from './project.ts';

export interface HistoryOptions {
  readonly verify?: boolean;
  readonly export?: boolean;
}

function shownOf(events: readonly JournalEvent[], name: string | undefined): readonly JournalEvent[] {
  if (name === undefined) return events;
  const own = keysNamed(name).flatMap((key) => eventsOf(events, key));
  if (own.length > 0) return own;
  throw new TradeformError('usage/unknown-order', `The journal has nothing about ${safeText(name)}.`, {
    exitCode: EXIT.usage,
    remedy: 'Run tradeform history without a name to see everything.',
  });
}

/** Reading checks the whole chain: what comes back from it holds. */
function verified(inv: Invocation, events: readonly JournalEvent[], id: string): void {
  const last = events.at(-1);
  const which = last === undefined ? 'it is empty' : `#1 to #${last.sequence}, head ${last.hash}`;
  if (inv.options.format === 'json')
    writeJson(inv.out, {
      format: 1,
      verified: true,
      journal: id,
      sequence: last?.sequence ?? 0,
      hash: last?.hash,
    });
  else {
    const sound = `Journal ${id}: every event follows from the one before it (${which}).`;
    inv.out.write(`${wrap(sound, inv.out.isTTY ? inv.out.columns : Infinity)}\n`);
  }
}

/** The journal as a ledger. It is a read: it shows what is there, and exits 5 where nothing can be submitted on it. */
export async function history(
  inv: Invocation,
  name: string | undefined,
  options: HistoryOptions,
): Promise<ExitCode> {
  if (options.verify === true && (options.export === true || name !== undefined))
    throw new TradeformError('usage/history', '--verify checks the whole journal, and prints no events.', {
      exitCode: EXIT.usage,
      remedy: 'Leave the name and --export out.',
    });
  const project = await projectOf(inv, 'reads');
  const loss = await lossOf(inv, project);
  const journal = await journalAsItIs(inv, project).catch((error: unknown) => {
    throw loss ?? error;
  });
  if (loss !== undefined)
    inv.err.write(`error: ${safeText(loss.message)}\n  ${safeText(loss.remedy ?? '')}\n`);
  try {
    const all = await journal.read();
    const shown = shownOf(all, name);
    const { name: environment } = project.environment;
    if (options.verify === true) verified(inv, all, journal.id);
    else if (options.export === true) for (const event of shown) writeJson(inv.out, event);
    else if (inv.options.format === 'json')
      writeJson(inv.out, {
        format: 1,
        project: project.name,
        environment,
        journal: journal.id,
        events: shown,
      });
    else
      inv.out.write(
        renderHistory(
          { project: project.name, environment, journal: journal.id, all, shown },
          layoutOf(inv.out),
        ),
      );
    return loss?.exitCode ?? EXIT.done;
  } finally {
    await journal.close();
  }
}
