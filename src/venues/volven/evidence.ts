import { type Decimal, eq } from '../../model/decimal.ts';
import type { Attempt } from '../../model/history.ts';
import type { AccountId } from '../../model/ids.ts';
import { CLOCKS_APART } from '../../model/odd-fields.ts';
import type { OrderRow } from '../../model/order.ts';
import { type StrategyTerms, isStrategy } from '../../model/terms.ts';
import { type StateSettings, toRow } from './rows.ts';
import type { Sightings } from './sightings.ts';
import type { Strategy } from './strategies.ts';

/*
 * Strategies that may be an attempt in doubt, for a person: no tag tells. To leave one out by mistake is worse than to show one
 * too many, so a strategy is left out only for what it tells.
 */

const sameText = (told: string | undefined, sent: string): boolean => told === undefined || told === sent;
const sameAmount = (told: Decimal | undefined, sent: Decimal | undefined): boolean =>
  told === undefined || (sent !== undefined && eq(told, sent));

/** Its own fields are left out of this: the venue may add to them, and people may change them while it works. */
const fits = (strategy: Strategy, sent: StrategyTerms): boolean =>
  sameText(strategy.type, sent.strategyType) &&
  sameText(strategy.productCode, sent.productCode) &&
  sameText(strategy.side, sent.side) &&
  sameAmount(strategy.size, sent.size) &&
  sameAmount(strategy.priceLimit, sent.priceLimit);

/**
 * Whatever happened to it last before the send, it was not made by the send. There is no upper end: `eventTime` may be that of
 * its last change.
 */
const isInTime = ({ eventAt }: Strategy, { intentAt }: Attempt): boolean =>
  eventAt === undefined || eventAt >= intentAt - CLOCKS_APART;

export function evidenceAmong(
  strategies: readonly Strategy[],
  account: AccountId,
  attempt: Attempt,
  sightings: Sightings,
  settings: StateSettings,
): readonly OrderRow[] {
  const { wire, tag } = attempt;
  if (!isStrategy(wire)) return [];
  return strategies
    .filter((one) => sameText(one.accountId, account) && fits(one, wire) && isInTime(one, attempt))
    .filter(({ id }) => !sightings.isBefore(tag, id))
    .flatMap((one) => toRow(one, settings, wire) ?? []);
}
