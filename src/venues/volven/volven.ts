import type { Clock } from '../../lib/clock.ts';
import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';
import { type Random, systemRandom } from '../../lib/random.ts';
import { keepSecret } from '../../lib/scrub.ts';
import type { Secret } from '../../lib/secret.ts';
import type { VolvenSettings } from '../../model/project.ts';
import { type Http, createHttp } from '../http/client.ts';
import { type TokenBucket, createTokenBucket } from '../http/token-bucket.ts';
import type { Venue, VenueWriter } from '../venue.ts';
import { createCatalogue } from './catalogue.ts';
import { createLogin } from './login.ts';
import { type OneTimePassword, fromPerson, fromSecret } from './one-time-password.ts';
import { createReader } from './reader.ts';
import { createReads } from './reads.ts';
import type { Session } from './session.ts';
import { createSightings } from './sightings.ts';
import { type Tokens, givenToken, loggedIn } from './tokens.ts';
import { secretBytes } from './totp.ts';
import { createWriter } from './writer.ts';

/**
 * A venue's settings with its `${NAME}` texts resolved. `acceptanceHorizon` is not among them: without a tag no search can show
 * that a strategy is absent, so no time makes a proof of it.
 */
export interface VolvenVenueSettings extends Omit<
  VolvenSettings,
  'token' | 'password' | 'totpSecret' | 'acceptanceHorizon'
> {
  readonly token?: Secret;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
}

export interface VolvenOptions {
  readonly settings: VolvenVenueSettings;
  readonly clock: Clock;
  /** The in-process paper venue, in place of the network. */
  readonly fetch?: typeof fetch;
  readonly random?: Random;
  /** Asks a person for the one-time password of a login. */
  readonly askOtp?: () => Promise<string | undefined>;
}

const SECONDS = 1000;
/** No page tells a limit of Volven's: a desk asks for far less than this. */
const DEFAULTS = { settle: 10 * SECONDS, timeout: 10 * SECONDS, perSecond: 5, burst: 10 } as const;

/** Volven's strategy API. Throws TradeformError where a setting can't be used. */
export function createVolven(options: VolvenOptions): Venue {
  const { settings, clock, fetch, random } = options;
  const { settle = DEFAULTS.settle, timeout = DEFAULTS.timeout, url, states, filled } = settings;
  const { perSecond = DEFAULTS.perSecond, burst = DEFAULTS.burst } = settings.rate ?? {};
  const http = createHttp({ url, setting: 'venues.volven.url', timeout, ...(fetch ? { fetch } : {}) });
  const bucket = createTokenBucket({ perSecond, burst }, clock);
  const session: Session = { bucket, tokens: tokensFor(options, http, bucket) };
  const sightings = createSightings();
  const stateSettings = { ...(states ? { states } : {}), ...(filled ? { filled } : {}) };
  const reads = createReads({ http, session, clock, random: random ?? systemRandom });
  const catalogue = createCatalogue(reads.read, http.host);
  let writer: VenueWriter | undefined;
  return {
    capabilities: { settle },
    reader: createReader({ http, clock, reads, catalogue, settle, sightings, settings: stateSettings }),
    findAccount: (account, signal) => catalogue.findAccount(account, signal),
    offeredAccounts: (signal) => catalogue.offered(signal),
    writer: () => (writer ??= createWriter({ http, session, sightings })),
    close: () => Promise.resolve(),
  };
}

const unusable = (message: string, remedy: string): TradeformError =>
  new TradeformError('volven/settings', message, { exitCode: EXIT.invalid, remedy });

function tokensFor({ settings, clock, askOtp }: VolvenOptions, http: Http, bucket: TokenBucket): Tokens {
  const { token, username, password, totpSecret } = settings;
  for (const secret of [token, password, totpSecret]) if (secret) keepSecret(secret.reveal());
  if (token !== undefined) return givenToken(token);
  if (username === undefined || password === undefined)
    throw unusable(
      '`venues.volven` has neither a token nor a user with a password',
      'Add `token`, or `username` and `password`, below venues.volven in tradeform.yaml.',
    );
  const oneTimePassword = oneTimePasswordOf(totpSecret, askOtp, clock);
  const user = { username, password, ...(oneTimePassword ? { oneTimePassword } : {}) };
  return loggedIn(createLogin({ http, bucket, clock, ...user }), clock);
}

function oneTimePasswordOf(
  totpSecret: Secret | undefined,
  askOtp: VolvenOptions['askOtp'],
  clock: Clock,
): OneTimePassword | undefined {
  if (totpSecret === undefined) return askOtp === undefined ? undefined : fromPerson(askOtp);
  const secret = secretBytes(totpSecret.reveal());
  if (secret === undefined)
    throw unusable(
      '`venues.volven.totpSecret` is not base32',
      'Give the secret that the venue shows beside the QR code: letters A to Z and digits 2 to 7.',
    );
  return fromSecret(secret, clock);
}
