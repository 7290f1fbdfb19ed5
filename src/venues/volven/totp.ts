import { createHmac } from 'node:crypto';
import type { Millis } from '../../model/ids.ts';

/* One-time passwords as authenticator apps make them: RFC 6238 with SHA-1, 30 seconds and 6 digits, over RFC 4226. */

const STEP: Millis = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The bytes of a secret as sites show it: base32 in either case, with blanks and padding or without; undefined: it is none. */
export function secretBytes(text: string): Buffer | undefined {
  const letters = Array.from(text.toUpperCase().replaceAll(/[\s=-]/g, ''), (letter) =>
    BASE32.indexOf(letter),
  );
  if (letters.length < 2 || letters.includes(-1)) return undefined;
  const bits = letters.map((letter) => letter.toString(2).padStart(5, '0')).join('');
  return Buffer.from(Array.from(bits.matchAll(/.{8}/g), ([byte]) => Number.parseInt(byte, 2)));
}

/** A password's 30 seconds, counted from 1970. */
export const stepAt = (at: Millis): number => Math.floor(at / STEP);
export const startOf = (step: number): Millis => step * STEP;

/** The six digits that are good during a step. */
export function passwordAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
