import { describe, expect, it } from 'vitest';
import { takeChange, checkChange } from '../../../src/limits/check-change.ts';
import { pricesNeeded } from '../../../src/limits/prices-needed.ts';
import { restrain } from '../../../src/limits/restrain.ts';
import { Standing } from '../../../src/limits/standing.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { type AccountName, orderKey, strategyKey } from '../../../src/model/ids.ts';
import type { LimitCode } from '../../../src/model/limits.ts';
import { type Entry, NO_FILL } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import type { OrderTerms, Terms } from '../../../src/model/terms.ts';
import {
  BYBIT,
  DAY,
  type Past,
  RESERVE,
  SMO,
  attemptOf,
  dollars,
  entryOf,
  strategyAttemptOf,
  strategyEntryOf,
} from '../../support/cases.ts';
import { TREASURY, instantOf, termsOf } from '../../support/events.ts';
import {
  type Setting,
  amounts,
  lineOf,
  priceOf,
  sent,
  submitOf,
  verdict,
  worldOf,
} from '../../support/limits.ts';

const told = (lines: readonly PlanLine[], code: LimitCode): readonly string[] =>
  lines.map((line) => `${line.action} ${verdict(line.checks ?? [], code).split(':')[0] ?? ''}`);
const ruled = (lines: readonly PlanLine[], setting: Setting = {}): readonly PlanLine[] =>
  restrain(lines, worldOf(setting)).lines;
const at = (price: string): OrderTerms => termsOf({ priceLimit: decimal(price) });
const orderAt = (
  name: string,
  terms: Terms,
  account: AccountName = TREASURY,
): NonNullable<PlanLine['order']> => ({
  ...{ tag: attemptOf(name, { account }).tag, status: 'open', fill: NO_FILL, terms },
});
const cancelOf = (name: string, terms: Terms = termsOf(), over: Partial<PlanLine> = {}): PlanLine => {
  const { submission: _, ...line } = lineOf(name, terms, {
    action: 'cancel',
    code: 'entry-removed',
    reason: 'entry removed',
  });
  return { ...line, order: orderAt(name, terms), ...over };
};
const replaceOf = (name: string, from: Terms, to: Terms): PlanLine =>
  lineOf(name, to, {
    action: 'replace',
    code: 'edited',
    reason: 'edited',
    order: orderAt(name, from),
    changes: [],
  });
const startOf = (name: string, over: Partial<PlanLine> = {}): PlanLine => {
  const { submission: _, ...line } = lineOf(name, SMO, {
    action: 'set-run',
    code: 'run-changed',
    run: 'started',
  });
  const order = { tag: strategyAttemptOf(name).tag, status: 'paused', fill: NO_FILL, terms: SMO } as const;
  return { ...line, account: BYBIT, key: strategyKey(name), order, ...over };
};

