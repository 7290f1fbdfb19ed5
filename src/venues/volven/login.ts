import type { Clock } from '../../lib/clock.ts';
import { keepSecret } from '../../lib/scrub.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Millis } from '../../model/ids.ts';
import type { Http } from '../http/client.ts';
import type { NotSent, Outcome } from '../http/outcome.ts';
import type { TokenBucket } from '../http/token-bucket.ts';
import { answered } from './advice.ts';
import { type Challenge, type Entry, challengeOf, entryOf, isPassing } from './login-answers.ts';
import type { OneTimePassword } from './one-time-password.ts';
import { LOGIN } from './routes.ts';

/*
 * Login, its challenge, and the renewal of a token. None of this sends an order, and none of it is repeated here but for a
 * one-time password that may have been used up.
 */

export interface LoginParts {
  readonly http: Http;
  readonly bucket: TokenBucket;
  readonly clock: Clock;
  readonly username: string;
  readonly password: Secret;
  /** Unset: a login that asks for one is given up. */
  readonly oneTimePassword?: OneTimePassword;
}

export interface Login {
  /** A new token. `no-access`: it can't be had so, and asking again would lock the user out. */
  enter(): Promise<Entry | NotSent>;
  /** The renewed token, or undefined where only a new login helps. */
  renew(entry: Entry): Promise<Entry | undefined>;
}

const CHALLENGE = 'SOFTWARE_TOKEN_MFA';
/** The password of now, and the one after it. */
const MOST_PASSWORDS = 2;

export function createLogin({ http, bucket, clock, oneTimePassword, ...user }: LoginParts): Login {
  const failed = (code: 'no-login' | 'no-access', why: string): NotSent => ({
    kind: 'not-sent',
    code,
    message: `could not log in to ${http.host}: ${why}`,
  });
  const refused = (outcome: Outcome, check: string): NotSent => {
    const why = outcome.kind === 'answer' ? answered(http.host, outcome) : outcome.message;
    return isPassing(outcome) ? failed('no-login', why) : failed('no-access', `${why}; check ${check}`);
  };

  async function post(body: object, secret: string): Promise<Outcome> {
    // Everything waits for a login: it goes before all others.
    await bucket.take('cancel');
    const asked = { body: JSON.stringify(body), secrets: [secret], secretHeader: 'authorization' };
    return http.call({ ...LOGIN, ...asked });
  }

  async function solve(challenge: Challenge, askedAt: Millis, passwords: number): Promise<Entry | NotSent> {
    const { challengeName, session } = challenge;
    if (challengeName !== CHALLENGE)
      return failed(
        'no-access',
        `it asks for ${challengeName}, which tradeform can't answer; set \`venues.volven.token\``,
      );
    keepSecret(session);
    const challengeAnswer = await oneTimePassword?.next();
    if (challengeAnswer === undefined)
      return failed(
        'no-access',
        'it asks for a one-time password; set `venues.volven.totpSecret`, or run it on a terminal and type it',
      );
    const outcome = await post({ ...challenge, challengeAnswer }, session);
    const entry = outcome.kind === 'answer' ? entryOf(outcome, askedAt) : undefined;
    if (entry) return entry;
    // Each is taken once, and another run of this user may have had this one within its 30 seconds. A cancel can't wait for a person.
    if (oneTimePassword?.isMade === true && passwords > 1 && !isPassing(outcome))
      return signIn(passwords - 1);
    return refused(outcome, "`venues.volven.totpSecret` and this machine's clock");
  }

  async function signIn(passwords: number): Promise<Entry | NotSent> {
    const password = user.password.reveal();
    const askedAt = clock.now();
    const outcome = await post({ username: user.username, password }, password);
    if (outcome.kind !== 'answer' || outcome.status !== 200)
      return refused(outcome, '`venues.volven.username` and `password`');
    const entry = entryOf(outcome, askedAt);
    if (entry) return entry;
    const challenge = challengeOf(outcome);
    return challenge
      ? solve(challenge, askedAt, passwords)
      : failed('no-access', `${http.host} answered without a token; check \`venues.volven.url\``);
  }

  return {
    enter: () => signIn(MOST_PASSWORDS),

    async renew(entry) {
      if (entry.refreshToken === undefined) return undefined;
      const askedAt = clock.now();
      const refreshToken = entry.refreshToken.reveal();
      const outcome = await post({ refreshToken }, refreshToken);
      if (outcome.kind !== 'answer' || outcome.status !== 200 || challengeOf(outcome)) return undefined;
      // The sample shows no new token: the old one seems to live on (INFERRED).
      return entryOf(outcome, askedAt, entry);
    },
  };
}
