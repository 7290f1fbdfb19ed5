import { describe, expect, it } from 'vitest';
import { keysByCode, unknownKey } from '../../../src/execute/attribution.ts';
import {
  type AccountOrders,
  type FindInput,
  findOrders,
  namelessIn,
} from '../../../src/execute/found-orders.ts';
import {
  haltIncomplete,
  incomplete,
  mustBeSameVenue,
  readAll,
  untagged,
} from '../../../src/execute/rebuild.ts';
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
import { type Account, type Entry, type Fill, NO_FILL, type OrderRow } from '../../../src/model/order.ts';
import { encodeTag, keyCode, scopeOf } from '../../../src/model/tag.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import type { AllOrders, VenueReader } from '../../../src/venues/venue.ts';
import { T0, TREASURY, chained, intentOf, termsOf } from '../../support/events.ts';
import { bench } from './ports.ts';

const SCOPE = scopeOf('treasury-desk', 'paper');
const EMPTY = emptyHistory('j-1' as JournalId);
const ACCOUNT: Account = {
  name: TREASURY,
  venue: 'aquanow',
  id: 'CA1264810R' as AccountId,
  tag: 'usernameRef',
};
const IDENTITY = 'aquanow 127.0.0.1 CA1264810R';

const tagOf = (name: string, generation = 1, attempt = 1) =>
  encodeTag(SCOPE, orderKey(name), generation, attempt);

const entryOf = (name: string, terms: Partial<OrderTerms> = {}, over: Partial<Entry> = {}): Entry => ({
  key: orderKey(name),
  account: TREASURY,
  terms: termsOf(terms),
  generation: 1,
  formerly: [],
  protect: false,
  labels: {},
  place: { file: 'orders.yaml', line: 1, column: 1 },
  ...over,
});

