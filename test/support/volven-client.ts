import { createHmac } from 'node:crypto';
import { type ServedPaper, servePaper } from '../../src/venues/paper/serve.ts';
import { type Paper, type PaperOptions, openPaper } from '../../src/venues/paper/venue.ts';
import { ACCOUNT, type Answer, HandClock, KEY, START } from './paper-client.ts';

/*
 * A client of the paper venue's Volven half that is written from the seed and the reference alone: plain fetch, its own
 * URLs, its own one-time passwords. It shares no code with the venue nor with the adapter.
 */

export const STRATEGIES = '/strategy-orchestrator/strategies';
export const CREATE = `${STRATEGIES}/action/create`;
export const LOGIN = '/httpserver/main/v2/auth/login';
/** The accounts of the seed. */
export const BYBIT = '99998';
export const BINANCE = '99999';

export interface VolvenAnswer extends Answer {
  readonly headers: Headers;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export class VolvenClient {
  readonly #fetch: Fetch;
  readonly #url: string;
  token: string | undefined = 'paper-token';

  constructor(url: string, fetch: Fetch = globalThis.fetch) {
    this.#url = url;
    this.#fetch = fetch;
  }

  async raw(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<VolvenAnswer> {
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
    return { status: response.status, text, json, headers: response.headers };
  }

  /** A call with the token; a body that is no text is written as JSON. */
  call(method: string, path: string, body?: unknown): Promise<VolvenAnswer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return this.raw(
      method,
      path,
      {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      },
      text,
    );
  }

  login(body: unknown): Promise<VolvenAnswer> {
    return this.raw('POST', LOGIN, { 'content-type': 'application/json' }, JSON.stringify(body));
  }

  create(body: unknown): Promise<VolvenAnswer> {
    return this.call('POST', CREATE, body);
  }

  act(strategyId: string, action: string, body?: unknown): Promise<VolvenAnswer> {
    return this.call('PUT', `${STRATEGIES}/${strategyId}/action/${action}`, body);
  }

  find(query = ''): Promise<VolvenAnswer> {
    return this.call('POST', `${STRATEGIES}/find${query}`);
  }

  /** The one row of a strategy. */
  async row(strategyId: string) {
    const { json } = await this.find();
    return json.find((each: { strategyId: string }) => each.strategyId === strategyId);
  }

  async state(strategyId: string): Promise<Readonly<Record<string, string>>> {
    return (await this.row(strategyId)).state;
  }

  /** A control of the paper venue. */
  control(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<VolvenAnswer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return this.raw(method, `/paper/${path}`, {}, text);
  }
}

export interface VolvenVenue {
  readonly clock: HandClock;
  readonly paper: Paper;
  readonly client: VolvenClient;
  readonly close: () => Promise<void>;
}

/** A paper venue in this process with a client; the clock stands at {@link START}. */
export function volvenVenue(options: Partial<PaperOptions> = {}): VolvenVenue {
  const clock = new HandClock(START);
  const paper = openPaper({ path: ':memory:', clock, accounts: [ACCOUNT], key: KEY, ...options });
  const client = new VolvenClient('http://volven', paper.fetch);
  return { clock, paper, client, close: async () => paper.close() };
}

/** As {@link volvenVenue}, over TCP on loopback. */
export async function servedVolven(
  options: Partial<PaperOptions> = {},
): Promise<VolvenVenue & { readonly served: ServedPaper }> {
  const { clock, paper } = volvenVenue(options);
  const served = await servePaper(paper, { port: 0 });
  const close = async (): Promise<void> => {
    await served.close();
    paper.close();
  };
  return { clock, paper, served, client: new VolvenClient(served.url), close };
}

/** The body of the seed, without the trailing comma that makes it no JSON. */
export const SEED_BODY = {
  strategyType: 'SMO',
  productCode: 'btcusdt_f',
  accountId: BYBIT,
  side: 'BUY',
  size: 0.1,
  priceLimit: 95000,
  orderMaxSize: 0.03,
  aggressiveness: 0.5,
  triggerPrice: 94000,
  useSpikeProtection: false,
  alwaysPassive: true,
  autoRun: true,
};

/** A strategy that works at once: no trigger, no limit. */
export const smo = (change: object = {}): Record<string, unknown> => ({
  strategyType: 'SMO',
  productCode: 'btcusdt_f',
  accountId: BYBIT,
  side: 'BUY',
  size: 0.1,
  orderMaxSize: 0.03,
  aggressiveness: 0,
  autoRun: true,
  ...change,
});

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238 with SHA-1, 30 seconds, 6 digits, written with big integers: no line of it is the venue's. */
export function oneTimePassword(secret: string, at: number): string {
  let bits = 0n;
  for (const letter of secret) bits = bits * 32n + BigInt(BASE32.indexOf(letter));
  const length = Math.floor((secret.length * 5) / 8);
  const key = (bits >> BigInt((secret.length * 5) % 8)).toString(16).padStart(length * 2, '0');
  const counter = Math.floor(at / 30_000)
    .toString(16)
    .padStart(16, '0');
  const mac = createHmac('sha1', Buffer.from(key, 'hex')).update(Buffer.from(counter, 'hex')).digest('hex');
  const offset = Number.parseInt(mac.slice(-1), 16) * 2;
  const number = BigInt(`0x${mac.slice(offset, offset + 8)}`) & 0x7fffffffn;
  return (number % 1_000_000n).toString().padStart(6, '0');
}
