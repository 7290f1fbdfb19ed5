import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { commandLine, shellWord } from '../model/command-line.ts';
import type { History } from '../model/history.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { SavedPlan } from '../plan/saved.ts';
import { minute } from '../report/terms.ts';
import { mustHaveFormat } from './formats.ts';
import { type Invocation, hereOf } from './invocation.ts';
import { localJournal } from './local-journal.ts';
import { lookAndPlan } from './look.ts';
import { exitOfLines, refuseEmpty } from './outcome.ts';
import { showPlan } from './plan-report.ts';
import { allowedCancels, entriesOf, projectOf, readingDesk } from './project.ts';
import { goesBack } from './rollback.ts';
import { savePlan } from './saved-plan.ts';

export interface PlanOptions {
  readonly allowEmpty?: boolean;
  /** So many cancels by absence, whatever `maxCancelShare` says. */
  readonly allowCancels?: string;
  readonly detailedExitcode?: boolean;
  /** File to save the plan to, for `apply FILE`. */
  readonly out?: string;
  /** Names of the entries that alone may change. */
  readonly only?: readonly string[];
  /** The name of one entry, to be explained instead. */
  readonly explain?: string;
}

/** What to type to apply a saved plan. */
function tellSaved(inv: Invocation, out: string, { environment, expiresAt }: SavedPlan): void {
  if (inv.options.quiet) return;
  const command = commandLine(hereOf(inv, environment), `apply ${shellWord(out)}`);
  inv.err.write(`${safeText(`Saved, for one apply until ${minute(Date.parse(expiresAt))}: ${command}`)}\n`);
}

/** Whoever reviews a plan should learn now that apply will refuse it: its commit, or the journal of where it runs. */
async function warnOfRefusal(inv: Invocation, project: Project, made: Plan, history: History): Promise<void> {
  if (inv.options.quiet) return;
  const back = await goesBack(project.dir, made.commit, history.commit);
  const refusals = [back?.code === 'git/rollback' ? back : undefined, localJournal(inv, project)];
  for (const { message, remedy = '' } of refusals.filter((refusal) => refusal !== undefined))
    inv.err.write(`note: ${safeText(message)} apply will refuse it. ${safeText(remedy)}\n`);
}

/** Dry run: reads files, venues and journal; sends nothing but reads. */
export async function plan(inv: Invocation, options: PlanOptions): Promise<ExitCode> {
  if (options.explain !== undefined) mustHaveFormat(inv.options, 'plan --explain', ['text', 'json']);
  const project = await projectOf(inv, 'reads');
  const entries = await entriesOf(project);
  return readingDesk(inv, project, async (venues, journal, loss) => {
    const looked = await lookAndPlan(inv, project, entries, venues, journal, {
      loss,
      only: options.only,
      allowCancels: allowedCancels(options.allowCancels),
    });
    if (options.explain !== undefined) {
      const { explain } = await import('./explain.ts');
      return explain(inv, project, entries, looked, options.explain);
    }
    const { plan: made, history } = looked;
    refuseEmpty(project, entries, history, options.allowEmpty === true);
    // What is made without its journal can't be approved.
    const { out } = options;
    const saved =
      out === undefined || loss !== undefined ? undefined : await savePlan(inv, out, made, history);
    showPlan(inv, made, saved && out !== undefined ? { file: out, plan: saved } : undefined);
    if (saved !== undefined && out !== undefined) tellSaved(inv, out, saved);
    else if (out !== undefined) inv.err.write('Not saved: without its journal a plan can’t be applied.\n');
    await warnOfRefusal(inv, project, made, history);
    const code = exitOfLines(made.lines);
    return options.detailedExitcode === true && made.lines.length > 0 ? worst([code, EXIT.changes]) : code;
  });
}
