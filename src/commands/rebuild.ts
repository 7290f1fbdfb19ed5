import { type Findings, findOrders } from '../execute/found-orders.ts';
import { haltIncomplete, incomplete, mustBeSameVenue, readAll, record } from '../execute/rebuild.ts';
import { RunJournal } from '../execute/run.ts';
import { type KnownHead, writeHead } from '../journal/head.ts';
import type { Journal, RunLock } from '../journal/journal.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { gitState } from '../lib/git.ts';
import { safeText } from '../lib/safe-text.ts';
import { stopOnSignals } from '../lib/signals.ts';
import { version } from '../lib/version.ts';
import type { JournalEvent } from '../model/event.ts';
import { type History, emptyHistory } from '../model/history.ts';
import { type AccountName, LOST_JOURNAL, orderKey } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { renderFindings } from '../report/rebuild-text.ts';
import { count } from '../report/style.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { ask } from './ask.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { pin } from './journal.ts';
import { journalAsItIs } from './journal-status.ts';
import { journalStoreOf } from './journal-store.ts';
import { type LockOptions, lockWait, takeLock } from './lock.ts';
import {
  entriesOf,
  headPathOf,
  journalOf,
  projectOf,
  runContext,
  scopeOfProject,
  venuesOf,
} from './project.ts';

/*
 * A journal that is gone, was rolled back, or misses orders that somebody else placed is completed from the venue's lists.
 *
 * A new journal counts for nothing until its id is pinned (live) and the head of the old one is replaced: both come last, so
 * that a rebuild which is killed leaves a journal that nobody submits on, and the next rebuild goes on with it.
 */

export interface RebuildOptions extends LockOptions {
  readonly name?: readonly string[];
  readonly yes?: boolean;
}

const COMMAND = 'journal rebuild';

type Store =
  | { readonly kind: 'sound'; readonly journal: Journal }
  /** It is there, and can be gone on with: rolled back, or begun by a rebuild that was killed. */
  | { readonly kind: 'behind' | 'unfinished'; readonly journal: Journal; readonly loss: TradeformError }
  | { readonly kind: 'gone'; readonly loss: TradeformError };

/** Only rebuilds have written to it. */
const isUnfinished = (events: readonly JournalEvent[]): boolean =>
  events.every((event) => event.type !== 'run-started' || event.data.command === COMMAND) &&
  events.every((event) => event.type !== 'intent');

async function storeOf(inv: Invocation, project: Project, venues: OpenVenues): Promise<Store> {
  try {
    return { kind: 'sound', journal: await journalOf(inv, project, venues) };
  } catch (loss) {
    if (!(loss instanceof TradeformError)) throw loss;
    if (loss.code !== 'journal/lost' && loss.code !== 'journal/other' && loss.code !== 'journal/head')
      throw loss;
    const found = await journalAsItIs(inv, project, venues.clock).catch((error: unknown) => {
      if (error instanceof TradeformError && error.code === 'journal/absent') return undefined;
      throw error;
    });
    if (found === undefined) return { kind: 'gone', loss };
    const isPinned = (project.environment.journal.id ?? found.id) === found.id;
    if (loss.code !== 'journal/other' && isPinned) return { kind: 'behind', journal: found, loss };
    if (loss.code === 'journal/other' && isUnfinished(await found.read()))
      return { kind: 'unfinished', journal: found, loss };
    await found.close();
    throw loss;
  }
}

interface Work {
  readonly inv: Invocation;
  readonly project: Project;
  readonly venues: OpenVenues;
  readonly options: RebuildOptions;
  readonly stop: AbortSignal;
  /** Why the journal was not to be used; undefined where it was sound. */
  readonly loss: TradeformError | undefined;
}

async function find({ inv, project, venues, options, stop }: Work, history: History): Promise<Findings> {
  const entries = await entriesOf(project);
  const readers = new Map([...venues.byAccount].map(([name, venue]) => [name, venue.reader]));
  inv.err.write('Reading every order of every account, twice.\n');
  const accounts = await readAll({
    ...{ readers, clock: venues.clock, signal: stop },
    accounts: venues.accounts,
  });
  mustBeSameVenue(history, accounts);
  const names = (options.name ?? []).map(orderKey);
  return findOrders({ history, scope: scopeOfProject(project), entries, names, accounts });
}

/** The accounts that a rebuild after a loss halts; undefined: nothing was lost. */
const haltsOf = ({ venues, loss }: Work, found: Findings): readonly AccountName[] | undefined =>
  loss === undefined ? undefined : incomplete(venues.accounts.values(), found);

