import { compare } from '../model/decimal.ts';
import type { Key } from '../model/ids.ts';
import { type Plan, type PlanLine, isChange } from '../model/plan.ts';
import { changedFields, quantityOf } from '../model/terms.ts';

/*
 * "Nothing is sent that the approved plan did not show." A run plans afresh in every round, because cancels end and orders fill
 * while it works; of each new plan it takes only what the approved one holds.
 */

/** The approved change of each key. */
export type Approval = ReadonlyMap<Key, PlanLine>;

export const approvalOf = (plan: Plan): Approval =>
  new Map(
    plan.lines
      .filter(isChange)
      .flatMap((line) => (line.key === undefined ? [] : [[line.key, line] as const])),
  );

function sameOrLess(approved: PlanLine, line: PlanLine): boolean {
  const [a, b] = [approved.submission, line.submission];
  if (a === undefined || b === undefined || a.generation !== b.generation) return false;
  if (changedFields(a.target, b.target).length > 0 || a.run !== b.run) return false;
  // Fills between approval and send make the rest of a replace smaller, never larger.
  return compare(quantityOf(b.wire).amount, quantityOf(a.wire).amount) <= 0;
}

/** Whether `line`, of a later round, is what was approved for its key. */
export function isApproved(approval: Approval, line: PlanLine): boolean {
  const approved = line.key === undefined ? undefined : approval.get(line.key);
  if (approved === undefined) return false;
  switch (line.action) {
    case 'cancel':
      return approved.action === 'cancel' || approved.action === 'replace';
    case 'replace':
      return approved.action === 'replace' && sameOrLess(approved, line);
    case 'submit':
      return approved.action !== 'cancel' && sameOrLess(approved, line);
    case 'set-run':
      return approved.action === 'set-run' && approved.run === line.run;
    case 'none':
      return false;
  }
}
