import type { Clock } from '../../../src/lib/clock.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { type Decimal, decimal } from '../../../src/model/decimal.ts';
import type { Attempt } from '../../../src/model/history.ts';
import { type AccountId, type AccountName, type VenueOrderId, strategyKey } from '../../../src/model/ids.ts';
import type { Account, OrderStatus } from '../../../src/model/order.ts';
import type { KnownSnapshot } from '../../../src/model/snapshot.ts';
import { type Tag, encodeTag, scopeOf } from '../../../src/model/tag.ts';
import type { Parameter, StrategyTerms } from '../../../src/model/terms.ts';
import { type VolvenVenueSettings, createVolven } from '../../../src/venues/volven/volven.ts';
import type { Venue, Wanted } from '../../../src/venues/venue.ts';
import { type Seen, fakeClock, json, scripted } from '../aquanow/desk.ts';

/* Builders: a desk with one account at Volven, and a scripted venue. */

export { NOW, fakeClock, json, scripted } from '../aquanow/desk.ts';

export const HOST = 'https://volven.example';
export const TOKEN = 'given-token-0123456789';
export const FIND = '/strategy-orchestrator/strategies/find';
export const CREATE = '/strategy-orchestrator/strategies/action/create';
export const LOGIN = '/httpserver/main/v2/auth/login';

export const account = (over: Partial<Account> = {}): Account => ({
  name: 'bybit-main' as AccountName,
  venue: 'volven',
  id: '99998' as AccountId,
  ...over,
});

export const tagOf = (name: string, attempt = 1): Tag =>
  encodeTag(scopeOf('treasury-desk', 'live'), strategyKey(name), 1, attempt);
export const TAG = tagOf('btc-smo-1');

type LooseTerms = Omit<Partial<StrategyTerms>, 'size' | 'priceLimit'> & {
  readonly size?: string;
  readonly priceLimit?: string;
};

/** An SMO that buys 0.1 btcusdt_f at 95000 unless told otherwise. */
export const smo = ({ size, priceLimit, ...over }: LooseTerms = {}): StrategyTerms => ({
  strategyType: 'SMO',
  productCode: 'btcusdt_f',
  side: 'buy',
  size: decimal(size ?? '0.1'),
  priceLimit: decimal(priceLimit ?? '95000'),
  parameters: {},
  ...over,
});
export const number = (text: string): Parameter => decimal(text) satisfies Decimal;

export interface DeskOptions {
  readonly settings?: Partial<VolvenVenueSettings>;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly askOtp?: () => Promise<string | undefined>;
  /** Leaves the token out: the settings name a user. */
  readonly withoutToken?: true;
}

/** A venue with a given token. */
export function venueOf({ settings, clock, withoutToken, ...rest }: DeskOptions = {}): Venue {
  return createVolven({
    settings: { url: HOST, ...(withoutToken ? {} : { token: new Secret(TOKEN) }), ...settings },
    clock: clock ?? fakeClock(),
    random: () => 0.5,
    ...rest,
  });
}

/** How a desk may have set up the reading of `state`. */
const MAP: Readonly<Record<string, OrderStatus>> = {
  CREATED: 'paused',
  WAITING_TRIGGER: 'pending',
  RUNNING: 'open',
  PAUSED: 'paused',
  STOPPED: 'cancelled',
  FINISHED: 'filled',
};
export const STATES = { field: 'status', map: MAP } as const;
export const FILLED = { field: 'filledSize' } as const;

/** A row of `find`; `uiParams` repeat the creation as far as `params` leaves them. */
export const strategyRow = (
  params: Readonly<Record<string, unknown>> = {},
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  strategyId: 's-1',
  version: 2,
  engineVer: 1,
  eventTime: '2025-01-28T19:05:40.000Z',
  state: { status: 'RUNNING', filledSize: '0.04' },
  uiParams: {
    strategyType: 'SMO',
    productCode: 'btcusdt_f',
    accountId: '99998',
    side: 'BUY',
    size: 0.1,
    priceLimit: 95000,
    ...params,
  },
  uiData: '',
  ...over,
});

export const ID = 's-1' as VenueOrderId;
export const wantedOf = (over: Partial<Wanted> = {}): Wanted => ({
  tag: TAG,
  tagSent: false,
  reference: TAG,
  orderId: ID,
  terms: smo(),
  ...over,
});

export const attemptOf = (over: Partial<Attempt> = {}): Attempt => ({
  ...{ key: strategyKey('btc-smo-1'), generation: 1, attempt: 1, account: account().name },
  ...{ accountId: account().id, identity: 'volven volven.example 99998', tag: TAG, tagSent: false },
  ...{ target: smo(), wire: smo(), state: 'in-doubt', intentSequence: 1 },
  ...{ intentAt: Date.parse('2025-01-28T19:05:39Z'), deadline: Date.parse('2025-01-28T19:05:44Z') },
  ...over,
});

/** Accounts as the seed has them, without what nobody reads. */
export const ACCOUNT_ROWS: readonly Record<string, unknown>[] = [
  {
    ...{ id: '99998', name: 'Bybit', exchangeCode: 'BYB', exchange: 'BYB' },
    ...{ spot: { isActive: true }, futures: { isActive: true, settings: {} } },
  },
  {
    ...{ id: '99999', name: 'Binance', exchangeCode: 'BIN', exchange: 'BIN' },
    ...{ spot: { isActive: true }, futures: { isActive: true, settings: {} } },
  },
];

export interface Answers {
  readonly accounts?: (seen: Seen) => Response;
  readonly products?: (seen: Seen) => Response;
  readonly find?: (seen: Seen) => Response;
  readonly other?: (seen: Seen) => Response;
}

/** A venue that answers by route; what isn't given is an empty list. */
export const routed = ({ accounts, products, find, other }: Answers = {}) =>
  scripted((seen) => {
    switch (`${seen.method} ${seen.url.pathname}`) {
      case 'GET /as/v3/accounts':
        return accounts?.(seen) ?? json(ACCOUNT_ROWS);
      case 'GET /mms/v2/productDetails':
        return products?.(seen) ?? json([]);
      case `POST ${FIND}`:
        return find?.(seen) ?? json([]);
      default:
        return other?.(seen) ?? json({ message: 'no such route' }, 404);
    }
  });

/** A snapshot of a venue whose list of strategies is `rows`. */
export async function snapshotOf(
  rows: unknown,
  wanted: readonly Wanted[] = [],
  settings: Partial<VolvenVenueSettings> = { states: STATES, filled: FILLED },
) {
  const { fetch, seen } = routed({ find: () => json(rows) });
  return { snapshot: await venueOf({ fetch, settings }).reader.snapshot(account(), wanted), seen };
}

/** As {@link snapshotOf}, of a snapshot that has to be known. */
export async function knownOf(...args: Parameters<typeof snapshotOf>): Promise<KnownSnapshot> {
  const { snapshot } = await snapshotOf(...args);
  if (snapshot.state === 'unknown') throw new Error(snapshot.reason);
  return snapshot;
}

/** Sends one creation to a venue that answers so. */
export async function answeredBy(answer: () => Response) {
  const { fetch, seen } = scripted(answer);
  const writer = venueOf({ fetch }).writer();
  const verdict = await writer.send(writer.draft(account(), smo(), TAG));
  return { verdict, seen };
}
