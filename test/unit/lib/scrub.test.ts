import { describe, expect, it } from 'vitest';
import { formsOf, keepSecret, scrub, without } from '../../../src/lib/scrub.ts';

const SECRET = 'p/w+"x"\\y=é-9f2c';
const buffer = Buffer.from(SECRET);
const clean = (text: string): string => without(text, formsOf(SECRET));

describe('a secret is left out', () => {
  it.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in a URL in lower case', encodeURIComponent(SECRET).replace(/%../g, (it_) => it_.toLowerCase())],
    ['in a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['in hex', buffer.toString('hex')],
    ['in HEX', buffer.toString('hex').toUpperCase()],
    ['in base64', buffer.toString('base64').replace(/=+$/, '')],
    ['in base64url', buffer.toString('base64url')],
  ])('%s', (_, form) => {
    expect(clean(`before ${form} after`)).toBe('before [redacted] after');
  });

  it.each([0, 1, 2, 3, 4, 5])('in the base64 of something longer, %i bytes in', (before) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.from(`${'u'.repeat(before)}${SECRET}:and more`).toString(encoding);
      const left = clean(text);
      expect(left).toContain('[redacted]');
      // What is left spells no two bytes of it in a row.
      const rest = left.split('[redacted]').map((part) => Buffer.from(part, encoding).toString('latin1'));
      for (const part of rest) expect(part).not.toContain(SECRET.slice(0, 3));
    }
  });

  it('wherever it stands, and however often', () => {
    expect(clean(`${SECRET}${SECRET}\n${SECRET}`)).toBe('[redacted][redacted]\n[redacted]');
  });
});

describe('the scrubber of every sink', () => {
  it('knows what was kept, with and without blanks at its ends', () => {
    expect(scrub('token-of-the-desk')).toBe('token-of-the-desk');
    keepSecret(' token-of-the-desk\n');
    expect(scrub('a token-of-the-desk b')).toBe('a [redacted] b');
    keepSecret('another-secret');
    expect(scrub('token-of-the-desk another-secret')).toBe('[redacted] [redacted]');
  });

  it('takes nothing short for a secret: it would garble honest output', () => {
    keepSecret('paper');
    expect(scrub('paper')).toBe('paper');
  });
});
