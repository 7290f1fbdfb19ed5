import { join } from 'node:path';
import { noteHead, readHead } from '../journal/head.ts';
import type { LimitSettings } from '../execute/limits.ts';
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
import { type Scope, scopeOf } from '../model/tag.ts';
import { loadEntries, loadProject } from '../specs/load.ts';
import { resolveText } from '../specs/references.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { type Invocation, isCi } from './invocation.ts';
import { journalStoreOf, stateDirOf } from './journal-store.ts';

/** Commands that change something ask for the environment by name where a live one exists. */
export type Care = 'reads' | 'acts';

/** The first that a person sees, long before the result where there is much to read. */
function awaits(inv: Invocation, what: string): void {
  if (!inv.options.quiet && inv.options.format === 'text' && !isCi(inv.env)) inv.err.note(what);
}

/** Reads tradeform.yaml; throws its problems (exit 3) and wrong usage (64). */
export async function projectOf(inv: Invocation, care: Care): Promise<Project> {
  const { dir, env } = inv.options;
  awaits(inv, 'Reading the files …');
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

export const scopeOfProject = (project: Project): Scope => scopeOf(project.name, project.environment.name);

/** `goOn`: a venue that can't be opened, for want of a secret say, holds up no other one. */
export async function venuesOf(inv: Invocation, project: Project, goOn?: true): Promise<OpenVenues> {
  awaits(inv, 'Reading the journal and the venues …');
  const { openVenues } = await import('../venues/registry.ts');
  return openVenues({
    environment: project.environment,
    stateDir: stateDirOf(project),
    clock: inv.clock,
    resolve: (text, what) => resolveText(text, inv.env, what),
    ...(inv.interactive ? { askOtp: () => askOtp() } : {}),
    ...(goOn === undefined ? {} : { goOn }),
  });
}

/** A one-time password, typed by the person at the terminal; undefined where they give none. */
async function askOtp(): Promise<string | undefined> {
  const { ask } = await import('./ask.ts');
  const typed = await ask('One-time password of Volven: ', new AbortController().signal);
  return typed.trim() === '' ? undefined : typed.trim();
}

/** Where the last run noted how far the journal was. */
export const headPathOf = (project: Project): string => join(stateDirOf(project), 'head');

/** Which journal the environment means. Throws where none was made. */
export function expectationOf({ environment }: Project): Expectation {
  const { id } = environment.journal;
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
export async function journalOf(
  inv: Invocation,
  project: Project,
  { clock }: Pick<OpenVenues, 'clock'>,
): Promise<Journal> {
  const expect = expectationOf(project);
  const path = headPathOf(project);
  const head = readHead(path);
  const store = await journalStoreOf(inv, project);
  return store.open({
    clock,
    expect,
    ...(head === undefined ? {} : { head }),
    noteHead: (at) => noteHead(path, at),
  });
}

async function withJournal<T>(
  inv: Invocation,
  project: Project,
  venues: OpenVenues,
  work: (venues: OpenVenues, journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = await journalOf(inv, project, venues);
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
    return await withJournal(inv, project, venues, work);
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
    return await withJournal(inv, project, venues, work);
  } catch (error) {
    if (!isLoss(error)) throw error;
    const { message, remedy = '', exitCode } = error;
    inv.err.write(`error: ${safeText(message)}\n  ${safeText(remedy)}\n`);
    // What it finds (orders of ours that nobody seems to know) is a symptom: the loss is what there is to act on.
    const why = error.code === 'journal/unreachable' ? "the journal can't be reached" : 'the journal is lost';
    await work(venues, lostJournal(error), why);
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

/** The limits of the environment, and what the command line says of them. */
export const limitsOf = ({ environment }: Project, allowCancels?: number): LimitSettings => ({
  limits: environment.limits,
  isPaper: environment.kind === 'paper',
  ...(allowCancels === undefined ? {} : { allowCancels }),
});

/** The number of `--allow-cancels`; throws where it is none (64). */
export function allowedCancels(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new TradeformError('usage/allow-cancels', `--allow-cancels ${safeText(text)} is no number.`, {
    exitCode: EXIT.usage,
    remedy: 'Give the number of cancels that the plan shows, such as --allow-cancels 12.',
  });
}
