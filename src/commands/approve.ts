import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Difference } from '../model/difference.ts';
import { type Plan, isChange } from '../model/plan.ts';
import { differences } from '../plan/difference.ts';
import type { Judged } from '../plan/plan.ts';
import { renderDifferences } from '../report/difference-text.ts';
import { renderMovedMarkdown } from '../report/markdown/differences.ts';
import { renderPlan } from '../report/plan-text.ts';
import { count } from '../report/style.ts';
import { ask } from './ask.ts';
import type { Consent } from './consent.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { planReport, writePlan } from './plan-report.ts';
import { isPublished, publish } from './publish.ts';

const AGAIN = 'Look at the plan of now, and have that approved. Nothing was sent.';
const moved = (inv: Invocation, message: string): TradeformError =>
  new TradeformError('plan/moved', message, {
    ...{ exitCode: EXIT.stale, remedy: AGAIN },
    told: isPublished(inv),
  });

async function tell(
  inv: Invocation,
  plan: Plan,
  found: readonly Difference[],
  message: string,
): Promise<void> {
  if (isPublished(inv)) {
    const annotations = [{ level: 'error', title: 'plan/moved', lines: [message, AGAIN] }] as const;
    const text = `${renderPlan(plan, layoutOf(inv.out))}\n${renderDifferences(found, layoutOf(inv.out))}`;
    publish(inv, { annotations, markdown: renderMovedMarkdown(plan, found), text });
  } else if (found.length === 0) return;
  else if (inv.options.format === 'json')
    writeJson(inv.out, { format: 1, type: 'moved', differences: found });
  else inv.err.write(`\n${renderDifferences(found, layoutOf(inv.err))}\n`);
}

/** Throws where the plan of now is not the one that was approved, and names what moved. */
async function mustBeApproved(
  inv: Invocation,
  { saved, expect }: Consent,
  { plan, all }: Judged,
): Promise<void> {
  if (saved !== undefined && saved.digest !== plan.digest) {
    const found = differences(saved.plan, plan, all);
    const message = `The plan is no longer the one that was approved: ${count(found.length, 'difference')}.`;
    await tell(inv, plan, found, message);
    throw moved(inv, message);
  }
  if (expect !== undefined && !plan.digest.startsWith(expect)) {
    const message = `The plan's digest is ${plan.digest.slice(0, expect.length)}, and ${expect} was approved.`;
    await tell(inv, plan, [], message);
    throw moved(inv, message);
  }
}

/** Shows the plan, but for a pull request, which is shown it with what came of it; there, whoever is asked reads it as text. */
function show(inv: Invocation, plan: Plan, asks: boolean): void {
  if (inv.options.format === 'json') writeJson(inv.out, { format: 1, type: 'plan', plan });
  else if (!isPublished(inv)) writePlan(inv.out, plan);
  else if (asks) writePlan(inv.err, plan);
}

/** Shows the plan; compares it with what was approved before, or asks where there is something to approve. */
export function approver(inv: Invocation, consent: Consent, stop: AbortSignal) {
  return async (judged: Judged): Promise<boolean> => {
    const plan: Plan = judged.plan;
    const changes = plan.lines.filter(isChange).length;
    const isApproved = consent.saved !== undefined || consent.expect !== undefined;
    show(inv, plan, !isApproved && changes > 0 && !consent.yes && inv.interactive);
    if (isApproved) {
      await mustBeApproved(inv, consent, judged);
      return !stop.aborted;
    }
    if (changes === 0 || consent.yes) return true;
    if (!inv.interactive) {
      if (isPublished(inv)) publish(inv, planReport(inv, plan));
      throw new TradeformError('usage/approval', 'There are changes to approve, and nobody to ask.', {
        exitCode: EXIT.usage,
        remedy:
          'Look at the plan, then run apply on a terminal, with --yes, or with what was approved: a plan saved by plan --out, or --expect and its digest. Nothing was sent.',
        told: isPublished(inv),
      });
    }
    const where = plan.environment.toUpperCase();
    const answer = await ask(`\nApply ${count(changes, 'change')} to ${where}? Only "yes" is taken: `, stop);
    return answer.trim() === 'yes';
  };
}
