import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';
import { amendOrder, isResting, orderById } from '../orders.ts';
import { type Reply, message, ok } from '../reply.ts';
import { Refusal } from './refusal.ts';

function orderIdOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('orderId' in parsed)) return undefined;
    return typeof parsed.orderId === 'string' && parsed.orderId !== '' ? parsed.orderId : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `DELETE /trades/v1/order`: asks for a cancel, which takes effect later. The call is a reading of 2020 client code, its
 * answer and first error those of the 2019 pages; the other errors are invented (README).
 */
export function cancelOrder({ store, settings, now }: Moment, { body, fault }: Call): Reply {
  const orderId = orderIdOf(body);
  if (orderId === undefined) return message(400, 'No orderId provided');
  const order = orderById(store, orderId);
  if (!order) throw new Refusal(400, `orderId: ${orderId} not found`);
  if (!isResting(order.status)) throw new Refusal(400, `orderId: ${orderId} has already been processed`);
  if (order.status !== 'CANCEL_PENDING')
    amendOrder(
      store,
      order,
      {
        status: 'CANCEL_PENDING',
        cancelAt: now + settings.cancelDelayMs,
        cancelLoses: fault?.fault === 'cancel-loses' ? 1 : 0,
      },
      now,
    );
  return ok({ type: 'parentOrderCancelAck', payload: { orderId } });
}
