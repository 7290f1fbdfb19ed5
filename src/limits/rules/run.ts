import { failuresInARow } from '../failures.ts';
import type { Rule } from '../question.ts';
import { judged } from '../verdict.ts';

/* How much one apply may do, and after how many failures it may do no more. */

/** TF-L17. */
export const submits: Rule = ({ world, sent }) => {
  const { maxSubmitsPerApply: max } = world.limits;
  if (max === undefined) return [];
  const number = sent + 1;
  return [
    judged('TF-L17', number <= max, {
      ...{ limit: String(max), value: String(number) },
      good: `order ${number} of this apply, of at most ${max}`,
      bad: `it would be order ${number} of this apply, and maxSubmitsPerApply is ${max}`,
    }),
  ];
};

/** TF-L21. The halt stands in the journal; this holds where the run that should have written it died. */
export const failures: Rule = ({ world, change: { account } }) => {
  const { consecutiveFailures: max } = world.limits;
  if (max === undefined) return [];
  const count = failuresInARow(world.history, account);
  return [
    judged('TF-L21', count < max, {
      ...{ limit: String(max), value: String(count), field: 'account' },
      good: `${count} failures in a row on account ${account}, halted at ${max}`,
      bad: `${count} orders in a row failed on account ${account}, which halts it: a person lifts that with tradeform unhalt`,
    }),
  ];
};
