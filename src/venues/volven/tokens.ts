import type { Clock } from '../../lib/clock.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Millis } from '../../model/ids.ts';
import type { NotSent } from '../http/outcome.ts';
import type { Login } from './login.ts';
import type { Entry } from './login-answers.ts';

/** A token as it was handed out. */
export interface Grant {
  readonly token: Secret;
  readonly origin: 'given' | 'login' | 'renewal';
}

export interface Tokens {
  /** A token that is good as far as anyone knows; where needed, after a renewal or a login, one for all who wait. */
  current(signal?: AbortSignal): Promise<Grant | NotSent>;
  /** The venue did not take it: the next call gets another one. */
  refused(grant: Grant): void;
}

export const isGrant = (it: Grant | NotSent): it is Grant => 'token' in it;

/** A token that a person put into the settings: there is no other. */
export function givenToken(token: Secret): Tokens {
  const grant: Grant = { token, origin: 'given' };
  return { current: () => Promise.resolve(grant), refused: () => undefined };
}

/** A token is renewed this long before its end. */
const AHEAD: Millis = 5 * 60_000;

interface Held {
  readonly grant: Grant;
  readonly entry: Entry;
  /** Unset: its end isn't known, and a refusal will tell. */
  readonly renewAt?: Millis;
  /** Once it was refused in spite of a renewal, only a login helps. */
  readonly doubted: boolean;
}

const INTERRUPTED: NotSent = { kind: 'not-sent', code: 'interrupted', message: 'interrupted' };

/** The flight goes on for those who still wait for it. */
async function unlessAborted<T>(flight: Promise<T>, signal?: AbortSignal): Promise<T | NotSent> {
  if (signal === undefined) return flight;
  if (signal.aborted) return INTERRUPTED;
  const { promise, resolve } = Promise.withResolvers<NotSent>();
  const stop = (): void => resolve(INTERRUPTED);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([flight, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Logs in when a token is first needed. A login that the venue refused is not tried again: users get locked out by that. */
export function loggedIn(login: Login, clock: Clock): Tokens {
  let held: Held | undefined;
  const refusals = new WeakSet<Grant>();
  let closed: NotSent | undefined;
  let flight: Promise<Grant | NotSent> | undefined;

  function hold(entry: Entry, origin: Grant['origin'], doubted: boolean): Grant {
    const { expiresAt } = entry;
    const now = clock.now();
    // Of a short life at least half is used.
    const renewAt =
      expiresAt === undefined ? {} : { renewAt: expiresAt - Math.min(AHEAD, (expiresAt - now) / 2) };
    held = { grant: { token: entry.token, origin }, entry, doubted, ...renewAt };
    return held.grant;
  }

  async function obtain(): Promise<Grant | NotSent> {
    const isRefused = held !== undefined && refusals.has(held.grant);
    if (held !== undefined && !(isRefused && held.doubted)) {
      const renewed = await login.renew(held.entry);
      if (renewed) return hold(renewed, 'renewal', isRefused);
    }
    if (closed) return closed;
    const entered = await login.enter();
    if (!('kind' in entered)) return hold(entered, 'login', false);
    if (entered.code === 'no-access') closed = entered;
    return entered;
  }

  const isGood = ({ grant, renewAt }: Held): boolean =>
    !refusals.has(grant) && (renewAt === undefined || clock.now() < renewAt);
  /** Not renewed in time, and still alive. */
  const lives = ({ grant, entry }: Held): boolean =>
    !refusals.has(grant) && entry.expiresAt !== undefined && clock.now() < entry.expiresAt;

  return {
    async current(signal) {
      if (held && isGood(held)) return held.grant;
      flight ??= obtain().finally(() => {
        flight = undefined;
      });
      const obtained = await unlessAborted(flight, signal);
      return !isGrant(obtained) && held && lives(held) ? held.grant : obtained;
    },
    refused: (grant) => void refusals.add(grant),
  };
}