/** A resting buy of 0.50 BTC at 95000 under this tag, unless told otherwise. */
const rowOf = (id: string, reference: string | undefined, over: Partial<OrderRow> = {}): OrderRow => ({
  id: id as VenueOrderId,
  ...(reference === undefined ? {} : { reference }),
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

const bought = (amount: string): Fill => ({ received: decimal(amount), delivered: decimal('1000') });
const filled = { status: 'filled', statusText: 'COMPLETE', fill: bought('0.5') } as const;

const listed = (rows: readonly OrderRow[], first = rows): AccountOrders => ({
  account: ACCOUNT,
  identity: IDENTITY,
  first,
  second: rows,
});

function found(rows: readonly OrderRow[], over: Partial<FindInput> = {}) {
  return findOrders({
    history: EMPTY,
    scope: SCOPE,
    entries: [],
    names: [],
    accounts: [listed(rows)],
    ...over,
  });
}

const journalled = (...drafts: readonly EventDraft[]) => fold(EMPTY, chained(drafts));

describe('attributing orders to names', () => {
  it('goes by the names in the files, and by those that a person gives', () => {
    const rows = [rowOf('o-1', tagOf('dip-1')), rowOf('o-2', tagOf('gone')), rowOf('o-3', tagOf('nobody'))];
    const result = found(rows, { entries: [entryOf('dip-1')], names: [orderKey('gone')] });
    const unknown = unknownKey(keyCode(orderKey('nobody')));
    expect(result.orders.map(({ subject }) => subject.key)).toEqual(
      expect.arrayContaining([orderKey('dip-1'), orderKey('gone'), unknown]),
    );
    expect(namelessIn(result)).toEqual([unknown]);
    expect(nameOfKey(unknown)).toMatch(/^unknown-[a-z2-7]{8}$/);
  });

  it('keeps when an order was made, as far as the venue tells', () => {
    const rows = [rowOf('o-1', tagOf('dip-1'), { createdAt: T0 }), rowOf('o-2', tagOf('dip-2'))];
    const times = found(rows).orders.map(({ order }) => [order.orderId, order.createdAt]);
    expect(times).toEqual([
      ['o-1', T0],
      ['o-2', undefined],
    ]);
  });

  it('gives an order of a former name to the entry that has it now', () => {
    const entries = [entryOf('new', {}, { formerly: [orderKey('old')] })];
    expect(found([rowOf('o-1', tagOf('old'))], { entries }).orders[0]?.subject.key).toBe(orderKey('new'));
  });

  it('leaves a former name that another entry has now to that entry: `formerly` still has to move it', () => {
    const entries = [
      entryOf('a', {}, { formerly: [orderKey('b')] }),
      entryOf('b', {}, { formerly: [orderKey('a')] }),
    ];
    const keys = keysByCode(entries, []);
    expect(keys.get(keyCode(orderKey('a')))).toBe(orderKey('a'));
    expect(keys.get(keyCode(orderKey('b')))).toBe(orderKey('b'));
  });

  it('knows nothing of orders of other projects and other people', () => {
    const foreign = encodeTag(scopeOf('other', 'paper'), orderKey('dip-1'), 1, 1);
    const result = found([rowOf('o-1', foreign), rowOf('o-2', undefined), rowOf('o-3', 'DESK7')], {
      entries: [entryOf('dip-1')],
    });
    expect(result).toMatchObject({ orders: [], known: 0, notOurs: 3 });
    expect(result.unlisted.map(({ key }) => key)).toEqual([orderKey('dip-1')]);
  });

  it('puts an order whose place the journal has given to another one under its code', () => {
    const history = journalled(intentOf('dip-1', {}, { tag: tagOf('elsewhere') }));
    const result = found([rowOf('o-1', tagOf('dip-1'))], { history, entries: [entryOf('dip-1')] });
    expect(result.orders[0]?.subject.key).toBe(unknownKey(keyCode(orderKey('dip-1'))));
  });
});

describe('what is found', () => {
  it('leaves out what the journal knows, so that nothing is recorded twice', () => {
    const history = journalled(intentOf('dip-1', {}, { tag: tagOf('dip-1') }));
    const result = found([rowOf('o-1', tagOf('dip-1')), rowOf('o-2', tagOf('dip-2'))], { history });
    expect(result.known).toBe(1);
    expect(result.orders.map(({ order }) => order.orderId)).toEqual(['o-2']);
  });

  it('is in the order of generations and attempts, however the venue lists it', () => {
    const rows = [
      rowOf('o-3', tagOf('dip-1', 2, 1)),
      rowOf('o-2', tagOf('dip-1', 1, 2), filled),
      rowOf('o-1', tagOf('dip-1', 1, 1), filled),
    ];
    const result = found(rows, { entries: [entryOf('dip-1')] });
    expect(result.orders.map(({ order }) => order.orderId)).toEqual(['o-1', 'o-2', 'o-3']);
  });

  it('believes an end that both readings show alike, and no other', () => {
    const end = rowOf('o-1', tagOf('dip-1'), filled);
    const confirmed = (first: readonly OrderRow[]): boolean | undefined =>
      found([end], { accounts: [listed([end], first)] }).orders[0]?.confirmed;
    expect(confirmed([end])).toBe(true);
    expect(confirmed([rowOf('o-1', tagOf('dip-1'))])).toBe(false);
    expect(confirmed([{ ...end, fill: bought('0.4') }])).toBe(false);
    expect(confirmed([])).toBe(false);
  });

  it('keeps an order that only the first reading showed', () => {
    const row = rowOf('o-1', tagOf('dip-1'), filled);
    const result = found([], { accounts: [listed([], [row])] });
    expect(result.orders).toMatchObject([{ confirmed: false, order: { orderId: 'o-1' } }]);
  });

  it('records one of two orders under one tag, the live one, and tells of both', () => {
    const rows = [rowOf('o-1', tagOf('dip-1'), filled), rowOf('o-2', tagOf('dip-1'))];
    const result = found(rows, { entries: [entryOf('dip-1')] });
    expect(result.orders.map(({ order }) => order.orderId)).toEqual(['o-2']);
    expect(result.doubled).toEqual([{ tag: tagOf('dip-1'), ids: ['o-1', 'o-2'] }]);
    expect(result.unlisted).toEqual([]);
  });

  it('tells of a row that says too little, unless an entry says the rest', () => {
    const { size: _, ...bare } = rowOf('o-1', tagOf('dip-1'));
    expect(found([bare])).toMatchObject({ orders: [], unclear: [{ row: { id: 'o-1' } }] });
    const helped = found([bare], { entries: [entryOf('dip-1')] });
    expect(helped).toMatchObject({
      unclear: [],
      orders: [{ termsFromFile: true, order: { terms: termsOf() } }],
    });
  });
});

const termsIn = (row: Partial<OrderRow>, entry?: Entry, reference: string = tagOf('dip-1')) =>
  found([rowOf('o-1', reference, row)], entry === undefined ? {} : { entries: [entry] }).orders[0]?.order;

describe('the terms of a found order', () => {
  it('are the entry’s, to the letter, where they are the same: a plan then wants nothing', () => {
    expect(termsIn({}, entryOf('dip-1'))?.terms).toEqual(termsOf());
  });

  it('are the row’s where the entry was changed since: a plan then shows the difference', () => {
    const edited = entryOf('dip-1', { priceLimit: decimal('96000'), receiveQuantity: decimal('0.7') });
    expect(termsIn({}, edited)?.terms).toMatchObject({ priceLimit: '95000', receiveQuantity: '0.5' });
  });

  it('are the row’s where the entry asks for another generation', () => {
    const again = entryOf('dip-1', { receiveQuantity: decimal('0.500') }, { generation: 2 });
    expect(termsIn({}, again)?.terms).toMatchObject({ receiveQuantity: '0.5' });
  });

  it('name the base currency’s leg: what a sell delivers', () => {
    expect(termsIn({ side: 'sell' })?.terms).toMatchObject({ side: 'sell', deliverQuantity: '0.5' });
    expect(termsIn({ side: 'sell' })?.terms).not.toHaveProperty('receiveQuantity');
  });

  it('take a quantity in quote currency from the file, as no row shows it exactly', () => {
    const { receiveQuantity: _, ...rest } = termsOf({ deliverQuantity: decimal('5000') });
    const entry = { ...entryOf('dip-1'), terms: rest };
    const result = found([rowOf('o-1', tagOf('dip-1'), { size: decimal('0.0497') })], { entries: [entry] });
    expect(result.orders[0]).toMatchObject({ termsFromFile: true, order: { terms: rest } });
  });

  it('keep the desk’s own reference, which stands before the tag', () => {
    expect(termsIn({}, undefined, `DESK7${tagOf('dip-1')}`)?.terms).toMatchObject({ usernameRef: 'DESK7' });
    expect(termsIn({})?.terms).not.toHaveProperty('usernameRef');
  });

  it('keep the entry’s expiry where the venue’s stamp is about the same', () => {
    const entry = entryOf('dip-1', { strategy: 'GTD', expirationTime: T0 });
    const gtd = { strategy: 'GTD' } as const;
    expect(termsIn({ ...gtd, expiresAt: T0 + 400 }, entry)?.terms).toMatchObject({ expirationTime: T0 });
    expect(termsIn({ ...gtd, expiresAt: T0 + 86_400_000 }, entry)?.terms).toMatchObject({
      expirationTime: T0 + 86_400_000,
    });
    expect(termsIn({ expiresAt: T0 })?.terms).not.toHaveProperty('expirationTime');
  });

  it('count what earlier attempts of the generation had filled: the target is whole, what was sent is less', () => {
    const rows = [
      rowOf('o-1', tagOf('dip-1', 1, 1), {
        status: 'cancelled',
        statusText: 'CANCELLED',
        fill: bought('0.2'),
      }),
      rowOf('o-2', tagOf('dip-1', 1, 2), { size: decimal('0.3') }),
    ];
    const [, second] = found(rows, { entries: [entryOf('dip-1')] }).orders;
    expect(second?.order.terms).toEqual(termsOf());
    expect(second?.order.wire).toEqual(
      termsOf({ priceLimit: decimal('95000.00'), receiveQuantity: decimal('0.3') }),
    );
  });

  it('count what the journal knows of earlier attempts, too', () => {
    const history = journalled(intentOf('dip-1', {}, { tag: tagOf('dip-1') }), {
      type: 'final',
      subject: intentOf('dip-1').subject ?? { account: TREASURY, accountId: ACCOUNT.id },
      data: { status: 'cancelled', statusText: 'CANCELLED', fill: bought('0.2') },
    });
    const row = rowOf('o-2', tagOf('dip-1', 1, 2), { size: decimal('0.3') });
    const [order] = found([row], { history, entries: [entryOf('dip-1')] }).orders;
    expect(order?.order.terms).toEqual(termsOf());
  });
});

const reader = (answers: AllOrders[]): VenueReader =>
  ({ history: () => Promise.resolve(answers.shift()) }) as unknown as VenueReader;
const known = (rows: readonly OrderRow[]): AllOrders => ({
  ...{ state: 'known', identity: IDENTITY, settle: 10_000, rows, unclear: 0 },
});

describe('reading everything', () => {
  const clock = {
    now: () => T0,
    monotonic: () => T0,
    sleep: (ms: number) => Promise.resolve(void slept.push(ms)),
  };
  const slept: number[] = [];
  const accounts = new Map<AccountName, Account>([[TREASURY, ACCOUNT]]);

  it('walks every account twice, with the time between that its lists may lag', async () => {
    const late = rowOf('o-1', tagOf('dip-1'));
    const read = await readAll({
      ...{ accounts, clock },
      readers: new Map([[TREASURY, reader([known([]), known([late])])]]),
    });
    expect(read).toEqual([{ account: ACCOUNT, identity: IDENTITY, first: [], second: [late] }]);
    expect(slept).toEqual([10_000]);
  });

  it.each([0, 1])('gives nothing where an account can’t be read whole, in walk %i', async (broken) => {
    const answers: AllOrders[] = [known([]), known([])];
    answers[broken] = { state: 'unknown', reason: 'a page is missing', remedy: 'Wait.' };
    const reading = readAll({ ...{ accounts, clock }, readers: new Map([[TREASURY, reader(answers)]]) });
    await expect(reading).rejects.toMatchObject({ code: 'rebuild/account-unknown', exitCode: 1 });
  });

  it('refuses an account that lies at another venue than the journal’s', () => {
    const history = journalled(intentOf('dip-1', {}, { identity: 'aquanow api.aquanow.io CA1264810R' }));
    expect(() => mustBeSameVenue(history, [listed([])])).toThrow('is now aquanow 127.0.0.1');
    expect(() => mustBeSameVenue(EMPTY, [listed([])])).not.toThrow();
  });
});

describe('accounts of whose orders no list says which entry they are', () => {
  const { tag: _, ...undecided } = ACCOUNT;
  const named = (name: string, account: Account): Account => ({ ...account, name: name as AccountName });
  const accounts: readonly Account[] = [
    named('tagged', ACCOUNT),
    named('plain', { ...ACCOUNT, tag: 'none' }),
    named('undecided', undecided),
    named('bybit', { ...undecided, venue: 'volven', tag: 'none' }),
    named('okx', { ...undecided, venue: 'volven' }),
  ];

  it('are all but those whose orders carry our tag', () => {
    expect(untagged(accounts)).toEqual(['plain', 'undecided', 'bybit', 'okx']);
  });

  it('are halted after a loss: what is in the files may be at the venue already', async () => {
    const { desk } = await bench();
    await haltIncomplete(desk.journal, accounts, found([]));
    expect(desk.journal.history.halts.map(({ scope }) => scope)).toEqual(
      ['plain', 'undecided', 'bybit', 'okx'].map((account) => ({ kind: 'account', account })),
    );
  });

  it('are halted too where a row of ours tells too little: in no limit does it count, and its entry may ask for it again', async () => {
    const { desk } = await bench();
    const { size: _size, ...bare } = rowOf('o-1', tagOf('dip-1'));
    const findings = found([bare]);
    expect(incomplete([ACCOUNT], findings)).toEqual([TREASURY]);
    await haltIncomplete(desk.journal, [ACCOUNT], findings);
    expect(desk.journal.history.halts).toEqual([
      {
        scope: { kind: 'account', account: TREASURY },
        reason: expect.stringContaining('rebuilt without o-1'),
      },
    ]);
    expect(incomplete([ACCOUNT], found([rowOf('o-1', tagOf('dip-1'))]))).toEqual([]);
  });
});
