import { describe, expect, it } from 'vitest';
import type { StrategyTerms } from '../../../src/model/terms.ts';
import { brief, entriesOf, oneOrder, oneStrategy, pointed, problemsOf } from '../../support/specs.ts';

type Fields = Parameters<typeof oneStrategy>[0];

const strategy = async (fields: Fields = {}, environment?: string) => {
  const [first] = await entriesOf({ 'a.yaml': oneStrategy(fields) }, environment);
  if (!first) throw new Error('no entry');
  return { ...first, terms: first.terms as StrategyTerms };
};
/** The only problem of a strategy that differs in these fields. */
const problem = async (fields: Fields) => {
  const problems = await problemsOf({ 'a.yaml': oneStrategy(fields) });
  expect(brief(problems)).toHaveLength(1);
  const [only] = problems;
  if (!only) throw new Error('no problem');
  return { ...only, pointed: pointed(only) };
};

describe('a strategy', () => {
  it('is read with its defaults', async () =>
    expect(await strategy()).toEqual({
      key: 'strategy/smo-1',
      account: 'bybit-main',
      terms: { strategyType: 'SMO', productCode: 'btcusdt_f', side: 'buy', size: '0.1', parameters: {} },
      run: 'started',
      kinds: { size: 'size', priceLimit: 'price', orderMaxSize: 'size', triggerPrice: 'price' },
      generation: 1,
      formerly: [],
      protect: false,
      labels: {},
      place: { file: 'a.yaml', line: 3, column: 3 },
    }));

  it('is read with every field', async () =>
    expect(
      await strategy({
        ...{
          side: 'sell',
          size: '0.10',
          priceLimit: '95000.00',
          orderMaxSize: '"0.03"',
          aggressiveness: '0.50',
        },
        ...{
          triggerPrice: '94000',
          useSpikeProtection: 'false',
          alwaysPassive: 'true',
          ignoreWarnings: 'false',
        },
        ...{ run: 'paused', notAfter: '2026-12-02T09:00:00-05:00', generation: '2', formerly: '[a, b]' },
        ...{ protect: 'true', labels: '{ ticket: 0118 }', description: 'Slowly' },
        override: '[{ limit: TF-L05, reason: agreed }]',
      }),
    ).toEqual({
      key: 'strategy/smo-1',
      account: 'bybit-main',
      terms: {
        strategyType: 'SMO',
        productCode: 'btcusdt_f',
        side: 'sell',
        size: '0.10',
        priceLimit: '95000.00',
        parameters: {
          ...{ orderMaxSize: '0.03', aggressiveness: '0.50', triggerPrice: '94000' },
          ...{ useSpikeProtection: false, alwaysPassive: true, ignoreWarnings: false },
        },
      },
      run: 'paused',
      kinds: { size: 'size', priceLimit: 'price', orderMaxSize: 'size', triggerPrice: 'price' },
      generation: 2,
      formerly: ['strategy/a', 'strategy/b'],
      protect: true,
      notAfter: Date.UTC(2026, 11, 2, 14),
      labels: { ticket: '0118' },
      description: 'Slowly',
      overrides: [{ limit: 'TF-L05', reason: 'agreed' }],
      place: { file: 'a.yaml', line: 3, column: 3 },
    }));

  it('is frozen through and through', async () => {
    const [read] = await entriesOf({ 'a.yaml': oneStrategy({ aggressiveness: '1', labels: '{ a: b }' }) });
    const { parameters } = (read?.terms ?? {}) as StrategyTerms;
    for (const part of [read, read?.terms, parameters, read?.kinds, read?.labels, read?.formerly])
      expect(Object.isFrozen(part)).toBe(true);
  });
  it('needs no notAfter outside paper, nor units', async () =>
    expect((await strategy({}, 'live')).notAfter).toBeUndefined());
});

describe('its amounts', () => {
  const FIELDS = ['size', 'priceLimit', 'orderMaxSize', 'triggerPrice'];
  it.each(['0.10000000000000000001', '123456789012345678901234567890', '1.00'])(
    '%s arrive digit for digit',
    async (text) => {
      const { terms } = await strategy(Object.fromEntries(FIELDS.map((field) => [field, text])));
      const { orderMaxSize, triggerPrice } = terms.parameters;
      expect([terms.size, terms.priceLimit, orderMaxSize, triggerPrice]).toEqual([text, text, text, text]);
    },
  );
  it.each(FIELDS)('%s has no currency: the product tells it', async (field) =>
    expect(await problem({ [field]: '0.1 BTC' })).toMatchObject({
      code: 'spec/units',
      message: "`0.1 BTC` names a currency: a strategy's amounts have none, its product tells it",
      remedy: 'write 0.1',
      pointed: '0.1 BTC',
    }),
  );
  it.each(FIELDS)('%s is above zero', async (field) =>
    expect(await problem({ [field]: '0.0' })).toMatchObject({
      code: 'spec/amount',
      message: '`0.0` is zero',
    }),
  );
  it.each([
    ['1e3', 'write 1000'],
    ['0x10', 'write 16'],
    ['010', 'write 10'],
    ['95,000', 'write 95000'],
    ['95_000', 'write 95000'],
    ['.5', 'write 0.5'],
    ['-1', '`side` gives the direction; an amount is always above zero'],
    ['0.5btc', 'write 0.5'],
  ])('%s is a problem that shows the rewritten value', async (yaml, remedy) =>
    expect(await problem({ priceLimit: yaml })).toMatchObject({ code: 'spec/amount', remedy, pointed: yaml }),
  );
});

