import type { Millis } from '../../model/ids.ts';
import type { Store } from './store.ts';
import { type StrategyLedgerRow, readStrategies, strategyRequests } from './volven/ledger.ts';

/** One accepted order, with the state that it has now. Amounts are exact texts. */
export interface LedgerRow {
  readonly sequence: number;
  readonly at: Millis;
  readonly orderId: string;
  /** LIMIT, GTC, GTD: of their acknowledgement; RFQ: of the executed quote; MARKET, FOK: null. */
  readonly quoteId: string | null;
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
  /** FOK: its `tradePrice`; MARKET and RFQ: null. */
  readonly priceLimit: string | null;
  /** null: the order never rests. */
  readonly expireTime: Millis | null;
  readonly status: string;
  readonly updatedAt: Millis;
  readonly received: string;
  readonly delivered: string;
}

/** A quote that could be executed, with what became of it. */
export interface LedgerQuote {
  readonly sequence: number;
  readonly at: Millis;
  readonly quoteId: string;
  readonly usernameRef: string | null;
  readonly accountId: string;
  readonly request: string;
  readonly nonce: string | null;
  readonly ticker: string;
  readonly tradeSide: 'buy' | 'sell';
  readonly leg: 'receive' | 'deliver';
  readonly quantity: string;
  /** Both legs as they were quoted. */
  readonly receiveQuantity: string;
  readonly deliverQuantity: string;
  readonly price: string;
  readonly expireTime: Millis;
  readonly state: 'open' | 'executed' | 'expired';
  /** When it was executed or expired; before `expireTime` where `expireQuote` ended it. */
  readonly endedAt: Millis | null;
  /** The order that its execution made. */
  readonly orderId: string | null;
}

/** The venue's private book of every order that it has accepted, in arrival order: the judge of all tests. */
export interface Ledger {
  readonly epoch: string;
  /** Requests to place an order or to execute a quote: how many arrived, faults included, and how many were accepted. */
  readonly requests: { readonly received: number; readonly accepted: number };
  readonly orders: readonly LedgerRow[];
  /** Every quote of `createQuote`, in arrival order. */
  readonly quotes: readonly LedgerQuote[];
  /** How many quotes `getQuote` has given. */
  readonly indicativeQuotes: number;
  /** Requests to create a strategy, counted as those for orders are. */
  readonly strategyRequests: { readonly received: number; readonly accepted: number };
  /** Every accepted strategy, in arrival order. */
  readonly strategies: readonly StrategyLedgerRow[];
}

const ROWS = `SELECT sequence, createdAt AS at, orderId, quoteId, usernameRef, accountId, source, request, nonce, strategy,
    ticker, tradeSide, leg, quantity, priceLimit, expireTime, status, updatedAt, received, delivered
  FROM orders WHERE sequence > ? ORDER BY sequence`;

const QUOTES = `SELECT sequence, createdAt AS at, quoteId, usernameRef, accountId, request, nonce, ticker, tradeSide, leg,
    quantity, iif(leg = 'receive', quantity, quoted) AS receiveQuantity,
    iif(leg = 'deliver', quantity, quoted) AS deliverQuantity, price, expireTime, state, endedAt, orderId
  FROM rfqQuotes ORDER BY sequence`;

// SQLite gives rows without a prototype; plain objects compare and print as everyone expects.
const plain = <Row extends object>(row: Row): Row => Object.assign({}, row);

/** The ledger's orders behind `after`, and all of its quotes. */
export function readLedger(store: Store, after = 0): Ledger {
  return {
    epoch: String(store.fact('epoch')),
    requests: {
      received: Number(store.fact('submitsReceived') ?? 0),
      accepted: Number(store.fact('submitsAccepted') ?? 0),
    },
    orders: store.all<LedgerRow>(ROWS, after).map(plain),
    quotes: store.all<LedgerQuote>(QUOTES).map(plain),
    indicativeQuotes: Number(store.fact('indicativeQuotes') ?? 0),
    strategyRequests: strategyRequests(store),
    strategies: readStrategies(store),
  };
}
