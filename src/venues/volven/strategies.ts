import { isDeepStrictEqual } from 'node:util';
import type { Decimal } from '../../model/decimal.ts';
import type { Millis, VenueOrderId } from '../../model/ids.ts';
import type { Side } from '../../model/terms.ts';
import { type JsonObject, fieldOf, isObject } from '../http/exact-json.ts';
import type { Trouble } from '../http/identity.ts';
import type { Outcome } from '../http/outcome.ts';
import { NOT_UNDERSTOOD, troubleWith } from './advice.ts';
import { amountOf, sideOf, textOf, timeOf, withoutUndefined } from './fields.ts';

/**
 * A root strategy as `find` shows it. Only `strategyId` is sure. What stands in `uiParams` is not documented: that it repeats
 * the fields of its creation by their names is INFERRED, so whatever it doesn't tell is unset.
 */
export interface Strategy {
  readonly id: VenueOrderId;
  readonly accountId?: string;
  readonly type?: string;
  readonly productCode?: string;
  readonly side?: Side;
  readonly size?: Decimal;
  readonly priceLimit?: Decimal;
  /** `eventTime`: when it was made, or when it changed last; the pages don't say which. */
  readonly eventAt?: Millis;
  /** Its undocumented `state`, for the settings to make sense of. */
  readonly state: unknown;
}

/** The description has objects for values, which may mean any value or one with a member of its own. */
const plain = (value: unknown): unknown => (isObject(value) ? fieldOf(value, 'value') : value);

function strategyOf(row: unknown): Strategy | undefined {
  const id = textOf(fieldOf(row, 'strategyId'));
  if (id === undefined) return undefined;
  const param = (name: string): unknown => plain(fieldOf(fieldOf(row, 'uiParams'), name));
  return {
    id: id as VenueOrderId,
    state: fieldOf(row, 'state'),
    ...withoutUndefined({
      accountId: textOf(param('accountId')),
      type: textOf(param('strategyType')),
      productCode: textOf(param('productCode')),
      side: sideOf(param('side')),
      size: amountOf(param('size')),
      priceLimit: amountOf(param('priceLimit')),
      eventAt: timeOf(fieldOf(row, 'eventTime')),
    }),
  };
}

const WHAT = 'the list of strategies';

/** The user's strategies, all of them; or why the answer can't be relied on: a part of a list says nothing of what is missing. */
export function strategiesOf(outcome: Outcome, host: string): readonly Strategy[] | Trouble {
  if (outcome.kind !== 'answer' || outcome.status !== 200) return troubleWith(WHAT, outcome, host);
  const broken = (why: string): Trouble => ({ reason: `${WHAT}: ${why}`, remedy: NOT_UNDERSTOOD });
  const { body } = outcome;
  if (!Array.isArray(body)) return broken(`${host} answered with something else than a list of strategies`);
  const rows = new Map<string, JsonObject>();
  const strategies: Strategy[] = [];
  for (const row of body as readonly unknown[]) {
    const strategy = isObject(row) ? strategyOf(row) : undefined;
    if (!isObject(row) || strategy === undefined) return broken('a row has no strategyId');
    const before = rows.get(strategy.id);
    if (before && !isDeepStrictEqual(before, row))
      return broken(`strategy ${strategy.id} is listed twice and not alike`);
    if (before) continue;
    rows.set(strategy.id, row);
    strategies.push(strategy);
  }
  return strategies;
}
