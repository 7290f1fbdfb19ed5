import type { ApplyReport } from '../execute/apply.ts';
import { type Progress, plainProgress } from '../execute/plain-progress.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { afterThisTurn } from '../lib/turn.ts';
import { commandLine } from '../model/command-line.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import { isChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { annotationsOfOutcomes } from '../report/github/annotations.ts';
import { outputsOfOutcomes } from '../report/github/outputs.ts';
import { renderOutcomesMarkdown } from '../report/markdown/outcomes.ts';
import { commandsText } from '../report/next-text.ts';
import {
  type Besides,
  type Outcome,
  faultText,
  laterText,
  outcomesOf,
  renderOutcomes,
  tryNext,
} from '../report/outcome-text.ts';
import { renderPlan } from '../report/plan-text.ts';
import { fieldFaults } from './field-faults.ts';
import { type Invocation, hereOf, isCi, layoutOf, writeJson } from './invocation.ts';
import { exitOfLines } from './outcome.ts';
import { isPublished, publish } from './publish.ts';

/** Lines of one turn of the event loop are written at once: for logs and pipes each write is a wait for whoever reads. */
function inTurns(write: (text: string) => void): {
  readonly write: (text: string) => void;
  readonly flush: () => void;
} {
  let text = '';
  const flush = (): void => {
    const said = text;
    text = '';
    if (said !== '') write(said);
  };
  return {
    flush,
    write: (more) => {
      if (text === '') afterThisTurn(flush);
      text += more;
    },
  };
}

/** How a run tells what it is doing: JSON lines, rows on a terminal, plain lines, or nothing. */
export async function progressOf(inv: Invocation): Promise<Progress> {
  const { format, quiet } = inv.options;
  if (format === 'json')
    return {
      tell: (event) => writeJson(inv.out, { format: 1, type: 'progress', ...event }),
      close: () => Promise.resolve(),
    };
  if (quiet) return { tell: () => undefined, close: () => Promise.resolve() };
  if (!inv.err.canRedraw || isCi(inv.env) || !inv.err.color) {
    const lines = inTurns(inv.err.write);
    const progress = plainProgress(lines.write);
    return {
      tell: progress.tell,
      close: () => {
        lines.flush();
        return progress.close();
      },
    };
  }
  const { liveProgress } = await import('../execute/progress.ts');
  return liveProgress(() => inv.clock.monotonic());
}

/** What a pull request is told when it was applied. */
function publishOutcomes(
  inv: Invocation,
  report: ApplyReport,
  outcomes: readonly Outcome[],
  besides: Besides,
): void {
  const layout = layoutOf(inv.out);
  const { plan, after } = report;
  const told = outcomes.length === 0 ? '' : `\n${renderOutcomes(outcomes, layout)}`;
  publish(inv, {
    annotations: annotationsOfOutcomes(report, outcomes, besides),
    markdown: renderOutcomesMarkdown(report, outcomes, besides),
    text: `${renderPlan(plan, layout)}${told}`,
    outputs: outputsOfOutcomes(plan, after.plan, outcomes),
  });
}

/** Changes that came up while the run worked, and that nobody has approved. */
function unapproved({ plan, after, approved, interrupted }: ApplyReport): readonly string[] {
  if (!approved || interrupted) return [];
  const known = new Set(
    plan.lines.filter((line) => isChange(line) || line.level === 'refused').map(({ key }) => key),
  );
  return after.plan.lines.flatMap((line) =>
    isChange(line) && line.key !== undefined && !known.has(line.key) ? [nameOfKey(line.key)] : [],
  );
}

function exitOf(report: ApplyReport, outcomes: readonly Outcome[], later: readonly string[]): ExitCode {
  const refused = report.plan.lines.some(({ level }) => level === 'refused');
  return worst([
    exitOfLines(report.after.plan.lines),
    refused || outcomes.some(({ limited }) => limited === true) ? EXIT.refused : EXIT.done,
    outcomes.some(({ ok }) => !ok) || later.length > 0 ? EXIT.error : EXIT.done,
    report.interrupted ? EXIT.interrupted : EXIT.done,
    // Whoever is asked may say no: then what the files ask for is still to be done.
    report.approved || report.interrupted ? EXIT.done : EXIT.error,
    // Where its account can't be read any more, no line tells of it.
    outcomes.some(({ state }) => state === 'in doubt') ? EXIT.person : EXIT.done,
  ]);
}

/**
 * What to type now: about what waits for a person, what was in doubt before this run included, and about what this run left in doubt
 * on an account that can't be read any more, of which no line tells.
 */
function nextOf(
  inv: Invocation,
  project: Project,
  report: ApplyReport,
  outcomes: readonly Outcome[],
): string {
  // Shown with the plan already, where nothing was to be done.
  if (outcomes.length === 0) return '';
  const here = hereOf(inv, project.environment.name);
  const doubtful = outcomes.filter(({ state }) => state === 'in doubt' || state === 'vanished');
  return commandsText([
    ...doubtful.map(({ key }) => commandLine(here, `resolve ${nameOfKey(key)}`)),
    ...report.after.plan.lines.flatMap(({ next }) => next ?? []),
  ]);
}

/** Tells the outcome of every change, and what all of it comes to as an exit code. */
export async function finish(
  inv: Invocation,
  report: ApplyReport,
  project: Project,
  entries: readonly Entry[],
): Promise<ExitCode> {
  const outcomes = report.approved ? outcomesOf(report) : [];
  const later = unapproved(report);
  const code = exitOf(report, outcomes, later);
  if (inv.options.format === 'json') {
    for (const outcome of outcomes) writeJson(inv.out, { format: 1, type: 'outcome', ...outcome });
    const { approved, interrupted } = report;
    writeJson(inv.out, { format: 1, type: 'end', exitCode: code, approved, interrupted });
    return code;
  }
  if (!report.approved)
    inv.err.write(`${report.interrupted ? 'Interrupted' : 'Not approved'}: nothing was sent.\n`);
  const faults = await fieldFaults(outcomes, project, entries);
  if (isPublished(inv)) {
    publishOutcomes(inv, report, outcomes, { faults, later });
    return code;
  }
  if (outcomes.length > 0) inv.out.write(`\n${renderOutcomes(outcomes, layoutOf(inv.out))}`);
  for (const fault of faults) inv.out.write(`${safeText(faultText(fault))}\n`);
  if (later.length > 0) inv.err.write(`${safeText(laterText(later))}\n`);
  inv.out.write(nextOf(inv, project, report, outcomes));
  const isFirst = outcomes.length > 0 && report.plan.journal.sequence === 0;
  if (isFirst && project.environment.kind === 'paper' && code === EXIT.done)
    inv.out.write(tryNext(hereOf(inv, project.environment.name)));
  return code;
}
