import { describe, expect, it } from 'vitest';
import { isStrategy } from '../../../src/model/terms.ts';
import { brief, entriesOf, load, oneOrder, pointed, problemsOf } from '../../support/specs.ts';

const entry = async (fields: Parameters<typeof oneOrder>[0] = {}, environment?: string) => {
  const [first] = await entriesOf({ 'a.yaml': oneOrder(fields) }, environment);
  if (!first || isStrategy(first.terms)) throw new Error('no order');
  return { ...first, terms: first.terms };
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
      overrides: [{ limit: 'TF-L09', reason: 'agreed with risk' }],
      place: { file: 'a.yaml', line: 3, column: 3 },
    }));

  it('is frozen through and through', async () => {
    const override = '[{ limit: TF-L09, reason: x }]';
    const [read] = await entriesOf({ 'a.yaml': oneOrder({ labels: '{ a: b }', formerly: '[x]', override }) });
    const parts = [read, read?.terms, read?.labels, read?.formerly, read?.place, read?.overrides];
    for (const part of [...parts, read?.overrides?.[0]]) expect(Object.isFrozen(part)).toBe(true);
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
    ['strategy', 'gtc', 'did you mean GTC? Allowed here: RFQ, MARKET, FOK, LIMIT, GTC, GTD'],
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
    ['override', '[{ limit: TF-L00, reason: x }]', 'remove the override: without limits nothing'],
    ['override', '[{ limit: TF-L11, reason: x }]', "remove the override: these are the venue's own bounds"],
    ['override', '[{ limit: TF-L21, reason: x }]', 'a named person lifts that halt: `tradeform unhalt`'],
    ['override', '[{ limit: TF-L22, reason: x }]', 'a named person lifts a halt: `tradeform unhalt`'],
    ['override', '[{ limit: TF-L18, reason: x }]', 'did you mean'],
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
      remedy: 'did you mean treasury? Accounts of paper at aquanow: treasury, reserve',
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

describe('times', () => {
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

const AT_ONCE = { RFQ: 'priceLimit', MARKET: 'priceGuard', FOK: 'tradePrice' } as const;

describe('the price of an order', () => {
  const prices = { ...AT_ONCE, LIMIT: 'priceLimit', GTC: 'priceLimit', GTD: 'priceLimit' } as const;
  const dated = (strategy: string) =>
    strategy === 'GTD' ? { strategy, expirationTime: '2027-02-15T21:00:00Z' } : { strategy };

  it.each(Object.entries(prices))('of %s is its %s', async (strategy, price) => {
    const base = { ...dated(strategy), priceLimit: undefined };
    expect((await entry({ ...base, [price]: '95000.00 USD' })).terms).toEqual({
      ...{ strategy, ticker: 'BTC-USD', side: 'buy', receiveQuantity: '0.50', [price]: '95000.00' },
      ...(strategy === 'GTD' ? { expirationTime: Date.UTC(2027, 1, 15, 21) } : {}),
    });
    expect(await problem(base)).toMatchObject({
      code: 'spec/missing-field',
      message: `\`${price}\` is missing`,
      pointed: 'btc-1',
    });
  });
  it.each(
    Object.entries(prices).flatMap(([strategy, right]) =>
      Object.values(AT_ONCE).flatMap((wrong) => (wrong === right ? [] : [[strategy, wrong, right] as const])),
    ),
  )('of %s, given as %s, is one problem that names %s', async (strategy, wrong, right) => {
    const base = { ...dated(strategy), priceLimit: undefined };
    const message = `\`${wrong}\` is not the price of a ${strategy} order: that is \`${right}\``;
    const instead = await problem({ ...base, [wrong]: '95000' });
    expect(instead).toMatchObject({ code: 'spec/not-here', message, pointed: wrong });
    expect(instead.remedy).toContain(`write \`${right}: 95000\``);
    expect(await problem({ ...base, [wrong]: '95000', [right]: '95000' })).toMatchObject({
      message,
      remedy: 'remove it',
    });
  });
  it('of MARKET bounds nothing, and the problem says so', async () => {
    const { remedy } = await problem({ strategy: 'MARKET', priceLimit: undefined });
    expect(remedy).toContain('a MARKET order takes any price: a quote is asked for just before it is sent');
    expect((await problem({ strategy: 'MARKET' })).remedy).toContain('which bounds nothing at the venue');
  });
  it('is told once where it is called by another name', async () =>
    expect(await problem({ strategy: 'FOK', priceLimit: undefined, price: '95000' })).toMatchObject({
      message: 'unknown field `price`',
      remedy: expect.stringContaining('did you mean tradePrice?') as unknown,
    }));
  it('is missing where nobody can say which one it is', async () =>
    expect(
      brief(await problemsOf({ 'a.yaml': oneOrder({ strategy: undefined, priceLimit: undefined }) })),
    ).toEqual([
      'a.yaml:3:3 spec/missing-field a price is missing',
      'a.yaml:3:3 spec/missing-field `strategy` is missing',
    ]));
  it.each(['tradePrice', 'priceGuard'])('%s is in the quote currency', async (price) => {
    const strategy = price === 'tradePrice' ? 'FOK' : 'MARKET';
    expect(await problem({ strategy, priceLimit: undefined, [price]: '95000 BTC' })).toMatchObject({
      code: 'spec/currency',
      message: 'the price of BTC-USD is in USD, not BTC',
      pointed: '95000 BTC',
    });
  });
});

describe('orders that trade at once', () => {
  const fields = (strategy: keyof typeof AT_ONCE) => ({
    strategy,
    priceLimit: undefined,
    [AT_ONCE[strategy]]: '95000',
  });
  it.each(['RFQ', 'MARKET', 'FOK'] as const)('outside paper, %s says until when', async (strategy) => {
    const found = await problem(fields(strategy), 'live');
    expect(found).toMatchObject({
      code: 'spec/missing-field',
      message: `\`notAfter\` is missing: outside paper, ${strategy} orders say until when they may be sent`,
      pointed: 'btc-1',
    });
    expect(found.remedy).toContain('`notAfter: 2026-12-01T20:00:00Z`');
    const dated = { ...fields(strategy), notAfter: '2026-12-01T20:00:00Z' };
    expect((await entry(dated, 'live')).notAfter).toBe(Date.UTC(2026, 11, 1, 20));
  });
  it.each(['RFQ', 'MARKET', 'FOK'] as const)('in paper, %s need not', async (strategy) =>
    expect((await entry(fields(strategy))).notAfter).toBeUndefined(),
  );
  it('may take it from the defaults', async () => {
    const head = 'version: 1\ndefaults: { orders: { notAfter: 2026-12-01T20:00:00Z } }\n';
    const text = oneOrder({ strategy: 'RFQ' }).replace('version: 1\n', head);
    expect(await entriesOf({ 'a.yaml': text }, 'live')).toHaveLength(1);
  });
  it('that rest need none', async () => expect((await entry({}, 'live')).notAfter).toBeUndefined());
  it.each(['RFQ', 'MARKET', 'FOK'] as const)('%s has no expirationTime', async (strategy) =>
    expect(await problem({ ...fields(strategy), expirationTime: '2027-02-15T21:00:00Z' })).toMatchObject({
      code: 'spec/not-here',
      pointed: 'expirationTime',
    }),
  );
});

describe('what belongs to the other venue', () => {
  it('an account of volven takes no order', async () =>
    expect(await problem({ account: 'bybit-main' })).toMatchObject({
      code: 'spec/account',
      message: 'account `bybit-main` is at volven; orders are placed at aquanow',
      remedy: 'Accounts of paper at aquanow: treasury, reserve',
      pointed: 'bybit-main',
    }));
  it('where no account fits, the problem says so', async () => {
    const project = 'version: 1\nproject: desk\naccounts: { bybit-main: { venue: volven, id: 1 } }\n';
    const [found] = await problemsOf({ 'tradeform.yaml': project, 'a.yaml': oneOrder() });
    expect(found).toMatchObject({
      message: 'unknown account `treasury`',
      remedy: 'add an account at aquanow to tradeform.yaml: environment paper has none',
    });
  });
  it('a strategy of volven is no order', async () =>
    expect(await problem({ strategy: 'SMO' })).toMatchObject({
      code: 'spec/value',
      message: '`SMO` is a strategy of volven, not an order at aquanow',
      remedy: 'write it under `strategies:`, as `type: SMO`',
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
      'a.yaml:4:3 spec/missing-field a price is missing',
      'a.yaml:4:3 spec/quantity neither `receiveQuantity` nor `deliverQuantity`: an order has exactly one',
      'a.yaml:4:3 spec/missing-field `side` is missing',
      'a.yaml:4:3 spec/missing-field `account` is missing',
      'a.yaml:4:3 spec/missing-field `strategy` is missing',
      'a.yaml:4:3 spec/missing-field `ticker` is missing',
      'b.yaml:7:11 spec/value `BUY` is not a valid side',
    ]);
  });
  it('of an entry whose fields are not indented below its name: each told as a field', async () => {
    const text =
      'version: 1\norders:\n  x:\n  side: buy\n  receiveQuantity: 1 BTC\n  labels: { ticket: T }\nbelow: { side: buy }\n';
    const problems = await problemsOf({ 'a.yaml': text });
    expect(problems.map(({ place, remedy }) => `${place?.line} ${remedy}`)).toEqual([
      '3 give it its fields, indented below its name, or remove it',
      '4 indent it below the name of its order',
      '5 it is a field: indent it below the name of its entry',
      '6 indent it below the name of its order',
      '7 if it is an order, indent it below `orders:`. Allowed here: version, defaults, orders, strategies',
    ]);
  });
  it('a name that is a field’s too is taken for an order where it has the fields of one', async () => {
    const fields = { side: 'BUY' };
    const [one, ...more] = await problemsOf({ 'a.yaml': oneOrder(fields).replace('btc-1:', 'labels:') });
    expect(one).toMatchObject({ message: '`BUY` is not a valid side' });
    expect(more).toEqual([]);
  });
  it('never gives a part of the entries', async () => {
    const loaded = await load({ 'a.yaml': oneOrder(), 'b.yaml': 'version: 1\norders: {\n' });
    expect(loaded).toMatchObject({ ok: false });
    expect(loaded).not.toHaveProperty('entries');
  });
});
