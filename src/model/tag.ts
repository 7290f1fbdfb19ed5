import { hash } from 'node:crypto';
import type { Brand } from './brand.ts';
import type { Key } from './ids.ts';

/*
 * The tag travels with an order where the venue echoes it, and tells an attempt apart from every other order:
 *
 *   tf  pppp   kkkkkkkk  gg          aaa      cc
 *       scope  key       generation  attempt  check        all in lower-case base 32 (a-z, 2-7)
 *
 * `scope` is a hash of project and environment, `key` a hash of the entry's key; generation and attempt are numbers,
 * so that a tag can be read without a journal. A tag is written once, in the intent, and never computed again.
 */

/** 21 lower-case letters and digits. */
export type Tag = Brand<string, 'Tag'>;
/** The four characters that stand for project and environment. */
export type Scope = Brand<string, 'Scope'>;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const SHAPE = /tf([a-z2-7]{4})([a-z2-7]{8})([a-z2-7]{2})([a-z2-7]{3})([a-z2-7]{2})$/;
export const TAG_LENGTH = 21;
export const MAX_GENERATION = 32 ** 2 - 1;
export const MAX_ATTEMPT = 32 ** 3 - 1;

function hashed(text: string, length: number): string {
  const digest = hash('sha256', text, 'buffer');
  // One character from each byte: 256 is a multiple of 32, so every letter is equally likely.
  let out = '';
  for (let at = 0; at < length; at++) out += ALPHABET.charAt((digest[at] ?? 0) % 32);
  return out;
}

function digits(value: number, length: number): string {
  let rest = value;
  let out = '';
  for (let i = 0; i < length; i++) {
    out = (ALPHABET[rest % 32] ?? '') + out;
    rest = Math.floor(rest / 32);
  }
  return out;
}

const numberOf = (text: string): number => Array.from(text).reduce((n, c) => n * 32 + ALPHABET.indexOf(c), 0);

export const scopeOf = (project: string, environment: string): Scope =>
  hashed(`scope\n${project}\n${environment}`, 4) as Scope;

/** The eight characters that stand for a key. Two keys of one project with the same code can't be told apart. */
export const keyCode = (key: Key): string => hashed(`key\n${key}`, 8);

/** The tag of one attempt. Throws RangeError beyond generation 1023 or attempt 32767. */
export function encodeTag(scope: Scope, key: Key, generation: number, attempt: number): Tag {
  if (generation > MAX_GENERATION)
    throw new RangeError(`generation ${generation} is above ${MAX_GENERATION}`);
  if (attempt > MAX_ATTEMPT) throw new RangeError(`attempt ${attempt} is above ${MAX_ATTEMPT}`);
  const body = `tf${scope}${keyCode(key)}${digits(generation, 2)}${digits(attempt, 3)}`;
  return (body + hashed(`check\n${body}`, 2)) as Tag;
}

export interface DecodedTag {
  readonly tag: Tag;
  readonly scope: Scope;
  readonly keyCode: string;
  readonly generation: number;
  readonly attempt: number;
}

/** References are looked at from many sides in one plan; what they say never changes. */
const decoded = new Map<string, DecodedTag>();
const MOST_DECODED = 200_000;

/** Reads the tag at the end of a reference; undefined where there is none or its check doesn't hold. */
export function decodeTag(reference: string): DecodedTag | undefined {
  const known = decoded.get(reference);
  if (known !== undefined) return known;
  const read = readTag(reference);
  if (decoded.size >= MOST_DECODED) decoded.clear();
  if (read !== undefined) decoded.set(reference, read);
  return read;
}

function readTag(reference: string): DecodedTag | undefined {
  const match = SHAPE.exec(reference);
  if (!match) return undefined;
  const tag = match[0] as Tag;
  const [, scope = '', key = '', generation = '', attempt = '', check] = match;
  if (hashed(`check\n${tag.slice(0, -2)}`, 2) !== check) return undefined;
  return {
    tag,
    scope: scope as Scope,
    keyCode: key,
    generation: numberOf(generation),
    attempt: numberOf(attempt),
  };
}
