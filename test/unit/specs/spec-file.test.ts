import { describe, expect, it } from 'vitest';
import { brief, entriesOf, oneOrder, oneStrategy, pointed, problemsOf } from '../../support/specs.ts';

const FIELDS = 'strategy: GTC, ticker: BTC-USD, side: buy, receiveQuantity: 1, priceLimit: 1';
const order = (name: string, more = ''): string => `  ${name}: { account: treasury, ${FIELDS}${more} }\n`;
const file = (...orders: readonly string[]): string => `version: 1\norders:\n${orders.join('')}`;

const withDefaults = (defaults: string, ...orders: readonly string[]): string =>
  `version: 1\ndefaults:\n  orders: ${defaults}\norders:${orders.length === 0 ? ' {}\n' : `\n${orders.join('')}`}`;

describe('a spec file', () => {
  it('may have no orders', async () => expect(await entriesOf({ 'a.yaml': 'version: 1\n' })).toEqual([]));
  it('may have an empty map of them', async () =>
    expect(await entriesOf({ 'a.yaml': 'version: 1\norders: {}\n' })).toEqual([]));
  it('may be JSON', async () =>
    expect(
      await entriesOf({
        'a.yaml': `{"version": 1, "orders": {"a": {"account": "treasury", "strategy": "GTC", "ticker": "BTC-USD",
          "side": "buy", "receiveQuantity": 0.50, "priceLimit": "1.10"}}}`,
      }),
    ).toMatchObject([{ terms: { receiveQuantity: '0.50', priceLimit: '1.10' } }]));
  it('may begin with `---` and end with `...`', async () =>
    expect(await entriesOf({ 'a.yaml': `---\n${oneOrder()}...\n` })).toHaveLength(1));

  it.each([
    [
      'foo: 1\n',
      'a.yaml:1:1 spec/missing-field `version` is missing: every YAML file of a project is a spec file',
    ],
    [
      'services:\n  a: { b: c }\n',
      'a.yaml:1:1 spec/missing-field `version` is missing: every YAML file of a project is a spec file',
    ],
    ['orders: {}\n', 'a.yaml:1:1 spec/missing-field `version` is missing'],
    ['version: 2\n', 'a.yaml:1:10 spec/version version `2` is not known to this tradeform'],
    ['version:\n', 'a.yaml:1:1 spec/version version `null` is not known to this tradeform'],
    ['version: 1\norders:\n', 'a.yaml:2:1 spec/no-value `orders` has no value'],
    ['version: 1\norders: []\n', 'a.yaml:2:9 spec/type `orders` is a list; it must be a map'],
    ['version: 1\norder: {}\n', 'a.yaml:2:1 spec/unknown-field unknown field `order`'],
    ['version: 1\norders:\n  Btc_1: {}\n', 'a.yaml:3:3 spec/name `Btc_1` is not a valid name'],
    ['- version: 1\n', 'a.yaml:1:1 yaml/no-map the file is not a map'],
    ['hello\n', 'a.yaml:1:1 yaml/no-map the file is not a map'],
    ['version: 1\nproject: x\n', 'a.yaml:2:1 spec/nested-project a project file within a project'],
  ])('%j is a problem', async (text, expected) =>
    expect(brief(await problemsOf({ 'a.yaml': text }))).toContain(expected),
  );
  it('of something else has one problem, not one a key', async () =>
    expect(await problemsOf({ 'compose.yml': 'services: {}\nnetworks: {}\nvolumes: {}\n' })).toHaveLength(1));
  it.each(['a', 'a1', 'btc-dip-1', `a${'b'.repeat(62)}`])('an order may be called %s', async (name) =>
    expect(await entriesOf({ 'a.yaml': file(order(name)) })).toHaveLength(1),
  );
  it.each(['A', '1a', '-a', 'a_b', 'a.b', 'ä', `a${'b'.repeat(63)}`])(
    'an order is not called %s',
    async (name) => {
      const [problem] = await problemsOf({ 'a.yaml': file(order(name)) });
      expect(problem).toMatchObject({ code: 'spec/name', place: { line: 3, column: 3 } });
    },
  );
});

