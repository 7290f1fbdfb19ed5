import type { LimitCheck } from '../model/limits.ts';
import { excepted } from './exceptions.ts';
import { type Question, type Rule, questionOf } from './question.ts';
import { GATES, RULES } from './rules.ts';
import { Standing } from './standing.ts';
import { isRefused } from './verdict.ts';
import type { Change, LimitWorld } from './world.ts';

/** What several rules ask for is told once. */
const isFirst = (check: LimitCheck, index: number, all: readonly LimitCheck[]): boolean =>
  all.findIndex(({ code, message }) => code === check.code && message === check.message) === index;

function answers(rules: readonly Rule[], question: Question): readonly LimitCheck[] {
  const { change, world } = question;
  const checks = rules.flatMap((rule) => rule(question)).filter(isFirst);
  return checks.map((check) => excepted(check, change, world));
}

/** Every verdict on a change, and what the change comes to. */
export function judgeChange(
  change: Change,
  world: LimitWorld,
  standing: Standing,
): { readonly checks: readonly LimitCheck[]; readonly of: Question['of'] } {
  const question = questionOf(change, world, standing);
  const gates = answers(GATES, question);
  return { checks: gates.some(isRefused) ? gates : [...gates, ...answers(RULES, question)], of: question.of };
}

/**
 * Every verdict on a change, in the order of their codes, for the moment before it is sent; once more with `quote`, when there is one.
 * Without `standing` the counters are made of `world` for this one question; whoever has many keeps one, and counts there what it sends
 * ({@link takeChange}).
 */
export const checkChange = (
  change: Change,
  world: LimitWorld,
  standing: Standing = new Standing(world),
): readonly LimitCheck[] => judgeChange(change, world, standing).checks;

/** Counts a change as sent: what is judged after it sees it as open, and traded. */
export function takeChange(change: Change, world: LimitWorld, standing: Standing): void {
  standing.take(change, questionOf(change, world, standing).of);
}
