import { REDACTED, keepSecret } from '../../lib/scrub.ts';
import { Secret } from '../../lib/secret.ts';
import type { Millis } from '../../model/ids.ts';
import { fieldOf } from '../http/exact-json.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import { textOf } from './fields.ts';

/*
 * What the login route answers: the token in the `Authorization` header, the rest in the body. Source: Volven, "Authentication".
 */

export interface Entry {
  readonly token: Secret;
  readonly refreshToken?: Secret;
  /** Unset: its end isn't told. */
  readonly expiresAt?: Millis;
}

const SECOND: Millis = 1000;
/** Seconds since 1970 have more digits than any token's life in seconds, and fewer than milliseconds. */
const OLDEST_TIME = 1e9;
const OLDEST_TIME_IN_MILLIS = 1e11;

/** The pages write a duration at login and a time at renewal under one name: its size tells which. */
function expiryOf(body: unknown, askedAt: Millis): Millis | undefined {
  const text = textOf(fieldOf(body, 'expirationTime'));
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
  const value = Number(text);
  const time = value < OLDEST_TIME_IN_MILLIS ? value * SECOND : value;
  const at = value < OLDEST_TIME ? askedAt + value * SECOND : time;
  // By a wrong clock every call would renew the token: what it says is no use then.
  return at > askedAt ? at : undefined;
}

function tokenOf({ secretHeader }: Answer): Secret | undefined {
  const token = secretHeader?.reveal().replace(/^Bearer(\s+|$)/i, '');
  // What RFC 6750 lets a bearer token be.
  if (token === undefined || !/^[\w\-.~+/]+=*$/.test(token)) return undefined;
  keepSecret(token);
  return new Secret(token);
}

function refreshTokenOf(body: unknown): Secret | undefined {
  const text = textOf(fieldOf(body, 'refreshToken'));
  // An echo of the one that was sent was blacked out on its way here.
  if (text === undefined || text.includes(REDACTED)) return undefined;
  keepSecret(text);
  return new Secret(text);
}

/** What an answer hands out, less what it leaves as it was. */
export function entryOf(answer: Answer, askedAt: Millis, before?: Entry): Entry | undefined {
  const token = (answer.status === 200 ? tokenOf(answer) : undefined) ?? before?.token;
  if (token === undefined) return undefined;
  const refreshToken = refreshTokenOf(answer.body) ?? before?.refreshToken;
  const expiresAt = expiryOf(answer.body, askedAt);
  return {
    token,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

const CHALLENGE_FIELDS = ['awsUsername', 'session', 'challengeName', 'status'] as const;
/** To be sent back as it came, with the one-time password. */
export type Challenge = Readonly<Record<(typeof CHALLENGE_FIELDS)[number], string>>;

export function challengeOf({ body }: Answer): Challenge | undefined {
  if (fieldOf(body, 'status') !== 'CHALLENGE_REQUIRED') return undefined;
  const texts = CHALLENGE_FIELDS.map((name) => [name, textOf(fieldOf(body, name)) ?? ''] as const);
  return Object.fromEntries(texts) as Challenge;
}

/** Whether a login that failed so may work a moment later. */
export const isPassing = (outcome: Outcome): boolean =>
  outcome.kind === 'answer'
    ? outcome.status === 408 || outcome.status === 429 || outcome.status >= 500
    : outcome.code !== 'no-request';
