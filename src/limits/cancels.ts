import { compare, decimal, mul } from '../model/decimal.ts';
import type { AccountName } from '../model/ids.ts';
import type { LimitCheck } from '../model/limits.ts';
import type { PlanLine } from '../model/plan.ts';
import type { Standing } from './standing.ts';
import { judged } from './verdict.ts';
import { percent } from './words.ts';
import type { LimitWorld } from './world.ts';

/*
 * TF-L19. An entry that is gone asks for a cancel, and so does a file that was lost: where many go at once, a person says how many are
 * meant. Only what is absent counts: a replacement's cancel, and `tradeform cancel`, are asked for by name.
 */

/** With fewer live orders any one of them is a large share. */
const FROM = 10;

export const isByAbsence = ({ action, code }: PlanLine): boolean =>
  action === 'cancel' && code === 'entry-removed';

/** What is said of each account's cancels by absence; nothing where no limit is set, or too few orders are live. */
export function cancelChecks(
  lines: readonly PlanLine[],
  { limits: { maxCancelShare: max }, allowCancels = 0 }: LimitWorld,
  standing: Standing,
): ReadonlyMap<AccountName, LimitCheck> {
  if (max === undefined) return new Map();
  const absent = lines.filter(isByAbsence);
  const checks = [...Map.groupBy(absent, ({ account }) => account)].flatMap(([account, own]) => {
    const live = standing.of(account).openOrders();
    if (live < FROM) return [];
    const [count, of] = [own.length, `${own.length} of ${live} live orders`];
    const isWithin = compare(decimal(String(count * 100)), mul(max, decimal(String(live)))) <= 0;
    const check = judged('TF-L19', isWithin || allowCancels >= absent.length, {
      ...{ limit: percent(max), value: of },
      good: `${of} of account ${account} would be cancelled as their entries are gone`,
      bad: `${of} of account ${account} would be cancelled as their entries are gone, above maxCancelShare, ${percent(max)}: if they are meant to go, --allow-cancels ${absent.length}`,
    });
    return [[account, check] as const];
  });
  return new Map(checks);
}
