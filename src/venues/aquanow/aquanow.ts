import type { Clock } from '../../lib/clock.ts';
import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';
import { type Random, systemRandom } from '../../lib/random.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Millis } from '../../model/ids.ts';
import { type HttpOptions, createHttp } from '../http/client.ts';
import { createTokenBucket } from '../http/token-bucket.ts';
import type { Venue, VenueWriter } from '../venue.ts';
import { CANCEL_ROUTE, type CancelRoute } from './cancel.ts';
import { withoutUndefined } from './fields.ts';
import { createReader } from './reader.ts';
import { createReads } from './reads.ts';
import type { Session } from './signed-http.ts';
import { createNonces } from './signing.ts';
import { createWriter } from './writer.ts';

/** A venue's settings with its `${NAME}` texts resolved. */
export interface AquanowVenueSettings {
  readonly url: string;
  readonly marketUrl: string;
  readonly apiKey: Secret;
  readonly apiSecret: Secret;
  /** How long lists may lag: default 10 s. */
  readonly settle?: Millis;
  /** Per call: default 15 s. At 10 s and below, a host that can't be reached ends in doubt where it would end as not sent. */
  readonly timeout?: Millis;
  /** Default: half of the documented 10 a second, 200 at once. */
  readonly rate?: { readonly perSecond?: number; readonly burst?: number };
  readonly cancel?: { readonly method?: string; readonly path?: string };
  /** The desk's word; unset: absence from complete lists proves nothing. */
  readonly acceptanceHorizon?: Millis;
  readonly quoteExpiryIsProof?: boolean;
  readonly quoteAttempts?: number;
}

export interface AquanowOptions {
  readonly settings: AquanowVenueSettings;
  readonly clock: Clock;
  /** The in-process paper venue, in place of the network. */
  readonly fetch?: typeof fetch;
  readonly random?: Random;
  /** Tags the orders of an account that hasn't chosen `tag`; without this, such an account can't submit. */
  readonly tagByDefault?: boolean;
}

const SECONDS = 1000;
/**
 * The timeout is well above the 10 s after which Node's fetch gives up connecting (undici, `connect.timeout`): only then does a
 * host that swallows connections say that nothing was sent.
 */
const DEFAULTS = { settle: 10 * SECONDS, timeout: 15 * SECONDS, perSecond: 5, burst: 100 } as const;

/** Aquanow's trading API v2. Throws TradeformError where a setting can't be used. */
export function createAquanow({ settings, clock, fetch, random, tagByDefault }: AquanowOptions): Venue {
  const timeout = settings.timeout ?? DEFAULTS.timeout;
  const settle = settings.settle ?? DEFAULTS.settle;
  const cancel = cancelRoute(settings.cancel);
  const { perSecond = DEFAULTS.perSecond, burst = DEFAULTS.burst } = settings.rate ?? {};
  const httpOptions = (setting: 'url' | 'marketUrl'): HttpOptions => ({
    url: settings[setting],
    setting: `venues.aquanow.${setting}`,
    timeout,
    ...(fetch ? { fetch } : {}),
  });
  const http = createHttp(httpOptions('url'));
  const market = createHttp(httpOptions('marketUrl'));
  const session: Session = {
    credentials: { key: settings.apiKey, secret: settings.apiSecret },
    bucket: createTokenBucket({ perSecond, burst }, clock),
    nextNonce: createNonces(clock),
  };
  const { acceptanceHorizon, quoteExpiryIsProof, quoteAttempts } = settings;
  const reads = createReads({ http, market, session, clock, random: random ?? systemRandom });
  let writer: VenueWriter | undefined;
  return {
    capabilities: { settle, ...withoutUndefined({ quoteExpiryIsProof, quoteAttempts }) },
    reader: createReader({ http, reads, clock, settle, ...withoutUndefined({ acceptanceHorizon }) }),
    writer: () => (writer ??= createWriter({ http, session, cancel, tagByDefault: tagByDefault ?? false })),
    close: () => Promise.resolve(),
  };
}

function cancelRoute(setting: AquanowVenueSettings['cancel']): CancelRoute {
  const method = (setting?.method ?? CANCEL_ROUTE.method).toUpperCase();
  const path = setting?.path ?? CANCEL_ROUTE.path;
  if (!['DELETE', 'PUT', 'POST', 'PATCH'].includes(method) || !/^\/[\w\-./]+$/.test(path))
    throw new TradeformError('aquanow/cancel', `\`venues.aquanow.cancel\` can't be used: ${method} ${path}`, {
      exitCode: EXIT.invalid,
      remedy: 'Write a method of DELETE, PUT, POST or PATCH, and a path such as /trades/v1/order.',
    });
  return { method, path };
}
