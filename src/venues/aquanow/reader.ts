import type { Clock } from '../../lib/clock.ts';
import type { Millis } from '../../model/ids.ts';
import { isStrategy } from '../../model/terms.ts';
import type { Http } from '../http/client.ts';
import type { VenueReader } from '../venue.ts';
import type { Trouble } from './advice.ts';
import { balancesOf } from './balances.ts';
import { referenceOf } from './best-price.ts';
import { evidenceFor } from './evidence.ts';
import { createIdentify } from './identity.ts';
import { walk } from './list.ts';
import { readLive } from './live-orders.ts';
import { type WalkList, isTrouble, lookFor, understandTagged } from './looks.ts';
import { quoteFields } from './order-body.ts';
import { quoteAnswerOf } from './quotes.ts';
import type { Reads } from './reads.ts';

/** What rows of resting orders repeat digit for digit; the other leg and the expiry are the venue's own. */
const ECHOED = ['ticker', 'side', 'strategy', 'priceLimit'] as const;

export interface ReaderParts {
  readonly http: Http;
  readonly reads: Reads;
  readonly clock: Clock;
  readonly settle: Millis;
  readonly acceptanceHorizon?: Millis;
}

export function createReader({ http, reads, clock, settle, ...set }: ReaderParts): VenueReader {
  const { host } = http;
  const identify = createIdentify(http, (signal) => reads.paperState({}, signal));
  const walkList: WalkList = (query, account, what, signal) =>
    walk(reads.orders, query, { account: account.id, host, what }, signal);

  return {
    async snapshot(account, wanted, signal) {
      const { name, id: accountId } = account;
      const base = { account: name, venue: 'aquanow' as const, accountId, readAt: clock.now() };
      const identity = await identify(accountId, signal);
      if (typeof identity !== 'string') return { ...base, state: 'unknown', ...only(identity) };
      const read = await readLive(walkList, account, wanted, signal);
      if (isTrouble(read)) return { ...base, state: 'unknown', ...only(read) };
      return { ...base, state: 'known', identity, settle, ...set, echoes: ECHOED, ...read };
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
      return referenceOf(await reads.bestPrice({ symbol: ticker }, signal), ticker);
    },

    async quote(account, terms, signal) {
      if (isStrategy(terms)) return { kind: 'unknown', message: 'Aquanow quotes no strategies' };
      const outcome = await reads.quote(quoteFields(account, terms), signal);
      return quoteAnswerOf({ call: 'getQuote', account: account.id, terms }, outcome, host);
    },

    products: () => Promise.resolve({ state: 'unlisted' }),

    async balances(account, signal) {
      return balancesOf(await reads.balance({ accountId: account.id }, signal));
    },

    evidence: (account, attempt, signal) => evidenceFor(walkList, account, attempt, signal),
  };
}

const only = ({ reason, remedy }: Trouble): Trouble => ({ reason, remedy });
