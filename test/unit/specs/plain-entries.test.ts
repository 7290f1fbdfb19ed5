import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { Names } from '../../../src/specs/names.ts';
import { plainEntriesOf, plainFieldsOf } from '../../../src/specs/plain-entries.ts';
import { byPlace } from '../../../src/specs/source.ts';
import { readSpecFile } from '../../../src/specs/spec-file.ts';
import { partsOf, wholeOf } from '../../../src/specs/spec-parts.ts';
import { BUILT_IN } from '../../../src/specs/types/strategy-type.ts';

const DESK = {
  environment: 'paper',
  live: false,
  accounts: new Map([
    ['treasury', { name: 'treasury', venue: 'aquanow', id: 'CA1', tag: 'usernameRef' }],
    ['bybit', { name: 'bybit', venue: 'volven', id: '9' }],
  ]),
  requireUnits: false,
  types: BUILT_IN,
} as unknown as Parameters<typeof readSpecFile>[1];

/** What a reader makes of a text: entries, or problems as they are shown. */
function read(text: string, split: typeof partsOf): unknown {
  const { entries, problems } = readSpecFile({ file: 'a.yaml', text }, DESK, new Names(), split);
  return problems.length > 0 ? problems.toSorted(byPlace) : entries;
}

const plainNames = (text: string): readonly string[] =>
  plainEntriesOf(text)?.entries.map(({ name }) => name) ?? [];

const ORDER =
  '    account: treasury\n    strategy: GTC\n    ticker: BTC-USD\n    side: buy\n    receiveQuantity: 0.50 BTC\n    priceLimit: 95000.00\n';

describe('an entry of plain lines', () => {
  it('is read as it stands', () => {
    const text = `version: 1\norders:\n  # first\n  a-1: # here\n${ORDER}\n    # more\n    labels: { desk: treasury, ticket: TRE-118 }\n    notAfter: 2027-02-15T21:00:00Z # then\n  a-2:\n    labels:\n      desk: x y\n${ORDER}`;
    const [first, second] = plainEntriesOf(text)?.entries ?? [];
    expect(first).toMatchObject({ block: 'orders', name: 'a-1', line: 4 });
    expect(text.slice(first?.at, (first?.at ?? 0) + 4)).toBe('a-1:');
    expect(text.slice(first?.to)).toMatch(/^ {2}a-2:/);
    const fields = {
      ...{ account: 'treasury', strategy: 'GTC', ticker: 'BTC-USD', side: 'buy' },
      ...{ receiveQuantity: '0.50 BTC', priceLimit: '95000.00' },
    };
    expect(first && plainFieldsOf(text, first)).toEqual({
      ...fields,
      labels: { desk: 'treasury', ticket: 'TRE-118' },
      notAfter: '2027-02-15T21:00:00Z',
    });
    expect(second && plainFieldsOf(text, second)).toEqual({ labels: { desk: 'x y' }, ...fields });
  });

  it.each([
    ['a quoted text', '    side: "buy"\n'],
    ['an anchor', '    side: &a buy\n'],
    ['an alias', '    side: *a\n'],
    ['a tag', '    side: !!str buy\n'],
    ['a block text', '    description: |\n      a: b\n'],
    ['a text over two lines', '    description: a\n      b\n'],
    ['a text after an empty line', '    description: a\n\n      b\n'],
    ['a list', '    formerly:\n      - b\n'],
    ['a list on one line', '    formerly: [b]\n'],
    ['braces over two lines', '    labels: { a: b,\n      c: d }\n'],
    ['braces within braces', '    labels: { a: { b: c } }\n'],
    ['nothing', '    side:\n'],
    ['null', '    side: null\n'],
    ['null as a key', '    null: buy\n'],
    ['a colon before a blank', '    side: a: b\n'],
    ['a number sign without a blank', '    side: a#b\n'],
    ['a field twice', '    side: buy\n    side: buy\n'],
    ['a label twice', '    labels: { a: b, a: c }\n'],
    ['a crooked field', '    side: buy\n     ticker: BTC-USD\n'],
    ['a tab', '    side:\tbuy\n'],
    ['a dash', '    - side\n'],
    ['a key that asks', '    ? side\n    : buy\n'],
    ['a merge key', '    <<: x\n'],
    ['no field', ''],
  ])('is left to the parser with %s, as is the one behind it', (_, lines) => {
    const text = `orders:\n  a:\n    x: y\n  b:\n${lines}  c:\n    x: y\n  d:\n    x: y\n`;
    // The one behind it goes with it.
    expect(plainNames(text)).toEqual(['a', 'd']);
  });

  it.each([
    ['a line left of the entries', 'orders:\n    a:\n        x: y\n  b:\n    x: y\n'],
    ['a block twice', 'orders:\n  a:\n    x: y\norders:\n  b:\n    x: y\n'],
    ['no block at the margin', ' orders:\n  a:\n    x: y\n'],
    ['a block within a text', 'note: "\n  orders:\n    a:\n      x: y\n"\n'],
  ])('is none in a file with %s', (_, text) => expect(plainNames(text)).toEqual([]));

  it.each([
    ['a list', '- a\norders:\n  a:\n    x: y\n'],
    ['a text', '"\norders:\n  a:\n    x: y\n"'],
    ['braces', '{ version: 1,\norders:\n  a:\n    x: y\n}'],
  ])('is none where the file is %s, whatever its lines look like', (_, text) => {
    expect(read(text, partsOf)).toEqual(read(text, wholeOf));
    expect(partsOf({ file: 'a.yaml', text })).not.toMatchObject({ ok: true, entries: [{}] });
  });
});

