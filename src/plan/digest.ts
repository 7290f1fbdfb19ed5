import { createHash } from 'node:crypto';
import { type Plan, isChange } from '../model/plan.ts';
import { TERM_FIELDS, type OrderTerms } from '../model/terms.ts';

const listed = (terms: OrderTerms): readonly (readonly [string, string])[] =>
  TERM_FIELDS.flatMap((field) => {
    const value = terms[field];
    return value === undefined ? [] : [[field, String(value)] as const];
  });

/**
 * What a person approves: the ordered changes with their exact texts, the orders they touch, and the journal they are made against.
 * Nothing that moves by itself (prices, distances, times, other people's orders) is in it.
 */
export function digestOf(plan: Omit<Plan, 'digest'>): string {
  const changes = plan.lines.filter(isChange).map((line) => ({
    action: line.action,
    account: line.account,
    key: line.key,
    ...(line.submission === undefined
      ? {}
      : {
          generation: line.submission.generation,
          attempt: line.submission.attempt,
          target: listed(line.submission.target),
          wire: listed(line.submission.wire),
          notAfter: line.submission.notAfter,
        }),
    order: line.order && {
      id: line.order.id,
      tag: line.order.tag,
      status: line.order.status,
      fill: line.order.fill,
    },
  }));
  const { project, environment, journal } = plan;
  return createHash('sha256')
    .update(
      JSON.stringify({
        format: plan.format,
        project,
        environment,
        journal: journal.id,
        renames: plan.renames,
        changes,
      }),
    )
    .digest('hex');
}
