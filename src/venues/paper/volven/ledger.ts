import type { Millis } from '../../../model/ids.ts';
import type { Store } from '../store.ts';
import type { RequestedAction } from './actions.ts';
import type { Fill, Strategy, StrategyTerms } from './strategies.ts';

/** One accepted strategy, with the state that it has now. Amounts are exact texts. */
export interface StrategyLedgerRow extends StrategyTerms {
  readonly sequence: number;
  readonly at: Millis;
  readonly strategyId: string;
  readonly source: 'api' | 'control';
  readonly userId: string;
  /** The terms as they were received, byte for byte. */
  readonly request: string;
  readonly status: Strategy['status'];
  readonly reason: Strategy['reason'];
  readonly version: number;
  readonly updatedAt: Millis;
  readonly filledSize: string;
  readonly worth: string;
  readonly rejects: number;
  /** What it was asked to do after its creation, in arrival order. */
  readonly actions: readonly Omit<RequestedAction, 'sequence' | 'strategyId' | 'loses'>[];
  readonly fills: readonly Fill[];
}

type Row = Omit<StrategyLedgerRow, 'actions' | 'fills'>;
const ROWS = `SELECT sequence, createdAt AS at, strategyId, source, userId, request, strategyType, accountId, exchangeCode,
    productCode, side, size, priceLimit, orderMaxSize, aggressiveness, triggerPrice, useSpikeProtection, alwaysPassive,
    autoRun, ignoreWarnings, status, reason, version, updatedAt, filledSize, worth, rejects
  FROM strategies ORDER BY sequence`;
const ACTIONS = `SELECT action, source, at, dueAt, settledAt, outcome FROM strategyActions
  WHERE strategyId = ? ORDER BY sequence`;
const FILLS = 'SELECT at, size, price, source FROM strategyFills WHERE strategyId = ? ORDER BY sequence';

/** The venue's private book of every strategy that it has accepted, in arrival order. */
export function readStrategies(store: Store): readonly StrategyLedgerRow[] {
  // SQLite gives rows without a prototype; plain objects compare and print as everyone expects.
  return store.all<Row>(ROWS).map((row) => ({
    ...row,
    actions: store
      .all<StrategyLedgerRow['actions'][number]>(ACTIONS, row.strategyId)
      .map((each) => Object.assign({}, each)),
    fills: store.all<Fill>(FILLS, row.strategyId).map((each) => Object.assign({}, each)),
  }));
}

/** Requests to create a strategy: how many arrived, faults included, and how many were accepted. */
export const strategyRequests = (store: Store): { readonly received: number; readonly accepted: number } => ({
  received: Number(store.fact('createsReceived') ?? 0),
  accepted: Number(store.fact('createsAccepted') ?? 0),
});
