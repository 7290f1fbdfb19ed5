import { describe, expect, it } from 'vitest';
import { type Adoption, adoptionOf, adoptionsOf } from '../../../src/execute/adopt.ts';
import type { LiveOrder, Refusal, Standing } from '../../../src/execute/adopt/standing.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { fold } from '../../../src/model/fold.ts';
import { emptyHistory } from '../../../src/model/history.ts';
import {
  type AccountId,
  type AccountName,
  type JournalId,
  type VenueOrderId,
  nameOfKey,
  orderKey,
} from '../../../src/model/ids.ts';
import { type Entry, NO_FILL, type OrderRow } from '../../../src/model/order.ts';
import { encodeTag, scopeOf } from '../../../src/model/tag.ts';
import { DESK, T0, TREASURY, asOrder, chained, intentOf, subjectOf, termsOf } from '../../support/events.ts';

const SCOPE = scopeOf('treasury-desk', 'live');
const IDENTITY = 'aquanow 127.0.0.1 CA1264810R';
const id = (text: string): VenueOrderId => text as VenueOrderId;
const tagOf = (name: string, generation = 1, attempt = 1): string =>
  encodeTag(SCOPE, orderKey(name), generation, attempt);

const rowOf = (over: Partial<OrderRow> = {}): OrderRow => ({
  id: id('o-1'),
  status: 'open',
  statusText: 'AWAITING',
  fill: NO_FILL,
  ticker: 'BTC-USD',
  side: 'buy',
  strategy: 'GTC',
  priceLimit: decimal('95000'),
  size: decimal('0.5'),
  ...over,
});

/** Live orders of one account, read together. */
function liveOf(
  rows: readonly OrderRow[],
  account: AccountName = TREASURY,
  identity = IDENTITY,
): readonly LiveOrder[] {
  const accountId = 'CA1264810R' as AccountId;
  const base = {
    account,
    venue: 'aquanow',
    accountId,
    readAt: T0,
    settle: 0,
    echoes: [],
    looks: [],
  } as const;
  const snapshot = { ...base, state: 'known', identity, live: rows } as const;
  return rows.map((row) => ({ account: { name: account, venue: 'aquanow', id: accountId }, snapshot, row }));
}
function one(over: Partial<OrderRow> = {}): LiveOrder {
  const [order] = liveOf([rowOf(over)]);
  if (order === undefined) throw new Error('no order');
  return order;
}

const entryOf = (name: string, over: Partial<Entry> = {}): Entry => ({
  key: orderKey(name),
  account: TREASURY,
  terms: termsOf(),
  generation: 1,
  formerly: [],
  protect: false,
  labels: {},
  place: { file: 'a.yaml', line: 3, column: 3 },
  ...over,
});

const standing = (entries: readonly Entry[] = [], drafts: readonly EventDraft[] = []): Standing => ({
  scope: SCOPE,
  entries,
  history: fold(emptyHistory('j' as JournalId), chained(drafts)),
});

const why = (judged: Adoption | Refusal): string => ('reason' in judged ? judged.reason : 'adopted');
const adopted = (judged: Adoption | Refusal): Adoption => {
  if ('reason' in judged) throw new Error(judged.reason);
  return judged;
};

