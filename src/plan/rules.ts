import type { PlanLine } from '../model/plan.ts';
import type { Case } from './case.ts';
import { ABSENT } from './rules/absent.ts';
import { DOUBT } from './rules/doubt.ts';
import { PRESENT } from './rules/present.ts';

/*
 * The table. An order is not a server: when it is missing from the list of open orders it has normally done its job, so "missing,
 * therefore create" is wrong here. An entry means: this intent is placed once, and while it rests it rests on these terms.
 * Every end satisfies it; only a higher generation asks again.
 *
 * Rows are tried in order and the first that matches answers. They go from what we must not touch (doubt) over what is under
 * way (cancels, replaces) to what the entry asks for. A test walks the product of all states and finds an answer for each.
 */
export interface Rule {
  readonly name: string;
  readonly matches: (c: Case) => boolean;
  readonly line: (c: Case) => PlanLine;
}

export const RULES: readonly Rule[] = [...DOUBT, ...ABSENT, ...PRESENT];

/** Which row gave a line: beside the line, so that a plan stays what it is. */
const rows = new WeakMap<PlanLine, Rule['name']>();

/** The one row of the table that answers for this case. */
export function judge(c: Case): PlanLine {
  const rule = RULES.find((r) => r.matches(c));
  if (rule === undefined) throw new TypeError(`no rule answers for ${c.key}`);
  const line = rule.line(c);
  rows.set(line, rule.name);
  return line;
}

/** `copy` is the line of the same row. */
export function alike(line: PlanLine, copy: PlanLine): PlanLine {
  const rule = rows.get(line);
  if (rule !== undefined) rows.set(copy, rule);
  return copy;
}

/** The name of the row that gave this line; undefined for lines about accounts, and copies. */
export const ruleOf = (line: PlanLine): string | undefined => rows.get(line);
