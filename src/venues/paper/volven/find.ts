import { canonical, divide, isZero } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import type { Call } from '../call.ts';
import { kindOf } from '../faults.ts';
import type { Moment } from '../moment.ts';
import type { Reply } from '../reply.ts';
import { USER_ID } from './credentials.ts';
import { Market } from './market.ts';
import { workingPrice } from './pegging.ts';
import { knownProduct } from './products.ts';
import { type Strategy, remainingOf } from './strategies.ts';

const PLACES = 8;
/** A decimal to be read by people; exact where all fills had one price of few decimals. */
const averagePriceOf = ({ worth, filledSize }: Strategy): string =>
  isZero(filledSize) ? '' : canonical(divide(worth, filledSize, PLACES));

/** The keys are the paper venue's own: the documentation says only that every value is a text. */
function stateOf(strategy: Strategy, market: Market, now: Millis): Readonly<Record<string, string>> {
  const product = knownProduct(strategy);
  const { clip } = strategy;
  return {
    status: strategy.status,
    reason: strategy.reason ?? '',
    side: strategy.side,
    size: strategy.size,
    filledSize: strategy.filledSize,
    remainingSize: remainingOf(strategy),
    averagePrice: averagePriceOf(strategy),
    orderSize: clip ?? '',
    orderPrice: clip === null ? '' : workingPrice(strategy, market.quoteAt(product.follows, now), product),
    triggered: String(strategy.triggered === 1),
    rejects: String(strategy.rejects),
  };
}

/** A strategy as the list shows it: the members of the OpenAPI's StrategyResponse. */
const strategyRow = (strategy: Strategy, market: Market, now: Millis): Record<string, unknown> => ({
  strategyId: strategy.strategyId,
  version: strategy.version,
  engineVer: 1,
  eventTime: new Date(strategy.updatedAt).toISOString(),
  state: stateOf(strategy, market, now),
  uiParams: JSON.parse(strategy.params) as unknown,
  uiData: '',
});

/** `POST /strategies/find`: all strategies of the user, ended ones too, the newest first, in one piece. */
export function findStrategies(moment: Moment, { query, fault }: Call): Reply {
  const { store, now } = moment;
  // Somebody else's are not shown, whoever is asked for.
  const own = (query.get('createdByUserId') ?? USER_ID) === USER_ID;
  const found = own
    ? store.all<Strategy>(
        'SELECT * FROM strategies WHERE userId = ? AND visibleAt <= ? ORDER BY sequence DESC',
        USER_ID,
        now,
      )
    : [];
  const market = new Market(moment);
  const rows = found.map((strategy) => strategyRow(strategy, market, now));
  const alter = fault && kindOf(fault.fault).page;
  return { status: 200, body: alter ? alter({ rows, next: undefined }, fault, undefined).rows : rows };
}
