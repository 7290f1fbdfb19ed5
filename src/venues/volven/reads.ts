import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import { type Route, onlyRoutes } from '../http/allow-list.ts';
import type { Http } from '../http/client.ts';
import type { Outcome } from '../http/outcome.ts';
import { retryRead } from '../http/retry.ts';
import { READS, STATE } from './routes.ts';
import { type Session, callAuthorized } from './session.ts';

export interface ReadParts {
  readonly http: Http;
  readonly session: Session;
  readonly clock: Clock;
  readonly random: Random;
}

/** One of the listed reads, repeated while that may help. */
export type Read = (
  route: Route,
  query: Readonly<Record<string, string>>,
  signal?: AbortSignal,
) => Promise<Outcome>;

/** All ways of a reader to the venue: none of them can change anything there. */
export function createReads({ http, session, clock, random }: ReadParts): {
  readonly read: Read;
  /** Without credentials: whoever answers may be no venue at all. */
  readonly readState: (signal?: AbortSignal) => Promise<Outcome>;
} {
  const transport = onlyRoutes(http, READS);
  const retried = (call: () => Promise<Outcome>, signal?: AbortSignal): Promise<Outcome> =>
    retryRead(call, { clock, random, ...(signal ? { signal } : {}) });
  return {
    read: (route, query, signal) => {
      const request = { ...route, query, priority: 'read', repeatable: true } as const;
      return retried(() => callAuthorized(session, transport, request, signal), signal);
    },
    readState: (signal) =>
      retried(async () => {
        await session.bucket.take('read', signal);
        return transport.call(STATE, signal);
      }, signal),
  };
}
