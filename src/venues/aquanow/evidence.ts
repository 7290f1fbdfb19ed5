import type { Attempt } from '../../model/history.ts';
import type { Millis } from '../../model/ids.ts';
import { CLOCKS_APART, oddFields } from '../../model/odd-fields.ts';
import type { Account, OrderRow } from '../../model/order.ts';
import { decodeTag } from '../../model/tag.ts';
import { type OrderTerms, isStrategy } from '../../model/terms.ts';
import { fieldOf } from '../http/exact-json.ts';
import type { Evidence, UnclearOrder } from '../venue.ts';
import { millisOf, sideOf, tickerOf } from './fields.ts';
import type { WalkList } from './looks.ts';
import type { IdentifiedRow } from './row-identity.ts';
import { toRow } from './rows.ts';

/*
 * Orders that may be an attempt in doubt, for a person. To leave one out by mistake is worse than to show one too many: whoever
 * sees none may take the order for not executed, and send it again. So a row is left out only for what it tells.
 */

const inTime = (at: Millis | undefined, { intentAt, deadline }: Attempt): boolean =>
  at === undefined || (at >= intentAt - CLOCKS_APART && at <= deadline + CLOCKS_APART);

const mayBe = (row: OrderRow, attempt: Attempt): boolean =>
  oddFields(row, attempt).length === 0 && inTime(row.createdAt, attempt);

/** As far as it can be read, a row that can't be understood may be the attempt. */
function mayBeUnclear({ fields }: IdentifiedRow, terms: OrderTerms, attempt: Attempt): boolean {
  const [ticker, side] = [tickerOf(fields, 'symbol'), sideOf(fieldOf(fields, 'tradeSide'))];
  return (
    (ticker === undefined || ticker === terms.ticker) &&
    (side === undefined || side === terms.side) &&
    inTime(millisOf(fields, 'createdAt'), attempt)
  );
}

/** The account was another venue's when it was sent. */
const NOT_OURS: Evidence = {
  state: 'unknown',
  reason: 'Aquanow has no strategies',
  remedy: 'Look at the venue that it was sent to.',
};

/** One complete walk through everything that the account ever ordered. */
export async function evidenceFor(
  walkList: WalkList,
  account: Account,
  attempt: Attempt,
  signal?: AbortSignal,
): Promise<Evidence> {
  const { wire } = attempt;
  if (isStrategy(wire)) return NOT_OURS;
  const list = await walkList({ accountId: account.id }, account, 'the list of all orders', signal);
  if (list.kind === 'broken') return { state: 'unknown', reason: list.reason, remedy: list.remedy };
  const rows: OrderRow[] = [];
  const unclear: UnclearOrder[] = [];
  for (const identified of list.rows) {
    // An order with a tag belongs to the attempt that the tag names.
    if (decodeTag(identified.reference ?? '') !== undefined) continue;
    const row = toRow(identified);
    if (!('unclear' in row)) {
      if (mayBe(row, attempt)) rows.push(row);
    } else if (mayBeUnclear(identified, wire, attempt))
      unclear.push({ id: identified.id, reason: row.unclear });
  }
  return { state: 'known', rows, unclear };
}
