import type { Fill } from '../model/order.ts';
import { type OrderTerms, RESTING_STRATEGIES } from '../model/terms.ts';
import { fields, matching, moment, oneOf, optional, text } from './shape.ts';

// The values of orders, as they stand in stored events and in saved plans alike.

export const amount = matching(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/);
/** A SHA-256 in lower-case hex. */
export const digest = matching(/^[0-9a-f]{64}$/);

export const terms = fields<OrderTerms>({
  strategy: oneOf(...RESTING_STRATEGIES),
  ticker: text,
  side: oneOf('buy', 'sell'),
  receiveQuantity: optional(amount),
  deliverQuantity: optional(amount),
  priceLimit: amount,
  expirationTime: optional(moment),
  usernameRef: optional(text),
});

export const fill = fields<Fill>({ received: amount, delivered: amount });
