import { createHash } from 'node:crypto';
import { canonical } from '../model/decimal.ts';
import type { Key } from '../model/ids.ts';
import { type Plan, type PlanLine, isChange } from '../model/plan.ts';
import { type Terms, textsOf } from '../model/terms.ts';

/*
 * What a person approves: the ordered changes with their exact texts, the orders they touch, the accounts they go to, and the journal
 * they are made against. Nothing that moves by itself (prices, distances, times, other people's orders) is in it.
 * The digest is made of these facts and the comparison of two plans too: digests differ exactly where a difference can be named.
 */

/** A name and a text, such as `target.priceLimit` and `95000.00`. */
export type Fact = readonly [name: string, text: string];

export interface Approvable {
  /** About the plan as a whole. */
  readonly plan: readonly Fact[];
  readonly changes: readonly { readonly key: Key | undefined; readonly facts: readonly Fact[] }[];
}

const termFacts = (prefix: string, terms: Terms): readonly Fact[] =>
  textsOf(terms).map(({ field, text }): Fact => [`${prefix}.${field}`, text]);

function submissionFacts({ submission }: PlanLine): readonly Fact[] {
  if (submission === undefined) return [];
  const { generation, attempt, target, wire, run, notAfter } = submission;
  return [
    ['generation', String(generation)],
    ['attempt', String(attempt)],
    ...termFacts('target', target),
    ...termFacts('wire', wire),
    ...(run === undefined ? [] : [['run', run] as const]),
    ...(notAfter === undefined ? [] : [['notAfter', String(notAfter)] as const]),
  ];
}

function orderFacts({ order }: PlanLine): readonly Fact[] {
  if (order === undefined) return [];
  const { id, tag, status, fill } = order;
  return [
    ...(id === undefined ? [] : [['order.id', id] as const]),
    ...(tag === undefined ? [] : [['order.tag', tag] as const]),
    ['order.status', status],
    ['order.received', canonical(fill.received)],
    ['order.delivered', canonical(fill.delivered)],
  ];
}

function changeFacts(line: PlanLine, plan: Omit<Plan, 'digest'>): readonly Fact[] {
  const account = plan.accounts.find(({ name }) => name === line.account);
  return [
    ['action', line.action],
    ['account', line.account],
    // The name is ours; the order goes where the id says.
    ['accountId', account === undefined ? '' : `${account.venue} ${account.id}`],
    ...submissionFacts(line),
    ...(line.run === undefined ? [] : [['run', line.run] as const]),
    ...orderFacts(line),
  ];
}

/** All that the digest of a plan is made of. */
export function approvable(plan: Omit<Plan, 'digest'>): Approvable {
  return {
    plan: [
      ['format', String(plan.format)],
      ['project', plan.project],
      ['environment', plan.environment],
      ['journal', plan.journal.id],
      ...(plan.limits === undefined ? [] : [['limits', plan.limits.digest] as const]),
      ...(plan.only === undefined ? [] : [['only', plan.only.keys.join(' ')] as const]),
      ...plan.renames.map(({ from, to }): Fact => [`rename ${to}`, from]),
    ],
    changes: plan.lines.filter(isChange).map((line) => ({ key: line.key, facts: changeFacts(line, plan) })),
  };
}

/** SHA-256 over {@link approvable}, in hexadecimal. */
export const digestOf = (plan: Omit<Plan, 'digest'>): string =>
  createHash('sha256')
    .update(JSON.stringify(approvable(plan)))
    .digest('hex');
