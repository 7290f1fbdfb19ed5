import { createInterface } from 'node:readline/promises';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { type Plan, isChange } from '../model/plan.ts';
import { renderPlan } from '../report/plan-text.ts';
import { count } from '../report/style.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';

async function ask(question: string, stop: AbortSignal): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Ctrl-C at the prompt belongs to us, not to readline.
    prompt.on('SIGINT', () => process.emit('SIGINT'));
    return await prompt.question(question, { signal: stop }).catch(() => '');
  } finally {
    prompt.close();
  }
}

/** Shows the plan; asks where there is something to approve and nobody has. */
export function approver(inv: Invocation, yes: boolean, stop: AbortSignal) {
  return async (plan: Plan): Promise<boolean> => {
    if (inv.options.format === 'json') writeJson(inv.out, { format: 1, type: 'plan', plan });
    else inv.out.write(renderPlan(plan, layoutOf(inv.out)));
    const changes = plan.lines.filter(isChange).length;
    if (changes === 0 || yes) return true;
    if (!inv.interactive)
      throw new TradeformError('usage/approval', 'There are changes to approve, and nobody to ask.', {
        exitCode: EXIT.usage,
        remedy: 'Look at the plan, then run apply on a terminal, or with --yes. Nothing was sent.',
      });
    const where = plan.environment.toUpperCase();
    const answer = await ask(`\nApply ${count(changes, 'change')} to ${where}? Only "yes" is taken: `, stop);
    return answer.trim() === 'yes';
  };
}
