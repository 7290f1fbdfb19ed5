import { createHmac } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Secret } from '../../lib/secret.ts';

/**
 * `x-signature` of a private call: lower-case hex HMAC-SHA384, keyed with the secret as UTF-8 text, over compact JSON with
 * these three members in this order. `path` is the path of the request line without its query; the body isn't covered.
 * Source: Aquanow, integration guide, "Authentication".
 */
export function sign(secret: Secret, httpMethod: string, path: string, nonce: string): string {
  const message = JSON.stringify({ httpMethod, path, nonce });
  return createHmac('sha384', secret.reveal()).update(message, 'utf8').digest('hex');
}

/** Nonces of one key: epoch milliseconds, strictly increasing, whatever the clock does. */
export function createNonces(clock: Clock): () => string {
  let last = 0;
  return () => {
    last = Math.max(Math.trunc(clock.now()), last + 1);
    return String(last);
  };
}
