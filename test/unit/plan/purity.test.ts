import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../../src/model/order.ts';
import type { PlanInput } from '../../../src/plan/input.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import {
  DAY,
  NOW,
  type Past,
  RESERVE,
  type World,
  accountOf,
  attemptOf,
  entryOf,
  fillOf,
  historyOf,
  inputOf,
  lookOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { TREASURY, termsOf } from '../../support/events.ts';

/* One desk with something of everything: new, resting, edited, removed, ended, back again, of others. */

const id = (text: string): VenueOrderId => text as VenueOrderId;
const named = (name: string) => attemptOf(name);
const resting = (name: string, orderId: string): readonly Past[] => [
  [60_000, named(name).intent()],
  [60_000, named(name).accepted()],
  [60_000, named(name).linked(orderId)],
];
const at = (line: number): Entry['place'] => ({ file: 'orders.yaml', line, column: 3 });

const ENTRIES: readonly Entry[] = [
  entryOf('kept', { place: at(3) }),
  entryOf('edited', { place: at(9), terms: termsOf({ priceLimit: decimal('95500.00') }) }),
  entryOf('new-1', { place: at(15) }),
  entryOf('new-2', { place: at(21), notAfter: NOW + DAY }),
  entryOf('elsewhere', { place: at(27), account: RESERVE }),
  entryOf('ended', { place: at(33) }),
];
const PAST: readonly Past[] = [
  ...resting('kept', 'o-kept'),
  ...resting('edited', 'o-edited'),
  ...resting('removed', 'o-removed'),
  ...resting('ended', 'o-ended'),
  [50_000, named('ended').final('cancelled', fillOf('0.1', '9500'))],
];
const row = (name: string, over: Partial<OrderRow> = {}): OrderRow =>
  rowOf({ id: id(`o-${name}`), reference: named(name).tag, ...over });
const STRANGERS = ['s-1', 's-2', 's-3'].map((one) => rowOf({ id: id(one), reference: 'desk' }));
const ROWS: readonly OrderRow[] = [row('kept'), row('edited'), row('removed'), ...STRANGERS];
const DESK: World = {
  entries: ENTRIES,
  history: historyOf(...PAST),
  snapshots: [snapshotOf(ROWS), snapshotOf([], { account: RESERVE })],
};
const MARKET = { ticker: 'BTC-USD', bid: decimal('99000'), ask: decimal('99100'), at: NOW };

