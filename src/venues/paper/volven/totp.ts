import { createHmac } from 'node:crypto';
import type { Millis } from '../../../model/ids.ts';

/* Time-based one-time passwords, RFC 6238, as authenticator apps make them: SHA-1, 30 seconds, 6 digits. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP: Millis = 30_000;

/** Base32 (RFC 4648) as such secrets are written: in either case, with spaces and padding or without. */
function bytesOf(secret: string): Buffer {
  const letters = secret.toUpperCase().replaceAll(/[\s=]/g, '');
  const bits = Array.from(letters, (letter) => {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new TypeError('a TOTP secret is base32: A to Z, 2 to 7');
    return value.toString(2).padStart(5, '0');
  }).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The number of the 30 seconds in which `at` lies. */
export const totpStep = (at: Millis): number => Math.floor(at / STEP);

/** The password of one step. */
export function totpOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The step whose password this is, among the present one and its neighbours; undefined where it is none of theirs. */
export function stepOfTotp(secret: string, code: string, at: Millis): number | undefined {
  const now = totpStep(at);
  return [now, now - 1, now + 1].find((step) => step >= 0 && totpOf(secret, step) === code);
}
