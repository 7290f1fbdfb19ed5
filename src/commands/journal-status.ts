import { type KnownHead, readHead } from '../journal/head.ts';
import { isLoss } from '../journal/identity.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import type { JournalEvent } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { emptyHistory, openAttempts } from '../model/history.ts';
import type { Project } from '../model/project.ts';
import { type JournalFacts, renderJournal } from '../report/journal-text.ts';
import { minute } from '../report/terms.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { journalStoreOf } from './journal-store.ts';
import { expectationOf, headPathOf, journalOf, projectOf } from './project.ts';

/** The journal as it lies there: not compared with what is pinned, nor with where it was last. */
export async function journalAsItIs(
  inv: Invocation,
  project: Project,
  clock: Clock = inv.clock,
): Promise<Journal> {
  const store = await journalStoreOf(inv, project);
  return store.open({ clock, expect: { kind: 'unpinned' } });
}

/** Why the journal can't be used for submits, or undefined where it can. */
export async function lossOf(inv: Invocation, project: Project): Promise<TradeformError | undefined> {
  try {
    const journal = await journalOf(inv, project, { clock: inv.clock });
    await journal.close();
    return undefined;
  } catch (error) {
    if (isLoss(error) || (error instanceof TradeformError && error.code === 'journal/unpinned')) return error;
    throw error;
  }
}

function lastRunOf(events: readonly JournalEvent[]): JournalFacts['lastRun'] {
  const started = events.findLast((event) => event.type === 'run-started');
  if (started?.type !== 'run-started') return undefined;
  const ended = events.findLast((event) => event.type === 'run-ended' && event.run === started.run);
  return {
    command: started.data.command,
    actor: started.actor,
    time: minute(started.time),
    outcome: ended?.type === 'run-ended' ? ended.data.outcome : 'no end was recorded',
  };
}

async function identityOf(journal: Journal): Promise<Partial<JournalFacts>> {
  const holder = await journal.holder();
  return { id: journal.id, lock: holder === undefined ? { held: false } : { held: true, ...holder } };
}

async function contentsOf(journal: Journal): Promise<Partial<JournalFacts>> {
  const events = await journal.read();
  const history = fold(emptyHistory(journal.id), events);
  const lastRun = lastRunOf(events);
  return {
    head: { sequence: history.sequence, hash: history.hash },
    events: events.length,
    inDoubt: openAttempts(history).filter(({ state }) => state === 'in-doubt').length,
    ...(lastRun === undefined ? {} : { lastRun }),
  };
}

function lastSeenOf(project: Project): KnownHead | undefined {
  try {
    return readHead(headPathOf(project));
  } catch (error) {
    if (isLoss(error)) return undefined;
    throw error;
  }
}

/** What the journal is, where it stands, and who holds it. Exit 5 where nothing can be submitted on it. */
export async function status(inv: Invocation): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const { environment } = project;
  const { id: pinned } = environment.journal;
  const lastSeen = lastSeenOf(project);
  let facts: JournalFacts = {
    project: project.name,
    environment: environment.name,
    ...(pinned === undefined ? {} : { pinned }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
  let loss: TradeformError | undefined;
  try {
    facts = { ...facts, store: (await journalStoreOf(inv, project)).facts };
    expectationOf(project);
    const journal = await journalAsItIs(inv, project);
    try {
      facts = { ...facts, ...(await identityOf(journal)) };
      facts = { ...facts, ...(await contentsOf(journal)) };
    } finally {
      await journal.close();
    }
    loss = await lossOf(inv, project);
  } catch (error) {
    if (!(error instanceof TradeformError)) throw error;
    // That it is not there is told in the words for what was expected.
    loss = error.code === 'journal/absent' ? await lossOf(inv, project) : error;
    // A paper journal is made at first use, which this was.
    if (loss === undefined) return status(inv);
  }
  if (loss !== undefined) {
    const { code, message, remedy } = loss;
    facts = { ...facts, trouble: { code, message, ...(remedy === undefined ? {} : { remedy }) } };
  }
  if (inv.options.format === 'json') writeJson(inv.out, { format: 1, ...facts });
  else inv.out.write(renderJournal(facts, layoutOf(inv.out)));
  return loss?.exitCode ?? EXIT.done;
}
