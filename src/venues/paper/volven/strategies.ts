import { type Decimal, ZERO, sub } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import type { Store } from '../store.ts';

/** The statuses that the paper venue keeps and shows: the venue's own words are not known. */
export type StrategyStatus = 'CREATED' | 'WAITING_TRIGGER' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FINISHED';

export const isWorking = (status: StrategyStatus): boolean =>
  status === 'WAITING_TRIGGER' || status === 'RUNNING';
export const isEnded = (status: StrategyStatus): boolean => status === 'STOPPED' || status === 'FINISHED';

type Flag = 0 | 1;

/** What a strategy was created with. Amounts are the digits of the request. */
export interface StrategyTerms {
  readonly strategyType: 'SMO';
  readonly accountId: string;
  readonly exchangeCode: string;
  readonly productCode: string;
  readonly side: 'BUY' | 'SELL';
  readonly size: Decimal;
  readonly priceLimit: Decimal | null;
  /** Largest size of one order. */
  readonly orderMaxSize: Decimal | null;
  readonly aggressiveness: Decimal;
  readonly triggerPrice: Decimal | null;
  readonly useSpikeProtection: Flag;
  readonly alwaysPassive: Flag;
  readonly autoRun: Flag;
  readonly ignoreWarnings: Flag;
}

/** How far a strategy has come. */
export interface StrategyProgress {
  readonly updatedAt: Millis;
  readonly status: StrategyStatus;
  /** Why the venue itself has paused or finished it. */
  readonly reason: 'PASSIVE_REJECTS' | 'REMAINDER_TOO_SMALL' | null;
  /** From 1, one more with every event. */
  readonly version: number;
  readonly filledSize: Decimal;
  /** Sum of size × price over all fills, exact. */
  readonly worth: Decimal;
  /** Rejects of post-only orders since the last accepted one. */
  readonly rejects: number;
  /** 1 once the trigger price was reached: it needs no second time. */
  readonly triggered: Flag;
  /** On which side of the trigger price the last price was at the start. */
  readonly armed: 'below' | 'above' | null;
  /** Size of the order that is at the exchange. */
  readonly clip: Decimal | null;
  /** When the next order is sent, while none is there. */
  readonly placeAt: Millis | null;
  /** Since when the order is at the best price of its side; null while it rests at the limit, behind the market. */
  readonly workingSince: Millis | null;
  /** No order is sent from here … */
  readonly pauseFrom: Millis | null;
  /** … up to here. */
  readonly pauseTo: Millis | null;
}

export interface Strategy extends StrategyTerms, StrategyProgress {
  /** Arrival order, from 1. */
  readonly sequence: number;
  readonly strategyId: string;
  /** `control`: created by somebody else through `/paper/strategy`. */
  readonly source: 'api' | 'control';
  readonly userId: string;
  /** The request's body, byte for byte. */
  readonly request: string;
  /** The parameters of the request as JSON. */
  readonly params: string;
  readonly createdAt: Millis;
  /** Not listed before this. */
  readonly visibleAt: Millis;
}

export const remainingOf = ({ size, filledSize }: Pick<Strategy, 'size' | 'filledSize'>): Decimal =>
  sub(size, filledSize);

export const strategyById = (store: Store, strategyId: string): Strategy | undefined =>
  store.one<Strategy>('SELECT * FROM strategies WHERE strategyId = ?', strategyId);

const PROGRESS = [
  'updatedAt',
  'status',
  'reason',
  'version',
  'filledSize',
  'worth',
  'rejects',
  'triggered',
  'armed',
  'clip',
  'placeAt',
  'workingSince',
  'pauseFrom',
  'pauseTo',
] as const satisfies readonly (keyof StrategyProgress)[];
const COLUMNS = [
  ...['strategyId', 'source', 'userId', 'request', 'params', 'strategyType', 'accountId', 'exchangeCode'],
  ...['productCode', 'side', 'size', 'priceLimit', 'orderMaxSize', 'aggressiveness', 'triggerPrice'],
  ...['useSpikeProtection', 'alwaysPassive', 'autoRun', 'ignoreWarnings', 'createdAt', 'visibleAt'],
  ...PROGRESS,
] as readonly Exclude<keyof Strategy, 'sequence'>[];
const INSERT = `INSERT INTO strategies (${COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length - 1)}) RETURNING *`;
const UPDATE = `UPDATE strategies SET ${PROGRESS.map((column) => `${column} = ?`).join(', ')} WHERE sequence = ?`;

export type NewStrategy = Omit<Strategy, 'sequence' | keyof StrategyProgress>;

/** Enters a strategy that does nothing yet. */
export function enterStrategy(store: Store, created: NewStrategy): Strategy {
  const row: Omit<Strategy, 'sequence'> = {
    ...created,
    updatedAt: created.createdAt,
    status: 'CREATED',
    reason: null,
    version: 1,
    filledSize: ZERO,
    worth: ZERO,
    rejects: 0,
    triggered: 0,
    armed: null,
    clip: null,
    placeAt: null,
    workingSince: null,
    pauseFrom: null,
    pauseTo: null,
  };
  const entered = store.one<Strategy>(INSERT, ...COLUMNS.map((column) => row[column]));
  if (!entered) throw new TypeError('the strategy was not stored');
  return entered;
}

export function storeProgress(store: Store, strategy: Strategy): void {
  store.run(UPDATE, ...PROGRESS.map((column) => strategy[column]), strategy.sequence);
}

/** A trade of a strategy's order. */
export interface Fill {
  readonly at: Millis;
  readonly size: Decimal;
  readonly price: Decimal;
  readonly source: 'market' | 'control';
}

export function storeFill(store: Store, strategyId: string, { at, size, price, source }: Fill): void {
  store.run(
    'INSERT INTO strategyFills (strategyId, at, size, price, source) VALUES (?, ?, ?, ?, ?)',
    ...[strategyId, at, size, price, source],
  );
}
