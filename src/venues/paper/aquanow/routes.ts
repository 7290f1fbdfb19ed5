import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';
import { type Reply, message, ok } from '../reply.ts';
import { orderAck } from './ack.ts';
import { cancelOrder } from './cancelling.ts';
import { listOrders } from './listing.ts';
import { availableSymbols, bestPrice } from './market.ts';
import { placeOrder } from './placing.ts';
import { type Rate, admit } from './rate.ts';
import { Refusal, errorReply } from './refusal.ts';
import { type ApiKey, refuseSignature } from './signing.ts';
import { readSubmission } from './submission.ts';
import { userBalance } from './user-balance.ts';

/** A call of the venue's protocol and what answers it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly answer: (moment: Moment, call: Call) => Reply;
}

export interface AquanowOptions {
  readonly key: ApiKey;
  readonly rate: Rate | 'off';
}

/** Lets a call in, or answers as the gateway would: key, rate, signature and nonce, in this order. */
function signed({ key, rate }: AquanowOptions, answer: Route['answer']): Route['answer'] {
  return (moment, call) => {
    const known = call.headers.get('x-api-key') === key.apiKey;
    if (known && rate !== 'off' && !admit(moment, key.apiKey, rate)) return message(429, 'Too Many Requests');
    const refused = refuseSignature(call, key, moment);
    if (refused !== undefined) return message(401, refused);
    try {
      return answer(moment, call);
    } catch (error) {
      if (error instanceof Refusal) return errorReply(moment, error);
      throw error;
    }
  };
}

/** The order routes want a JSON body and the right to trade. */
const trading =
  (answer: Route['answer']): Route['answer'] =>
  (moment, call) => {
    if (!/^application\/json\b/i.test(call.headers.get('content-type') ?? ''))
      return message(415, 'Unsupported Media Type');
    if (!moment.settings.tradePermission) throw new Refusal(403, 'Access Denied');
    return answer(moment, call);
  };

function submitOrder(moment: Moment, { body, headers, fault }: Call): Reply {
  const order = placeOrder(moment, readSubmission(body), {
    source: 'api',
    request: body,
    nonce: headers.get('x-nonce'),
    hiddenFor: fault?.fault === 'late-visibility' ? fault.ms : 0,
  });
  moment.store.count('submitsAccepted');
  return ok(orderAck(order));
}

/** Every Aquanow call that the paper venue speaks. Any other path or verb is no route. */
export const aquanowRoutes = (options: AquanowOptions): readonly Route[] => [
  { method: 'POST', path: '/trades/v2/order', answer: signed(options, trading(submitOrder)) },
  { method: 'GET', path: '/trades/v2/order', answer: signed(options, listOrders) },
  { method: 'DELETE', path: '/trades/v1/order', answer: signed(options, trading(cancelOrder)) },
  { method: 'GET', path: '/users/v1/userbalance', answer: signed(options, userBalance) },
  { method: 'GET', path: '/bestprice', answer: bestPrice },
  { method: 'GET', path: '/v2/bestprice', answer: signed(options, bestPrice) },
  { method: 'GET', path: '/availablesymbols', answer: availableSymbols },
];

/** Whether a call asks for an order: what the ledger counts as received. */
export const isSubmission = ({ method, path }: Call): boolean =>
  method === 'POST' && path === '/trades/v2/order';