describe('a line that a limit refuses', () => {
  const own: Setting['own'] = {
    maxNotional: amounts({ USD: '40000' }),
    maxQuantity: amounts({ BTC: '0.1' }),
  };
  it('sends nothing, says every reason, and points at the first field', () => {
    const [line] = ruled([lineOf('dip')], { own });
    expect(line).toMatchObject({
      ...{ action: 'none', code: 'blocked-limits', level: 'refused', field: 'receiveQuantity' },
      reason:
        'TF-L04: its quantity, 0.5 BTC, is above maxQuantity, 0.1 BTC; TF-L05: its notional, 47500 USD, is above maxNotional, 40000 USD',
      submission: { attempt: 1 },
    });
    expect(line?.checks?.map(({ code, status }) => `${code} ${status}`)).toEqual([
      'TF-L01 passed',
      'TF-L04 refused',
      'TF-L05 refused',
      'TF-L11 passed',
    ]);
  });
  it('without a field points at its entry', () => {
    const [line] = ruled([lineOf('dip')], { overall: { maxSubmitsPerApply: 0 } });
    expect(line?.action).toBe('none');
    expect(line).not.toHaveProperty('field');
  });
  it('leaves the lines around it alone', () => {
    const big = lineOf('big', termsOf({ receiveQuantity: decimal('50') }));
    const lines = ruled(
      [cancelOf('gone'), big, lineOf('small', termsOf({ receiveQuantity: decimal('0.1') }))],
      { own },
    );
    expect(lines.map((line) => line.action)).toEqual(['cancel', 'none', 'submit']);
    expect(lines[0]).not.toHaveProperty('checks');
  });
  it('of a replace leaves the order that rests', () => {
    const past = sent('dip', termsOf({ receiveQuantity: decimal('0.1') }));
    const [line] = ruled([replaceOf('dip', termsOf(), at('96000'))], { own, past });
    expect(line).toMatchObject({
      action: 'none',
      code: 'blocked-limits',
      changes: [],
      order: { status: 'open' },
    });
  });
  it('of a start leaves the strategy paused', () => {
    const past: readonly Past[] = [[60_000, strategyAttemptOf('work').intent({ run: 'paused' })]];
    const setting = { account: BYBIT, own: { maxQuantity: amounts({ BTC: '0.05' }) }, past };
    expect(ruled([startOf('work')], setting)[0]).toMatchObject({
      action: 'none',
      run: 'started',
      field: 'size',
    });
    const [pausing] = ruled([startOf('work', { run: 'paused' })], setting);
    expect(pausing).toMatchObject({ action: 'set-run' });
    expect(pausing).not.toHaveProperty('checks');
  });
});

