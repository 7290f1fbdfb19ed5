import { apply as execute } from '../execute/apply.ts';
import { RunJournal } from '../execute/run.ts';
import type { Journal } from '../journal/journal.ts';
import type { ExitCode } from '../lib/exit.ts';
import { type GitState, gitState } from '../lib/git.ts';
import { keepHeapLevel } from '../lib/memory.ts';
import { stopOnSignals } from '../lib/signals.ts';
import { version } from '../lib/version.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { finish, progressOf } from './apply-report.ts';
import { approver } from './approve.ts';
import { type ApplyOptions, type Consent, consentOf } from './consent.ts';
import { type Invocation, hereOf } from './invocation.ts';
import { localJournal } from './local-journal.ts';
import { lockWait, takeLock } from './lock.ts';
import { onTheirFields } from './look.ts';
import { onlyOf } from './only.ts';
import { refuseEmpty } from './outcome.ts';
import { haltsOf } from './halt.ts';
import {
  allowedCancels,
  atDesk,
  entriesOf,
  limitsOf,
  projectOf,
  runContext,
  scopeOfProject,
} from './project.ts';
import { goesBack } from './rollback.ts';
import { mustHold } from './saved-plan.ts';

interface Ready {
  readonly project: Project;
  readonly entries: readonly Entry[];
  readonly venues: OpenVenues;
  readonly git: GitState | undefined;
  readonly consent: Consent;
}

async function run(
  inv: Invocation,
  { project, entries, venues, git, consent }: Ready,
  options: ApplyOptions,
  journal: RunJournal,
): Promise<ExitCode> {
  const { saved } = consent;
  const only = saved === undefined ? onlyOf(options.only, entries, journal.history) : saved.plan.only?.keys;
  keepHeapLevel();
  const stop = stopOnSignals(inv.err.write);
  const progress = await progressOf(inv);
  try {
    const report = await execute({
      ...{ entries, journal },
      project: project.name,
      ...hereOf(inv, project.environment.name),
      scope: scopeOfProject(project),
      accounts: venues.accounts,
      ...(venues.troubles.size === 0 ? {} : { troubles: venues.troubles }),
      venues: venues.byAccount,
      clock: venues.clock,
      stop: stop.signal,
      tell: progress.tell,
      limits: limitsOf(project, allowedCancels(options.allowCancels)),
      halts: haltsOf(inv.env),
      approve: async ({ plan, ...judged }) => {
        const lines = await onTheirFields(project, entries, plan.lines);
        return approver(inv, consent, stop.signal)({ ...judged, plan: { ...plan, lines } });
      },
      ...(only === undefined ? {} : { only }),
      ...(saved === undefined ? {} : { saved: { id: saved.id, digest: saved.digest } }),
      ...(git === undefined ? {} : { commit: git.commit, dirty: git.dirty }),
    });
    await progress.close();
    await journal.end(report.interrupted ? 'interrupted' : 'done');
    return await finish(inv, report, project, entries);
  } finally {
    await progress.close();
    stop.dispose();
  }
}

/** What speaks against applying now, before anything is read from a venue. */
async function checkStanding(
  { project, entries, venues, git, consent }: Ready,
  options: ApplyOptions,
  journal: Journal,
  { history }: RunJournal,
): Promise<void> {
  const { saved, expect } = consent;
  if (saved !== undefined) await mustHold(saved, journal, history, venues.clock.now());
  const back =
    options.rollback === true ? undefined : await goesBack(project.dir, git?.commit, history.commit);
  if (back !== undefined) throw back;
  // An approved plan shows its cancels one by one, and was made with --allow-empty.
  const shown = saved !== undefined || expect !== undefined;
  refuseEmpty(project, entries, history, shown || options.allowEmpty === true);
}

/** Plans afresh under the run lock, asks or compares with what was approved, executes, and tells the outcome of every change. */
export async function apply(
  inv: Invocation,
  file: string | undefined,
  options: ApplyOptions,
): Promise<ExitCode> {
  const waitMs = lockWait(options);
  const project = await projectOf(inv, 'reads');
  const local = localJournal(inv, project);
  if (local !== undefined) throw local;
  const consent = await consentOf(inv, project, file, options);
  const entries = await entriesOf(project);
  return atDesk(inv, project, async (venues, journal) => {
    const git = await gitState(project.dir);
    const ready: Ready = { project, entries, venues, git, consent };
    const lock = await takeLock(inv, journal, runContext(inv, project, git?.commit), 'apply', waitMs);
    try {
      const book = await RunJournal.open(journal, lock, 'apply', version(), inv.ci);
      await checkStanding(ready, options, journal, book);
      return await run(inv, ready, options, book);
    } finally {
      await lock.release();
    }
  });
}
