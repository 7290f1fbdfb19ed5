import type { Transport } from '../http/allow-list.ts';
import type { HttpRequest } from '../http/client.ts';
import type { Outcome } from '../http/outcome.ts';
import type { Priority, TokenBucket } from '../http/token-bucket.ts';
import type { MayGo } from '../venue.ts';
import { type Grant, type Tokens, isGrant } from './tokens.ts';

/** What the calls of one user share: token and rate. */
export interface Session {
  readonly tokens: Tokens;
  readonly bucket: TokenBucket;
}

export interface AuthorizedCall extends HttpRequest {
  readonly priority: Priority;
  /** Asked after every wait. */
  readonly mayGo?: MayGo;
  /** Made again with another token after a 401. Never for what adds to risk. */
  readonly repeatable: boolean;
}

/** One that was held, a renewed one, and that of a new login. */
const MOST_TOKENS = 3;

const isRefusal = (outcome: Outcome): boolean => outcome.kind === 'answer' && outcome.status === 401;

/** Gets a token, waits for the rate, and sends. */
export async function callAuthorized(
  { tokens, bucket }: Session,
  transport: Transport,
  { priority, mayGo, repeatable, ...request }: AuthorizedCall,
  signal?: AbortSignal,
): Promise<Outcome> {
  async function callWith({ token }: Grant): Promise<Outcome> {
    await bucket.take(priority, signal);
    const hindrance = await mayGo?.();
    if (hindrance !== undefined) return { kind: 'not-sent', ...hindrance };
    const bearer = token.reveal();
    const headers = { authorization: `Bearer ${bearer}` };
    return transport.call({ ...request, headers, secrets: [bearer] }, signal);
  }

  let grant = await tokens.current(signal);
  if (!isGrant(grant)) return grant;
  let outcome = await callWith(grant);
  for (let used = 1; isRefusal(outcome); used++) {
    tokens.refused(grant);
    const isNewest = grant.origin === 'given' || (used > 1 && grant.origin === 'login');
    if (!repeatable || isNewest || used === MOST_TOKENS) break;
    const next = await tokens.current(signal);
    if (!isGrant(next)) return next;
    grant = next;
    outcome = await callWith(grant);
  }
  return outcome;
}
