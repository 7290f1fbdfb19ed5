import { compare, decimal, mul } from '../model/decimal.ts';
import type { History } from '../model/history.ts';
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

/** Accounts that are judged together, and their live orders. */
interface Group {
  readonly accounts: readonly AccountName[];
  readonly live: number;
}

/** An account with many orders by itself; those with few of them together, for a file that is lost may hold the orders of many. */
function groupsOf(history: History, standing: Standing): readonly Group[] {
  const names = new Set([...history.keys.values()].flatMap((all) => all.map(({ account }) => account)));
  const each = [...names].sort().map((account): Group => {
    return { accounts: [account], live: standing.of(account).openOrders() };
  });
  const few = each.filter(({ live }) => live > 0 && live < FROM);
  const together = {
    accounts: few.flatMap(({ accounts }) => accounts),
    live: few.reduce((sum, { live }) => sum + live, 0),
  };
  return [...each, together].filter(({ live }) => live >= FROM);
}

/** What is said of each account's cancels by absence; nothing where no limit is set, or too few orders are live. */
export function cancelChecks(
  lines: readonly PlanLine[],
  { limits: { maxCancelShare: max }, history, allowCancels = 0 }: LimitWorld,
  standing: Standing,
): ReadonlyMap<AccountName, LimitCheck> {
  if (max === undefined) return new Map();
  const absent = lines.filter(isByAbsence);
  if (absent.length === 0) return new Map();
  const checks = groupsOf(history, standing).flatMap(({ accounts, live }) => {
    const count = absent.filter(({ account }) => accounts.includes(account)).length;
    const value = `${count} of ${live} live orders`;
    const which = `${accounts.length === 1 ? 'account' : 'accounts'} ${accounts.join(', ')}`;
    const what = `${value} of ${which} would be cancelled as their entries are gone`;
    const isWithin = compare(decimal(String(count * 100)), mul(max, decimal(String(live)))) <= 0;
    const check = judged('TF-L19', isWithin || allowCancels >= absent.length, {
      ...{ limit: percent(max), value },
      good: what,
      bad: `${what}, above maxCancelShare, ${percent(max)}: if they are meant to go, --allow-cancels ${absent.length}`,
    });
    return accounts.map((account) => [account, check] as const);
  });
  return new Map(checks);
}
