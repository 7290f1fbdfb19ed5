import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { type Key, orderKey } from '../../../src/model/ids.ts';
import {
  MAX_ATTEMPT,
  MAX_GENERATION,
  TAG_LENGTH,
  decodeTag,
  encodeTag,
  keyCode,
  scopeOf,
} from '../../../src/model/tag.ts';

const SCOPE = scopeOf('treasury-desk', 'live');
const KEY = orderKey('btc-dip-1');
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,62}$/).map((name): Key => orderKey(name));
const generation = fc.integer({ min: 1, max: MAX_GENERATION });
const attempt = fc.integer({ min: 1, max: MAX_ATTEMPT });

describe('a tag', () => {
  it('tells project, key, generation and attempt without a journal', () => {
    fc.assert(
      fc.property(key, generation, attempt, (name, g, a) => {
        const tag = encodeTag(SCOPE, name, g, a);
        expect(tag).toMatch(/^tf[a-z2-7]{19}$/);
        expect(tag).toHaveLength(TAG_LENGTH);
        expect(decodeTag(tag)).toEqual({
          tag,
          scope: SCOPE,
          keyCode: keyCode(name),
          generation: g,
          attempt: a,
        });
      }),
    );
  });

  it('is written the same for ever: orders in the market carry it', () => {
    expect(encodeTag(SCOPE, KEY, 1, 1)).toBe('tfzvksph5aw6mzabaabww');
    expect(encodeTag(SCOPE, KEY, 2, 33)).toBe('tfzvksph5aw6mzacabb6r');
  });

  it("stands at the end of the desk's own reference", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{0,42}$/), key, (reference, name) => {
        const tag = encodeTag(SCOPE, name, 1, 1);
        expect(decodeTag(reference + tag)?.tag).toBe(tag);
      }),
    );
    expect(decodeTag(`${encodeTag(SCOPE, KEY, 1, 1)}x`)).toBeUndefined();
  });

  it('differs for any other project, environment, key, generation or attempt', () => {
    const tag = encodeTag(SCOPE, KEY, 1, 1);
    const others = [
      encodeTag(scopeOf('treasury-desk', 'paper'), KEY, 1, 1),
      encodeTag(scopeOf('other-desk', 'live'), KEY, 1, 1),
      encodeTag(SCOPE, orderKey('btc-dip-2'), 1, 1),
      encodeTag(SCOPE, 'strategy/btc-dip-1' as Key, 1, 1),
      encodeTag(SCOPE, KEY, 2, 1),
      encodeTag(SCOPE, KEY, 1, 2),
    ];
    expect(new Set([tag, ...others]).size).toBe(7);
  });

  it('does not confuse the parts of its scope', () => {
    expect(scopeOf('a', 'b-c')).not.toBe(scopeOf('a-b', 'c'));
    expect(scopeOf('a', 'b')).not.toBe(scopeOf('b', 'a'));
  });

  it('gives ten thousand keys ten thousand codes', () => {
    const codes = Array.from({ length: 10_000 }, (_, n) => keyCode(orderKey(`btc-${n}`)));
    expect(new Set(codes).size).toBe(10_000);
  });

  it('notices almost every single changed character', () => {
    let [changed, taken] = [0, 0];
    for (let n = 1; n <= 40; n++) {
      const tag = encodeTag(SCOPE, orderKey(`key-${n}`), n, n * 100);
      for (let at = 0; at < TAG_LENGTH; at++)
        for (const character of ALPHABET) {
          if (tag[at] === character) continue;
          changed++;
          if (decodeTag(tag.slice(0, at) + character + tag.slice(at + 1))) taken++;
        }
    }
    expect(changed).toBe(40 * TAG_LENGTH * 31);
    // Two characters of check let one in 1024 through.
    expect(taken / changed).toBeLessThan(3 / 1024);
  });

  it.each(['', 'tf', 'hello', 'tfaaaaaaaaaaaaaaaaaaa', 'TFAAAAAAAAAAAAAAAAAAA', '-', `tf${'1'.repeat(19)}`])(
    'is not read from %j',
    (reference) => {
      expect(decodeTag(reference)).toBeUndefined();
    },
  );

  it('has room for so many generations and attempts, and says where it ends', () => {
    const last = encodeTag(SCOPE, KEY, MAX_GENERATION, MAX_ATTEMPT);
    expect(decodeTag(last)).toMatchObject({ generation: 1023, attempt: 32_767 });
    expect(() => encodeTag(SCOPE, KEY, MAX_GENERATION + 1, 1)).toThrow(RangeError);
    expect(() => encodeTag(SCOPE, KEY, 1, MAX_ATTEMPT + 1)).toThrow(RangeError);
  });
});