/** Shows what was found; asks where nobody has approved it. */
async function isApproved(work: Work, found: Findings): Promise<boolean> {
  const { inv, project, options, stop, loss } = work;
  if (loss !== undefined) inv.err.write(`${safeText(loss.message)}\n`);
  if (inv.options.format === 'text')
    inv.out.write(renderFindings(project, found, haltsOf(work, found), layoutOf(inv.out)));
  if (options.yes === true) return true;
  if (!inv.interactive)
    throw new TradeformError('usage/approval', 'There is something to approve, and nobody to ask.', {
      exitCode: EXIT.usage,
      remedy: 'Look at what was found, then run it on a terminal, or with --yes. Nothing was written.',
    });
  const where = project.environment.name.toUpperCase();
  const answer = await ask(`\nTake this for the journal of ${where}? Only "yes" is taken: `, stop);
  if (answer.trim() === 'yes') return true;
  inv.err.write('Not approved: nothing was written.\n');
  return false;
}

const declined = ({ stop }: Work): ExitCode => (stop.aborted ? EXIT.interrupted : EXIT.error);

async function lockOf({ inv, project, options }: Work, journal: Journal): Promise<RunLock> {
  const git = await gitState(project.dir);
  return takeLock(inv, journal, runContext(inv, project, git?.commit), COMMAND, lockWait(options));
}

function finish({ inv, project }: Work, found: Findings, head: KnownHead | undefined): ExitCode {
  const code = found.doubled.length > 0 || found.unclear.length > 0 ? EXIT.person : EXIT.done;
  if (inv.options.format === 'json') {
    writeJson(inv.out, { format: 1, written: head !== undefined, journal: head, ...found, exitCode: code });
    return code;
  }
  if (head === undefined) return code;
  const where = project.environment.name.toUpperCase();
  inv.out.write(
    `\n${where}  journal ${head.journal} holds ${count(found.orders.length, 'order')} more. Look at tradeform plan before anything else.\n`,
  );
  return code;
}

/** Completes a journal that is there. The lock is held from before the venue is read. */
async function complete(work: Work, journal: Journal): Promise<ExitCode> {
  const { project, loss } = work;
  const lock = await lockOf(work, journal);
  try {
    const run = await RunJournal.open(journal, lock, COMMAND, version(), work.inv.ci);
    const found = await find(work, run.history);
    if (found.orders.length === 0 && loss === undefined) {
      if (work.inv.options.format === 'text')
        work.inv.out.write(renderFindings(project, found, undefined, layoutOf(work.inv.out)));
      return finish(work, found, undefined);
    }
    if (!(await isApproved(work, found))) return declined(work);
    return finish(work, found, await write(work, run, found));
  } finally {
    await lock.release();
  }
}

async function write({ project, venues, loss }: Work, run: RunJournal, found: Findings): Promise<KnownHead> {
  await record(run, found);
  if (loss !== undefined) await haltIncomplete(run, venues.accounts.values(), found);
  await run.end('done');
  const { journal, sequence, hash } = run.history;
  const head = { journal, sequence, hash };
  if (
    loss !== undefined &&
    project.environment.kind !== 'paper' &&
    project.environment.journal.id !== journal
  )
    await pin(project, journal);
  writeHead(headPathOf(project), head);
  return head;
}

/** Makes a journal in the place of one that is gone. */
async function replace(work: Work): Promise<ExitCode> {
  const { inv, project, venues } = work;
  const found = await find(work, emptyHistory(LOST_JOURNAL));
  if (!(await isApproved(work, found))) return declined(work);
  const store = await journalStoreOf(inv, project);
  const aside = await store.setAside(inv.clock);
  if (aside !== undefined) inv.err.write(`What was left of the old journal is kept in ${safeText(aside)}.\n`);
  await store.create(venues.clock);
  const journal = await journalAsItIs(inv, project, venues.clock);
  try {
    const lock = await lockOf(work, journal);
    try {
      const run = await RunJournal.open(journal, lock, COMMAND, version(), work.inv.ci);
      return finish(work, found, await write(work, run, found));
    } finally {
      await lock.release();
    }
  } finally {
    await journal.close();
  }
}

/** Puts the journal together again from what the venue shows of our orders, of all statuses. Submits nothing. */
export async function rebuild(inv: Invocation, options: RebuildOptions): Promise<ExitCode> {
  lockWait(options);
  const project = await projectOf(inv, 'acts');
  const venues = await venuesOf(inv, project);
  const stop = stopOnSignals(inv.err.write);
  try {
    const store = await storeOf(inv, project, venues);
    const loss = store.kind === 'sound' ? undefined : store.loss;
    const work: Work = { inv, project, venues, options, stop: stop.signal, loss };
    if (store.kind === 'gone') return await replace(work);
    try {
      return await complete(work, store.journal);
    } finally {
      await store.journal.close();
    }
  } finally {
    stop.dispose();
    await venues.close();
  }
}
