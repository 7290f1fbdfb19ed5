import { ZERO, sub } from '../../../model/decimal.ts';
import { type Balance, accountExists, balanceOf, balancesOf } from '../balances.ts';
import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';
import { type Reply, message, ok } from '../reply.ts';
import { exactNumber } from './order-row.ts';

/** `available` is total less pending and credit, and so not what is free: that is `availableBalance` (reference, section 8). */
const balanceRow = ({ symbol, total, held, updatedAt }: Balance): unknown => ({
  symbol,
  totalBalance: exactNumber(total),
  availableBalance: exactNumber(sub(total, held)),
  pendingTransfer: exactNumber(ZERO),
  pending: exactNumber(ZERO),
  available: exactNumber(total),
  creditBalance: exactNumber(ZERO),
  depositAddress: '-',
  updatedAt,
});

/** `GET /users/v1/userbalance`: one symbol as an object, else all of the account's as an array. */
export function userBalance({ store }: Moment, { query }: Call): Reply {
  const accountId = query.get('accountId');
  if (accountId === null) return message(400, 'accountId is required');
  if (!accountExists(store, accountId)) return message(400, `accountId ${accountId} not found`);
  const symbol = query.get('symbol');
  if (symbol === null) return ok(balancesOf(store, accountId).map(balanceRow));
  const balance = balanceOf(store, accountId, symbol);
  return balance ? ok(balanceRow(balance)) : message(400, `Invalid symbol: ${symbol}`);
}
