import type { Secret } from '../../lib/secret.ts';
import type { Transport } from '../http/allow-list.ts';
import type { Http, HttpRequest } from '../http/client.ts';
import type { Outcome } from '../http/outcome.ts';
import type { Priority, TokenBucket } from '../http/token-bucket.ts';
import type { MayGo } from '../venue.ts';
import { sign } from './signing.ts';

export interface Credentials {
  readonly key: Secret;
  readonly secret: Secret;
}

/** What the calls of one key share: its rate and the order of its nonces. */
export interface Session {
  readonly credentials: Credentials;
  readonly bucket: TokenBucket;
  readonly nextNonce: () => string;
}

export interface SignedCall extends HttpRequest {
  readonly priority: Priority;
  /** Drawn before, for a submission; otherwise the next one. */
  readonly nonce?: string;
  /** Asked after the wait for the rate. */
  readonly mayGo?: MayGo;
}

/** Waits for the key's rate, signs and sends, once. */
export async function callSigned(
  session: Session,
  http: Pick<Http, 'pathname'>,
  transport: Transport,
  { priority, nonce: drawn, mayGo, ...request }: SignedCall,
  signal?: AbortSignal,
): Promise<Outcome> {
  await session.bucket.take(priority, signal);
  const hindrance = await mayGo?.();
  if (hindrance !== undefined) return { kind: 'not-sent', ...hindrance };
  const { key, secret } = session.credentials;
  const nonce = drawn ?? session.nextNonce();
  const signature = sign(secret, request.method, http.pathname(request.path), nonce);
  const headers = { 'x-api-key': key.reveal(), 'x-nonce': nonce, 'x-signature': signature };
  const secrets = [key.reveal(), secret.reveal(), signature];
  return transport.call({ ...request, headers, secrets }, signal);
}
