import type { Account, OrderRow } from '../../model/order.ts';
import type { Look } from '../../model/snapshot.ts';
import { decodeTag } from '../../model/tag.ts';
import type { Wanted } from '../venue.ts';
import type { Trouble } from './advice.ts';
import type { Walk } from './list.ts';
import type { IdentifiedRow } from './row-identity.ts';
import { toRow } from './rows.ts';

/** A walk of the account's list under a filter. */
export type WalkList = (
  query: Readonly<Record<string, string>>,
  account: Account,
  what: string,
  signal?: AbortSignal,
) => Promise<Walk>;

export type Found = { readonly look: Look } | Trouble;

const NOT_UNDERSTOOD =
  'Look at the order at the venue; nothing is done on this account until its row can be read.';

/** Rows in our words, or the first that can't be understood. */
export function understand(rows: Iterable<IdentifiedRow>): readonly OrderRow[] | Trouble {
  const out: OrderRow[] = [];
  for (const row of rows) {
    const understood = toRow(row);
    if ('unclear' in understood) return { reason: understood.unclear, remedy: NOT_UNDERSTOOD };
    out.push(understood);
  }
  return out;
}

/**
 * Rows in our words, whatever else an old account's list holds: of orders that carry a tag, all, or the first that can't be
 * understood; of others those that can be, and how many can't.
 */
export function understandTagged(
  rows: Iterable<IdentifiedRow>,
): { readonly rows: readonly OrderRow[]; readonly unclear: number } | Trouble {
  const understood: OrderRow[] = [];
  let unclear = 0;
  for (const identified of rows) {
    const row = toRow(identified);
    if (!('unclear' in row)) understood.push(row);
    else if (decodeTag(identified.reference ?? '') === undefined) unclear += 1;
    else return { reason: row.unclear, remedy: NOT_UNDERSTOOD };
  }
  return { rows: understood, unclear };
}

export const isTrouble = (value: object): value is Trouble => 'remedy' in value;

/** Finds the rows of an attempt by venue id and by exact tag, without going through all of them each time. */
export function indexRows<Row extends { readonly id: string; readonly reference?: string }>(
  rows: Iterable<Row>,
): (wanted: Wanted) => readonly Row[] {
  const byId = new Map<string, Row>();
  const byTag = new Map<string, Row[]>();
  for (const row of rows) {
    byId.set(row.id, row);
    const tag = row.reference === undefined ? undefined : decodeTag(row.reference)?.tag;
    if (tag === undefined) continue;
    const same = byTag.get(tag);
    if (same) same.push(row);
    else byTag.set(tag, [row]);
  }
  return ({ tag, orderId }) => {
    const found = new Set(byTag.get(tag));
    const row = orderId === undefined ? undefined : byId.get(orderId);
    if (row) found.add(row);
    return [...found];
  };
}

export function lookOf(wanted: Wanted, found: readonly IdentifiedRow[]): Found {
  const rows = understand(found);
  if (isTrouble(rows)) return rows;
  const { tag, orderId } = wanted;
  return { look: { tag, rows, times: 1, ...(orderId === undefined ? {} : { id: orderId }) } };
}

/** One complete search for one attempt. Filters only spare pages: what comes back is matched here. */
export async function lookFor(
  walkList: WalkList,
  account: Account,
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<Found> {
  const rows = new Map<string, IdentifiedRow>();
  const queries = [
    ...(wanted.orderId === undefined ? [] : [{ orderId: wanted.orderId }]),
    ...(wanted.tagSent ? [{ usernameRef: wanted.reference }] : []),
  ];
  for (const query of queries) {
    const what = `the search for order ${wanted.orderId ?? wanted.tag}`;
    const list = await walkList(query, account, what, signal);
    if (list.kind === 'broken') return list;
    // The later reading of an order is the newer one.
    for (const row of list.rows) rows.set(row.id, row);
  }
  return lookOf(wanted, indexRows(rows.values())(wanted));
}