/** A few fixed shuffles: rotations and the reverse of each. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  const turned = items.map((_, by) => [...items.slice(by), ...items.slice(0, by)]);
  return turned.flatMap((one) => [one, one.toReversed()]);
}
const bytes = (world: World): string => JSON.stringify(planOf(world));

const withRows = (...live: readonly OrderRow[]): World => ({
  ...DESK,
  snapshots: [snapshotOf(live), snapshotOf([], { account: RESERVE })],
});
const digest = (world: World): string => planOf(world).plan.digest;

describe('a plan', () => {
  it('has something of everything, so that the following means something', () => {
    const { plan } = planOf(DESK);
    expect(plan.lines.map((line) => line.action)).toEqual([
      'cancel',
      'replace',
      'submit',
      'submit',
      'submit',
      'none',
    ]);
    expect(plan.counts).toMatchObject({ unchanged: 1, unmanaged: 3 });
  });

  it('is the same bytes each time', () => {
    expect(bytes(DESK)).toBe(bytes(DESK));
    const input = inputOf(DESK);
    expect(JSON.stringify(makePlan(input))).toBe(JSON.stringify(makePlan(input)));
  });

  it('is the same bytes whatever the order in which files were read', () => {
    for (const entries of orders(ENTRIES)) expect(bytes({ ...DESK, entries })).toBe(bytes(DESK));
  });

  it('is the same bytes whatever the order of the venue’s rows, strays and doubles among them', () => {
    const stray = [named('stray-1'), named('stray-2')].map((told, i) =>
      rowOf({ id: id(`stray-${i}`), reference: told.tag }),
    );
    const twice = rowOf({ id: id('o-kept-2'), reference: named('kept').tag });
    const rows = [...ROWS, ...stray, twice];
    const codes = planOf(withRows(...rows)).plan.lines.map((line) => line.code);
    expect(codes).toEqual(expect.arrayContaining(['foreign-writer', 'two-orders-one-tag']));
    for (const live of orders(rows)) expect(bytes(withRows(...live))).toBe(bytes(withRows(...rows)));
  });

  it('is the same bytes whatever account was read first', () => {
    const snapshots = DESK.snapshots?.toReversed() ?? [];
    expect(bytes({ ...DESK, snapshots })).toBe(bytes(DESK));
  });

  it('leaves what it was made of alone', () => {
    const input = inputOf(DESK);
    const before = JSON.stringify([...input.history.keys]);
    const freeze = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    };
    freeze(input.entries);
    for (const attempts of input.history.keys.values()) freeze(attempts);
    for (const snapshot of input.snapshots.values()) freeze(snapshot);
    makePlan(input);
    expect(JSON.stringify([...input.history.keys])).toBe(before);
  });
});

describe('the digest', () => {
  const withEntry = (over: Partial<Entry>): World => ({
    ...DESK,
    entries: ENTRIES.map((entry) => (entry.key === over.key ? { ...entry, ...over } : entry)),
  });
  const of = (name: string, over: Partial<Entry>): World => withEntry({ key: entryOf(name).key, ...over });

  it.each<[string, World]>([
    ['prices', { ...DESK, references: new Map([['BTC-USD', MARKET]]) }],
    ['time', { ...DESK, now: NOW + 60_000 }],
    ['other people’s orders', withRows(row('kept'), row('edited'), row('removed'))],
    [
      'fills of an order that no change is about',
      withRows(row('kept', { fill: fillOf('0.1', '9500') }), ...ROWS.slice(1)),
    ],
    ['descriptions and labels', of('new-1', { description: 'x', labels: { desk: 'y' } })],
    ['lines that come and go above an entry', of('new-1', { place: at(16) })],
    ['what an ended order’s entry says', of('ended', { terms: termsOf({ priceLimit: decimal('1') }) })],
    [
      'the venue’s own words',
      withRows(row('removed', { statusText: 'NEW', message: 'hello' }), ...ROWS.slice(0, 2)),
    ],
  ])('is not moved by %s', (_what, world) => {
    expect(digest(world)).toBe(digest(DESK));
  });

  it.each<[string, World]>([
    ['a price', of('new-1', { terms: termsOf({ priceLimit: decimal('95000.01') }) })],
    ['a digit that goes on the wire', of('new-1', { terms: termsOf({ receiveQuantity: decimal('0.500') }) })],
    ['a quantity', of('new-1', { terms: termsOf({ receiveQuantity: decimal('0.6') }) })],
    ['a side', of('new-1', { terms: termsOf({ side: 'sell' }) })],
    ['a ticker', of('new-1', { terms: termsOf({ ticker: 'ETH-USD' }) })],
    ['a strategy', of('new-1', { terms: termsOf({ strategy: 'LIMIT' }) })],
    ['a reference', of('new-1', { terms: termsOf({ usernameRef: 'abc' }) })],
    ['a generation', of('new-1', { generation: 2 })],
    ['an account', of('new-1', { account: RESERVE })],
    ['a last time to send', of('new-2', { notAfter: NOW + 2 * DAY })],
    ['a new entry', { ...DESK, entries: [...ENTRIES, entryOf('new-3', { place: at(40) })] }],
    ['an entry less', { ...DESK, entries: ENTRIES.slice(0, 4) }],
    ['an edit taken back', of('edited', { terms: termsOf() })],
    ['a removed entry put back', { ...DESK, entries: [...ENTRIES, entryOf('removed')] }],
    [
      'a fill of an order that is replaced',
      withRows(row('edited', { fill: fillOf('0.1', '9500') }), row('kept'), row('removed')),
    ],
    [
      'the status of an order that is cancelled',
      withRows(row('removed', { status: 'pending' }), row('kept'), row('edited')),
    ],
    [
      'a halt',
      {
        ...DESK,
        history: historyOf(...PAST, [0, named('x').about('halted', { scope: { kind: 'all' }, reason: 'r' })]),
      },
    ],
    [
      'where an account’s orders go',
      {
        ...DESK,
        accounts: [accountOf(), accountOf(RESERVE, { id: accountOf().id })],
        snapshots: [snapshotOf(ROWS), snapshotOf([], { account: RESERVE, accountId: accountOf().id })],
      },
    ],
  ])('is moved by %s', (_what, world) => {
    expect(digest(world)).not.toBe(digest(DESK));
  });

  it('is moved by the project, the environment and the journal', () => {
    const input = inputOf(DESK);
    const moved = (over: Partial<PlanInput>): string => makePlan({ ...input, ...over }).plan.digest;
    const other = { ...input.history, journal: 'another' as typeof input.history.journal };
    const digests = [
      moved({}),
      moved({ project: 'p' }),
      moved({ environment: 'e' }),
      moved({ history: other }),
    ];
    expect(new Set(digests).size).toBe(4);
  });

  it('is not moved by events that change nothing of the changes', () => {
    const later = historyOf(...PAST, [0, named('kept').observed('open')]);
    expect(digest({ ...DESK, history: later })).toBe(digest(DESK));
  });

  it('is one and the same for a look and a plain reading of an order that ended', () => {
    const over = snapshotOf([row('kept'), row('edited'), ...STRANGERS], {
      looks: [lookOf(named('removed'), [row('removed', { status: 'filled', fill: fillOf('0.50') })])],
    });
    const world: World = { ...DESK, snapshots: [over, snapshotOf([], { account: RESERVE })] };
    const without = planOf(world).plan;
    expect(without.counts.cancel).toBe(0);
    expect(without.digest).not.toBe(digest(DESK));
    expect(without.lines.some((line) => line.account === TREASURY && line.action === 'cancel')).toBe(false);
  });
});
