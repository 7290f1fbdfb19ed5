import { createInterface } from 'node:readline/promises';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Difference } from '../model/difference.ts';
import { type Plan, isChange } from '../model/plan.ts';
import { differences } from '../plan/difference.ts';
import type { Judged } from '../plan/plan.ts';
import { renderDifferences } from '../report/difference-text.ts';
import { renderPlan } from '../report/plan-text.ts';
import { count } from '../report/style.ts';
import type { Consent } from './consent.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';

/** A person's answer; empty where they go away or stop the program. */
export async function ask(question: string, stop: AbortSignal): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Ctrl-C at the prompt belongs to us, not to readline.
    prompt.on('SIGINT', () => process.emit('SIGINT'));
    // At the end of its input readline would leave the question open for ever.
    const gone = new AbortController();
    prompt.once('close', () => gone.abort());
    const signal = AbortSignal.any([stop, gone.signal]);
    return await prompt.question(question, { signal }).catch(() => '');
  } finally {
    prompt.close();
  }
}

const moved = (message: string): TradeformError =>
  new TradeformError('plan/moved', message, {
    exitCode: EXIT.stale,
    remedy: 'Look at the plan of now, and have that approved. Nothing was sent.',
  });

function tell(inv: Invocation, found: readonly Difference[]): void {
  if (inv.options.format === 'json') writeJson(inv.out, { format: 1, type: 'moved', differences: found });
  else inv.err.write(`\n${renderDifferences(found, layoutOf(inv.err))}\n`);
}

/** Throws where the plan of now is not the one that was approved, and names what moved. */
function mustBeApproved(inv: Invocation, { saved, expect }: Consent, { plan, all }: Judged): void {
  if (saved !== undefined && saved.digest !== plan.digest) {
    const found = differences(saved.plan, plan, all);
    tell(inv, found);
    throw moved(`The plan is no longer the one that was approved: ${count(found.length, 'difference')}.`);
  }
  if (expect !== undefined && !plan.digest.startsWith(expect))
    throw moved(`The plan's digest is ${plan.digest.slice(0, expect.length)}, and ${expect} was approved.`);
}

/** Shows the plan; compares it with what was approved before, or asks where there is something to approve. */
export function approver(inv: Invocation, consent: Consent, stop: AbortSignal) {
  return async (judged: Judged): Promise<boolean> => {
    const plan: Plan = judged.plan;
    if (inv.options.format === 'json') writeJson(inv.out, { format: 1, type: 'plan', plan });
    else inv.out.write(renderPlan(plan, layoutOf(inv.out)));
    if (consent.saved !== undefined || consent.expect !== undefined) {
      mustBeApproved(inv, consent, judged);
      return !stop.aborted;
    }
    const changes = plan.lines.filter(isChange).length;
    if (changes === 0 || consent.yes) return true;
    if (!inv.interactive)
      throw new TradeformError('usage/approval', 'There are changes to approve, and nobody to ask.', {
        exitCode: EXIT.usage,
        remedy:
          'Look at the plan, then run apply on a terminal, with --yes, or with what was approved: a plan saved by plan --out, or --expect and its digest. Nothing was sent.',
      });
    const where = plan.environment.toUpperCase();
    const answer = await ask(`\nApply ${count(changes, 'change')} to ${where}? Only "yes" is taken: `, stop);
    return answer.trim() === 'yes';
  };
}
