import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { type VenueOrderId, nameOfKey, orderKey } from '../../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../../src/model/order.ts';
import type { PlanLine, PlanQuote } from '../../../src/model/plan.ts';
import type { Product } from '../../../src/model/product.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import {
  DENIED,
  FREE,
  NOW,
  type Past,
  type World,
  entryOf,
  fillOf,
  historyOf,
  inputOf,
  planOf,
  productOf,
  snapshotOf,
  strategiesOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';
import { instantOf, smoOf } from '../../support/events.ts';

/* One desk of both venues: a strategy that is new, one to pause, one that rests, and an order of each kind that trades at once. */

const HALT = strategyAttemptOf('any').about('halted', { scope: { kind: 'all' }, reason: 'closed' });
const id = (text: string): VenueOrderId => text as VenueOrderId;
const placed = (name: string, run: 'started' | 'paused' = 'started'): readonly Past[] => {
  const told = strategyAttemptOf(name);
  return [
    [60_000, told.intent({ run })],
    [60_000, told.accepted(`s-${name}`)],
  ];
};
const at = (line: number): Entry['place'] => ({ file: 'desk.yaml', line, column: 3 });
const { priceLimit: _, ...unpriced } = smoOf();

const ENTRIES: readonly Entry[] = [
  strategyEntryOf('new', { place: at(3) }),
  strategyEntryOf('pausing', { place: at(9), run: 'paused' }),
  strategyEntryOf('kept', { place: at(15) }),
  entryOf('rfq', { place: at(21), terms: instantOf('RFQ') }),
  entryOf('market', { place: at(27), terms: instantOf('MARKET') }),
  entryOf('fok', { place: at(33), terms: instantOf('FOK') }),
];
const ROWS: readonly OrderRow[] = ['pausing', 'kept'].map((name) => strategyRowOf({ id: id(`s-${name}`) }));
const quote = (price: string): PlanQuote => ({
  ...{ price: decimal(price), receiveQuantity: decimal('0.50'), deliverQuantity: decimal('47450') },
  expiresAt: NOW + 10_000,
});
const KEYS = new Map(ENTRIES.map((entry) => [nameOfKey(entry.key), entry.key]));
const quotesOf = (quotes: Readonly<Record<string, PlanQuote>>): World['quotes'] =>
  new Map(Object.entries(quotes).flatMap(([name, one]) => [[KEYS.get(name) ?? orderKey(name), one]]));
const worldOf = (rows = ROWS, product: Partial<Product> = {}): World => ({
  entries: ENTRIES,
  history: historyOf(...placed('pausing'), ...placed('kept')),
  snapshots: [
    snapshotOf([]),
    strategiesOf(rows, { products: new Map([[productOf().code, productOf(product)]]) }),
  ],
});
const DESK = worldOf();
const of = (name: string, over: Partial<Entry>): World => ({
  ...DESK,
  entries: ENTRIES.map((entry) => (nameOfKey(entry.key) === name ? { ...entry, ...over } : entry)),
});
const lineOf = (world: World, name: string): PlanLine | undefined =>
  planOf(world).all.find((line) => line.key !== undefined && nameOfKey(line.key) === name);
const digest = (world: World): string => planOf(world).plan.digest;

