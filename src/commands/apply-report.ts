import type { ApplyReport } from '../execute/apply.ts';
import { type Progress, plainProgress } from '../execute/plain-progress.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import type { Project } from '../model/project.ts';
import { outcomesOf, renderOutcomes, tryNext } from '../report/outcome-text.ts';
import { type Invocation, isCi, layoutOf, writeJson } from './invocation.ts';
import { exitOfLines } from './outcome.ts';

/** How a run tells what it is doing: JSON lines, rows on a terminal, plain lines, or nothing. */
export async function progressOf(inv: Invocation): Promise<Progress> {
  const { format, quiet } = inv.options;
  if (format === 'json')
    return {
      tell: (event) => writeJson(inv.out, { format: 1, type: 'progress', ...event }),
      close: () => Promise.resolve(),
    };
  if (quiet) return { tell: () => undefined, close: () => Promise.resolve() };
  if (!inv.err.canRedraw || isCi(inv.env) || !inv.err.color) return plainProgress(inv.err.write);
  const { liveProgress } = await import('../execute/progress.ts');
  return liveProgress(() => inv.clock.monotonic());
}

/** ` --dir specs`, as the person would have to type it; empty where it isn't needed. */
const dirFlag = (inv: Invocation): string =>
  inv.options.dir === undefined ? '' : ` --dir ${inv.options.dir}`;

/** Tells the outcome of every change, and what all of it comes to as an exit code. */
export function finish(inv: Invocation, report: ApplyReport, project: Project): ExitCode {
  const outcomes = report.approved ? outcomesOf(report) : [];
  const failed = outcomes.filter((outcome) => !outcome.ok);
  const code = worst([
    exitOfLines(report.after.plan.lines),
    failed.length > 0 ? EXIT.error : EXIT.done,
    report.interrupted ? EXIT.interrupted : EXIT.done,
  ]);
  if (inv.options.format === 'json') {
    for (const outcome of outcomes) writeJson(inv.out, { format: 1, type: 'outcome', ...outcome });
    const { approved, interrupted } = report;
    writeJson(inv.out, { format: 1, type: 'end', exitCode: code, approved, interrupted });
    return code;
  }
  if (!report.approved)
    inv.err.write(`${report.interrupted ? 'Interrupted' : 'Not approved'}: nothing was sent.\n`);
  if (outcomes.length > 0) inv.out.write(`\n${renderOutcomes(outcomes, layoutOf(inv.out))}`);
  if (outcomes.length > 0 && project.environment.kind === 'paper' && code === EXIT.done)
    inv.out.write(tryNext(dirFlag(inv)));
  return code;
}
