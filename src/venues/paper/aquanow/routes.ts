import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';
import { type Reply, message, ok } from '../reply.ts';
import { restingAck } from './ack.ts';
import { cancelOrder } from './cancelling.ts';
import type { Origin } from './entering.ts';
import { executeQuote, expireQuote } from './executing.ts';
import { fokAck } from './fok.ts';
import { listOrders } from './listing.ts';
import { availableSymbols, bestPrice } from './market.ts';
import { marketAck, readMarketOrder, tradeAtMarket } from './market-order.ts';
import { placeOrder } from './placing.ts';
import { createQuote, getQuote } from './quoting.ts';
import { type Rate, admit } from './rate.ts';
import { Refusal, errorReply } from './refusal.ts';
import { type ApiKey, refuseSignature } from './signing.ts';
import { readSubmission } from './submission.ts';
import { userBalance } from './user-balance.ts';

/** A call of the venue's protocol and what answers it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
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

type Answer = Route['answer'];

/** Calls that the seed documents with a Content-Type header. */
const json =
  (answer: Answer): Answer =>
  (moment, call) =>
    /^application\/json\b/i.test(call.headers.get('content-type') ?? '')
      ? answer(moment, call)
      : message(415, 'Unsupported Media Type');

/** Calls that need the right to trade. */
const permitted =
  (answer: Answer, denied: (call: Call) => string = () => 'Access Denied'): Answer =>
  (moment, call) => {
    if (!moment.settings.tradePermission) throw new Refusal(403, denied(call));
    return answer(moment, call);
  };

/** FOK shares its call with LIMIT, GTC and GTD, and is denied in other words. Nothing else of the body is looked at. */
const deniedOrder = ({ body }: Call): string =>
  /"strategy"\s*:\s*"FOK"/.test(body)
    ? 'User is not authorized to access this resource with an explicit deny'
    : 'Access Denied';

const originOf = ({ body, headers, fault }: Call): Origin => ({
  source: 'api',
  request: body,
  nonce: headers.get('x-nonce'),
  hiddenFor: fault?.fault === 'late-visibility' ? fault.ms : 0,
});

function submitOrder(moment: Moment, call: Call): Reply {
  const order = placeOrder(moment, readSubmission(call.body), originOf(call));
  return ok(order.strategy === 'FOK' ? fokAck(order) : restingAck(order));
}

const submitMarket = (moment: Moment, call: Call): Reply =>
  ok(marketAck(tradeAtMarket(moment, readMarketOrder(call.body), originOf(call))));

/** A call that makes an order, which the ledger counts as accepted where it does. */
const submitting =
  (answer: Answer): Answer =>
  (moment, call) => {
    const reply = answer(moment, call);
    moment.store.count('submitsAccepted');
    return reply;
  };

const SUBMISSIONS: readonly Route[] = [
  { method: 'POST', path: '/trades/v2/order', answer: json(permitted(submitting(submitOrder), deniedOrder)) },
  { method: 'POST', path: '/trades/v2/market', answer: json(permitted(submitting(submitMarket))) },
  {
    method: 'POST',
    path: '/trades/v2/executeQuote',
    answer: permitted(submitting((moment, call) => executeQuote(moment, call, originOf(call)))),
  },
];

const OTHERS: readonly Route[] = [
  { method: 'GET', path: '/trades/v2/getQuote', answer: getQuote },
  { method: 'POST', path: '/trades/v2/createQuote', answer: permitted(createQuote) },
  { method: 'PUT', path: '/trades/v1/expireQuote', answer: json(permitted(expireQuote)) },
  { method: 'GET', path: '/trades/v2/order', answer: listOrders },
  { method: 'DELETE', path: '/trades/v1/order', answer: json(permitted(cancelOrder)) },
  { method: 'GET', path: '/users/v1/userbalance', answer: userBalance },
  { method: 'GET', path: '/v2/bestprice', answer: bestPrice },
];

/** Every Aquanow call that the paper venue speaks. Any other path or verb is no route. */
export const aquanowRoutes = (options: AquanowOptions): readonly Route[] => [
  ...[...SUBMISSIONS, ...OTHERS].map((route) => ({ ...route, answer: signed(options, route.answer) })),
  { method: 'GET', path: '/bestprice', answer: bestPrice },
  { method: 'GET', path: '/availablesymbols', answer: availableSymbols },
];

/** Whether a call asks for an order: what the ledger counts as received. */
export const isSubmission = ({ method, path }: Call): boolean =>
  SUBMISSIONS.some((route) => route.method === method && route.path === path);
