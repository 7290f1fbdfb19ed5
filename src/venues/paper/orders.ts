import { type Decimal, ZERO, divide, mul, sub } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import { move } from './balances.ts';
import { decimalsOf, knownInstrument } from './instruments.ts';
import type { Store } from './store.ts';

/** The statuses that the paper venue keeps; a setting may show AWAITING as CREATE. */
export type TradeStatus =
  | 'AWAITING'
  | 'CANCEL_PENDING'
  | 'RFQ_EXECUTE'
  | 'COMPLETE'
  | 'PARTIAL_COMPLETE'
  | 'CANCELLED'
  | 'EXPIRED';

/** Waiting in the market for its price, and so to be cancelled. */
export const isResting = (status: TradeStatus): boolean =>
  status === 'AWAITING' || status === 'CANCEL_PENDING';
/** Not at its end: it may still trade, and binds what it delivers. */
export const isOpen = (status: TradeStatus): boolean => isResting(status) || status === 'RFQ_EXECUTE';

/** An accepted order: a row of the ledger. Amounts of a leg are in that leg's currency. */
export interface Order {
  /** Arrival order, from 1. */
  readonly sequence: number;
  readonly orderId: string;
  /** Of LIMIT, GTC and GTD their own, of RFQ the executed quote's; MARKET and FOK have none. */
  readonly quoteId: string | null;
  /** `control`: placed by somebody else through `/paper/order`. */
  readonly source: 'api' | 'control';
  /** The request's body, byte for byte. */
  readonly request: string;
  readonly nonce: string | null;
  readonly accountId: string;
  readonly usernameRef: string | null;
  readonly strategy: string;
  readonly ticker: string;
  readonly tradeSide: 'buy' | 'sell';
  /** Which of the two quantities was asked for. */
  readonly leg: 'receive' | 'deliver';
  readonly quantity: Decimal;
  /** The other leg as the acknowledgement quoted it: not exact, and never the measure of a fill. */
  readonly quoted: Decimal;
  /** FOK: its `tradePrice`. MARKET and RFQ have no limit. */
  readonly priceLimit: Decimal | null;
  /** Best price of the order's side when it arrived; RFQ: the quote's price. */
  readonly priceArrival: Decimal;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  /** null: the order never rests. */
  readonly expireTime: Millis | null;
  /** Not listed before this. */
  readonly visibleAt: Millis;
  readonly status: TradeStatus;
  /** When CANCEL_PENDING ends. */
  readonly cancelAt: Millis | null;
  /** 1: a fill comes before the cancel. */
  readonly cancelLoses: 0 | 1;
  /** When RFQ_EXECUTE ends. */
  readonly finalAt: Millis | null;
  readonly received: Decimal;
  readonly delivered: Decimal;
  /** Sum of base × price over all fills, exact: what the average price is taken from. */
  readonly worth: Decimal;
  /** What the order binds of the delivered currency. */
  readonly held: Decimal;
}

/** LIMIT, GTC or GTD. */
export type RestingOrder = Order & { readonly priceLimit: Decimal; readonly expireTime: Millis };

export interface Legs {
  readonly receive: string;
  readonly deliver: string;
}

/** The currencies of an order's legs: a buy receives the base and delivers the quote currency. */
export function legsOf({ ticker, tradeSide }: Pick<Order, 'ticker' | 'tradeSide'>): Legs {
  const { base, quote } = knownInstrument(ticker);
  return tradeSide === 'buy' ? { receive: base, deliver: quote } : { receive: quote, deliver: base };
}

export const quantityIsBase = ({ tradeSide, leg }: Pick<Order, 'tradeSide' | 'leg'>): boolean =>
  (tradeSide === 'buy') === (leg === 'receive');

/** The other leg's amount for `quantity` of the asked-for one at `price`, to the decimals of its currency. */
export function otherLeg(
  order: Pick<Order, 'ticker' | 'tradeSide' | 'leg'>,
  quantity: Decimal,
  price: Decimal,
): Decimal {
  const legs = legsOf(order);
  const places = decimalsOf(order.leg === 'receive' ? legs.deliver : legs.receive);
  return quantityIsBase(order) ? divide(mul(quantity, price), ONE, places) : divide(quantity, price, places);
}
const ONE = '1' as Decimal;