describe('defaults', () => {
  it('fill what an order leaves out, and an order replaces what they give', async () => {
    const text = withDefaults(
      '{ account: treasury, strategy: GTC, ticker: BTC-USD, protect: true, description: all }',
      '  a: { side: buy, receiveQuantity: 1, priceLimit: 2 }\n',
      '  b: { side: sell, ticker: ETH-USD, deliverQuantity: 1, priceLimit: 2, protect: false, account: reserve }\n',
    );
    expect(await entriesOf({ 'a.yaml': text })).toMatchObject([
      {
        account: 'treasury',
        terms: { strategy: 'GTC', ticker: 'BTC-USD' },
        protect: true,
        description: 'all',
      },
      { account: 'reserve', terms: { ticker: 'ETH-USD' }, protect: false, description: 'all' },
    ]);
  });
  it('merge labels by key', async () => {
    const text = withDefaults(
      '{ labels: { desk: t, ticket: T-1 } }',
      order('a', ', labels: { ticket: T-2, x: y }'),
      order('b'),
    );
    expect((await entriesOf({ 'a.yaml': text })).map(({ labels }) => labels)).toEqual([
      { desk: 't', ticket: 'T-2', x: 'y' },
      { desk: 't', ticket: 'T-1' },
    ]);
  });
  it('hold for their own file only', async () => {
    const found = await problemsOf({
      'a.yaml': withDefaults('{ account: treasury }', `  a: { ${FIELDS} }\n`),
      'b.yaml': file(`  b: { ${FIELDS} }\n`),
    });
    expect(brief(found)).toEqual(['b.yaml:3:3 spec/missing-field `account` is missing']);
  });
  it.each([
    'side',
    'receiveQuantity',
    'deliverQuantity',
    'size',
    'priceLimit',
    'generation',
    'run',
    'formerly',
    'override',
  ])('never give %s', async (field) => {
    const found = await problemsOf({ 'a.yaml': withDefaults(`{ ${field}: 1 }`) });
    expect(brief(found)).toEqual([
      `a.yaml:3:13 spec/never-default \`${field}\` is never a default: it is each order's own`,
    ]);
  });
  it('with a mistake are told once, where they stand', async () => {
    const text = withDefaults(
      '{ account: treasry, labels: { desk: } }',
      ...['a', 'b', 'c'].map((n) => `  ${n}: { ${FIELDS} }\n`),
    );
    expect(brief(await problemsOf({ 'a.yaml': text }))).toEqual([
      'a.yaml:3:22 spec/account unknown account `treasry`',
      'a.yaml:3:41 spec/no-value `desk` has no value',
    ]);
  });
  it('are checked where no order uses them', async () =>
    expect(brief(await problemsOf({ 'a.yaml': withDefaults('{ acount: x }') }))).toEqual([
      'a.yaml:3:13 spec/unknown-field unknown field `acount`',
    ]));
  it('may not give an expirationTime to an order that has none', async () =>
    expect(
      await problemsOf({ 'a.yaml': withDefaults('{ expirationTime: 2027-02-15T21:00:00Z }', order('a')) }),
    ).toMatchObject([{ code: 'spec/not-here', place: { line: 3, column: 13 } }]));
});

describe('names', () => {
  it('used twice over files are told with both places', async () => {
    const [problem, ...rest] = await problemsOf({
      'b/x.yaml': file(order('a')),
      'a.yaml': file(order('b'), order('a')),
    });
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      code: 'spec/duplicate-name',
      message: 'the name `a` is used twice',
      place: { file: 'b/x.yaml', line: 3, column: 3 },
      related: { message: 'first used here', place: { file: 'a.yaml', line: 4, column: 3 } },
    });
  });
  it('used by an order and a strategy are told with both places', async () => {
    const [problem, ...rest] = await problemsOf({
      'a.yaml': file(order('a')),
      'b.yaml': oneStrategy().replace('smo-1', 'a'),
    });
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      code: 'spec/duplicate-name',
      message: 'the name `a` is used twice',
      place: { file: 'b.yaml', line: 3, column: 3 },
      related: { place: { file: 'a.yaml', line: 3 } },
    });
    expect(problem?.remedy).toContain('one order or strategy in the whole project');
  });
  it('used twice in a file are told with both places', async () =>
    expect(await problemsOf({ 'a.yaml': file(order('a'), order('b'), order('a')) })).toMatchObject([
      {
        code: 'yaml/duplicate-key',
        place: { line: 5, column: 3 },
        related: { place: { line: 3, column: 3 } },
      },
    ]));
  it('whose tags could not be told apart are a problem', async () => {
    const [problem] = await problemsOf({
      'a.yaml': file(order('order-536908')),
      'b.yaml': file(order('order-974574')),
    });
    expect(problem).toMatchObject({
      code: 'spec/tag-collision',
      place: { file: 'b.yaml', line: 3, column: 3 },
      related: { place: { file: 'a.yaml', line: 3, column: 3 } },
    });
  });
  it('collide with former names too', async () =>
    expect(
      await problemsOf({ 'a.yaml': file(order('order-536908'), order('b', ', formerly: [order-974574]')) }),
    ).toMatchObject([{ code: 'spec/tag-collision' }]));

  it('may be swapped', async () =>
    expect(
      await entriesOf({ 'a.yaml': file(order('a', ', formerly: [b]'), order('b', ', formerly: [a]')) }),
    ).toMatchObject([{ formerly: ['order/b'] }, { formerly: ['order/a'] }]));
  it('were no two entries before', async () => {
    const [problem] = await problemsOf({
      'a.yaml': file(order('a', ', formerly: [x]'), order('b', ', formerly: [x]')),
    });
    expect(problem).toMatchObject({
      code: 'spec/formerly',
      message: 'two entries were formerly `x`',
      place: { line: 4 },
      related: { place: { line: 3 } },
    });
  });
  it('had by an order and a strategy before are two names', async () => {
    const entries = await entriesOf({
      'a.yaml': file(order('a', ', formerly: [x]')),
      'b.yaml': oneStrategy({ formerly: '[x]' }),
    });
    expect(entries.map(({ formerly }) => formerly)).toEqual([['order/x'], ['strategy/x']]);
  });
  it('are not their own former ones', async () =>
    expect((await problemsOf({ 'a.yaml': file(order('a', ', formerly: [a]')) }))[0]).toMatchObject({
      code: 'spec/formerly',
    }));
});