describe('a plan of strategies and of orders that trade at once', () => {
  it('pauses before it sends, and counts both', () => {
    const { plan } = planOf(DESK);
    expect(plan.lines.map(({ action, key }) => `${action} ${key}`)).toEqual([
      'set-run strategy/pausing',
      'submit order/rfq',
      'submit order/market',
      'submit order/fok',
      'submit strategy/new',
    ]);
    expect(plan.counts).toMatchObject({ submit: 4, setRun: 1, unchanged: 1 });
  });

  it('is the same bytes each time, whatever was read first', () => {
    const bytes = (world: World): string => JSON.stringify(planOf(world));
    expect(bytes({ ...DESK, entries: ENTRIES.toReversed() })).toBe(bytes(DESK));
    expect(bytes({ ...DESK, snapshots: DESK.snapshots?.toReversed() ?? [] })).toBe(bytes(DESK));
    expect(JSON.stringify(makePlan(inputOf(DESK)))).toBe(bytes(DESK));
  });

  it('says of a strategy what the venue told of its currencies, and whether it is to work', () => {
    expect(lineOf(DESK, 'new')?.submission).toMatchObject({
      target: { pair: { base: 'BTC', quote: 'USDT' } },
      wire: { pair: { base: 'BTC', quote: 'USDT' } },
      run: 'started',
    });
    expect(lineOf(of('new', { run: 'paused' }), 'new')?.submission?.run).toBe('paused');
    expect(lineOf(DESK, 'rfq')?.submission).not.toHaveProperty('run');
  });

  it.each(['\u001B[2Jx', 'BTC USD', '', '::error::x', 'x'.repeat(33)])(
    'takes no currency from the venue that is none: %j',
    (base) => {
      const wire = lineOf(worldOf(ROWS, { base }), 'new')?.submission?.wire;
      expect(wire).toBeDefined();
      expect(wire).not.toHaveProperty('pair');
    },
  );

  it('puts an indicative quote beside what would be sent on one, and nowhere else', () => {
    const quotes = quotesOf({ rfq: quote('94900'), market: { unknown: 'no market data' }, kept: quote('1') });
    const { lines } = planOf({ ...DESK, ...(quotes === undefined ? {} : { quotes }) }).plan;
    const shown = lines.flatMap((line) => (line.quote === undefined ? [] : [[line.key, line.quote]]));
    expect(shown).toEqual([
      ['order/rfq', quote('94900')],
      ['order/market', { unknown: 'no market data' }],
    ]);
  });
});

describe('the digest of such a plan', () => {
  const quoted = (price: string): World => {
    const quotes = quotesOf({ rfq: quote(price), market: quote(price) });
    return { ...DESK, ...(quotes === undefined ? {} : { quotes }) };
  };
  const elsewhere = ROWS.map((row) => (row.id === 's-kept' ? { ...row, fill: fillOf('0.05', '4700') } : row));

  it.each<[string, World]>([
    ['a quote', quoted('94900')],
    ['another quote', quoted('96000')],
    ['bounds of the product that still hold', worldOf(ROWS, { maxSize: decimal('7') })],
    ['what the venue calls the currencies', worldOf(ROWS, { base: 'XBT' })],
    ['a fill of what no change is about', worldOf(elsewhere)],
    ['the order of parameters', of('new', { terms: smoOf({ parameters: reversed() }) })],
  ])('is not moved by %s', (_what, world) => {
    expect(digest(world)).toBe(digest(DESK));
  });

  it.each<[string, World]>([
    ['whether a new one begins at once', of('new', { run: 'paused' })],
    ['a pause that is taken back', of('pausing', { run: 'started' })],
    ['one more to pause', of('kept', { run: 'paused' })],
    ['a parameter', of('new', { terms: smoOf({ parameters: { alwaysPassive: false } }) })],
    ['a digit of a parameter', of('new', { terms: smoOf({ parameters: digits() }) })],
    ['a size', of('new', { terms: smoOf({ size: decimal('0.2') }) })],
    ['a limit that is gone', of('new', { terms: unpriced })],
    ['an RFQ’s limit', of('rfq', { terms: instantOf('RFQ', { priceLimit: decimal('95001') }) })],
    ['a MARKET’s guard', of('market', { terms: instantOf('MARKET', { priceGuard: decimal('95001') }) })],
    ['a FOK’s price', of('fok', { terms: instantOf('FOK', { tradePrice: decimal('95001') }) })],
    ['a FOK that becomes an RFQ', of('fok', { terms: instantOf('RFQ') })],
    [
      'the status of what is paused',
      worldOf(ROWS.map((row) => (row.id === 's-pausing' ? { ...row, status: 'paused' as const } : row))),
    ],
    ['a product that was removed', worldOf(ROWS, { removed: true })],
  ])('is moved by %s', (_what, world) => {
    expect(digest(world)).not.toBe(digest(DESK));
  });

  it('is moved by which of two strategies is paused', () => {
    const first = of('kept', { run: 'started' });
    const second = { ...first, entries: swapRuns(first.entries ?? []) };
    expect(planOf(second).plan.counts.setRun).toBe(1);
    expect(digest(second)).not.toBe(digest(first));
  });
});