/** How much of the asked-for leg has traded. */
export const filledOf = (order: Pick<Order, 'leg' | 'received' | 'delivered'>): Decimal =>
  order.leg === 'receive' ? order.received : order.delivered;
export const remainingOf = (order: Order): Decimal => sub(order.quantity, filledOf(order));

/** What `quantity` of the asked-for leg takes of the delivered currency at `price`. */
export const costOf = (
  order: Pick<Order, 'ticker' | 'tradeSide' | 'leg'>,
  quantity: Decimal,
  price: Decimal,
): Decimal => (order.leg === 'deliver' ? quantity : otherLeg(order, quantity, price));

/** The price at which an order binds funds: its limit; without one, the price at which it arrived and trades. */
export const bindingPrice = (order: Pick<Order, 'priceLimit' | 'priceArrival'>): Decimal =>
  order.priceLimit ?? order.priceArrival;
const holdFor = (order: Order): Decimal => costOf(order, remainingOf(order), bindingPrice(order));

export const orderById = (store: Store, orderId: string): Order | undefined =>
  store.one<Order>('SELECT * FROM orders WHERE orderId = ?', orderId);

const COLUMNS = [
  'orderId',
  'quoteId',
  'source',
  'request',
  'nonce',
  'accountId',
  'usernameRef',
  'strategy',
  'ticker',
  'tradeSide',
  'leg',
  'quantity',
  'quoted',
  'priceLimit',
  'priceArrival',
  'createdAt',
  'updatedAt',
  'expireTime',
  'visibleAt',
  'status',
  'cancelAt',
  'cancelLoses',
  'finalAt',
  'received',
  'delivered',
  'worth',
  'held',
] as const satisfies readonly (keyof Order)[];
const INSERT = `INSERT INTO orders (open, ${COLUMNS.join(', ')}) VALUES (1${', ?'.repeat(COLUMNS.length)}) RETURNING *`;

export type NewOrder = Omit<
  Order,
  | 'sequence'
  | 'updatedAt'
  | 'status'
  | 'cancelAt'
  | 'cancelLoses'
  | 'received'
  | 'delivered'
  | 'worth'
  | 'held'
>;

/** Puts a new order on the book and binds what it needs. */
export function enterOrder(store: Store, order: NewOrder): Order {
  const held = costOf(order, order.quantity, bindingPrice(order));
  const row: Omit<Order, 'sequence'> = {
    ...order,
    updatedAt: order.createdAt,
    status: order.finalAt === null ? 'AWAITING' : 'RFQ_EXECUTE',
    cancelAt: null,
    cancelLoses: 0,
    received: ZERO,
    delivered: ZERO,
    worth: ZERO,
    held,
  };
  const entered = store.one<Order>(INSERT, ...COLUMNS.map((column) => row[column]));
  if (!entered) throw new TypeError('the order was not stored');
  move(store, order.accountId, legsOf(order).deliver, { total: ZERO, held }, order.createdAt);
  return entered;
}

export interface OrderChange {
  readonly status?: TradeStatus;
  readonly cancelAt?: Millis;
  readonly cancelLoses?: 0 | 1;
  readonly received?: Decimal;
  readonly delivered?: Decimal;
  readonly worth?: Decimal;
}

/** Writes a change of an order, and moves the account's balances with it. */
export function amendOrder(store: Store, order: Order, change: OrderChange, at: Millis): Order {
  const next = { ...order, ...change, updatedAt: at };
  const amended: Order = {
    ...next,
    held: isOpen(next.status) ? holdFor(next) : ZERO,
  };
  store.run(
    `UPDATE orders SET status = ?, open = ?, cancelAt = ?, cancelLoses = ?, received = ?, delivered = ?, worth = ?,
       held = ?, updatedAt = ? WHERE sequence = ?`,
    amended.status,
    isOpen(amended.status) ? 1 : 0,
    amended.cancelAt,
    amended.cancelLoses,
    amended.received,
    amended.delivered,
    amended.worth,
    amended.held,
    at,
    order.sequence,
  );
  const { receive, deliver } = legsOf(order);
  const given = { total: sub(order.delivered, amended.delivered), held: sub(amended.held, order.held) };
  move(store, order.accountId, deliver, given, at);
  if (amended.received !== order.received)
    move(store, order.accountId, receive, { total: sub(amended.received, order.received), held: ZERO }, at);
  return amended;
}
