import { compare, isZero } from '../../model/decimal.ts';
import { placeOrder } from './aquanow/placing.ts';
import { Refusal } from './aquanow/refusal.ts';
import { readSubmission } from './aquanow/submission.ts';
import { accountExists, setTotal } from './balances.ts';
import type { Call } from './call.ts';
import { type ControlInput, ControlProblem } from './control-input.ts';
import { fillOrder } from './filling.ts';
import type { Moment } from './moment.ts';
import { type Order, bindingPrice, isOpen, orderById, remainingOf } from './orders.ts';
import { type Reply, ok } from './reply.ts';

const shown = ({ orderId, quoteId, accountId, status, received, delivered }: Order): unknown => ({
  orderId,
  quoteId,
  accountId,
  status,
  received,
  delivered,
});

/** `POST /paper/order`: somebody else places an order; the body is that of `POST /trades/v2/order`. */
export function placeForeign(moment: Moment, _: ControlInput, { body }: Call): Reply {
  try {
    const origin = { source: 'control', request: body, nonce: null, hiddenFor: 0 } as const;
    return ok(shown(placeOrder(moment, readSubmission(body), origin)));
  } catch (error) {
    if (error instanceof Refusal) throw new ControlProblem(error.message);
    throw error;
  }
}

function named({ store }: Moment, input: ControlInput): Order {
  const orderId = input.optionalText('orderId');
  if (orderId !== undefined) {
    const order = orderById(store, orderId);
    if (!order) throw new ControlProblem(`no order has the orderId ${orderId}`);
    return order;
  }
  const reference = input.text('usernameRef');
  const found = store.all<Order>('SELECT * FROM orders WHERE usernameRef = ?', reference);
  const [order] = found;
  if (!order) throw new ControlProblem(`no order has the usernameRef ${reference}`);
  if (found.length > 1)
    throw new ControlProblem(
      `${found.length} orders have the usernameRef ${reference}: name one by its orderId`,
    );
  return order;
}

/** `POST /paper/fill`: trades a part of an order, or all that remains of it. */
export function fillNow(moment: Moment, input: ControlInput): Reply {
  input.only('orderId', 'usernameRef', 'quantity', 'price', 'late');
  const order = named(moment, input);
  const late = input.has('late') && input.flag('late');
  if (!isOpen(order.status) && !late)
    throw new ControlProblem(`order ${order.orderId} is ${order.status}; "late": true fills it all the same`);
  const remaining = remainingOf(order);
  const quantity = input.has('quantity') ? input.amount('quantity') : remaining;
  if (isZero(quantity) || compare(quantity, remaining) > 0)
    throw new ControlProblem(`quantity must be above 0 and at most ${remaining}, which is what remains`);
  const price = input.has('price') ? input.amount('price') : bindingPrice(order);
  if (isZero(price)) throw new ControlProblem('price must be above 0');
  return ok(shown(fillOrder(moment.store, order, quantity, price, moment.now)));
}

/** `POST /paper/balances`: sets what an account has of a currency; what its orders hold of it stays held. */
export function setBalance({ store, now }: Moment, input: ControlInput): Reply {
  input.only('accountId', 'symbol', 'total');
  const [accountId, symbol, total] = [input.text('accountId'), input.text('symbol'), input.amount('total')];
  if (!accountExists(store, accountId)) throw new ControlProblem(`accountId ${accountId} not found`);
  setTotal(store, accountId, symbol, total, now);
  return ok({ accountId, symbol, total });
}
