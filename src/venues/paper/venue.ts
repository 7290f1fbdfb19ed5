import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Millis } from '../../model/ids.ts';
import { type PaperApp, DROPPED, makeApp } from './app.ts';
import type { Rate } from './aquanow/rate.ts';
import type { ApiKey } from './aquanow/signing.ts';
import { endow } from './balances.ts';
import { type Ledger, readLedger } from './ledger.ts';
import { PricePath } from './price-path.ts';
import { type Settings, changeSettings } from './settings.ts';
import { Store } from './store.ts';
import { type WantedAccount, provideAccounts } from './volven/accounts.ts';
import { DEFAULT_CREDENTIALS, type VolvenCredentials } from './volven/credentials.ts';

export interface PaperOptions {
  /** The state's SQLite file, made where absent; `:memory:` for a venue that is gone after {@link Paper.close}. */
  readonly path: string;
  /** Real time: nonces and rates are judged by it, and venue time runs with it. */
  readonly clock: Clock;
  /** Of the price path. Counts when the state is made; later the state's own holds. */
  readonly seed?: string;
  /** Venue time when the state is made; default: real time. */
  readonly start?: Millis;
  /** Makes the state repeatable to the byte; default: random. Counts when the state is made. */
  readonly epoch?: string;
  /** Venue ids of the accounts, such as `CA1264810R`. New ones join an existing state. */
  readonly accounts: readonly string[];
  readonly key: ApiKey;
  /** Volven accounts that must be there beside the seed's 99998 (Bybit) and 99999 (Binance): by id, or by exchange and name. */
  readonly volvenAccounts?: readonly WantedAccount[];
  /** Changes of Volven's user, password and token; `totpSecret` turns one-time passwords on. */
  readonly volven?: Partial<VolvenCredentials>;
  /** Default: the documented 10 a second, 200 at once. */
  readonly rate?: Rate | 'off';
  /** Changes of the state's settings. */
  readonly settings?: Partial<Settings>;
}

/** A running paper venue. Several may share one file, in one process or in many. */
export interface Paper {
  /** As the global `fetch`, but for this venue and in-process; whatever the URL's host, its path is served. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  readonly app: PaperApp;
  /** Random id of the state: another one means that all orders of before are gone. */
  readonly epoch: string;
  /** Venue time. */
  now(): Millis;
  ledger(): Ledger;
  close(): void;
}

const DOCUMENTED_RATE: Rate = { perSecond: 10, burst: 200 };

function initialise(store: Store, options: PaperOptions): void {
  const wall = options.clock.now();
  if (store.fact('epoch') === undefined) {
    const start = options.start ?? wall;
    store.setFact('epoch', options.epoch ?? randomUUID());
    store.setFact('seed', options.seed ?? 'paper');
    store.setFact('start', start);
    store.setFact('offset', start - wall);
  }
  const now = wall + Number(store.fact('offset'));
  for (const account of options.accounts) endow(store, account, now);
  provideAccounts(store, options.volvenAccounts ?? [], now);
  changeSettings(store, options.settings ?? {});
}

/** Settles as `work` does, or rejects as soon as `signal` is aborted; the venue goes on with the request all the same. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What the global `fetch` throws when the other side breaks the connection. */
const connectionReset = (): TypeError =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
  });

const fetchOf =
  (app: PaperApp): Paper['fetch'] =>
  async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const response = await unlessAborted(Promise.resolve(app.fetch(request)), request.signal);
    if (response.headers.has(DROPPED)) throw connectionReset();
    return response;
  };

/** Opens the paper venue on its state, which is made where absent. */
export function openPaper(options: PaperOptions): Paper {
  const store = new Store(options.path);
  store.transaction(() => initialise(store, options));
  const path = new PricePath(String(store.fact('seed')), Number(store.fact('start')));
  const aquanow = { key: options.key, rate: options.rate ?? DOCUMENTED_RATE };
  const volven = { ...DEFAULT_CREDENTIALS, ...options.volven };
  const app = makeApp({ store, path, clock: options.clock, aquanow, volven });
  return {
    fetch: fetchOf(app),
    app,
    epoch: String(store.fact('epoch')),
    now: () => options.clock.now() + Number(store.fact('offset')),
    ledger: () => readLedger(store),
    close: () => store.close(),
  };
}
