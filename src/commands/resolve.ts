import { keysOfTyped } from '../execute/cancel-reading.ts';
import type { Decision, Grounds } from '../execute/decide/decision.ts';
import { type Sight, isUnread } from '../execute/decide/sight.ts';
import { strangerOf } from '../execute/decide/stranger.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { stopOnSignals } from '../lib/signals.ts';
import { commandLine } from '../model/command-line.ts';
import type { Key } from '../model/ids.ts';
import { newsOf } from '../report/sight-news.ts';
import { loadEntries } from '../specs/load.ts';
import { askDecision, askGrounds, decisionOf, isConfirmed } from './decision-asked.ts';
import type { Invocation } from './invocation.ts';
import { atDesk, projectOf } from './project.ts';
import { type DecisionDesk, deskOf, mustHold, recordDecision, sightOf } from './resolve-desk.ts';
import { showRecorded, showSight, showStranger, showWays } from './resolve-report.ts';

/*
 * A person decides about an order whose fate nobody can know. What they are shown is read at that moment, whatever a run has recorded;
 * what they decide is held against what the venue shows when they have decided; nothing is recorded that the venue contradicts.
 */

export interface ResolveOptions {
  /** The venue's id of the order that this attempt turned out to be. */
  readonly executed?: string;
  readonly notExecuted?: boolean;
  /** Candidates that are other orders. */
  readonly other?: readonly string[];
  readonly reason?: string;
  readonly approver?: string;
}

interface Decided {
  readonly decision: Decision;
  readonly grounds: Grounds;
}

const STOPPING = {
  first: 'Stopping: nothing is recorded.',
  second: 'Stopped at once. tradeform history shows whether a decision was recorded.',
};

/** A name that the journal doesn't have, or an order of ours that it did not place. */
async function unknown(desk: DecisionDesk, typed: string, decided: boolean): Promise<ExitCode> {
  const { eyes, here, project } = desk;
  // A broken file must not stand in the way of a look.
  const loaded = await loadEntries(project);
  const stranger = await strangerOf(eyes, typed, loaded.ok ? loaded.entries : []);
  if (stranger === undefined)
    throw new TradeformError(
      'resolve/unknown',
      `The journal knows no order called ${safeText(typed)}, and no account shows one of ours.`,
      { exitCode: EXIT.usage, remedy: `All that is known: ${commandLine(here, 'status')}` },
    );
  showStranger(desk, stranger);
  if (!decided) return EXIT.person;
  throw new TradeformError(
    'resolve/stranger',
    `This journal did not send ${safeText(typed)}: there is nothing of it to decide.`,
    {
      exitCode: EXIT.usage,
      remedy: 'Nothing was recorded. Take it in, or out of the book, by one of the lines above.',
    },
  );
}

/** A decision by the person at the terminal, held against what the venue shows once they have decided. */
async function askAll(desk: DecisionDesk, keys: readonly Key[], shown: Sight): Promise<ExitCode> {
  const { inv, project } = desk;
  const stop = stopOnSignals(inv.err.write, STOPPING);
  const { signal } = stop;
  try {
    const decision = await askDecision(shown, signal);
    if (decision !== undefined) await mustHold(desk, shown, decision);
    const grounds = decision && (await askGrounds(inv.actor, signal));
    const isSure =
      decision !== undefined &&
      grounds !== undefined &&
      (await isConfirmed(shown, decision, project.environment.name, signal));
    if (!isSure || signal.aborted) {
      inv.err.write('It stays as it is: nothing was recorded.\n');
      return EXIT.person;
    }
    inv.err.note('Reading the journal and the venue again …');
    const now = await sightOf(desk, keys);
    for (const news of newsOf(shown, now)) inv.err.write(`${safeText(news)}\n`);
    return await decide(desk, now, { decision, grounds });
  } finally {
    stop.dispose();
  }
}

async function decide(desk: DecisionDesk, sight: Sight, { decision, grounds }: Decided): Promise<ExitCode> {
  try {
    await mustHold(desk, sight, decision);
  } catch (error) {
    // What can be done instead, by what the venue shows now.
    showWays(desk, sight);
    throw error;
  }
  await recordDecision(desk, sight, decision, grounds);
  showRecorded(desk, sight, decision, grounds);
  return EXIT.done;
}

/** Shows the evidence on an order in doubt, vanished or come back, and records a person's decision about it. */
export async function resolve(inv: Invocation, name: string, options: ResolveOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const decided = decisionOf(inv.actor, options);
  return atDesk(inv, project, async (venues, journal) => {
    const desk = deskOf(inv, project, venues, journal);
    const keys = keysOfTyped(await desk.eyes.history(), name);
    if (keys.length === 0) return unknown(desk, name, decided !== undefined);
    const sight = await sightOf(desk, keys);
    const isText = inv.options.format === 'text';
    if (isText || decided === undefined) await showSight(desk, sight, decided === undefined);
    if (decided !== undefined) return decide(desk, sight, decided);
    const canDecide = isText && inv.interactive && !isUnread(sight.venue);
    return canDecide ? askAll(desk, keys, sight) : EXIT.person;
  });
}
