import type { Millis } from '../../model/ids.ts';
import type { Store } from './store.ts';

/** One accepted order, with the state that it has now. Amounts are exact texts. */
export interface LedgerRow {
  readonly sequence: number;
  readonly at: Millis;
  readonly orderId: string;
  readonly quoteId: string;
  readonly usernameRef: string | null;
  readonly accountId: string;
  readonly source: 'api' | 'control';
  /** The terms as they were received, byte for byte. */
  readonly request: string;
  readonly nonce: string | null;
  readonly strategy: string;
  readonly ticker: string;
  readonly tradeSide: 'buy' | 'sell';
  readonly leg: 'receive' | 'deliver';
  readonly quantity: string;
  readonly priceLimit: string;
  readonly expireTime: Millis;
  readonly status: string;
  readonly updatedAt: Millis;
  readonly received: string;
  readonly delivered: string;
}

/** The venue's private book of every order that it has accepted, in arrival order: the judge of all tests. */
export interface Ledger {
  readonly epoch: string;
  /** Requests to place an order: how many arrived, faults included, and how many were accepted. */
  readonly requests: { readonly received: number; readonly accepted: number };
  readonly orders: readonly LedgerRow[];
}

const ROWS = `SELECT sequence, createdAt AS at, orderId, quoteId, usernameRef, accountId, source, request, nonce, strategy,
    ticker, tradeSide, leg, quantity, priceLimit, expireTime, status, updatedAt, received, delivered
  FROM orders WHERE sequence > ? ORDER BY sequence`;

/** The ledger's rows behind `after`. */
export function readLedger(store: Store, after = 0): Ledger {
  return {
    epoch: String(store.fact('epoch')),
    requests: {
      received: Number(store.fact('submitsReceived') ?? 0),
      accepted: Number(store.fact('submitsAccepted') ?? 0),
    },
    // SQLite gives rows without a prototype; plain objects compare and print as everyone expects.
    orders: store.all<LedgerRow>(ROWS, after).map((row) => Object.assign({}, row)),
  };
}
