import { describe, expect, it } from 'vitest';
import { brief, entriesOf, load, oneOrder, pointed, problemsOf } from '../../support/specs.ts';

const entry = async (fields: Parameters<typeof oneOrder>[0] = {}, environment?: string) => {
  const [first] = await entriesOf({ 'a.yaml': oneOrder(fields) }, environment);
  if (!first) throw new Error('no entry');
  return first;
};
/** The only problem of an order that differs in these fields. */
const problem = async (fields: Parameters<typeof oneOrder>[0], environment?: string) => {
  const problems = await problemsOf({ 'a.yaml': oneOrder(fields) }, environment);
  expect(brief(problems)).toHaveLength(1);
  const [only] = problems;
  if (!only) throw new Error('no problem');
  return { ...only, pointed: pointed(only) };
};

describe('an order', () => {
  it('is read with its defaults', async () =>
    expect(await entry()).toEqual({
      key: 'order/btc-1',
      account: 'treasury',
      terms: {
        strategy: 'GTC',
        ticker: 'BTC-USD',
        side: 'buy',
        receiveQuantity: '0.50',
        priceLimit: '95000.00',
      },
      generation: 1,
      formerly: [],
      protect: false,
      labels: {},
      place: { file: 'a.yaml', line: 3, column: 3 },
    }));

  it('is read with every field', async () =>
    expect(
      await entry({
        strategy: 'GTD',
        side: 'sell',
        receiveQuantity: undefined,
        deliverQuantity: '"2 BTC"',
        priceLimit: '110000.00 USD',
        expirationTime: '2027-02-15T21:00:00Z',
        notAfter: '2026-12-02T09:00:00-05:00',
        usernameRef: '007',
        generation: '2',
        formerly: '[btc-old, btc-older]',
        protect: 'true',
        labels: '{ ticket: 0118, urgent: yes, note: "1e3", on: true }',
        description: '"Take profit: half of it"',
        override: '[{ limit: TF-L09, reason: agreed with risk }]',
      }),
    ).toEqual({
      key: 'order/btc-1',
      account: 'treasury',
      terms: {
        strategy: 'GTD',
        ticker: 'BTC-USD',
        side: 'sell',
        deliverQuantity: '2',
        priceLimit: '110000.00',
        expirationTime: Date.UTC(2027, 1, 15, 21),
        usernameRef: '007',
      },
      generation: 2,
      formerly: ['order/btc-old', 'order/btc-older'],
      protect: true,
      notAfter: Date.UTC(2026, 11, 2, 14),
      labels: { ticket: '0118', urgent: 'yes', note: '1e3', on: 'true' },
      description: 'Take profit: half of it',
      place: { file: 'a.yaml', line: 3, column: 3 },
    }));

  it('is frozen through and through', async () => {
    const read = await entry({ labels: '{ a: b }', formerly: '[x]' });
    for (const part of [read, read.terms, read.labels, read.formerly, read.place])
      expect(Object.isFrozen(part)).toBe(true);
  });
});

describe('texts', () => {
  it.each([
    ['0118', '0118'],
    ['1e3', '1e3'],
    ['yes', 'yes'],
    ['0x1F', '0x1F'],
    ['1_000', '1_000'],
    ['2026-12-01', '2026-12-01'],
    ['.inf', '.inf'],
    ['"a: \\"b\\" \\u00e9"', 'a: "b" é'],
    ["'it''s'", "it's"],
    ['TRE-118 ', 'TRE-118'],
  ])('a label %s stays %j', async (yaml, text) =>
    expect((await entry({ labels: `{ ticket: ${yaml} }` })).labels).toEqual({ ticket: text }),
  );

  it('a description may have several lines', async () =>
    expect((await entry({ description: '|\n      one\n      two\n' })).description).toBe('one\ntwo\n'));

  it.each(['', '~', 'null', 'NULL'])('a label can not be %j', async (yaml) => {
    expect(await problem({ labels: `{ ticket: ${yaml} }` })).toMatchObject({
      code: 'spec/no-value',
      message: '`ticket` has no value',
    });
  });
  it('the quoted word null is a text', async () =>
    expect((await entry({ labels: '{ ticket: "null" }' })).labels).toEqual({ ticket: 'null' }));
  it.each([
    ['""', 'spec/no-value'],
    ['[a]', 'spec/type'],
    ['{ a: b }', 'spec/type'],
    ['x'.repeat(201), 'spec/too-long'],
  ])('a label can not be %s', async (yaml, code) =>
    expect(await problem({ labels: `{ ticket: ${yaml} }` })).toMatchObject({ code }),
  );
  it('a label has a proper name', async () =>
    expect(await problem({ labels: '{ 1st: a }' })).toMatchObject({
      code: 'spec/label-name',
      pointed: '1st',
    }));
  it.each(['constructor', 'toString', 'hasOwnProperty'])('a label may be called %s', async (name) =>
    expect((await entry({ labels: `{ ${name}: a }` })).labels).toEqual({ [name]: 'a' }),
  );
});

