import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { Millis } from '../../model/ids.ts';
import { type Account, type OrderRow, isFinal } from '../../model/order.ts';
import type { Look, Snapshot } from '../../model/snapshot.ts';
import { type Route, type Transport, onlyRoutes } from '../http/allow-list.ts';
import type { Http } from '../http/client.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import { retryRead } from '../http/retry.ts';
import type { VenueReader, Wanted } from '../venue.ts';
import { type Trouble, isQuotaSpent } from './advice.ts';
import { BEST_PRICE, referenceOf } from './best-price.ts';
import { PAPER_STATE, createIdentify } from './identity.ts';
import { type Query, isNothingFound, walk } from './list.ts';
import {
  type WalkList,
  indexRows,
  isTrouble,
  lookFor,
  lookOf,
  understand,
  understandTagged,
} from './looks.ts';
import type { IdentifiedRow } from './row-identity.ts';
import { type Session, callSigned } from './signed-http.ts';

const ORDERS: Route = { method: 'GET', path: '/trades/v2/order' };
const STATE: Route = { method: 'GET', path: PAPER_STATE };
const PRICE: Route = { method: 'GET', path: BEST_PRICE };

/** More searches than this, and one walk through everything that the account ever ordered is cheaper. */
const MANY = 20;

/** What order rows repeat digit for digit; the other leg and the expiry are the venue's own. */
const ECHOED = ['ticker', 'side', 'strategy', 'priceLimit'] as const;

export interface ReaderParts {
  readonly http: Http;
  readonly market: Http;
  readonly session: Session;
  readonly clock: Clock;
  readonly random: Random;
  readonly settle: Millis;
}

export function createReader({ http, market, session, clock, random, settle }: ReaderParts): VenueReader {
  const orders = onlyRoutes(http, [ORDERS, STATE]);
  const prices = onlyRoutes(market, [PRICE]);
  const retried = (call: () => Promise<Outcome>, signal?: AbortSignal): Promise<Outcome> =>
    retryRead(call, { clock, random, isFinal: saysAll, ...(signal ? { signal } : {}) });

  const unsigned = (
    transport: Transport,
    route: Route,
    query: Query,
    signal?: AbortSignal,
  ): Promise<Outcome> =>
    retried(async () => {
      await session.bucket.take('read', signal);
      return transport.call({ ...route, query }, signal);
    }, signal);

  const signed = async (query: Query, signal?: AbortSignal): Promise<Outcome> => {
    const call = (): Promise<Outcome> =>
      callSigned(session, http, orders, { ...ORDERS, query, priority: 'read' }, signal);
    const outcome = await call();
    // Another process with this key may have used our nonce, or overtaken it: a fresh one, once.
    return outcome.kind === 'answer' && outcome.status === 401 ? call() : outcome;
  };
  const readPage = (query: Query, signal?: AbortSignal): Promise<Outcome> =>
    retried(() => signed(query, signal), signal);

  const identify = createIdentify(http, (signal) => unsigned(orders, STATE, {}, signal));
  const walkList: WalkList = (query, account, what, signal) =>
    walk(readPage, query, { account: account.id, host: http.host, what }, signal);

  /** Every live order, and a look for each of `wanted` that is not among them. */
  async function readAll(
    account: Account,
    wanted: readonly Wanted[],
    signal?: AbortSignal,
  ): Promise<{ readonly live: readonly OrderRow[]; readonly looks: readonly Look[] } | Trouble> {
    const query = { accountId: account.id, openOrders: 'true' };
    const list = await walkList(query, account, 'the list of open orders', signal);
    if (list.kind === 'broken') return list;
    const open = understand(list.rows.filter(isLive));
    if (isTrouble(open)) return open;
    const among = indexRows(open);
    const missing = wanted.filter((one) => among(one).length === 0);
    const found = await lookForAll(account, missing, signal);
    if (isTrouble(found)) return found;
    // The filter's exact set is not documented: what a search shows to be live belongs into the list too.
    const listed = new Set(open.map(({ id }) => id));
    const late = new Map(found.live.filter(({ id }) => !listed.has(id)).map((row) => [row.id, row]));
    return { live: [...open, ...late.values()], looks: found.looks };
  }

  async function lookForAll(
    account: Account,
    missing: readonly Wanted[],
    signal?: AbortSignal,
  ): Promise<{ readonly live: readonly OrderRow[]; readonly looks: readonly Look[] } | Trouble> {
    const looks: Look[] = [];
    let live: readonly OrderRow[] = [];
    let lookIn: ((wanted: Wanted) => readonly IdentifiedRow[]) | undefined;
    if (missing.length > MANY) {
      const list = await walkList({ accountId: account.id }, account, 'the list of all orders', signal);
      if (list.kind === 'broken') return list;
      const alive = understand(list.rows.filter(isLive));
      if (isTrouble(alive)) return alive;
      live = alive;
      lookIn = indexRows(list.rows);
    }
    for (const one of missing) {
      const found = lookIn ? lookOf(one, lookIn(one)) : await lookFor(walkList, account, one, signal);
      if (isTrouble(found)) return found;
      looks.push(found.look);
    }
    const alive = looks.flatMap(({ rows }) => rows.filter(isLive));
    return { live: [...live, ...alive], looks };
  }

  return {
    async snapshot(account, wanted, signal): Promise<Snapshot> {
      const { name, id: accountId } = account;
      const base = { account: name, venue: 'aquanow' as const, accountId, readAt: clock.now() };
      const identity = await identify(accountId, signal);
      if (typeof identity !== 'string') return { ...base, state: 'unknown', ...only(identity) };
      const read = await readAll(account, wanted, signal);
      if (isTrouble(read)) return { ...base, state: 'unknown', ...only(read) };
      return { ...base, state: 'known', identity, settle, echoes: ECHOED, ...read };
    },

    async find(account, wanted, signal) {
      const found = await lookFor(walkList, account, wanted, signal);
      return isTrouble(found) ? { unknown: found.reason } : found.look;
    },

    async history(account, signal) {
      const identity = await identify(account.id, signal);
      if (typeof identity !== 'string') return { state: 'unknown', ...only(identity) };
      const query = { accountId: account.id };
      const list = await walkList(query, account, 'the list of all orders', signal);
      if (list.kind === 'broken') return { state: 'unknown', ...only(list) };
      const read = understandTagged(list.rows);
      return isTrouble(read)
        ? { state: 'unknown', ...only(read) }
        : { state: 'known', identity, settle, ...read };
    },

    async reference(ticker, signal) {
      const outcome = await unsigned(prices, PRICE, { symbol: ticker }, signal);
      return referenceOf(outcome, ticker);
    },
  };
}

/** A failing status that asking again won't change. */
const saysAll = (answer: Answer): boolean => isQuotaSpent(answer) || isNothingFound(answer);

const isLive = ({ status }: Pick<OrderRow, 'status'>): boolean => !isFinal(status);
const only = ({ reason, remedy }: Trouble): Trouble => ({ reason, remedy });
