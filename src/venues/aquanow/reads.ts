import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import { type Route, type Transport, onlyRoutes } from '../http/allow-list.ts';
import type { Http } from '../http/client.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import { retryRead } from '../http/retry.ts';
import { isQuotaSpent } from './advice.ts';
import { BEST_PRICE } from './best-price.ts';
import { LIST_ORDERS, ROUTES, USER_BALANCE } from './calls.ts';
import { PAPER_STATE } from './identity.ts';
import { type Query, isNothingFound } from './list.ts';
import { shapeOf } from './shapes.ts';
import { type Session, callSigned } from './signed-http.ts';
import { rowFor } from './verdict-table.ts';

const STATE: Route = { method: 'GET', path: PAPER_STATE };
const PRICE: Route = { method: 'GET', path: BEST_PRICE };

export interface ReadParts {
  readonly http: Http;
  readonly market: Http;
  readonly session: Session;
  readonly clock: Clock;
  readonly random: Random;
}

export type Read = (query: Query, signal?: AbortSignal) => Promise<Outcome>;

/** Every call that reading may make: none of them changes anything, so each is repeated while that may help. */
export interface Reads {
  readonly orders: Read;
  readonly quote: Read;
  readonly balance: Read;
  /** Unsigned. */
  readonly paperState: Read;
  /** Unsigned, at the market host. */
  readonly bestPrice: Read;
}

export function createReads({ http, market, session, clock, random }: ReadParts): Reads {
  const trading = onlyRoutes(http, [LIST_ORDERS, ROUTES.getQuote, USER_BALANCE, STATE]);
  const prices = onlyRoutes(market, [PRICE]);
  const retried = (call: () => Promise<Outcome>, signal?: AbortSignal): Promise<Outcome> =>
    retryRead(call, { clock, random, isFinal: saysAll, ...(signal ? { signal } : {}) });

  const unsigned =
    (transport: Transport, route: Route): Read =>
    (query, signal) =>
      retried(async () => {
        await session.bucket.take('read', signal);
        return transport.call({ ...route, query }, signal);
      }, signal);

  const signed = (route: Route): Read => {
    const once: Read = (query, signal) =>
      callSigned(session, http, trading, { ...route, query, priority: 'read' }, signal);
    const refreshed: Read = async (query, signal) => {
      const outcome = await once(query, signal);
      // Another process with this key may have used our nonce, or overtaken it: a fresh one, once.
      return outcome.kind === 'answer' && outcome.status === 401 ? once(query, signal) : outcome;
    };
    return (query, signal) => retried(() => refreshed(query, signal), signal);
  };

  return {
    orders: signed(LIST_ORDERS),
    quote: signed(ROUTES.getQuote),
    balance: signed(USER_BALANCE),
    paperState: unsigned(trading, STATE),
    bestPrice: unsigned(prices, PRICE),
  };
}

/** A 5xx that is a refusal in known words. */
const isKnownRefusal = (answer: Answer): boolean =>
  rowFor({ call: 'getQuote', strategy: 'RFQ' }, answer.status, shapeOf(answer))?.verdict === 'rejected';

/** A failing status that asking again won't change. */
const saysAll = (answer: Answer): boolean =>
  isQuotaSpent(answer) || isNothingFound(answer) || isKnownRefusal(answer);