describe('lines of a plan, one after another', () => {
  it('count what passes before them, and not what is refused', () => {
    const own: Setting['own'] = { maxOpenNotional: amounts({ USD: '100000' }) };
    const lines = [
      lineOf('a'),
      lineOf('b'),
      lineOf('c'),
      lineOf('d', termsOf({ receiveQuantity: decimal('0.05') })),
    ];
    expect(told(ruled(lines, { own }), 'TF-L07')).toEqual([
      'submit passed',
      'submit passed',
      'none refused',
      'submit passed',
    ]);
    expect(told(ruled(lines, { own: { maxOpenOrders: 2 } }), 'TF-L06')).toEqual([
      'submit passed',
      'submit passed',
      'none refused',
      'none refused',
    ]);
    expect(told(ruled(lines, { own: { maxDailyNotional: amounts({ USD: '52250' }) } }), 'TF-L08')).toEqual([
      'submit passed',
      'none refused',
      'none refused',
      'submit passed',
    ]);
  });
  it('count what never rests in the day alone', () => {
    const own: Setting['own'] = { maxOpenOrders: 1, maxDailyNotional: amounts({ USD: '142500' }) };
    const lines = [
      lineOf('a', instantOf('FOK')),
      lineOf('b', instantOf('RFQ')),
      lineOf('c'),
      lineOf('d', instantOf('FOK')),
    ];
    expect(ruled(lines, { own }).map((line) => line.action)).toEqual(['submit', 'submit', 'submit', 'none']);
  });
  it('see a cancel of the same plan as room', () => {
    const own: Setting['own'] = {
      maxOpenOrders: 1,
      maxOpenNotional: amounts({ USD: '47500' }),
      selfCross: 'deny',
    };
    const { receiveQuantity: _, ...sell } = {
      ...at('94000'),
      side: 'sell' as const,
      deliverQuantity: decimal('0.5'),
    };
    const past = sent('old', sell);
    expect(ruled([lineOf('new')], { own, past })[0]?.action).toBe('none');
    const lines = [lineOf('new'), cancelOf('old', sell, { code: 'cancel-wanted' })];
    expect(ruled(lines, { own, past }).map((line) => line.action)).toEqual(['submit', 'cancel']);
    // A cancel of what the journal does not know makes none, nor one of what has ended.
    const unknown = [
      lineOf('new'),
      cancelOf('other'),
      { ...cancelOf('x'), order: { status: 'open', fill: NO_FILL } as const },
    ];
    expect(ruled(unknown, { own, past })[0]?.action).toBe('none');
    const ended: readonly Past[] = [...past, [0, attemptOf('old').final('cancelled')]];
    expect(
      ruled([lineOf('new'), lineOf('more'), cancelOf('old', sell)], { own, past: ended }).map(
        (l) => l.action,
      ),
    ).toEqual(['submit', 'none', 'cancel']);
  });
  it('see a replace as room for itself, and as what it becomes for others', () => {
    const own: Setting['own'] = { maxOpenOrders: 1, maxOpenNotional: amounts({ USD: '48000' }) };
    const past = sent('a', termsOf());
    const lines = [
      replaceOf('a', termsOf(), at('96000')),
      lineOf('b', termsOf({ receiveQuantity: decimal('0.001') })),
    ];
    expect(ruled(lines, { own, past }).map((line) => line.action)).toEqual(['replace', 'none']);
    const small = [
      replaceOf('a', termsOf(), termsOf({ receiveQuantity: decimal('0.1') })),
      lineOf('b', termsOf({ receiveQuantity: decimal('0.4') })),
    ];
    const two = { ...own, maxOpenOrders: 2 };
    expect(ruled(small, { own: two, past }).map((line) => line.action)).toEqual(['replace', 'submit']);
    // One that is refused goes on resting, and counts.
    const big = [
      replaceOf('a', termsOf(), at('97000')),
      lineOf('b', termsOf({ receiveQuantity: decimal('0.4') })),
    ];
    expect(ruled(big, { own: two, past }).map((line) => line.action)).toEqual(['none', 'none']);
  });
  it('do not cross each other', () => {
    const { receiveQuantity: _, ...sell } = {
      ...at('95000'),
      side: 'sell' as const,
      deliverQuantity: decimal('0.5'),
    };
    const lines = [
      lineOf('buy', at('94000')),
      lineOf('better', at('95000')),
      lineOf('sell', sell),
      lineOf('higher', { ...sell, priceLimit: decimal('95001') }),
    ];
    const own: Setting['own'] = { selfCross: 'deny' };
    expect(told(ruled(lines, { own }), 'TF-L13')).toEqual([
      'submit passed',
      'submit passed',
      'none refused',
      'submit passed',
    ]);
    const resting = sent('rests', { ...sell, priceLimit: decimal('94500') });
    expect(told(ruled(lines, { own, past: resting }), 'TF-L13')).toEqual([
      'submit passed',
      'none refused',
      'submit passed',
      'submit passed',
    ]);
    const both = ruled([lineOf('low', { ...sell, priceLimit: decimal('94100') }), lineOf('buy')], {
      own,
      past: resting,
    });
    expect(both[1]?.reason).toContain('our own sell low at 94100');
    const above = ruled([lineOf('high', { ...sell, priceLimit: decimal('94900') }), lineOf('buy')], {
      own,
      past: resting,
    });
    expect(above[1]?.reason).toContain('our own sell rests at 94500');
  });
  it('are not the same order twice', () => {
    const lines = [lineOf('a'), lineOf('b'), lineOf('c', dollars()), lineOf('d', at('94999'))];
    const own: Setting['own'] = { duplicateWindow: DAY };
    expect(told(ruled(lines, { own }), 'TF-L12')).toEqual([
      'submit passed',
      'none refused',
      'none refused',
      'submit passed',
    ]);
  });
  it('share what is free', () => {
    const world = { balances: new Map([[TREASURY, new Map([['USD', decimal('100000')]])]]) };
    const lines = [lineOf('a'), lineOf('b'), lineOf('c')];
    expect(told(ruled(lines, { own: { balanceCheck: 'refuse' }, world }), 'TF-L20')).toEqual([
      'submit passed',
      'submit passed',
      'none refused',
    ]);
    expect(told(ruled(lines, { own: { balanceCheck: 'warn' }, world }), 'TF-L20')).toEqual([
      'submit passed',
      'submit passed',
      'submit warned',
    ]);
    // A replacement that costs less takes nothing more.
    const cheaper = [replaceOf('a', termsOf(), at('90000')), lineOf('b'), lineOf('c')];
    expect(
      told(ruled(cheaper, { own: { balanceCheck: 'refuse' }, world, past: sent('a', termsOf()) }), 'TF-L20'),
    ).toEqual(['replace passed', 'submit passed', 'submit passed']);
  });
  it('are so many, over all accounts, replaces and starts among them', () => {
    const past: readonly Past[] = [...sent('a', termsOf()), [0, strategyAttemptOf('work').intent()]];
    const lines = [
      cancelOf('x'),
      replaceOf('a', termsOf(), at('96000')),
      startOf('work'),
      lineOf('r', termsOf(), { account: RESERVE }),
      lineOf('d'),
    ];
    const setting = { overall: { maxSubmitsPerApply: 3 }, past };
    expect(ruled(lines, setting).map((line) => line.action)).toEqual([
      'cancel',
      'replace',
      'set-run',
      'submit',
      'none',
    ]);
    expect(ruled(lines, { ...setting, world: { submits: 2 } }).map((line) => line.action)).toEqual([
      'cancel',
      'replace',
      'none',
      'none',
      'none',
    ]);
  });
  it('a strategy that is started counts once, whenever it was sent', () => {
    const own: Setting['own'] = { maxDailyNotional: amounts({ USDT: '19000' }), maxOpenOrders: 2 };
    for (const ago of [60_000, 3 * DAY]) {
      const past: readonly Past[] = ['a', 'b', 'c'].map((name) => [
        ago,
        strategyAttemptOf(name).intent({ run: 'paused' }),
      ]);
      const all = ['a', 'b', 'c'].map((name) => startOf(name));
      // Three were sent today, or none; three are open in any case.
      expect(told(ruled(all, { account: BYBIT, own: { ...own, maxOpenOrders: 3 }, past }), 'TF-L08')).toEqual(
        ago === 60_000
          ? ['none refused', 'none refused', 'none refused']
          : ['set-run passed', 'set-run passed', 'none refused'],
      );
      expect(told(ruled(all, { account: BYBIT, own, past }), 'TF-L06')[0]).toBe('none refused');
    }
    const two: readonly Past[] = ['a', 'b'].map((name) => [60_000, strategyAttemptOf(name).intent()]);
    expect(told(ruled([startOf('a'), startOf('b')], { account: BYBIT, own, past: two }), 'TF-L08')).toEqual([
      'set-run passed',
      'set-run passed',
    ]);
  });
  it('an order without a price counts at the market for those after it', () => {
    const { priceLimit: _, ...any } = SMO;
    const work = (name: string, terms: Terms): PlanLine =>
      lineOf(name, terms, { account: BYBIT, key: strategyKey(name) });
    const setting: Setting = { account: BYBIT, own: { maxOpenNotional: amounts({ USDT: '18901' }) } };
    expect(told(ruled([work('a', any), work('b', SMO)], setting), 'TF-L07')).toEqual([
      'submit passed',
      'submit passed',
    ]);
    // Nobody asked for its price, and it counts by its size all the same.
    const priceless = ruled([work('a', any), work('b', SMO)], { account: BYBIT, own: {}, price: undefined });
    expect(priceless.map((line) => line.action)).toEqual(['submit', 'submit']);
    const { pair: _p, ...unknown } = { ...SMO, productCode: 'ethusdt_f' };
    expect(ruled([work('a', unknown), work('b', unknown)], setting).map((line) => line.action)).toEqual([
      'submit',
      'submit',
    ]);
  });
});