describe('the terms of an adopted order', () => {
  it('are what the row shows: base currency, on the leg of its side', () => {
    expect(adopted(adoptionOf(standing(), one(), 'hand-1')).order).toEqual({
      tag: tagOf('hand-1'),
      tagSent: false,
      orderId: 'o-1',
      identity: IDENTITY,
      terms: { strategy: 'GTC', ticker: 'BTC-USD', side: 'buy', receiveQuantity: '0.5', priceLimit: '95000' },
    });
    const sell = adopted(adoptionOf(standing(), one({ side: 'sell' }), 'hand-1')).order.terms;
    expect(sell).toMatchObject({ side: 'sell', deliverQuantity: '0.5' });
    expect(sell).not.toHaveProperty('receiveQuantity');
  });

  it('have an expiry for GTD alone', () => {
    const expiresAt = T0 + 86_400_123;
    const terms = (strategy: string): unknown =>
      asOrder(adopted(adoptionOf(standing(), one({ strategy, expiresAt }), 'hand-1')).order.terms)
        .expirationTime;
    expect([terms('GTD'), terms('GTC'), terms('LIMIT')]).toEqual([expiresAt, undefined, undefined]);
  });

  it('have the desk’s own reference, where an entry can say it', () => {
    const of = (reference: string): Adoption => adopted(adoptionOf(standing(), one({ reference }), 'hand-1'));
    expect(of('deskA17').order.terms).toMatchObject({ usernameRef: 'deskA17' });
    expect(of('desk 17').order.terms).not.toHaveProperty('usernameRef');
    expect(of('desk 17').note).toContain('is left out');
    expect(of('d'.repeat(43)).note).toContain('is left out');
    expect(
      adopted(adoptionOf(standing(), one({ reference: `abc${tagOf('dip-1')}` }), 'dip-1')).order.terms,
    ).toMatchObject({ usernameRef: 'abc' });
  });

  it.each<[string, Partial<OrderRow>, string]>([
    ['another strategy', { strategy: 'RFQ' }, 'is of strategy RFQ'],
    ['a strategy that is not told', { strategy: 'unknown' }, 'is of strategy unknown'],
    ['GTD without its date', { strategy: 'GTD' }, 'when it expires'],
    ['an order that is being cancelled', { status: 'cancelling' }, 'is being cancelled'],
  ])('are not made up for %s', (_, over, reason) => {
    expect(why(adoptionOf(standing(), one(over), 'hand-1'))).toContain(reason);
  });

  it.each(['priceLimit', 'size'] as const)('are not made up without %s', (field) => {
    const { [field]: _, ...row } = rowOf();
    const [order] = liveOf([row]);
    expect(order && why(adoptionOf(standing(), order, 'hand-1'))).toContain("the venue doesn't tell its");
  });
});

describe('an entry of the same name', () => {
  it('is kept as it is where it asks for the same, in its own spelling', () => {
    const made = adopted(adoptionOf(standing([entryOf('hand-1')]), one(), 'hand-1'));
    expect(made.entry?.key).toBe('order/hand-1');
    expect(made.order.terms).toEqual(termsOf());
  });

  it.each<[string, Partial<Entry>, string]>([
    ['price', { terms: termsOf({ priceLimit: decimal('95000.01') }) }, '(priceLimit)'],
    ['account', { account: DESK }, '(account)'],
    ['generation', { generation: 2 }, '(generation)'],
  ])('is in the way where it asks for another %s', (_, over, fields) => {
    expect(why(adoptionOf(standing([entryOf('hand-1', over)]), one(), 'hand-1'))).toContain(fields);
  });

  it('in the other currency is believed to be the order only where its tag says so', () => {
    const { receiveQuantity: _, ...rest } = termsOf();
    const entry = entryOf('dip-1', { terms: { ...rest, deliverQuantity: decimal('47500.00') } });
    expect(why(adoptionOf(standing([entry]), one(), 'dip-1'))).toContain('nobody can tell');
    const tagged = adopted(adoptionOf(standing([entry]), one({ reference: tagOf('dip-1') }), 'dip-1'));
    expect(tagged.order).toMatchObject({
      tag: tagOf('dip-1'),
      tagSent: true,
      terms: { deliverQuantity: '47500.00' },
    });
  });
});

