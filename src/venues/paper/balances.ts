import { type Decimal, ZERO, add, sub } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import { STARTING_BALANCES } from './instruments.ts';
import type { Store } from './store.ts';

export interface Balance {
  readonly symbol: string;
  readonly total: Decimal;
  /** Part of `total` that resting orders have bound. */
  readonly held: Decimal;
  readonly updatedAt: Millis;
}

/** Gives an account its starting balances, once. */
export function endow(store: Store, accountId: string, at: Millis): void {
  for (const [symbol, total] of Object.entries(STARTING_BALANCES))
    store.run('INSERT OR IGNORE INTO balances VALUES (?, ?, ?, ?, ?)', accountId, symbol, total, ZERO, at);
}

/** An account exists when it was named at the opening of the venue, by this process or an earlier one. */
export const accountExists = (store: Store, accountId: string): boolean =>
  store.one('SELECT 1 FROM balances WHERE accountId = ? LIMIT 1', accountId) !== undefined;

export const accountIds = (store: Store): readonly string[] =>
  store.all<{ accountId: string }>('SELECT DISTINCT accountId FROM balances').map((row) => row.accountId);

export const balancesOf = (store: Store, accountId: string): readonly Balance[] =>
  store.all<Balance>(
    'SELECT symbol, total, held, updatedAt FROM balances WHERE accountId = ? ORDER BY symbol',
    accountId,
  );

export const balanceOf = (store: Store, accountId: string, symbol: string): Balance | undefined =>
  store.one<Balance>(
    'SELECT symbol, total, held, updatedAt FROM balances WHERE accountId = ? AND symbol = ?',
    accountId,
    symbol,
  );

/** What is free to be bound by a new order. */
export function availableOf(store: Store, accountId: string, symbol: string): Decimal {
  const balance = balanceOf(store, accountId, symbol);
  return balance ? sub(balance.total, balance.held) : ZERO;
}

export function setTotal(store: Store, accountId: string, symbol: string, total: Decimal, at: Millis): void {
  store.run(
    `INSERT INTO balances VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET total = excluded.total, updatedAt = excluded.updatedAt`,
    accountId,
    symbol,
    total,
    ZERO,
    at,
  );
}

/** Adds to what an account has and to what is held of it; either may be negative. */
export function move(
  store: Store,
  accountId: string,
  symbol: string,
  change: { readonly total: Decimal; readonly held: Decimal },
  at: Millis,
): void {
  const balance = balanceOf(store, accountId, symbol);
  store.run(
    'INSERT OR REPLACE INTO balances VALUES (?, ?, ?, ?, ?)',
    accountId,
    symbol,
    add(balance?.total ?? ZERO, change.total),
    add(balance?.held ?? ZERO, change.held),
    at,
  );
}
