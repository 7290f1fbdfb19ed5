import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/lib/secret.ts';

const VALUE = 'hunter2-aquanow-key';
const secret = new Secret(VALUE);
const template = (value: unknown): string => `key: ${value as string}`;
const nested = { venue: { apiKey: secret, list: [secret] } };

describe('a secret', () => {
  it('is given to who asks for it', () => {
    expect(secret.reveal()).toBe(VALUE);
  });

  it.each<[string, string]>([
    ['a template', template(secret)],
    ['a concatenation', 'key: ' + String(secret)],
    ['toString', secret.toString()],
    ['JSON', JSON.stringify(nested)],
    ['inspect', inspect(nested, { depth: 9, showHidden: true })],
    ['inspect without customs', inspect(nested, { depth: 9, customInspect: false, showHidden: true })],
    ['%s', format('%s', secret)],
    ['%o', format('%o', nested)],
    ['%j', format('%j', nested)],
    ['an error that carries it', inspect(Object.assign(new Error('no'), { secret }), { depth: 9 })],
    ['its fields', JSON.stringify([Object.entries(secret), Object.assign({}, secret)])],
    ['a list joined', [secret, secret].join()],
  ])('is not shown by %s', (_, text) => {
    expect(text).not.toContain(VALUE);
    expect(text).not.toContain('hunter2');
  });

  it('says that something was left out', () => {
    expect([template(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
      'key: [redacted]',
      '"[redacted]"',
      '[redacted]',
    ]);
  });

  it('survives no structured copy with its value', () => {
    expect(inspect(structuredClone({ secret }), { showHidden: true })).not.toContain(VALUE);
  });
});
