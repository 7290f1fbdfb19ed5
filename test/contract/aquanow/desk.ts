import { createHmac } from 'node:crypto';
import type { Clock } from '../../../src/lib/clock.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { QuoteTerms } from '../../../src/model/event.ts';
import type { AccountId, AccountName, Millis, VenueOrderId } from '../../../src/model/ids.ts';
import { orderKey } from '../../../src/model/ids.ts';
import type { Account } from '../../../src/model/order.ts';
import { type Tag, encodeTag, scopeOf } from '../../../src/model/tag.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import { type AquanowVenueSettings, createAquanow } from '../../../src/venues/aquanow/aquanow.ts';
import type { Venue } from '../../../src/venues/venue.ts';

/* Builders: a desk with one account at Aquanow, a clock that only moves when somebody sleeps, and a scripted venue. */

export const KEY = 'key-0123456789abcdef';
export const SECRET = 'secret-fedcba9876543210';
export const HOST = 'https://api.aquanow.io';
export const MARKET = 'https://market.aquanow.io';
export const NOW: Millis = 1_738_091_135_962;

export interface FakeClock extends Clock {
  readonly sleeps: readonly number[];
  advance(ms: number): void;
}

export function fakeClock(start: Millis = NOW): FakeClock {
  let at = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => at,
    monotonic: () => at - start,
    advance: (ms) => {
      at += ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      at += ms;
    },
  };
}

export const account = (over: Partial<Account> = {}): Account => ({
  name: 'treasury' as AccountName,
  venue: 'aquanow',
  id: 'CA1264810R' as AccountId,
  tag: 'usernameRef',
  ...over,
});

export const tagOf = (name: string, attempt = 1): Tag =>
  encodeTag(scopeOf('treasury-desk', 'live'), orderKey(name), 1, attempt);
export const TAG = tagOf('btc-dip-1');

type Amount = 'receiveQuantity' | 'deliverQuantity' | 'priceLimit' | 'tradePrice' | 'priceGuard';
type LooseTerms = Omit<Partial<OrderTerms>, Amount> & { readonly [A in Amount]?: string };

/** A GTC buy of 0.50 BTC at 95000.00 unless told otherwise; a `deliverQuantity` takes the other's place. */
export function terms(loose: LooseTerms = {}): OrderTerms {
  const { receiveQuantity, deliverQuantity, priceLimit, tradePrice, priceGuard, ...over } = loose;
  const strategy = over.strategy ?? 'GTC';
  const takesLimit = strategy !== 'FOK' && strategy !== 'MARKET';
  const amounts: Partial<Record<Amount, string | undefined>> = {
    ...(deliverQuantity === undefined ? { receiveQuantity: receiveQuantity ?? '0.50' } : { deliverQuantity }),
    priceLimit: priceLimit ?? (takesLimit ? '95000.00' : undefined),
    tradePrice: tradePrice ?? (strategy === 'FOK' ? '95000.00' : undefined),
    priceGuard,
  };
  const given = Object.entries(amounts).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, decimal(text)] as const],
  );
  return { ticker: 'BTC-USD', side: 'buy', ...Object.fromEntries(given), ...over, strategy };
}

export const id = (text: string): VenueOrderId => text as VenueOrderId;

/** A quote for `terms({ strategy: 'RFQ' })`, as the venue's own amounts. */
export const quoted = (over: Partial<Record<keyof QuoteTerms, string>> = {}): QuoteTerms => ({
  quoteId: over.quoteId ?? '06722222-1f6a-4e74-90aa-93ed2512c09c',
  price: decimal(over.price ?? '94990.10'),
  receiveQuantity: decimal(over.receiveQuantity ?? '0.50000000'),
  deliverQuantity: decimal(over.deliverQuantity ?? '47495.05'),
  expiresAt: NOW + 8_000,
});

export function venueOf(
  over: {
    readonly settings?: Partial<AquanowVenueSettings>;
    readonly clock?: Clock;
    readonly fetch?: typeof fetch;
    readonly tagByDefault?: boolean;
  } = {},
): Venue {
  const { settings, clock, ...rest } = over;
  return createAquanow({
    settings: {
      url: HOST,
      marketUrl: MARKET,
      apiKey: new Secret(KEY),
      apiSecret: new Secret(SECRET),
      ...settings,
    },
    clock: clock ?? fakeClock(),
    random: () => 0.5,
    ...rest,
  });
}

/** The signature by the documented recipe, spelt out. */
export const signatureOf = (method: string, path: string, nonce: string): string =>
  createHmac('sha384', SECRET)
    .update(`{"httpMethod":"${method}","path":"${path}","nonce":"${nonce}"}`)
    .digest('hex');

export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** A venue that answers by `script` and remembers what it was asked. */
export function scripted(script: (seen: Seen, index: number) => Response | Promise<Response>): {
  readonly fetch: typeof fetch;
  readonly seen: readonly Seen[];
} {
  const seen: Seen[] = [];
  return {
    seen,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const one = {
        method: request.method,
        url: new URL(request.url),
        headers: request.headers,
        body: await request.text(),
      };
      seen.push(one);
      return script(one, seen.length - 1);
    },
  };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A list row as the venue shows a resting order of ours; amounts are JSON numbers or `"-"`, as in its samples. */
export const row = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  orderId: 'a3c1e7aa-0000-4000-8000-000000000001',
  accountId: 'CA1264810R',
  usernameRef: TAG,
  symbol: 'BTC-USD',
  baseSymbol: 'USD',
  quoteSymbol: 'BTC',
  strategy: 'GTC',
  tradeSide: 'buy',
  orderType: 'parentOrder',
  tradeSize: 0.5,
  priceLimit: 95000,
  tradeStatus: 'AWAITING',
  fillPct: 0,
  fillQtyBase: 0,
  fillQtyQuote: 0,
  tradePriceAvg: '-',
  message: '-',
  createdAt: 1738091646944,
  expirationTime: 1745867646944,
  ...over,
});

export const page = (rows: readonly unknown[], startsAfter: string | null = null): Response =>
  json({ data: rows, pagination: { startsAfter, count: rows.length } });
