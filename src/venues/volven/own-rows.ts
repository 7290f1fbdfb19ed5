import type { VenueOrderId } from '../../model/ids.ts';
import type { Account, OrderRow } from '../../model/order.ts';
import type { Look } from '../../model/snapshot.ts';
import { isStrategy } from '../../model/terms.ts';
import type { Trouble } from '../http/identity.ts';
import type { Wanted } from '../venue.ts';
import { type StateSettings, toRow } from './rows.ts';
import type { Strategy } from './strategies.ts';

/** A user's strategies as one account's. */
export interface OwnRows {
  readonly rows: readonly OrderRow[];
  /** Strategies that may be the account's, and tell too little of themselves. */
  readonly unclear: number;
}

/**
 * The strategies of an account: those that say so. One that doesn't tell its account is nobody's, unless the journal knows it as
 * one of this account's. The journal's word holds against the row's, too, so that nothing of ours is ever overlooked.
 */
export function ownRows(
  strategies: readonly Strategy[],
  account: Account,
  wanted: readonly Wanted[],
  settings: StateSettings,
): OwnRows | Trouble {
  const known = new Map<VenueOrderId, Wanted>();
  for (const one of wanted) if (one.orderId !== undefined) known.set(one.orderId, one);
  const rows: OrderRow[] = [];
  let unclear = 0;
  for (const strategy of strategies) {
    const ours = known.get(strategy.id);
    const { accountId } = strategy;
    if (ours === undefined && accountId !== account.id) {
      if (accountId === undefined) unclear++;
      continue;
    }
    const sent = ours?.terms !== undefined && isStrategy(ours.terms) ? ours.terms : undefined;
    const row = toRow(strategy, settings, sent);
    if (row !== undefined) rows.push(row);
    else if (ours === undefined) unclear++;
    else return notTold(strategy);
  }
  return { rows, unclear };
}

const notTold = ({ id }: Strategy): Trouble => ({
  reason: `strategy ${id}: the venue does not tell its product and side`,
  remedy: 'Look at it at the venue; nothing is done on this account until its row can be read.',
});

/** By id alone: no row carries a tag. */
export function lookFor({ tag, orderId }: Wanted, rows: readonly OrderRow[]): Look {
  const found = rows.filter(({ id }) => id === orderId);
  return { tag, rows: found, times: 1, ...(orderId === undefined ? {} : { id: orderId }) };
}
