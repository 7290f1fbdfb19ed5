import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Millis } from '../../../model/ids.ts';
import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';

/*
 * Reference, section 1: HMAC-SHA384 in lower-case hex, keyed by the secret as UTF-8 text, over the compact JSON of
 * httpMethod, path and nonce in this order. Neither the query nor the body is signed. The width of the nonce's window
 * and the ban on using one twice are invented.
 */

export interface ApiKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

const WINDOW: Millis = 600_000;

export function signatureOf(secret: string, method: string, path: string, nonce: string): string {
  const text = JSON.stringify({ httpMethod: method, path, nonce });
  return createHmac('sha384', secret).update(text).digest('hex');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Why a call is not let in (401), or undefined when its signature and nonce are good; the nonce is used up then. */
export function refuseSignature(call: Call, key: ApiKey, { store, wall }: Moment): string | undefined {
  const [apiKey, nonce, signature] = ['x-api-key', 'x-nonce', 'x-signature'].map(
    (name) => call.headers.get(name) ?? '',
  );
  if (apiKey !== key.apiKey) return 'Unauthorized: unknown x-api-key';
  if (nonce === undefined || !/^\d{1,15}$/.test(nonce))
    return 'Unauthorized: x-nonce is not a time in milliseconds';
  if (!same(signature ?? '', signatureOf(key.apiSecret, call.method, call.path, nonce)))
    return 'Unauthorized: x-signature does not match';
  const venueClock = wall + (call.fault?.fault === 'clock-skew' ? call.fault.ms : 0);
  const at = Number(nonce);
  if (Math.abs(at - venueClock) > WINDOW) return 'Unauthorized: x-nonce is outdated';
  if (store.one('SELECT 1 FROM nonces WHERE apiKey = ? AND nonce = ?', apiKey, at))
    return 'Unauthorized: x-nonce was used before';
  store.run('INSERT INTO nonces VALUES (?, ?)', apiKey, at);
  // Older ones are refused by the window already; twice its width leaves room for a skewed clock.
  store.run('DELETE FROM nonces WHERE apiKey = ? AND nonce < ?', apiKey, wall - 2 * WINDOW);
  return undefined;
}
