import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { renderPlan } from '../report/plan-text.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { lookAndPlan } from './look.ts';
import { exitOfLines, refuseEmpty } from './outcome.ts';
import { atDesk, entriesOf, projectOf } from './project.ts';

export interface PlanOptions {
  readonly allowEmpty?: boolean;
  readonly detailedExitcode?: boolean;
}

/** Dry run: reads files, venues and journal; sends nothing but reads. */
export async function plan(inv: Invocation, options: PlanOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'reads');
  const entries = await entriesOf(project);
  return atDesk(inv, project, async (venues, journal) => {
    const { plan: made, history } = await lookAndPlan(project, entries, venues, journal);
    refuseEmpty(project, entries, history, options.allowEmpty === true);
    if (inv.options.format === 'json') writeJson(inv.out, made);
    else inv.out.write(renderPlan(made, layoutOf(inv.out)));
    const code = exitOfLines(made.lines);
    return options.detailedExitcode === true && made.lines.length > 0 ? worst([code, EXIT.changes]) : code;
  });
}
