import type { Sink } from '../lib/terminal.ts';
import { commandLine, shellWord } from '../model/command-line.ts';
import type { Plan } from '../model/plan.ts';
import type { SavedPlan } from '../plan/saved.ts';
import { annotationsOfPlan } from '../report/github/annotations.ts';
import { outputsOfPlan } from '../report/github/outputs.ts';
import { type Approving, renderPlanMarkdown } from '../report/markdown/plan.ts';
import { planParts, renderPlan } from '../report/plan-text.ts';
import { type Invocation, hereOf, layoutOf, writeJson } from './invocation.ts';
import { type PublishedReport, publish } from './publish.ts';

/** A plan that was saved, and the file as it was named. */
export interface Saved {
  readonly file: string;
  readonly plan: SavedPlan;
}

/** What to type to apply a plan, for who reads of it elsewhere. */
function approvingOf(inv: Invocation, { environment }: Plan, saved: Saved | undefined): Approving {
  const file = saved === undefined ? '' : ` ${shellWord(saved.file)}`;
  const command = commandLine(hereOf(inv, environment), `apply${file}`);
  if (saved === undefined) return { command };
  return { command, saved: { file: saved.file, until: Date.parse(saved.plan.expiresAt) } };
}

/** A plan for a pull request. */
export const planReport = (inv: Invocation, plan: Plan, saved?: Saved): PublishedReport => ({
  annotations: annotationsOfPlan(plan),
  markdown: renderPlanMarkdown(plan, approvingOf(inv, plan, saved)),
  text: renderPlan(plan, layoutOf(inv.out), saved && Date.parse(saved.plan.expiresAt)),
  outputs: outputsOfPlan(plan),
});

/** For a person to read, as it is made. */
export function writePlan(sink: Sink, plan: Plan, saved?: Saved): void {
  for (const part of planParts(plan, layoutOf(sink), saved && Date.parse(saved.plan.expiresAt)))
    sink.write(part);
}

/** Shows a plan as it was asked for. */
export function showPlan(inv: Invocation, plan: Plan, saved?: Saved): void {
  switch (inv.options.format) {
    case 'json':
      return writeJson(inv.out, plan);
    case 'text':
      return writePlan(inv.out, plan, saved);
    case 'markdown':
    case 'github':
      return publish(inv, planReport(inv, plan, saved));
  }
}
