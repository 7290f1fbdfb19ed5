import { isAbout } from '../../model/about.ts';
import type { Attempt } from '../../model/history.ts';
import type { Millis } from '../../model/ids.ts';
import type { Account, OrderRow } from '../../model/order.ts';
import { decodeTag } from '../../model/tag.ts';
import { type OrderTerms, isStrategy, pairOf, quantityOf } from '../../model/terms.ts';
import { fieldOf } from '../http/exact-json.ts';
import type { Evidence } from '../venue.ts';
import { millisOf, sideOf, tickerOf } from './fields.ts';
import type { WalkList } from './looks.ts';
import type { IdentifiedRow } from './row-identity.ts';
import { toRow } from './rows.ts';

/*
 * Orders that may be an attempt in doubt, for a person. To leave one out by mistake is worse than to show one too many: whoever
 * sees none may take the order for not executed, and send it again. So a row is left out only for what it tells.
 */

/** How far two clocks may be apart. */
const MARGIN: Millis = 5 * 60_000;

const inTime = (at: Millis | undefined, { intentAt, deadline }: Attempt): boolean =>
  at === undefined || (at >= intentAt - MARGIN && at <= deadline + MARGIN);

/** A row's size is in base currency: it says nothing about terms in the other one. */
function fitsSize({ size }: OrderRow, terms: OrderTerms): boolean {
  const { amount, currency } = quantityOf(terms);
  return size === undefined || currency !== pairOf(terms.ticker).base || isAbout(size, amount);
}

/** The price of a resting order: rows of the others don't tell theirs. */
const fitsPrice = ({ priceLimit }: OrderRow, terms: OrderTerms): boolean =>
  priceLimit === undefined || terms.priceLimit === undefined || isAbout(priceLimit, terms.priceLimit);

const mayBe = (row: OrderRow, terms: OrderTerms, attempt: Attempt): boolean =>
  row.ticker === terms.ticker &&
  row.side === terms.side &&
  (row.strategy === terms.strategy || row.strategy === 'unknown') &&
  fitsSize(row, terms) &&
  fitsPrice(row, terms) &&
  inTime(row.createdAt, attempt);

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
  for (const identified of list.rows) {
    // An order with a tag belongs to the attempt that the tag names.
    if (decodeTag(identified.reference ?? '') !== undefined) continue;
    const row = toRow(identified);
    if (!('unclear' in row)) {
      if (mayBe(row, wire, attempt)) rows.push(row);
    } else if (mayBeUnclear(identified, wire, attempt))
      return {
        state: 'unknown',
        reason: `${row.unclear}; it may be this one`,
        remedy: 'Look at that order at the venue before you decide.',
      };
  }
  return { state: 'known', rows };
}