describe('amounts', () => {
  it.each(['0.10000000000000000001', '123456789012345678901234567890', '1.00'])(
    '%s arrives digit for digit',
    async (text) => expect((await entry({ receiveQuantity: text })).terms.receiveQuantity).toBe(text),
  );
  it('quotes change nothing', async () =>
    expect((await entry({ receiveQuantity: '"0.50"' })).terms.receiveQuantity).toBe('0.50'));

  it.each([
    ['1e3', 'write 1000'],
    ['0x10', 'write 16'],
    ['010', 'write 10'],
    ['95,000', 'write 95000'],
    ['95_000', 'write 95000'],
    ['.5', 'write 0.5'],
    ['+1', 'write 1'],
    ['0.5btc', 'write 0.5 BTC'],
    ['"1e3"', 'write 1000'],
  ])('%s is a problem that shows the rewritten value', async (yaml, remedy) =>
    expect(await problem({ receiveQuantity: yaml })).toMatchObject({
      code: 'spec/amount',
      remedy,
      pointed: yaml,
    }),
  );
  it.each(['-1', '.inf', 'lots', '1,5'])('%s is a problem', async (yaml) =>
    expect(await problem({ receiveQuantity: yaml })).toMatchObject({ code: 'spec/amount', pointed: yaml }),
  );
  it.each(['receiveQuantity', 'priceLimit'])('a %s of zero is a problem', async (field) =>
    expect(await problem({ [field]: '0.00' })).toMatchObject({
      code: 'spec/amount',
      message: '`0.00` is zero',
    }),
  );
  it('has at most 64 characters', async () =>
    expect(await problem({ receiveQuantity: '1'.repeat(65) })).toMatchObject({ code: 'spec/too-long' }));
});

describe('currencies', () => {
  it.each([
    ['buy', 'receiveQuantity', 'BTC'],
    ['buy', 'deliverQuantity', 'USD'],
    ['sell', 'receiveQuantity', 'USD'],
    ['sell', 'deliverQuantity', 'BTC'],
  ])('on a %s, %s is in %s', async (side, field, right) => {
    const wrong = right === 'BTC' ? 'USD' : 'BTC';
    const base = { side, receiveQuantity: undefined };
    expect((await entry({ ...base, [field]: `1.5 ${right}` })).terms).toMatchObject({ [field]: '1.5' });
    expect(await problem({ ...base, [field]: `1.5 ${wrong}` })).toMatchObject({
      code: 'spec/currency',
      message: `\`${field}\` of a ${side} of BTC-USD is in ${right}, not ${wrong}`,
      pointed: `1.5 ${wrong}`,
    });
  });

  it('offers the other quantity where the currency fits that', async () =>
    expect((await problem({ receiveQuantity: '500 USD' })).remedy).toBe(
      'write `deliverQuantity: 500 USD`, or the amount in BTC',
    ));
  it('a price is in the quote currency', async () => {
    expect((await entry({ priceLimit: '1 USD' })).terms.priceLimit).toBe('1');
    expect(await problem({ priceLimit: '1 BTC' })).toMatchObject({
      code: 'spec/currency',
      message: 'the price of BTC-USD is in USD, not BTC',
      remedy: 'write the amount in USD',
    });
  });
  it('an unknown currency is named with the right one', async () =>
    expect((await problem({ receiveQuantity: '1 ETH' })).message).toContain('is in BTC, not ETH'));

  it('a live environment wants a quantity to name its currency', async () => {
    expect((await entry({ receiveQuantity: '1 BTC' }, 'live')).terms.receiveQuantity).toBe('1');
    expect(await problem({ receiveQuantity: '1' }, 'live')).toMatchObject({
      code: 'spec/units',
      message: '`receiveQuantity` must name its currency in environment live',
      remedy: 'write 1 BTC (`requireUnits: false` turns this off)',
    });
  });
  it('paper does not', async () =>
    expect((await entry({ receiveQuantity: '1' })).terms.receiveQuantity).toBe('1'));
});