function reversed(): ReturnType<typeof smoOf>['parameters'] {
  return Object.fromEntries(Object.entries(smoOf().parameters).toReversed());
}
function digits(): ReturnType<typeof smoOf>['parameters'] {
  return { ...smoOf().parameters, orderMaxSize: decimal('0.030') };
}
function swapRuns(entries: readonly Entry[]): readonly Entry[] {
  const runs: Readonly<Record<string, Entry['run']>> = { pausing: 'started', kept: 'paused' };
  return entries.map((entry) => {
    const run = runs[nameOfKey(entry.key)];
    return run === undefined ? entry : { ...entry, run };
  });
}

describe('what the book holds afterwards', () => {
  it('is the worth of strategies at their limits, in their own quote currency', () => {
    const { exposure } = planOf({ ...DESK, entries: ENTRIES.slice(0, 3) }).plan;
    expect(exposure).toMatchObject({ orders: 3, buys: { USDT: '28500' }, sells: {}, unpriced: 0 });
  });

  it('is not what trades at once: that is told beside it', () => {
    const { exposure } = planOf(DESK).plan;
    expect(exposure.atOnce).toEqual({ orders: 3, buys: { USD: '142500' }, sells: {} });
    expect(exposure).toMatchObject({ orders: 3, buys: { USDT: '28500' } });
  });

  it('counts what no price bounds, and leaves it out of the sums', () => {
    const { exposure } = planOf({ ...of('new', { terms: unpriced }) }).plan;
    expect(exposure.unpriced).toBe(1);
    expect(exposure.buys['USDT']).toBe('19000');
  });

  it('counts what it can’t tell the currencies of, too', () => {
    const past = placed('old').map(([ago, draft]): Past =>
      draft.type === 'intent' ? [ago, { ...draft, data: { ...draft.data, wire: smoOf() } }] : [ago, draft],
    );
    const world: World = {
      history: historyOf(...past),
      entries: [strategyEntryOf('old')],
      snapshots: [strategiesOf([strategyRowOf({ id: id('s-old') })])],
    };
    expect(planOf(world).plan.exposure).toMatchObject({ orders: 1, buys: {}, sells: {}, unpriced: 1 });
  });
});