/*
 * Two readers, one meaning: whatever the lines, the same entries come out, or the same problems at the same places.
 */

const line = (indents: readonly number[], texts: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...indents), fc.constantFrom(...texts)).map(([by, text]) => ' '.repeat(by) + text);

const FIELDS = [
  'side: buy',
  'side: sell # why',
  'receiveQuantity: 0.10 BTC',
  'receiveQuantity: 1e3',
  'priceLimit: 95000.00',
  'priceLimit: "95000.00"',
  "ticker: 'BTC-USD'",
  'ticker: BTC-USD',
  'strategy: GTC',
  'account: treasury',
  'account: nobody',
  'generation: 2',
  'labels: { desk: treasury, ticket: T-1 }',
  'labels: {desk: a,b: c}',
  'labels: { "desk": a }',
  'labels:',
  'labels: {',
  'desk: treasury',
  '}',
  'formerly: [x]',
  'formerly:',
  '- y',
  'description: a, b (c) 100% x=y',
  'description: a: b',
  'description: a:b #c',
  'description: "open',
  'close"',
  'description: |',
  'description: >-',
  'text: of a block',
  'notAfter: 2027-02-15T21:00:00Z',
  'side: &x buy',
  'side: *x',
  'side: !t buy',
  'side: null',
  'side: ~',
  'null: a',
  '? side',
  ': buy',
  '# comment',
  '',
  '\t',
  'x:\ty',
  'side: buy\r',
];
const NAMES = [
  'a-1:',
  'a-2:',
  'b: # note',
  'c: {}',
  'c: { side: buy }',
  '"d":',
  'Bad:',
  'null:',
  'a-1 :',
  'e',
  '- f',
  '<<: g',
  '&n h:',
];
const TOP = [
  'version: 1',
  'orders:',
  'orders: # these',
  'strategies:',
  'orders: {}',
  'defaults:',
  '  orders: { account: treasury, strategy: GTC, ticker: BTC-USD }',
  '  orders: { account: treasury, labels: { desk: d } }',
  '---',
  '...',
  '%YAML 1.1',
  '# comment',
  'note: "',
  '"',
  '{',
  '}',
  'note: |',
];

const anyLine = fc.oneof(
  { weight: 1, arbitrary: line([0], TOP) },
  { weight: 3, arbitrary: line([2, 2, 2, 2, 2, 2, 2, 1, 3, 4], NAMES) },
  { weight: 8, arbitrary: line([4, 4, 4, 4, 4, 4, 4, 4, 6, 6, 2, 5, 0], FIELDS) },
);
const HEADS = [
  'version: 1\ndefaults:\n  orders: { account: treasury, strategy: GTC, ticker: BTC-USD }\norders:\n',
  'version: 1\norders:\n',
  '---\nversion: 1\norders:\n',
  '',
];
const TAILS = [
  '',
  'strategies:\n',
  'defaults:\n  orders: { account: treasury, strategy: GTC, ticker: BTC-USD }\n',
];
const good = fc.nat(30).map((name) => `  g-${name}:\n${ORDER}`);
/** A sound entry with a few lines more. */
const mixed = fc
  .tuple(good, fc.array(line([4], FIELDS), { minLength: 1, maxLength: 2 }))
  .map(([entry, lines]) => `${entry}${lines.join('\n')}\n`);