describe('fields', () => {
  it('an unknown one is named, with what was meant and what is allowed', async () => {
    const found = await problem({ priceLimit: undefined, priceLimits: '95000' });
    expect(found).toMatchObject({
      code: 'spec/unknown-field',
      message: 'unknown field `priceLimits`',
      pointed: 'priceLimits',
      place: { file: 'a.yaml', line: 9, column: 5 },
    });
    expect(found.remedy).toContain('did you mean priceLimit? Allowed here: strategy, account, ticker,');
  });
  it.each([
    ['tradeSide', 'side'],
    ['symbol', 'ticker'],
    ['price', 'priceLimit'],
    ['accountId', 'account'],
    ['type', 'strategy'],
    ['expiry', 'expirationTime'],
  ])('%s is known by its name here, %s', async (word, meant) =>
    expect((await problem({ [word]: 'x' })).remedy).toContain(`did you mean ${meant}?`),
  );

  it.each(['account', 'strategy', 'ticker', 'side', 'priceLimit'])('%s is required', async (field) =>
    expect(await problem({ [field]: undefined })).toMatchObject({
      code: 'spec/missing-field',
      message: `\`${field}\` is missing`,
      pointed: 'btc-1',
    }),
  );
  it.each([
    ['strategy', 'gtc', 'did you mean GTC? Allowed here: LIMIT, GTC, GTD'],
    ['side', 'BUY', 'did you mean buy? Allowed here: buy, sell'],
    ['ticker', 'btc/usd', 'write BTC-USD'],
    ['protect', 'yes', 'write true or false'],
    ['generation', '1.0', undefined],
    ['generation', '0', undefined],
    ['generation', '1024', undefined],
    ['generation', '-1', undefined],
    ['usernameRef', 'desk_a', undefined],
    ['usernameRef', 'a'.repeat(43), undefined],
    ['account', 'Treasury', undefined],
    ['override', '[{ limit: TF-L11, reason: x }]', 'remove the override'],
    ['override', '[{ limit: TF-L9, reason: x }]', undefined],
    ['override', '[{ limit: TF-L09 }]', 'add `reason:`'],
    ['override', '[]', undefined],
    ['formerly', 'btc-old', undefined],
    ['formerly', '[btc-old, btc-old]', 'keep one of them'],
    ['formerly', '[Btc]', 'write btc'],
    ['formerly', '[]', undefined],
    ['labels', '[desk]', undefined],
    ['description', '""', undefined],
  ])('%s: %s is refused', async (field, value, remedy) => {
    const found = await problem({ [field]: value });
    expect(found.place?.line).toBeGreaterThan(3);
    expect(found.remedy ?? '').toContain(remedy ?? '');
  });
  it.each([
    ['usernameRef', 'A'.repeat(42)],
    ['generation', '1023'],
    ['protect', 'false'],
  ])('%s: %s is taken', async (field, value) => expect(await entry({ [field]: value })).toBeDefined());

  it('an account must be one of the environment', async () =>
    expect(await problem({ account: 'treasry' })).toMatchObject({
      code: 'spec/account',
      message: 'unknown account `treasry`',
      remedy: 'did you mean treasury? Accounts of paper: treasury, reserve',
      pointed: 'treasry',
    }));
  it('exactly one quantity: not both', async () =>
    expect(await problem({ deliverQuantity: '100 USD' })).toMatchObject({
      code: 'spec/quantity',
      pointed: 'deliverQuantity',
    }));
  it('exactly one quantity: not none', async () =>
    expect(await problem({ receiveQuantity: undefined })).toMatchObject({
      code: 'spec/quantity',
      pointed: 'btc-1',
    }));
  it('an order without fields is none', async () => {
    const files = { 'a.yaml': 'version: 1\norders:\n  btc-1:\n  btc-2: GTC\n  btc-3: []\n' };
    expect((await problemsOf(files)).map(({ code }) => code)).toEqual(Array(3).fill('spec/no-value'));
  });
});