describe('aggressiveness', () => {
  it.each(['0', '1', '0.0', '1.000', '0.5', '0.10000000000000000001'])('may be %s', async (text) =>
    expect((await strategy({ aggressiveness: text })).terms.parameters).toEqual({ aggressiveness: text }),
  );
  it.each([
    ['1.00000000000000000001', 'at most 1'],
    ['2', 'at most 1'],
    ['-0.00000000000000000001', 'at least 0'],
    ['-1', 'at least 0'],
  ])('may not be %s', async (text, bound) =>
    expect(await problem({ aggressiveness: text })).toMatchObject({
      code: 'spec/range',
      message: `\`${text}\` is out of range: aggressiveness is ${bound}`,
      pointed: text,
    }),
  );
  it.each([
    ['.5', 'write 0.5'],
    ['5e-1', 'write 0.5'],
    ['50%', 'digits with a point, such as 0.5'],
    ['high', 'digits with a point, such as 0.5'],
  ])('%s is no number', async (text, remedy) =>
    expect(await problem({ aggressiveness: text })).toMatchObject({
      code: 'spec/number',
      remedy,
      pointed: text,
    }),
  );
});

describe('its fields', () => {
  it.each([
    ['type', 'add `type: SMO` here or under `defaults: strategies:`'],
    ['account', 'add `account: NAME` here or under `defaults: strategies:`; the names are in tradeform.yaml'],
    ['productCode', "add Volven's code of the product: `productCode: btcusdt_f`"],
    ['side', 'add `side: buy` or `side: sell`'],
    ['size', 'add how much in all, in base currency: `size: 0.1`'],
  ])('%s is required', async (field, remedy) =>
    expect(await problem({ [field]: undefined })).toMatchObject({
      code: 'spec/missing-field',
      message: `\`${field}\` is missing`,
      remedy,
      pointed: 'smo-1',
    }),
  );
  it.each([
    ['true', 'write `run: started`'],
    ['false', 'write `run: paused`'],
  ])('autoRun: %s is called run', async (value, remedy) =>
    expect(await problem({ autoRun: value })).toMatchObject({
      code: 'spec/unknown-field',
      message: '`autoRun` is called `run` here: it holds for as long as the entry stands',
      remedy,
      pointed: 'autoRun',
    }),
  );
  it.each([
    ['ticker', 'productCode'],
    ['symbol', 'productCode'],
    ['accountId', 'account'],
    ['quantity', 'size'],
    ['receiveQuantity', 'size'],
    ['price', 'priceLimit'],
    ['strategy', 'type'],
    ['strategyType', 'type'],
    ['postOnly', 'alwaysPassive'],
    ['maxOrderSize', 'orderMaxSize'],
    ['expirationTime', 'notAfter'],
    ['agressiveness', 'aggressiveness'],
  ])('%s is known by its name here, %s', async (word, meant) => {
    const found = await problem({ [word]: 'x' });
    expect(found.message).toBe(`unknown field \`${word}\` of SMO`);
    expect(found.remedy).toContain(`did you mean ${meant}?`);
  });
  it.each([
    ['side', 'BUY', 'did you mean buy? Allowed here: buy, sell'],
    ['run', 'stopped', 'Allowed here: started, paused'],
    ['run', 'true', 'Allowed here: started, paused'],
    ['alwaysPassive', 'yes', 'write true or false'],
    ['productCode', 'BTC/USDT', "Volven's code of what is traded"],
    ['generation', '0', undefined],
    ['usernameRef', 'x', undefined],
    ['override', '[{ limit: TF-L11, reason: x }]', 'remove the override'],
    ['notAfter', '2026-02-30T00:00:00Z', 'check day, hour and offset'],
  ])('%s: %s is refused', async (field, value, remedy) =>
    expect((await problem({ [field]: value })).remedy ?? '').toContain(remedy ?? ''),
  );
  it.each(['constructor', 'toString', '__defineGetter__'])('%s is none', async (field) =>
    expect(await problem({ [field]: '1' })).toMatchObject({ code: 'spec/unknown-field', pointed: field }),
  );
});

describe('its account', () => {
  it('is at volven', async () =>
    expect(await problem({ account: 'treasury' })).toMatchObject({
      code: 'spec/account',
      message: 'account `treasury` is at aquanow; strategies are placed at volven',
      remedy: 'Accounts of paper at volven: bybit-main',
      pointed: 'treasury',
    }));
  it('that nobody knows is told with those that fit', async () =>
    expect(await problem({ account: 'bybit-man' })).toMatchObject({
      message: 'unknown account `bybit-man`',
      remedy: 'did you mean bybit-main? Accounts of paper at volven: bybit-main',
    }));
});

