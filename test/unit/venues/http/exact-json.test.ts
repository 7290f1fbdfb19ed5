import * as fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { fieldOf, parseExact } from '../../../../src/venues/http/exact-json.ts';

/** The same by the language's own means, which is slower. */
const byReviver = (text: string): unknown =>
  JSON.parse(text, (_key, value, { source }) => (typeof value === 'number' ? source : value));

const bodyOf = (text: string): unknown => {
  const parsed = parseExact(text);
  return parsed.wellFormed ? parsed.body : 'malformed';
};

describe('exact JSON', () => {
  it('gives each number as its source text', () => {
    expect(bodyOf('{"a":1.10,"b":[-0,1e-7,1E+5,12345678901234567890.123456789],"c":"2","d":0}')).toEqual({
      a: '1.10',
      b: ['-0', '1e-7', '1E+5', '12345678901234567890.123456789'],
      c: '2',
      d: '0',
    });
  });

  it('leaves digits inside texts and names alone', () => {
    const text = String.raw`{"a:1":"x, 2, \"3\": [4]","\\":"\\\\5\"","é1":"-6"}`;
    expect(bodyOf(text)).toEqual(JSON.parse(text));
  });

  it.each(['', ' ', '{', '01', '.5', '+1', 'NaN', '{"a":1,}', "{'a':1}", '1 2', '"\u0001"', '-'])(
    'refuses %j',
    (text) => {
      expect(parseExact(text)).toEqual({ wellFormed: false });
    },
  );

  it('survives what is too deep for the stack', () => {
    expect(parseExact('['.repeat(4_000_000)).wellFormed).toBe(false);
  });

  it('keeps `__proto__` and repeated names harmless', () => {
    const body = bodyOf('{"__proto__":{"data":{"orderId":"x"}},"__proto__":{"data":1},"a":1,"a":2}');
    expect(fieldOf(body, 'data')).toBeUndefined();
    expect(fieldOf(body, 'constructor')).toBeUndefined();
    expect(fieldOf(body, 'a')).toBe('2');
    expect({}).not.toHaveProperty('data');
  });

  it('reads what the reviver reads', () => {
    const number = fc
      .tuple(
        fc.bigInt(),
        fc.option(fc.stringMatching(/^\d{1,25}$/)),
        fc.option(fc.stringMatching(/^[eE][+-]?\d{1,3}$/)),
      )
      .map(
        ([whole, fraction, exponent]) =>
          `${whole}${fraction === null ? '' : `.${fraction}`}${exponent ?? ''}`,
      );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        number,
        fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
        fc.constantFrom('true', 'false', 'null', '"\\""', '"\\\\"', '"1"'),
        fc.array(tie('tree'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,\n')}]`),
        fc
          .array(fc.tuple(fc.string({ unit: 'binary' }), tie('tree')), { maxLength: 4 })
          .map(
            (members) =>
              `{${members.map(([name, value]) => `${JSON.stringify(name)} :\t${value}`).join(',')}}`,
          ),
      ),
    }));
    fc.assert(
      fc.property(tree, (text) => {
        expect(bodyOf(text)).toEqual(byReviver(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses exactly what JSON.parse refuses', () => {
    const scraps = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', '-', '.', 'e', '0', ' ', 'a'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(scraps, (parts) => {
        const text = parts.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parseExact(text).wellFormed).toBe(valid);
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses what JSON refuses, and nothing else', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ' ',
        '"',
        '\\',
        '"a"',
        '"a":',
        'true',
        'null',
        'e',
        'E',
        '.',
        '+',
        '-',
      ],
      ...[
        '0',
        '1',
        '12',
        '01',
        '1.5',
        '1.',
        '.5',
        '-1',
        '1e5',
        '1e',
        '-0',
        '1:',
        ' 1 :',
        '\n',
        '\u00a0',
        '\v',
      ],
    );
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    let good = 0;
    const one = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''));
    const framed = fc.tuple(fc.constantFrom(['', ''], ['[', ']'], ['{"a":', '}'], ['[1,', ',2]']), one);
    fc.assert(
      fc.property(framed, ([[before = '', after = ''], text]) => {
        const whole = before + text + after;
        if (isJson(whole)) good++;
        expect(parseExact(whole).wellFormed).toBe(isJson(whole));
      }),
      { numRuns: 20_000 },
    );
    expect(good).toBeGreaterThan(500);
  });
});