describe('what holds a strategy back', () => {
  const held = (over: Partial<Product> | 'unread', entry: Partial<Entry> = {}): PlanLine | undefined => {
    const { entries = [], snapshots = [] } = of('new', entry);
    const tells = over === 'unread' ? {} : { products: new Map([['btcusdt_f', productOf(over)]]) };
    const { products: __, ...rest } = strategiesOf([]);
    const world = {
      entries: entries.slice(0, 1),
      snapshots: [...snapshots.slice(0, 1), { ...rest, ...tells }],
      limits: FREE,
    };
    return lineOf(world, 'new');
  };

  it.each<[string, Partial<Product> | 'unread', Partial<Entry>, Partial<PlanLine>]>([
    [
      'products that could not be read',
      'unread',
      {},
      {
        ...{ code: 'blocked-product', level: 'blocked', field: 'productCode' },
        reason: 'the products of account bybit could not be read: nothing new is sent before they are',
      },
    ],
    [
      'a product that was removed',
      { removed: true },
      {},
      {
        ...{ code: 'blocked-product', level: 'invalid', field: 'productCode' },
        reason: 'product btcusdt_f of account bybit was removed by its venue; see tradeform lookup products',
      },
    ],
    [
      'a product that the account never had',
      {},
      { terms: smoOf({ productCode: 'dogeusdt' }) },
      {
        code: 'blocked-product',
        reason: 'account bybit has no product dogeusdt; see tradeform lookup products',
      },
    ],
    [
      'a part of the account that is off',
      { closed: 'futures is not active on account 99998' },
      {},
      {
        field: 'account',
        reason:
          "product btcusdt_f can't be traded on account bybit: futures is not active on account 99998; see tradeform lookup accounts",
      },
    ],
    [
      'a price between two steps',
      {},
      { terms: smoOf({ priceLimit: decimal('95000.05') }) },
      {
        ...{ code: 'blocked-limits', level: 'refused', field: 'priceLimit' },
        reason: 'TF-L11: priceLimit 95000.05 is between two steps of 0.1: 95000 or 95000.1 would do',
      },
    ],
    [
      'a size of its own between two steps',
      {},
      { terms: smoOf({ parameters: { orderMaxSize: decimal('0.0305') } }) },
      {
        field: 'orderMaxSize',
        reason: 'TF-L11: orderMaxSize 0.0305 is between two steps of 0.001: 0.03 or 0.031 would do',
      },
    ],
    [
      'a worth that is too small',
      { minNotional: decimal('10000') },
      {},
      {
        field: 'size',
        reason: 'TF-L11: it is worth 9500 USDT, below the smallest of btcusdt_f: 10000 USDT would do',
      },
    ],
  ])('%s', (_what, product, entry, line) => {
    expect(held(product, entry)).toMatchObject({ action: 'none', ...line });
  });

  it('is told of the rest that a replace would send, which stands in no file', () => {
    const row = strategyRowOf({ id: id('s-kept'), fill: fillOf('0.0995', '9400') });
    const world: World = {
      ...{ entries: [strategyEntryOf('kept', { terms: smoOf({ priceLimit: decimal('95500') }) })] },
      ...{ history: historyOf(...placed('kept')), snapshots: [strategiesOf([row])], limits: FREE },
    };
    expect(lineOf(world, 'kept')).toMatchObject({
      ...{ action: 'none', code: 'blocked-limits', field: 'size' },
      reason: 'TF-L11: the unfilled rest of 0.0005 is below the smallest of btcusdt_f: 0.001 BTC would do',
    });
  });

  it.each<[string, World]>([
    ['a halt', { history: historyOf(...placed('kept'), [0, HALT]) }],
    ['limits', { limits: DENIED }],
  ])('is not told by %s of a pause that stands beside an edit: that alone is done', (_what, over) => {
    const edited = strategyEntryOf('kept', { terms: smoOf({ priceLimit: decimal('95500') }), run: 'paused' });
    const world: World = {
      ...{ entries: [edited], history: historyOf(...placed('kept')) },
      snapshots: [strategiesOf([strategyRowOf({ id: id('s-kept') })])],
    };
    expect(lineOf(world, 'kept')).toMatchObject({
      action: 'replace',
      changes: [
        { field: 'priceLimit', from: '95000', to: '95500' },
        { field: 'run', from: 'started', to: 'paused' },
      ],
    });
    const line = lineOf({ ...world, ...over }, 'kept');
    expect(line).toMatchObject({ action: 'set-run', code: 'run-changed', level: 'change', run: 'paused' });
    expect(line?.reason).toMatch(/^run started → paused; the rest of the edit is held back: TF-L/);
    expect(line).not.toHaveProperty('submission');
    expect(planOf({ ...world, ...over }).plan.counts).toMatchObject({ setRun: 1, replace: 0 });
  });

  it('lets what names no worth pass a smallest worth: nobody can tell it', () => {
    expect(held({ minNotional: decimal('10000') }, { terms: unpriced })?.action).toBe('submit');
  });
});