describe('its type', () => {
  it.each(['SMOO', 'TWAP', 'smo', 'constructor', 'toString'])('%s is not known', async (type) => {
    const found = await problem({ type });
    expect(found).toMatchObject({
      code: 'spec/strategy-type',
      message: `unknown strategy type \`${type}\``,
      pointed: type,
    });
    expect(found.remedy).toContain('Types: SMO. A type of your own is a file');
    expect(found.remedy).toContain(
      `${type}.schema.json in the folder that \`strategyTypes:\` in tradeform.yaml`,
    );
  });
  it('misspelt is told with the one that was meant', async () =>
    expect((await problem({ type: 'SMOO' })).remedy).toContain('did you mean SMO?'));
  it.each(['__proto__', '"a b"', '../SMO', '""'])('%s is no name', async (type) =>
    expect(await problem({ type })).toMatchObject({ place: { line: 4 } }),
  );
  it.each(['RFQ', 'GTC'])('%s is an order of the other venue', async (type) =>
    expect(await problem({ type })).toMatchObject({
      code: 'spec/strategy-type',
      message: `\`${type}\` is no strategy of volven: it is an order at aquanow`,
      remedy: `write it under \`orders:\`, as \`strategy: ${type}\``,
    }),
  );
  it('unknown hides no other mistake', async () =>
    expect(
      brief(
        await problemsOf({
          'a.yaml': oneStrategy({ type: 'X', side: 'BUY', account: 'treasury', size: '0' }),
        }),
      ),
    ).toEqual([
      'a.yaml:4:11 spec/strategy-type unknown strategy type `X`',
      'a.yaml:5:14 spec/account account `treasury` is at aquanow; strategies are placed at volven',
      'a.yaml:7:11 spec/value `BUY` is not a valid side',
      'a.yaml:8:11 spec/amount `0` is zero',
    ]));
});

describe('defaults of strategies', () => {
  const withDefaults = (defaults: string, fields: Fields = {}): string =>
    oneStrategy(fields).replace('version: 1\n', `version: 1\ndefaults:\n  strategies: ${defaults}\n`);

  it('fill what a strategy leaves out', async () => {
    const defaults =
      '{ type: SMO, account: bybit-main, productCode: ethusdt_f, aggressiveness: 0.2, alwaysPassive: true, notAfter: 2026-12-02T00:00Z, labels: { desk: a, ticket: T-1 } }';
    const own = { type: undefined, account: undefined, alwaysPassive: 'false', labels: '{ ticket: T-2 }' };
    const [entry] = await entriesOf({ 'a.yaml': withDefaults(defaults, own) });
    expect(entry).toMatchObject({
      account: 'bybit-main',
      terms: { productCode: 'btcusdt_f', parameters: { aggressiveness: '0.2', alwaysPassive: false } },
      notAfter: Date.UTC(2026, 11, 2),
      labels: { desk: 'a', ticket: 'T-2' },
    });
  });
  const VALUES: Readonly<Record<string, string>> = {
    formerly: '[a]',
    override: '[{ limit: TF-L05, reason: x }]',
  };
  it.each([
    ...['side', 'size', 'priceLimit', 'orderMaxSize', 'triggerPrice'],
    ...['run', 'autoRun', 'generation', 'formerly', 'override'],
  ])('never give %s, and are told once', async (field) => {
    const found = await problemsOf({
      'a.yaml': withDefaults(`{ ${field}: ${VALUES[field] ?? '1'} }`, { run: 'started', side: 'sell' }),
    });
    expect(brief(found)).toEqual([
      `a.yaml:3:17 spec/never-default \`${field}\` is never a default: it is each strategy's own`,
    ]);
    expect(found[0]?.remedy).toBe('write it in each strategy');
  });
  it('are checked where no strategy uses them', async () => {
    const text =
      'version: 1\ndefaults:\n  strategies: { acount: x, aggressiveness: 2, alwaysPassive: yes }\n';
    expect(brief(await problemsOf({ 'a.yaml': text }))).toEqual([
      'a.yaml:3:17 spec/unknown-field unknown field `acount`',
      'a.yaml:3:44 spec/range `2` is out of range: aggressiveness is at most 1',
      'a.yaml:3:62 spec/value `yes` is neither true nor false',
    ]);
  });
  it('with a mistake are told once, where they stand', async () => {
    const entries = ['a', 'b'].map((name) => `  ${name}: { productCode: x, side: buy, size: 1 }\n`).join('');
    const text = `version: 1\ndefaults:\n  strategies: { type: SMO, account: byb, aggressiveness: 2 }\nstrategies:\n${entries}`;
    expect(brief(await problemsOf({ 'a.yaml': text }))).toEqual([
      'a.yaml:3:37 spec/account unknown account `byb`',
      'a.yaml:3:58 spec/range `2` is out of range: aggressiveness is at most 1',
    ]);
  });
  it('of orders are none of theirs', async () => {
    const text = oneOrder().replace(
      'version: 1\n',
      'version: 1\ndefaults: { strategies: { account: bybit-main } }\n',
    );
    expect(await entriesOf({ 'a.yaml': text })).toMatchObject([{ account: 'treasury' }]);
  });
});