describe('a file of both kinds', () => {
  const strategy = (name: string): string =>
    `  ${name}: { type: SMO, account: bybit-main, productCode: btcusdt_f, side: buy, size: 1 }\n`;
  it('gives its entries in the order of the file', async () => {
    const text = `version: 1\nstrategies:\n${strategy('s')}${strategy('r')}orders:\n${order('a')}`;
    expect((await entriesOf({ 'a.yaml': text })).map(({ key }) => key)).toEqual([
      'strategy/s',
      'strategy/r',
      'order/a',
    ]);
  });
  it('may have one without a version told as a spec', async () =>
    expect(brief(await problemsOf({ 'a.yaml': `strategies:\n${strategy('s')}` }))).toEqual([
      'a.yaml:1:1 spec/missing-field `version` is missing',
    ]));
  it.each([
    ['strategies:\n', '2:1 spec/no-value `strategies` has no value'],
    ['strategies: []\n', '2:13 spec/type `strategies` is a list; it must be a map'],
    ['strategies:\n  A: {}\n', '3:3 spec/name `A` is not a valid name'],
    ['strategies:\n  s:\n', '3:3 spec/no-value `s` is no strategy'],
    ['strategies:\n  s: SMO\n', '3:3 spec/no-value `s` is no strategy'],
    ['defaults: { strategies: [] }\n', '2:25 spec/type `strategies` is a list; it must be a map'],
    ['strategy: {}\n', '2:1 spec/unknown-field unknown field `strategy`'],
  ])('%j is a problem', async (text, expected) =>
    expect(brief(await problemsOf({ 'a.yaml': `version: 1\n${text}` }))).toContain(`a.yaml:${expected}`),
  );
  it('has no defaults of one kind for the other', async () => {
    const text = `version: 1\ndefaults: { orders: { account: treasury } }\n${strategy('s').replace('  s', 'strategies:\n  s')}`;
    expect(await entriesOf({ 'a.yaml': text })).toMatchObject([{ account: 'bybit-main' }]);
  });
});

describe('places', () => {
  it.each([
    ['CRLF line ends', 'version: 1\r\norders:\r\n  a:\r\n    side: BUY\r\n', 4, 11],
    ['a byte order mark', '\ufeffversion: 1\norders: { a: { side: BUY } }\n', 2, 22],
    ['tabs between tokens', 'version: 1\norders:\n  a:\n    side:\t\tBUY\n', 4, 12],
    ['wide characters', 'version: 1\norders:\n  a: { description: "日本😀", side: BUY }\n', 3, 35],
    ['combining characters', 'version: 1\norders:\n  a: { description: "e\u0301", side: BUY }\n', 3, 33],
    ['quoted keys', 'version: 1\n"orders":\n  "a": { \'side\': BUY }\n', 3, 18],
    ['a comment before', '# é\nversion: 1\norders:\n  # ü\n  a:\n    side: BUY # no\n', 6, 11],
    ['no line end at the end', 'version: 1\norders: { a: { side: BUY } }', 2, 22],
  ])('are exact with %s', async (_, text, line, column) => {
    const problem = (await problemsOf({ 'a.yaml': text })).find(({ message }) => message.includes('BUY'));
    expect(problem?.place).toEqual({ file: 'a.yaml', line, column });
    expect(pointed(problem ?? { code: '', message: '', remedy: '' })).toBe('BUY');
  });
  it('of entries are those of their names', async () => {
    const text = `version: 1\r\norders:\r\n  # first\r\n  a: { account: treasury, ${FIELDS} }\r\n\r\n  "b": { account: treasury, ${FIELDS} }\r\n`;
    expect((await entriesOf({ 'x/a.yaml': text })).map(({ place }) => place)).toEqual([
      { file: 'x/a.yaml', line: 4, column: 3 },
      { file: 'x/a.yaml', line: 6, column: 3 },
    ]);
  });
  it('point at a value on the next line', async () => {
    const problems = await problemsOf({ 'a.yaml': 'version: 1\norders:\n  a:\n    side:\n      BUY\n' });
    expect(brief(problems)).toContain('a.yaml:5:7 spec/value `BUY` is not a valid side');
  });
  it('keep to the first line of what is long', async () => {
    const [problem] = await problemsOf({ 'a.yaml': 'version: 1\norders:\n  - a\n  - b\n' });
    expect(problem).toMatchObject({ place: { line: 3, column: 3 }, excerpt: '  - a', length: 3 });
  });
});