describe('an order that is not adopted', () => {
  const linked: EventDraft = { type: 'linked', subject: subjectOf('dip-1'), data: { orderId: id('o-1') } };

  it('has a name in the journal, by its id or by its tag', () => {
    const intent = intentOf('dip-1', {}, { tag: encodeTag(SCOPE, orderKey('dip-1'), 1, 1) });
    expect(why(adoptionOf(standing([], [intent, linked]), one(), 'hand-1'))).toBe('is dip-1 already');
    expect(why(adoptionOf(standing([], [intent]), one({ reference: tagOf('dip-1') }), 'hand-1'))).toBe(
      'is dip-1 already',
    );
  });

  it('may be one whose answer was lost, which nobody has found yet', () => {
    const after = (over: Partial<OrderRow>): string =>
      why(adoptionOf(standing([], [intentOf('dip-1')]), one(over), 'hand-1'));
    expect(after({})).toContain('may be dip-1');
    expect(after({ strategy: 'LIMIT', priceLimit: decimal('1') })).toContain('may be dip-1');
    expect(after({ side: 'sell' })).toBe('adopted');
    expect(after({ ticker: 'ETH-USD' })).toBe('adopted');
    const found = standing([], [intentOf('dip-1'), { ...linked, data: { orderId: id('o-9') } }]);
    expect(why(adoptionOf(found, one(), 'hand-1'))).toBe('adopted');
  });

  it('is at another venue than the journal knows the account at', () => {
    const known = standing([], [intentOf('dip-1'), linked]);
    const [order] = liveOf([rowOf({ id: id('o-2') })], TREASURY, 'aquanow staging CA1264810R');
    expect(order && why(adoptionOf(known, order, 'hand-1'))).toContain('is at aquanow staging CA1264810R');
  });

  it('would stand under a name whose tag another live order carries', () => {
    const [order] = liveOf([rowOf(), rowOf({ id: id('o-2'), reference: tagOf('hand-1', 1, 4) })]);
    expect(order && why(adoptionOf(standing(), order, 'hand-1'))).toContain(
      'order o-2 carries a tag of that name',
    );
  });
});

const names = (rows: readonly OrderRow[], entries: readonly Entry[] = []): readonly string[] =>
  adoptionsOf(standing(entries), liveOf(rows)).adoptions.map(({ key }) => nameOfKey(key));

describe('the names of all that is adopted', () => {
  it('are legal and unused, whatever the ticker is', () => {
    const ticker = `${'1INCH'.repeat(12)}-USD`;
    const rows = [
      rowOf({ ticker }),
      rowOf({ ticker, id: id('o-2') }),
      rowOf({ id: id('o-3') }),
      rowOf({ id: id('o-4') }),
    ];
    const made = names(rows, [entryOf('btc-usd-buy-95000', { formerly: [orderKey('btc-usd-buy-95000-2')] })]);
    expect(new Set(made).size).toBe(4);
    for (const name of made) expect(name).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
    expect(made.slice(2)).toEqual(['btc-usd-buy-95000-3', 'btc-usd-buy-95000-4']);
  });

  it('are those of the tags where the files have them', () => {
    const entries = [entryOf('dip-1', { generation: 3 })];
    const judged = adoptionsOf(standing(entries), liveOf([rowOf({ reference: tagOf('dip-1', 3, 2) })]));
    expect(judged.adoptions).toMatchObject([{ key: 'order/dip-1', generation: 3, attempt: 2 }]);
  });

  it('are not made up for orders of ours whose name nobody knows, nor given twice', () => {
    const lost = adoptionsOf(standing(), liveOf([rowOf({ reference: tagOf('gone') })]));
    expect(lost.adoptions).toEqual([]);
    expect(lost.refused[0]?.why.reason).toContain('was placed by tradeform under another name');
    const entries = [entryOf('dip-1')];
    const twice = adoptionsOf(standing(entries), [
      ...liveOf([rowOf({ reference: tagOf('dip-1') })]),
      ...liveOf([rowOf({ id: id('o-2'), reference: tagOf('dip-1', 1, 2) })], DESK),
    ]);
    expect(twice.adoptions).toHaveLength(1);
    expect(twice.refused.map(({ why: { reason } }) => reason)).toEqual([
      'carries a tag of dip-1, and so does another one',
    ]);
  });
});
