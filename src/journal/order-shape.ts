import type { QuoteTerms } from '../model/event.ts';
import type { Fill } from '../model/order.ts';
import { ORDER_STRATEGIES, type OrderTerms, type Pair, RUNS, type StrategyTerms } from '../model/terms.ts';
import {
  type Check,
  anyOf,
  fields,
  isRecord,
  matching,
  moment,
  oneOf,
  optional,
  recordOf,
  text,
  truth,
} from './shape.ts';

// The values of orders, as they stand in stored events and in saved plans alike.

export const amount = matching(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/);
/** A SHA-256 in lower-case hex. */
export const digest = matching(/^[0-9a-f]{64}$/);
export const run = oneOf(...RUNS);
const side = oneOf('buy', 'sell');

const orderTerms = fields<OrderTerms>({
  strategy: oneOf(...ORDER_STRATEGIES),
  ticker: text,
  side,
  receiveQuantity: optional(amount),
  deliverQuantity: optional(amount),
  priceLimit: optional(amount),
  tradePrice: optional(amount),
  priceGuard: optional(amount),
  expirationTime: optional(moment),
  usernameRef: optional(text),
});

const strategyTerms = fields<StrategyTerms>({
  strategyType: text,
  productCode: text,
  side,
  size: amount,
  priceLimit: optional(amount),
  parameters: recordOf(anyOf(amount, truth, fields<{ readonly text: string }>({ text }))),
  pair: optional(fields<Pair>({ base: text, quote: text })),
});

export const terms: Check = (value) =>
  isRecord(value) && Object.hasOwn(value, 'strategyType') ? strategyTerms(value) : orderTerms(value);

export const fill = fields<Fill>({ received: amount, delivered: amount });

export const quoteTerms = fields<QuoteTerms>({
  quoteId: text,
  price: amount,
  receiveQuantity: amount,
  deliverQuantity: amount,
  expiresAt: moment,
});
