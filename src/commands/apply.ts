import { hostname } from 'node:os';
import { type ApplyReport, apply as execute } from '../execute/apply.ts';
import { type Progress, plainProgress } from '../execute/plain-progress.ts';
import { RunJournal } from '../execute/run.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { type GitState, gitState } from '../lib/git.ts';
import { stopOnSignals } from '../lib/signals.ts';
import { version } from '../lib/version.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { outcomesOf, renderOutcomes, tryNext } from '../report/outcome-text.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { approver } from './approve.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { exitOfLines, refuseEmpty } from './outcome.ts';
import { atDesk, entriesOf, limitsGate, projectOf, runContext, scopeOfProject } from './project.ts';

export interface ApplyOptions {
  readonly yes?: boolean;
  readonly allowEmpty?: boolean;
}

async function progressOf(inv: Invocation): Promise<Progress> {
  const { format, quiet } = inv.options;
  if (format === 'json')
    return {
      tell: (event) => writeJson(inv.out, { type: 'progress', ...event }),
      close: () => Promise.resolve(),
    };
  if (quiet) return { tell: () => undefined, close: () => Promise.resolve() };
  if (!inv.err.isTTY || inv.env['CI'] !== undefined || !inv.err.color) return plainProgress(inv.err.write);
  const { liveProgress } = await import('../execute/progress.ts');
  return liveProgress(() => inv.clock.monotonic());
}

function finish(inv: Invocation, report: ApplyReport, project: Project): ExitCode {
  const outcomes = report.approved ? outcomesOf(report) : [];
  const failed = outcomes.filter((outcome) => !outcome.ok);
  const rest = exitOfLines(report.after.plan.lines);
  const codes = [
    rest,
    failed.length > 0 ? EXIT.error : EXIT.done,
    report.interrupted ? EXIT.interrupted : EXIT.done,
  ];
  const code = worst(codes);
  if (inv.options.format === 'json') {
    for (const outcome of outcomes) writeJson(inv.out, { type: 'outcome', ...outcome });
    writeJson(inv.out, {
      type: 'end',
      exitCode: code,
      approved: report.approved,
      interrupted: report.interrupted,
    });
    return code;
  }
  if (!report.approved) inv.err.write(report.interrupted ? '' : 'Not approved: nothing was sent.\n');
  if (outcomes.length > 0) inv.out.write(`\n${renderOutcomes(outcomes, layoutOf(inv.out))}`);
  if (outcomes.length > 0 && project.environment.kind === 'paper' && code === EXIT.done)
    inv.out.write(tryNext(dirFlag(inv)));
  return code;
}

async function run(
  inv: Invocation,
  options: ApplyOptions,
  project: Project,
  entries: readonly Entry[],
  venues: OpenVenues,
  journal: RunJournal,
  git: GitState | undefined,
): Promise<ExitCode> {
  refuseEmpty(project, entries, journal.history, options.allowEmpty === true);
  const stop = stopOnSignals(inv.err.write);
  const progress = await progressOf(inv);
  try {
    const report = await execute({
      ...{ entries, journal },
      project: project.name,
      environment: project.environment.name,
      scope: scopeOfProject(project),
      accounts: project.environment.accounts,
      venues: venues.byAccount,
      clock: venues.clock,
      stop: stop.signal,
      tell: progress.tell,
      limits: limitsGate(project),
      approve: approver(inv, options.yes === true, stop.signal),
      ...(git === undefined ? {} : { commit: git.commit, dirty: git.dirty }),
    });
    await progress.close();
    await journal.end(report.interrupted ? 'interrupted' : 'done');
    return finish(inv, report, project);
  } finally {
    await progress.close();
    stop.dispose();
  }
}

/** ` --dir specs`, as the person would have to type it; empty where it isn't needed. */
function dirFlag(inv: Invocation): string {
  return inv.options.dir === undefined ? '' : ` --dir ${inv.options.dir}`;
}

/** Plans afresh under the run lock, asks, executes, and tells the outcome of every change. */
export async function apply(inv: Invocation, options: ApplyOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'reads');
  const entries = await entriesOf(project);
  return atDesk(inv, project, async (venues, journal) => {
    const git = await gitState(project.dir);
    const context = runContext(inv, project, git?.commit);
    const since = new Date(inv.clock.now()).toISOString();
    const holder = { actor: inv.actor, command: 'apply', host: hostname(), pid: process.pid, since };
    const lock = await journal.lock(context, holder, 0);
    try {
      const book = await RunJournal.open(journal, lock, 'apply', version());
      return await run(inv, options, project, entries, venues, book, git);
    } finally {
      await lock.release();
    }
  });
}