describe('TF-L19, cancels by absence', () => {
  const names = Array.from({ length: 10 }, (_, i) => `o-${i}`);
  const past = names.flatMap((name) => sent(name, termsOf()));
  const gone = (count: number): readonly PlanLine[] => names.slice(0, count).map((name) => cancelOf(name));
  const setting = (max: string, over: Partial<Setting> = {}): Setting => ({
    past,
    overall: { maxCancelShare: decimal(max) },
    ...over,
  });
  const actions = (lines: readonly PlanLine[]): readonly string[] => [
    ...new Set(lines.map((line) => line.action)),
  ];

  it('up to the share go, and above it none does', () => {
    expect(actions(ruled(gone(3), setting('30')))).toEqual(['cancel']);
    const [line] = ruled(gone(4), setting('30'));
    expect(actions(ruled(gone(4), setting('30')))).toEqual(['none']);
    expect(line).toMatchObject({
      ...{ code: 'blocked-limits', level: 'refused', order: { status: 'open' } },
      reason:
        'TF-L19: 4 of 10 live orders of account treasury would be cancelled as their entries are gone, above maxCancelShare, 30%: if they are meant to go, --allow-cancels 4',
    });
    expect(actions(ruled(gone(3), setting('29.999999')))).toEqual(['none']);
    expect(actions(ruled(gone(1), setting('0')))).toEqual(['none']);
    expect(actions(ruled(gone(10), setting('100')))).toEqual(['cancel']);
  });
  it('is told of each, also where they go', () =>
    expect(told(ruled(gone(2), setting('30')), 'TF-L19')).toEqual(['cancel passed', 'cancel passed']));
  it('with --allow-cancels as many go as were named', () => {
    expect(actions(ruled(gone(4), setting('30', { world: { allowCancels: 4 } })))).toEqual(['cancel']);
    expect(actions(ruled(gone(4), setting('30', { world: { allowCancels: 3 } })))).toEqual(['none']);
  });
  it('names them over all accounts, so that one number is never taken twice', () => {
    const reserve = names.map((name) =>
      cancelOf(name, termsOf(), { account: RESERVE, order: orderAt(name, termsOf(), RESERVE) }),
    );
    const all = { past: [...past, ...names.flatMap((name) => sent(`r${name}`, termsOf(), 60_000, RESERVE))] };
    const lines = [...gone(4), ...reserve.slice(0, 4)];
    expect(actions(ruled(lines, setting('30', { ...all, world: { allowCancels: 4 } })))).toEqual(['none']);
    expect(actions(ruled(lines, setting('30', { ...all, world: { allowCancels: 8 } })))).toEqual(['cancel']);
    expect(actions(ruled([...gone(3), ...reserve.slice(0, 4)], setting('30', all)))).toEqual([
      'cancel',
      'none',
    ]);
  });
  it('judges accounts with few orders together: a file that is lost may be that of many accounts', () => {
    const on = (account: AccountName, count: number): readonly PlanLine[] =>
      names
        .slice(0, count)
        .map((name) => cancelOf(name, termsOf(), { account, order: orderAt(name, termsOf(), account) }));
    const few = names.slice(0, 8);
    const all = {
      past: [TREASURY, RESERVE].flatMap((account) =>
        few.flatMap((name) => sent(`${account}-${name}`, termsOf(), 60_000, account)),
      ),
    };
    expect(actions(ruled([...on(TREASURY, 2), ...on(RESERVE, 2)], setting('30', all)))).toEqual(['cancel']);
    const [line] = ruled([...on(TREASURY, 8), ...on(RESERVE, 8)], setting('30', all));
    expect(line).toMatchObject({
      action: 'none',
      reason:
        'TF-L19: 16 of 16 live orders of accounts reserve, treasury would be cancelled as their entries are gone, above maxCancelShare, 30%: if they are meant to go, --allow-cancels 16',
    });
    const some = setting('30', { ...all, world: { allowCancels: 16 } });
    expect(actions(ruled([...on(TREASURY, 8), ...on(RESERVE, 8)], some))).toEqual(['cancel']);
  });
  it('is not looked at below ten orders, nor where no limit is set', () => {
    const nine = past.slice(0, -2);
    expect(actions(ruled(gone(9), setting('30', { past: nine })))).toEqual(['cancel']);
    expect(actions(ruled(gone(10), { past }))).toEqual(['cancel']);
  });
  it('never counts what was asked for by name, nor the cancel of a replace', () => {
    const asked = gone(10).map((line): PlanLine => ({ ...line, code: 'cancel-wanted' }));
    expect(actions(ruled(asked, setting('30')))).toEqual(['cancel']);
    const replaced = names.map((name) => replaceOf(name, termsOf(), at('94000')));
    expect(actions(ruled(replaced, setting('30')))).toEqual(['replace']);
  });
  it('what is kept from going makes no room', () => {
    const lines = [...gone(10), lineOf('new')];
    expect(ruled(lines, setting('30', { own: { maxOpenOrders: 10 } })).at(-1)?.action).toBe('none');
    expect(ruled(lines, setting('100', { own: { maxOpenOrders: 10 } })).at(-1)?.action).toBe('submit');
  });
});

