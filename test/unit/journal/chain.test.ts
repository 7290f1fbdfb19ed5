import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  GENESIS,
  canonicalText,
  follow,
  hasReached,
  hashOf,
  link,
  verify,
} from '../../../src/journal/chain.ts';
import type { JournalEvent } from '../../../src/model/event.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { T0, arbitraryEvents, chained, intentOf, runContext, subjectOf } from '../../support/events.ts';

describe('the canonical text', () => {
  it('does not depend on the order in which fields were written', () => {
    expect(canonicalText({ b: 1, a: { d: [2, { z: 1, y: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[2,{"y":2,"z":1}]},"b":1}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalText(turned)).toBe(canonicalText(value));
      }),
    );
  });

  it('is the same again after it was read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalText(value);
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('holds nothing undefined, no secret, and keeps exact numbers and odd keys', () => {
    const odd = JSON.parse('{"__proto__":{"b":1,"a":2}}') as object;
    expect(canonicalText({ gone: undefined, key: new Secret('hunter2') })).toBe('{"key":"[redacted]"}');
    expect(canonicalText({ price: JSON.rawJSON('1.10000000000000000001') })).toBe(
      '{"price":"1.10000000000000000001"}',
    );
    expect(canonicalText({ nonce: 2n ** 64n })).toBe('{"nonce":"18446744073709551616"}');
    expect(canonicalText(odd)).toBe('{"__proto__":{"a":2,"b":1}}');
  });
});

/** As it was first written, and as every stored hash was made. */
const byReplacer = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    if (JSON.isRawJSON(part)) return part.rawJSON;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

describe('the canonical text of whatever a venue may answer', () => {
  it('is the same to the byte as ever, numbered keys included', () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat().map(String),
      fc.constantFrom('__proto__', '4294967294', '4294967295', '00', '-1', '10', '9', 'a'),
    );
    const value = fc.anything({ key, withBigInt: true, withNullPrototype: true, withSparseArray: true });
    fc.assert(
      fc.property(value, (any) => {
        expect(canonicalText({ any })).toBe(byReplacer({ any }));
      }),
      { numRuns: Number(process.env['CANONICAL_RUNS'] ?? 3_000) },
    );
  });
});

function forged(event: JournalEvent): JournalEvent {
  const { hash: _, ...rest } = { ...event, actor: 'eve' };
  return { ...rest, hash: hashOf(canonicalText(rest)) };
}

describe('a chain', () => {
  it('has hashes that any program can compute', () => {
    const [event] = chained([{ type: 'run-ended', data: { outcome: 'done' } }]);
    const text =
      `{"actor":"ada","data":{"outcome":"done"},"environment":"paper","previous":"${'0'.repeat(64)}",` +
      `"project":"treasury-desk","run":"run-1","sequence":1,"time":${T0},"type":"run-ended"}`;
    expect(event?.hash).toBe(hashOf(text));
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('holds for whatever was appended, from the start and from any event on', () => {
    fc.assert(
      fc.property(arbitraryEvents, fc.nat(40), (events, at) => {
        expect(verify(events)).toBeUndefined();
        expect(verify(events.slice(at + 1), events[at] ?? GENESIS)).toBeUndefined();
      }),
    );
  });

  const events = chained(['a', 'b', 'c', 'd', 'e'].map((name) => intentOf(name)));
  const [first, second, third, fourth, fifth] = events;
  if (!first || !second || !third || !fourth || !fifth) throw new Error('five events');

  it.each([
    ['altered', [first, { ...second, actor: 'eve' }, third], 2, 'altered'],
    ['given another hash', [first, second, { ...third, hash: '0'.repeat(64) }], 3, 'altered'],
    ['cut out', [first, second, fourth, fifth], 3, 'missing: event 4 stands in its place'],
    ['cut off at the start', [second, third], 1, 'missing'],
    ['doubled', [first, first], 2, 'missing'],
    ['swapped with the next', [second, first], 1, 'missing'],
    ['hashed anew after it was altered', [first, forged(second), third], 3, 'does not follow'],
  ])('breaks at the event that was %s', (_, chain, sequence, reason) => {
    expect(verify(chain)).toMatchObject({ sequence, reason: expect.stringContaining(reason) });
  });

  it('breaks where any character of any field of any event is changed', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(), fc.constantFrom('x', '0', ' '), (at, where, character) => {
        const { hash, ...rest } = events[at] ?? first;
        const text = canonicalText(rest);
        const index = where % text.length;
        fc.pre(text[index] !== character);
        const head = at === 0 ? GENESIS : (events[at - 1] ?? first);
        const altered = text.slice(0, index) + character + text.slice(index + 1);
        expect(follow(head, altered, hash)).toMatchObject({ sequence: at + 1, reason: expect.any(String) });
      }),
    );
  });

  it('does not take text that is no event, whatever its hash', () => {
    for (const text of ['', 'null', '[]', '{}', '{"sequence":1}'])
      expect(follow(GENESIS, text, hashOf(text))).toMatchObject({
        sequence: 1,
        reason: expect.stringContaining('read'),
      });
  });

  it('knows the heads that it has been at', () => {
    expect(hasReached(events, GENESIS)).toBe(true);
    expect(hasReached([], GENESIS)).toBe(true);
    for (const event of events) expect(hasReached(events, event)).toBe(true);
    expect(hasReached(events.slice(0, 2), third)).toBe(false);
    expect(hasReached(events, { sequence: 2, hash: third.hash })).toBe(false);
  });
});

describe('a draft', () => {
  it('carries into the chain what is known of its run, and nothing else', () => {
    const run = { ...runContext({ commit: 'c0ffee', plan: 'd1ge57' }), password: 'hunter2' };
    const { event } = link(GENESIS, T0, run, intentOf('a'));
    expect(event).toMatchObject({ commit: 'c0ffee', plan: 'd1ge57' });
    expect(event).not.toHaveProperty('password');
  });

  it('that could not be read again is refused, with the field', () => {
    const draft = {
      type: 'observed',
      subject: subjectOf('a'),
      data: { status: 'lost', statusText: '', fill: {} },
    };
    expect(() => link(GENESIS, T0, runContext(), draft as never)).toThrow('data.status');
    expect(() => link(GENESIS, Number.NaN, runContext(), intentOf('a'))).toThrow('time');
  });
});
