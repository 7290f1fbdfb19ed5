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

/**
 * Nonces of one key: epoch milliseconds, strictly increasing, whatever the clock does.
 *
 * Two processes with one key may draw the same one, or an earlier one later; the venue may then answer 401, which proves that
 * nothing was sent: a read draws again, a submission is another attempt. Nothing here prevents it. More digits than those of
 * milliseconds are not documented and may be refused; an offset of each process's own would make every nonce of the other look
 * old, for as long as both run. So: one key for one process at a time.
 */
export function createNonces(clock: Clock): () => string {
  let last = 0;
  return () => {
    last = Math.max(Math.trunc(clock.now()), last + 1);
    return String(last);
  };
}
