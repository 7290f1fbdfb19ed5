import type { Millis } from '../../model/ids.ts';
import { type Account, type OrderRow, isFinal } from '../../model/order.ts';
import type { KnownSnapshot } from '../../model/snapshot.ts';
import { type Trouble, createIdentify } from '../http/identity.ts';
import type { QuoteAnswer, VenueReader } from '../venue.ts';
import { isTrouble, troubleWith } from './advice.ts';
import type { Catalogue } from './catalogue.ts';
import { evidenceAmong } from './evidence.ts';
import { lookFor, ownRows } from './own-rows.ts';
import type { ReadParts, createReads } from './reads.ts';
import { FIND } from './routes.ts';
import { type StateSettings, tellsEnds } from './rows.ts';
import type { Sightings } from './sightings.ts';
import { type Strategy, strategiesOf } from './strategies.ts';

export interface ReaderParts extends Pick<ReadParts, 'http' | 'clock'> {
  readonly reads: ReturnType<typeof createReads>;
  readonly catalogue: Catalogue;
  readonly settle: Millis;
  readonly settings: StateSettings;
  readonly sightings: Sightings;
}

/** How long a list of products that could not be read is done without: a cancel that reads again and again can't wait for it. */
const WITHOUT_PRODUCTS: Millis = 30_000;

const isLive = ({ status }: OrderRow): boolean => !isFinal(status);

/** No page of Volven's has one (INFERRED: there is none). */
const NO_QUOTES: QuoteAnswer = {
  kind: 'refused',
  code: 'no-quotes',
  message: 'Volven gives no quotes',
  ack: null,
};

/** An account that is named by exchange and name, and was not found: nothing can be asked about it, and no list of it is whole. */
const NOT_FOUND: Trouble = {
  reason: 'which account is meant is not known',
  remedy:
    'Check exchangeCode and name of the account in tradeform.yaml: tradeform lookup accounts shows what there is.',
};

export function createReader(parts: ReaderParts): VenueReader {
  const { http, clock, reads, catalogue, settle, settings, sightings } = parts;
  const identify = createIdentify({ venue: 'volven', http, readState: reads.readState, troubleWith });

  async function readAll(signal?: AbortSignal): Promise<readonly Strategy[] | Trouble> {
    const strategies = strategiesOf(await reads.read(FIND, {}, signal), http.host);
    if (!isTrouble(strategies)) sightings.note(strategies.map(({ id }) => id));
    return strategies;
  }

  let productsFailedAt: number | undefined;
  /** Unset where they can't be told: that must not hold up what is told of strategies. */
  async function productsOf(
    account: Account,
    signal?: AbortSignal,
  ): Promise<Pick<KnownSnapshot, 'products'>> {
    if (productsFailedAt !== undefined && clock.monotonic() - productsFailedAt < WITHOUT_PRODUCTS) return {};
    const answer = await catalogue.products(account.id, signal);
    productsFailedAt = answer.state === 'known' ? undefined : clock.monotonic();
    return answer.state === 'known' ? { products: answer.products } : {};
  }

  return {
    async snapshot(account, wanted, signal) {
      const { name, id: accountId } = account;
      const base = { account: name, venue: 'volven' as const, accountId, readAt: clock.now() };
      const unknown = (why: Trouble) => ({ ...base, state: 'unknown' as const, ...why });
      if (accountId === '') return unknown(NOT_FOUND);
      const identity = await identify(accountId, signal);
      if (typeof identity !== 'string') return unknown(identity);
      const [strategies, products] = await Promise.all([readAll(signal), productsOf(account, signal)]);
      if (isTrouble(strategies)) return unknown(strategies);
      const own = ownRows(strategies, account, wanted, settings);
      if (isTrouble(own)) return unknown(own);
      const live = own.rows.filter(isLive);
      const listed = new Set(live.map(({ id }) => id));
      const missing = wanted.filter(({ orderId }) => orderId === undefined || !listed.has(orderId));
      const looks = missing.map((one) => lookFor(one, own.rows));
      const told = { identity, settle, echoes: [], tellsEnds: tellsEnds(settings) };
      return { ...base, state: 'known', ...told, ...products, live, looks };
    },

    async find(account, wanted, signal) {
      const strategies = await readAll(signal);
      const own = isTrouble(strategies) ? strategies : ownRows(strategies, account, [wanted], settings);
      return isTrouble(own) ? { unknown: own.reason } : lookFor(wanted, own.rows);
    },

    async history(account, signal) {
      if (account.id === '') return { state: 'unknown', ...NOT_FOUND };
      const identity = await identify(account.id, signal);
      if (typeof identity !== 'string') return { state: 'unknown', ...identity };
      const strategies = await readAll(signal);
      const own = isTrouble(strategies) ? strategies : ownRows(strategies, account, [], settings);
      return isTrouble(own) ? { state: 'unknown', ...own } : { state: 'known', identity, settle, ...own };
    },

    async evidence(account, attempt, signal) {
      if (account.id === '') return { state: 'unknown', ...NOT_FOUND };
      const strategies = await readAll(signal);
      if (isTrouble(strategies)) return { state: 'unknown', ...strategies };
      return {
        state: 'known',
        rows: evidenceAmong(strategies, account.id, attempt, sightings, settings),
      };
    },

    products: (account, signal) => catalogue.products(account.id, signal),
    reference: () => Promise.resolve(undefined),
    balances: () => Promise.resolve(undefined),
    quote: () => Promise.resolve(NO_QUOTES),
  };
}
