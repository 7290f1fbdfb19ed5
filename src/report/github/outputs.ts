import { type Plan, isChange } from '../../model/plan.ts';
import type { Outcome } from '../outcome-text.ts';

/** What later steps of a workflow can ask for: one short word or number each. */
export type Outputs = Readonly<Record<string, string | number>>;

/** `needs-attention`: lines that change nothing and are told all the same, as `--detailed-exitcode` counts them. */
export const outputsOfPlan = ({ digest, counts, lines }: Plan): Outputs => {
  const changes = lines.filter(isChange).length;
  return {
    digest,
    changes,
    submit: counts.submit,
    replace: counts.replace,
    cancel: counts.cancel,
    'set-run': counts.setRun,
    'needs-attention': lines.length - changes,
  };
};

export const outputsOfOutcomes = (plan: Plan, after: Plan, outcomes: readonly Outcome[]): Outputs => {
  const done = outcomes.filter(({ ok }) => ok).length;
  return {
    ...outputsOfPlan(plan),
    'needs-attention': outputsOfPlan(after)['needs-attention'] ?? 0,
    done,
    'not-done': outcomes.length - done,
  };
};

/** Lines for the file that `GITHUB_OUTPUT` names. A value is one line of letters, digits, `.`, `_` and `-`, whatever it was made of. */
export const outputLines = (outputs: Outputs): string =>
  Object.entries(outputs)
    .map(([name, value]) => `${name}=${String(value).replaceAll(/[^\w.-]/g, '_')}\n`)
    .join('');