describe('the summary', () => {
  it('counts every check', () => {
    const own: Setting['own'] = { balanceCheck: 'warn', maxQuantity: amounts({ BTC: '0.1' }) };
    const entries = [entryOf('b', { overrides: [{ limit: 'TF-L04', reason: 'x' }] })];
    const { summary, lines } = restrain([lineOf('a'), lineOf('b')], worldOf({ own, entries }));
    expect(lines.map((line) => line.action)).toEqual(['none', 'submit']);
    expect(summary).toEqual({ passed: 4, warned: 2, overridden: 1, refused: 1, loosened: [] });
  });
  it('says first how the limits are looser than before, where that is known', () => {
    const text = '{"maxSubmitsPerApply":"20"}';
    const of = (previously: string) =>
      restrain([], worldOf({ overall: { text }, world: { previously } })).summary;
    expect(of('{"maxSubmitsPerApply":"10"}').loosened).toEqual(['maxSubmitsPerApply: 10 → 20']);
    expect(of(text)).toEqual({ passed: 0, warned: 0, overridden: 0, refused: 0, loosened: [] });
  });
});

describe('bugs of a planner', () => {
  it('never let an order through unseen', () => {
    const { key: _, ...nameless } = lineOf('a');
    expect(() => ruled([nameless])).toThrow(/without a key/);
    const { submission: _s, ...empty } = lineOf('a');
    expect(() => ruled([empty])).toThrow(/nobody knows what order\/a would send/);
    const { order: _o, ...start } = startOf('work');
    expect(() => ruled([start])).toThrow(/nobody knows/);
  });
});

