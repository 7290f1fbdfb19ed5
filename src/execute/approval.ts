import { compare } from '../model/decimal.ts';
import type { Key } from '../model/ids.ts';
import { type Plan, type PlanLine, isChange } from '../model/plan.ts';
import { changedFields, quantityOf } from '../model/terms.ts';
import { pauseInstead } from '../plan/line.ts';

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

/**
 * What of `line`, of a later round, was approved for its key; undefined: nothing. Limits that held back what a replace would send left its
 * cancel or its pause in the approved plan; a later one is not held to them, and shows the whole replace again.
 */
export function asApproved(approval: Approval, line: PlanLine): PlanLine | undefined {
  const approved = line.key === undefined ? undefined : approval.get(line.key);
  if (approved === undefined) return undefined;
  const only = (isApproved: boolean): PlanLine | undefined => (isApproved ? line : undefined);
  switch (line.action) {
    case 'cancel':
      return only(approved.action === 'cancel' || approved.action === 'replace');
    case 'replace':
      return approved.action === 'replace' ? only(sameOrLess(approved, line)) : partOf(line, approved);
    case 'submit':
      return only(approved.action !== 'cancel' && sameOrLess(approved, line));
    case 'set-run':
      return only(approved.action === 'set-run' && approved.run === line.run);
    case 'none':
      return undefined;
  }
}

/** Of a replace what takes away and adds nothing, where that alone was approved. */
function partOf(replace: PlanLine, { action, code, reason, run }: PlanLine): PlanLine | undefined {
  if (action === 'set-run' && run === 'paused') return pauseInstead(replace, reason);
  if (action !== 'cancel') return undefined;
  const { submission: _, changes: __, ...rest } = replace;
  return { ...rest, action, code, reason };
}
