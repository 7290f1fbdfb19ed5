import { join } from 'node:path';
import { type Expectation, isLoss } from '../journal/identity.ts';
import type { Journal } from '../journal/journal.ts';
import { lostJournal } from '../journal/lost.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { RunContext } from '../model/event.ts';
import type { RunId } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { isPaper } from '../model/snapshot.ts';
import { type Scope, scopeOf } from '../model/tag.ts';
import { loadEntries, loadProject } from '../specs/load.ts';
import { resolveText } from '../specs/references.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { type Invocation, isCi } from './invocation.ts';

/** Commands that change something ask for the environment by name where a live one exists. */
export type Care = 'reads' | 'acts';

/** Reads tradeform.yaml; throws its problems (exit 3) and wrong usage (64). */
export async function projectOf(inv: Invocation, care: Care): Promise<Project> {
  const { dir, env } = inv.options;
  const loaded = await loadProject({
    cwd: inv.cwd,
    ...(dir === undefined ? {} : { dir }),
    ...(env === undefined ? {} : { environment: env }),
  });
  if (!loaded.ok) throw problemsError(loaded.problems);
  const { project } = loaded;
  if (env === undefined && project.hasLive && (care === 'acts' || isCi(inv.env)))
    throw new TradeformError(
      'usage/environment',
      'This project has a live environment, so --env must be written out.',
      {
        exitCode: EXIT.usage,
        remedy: `Add one of: ${project.environments.map((name) => `--env ${name}`).join(', ')}`,
      },
    );
  return project;
}

export async function entriesOf(project: Project): Promise<readonly Entry[]> {
  const loaded = await loadEntries(project);
  if (!loaded.ok) throw problemsError(loaded.problems);
  return loaded.entries;
}

const problemsError = (problems: TradeformError['problems']): TradeformError =>
  new TradeformError('specs/invalid', 'The files have problems.', { exitCode: EXIT.invalid, problems });

export const stateDirOf = (project: Project): string =>
  join(project.dir, '.tradeform', project.environment.name);
export const scopeOfProject = (project: Project): Scope => scopeOf(project.name, project.environment.name);

export async function venuesOf(inv: Invocation, project: Project): Promise<OpenVenues> {
  const { openVenues } = await import('../venues/registry.ts');
  return openVenues({
    environment: project.environment,
    stateDir: stateDirOf(project),
    clock: inv.clock,
    resolve: (text, what) => resolveText(text, inv.env, what),
  });
}

/** Where the last run noted how far the journal was. */
export const headPathOf = (project: Project): string => join(stateDirOf(project), 'head');

/** Which journal the environment means. Throws where this version has none of its type, or none was made. */
export function expectationOf({ environment }: Project): Expectation {
  const { type, id } = environment.journal;
  if (type !== 'sqlite')
    throw new TradeformError('journal/type', `This version has no ${type} journal yet, only sqlite.`, {
      exitCode: EXIT.invalid,
      remedy: 'Set journal: { type: sqlite } for this environment.',
    });
  if (id !== undefined) return { kind: 'pinned', id };
  if (environment.kind === 'paper') return { kind: 'automatic' };
  throw new TradeformError('journal/unpinned', `Environment ${environment.name} has no journal yet.`, {
    exitCode: EXIT.stale,
    remedy: `Run: tradeform journal init --env ${environment.name}`,
  });
}

/**
 * The journal of the environment. Paper makes its own; any other must have been made by `journal init`. One that is not where
 * the last run left it counts as lost.
 */
export async function journalOf(project: Project, venues: Pick<OpenVenues, 'clock'>): Promise<Journal> {
  const expect = expectationOf(project);
  const [{ openSqlite }, { noteHead, readHead }] = await Promise.all([
    import('../journal/sqlite.ts'),
    import('../journal/head.ts'),
  ]);
  const path = headPathOf(project);
  const head = readHead(path);
  return openSqlite({
    dir: stateDirOf(project),
    clock: venues.clock,
    expect,
    ...(head === undefined ? {} : { head }),
    noteHead: (at) => noteHead(path, at),
  });
}

async function withJournal<T>(
  project: Project,
  venues: OpenVenues,
  work: (venues: OpenVenues, journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = await journalOf(project, venues);
  try {
    return await work(venues, journal);
  } finally {
    await journal.close();
  }
}

/** Opens venues and journal for `work`, and closes both however it ends. */
export async function atDesk<T>(
  inv: Invocation,
  project: Project,
  work: (venues: OpenVenues, journal: Journal) => Promise<T>,
): Promise<T> {
  const venues = await venuesOf(inv, project);
  try {
    return await withJournal(project, venues, work);
  } finally {
    await venues.close();
  }
}

/**
 * As {@link atDesk}, for commands that only read: where the journal is lost they say so and go on with what the venue shows,
 * and end with the loss's exit code. `loss` says why nothing may be submitted.
 */
export async function readingDesk(
  inv: Invocation,
  project: Project,
  work: (venues: OpenVenues, journal: Journal, loss?: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const venues = await venuesOf(inv, project);
  try {
    return await withJournal(project, venues, work);
  } catch (error) {
    if (!isLoss(error)) throw error;
    const { message, remedy = '', exitCode } = error;
    inv.err.write(`error: ${safeText(message)}\n  ${safeText(remedy)}\n`);
    // What it finds (orders of ours that nobody seems to know) is a symptom: the loss is what there is to act on.
    await work(venues, lostJournal(error), 'the journal is lost');
    return exitCode;
  } finally {
    await venues.close();
  }
}

export function runContext(inv: Invocation, project: Project, commit?: string): RunContext {
  return {
    run: crypto.randomUUID() as RunId,
    actor: inv.actor,
    project: project.name,
    environment: project.environment.name,
    ...(commit === undefined ? {} : { commit }),
  };
}

/**
 * Limits deny by default outside a paper venue, and this version does not check limits yet: so it submits nothing there.
 * A paper venue is known by itself (its epoch is in its identity), not by a setting.
 */
export function limitsGate(project: Project) {
  return (snapshots: ReadonlyMap<unknown, Snapshot>): string | undefined => {
    if (project.environment.kind === 'paper') return undefined;
    const known = [...snapshots.values()].filter((s) => s.state === 'known');
    if (known.every((snapshot) => isPaper(snapshot.identity))) return undefined;
    return 'TF-L00: outside a paper venue an order needs limits, and this version does not check them yet';
  };
}
