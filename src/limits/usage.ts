import { type Decimal, canonical, decimal, divide, isZero, mul } from '../model/decimal.ts';
import type { AccountName } from '../model/ids.ts';
import type { AccountLimits, ByCurrency, LimitCode, LimitUsage, LimitUsageName } from '../model/limits.ts';
import { failuresInARow } from './failures.ts';
import { pricesOn } from './market.ts';
import { Standing } from './standing.ts';
import { type Total, isTold } from './worth.ts';
import type { LimitWorld } from './world.ts';

const HUNDRED = decimal('100');

function usageAs(name: Omit<LimitUsageName, 'limit'>, total: Total, limit: Decimal): LimitUsage {
  const base = { ...name, limit: canonical(limit) };
  if (!isTold(total)) return { ...base, note: `not known without ${total.missing}` };
  const used = canonical(total);
  return isZero(limit) ? { ...base, used } : { ...base, used, share: divide(mul(used, HUNDRED), limit, 1) };
}

const number = (value: number): Decimal => decimal(String(value));

/** What `status --limits` shows: of every limit that fills up, how far it has. */
export function usageOf(world: LimitWorld, standing: Standing = new Standing(world)): readonly LimitUsage[] {
  return [...world.limits.accounts].flatMap(([account, own]) => accountUsage(account, own, world, standing));
}

function accountUsage(
  account: AccountName,
  own: AccountLimits,
  world: LimitWorld,
  counters: Standing,
): readonly LimitUsage[] {
  const standing = counters.of(account);
  const price = pricesOn(world, account);
  const sums = (
    code: LimitCode,
    name: string,
    limits: ByCurrency | undefined,
    total: (currency: string) => Total,
  ): readonly LimitUsage[] =>
    Object.entries(limits ?? {}).map(([currency, limit]) =>
      usageAs({ account, code, name, currency }, total(currency), limit),
    );
  const count = (
    code: LimitCode,
    name: string,
    max: number | undefined,
    used: number,
  ): readonly LimitUsage[] =>
    max === undefined ? [] : [usageAs({ account, code, name }, number(used), number(max))];
  return [
    ...count('TF-L06', 'maxOpenOrders', own.maxOpenOrders, standing.openOrders()),
    ...sums('TF-L07', 'maxOpenNotional', own.maxOpenNotional, (it) => standing.openWorth(it, price)),
    ...sums('TF-L08', 'maxDailyNotional', own.maxDailyNotional, (it) => standing.worthToday(it, price)),
    ...count(
      'TF-L21',
      'consecutiveFailures',
      world.limits.consecutiveFailures,
      failuresInARow(world.history, account),
    ),
  ];
}
