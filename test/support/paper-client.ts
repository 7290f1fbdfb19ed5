import { createHmac } from 'node:crypto';
import type { Clock } from '../../src/lib/clock.ts';
import { type ServedPaper, servePaper } from '../../src/venues/paper/serve.ts';
import { type Paper, type PaperOptions, openPaper } from '../../src/venues/paper/venue.ts';

/*
 * A client of the paper venue that is written from the seed and the reference alone: its own signing, its own URLs, plain
 * fetch. It shares no code with the venue nor with the adapter, so that neither can hide a mistake of the other.
 */

export const ACCOUNT = 'CA1264810R';
export const KEY = { apiKey: 'paper', apiSecret: 'paper-secret' };
/** The instant of the seed's first LIMIT sample. */
export const START = 1738091135962;

/** A clock that only a test moves; sleepers wake when it has moved far enough. */
export class HandClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (ms <= 0) resolve();
    else this.#sleepers.add({ until: this.#now + ms, wake: resolve });
    return promise;
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers)
      if (sleeper.until <= this.#now) {
        this.#sleepers.delete(sleeper);
        sleeper.wake();
      }
  }
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  // The tests look into answers of many shapes.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

export interface Signing {
  readonly nonce?: string;
  readonly apiKey?: string;
  readonly secret?: string;
  readonly signature?: string;
  /** The path that is signed, where it is not the one that is called. */
  readonly path?: string;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export class PaperClient {
  readonly #fetch: Fetch;
  readonly #url: string;
  readonly #clock: Clock;
  #lastNonce = 0;

  constructor(url: string, clock: Clock, fetch: Fetch = globalThis.fetch) {
    this.#url = url;
    this.#clock = clock;
    this.#fetch = fetch;
  }

  nonce(): string {
    this.#lastNonce = Math.max(this.#lastNonce + 1, this.#clock.now());
    return String(this.#lastNonce);
  }

  headers(method: string, path: string, signing: Signing = {}): Record<string, string> {
    const nonce = signing.nonce ?? this.nonce();
    const signed = `{"httpMethod":"${method}","path":"${signing.path ?? path.replace(/\?.*/, '')}","nonce":"${nonce}"}`;
    const hmac = createHmac('sha384', signing.secret ?? KEY.apiSecret).update(signed);
    return {
      'x-api-key': signing.apiKey ?? KEY.apiKey,
      'x-nonce': nonce,
      'x-signature': signing.signature ?? hmac.digest('hex'),
      'content-type': 'application/json',
    };
  }

  async raw(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const response = await this.#fetch(this.#url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, text, json };
  }

  /** A signed call; a body that is no text is written as JSON. */
  call(method: string, path: string, body?: unknown, signing?: Signing): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return this.raw(method, path, this.headers(method, path, signing), text);
  }

  submit(order: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.call('POST', '/trades/v2/order', order);
  }

  list(query = ''): Promise<Answer> {
    return this.call('GET', `/trades/v2/order${query}`);
  }

  cancel(orderId: string): Promise<Answer> {
    return this.call('DELETE', '/trades/v1/order', { orderId });
  }

  /** A control of the paper venue. */
  async control(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Answer> {
    return this.raw(method, `/paper/${path}`, {}, body === undefined ? undefined : JSON.stringify(body));
  }

  /** The one row of an order that this client placed. */
  async row(usernameRef: string) {
    const { json } = await this.list(`?accountId=${ACCOUNT}&usernameRef=${usernameRef}`);
    return json.data[0];
  }

  /** Walks all pages as the reference says: to null, missing or ''. */
  async walk(
    query = '',
  ): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly sizes: readonly number[] }> {
    const rows: Record<string, unknown>[] = [];
    const sizes: number[] = [];
    let token: string | undefined;
    do {
      const join = query === '' ? '?' : `${query}&`;
      const { json } = await this.list(token === undefined ? query : `${join}startsAfter=${token}`);
      rows.push(...json.data);
      sizes.push(json.data.length);
      token = json.pagination.startsAfter ?? undefined;
    } while (token !== undefined && token !== '');
    return { rows, sizes };
  }
}

export interface TestVenue {
  readonly clock: HandClock;
  readonly paper: Paper;
  readonly served: ServedPaper;
  readonly client: PaperClient;
  readonly close: () => Promise<void>;
}

/** A paper venue on loopback with a client; the clock stands at {@link START}. */
export async function servedVenue(options: Partial<PaperOptions> = {}): Promise<TestVenue> {
  const clock = new HandClock(START);
  const paper = openPaper({ path: ':memory:', clock, accounts: [ACCOUNT], key: KEY, ...options });
  const served = await servePaper(paper, { port: 0 });
  const client = new PaperClient(served.url, clock);
  const close = async (): Promise<void> => {
    await served.close();
    paper.close();
  };
  return { clock, paper, served, client, close };
}

/** A resting order: far from the market, and valid as it is. */
export const resting = (change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  strategy: 'GTC',
  accountId: ACCOUNT,
  ticker: 'BTC-USD',
  tradeSide: 'buy',
  receiveQuantity: '0.02',
  priceLimit: '80000.00',
  ...change,
});
