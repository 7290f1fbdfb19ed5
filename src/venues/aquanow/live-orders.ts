import { type Account, type OrderRow, isFinal } from '../../model/order.ts';
import type { Look } from '../../model/snapshot.ts';
import type { Wanted } from '../venue.ts';
import type { Trouble } from './advice.ts';
import { type WalkList, indexRows, isTrouble, lookFor, lookOf, understand } from './looks.ts';
import type { IdentifiedRow } from './row-identity.ts';

/** More searches than this, and one walk through everything that the account ever ordered is cheaper. */
const MANY = 20;

export interface LiveOrders {
  readonly live: readonly OrderRow[];
  readonly looks: readonly Look[];
}

const isLive = ({ status }: Pick<OrderRow, 'status'>): boolean => !isFinal(status);

/**
 * Every live order, and a look for each of `wanted` that is not among them, or whose id nobody knows yet: a venue that makes two orders of
 * one request may have ended one of them, and the open list alone would show the other as if it were all.
 */
export async function readLive(
  walkList: WalkList,
  account: Account,
  wanted: readonly Wanted[],
  signal?: AbortSignal,
): Promise<LiveOrders | Trouble> {
  const query = { accountId: account.id, openOrders: 'true' };
  const list = await walkList(query, account, 'the list of open orders', signal);
  if (list.kind === 'broken') return list;
  const open = understand(list.rows.filter(isLive));
  if (isTrouble(open)) return open;
  const among = indexRows(open);
  const missing = wanted.filter((one) => one.orderId === undefined || among(one).length === 0);
  const found = await lookForAll(walkList, account, missing, signal);
  if (isTrouble(found)) return found;
  // The filter's exact set is not documented: what a search shows to be live belongs into the list too.
  const listed = new Set(open.map(({ id }) => id));
  const late = new Map(found.live.filter(({ id }) => !listed.has(id)).map((row) => [row.id, row]));
  return { live: [...open, ...late.values()], looks: found.looks };
}

async function lookForAll(
  walkList: WalkList,
  account: Account,
  missing: readonly Wanted[],
  signal?: AbortSignal,
): Promise<LiveOrders | Trouble> {
  const looks: Look[] = [];
  let live: readonly OrderRow[] = [];
  let lookIn: ((wanted: Wanted) => readonly IdentifiedRow[]) | undefined;
  if (missing.length > MANY) {
    const list = await walkList({ accountId: account.id }, account, 'the list of all orders', signal);
    if (list.kind === 'broken') return list;
    const alive = understand(list.rows.filter(isLive));
    if (isTrouble(alive)) return alive;
    live = alive;
    lookIn = indexRows(list.rows);
  }
  for (const one of missing) {
    const found = lookIn ? lookOf(one, lookIn(one)) : await lookFor(walkList, account, one, signal);
    if (isTrouble(found)) return found;
    looks.push(found.look);
  }
  const alive = looks.flatMap(({ rows }) => rows.filter(isLive));
  return { live: [...live, ...alive], looks };
}
