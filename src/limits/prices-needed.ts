import type { PlanLine } from '../model/plan.ts';
import { instrumentOf } from '../model/terms.ts';
import { changeOf } from './change-of.ts';
import { type NeededPrice, needsPrice, sourceOf } from './market.ts';
import { NO_ACCOUNT_LIMITS, Standing } from './standing.ts';
import { type Change, type LimitWorld, referenceKey } from './world.ts';

/**
 * Every price that the limits need to judge a change, and where it comes from: of what it trades, and of the account's orders without a
 * price that are open or were sent today, where a sum of them is limited.
 */
export function pricesNeededBy(
  change: Change,
  { limits }: Pick<LimitWorld, 'limits'>,
  standing: Standing,
): readonly NeededPrice[] {
  const { account, wire } = change;
  const own = limits.accounts.get(account) ?? NO_ACCOUNT_LIMITS;
  const known = standing.of(account);
  const { open, today } = known.unpriced;
  const instruments = new Set([
    ...(needsPrice(own, change, known.pairOf(wire)) ? [instrumentOf(wire)] : []),
    ...(own.maxOpenNotional === undefined ? [] : open),
    ...(own.maxDailyNotional === undefined ? [] : today),
  ]);
  return [...instruments].map((instrument) => sourceOf(limits, account, instrument));
}

/** As {@link pricesNeededBy}, of all that lines would send; each price once. */
export function pricesNeeded(lines: readonly PlanLine[], world: LimitWorld): readonly NeededPrice[] {
  const standing = new Standing(world);
  const needed = lines.flatMap((line) => {
    const change = changeOf(line, world);
    return change === undefined ? [] : pricesNeededBy(change, world, standing);
  });
  const named = needed.map((price) => [referenceKey(price.account, price.instrument), price] as const);
  return [...new Map(named).values()];
}
