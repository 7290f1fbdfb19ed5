import type { AccountId, VenueOrderId } from '../../model/ids.ts';
import type { OrderStatus } from '../../model/order.ts';
import { type JsonObject, fieldOf, isObject } from '../http/exact-json.ts';
import { isGiven, textOf } from './fields.ts';
import { statusOf } from './statuses.ts';

/** A list row as far as it takes to know which order it is, and whether that is live. */
export interface IdentifiedRow {
  readonly id: VenueOrderId;
  readonly reference?: string;
  readonly status: OrderStatus;
  readonly statusText: string;
  /** The row as it came. */
  readonly fields: JsonObject;
}

export type Identification =
  | { readonly kind: 'order'; readonly row: IdentifiedRow }
  /** Another account's, or a child order, which its parent stands for. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unclear'; readonly reason: string };

const unclear = (reason: string): Identification => ({ kind: 'unclear', reason });

/** What order a row is about. A row that can't be told makes the whole list worth nothing, so nothing is guessed. */
export function identify(row: unknown, account: AccountId): Identification {
  if (!isObject(row)) return unclear('a row is not an object');
  const id = textOf(fieldOf(row, 'orderId'));
  if (id === undefined) return unclear('a row has no orderId');
  const owner = fieldOf(row, 'accountId');
  if (isGiven(owner) && owner !== account) return { kind: 'ignored' };

  const parent = textOf(fieldOf(row, 'orderIdParent'));
  const type = textOf(fieldOf(row, 'orderType')) ?? 'parentOrder';
  if (type === 'childOrder' || (parent !== undefined && parent !== id)) return { kind: 'ignored' };
  if (type !== 'parentOrder' && parent === undefined)
    return unclear(`order ${id} has the orderType ${type}, which is not known`);

  const statusText = textOf(fieldOf(row, 'tradeStatus'));
  if (statusText === undefined) return unclear(`order ${id} has no tradeStatus`);
  const given = fieldOf(row, 'usernameRef');
  const reference = textOf(given);
  if (isGiven(given) && reference === undefined)
    return unclear(`order ${id} has a usernameRef that is no text`);
  return {
    kind: 'order',
    row: {
      id: id as VenueOrderId,
      status: statusOf(statusText),
      statusText,
      fields: row,
      ...(reference === undefined ? {} : { reference }),
    },
  };
}
