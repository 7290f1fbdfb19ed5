import { describe, expect, it } from 'vitest';
import { passwordAt, secretBytes, startOf, stepAt } from '../../../../src/venues/volven/totp.ts';

const SECRET = Buffer.from('12345678901234567890', 'ascii');

describe('one-time passwords', () => {
  // RFC 6238, appendix B, the rows of SHA-1: eight digits there, of which six are the last six.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i s after 1970: %s', (seconds, digits) => {
    expect(passwordAt(SECRET, stepAt(seconds * 1000))).toBe(digits.slice(2));
  });

  // RFC 4226, appendix D.
  it('are those of the counter', () => {
    expect(Array.from({ length: 10 }, (_, step) => passwordAt(SECRET, step))).toEqual([
      ...['755224', '287082', '359152', '969429', '338314'],
      ...['254676', '287922', '162583', '399871', '520489'],
    ]);
  });

  it('last for half a minute', () => {
    expect([0, 29_999, 30_000].map(stepAt)).toEqual([0, 0, 1]);
    expect(startOf(2)).toBe(60_000);
  });
});

describe('a secret', () => {
  it.each([
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    'gezd gnbv gy3t qojq gezd gnbv gy3t qojq',
    'GEZDGNBV-GY3TQOJQ-GEZDGNBV-GY3TQOJQ',
  ])('%s is base32, however it is written', (text) => {
    expect(secretBytes(text)).toEqual(SECRET);
  });

  // RFC 4648, section 10.
  it.each([
    ['MY======', 'f'],
    ['MZXQ====', 'fo'],
    ['MZXW6===', 'foo'],
    ['MZXW6YQ=', 'foob'],
    ['MZXW6YTB', 'fooba'],
    ['MZXW6YTBOI======', 'foobar'],
  ])('%s is %s', (text, bytes) => {
    expect(secretBytes(text)?.toString()).toBe(bytes);
  });

  it.each(['', ' ', '=', 'A', 'GEZD1', 'GEZD0', 'GEZD!', 'GÉZD'])('%j is none', (text) => {
    expect(secretBytes(text)).toBeUndefined();
  });
});
