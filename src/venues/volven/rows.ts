import { type Decimal, isZero, ZERO } from '../../model/decimal.ts';
import { type Fill, NO_FILL, type OrderRow, type OrderStatus, isFinal } from '../../model/order.ts';
import type { StateWords } from '../../model/project.ts';
import type { Side, StrategyTerms } from '../../model/terms.ts';
import { fieldOf } from '../http/exact-json.ts';
import { amountOf, textOf, withoutUndefined } from './fields.ts';
import type { Strategy } from './strategies.ts';

/** How to read a strategy's `state`, which no page describes: the desk's settings. */
export interface StateSettings {
  readonly states?: StateWords;
  readonly filled?: { readonly field: string };
}

/** Whether the rows can tell that a strategy has ended, and with what fill. */
export const tellsEnds = ({ states, filled }: StateSettings): boolean =>
  states !== undefined && filled !== undefined;

const NOT_TOLD = 'unknown';

const hasTraded = (status: OrderStatus): boolean => status === 'filled' || status === 'ended-partly-filled';

/**
 * The base leg is what the settings point at. No key tells an average price or what was paid, so the quote leg is zero: it means
 * "not told", and nothing that is sent follows from it.
 */
const fillOf = (filled: Decimal, side: Side): Fill =>
  side === 'buy' ? { received: filled, delivered: ZERO } : { received: ZERO, delivered: filled };

interface Standing {
  readonly status: OrderStatus;
  readonly statusText: string;
  readonly fill: Fill;
  readonly fillNotTold?: boolean;
  readonly message?: string;
}

/**
 * A word that isn't listed counts as live. So does an end whose fill isn't told, or contradicts it: what follows an end is the
 * target less its fill, and a fill that is not told is never taken for none.
 */
function standingOf({ state }: Strategy, side: Side, { states, filled }: StateSettings): Standing {
  const word = states === undefined ? undefined : textOf(fieldOf(state, states.field));
  const mapped = word === undefined ? undefined : fieldOf(states?.map, word);
  const status = (mapped ?? 'unknown') as OrderStatus;
  const traded = filled === undefined ? undefined : amountOf(fieldOf(state, filled.field));
  const told =
    traded === undefined ? ({ fill: NO_FILL, fillNotTold: true } as const) : { fill: fillOf(traded, side) };
  const statusText = word ?? NOT_TOLD;
  const isClear = traded !== undefined && !(hasTraded(status) && isZero(traded));
  if (!isFinal(status) || isClear) return { status, statusText, ...told };
  return { status: 'unknown', statusText, ...told, message: 'it has ended, but not told how much it traded' };
}

/** A strategy in our words; `sent` says what its row may leave out. Undefined where nobody tells what it trades. */
export function toRow(
  strategy: Strategy,
  settings: StateSettings,
  sent?: StrategyTerms,
): OrderRow | undefined {
  const side = strategy.side ?? sent?.side;
  const ticker = strategy.productCode ?? sent?.productCode;
  if (side === undefined || ticker === undefined) return undefined;
  const { id, size, priceLimit, eventAt } = strategy;
  return {
    ...{ id, ticker, side, strategy: strategy.type ?? sent?.strategyType ?? NOT_TOLD },
    ...standingOf(strategy, side, settings),
    ...withoutUndefined({ size, priceLimit, createdAt: eventAt }),
  };
}
