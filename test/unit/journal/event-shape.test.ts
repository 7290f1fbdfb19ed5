import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../src/journal/event-shape.ts';
import { EVENT_TYPES, arbitraryDraft, chained, intentOf, subjectOf } from '../../support/events.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../../schemas/journal-event.schema.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const meetsSchema = ajv.compile(schema);

/** Every path in a JSON value, deepest last. */
const pathsOf = (value: unknown, at: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...at, name]))]
    : [at];

/** A copy with what stands at `path` taken out, or replaced. */
function changed(value: unknown, path: readonly string[], to: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return to;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  const part = changed(copy[name], rest, to);
  if (part === undefined) delete copy[name];
  else copy[name] = part;
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const [HALTED] = chained([{ type: 'halted', data: { scope: { kind: 'keys', keys: [] }, reason: 'r' } }]);

describe('the shape of an event', () => {
  it('is met by every event that the journal writes, by our check and by the published schema', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryDraft, (draft) => {
        const [event] = chained([draft]);
        seen.add(draft.type);
        expect(faultOf(event)).toBeUndefined();
        meetsSchema(event);
        expect(meetsSchema.errors).toBeNull();
      }),
      { numRuns: 500 },
    );
    expect([...seen].sort()).toEqual([...EVENT_TYPES].sort());
  });

  it('is judged alike by our check and by the published schema, whatever is taken out or put in', () => {
    let refused = 0;
    const wrong = fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      'x',
      '1e3',
      '010',
      -1,
      0.5,
      7,
      true,
      [],
      ['a'],
      {},
    );
    const pick = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(arbitraryDraft, pick, wrong, (draft, at, value) => {
        const [event] = chained([draft]);
        const { hash: _, ...text } = event ?? { hash: '' };
        const paths = pathsOf(text).slice(1);
        const path = paths[Math.floor(at * paths.length)] ?? [];
        const other = changed(text, path, value);
        const fault = faultOf(other);
        if (fault !== undefined) refused++;
        expect({ path, value, ok: meetsSchema(other) }).toEqual({ path, value, ok: fault === undefined });
      }),
      { numRuns: 5000 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, ''],
    ['a list', [], ''],
    ['an unknown type', { ...chained([intentOf('a')])[0], type: 'teleported' }, 'type'],
    ['a type that every object has', { ...chained([intentOf('a')])[0], type: 'constructor' }, 'type'],
    [
      'an amount that is a number',
      changed(chained([intentOf('a')])[0], ['data', 'wire', 'priceLimit'], 95000),
      'data.wire.priceLimit',
    ],
    [
      'an intent without its attempt',
      changed(chained([intentOf('a')])[0], ['subject', 'attempt'], undefined),
      'subject.attempt',
    ],
    ['an intent about nothing', changed(chained([intentOf('a')])[0], ['subject'], undefined), 'subject'],
    ['a scope that is none', changed(HALTED, ['data', 'scope'], null), 'data.scope.kind'],
    ['a scope of no known kind', changed(HALTED, ['data', 'scope', 'kind'], 'some'), 'data.scope.kind'],
    ['keys that are no list', changed(HALTED, ['data', 'scope', 'keys'], 'order/a'), 'data.scope.keys'],
    [
      'a key that is no text',
      changed(HALTED, ['data', 'scope', 'keys'], ['order/a', 7]),
      'data.scope.keys.1',
    ],
  ])('says where %s is wrong', (_, value, path) => {
    expect(faultOf(value)).toBe(path);
  });

  it('lets fields through that a later version may have added', () => {
    const [event] = chained([{ type: 'linked', subject: subjectOf('a'), data: { orderId: 'o' as never } }]);
    const later = changed(event, ['data', 'colour'], 'blue');
    expect(faultOf(later)).toBeUndefined();
    expect(meetsSchema(later)).toBe(true);
  });
});
