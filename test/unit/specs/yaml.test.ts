import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { Names } from '../../../src/specs/names.ts';
import { readSpecFile } from '../../../src/specs/spec-file.ts';
import { BUILT_IN } from '../../../src/specs/types/strategy-type.ts';
import { brief, entriesOf, oneOrder, pointed, problemsOf } from '../../support/specs.ts';

const codes = async (text: string | Uint8Array): Promise<readonly string[]> =>
  (await problemsOf({ 'a.yaml': text })).map(({ code }) => code);

describe('YAML that a reviewer could misread', () => {
  it.each([
    ['an anchor', oneOrder({ side: '&x buy' }), 'yaml/anchor', '&x'],
    ['an anchor on a map', 'version: 1\norders: &all {}\n', 'yaml/anchor', '&all'],
    ['an anchor on a key', 'version: 1\n&k orders: {}\n', 'yaml/anchor', '&k'],
    ['an anchor on the file', '&file\nversion: 1\n', 'yaml/anchor', '&file'],
    ['an alias', oneOrder({ side: '*x' }), 'yaml/alias', '*x'],
    ['a standard tag', oneOrder({ side: '!!str buy' }), 'yaml/tag', '!!str'],
    ['a private tag', oneOrder({ side: '!secret buy' }), 'yaml/tag', '!secret'],
    [
      'a verbatim tag',
      oneOrder({ side: '!<tag:yaml.org,2002:str> buy' }),
      'yaml/tag',
      '!<tag:yaml.org,2002:str>',
    ],
    ['a tag on a map', 'version: 1\norders: !!map {}\n', 'yaml/tag', '!!map'],
    ['a merge key', 'version: 1\norders: { <<: { a: b } }\n', 'yaml/merge-key', '<<'],
    ['a quoted merge key', 'version: 1\norders: { "<<": { a: b } }\n', 'yaml/merge-key', '"<<"'],
    ['__proto__', 'version: 1\n__proto__: { orders: {} }\n', 'yaml/key', '__proto__'],
    ['__proto__ as a name', 'version: 1\norders:\n  __proto__: { side: buy }\n', 'yaml/key', '__proto__'],
    ['a map as a key', 'version: 1\n{ a: b }: c\n', 'yaml/key', '{ a: b }'],
    ['a list as a key', 'version: 1\n? [a]\n: c\n', 'yaml/key', '[a]'],
    ['an empty key', 'version: 1\n: c\n', 'yaml/key', ':'],
    ['a null key', 'version: 1\nnull: c\n', 'yaml/key', 'null'],
    ['an alias as a key', 'version: 1\n*a : c\n', 'yaml/key', '*a'],
    ['a key twice', 'version: 1\norders: {}\norders: {}\n', 'yaml/duplicate-key', 'orders'],
    ['a field twice', oneOrder({ side: 'buy\n    side: sell' }), 'yaml/duplicate-key', 'side'],
    [
      'a key twice, once in quotes',
      'version: 1\norders: {}\n"orders": {}\n',
      'yaml/duplicate-key',
      '"orders"',
    ],
    ['a second document', 'version: 1\n---\nversion: 1\n', 'yaml/second-document', '---'],
    ['a second document that is empty', 'version: 1\n---\n', 'yaml/second-document', '---'],
    ['a directive', '%YAML 1.1\n---\nversion: 1\n', 'yaml/directive', '%YAML 1.1'],
    ['a tag directive', '%TAG ! tag:x,2000:\n---\nversion: 1\n', 'yaml/directive', '%TAG ! tag:x,2000:'],
  ])('%s is one problem', async (_, text, code, at) => {
    const problems = await problemsOf({ 'a.yaml': text });
    const found = problems.filter((one) => one.code === code);
    expect(brief(found)).toHaveLength(1);
    const [problem] = found;
    expect(pointed(problem ?? { code, message: '', remedy: '' })).toBe(at);
    expect(problem?.remedy).toBeDefined();
  });
  it('an alias is told once, not as a missing value too', async () =>
    expect(await codes(oneOrder({ priceLimit: '*x' }))).toEqual(['yaml/alias']));
  it('a prototype is never touched', async () => {
    await problemsOf({
      'a.yaml':
        'version: 1\norders:\n  __proto__: { polluted: yes }\n  constructor: { prototype: { polluted: yes } }\n',
    });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('YAML that is none', () => {
  it.each([
    ['a tab as indentation', 'version: 1\norders:\n\ta: {}\n', 3, 'indent with spaces'],
    ['an open quote', 'version: 1\norders:\n  a: { side: "buy }\n  b: {}\n', 3, 'close it on the same line'],
    ['an open bracket', 'version: 1\norders: { a: {\n', 2, 'close'],
    ['a text with a colon', 'version: 1\norders:\n  a:\n    description: a: b\n', 4, 'in quotes'],
    ['uneven indentation', 'version: 1\norders:\n   a: {}\n  b: {}\n', 4, 'same indentation'],
    ['uneven indentation below an empty line', 'version: 1\norders:\n  a: {}\n\n   b: {}\n', 5, 'same'],
    [
      'a field that is indented less',
      'version: 1\norders:\n  a:\n  side: buy\n    size: 1\n',
      4,
      'indented like',
    ],
    [
      'a missing blank',
      'version: 1\norders:\n  a:\n    side:buy\n    size: 1\n',
      4,
      'missing blank after it',
    ],
    ['an open bracket in an entry', 'version: 1\norders:\n  a: { b: c\n  d: {}\n', 4, 'open above'],
    ['a line that is no field', 'version: 1\norders: {}\nasdf\n', 3, 'missing `:`'],
  ])('%s is told with its line and a remedy', async (_, text, line, remedy) => {
    const [problem, ...echoes] = await problemsOf({ 'a.yaml': text });
    expect(problem).toMatchObject({ code: 'yaml/syntax', place: { line } });
    expect(problem?.excerpt?.trim()).not.toBe('');
    expect(problem?.remedy).toContain(remedy);
    expect(brief(echoes)).toEqual([]);
  });
  it('two mistakes that have nothing to do with each other are both told', async () => {
    const text = 'version: 1\norders:\n  a:\n    side buy\n    ticker: x\n    size 1\n';
    const problems = await problemsOf({ 'a.yaml': text });
    expect(problems.map(({ place }) => place?.line)).toEqual([4, 6]);
  });
  it('a conflict of Git is told once, as what it is', async () => {
    const both = '<<<<<<< HEAD\n    side: buy\n=======\n    side: sell\n>>>>>>> b\n';
    const problems = await problemsOf({ 'a.yaml': `version: 1\norders:\n  a:\n${both}` });
    expect(problems.map(({ code, place }) => [code, place?.line])).toEqual([['yaml/conflict', 4]]);
  });
  it.each(['', '\n\n', '# only a comment\n', '---\n', '---\n...\n', '\ufeff', 'null\n', '~'])(
    '%j is an empty file, never "cancel everything"',
    async (text) => expect(['yaml/empty', 'yaml/no-map']).toContain((await codes(text))[0]),
  );
  it('an empty file says what to do', async () =>
    expect((await problemsOf({ 'a.yaml': '' }))[0]).toMatchObject({
      code: 'yaml/empty',
      place: { file: 'a.yaml', line: 1, column: 1 },
      remedy: 'start it with `version: 1`, remove it, or list it under `exclude:` in tradeform.yaml',
    }));
});

describe('any text', () => {
  const desk = {
    environment: 'paper',
    live: false,
    accounts: new Map(),
    requireUnits: true,
    types: BUILT_IN,
  };
  /** Parts of specs in any order: mostly wrong, sometimes deeply so. */
  const text = fc
    .array(
      fc.constantFrom(
        ...[
          'version: 1\n',
          'orders:\n',
          'strategies:\n',
          '  a:\n',
          '    side: buy\n',
          '    priceLimit: 1\n',
          '    type: SMO\n',
          '    size: 1\n',
          'defaults: ',
          '{ ',
          '} ',
          '[',
          ']',
          ', ',
        ],
        ...[
          '&a ',
          '*a ',
          '!!int ',
          '<<: ',
          '? ',
          ': ',
          '- ',
          '"',
          "'",
          '|\n',
          '>-\n',
          '#',
          '---\n',
          '...\n',
          '%YAML',
          '\t',
          '\r\n',
        ],
        ...[
          '__proto__: ',
          'labels: ',
          '0x1',
          '1e999',
          '~',
          '\u0000',
          '\u202e',
          '😀',
          '\ud800',
          '  ',
          '\n',
          'formerly: [a, a]',
        ],
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  it('gives entries or problems at places within it, and never throws', () => {
    fc.assert(
      fc.property(text, (t) => {
        const { entries, problems } = readSpecFile({ file: 'a.yaml', text: t }, desk, new Names());
        const lines = t.split('\n');
        for (const { place, length, excerpt, message } of problems) {
          expect(message).not.toBe('');
          expect(place?.line).toBeLessThanOrEqual(lines.length);
          expect(place?.column).toBeLessThanOrEqual((excerpt?.length ?? 0) + 2);
          expect(length ?? 1).toBeGreaterThan(0);
        }
        expect(entries).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('that is a valid order keeps its amounts digit for digit', async () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,20}(\.\d{1,20})?$/);
    await fc.assert(
      fc.asyncProperty(digits, digits, async (quantity, price) => {
        const [entry] = readSpecFile(
          { file: 'a.yaml', text: oneOrder({ receiveQuantity: quantity, priceLimit: price }) },
          { ...desk, requireUnits: false, accounts: new Map([['treasury', { venue: 'aquanow' }]]) as never },
          new Names(),
        ).entries;
        expect(entry?.terms).toMatchObject({ receiveQuantity: quantity, priceLimit: price });
      }),
      { numRuns: 300 },
    );
  });
  it('of 10,000 orders in one file is no problem', async () => {
    const orders = Array.from(
      { length: 10_000 },
      (_, i) => `  order-${i}: { side: buy, receiveQuantity: 0.${i + 1}, priceLimit: ${i + 1}.00 }`,
    );
    const head =
      'version: 1\ndefaults: { orders: { account: treasury, strategy: GTC, ticker: BTC-USD } }\norders:';
    const entries = await entriesOf({ 'a.yaml': [head, ...orders, ''].join('\n') });
    expect(entries).toHaveLength(10_000);
    expect(entries.at(-1)).toMatchObject({
      key: 'order/order-9999',
      terms: { receiveQuantity: '0.10000', priceLimit: '10000.00' },
      place: { line: 10_003, column: 3 },
    });
  });
});