const piece = fc.oneof(
  { weight: 6, arbitrary: good },
  { weight: 3, arbitrary: mixed },
  {
    weight: 3,
    arbitrary: fc.array(anyLine, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`),
  },
);
const file = fc
  .tuple(fc.constantFrom(...HEADS), fc.array(piece, { maxLength: 8 }), fc.constantFrom(...TAILS))
  .map(([head, pieces, tail]) => head + pieces.join('') + tail);
/** One character that is gone, or one more. */
const slip = fc
  .tuple(fc.nat(), fc.constantFrom('', ' ', '\n', ':', '#', '"', '{', '-', 'x', '|', '\n  '))
  .map(([at, more]) => (text: string) => {
    const spot = at % (text.length + 1);
    return text.slice(0, spot) + more + text.slice(more === '' ? spot + 1 : spot);
  });

/** Ways to write the fields of an order, all of them right: plain ones first. */
const WAYS: readonly (readonly string[])[] = [
  ['side: buy', 'side: buy # why', 'side: "buy"'],
  ['receiveQuantity: 0.50 BTC', 'receiveQuantity: 0.50', "receiveQuantity: '0.50 BTC'"],
  ['priceLimit: 95000.00', 'priceLimit: 95000.00   # note: x', 'priceLimit: >-\n  95000.00'],
  ['', 'labels: { desk: a b, ticket: T-1 }', 'labels:\n  desk: a\n  ticket: T-2', 'labels: { "desk": a }'],
  ['', 'notAfter: 2027-02-15T21:00:00Z', 'notAfter: "2027-02-15T21:00:00+01:00"'],
  ['', 'description: a, b (c) 10% x=y', 'description: |\n  a: b\n\n  # no comment', 'description: "a\n  b"'],
  ['', '# comment', '\n', 'description: a\n  b', 'formerly:\n  - was-1', 'protect: true'],
];
const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((each) => (each === '' ? '' : ' '.repeat(by) + each))
    .join('\n');
const fields = fc
  .tuple(
    ...WAYS.map((ways) =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(ways[0] ?? '') }, fc.constantFrom(...ways)),
    ),
  )
  .map((lines) => lines.filter((each) => each !== '').join('\n'));
const soundFile = fc
  .tuple(
    fc.constantFrom(1, 2, 4),
    fc.constantFrom(1, 2, 3),
    fc.array(fields, { minLength: 1, maxLength: 9 }),
    fc.nat(2),
  )
  .map(([outer, inner, all, end]) => {
    const entries = all.map(
      (each, at) => `${indented(`s-${at}:`, outer)}\n${indented(each, outer + inner)}\n`,
    );
    return `${HEADS[0] ?? ''}${entries.join('')}${['', '# end\n', 'strategies: {}\n'][end] ?? ''}`;
  });

const RUNS = Number(process.env['PLAIN_RUNS'] ?? 1000);

describe('any text', () => {
  it.each([
    ['made of odd lines', file, 0.1],
    ['that is mostly right', soundFile, 1],
  ])('%s means the same to both readers', (_, texts, least) => {
    let [plain, taken] = [0, 0];
    fc.assert(
      fc.property(texts, fc.array(slip, { maxLength: 1 }), (text, slips) => {
        const slipped = slips.reduce((made, change) => change(made), text);
        const [one, other] = [read(slipped, partsOf), read(slipped, wholeOf)];
        expect(one).toEqual(other);
        plain += plainNames(slipped).length;
        if (Array.isArray(one) && one.every((each) => 'key' in each)) taken++;
      }),
      { numRuns: RUNS },
    );
    // A generator that makes nothing plain, or nothing right, would compare little.
    expect(plain).toBeGreaterThan(RUNS * least);
    expect(taken).toBeGreaterThan((RUNS * least) / 10);
  });
});