describe('counters that are kept', () => {
  it('judge the next order as if the last had been sent', () => {
    const world = worldOf({ own: { maxOpenOrders: 1 }, overall: { maxSubmitsPerApply: 5 } });
    const standing = new Standing(world);
    const change = submitOf();
    expect(verdict(checkChange(change, world, standing), 'TF-L06')).toBe('passed');
    expect(standing.taken).toBe(0);
    takeChange(change, world, standing);
    expect(standing.taken).toBe(1);
    expect(verdict(checkChange(change, world, standing), 'TF-L06')).toContain('open order 2');
    expect(verdict(checkChange(change, world), 'TF-L06')).toBe('passed');
  });
  it('of a start belong to the generation of its entry', () => {
    const overrides: Entry['overrides'] = [{ limit: 'TF-L04', reason: 'x' }];
    const past: readonly Past[] = [
      [60_000, strategyAttemptOf('work', { generation: 2 }).intent()],
      [
        60_000,
        strategyAttemptOf('work', { generation: 1 }).about('overridden', {
          limit: 'TF-L04',
          reason: 'x',
          value: '',
          limitText: '',
        }),
      ],
    ];
    const setting: Setting = { account: BYBIT, own: { maxQuantity: amounts({ BTC: '0.05' }) }, past };
    const said = (entries: readonly Entry[]): string | undefined =>
      ruled([startOf('work')], { ...setting, entries })[0]?.action;
    expect(said([strategyEntryOf('work', { generation: 2, overrides })])).toBe('none');
    expect(said([strategyEntryOf('work', { generation: 1, overrides })])).toBe('set-run');
    expect(said([])).toBe('none');
  });
});

