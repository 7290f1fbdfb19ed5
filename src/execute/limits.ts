import { createHash } from 'node:crypto';
import { pricesNeeded } from '../limits/prices-needed.ts';
import { restrain } from '../limits/restrain.ts';
import type { LimitWorld } from '../limits/world.ts';
import type { Decimal } from '../model/decimal.ts';
import type { History } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import type { Limits } from '../model/limits.ts';
import type { Entry } from '../model/order.ts';
import type { PlanLimits, PlanLine } from '../model/plan.ts';
import { type Reference, type Snapshot, isPaper } from '../model/snapshot.ts';
import type { PlanInput, Restrain } from '../plan/input.ts';
import { type Judged, completePlan, draftPlan } from '../plan/plan.ts';
import { type Prices, pricesFor } from './prices.ts';
import type { Survey } from './survey.ts';

/** The limits of an environment, and what of the command line concerns them. */
export interface LimitSettings {
  readonly limits: Limits;
  /** A paper environment: nothing is denied by default. */
  readonly isPaper: boolean;
  /** `--allow-cancels N`. */
  readonly allowCancels?: number;
}

/** What a plan's limits are judged by, beside the plan. */
export interface LimitFacts {
  readonly now: Millis;
  readonly entries: readonly Entry[];
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  readonly references: ReadonlyMap<string, Reference>;
  readonly balances?: ReadonlyMap<AccountName, ReadonlyMap<string, Decimal>>;
  /** Orders that this apply has sent. */
  readonly submits: number;
}

/** A paper venue is known by itself (its epoch is in its identity), not by a setting. */
const denies =
  (settings: LimitSettings, snapshots: LimitFacts['snapshots']) =>
  (account: AccountName): boolean => {
    const snapshot = snapshots.get(account);
    return !settings.isPaper && !(snapshot?.state === 'known' && isPaper(snapshot.identity));
  };

export function worldOf(settings: LimitSettings, history: History, facts: LimitFacts): LimitWorld {
  const { entries, balances, ...rest } = facts;
  return {
    ...rest,
    history,
    limits: settings.limits,
    denyByDefault: denies(settings, facts.snapshots),
    entries: new Map<Key, Entry>(entries.map((entry) => [entry.key, entry])),
    ...(history.limits === undefined ? {} : { previously: history.limits }),
    ...(balances === undefined ? {} : { balances }),
    ...(settings.allowCancels === undefined ? {} : { allowCancels: settings.allowCancels }),
  };
}

/** Holds the lines of a plan to the limits. */
export const restrainBy =
  (settings: LimitSettings, facts: LimitFacts): Restrain =>
  (lines, history): { readonly lines: readonly PlanLine[]; readonly summary: PlanLimits } => {
    const { lines: held, summary } = restrain(lines, worldOf(settings, history, facts));
    const digest = createHash('sha256').update(settings.limits.text).digest('hex');
    return { lines: held, summary: { ...summary, digest } };
  };

/** Accounts whose free balances the limits ask for. */
export const balanced = ({ limits }: LimitSettings): readonly AccountName[] =>
  [...limits.accounts].flatMap(([name, { balanceCheck = 'off' }]) => (balanceCheck === 'off' ? [] : [name]));

/**
 * A plan with prices, held to the limits: drafted to learn what would be sent, and completed with what the market says of that.
 */
export async function restrainedPlan(
  of: Survey,
  settings: LimitSettings,
  input: PlanInput,
): Promise<Judged & { readonly prices: Prices }> {
  const { now, entries, snapshots, history } = input;
  const bare = { now, entries, snapshots, submits: 0, references: new Map<string, Reference>() };
  const draft = draftPlan(input);
  const needed = pricesNeeded(draft.lines, worldOf(settings, history, bare));
  const prices = await pricesFor(of, draft.lines, needed, balanced(settings));
  const { references, quotes, balances } = prices;
  // Asking the market took a while, and drafting a large plan did: its prices are not from the future.
  const asked = Math.max(now, of.clock.now());
  const hold = restrainBy(settings, { ...bare, now: asked, references, balances });
  return { ...completePlan(draft, { references, quotes, restrain: hold }), prices };
}
