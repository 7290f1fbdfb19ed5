import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../../src/model/limits.ts';
import type { Limits } from '../../../src/model/limits.ts';
import { limitsOf } from '../../../src/specs/limits.ts';
import { PROJECT, brief, load, loadFrom, folder } from '../../support/specs.ts';

async function read(limits: string, environment?: string): Promise<Limits> {
  const loaded = await load({ 'tradeform.yaml': PROJECT + limits }, environment);
  if (!loaded.ok) throw new Error(brief(loaded.problems).join('\n'));
  return loaded.project.environment.limits;
}
const ofTreasury = (lines: string): string =>
  `limits:\n  accounts:\n    treasury:\n${lines
    .split('\n')
    .map((line) => `      ${line}\n`)
    .join('')}`;
/** Lines of {@link ofTreasury}, from 1 on. */
const FIRST = PROJECT.split('\n').length + 2;
const counted = (line: string): string => String(Number(line) - FIRST);
async function problems(limits: string): Promise<readonly string[]> {
  const loaded = await loadFrom(await folder({ 'tradeform.yaml': PROJECT + limits }));
  return loaded.ok ? [] : brief(loaded.problems).map((line) => line.replace(/\d+(?=:)/, counted));
}

describe('limits of a project file', () => {
  it('that gives none are none', async () => {
    expect(await read('')).toBe(NO_LIMITS);
    expect(await read('limits: {}\n')).toBe(NO_LIMITS);
    expect(limitsOf(undefined)).toEqual({ referenceMaxAge: 5_000, accounts: new Map(), text: '{}' });
  });
  it('are read with their units', async () => {
    const {
      accounts,
      text: _,
      ...overall
    } = await read(
      'limits: { referenceMaxAge: 500ms, maxSubmitsPerApply: 20, maxSubmitsPerSecond: 2, maxCancelShare: 30.50%, consecutiveFailures: 3 }\n',
    );
    expect(overall).toEqual({
      ...{ referenceMaxAge: 500, maxSubmitsPerApply: 20, maxSubmitsPerSecond: 2 },
      ...{ maxCancelShare: '30.50', consecutiveFailures: 3 },
    });
    expect(accounts.size).toBe(0);
  });
  it('of an account, too, and amounts keep every digit', async () => {
    const limits = await read(
      ofTreasury(
        [
          'timezone: America/Toronto',
          'allow: { instruments: [BTC-USD, x_f], strategies: [GTC] }',
          'maxQuantity: { BTC: 1234567890123456789.01234567891 }',
          'maxNotional: { USD: 250000.00 }',
          'maxOpenOrders: 25',
          'maxOpenNotional: { USD: 0 }',
          'maxDailyNotional: { USD: "2" }',
          'priceCollar: 0.000001%',
          'maxDistance: 40%',
          'maxResting: 90d',
          'allowNoExpiry: false',
          'duplicateWindow: 24h',
          'selfCross: allow',
          'hours: { days: sat-mon, from: "22:00", to: "24:00" }',
          'requireLabels: [desk]',
          'balanceCheck: refuse',
          'allowUnboundedMarket: true',
          'reference: { x_f: aquanow/BTC-USDT }',
          'instruments: { BTC-USD: { minSize: 0.0001, priceIncrement: 0.01 }, x_f: {} }',
        ].join('\n'),
      ),
    );
    expect(limits.accounts.get('treasury' as never)).toEqual({
      timezone: 'America/Toronto',
      allow: { instruments: ['BTC-USD', 'x_f'], strategies: ['GTC'] },
      maxQuantity: { BTC: '1234567890123456789.01234567891' },
      maxNotional: { USD: '250000.00' },
      maxOpenOrders: 25,
      maxOpenNotional: { USD: '0' },
      maxDailyNotional: { USD: '2' },
      priceCollar: '0.000001',
      maxDistance: '40',
      maxResting: 90 * 86_400_000,
      allowNoExpiry: false,
      duplicateWindow: 86_400_000,
      selfCross: 'allow',
      hours: { days: ['sat', 'sun', 'mon'], from: 1320, to: 1440 },
      requireLabels: ['desk'],
      balanceCheck: 'refuse',
      allowUnboundedMarket: true,
      reference: { x_f: 'aquanow/BTC-USDT' },
      instruments: { 'BTC-USD': { minSize: '0.0001', priceIncrement: '0.01' }, x_f: {} },
    });
    expect(Object.isFrozen(limits)).toBe(true);
  });
  it('what is unset stays away', async () =>
    expect((await read(ofTreasury('allow: {}'))).accounts.get('treasury' as never)).toEqual({
      timezone: 'UTC',
      allow: {},
    }));
  it('an environment’s own replace those of the project', async () => {
    const own = PROJECT.replace('  paper: {}', '  paper: { limits: { maxSubmitsPerApply: 1 } }');
    const cwd = await folder({ 'tradeform.yaml': `${own}limits: { maxSubmitsPerApply: 5 }\n` });
    const [paper, live] = await Promise.all([loadFrom(cwd), loadFrom(cwd, 'live')]);
    expect(paper.ok && paper.project.environment.limits.maxSubmitsPerApply).toBe(1);
    expect(live.ok && live.project.environment.limits.maxSubmitsPerApply).toBe(5);
  });
  it('what the reader let through by mistake is a bug, and no limit', () => {
    expect(() => limitsOf({ referenceMaxAge: 'soon' })).toThrow(/bug.*soon/);
    expect(() => limitsOf({ accounts: { a: { hours: { days: 'x', from: 'y', to: 'z' } } } })).toThrow(/bug/);
  });
});