describe('prices that are needed', () => {
  const { priceLimit: _, ...any } = SMO;
  const reference = { btcusdt_f: 'aquanow/BTC-USDT', ethusdt_f: 'aquanow/ETH-USDT' };
  const eth = { ...any, productCode: 'ethusdt_f', pair: { base: 'ETH', quote: 'USDT' } };
  const past: readonly Past[] = [[60_000, strategyAttemptOf('open').intent({ target: eth, wire: eth })]];
  const work = (terms: Terms): PlanLine =>
    lineOf('work', terms, { account: BYBIT, key: strategyKey('work') });
  const needed = (own: Setting['own'], line: PlanLine = work(SMO)) =>
    pricesNeeded([cancelOf('x'), line], worldOf({ account: BYBIT, own: { reference, ...own }, past }));
  const source = (ticker: string) => ({ venue: 'aquanow', ticker });
  it('are those of what is sent, and of what is open without a price', () => {
    expect(needed({})).toEqual([]);
    expect(needed({ maxNotional: amounts({ USDT: '1' }) })).toEqual([]);
    expect(needed({ priceCollar: decimal('2') })).toEqual([
      { account: BYBIT, instrument: 'btcusdt_f', source: source('BTC-USDT') },
    ]);
    const ofOpen = { account: BYBIT, instrument: 'ethusdt_f', source: source('ETH-USDT') };
    expect(needed({ maxOpenNotional: amounts({ USDT: '1' }) })).toEqual([ofOpen]);
    expect(needed({ maxDailyNotional: amounts({ USDT: '1' }) })).toEqual([ofOpen]);
    expect(needed({ maxOpenNotional: amounts({ USDT: '1' }) }, work(any))).toHaveLength(2);
  });
  it('of accounts without limits are none', () =>
    expect(pricesNeeded([lineOf('a')], worldOf({ own: undefined }))).toEqual([]));
  it('come from the account’s own venue where nothing else is said', () =>
    expect(pricesNeeded([lineOf('a'), lineOf('b')], worldOf({ own: { maxDistance: decimal('2') } }))).toEqual(
      [{ account: TREASURY, instrument: 'BTC-USD' }],
    ));
  it('then let what they are of be judged', () => {
    const own = { maxOpenNotional: amounts({ USDT: '18901' }), reference };
    const world = worldOf({ account: BYBIT, own, past, price: priceOf('94000', '94010') });
    expect(restrain([work(any)], world).lines[0]?.reason).toContain('a price of ethusdt_f');
    const references = new Map([...world.references, ['bybit ethusdt_f', priceOf('4000', '4001')]]);
    expect(restrain([work(any)], { ...world, references }).lines[0]?.action).toBe('submit');
  });
});

it('names that are nothing of ours stay as they are', () => {
  const line: PlanLine = {
    action: 'none',
    code: 'unmanaged',
    level: 'quiet',
    account: TREASURY,
    reason: 'x',
  };
  expect(ruled([line])).toEqual([line]);
  expect(ruled([lineOf('a', termsOf(), { key: orderKey('a') })])[0]).toMatchObject({ action: 'submit' });
});
