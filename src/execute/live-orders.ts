import type { AccountName, VenueOrderId } from '../model/ids.ts';
import type { Account, OrderRow } from '../model/order.ts';
import type { UnknownSnapshot } from '../model/snapshot.ts';
import type { Tag } from '../model/tag.ts';
import type { VenueReader } from '../venues/venue.ts';
import type { LiveOrder } from './adopt/standing.ts';

/** Every live order of some accounts, and accounts of which that can't be told. */
export interface LiveOrders {
  readonly orders: readonly LiveOrder[];
  readonly unreadable: readonly UnknownSnapshot[];
}

type Readers = ReadonlyMap<AccountName, VenueReader>;

/** Reads the accounts side by side, each in one complete walk. */
export async function liveOrders(accounts: readonly Account[], readers: Readers): Promise<LiveOrders> {
  const read = await Promise.all(
    accounts.map(async (account) => ({
      account,
      snapshot: await readers.get(account.name)?.snapshot(account, []),
    })),
  );
  return {
    orders: read.flatMap(({ account, snapshot }) =>
      snapshot?.state === 'known' ? snapshot.live.map((row) => ({ account, snapshot, row })) : [],
    ),
    unreadable: read.flatMap(({ snapshot }) => (snapshot?.state === 'unknown' ? [snapshot] : [])),
  };
}

/** An order that is not among the live ones: its row, where the venue has one under this id. */
export async function endedOrder(
  accounts: readonly Account[],
  readers: Readers,
  orderId: VenueOrderId,
): Promise<OrderRow | undefined> {
  for (const account of accounts) {
    // By its id alone: no order carries an empty tag.
    const wanted = { tag: '' as Tag, tagSent: false, reference: '', orderId };
    const look = await readers.get(account.name)?.find(account, wanted);
    const row =
      look === undefined || 'unknown' in look ? undefined : look.rows.find(({ id }) => id === orderId);
    if (row !== undefined) return row;
  }
  return undefined;
}