describe('strategies', () => {
  it.each(['LIMIT', 'GTC'])('%s has no expirationTime', async (strategy) => {
    expect((await entry({ strategy })).terms.expirationTime).toBeUndefined();
    expect(await problem({ strategy, expirationTime: '2027-02-15T21:00:00Z' })).toMatchObject({
      code: 'spec/not-here',
      pointed: 'expirationTime',
    });
  });
  it('GTD has one', async () => {
    expect((await entry({ strategy: 'GTD', expirationTime: '2027-02-15T21:00Z' })).terms.expirationTime).toBe(
      Date.UTC(2027, 1, 15, 21),
    );
    expect(await problem({ strategy: 'GTD' })).toMatchObject({
      code: 'spec/missing-field',
      message: '`expirationTime` is missing',
    });
  });
  it.each(['2027-02-15', '2027-02-15T21:00:00', 'tomorrow', '1669972404350'])(
    '%s is no time',
    async (text) => {
      expect(await problem({ notAfter: text })).toMatchObject({ code: 'spec/time', pointed: text });
      expect(await problem({ strategy: 'GTD', expirationTime: text })).toMatchObject({ code: 'spec/time' });
    },
  );
  it('a day that is none is told', async () =>
    expect(await problem({ notAfter: '2027-02-30T00:00:00Z' })).toMatchObject({
      message: 'there is no such time as `2027-02-30T00:00:00Z`',
    }));
});

describe('words of the product that this version does not act on', () => {
  it.each([
    ['RFQ', {}],
    ['MARKET', { priceLimit: undefined }],
    ['MARKET', { priceLimit: undefined, priceGuard: '95000' }],
    ['FOK', { priceLimit: undefined, tradePrice: '95000' }],
  ])('%s is one clear problem', async (strategy, fields) =>
    expect(await problem({ strategy, ...fields })).toMatchObject({
      code: 'spec/unsupported',
      message: `\`${strategy}\` orders are not supported by this version of tradeform`,
      remedy: 'this version places LIMIT, GTC, GTD orders',
    }),
  );
  it('tradePrice in a GTC order is known, and not supported', async () =>
    expect(await problem({ tradePrice: '95000' })).toMatchObject({
      code: 'spec/unsupported',
      pointed: 'tradePrice',
    }));
  it('a strategies block is one clear problem', async () => {
    const files = { 'a.yaml': 'version: 1\nstrategies:\n  s: { type: SMO, account: bybit-main }\n' };
    expect(brief(await problemsOf(files))).toEqual([
      'a.yaml:2:1 spec/unsupported `strategies:` is not supported by this version of tradeform',
    ]);
  });
  it('an order on a volven account is one clear problem', async () =>
    expect(await problem({ account: 'bybit-main' })).toMatchObject({
      code: 'spec/unsupported',
      pointed: 'bybit-main',
    }));
});

describe('every problem at once', () => {
  it('within an order, over orders and over files, in their order', async () => {
    const loaded = await load({
      'b.yaml': oneOrder({ side: 'BUY' }),
      'a.yaml':
        'version: 1\norders:\n  x: { strategy: GTC, side: by, ticker: B, receiveQuantity: 1e3, priceLimit: 0, z: 1 }\n  y: {}\n',
    });
    if (loaded.ok) throw new Error('no problem');
    expect(brief(loaded.problems)).toEqual([
      'a.yaml:3:3 spec/missing-field `account` is missing',
      'a.yaml:3:29 spec/value `by` is not a valid side',
      'a.yaml:3:41 spec/ticker `B` is not a valid ticker',
      'a.yaml:3:61 spec/amount `1e3` is not an amount',
      'a.yaml:3:78 spec/amount `0` is zero',
      'a.yaml:3:81 spec/unknown-field unknown field `z`',
      'a.yaml:4:3 spec/quantity neither `receiveQuantity` nor `deliverQuantity`: an order has exactly one',
      'a.yaml:4:3 spec/missing-field `side` is missing',
      'a.yaml:4:3 spec/missing-field `priceLimit` is missing',
      'a.yaml:4:3 spec/missing-field `account` is missing',
      'a.yaml:4:3 spec/missing-field `strategy` is missing',
      'a.yaml:4:3 spec/missing-field `ticker` is missing',
      'b.yaml:7:11 spec/value `BUY` is not a valid side',
    ]);
  });
  it('never gives a part of the entries', async () => {
    const loaded = await load({ 'a.yaml': oneOrder(), 'b.yaml': 'version: 1\norders: {\n' });
    expect(loaded).toMatchObject({ ok: false });
    expect(loaded).not.toHaveProperty('entries');
  });
});