describe('the text of limits', () => {
  it('is one for each meaning, in whatever order and spelling it is written', async () => {
    const one = await read(
      ofTreasury(
        'maxNotional: { USD: 250000.00, CAD: 1 }\npriceCollar: 2.0%\nallow: { instruments: [B-A, A-B] }',
      ),
    );
    const other = await read(
      ofTreasury(
        'allow: { instruments: [A-B, "B-A"] }\npriceCollar: 2%\nmaxNotional: { CAD: 1.0, USD: "250000" }',
      ),
    );
    expect(other.text).toBe(one.text);
    expect(one.text).toBe(
      '{"accounts":{"treasury":{"allow":{"instruments":["A-B","B-A"]},"maxNotional":{"CAD":"1","USD":"250000"},"priceCollar":"2%"}}}',
    );
  });
  it('differs where anything does', async () => {
    const texts = await Promise.all(
      [
        'maxOpenOrders: 5',
        'maxOpenOrders: 6',
        'maxResting: 5d',
        'hours: { days: mon, from: "08:00", to: "09:00" }',
      ].map(async (line) => (await read(ofTreasury(line))).text),
    );
    expect(new Set(texts).size).toBe(4);
  });
  it('of an account without a word is not that of none', async () =>
    expect((await read('limits: { accounts: {} }\n')).text).toBe('{"accounts":{}}'));
});

describe('what is wrong with limits is told at its place', () => {
  it.each<[string, string]>([
    [
      'hours: { days: mon-fri, from: "08:00", to: "08:00" }',
      'tradeform.yaml:1:50 project/hours `from` and `to` are the same time: nothing is between them',
    ],
    [
      'hours: { days: mon-fri, from: "24:00", to: "08:00" }',
      'tradeform.yaml:1:37 project/time-of-day `24:00` is not a valid time of day',
    ],
    [
      'hours: { days: mon-fri, from: "08:00", to: "24:01" }',
      'tradeform.yaml:1:50 project/end-of-hours `24:01` is not a valid end of hours',
    ],
    ['hours: { days: mon-fri, from: "08:00" }', 'tradeform.yaml:1:7 project/missing-field `to` is missing'],
    ['selfCross: warn', 'tradeform.yaml:1:18 project/value `warn` is not a valid selfCross'],
    ['timezone: Toronto', 'tradeform.yaml:1:17 project/timezone unknown time zone `Toronto`'],
    ['allow: { strategies: [gtc] }', 'tradeform.yaml:1:29 project/strategy unknown strategy `gtc`'],
    [
      'reference: { x_f: BTC-USDT }',
      'tradeform.yaml:1:25 project/reference `BTC-USDT` is not a valid reference',
    ],
    [
      'reference: { x_f: volven/BTC-USDT }',
      'tradeform.yaml:1:25 project/reference `volven/BTC-USDT` is not a valid reference',
    ],
    ['requireLabels: [1st]', 'tradeform.yaml:1:23 project/label-name `1st` is not a valid label name'],
    ['maxOpenOrders: 2.5', 'tradeform.yaml:1:22 project/whole-number `2.5` is not a valid whole number'],
    ['priceCollar: 2', 'tradeform.yaml:1:20 project/percentage `2` is not a valid percentage'],
    [
      'instruments: { X: { minSize: 2, maxSize: 1.999 } }',
      'tradeform.yaml:1:36 project/bounds `minSize` 2 is above `maxSize` 1.999: no order could be sent',
    ],
  ])('%s', async (line, message) => expect(await problems(ofTreasury(line))).toEqual([message]));
  it('a price or bounds of what may not be traded is a slip of the pen', async () => {
    const lines =
      'allow: { instruments: [BTC-USD, btcusdt_f] }\nreference: { btcustd_f: aquanow/BTC-USDT }\ninstruments: { ETH-USD: {}, BTC-USD: {} }';
    expect(await problems(ofTreasury(lines))).toEqual([
      'tradeform.yaml:2:20 project/instrument `btcustd_f` is not among `allow.instruments` of this account',
      'tradeform.yaml:3:22 project/instrument `ETH-USD` is not among `allow.instruments` of this account',
    ]);
    const loaded = await loadFrom(await folder({ 'tradeform.yaml': PROJECT + ofTreasury(lines) }));
    expect(loaded.ok ? [] : loaded.problems.map(({ remedy }) => remedy)).toEqual([
      'did you mean btcusdt_f? Allowed: BTC-USD, btcusdt_f',
      expect.stringContaining('Allowed: BTC-USD, btcusdt_f'),
    ]);
  });
  it('in every environment, whichever is chosen', async () => {
    const own = PROJECT.replace(
      '  live:\n',
      '  live:\n    limits: { accounts: { treasury: { hours: { days: mon, from: "08:00", to: "08:00" } } } }\n',
    );
    const loaded = await loadFrom(await folder({ 'tradeform.yaml': own }));
    expect(loaded.ok ? [] : brief(loaded.problems)).toEqual([expect.stringContaining('project/hours')]);
  });
  it.each([
    ['maxSubmitsPerSecond: 0', 'is out of range: maxSubmitsPerSecond is at least 1'],
    ['consecutiveFailures: 0', 'is out of range: consecutiveFailures is at least 1'],
  ])('%s', async (line, message) => expect((await problems(`limits: { ${line} }\n`))[0]).toContain(message));
  it('whole days have an end', async () =>
    expect(await problems(ofTreasury('hours: { days: mon-sun, from: "00:00", to: "24:00" }'))).toEqual([]));
});
