import { describe, expect, it } from 'vitest';
import type { AccountId, VenueOrderId } from '../../../src/model/ids.ts';
import { terms as orderTerms } from '../aquanow/desk.ts';
import {
  FILLED,
  FIND,
  ID,
  NOW,
  STATES,
  TAG,
  account,
  fakeClock,
  json,
  knownOf,
  routed,
  smo,
  snapshotOf,
  strategyRow,
  tagOf,
  venueOf,
  wantedOf,
} from './desk.ts';

const BOTH = { states: STATES, filled: FILLED };

describe('a snapshot', () => {
  it('is one find for all, with accounts and products read once', async () => {
    const { fetch, seen } = routed({ find: () => json([strategyRow()]) });
    const venue = venueOf({ fetch, settings: BOTH });
    const snapshot = await venue.reader.snapshot(account(), []);
    expect(snapshot).toMatchObject({
      ...{ state: 'known', account: 'bybit-main', venue: 'volven', accountId: '99998', readAt: NOW },
      ...{ identity: 'volven volven.example 99998', settle: 10_000, echoes: [], tellsEnds: true, looks: [] },
    });
    await venue.reader.snapshot(account(), []);
    expect(seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`).sort()).toEqual([
      'GET /as/v3/accounts',
      'GET /mms/v2/productDetails?exchangeCode=BYB',
      `POST ${FIND}`,
      `POST ${FIND}`,
    ]);
    expect(seen.every(({ body }) => body === '')).toBe(true);
  });

  it('tells a strategy as find shows it', async () => {
    expect((await knownOf([strategyRow()])).live).toEqual([
      {
        ...{ id: ID, status: 'open', statusText: 'RUNNING', fill: { received: '0.04', delivered: '0' } },
        ...{ ticker: 'btcusdt_f', side: 'buy', strategy: 'SMO', priceLimit: '95000', size: '0.1' },
        createdAt: Date.parse('2025-01-28T19:05:40.000Z'),
      },
    ]);
  });

  it('tells the same where each of uiParams is an object with a value, as its description may mean', async () => {
    const row = strategyRow();
    const wrapped = Object.entries(row['uiParams'] ?? {}).map(([name, value]) => [name, { value }]);
    const { live } = await knownOf([{ ...row, uiParams: Object.fromEntries(wrapped) as unknown }]);
    expect(live).toEqual((await knownOf([row])).live);
  });

  it('of a sell has the fill on the leg that it delivers', async () => {
    const { live } = await knownOf([strategyRow({ side: 'SELL' })]);
    expect(live[0]).toMatchObject({ side: 'sell', fill: { received: '0', delivered: '0.04' } });
    expect(live[0]).not.toHaveProperty('fillNotTold');
  });

  it('has the account’s strategies alone', async () => {
    const rows = [
      strategyRow(),
      strategyRow({ accountId: '99999' }, { strategyId: 's-2' }),
      strategyRow({ accountId: 99998 }, { strategyId: 's-3' }),
      strategyRow({ accountId: undefined }, { strategyId: 's-4' }),
      { strategyId: 's-5' },
    ];
    expect((await knownOf(rows)).live.map(({ id }) => id)).toEqual(['s-1', 's-3']);
  });

  it('is unknown where the account was not found at the venue', async () => {
    const { fetch } = routed();
    const nobody = account({ id: '' as AccountId });
    expect(await venueOf({ fetch }).reader.snapshot(nobody, [])).toMatchObject({ state: 'unknown' });
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['null', null],
    ['a row that is none', [strategyRow(), 's-2']],
    ['a row without a strategyId', [strategyRow(), { version: 1 }]],
    ['a row with an empty one', [strategyRow({}, { strategyId: '' })]],
    ['one id twice, and not alike', [strategyRow(), strategyRow({ size: 9 })]],
  ])('is unknown when find answers with %s', async (_, rows) => {
    const { snapshot } = await snapshotOf(rows);
    expect(snapshot).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/^the list of strategies: /),
      remedy: expect.stringContaining('show this message'),
    });
  });

  it('shows once what is listed twice', async () => {
    expect((await knownOf([strategyRow(), strategyRow()])).live).toHaveLength(1);
  });

  it('is unknown while the venue has trouble, and says which', async () => {
    const { fetch, seen } = routed({ find: () => json({ message: 'Service Unavailable' }, 503) });
    expect(await venueOf({ fetch }).reader.snapshot(account(), [])).toEqual({
      ...{ account: 'bybit-main', venue: 'volven', accountId: '99998', readAt: NOW, state: 'unknown' },
      reason: 'the list of strategies: volven.example answered 503: Service Unavailable',
      remedy: 'Try again later, and ask the venue if it stays.',
    });
    expect(seen.filter(({ url }) => url.pathname === FIND)).toHaveLength(5);
  });

  it.each([201, 202, 204, 400, 403, 404])('is unknown when find answers %i', async (status) => {
    const { fetch } = routed({
      find: () => new Response(status === 204 ? null : '[]', { status }),
    });
    expect(await venueOf({ fetch }).reader.snapshot(account(), [])).toMatchObject({ state: 'unknown' });
  });

  it('is unknown when it is interrupted', async () => {
    const stop = new AbortController();
    const { fetch } = routed({
      find: () => {
        stop.abort();
        return json({}, 503);
      },
    });
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), [], stop.signal);
    expect(snapshot).toMatchObject({ state: 'unknown', reason: 'the list of strategies: interrupted' });
  });
});

describe('products in a snapshot', () => {
  const PRODUCT = {
    ...{ productCode: 'btcusdt_f', exchangeCode: 'BYB', base: 'BTC', quote: 'USDT' },
    ...{ productType: 'FUTURES', removed: false },
  };

  it('are the account’s', async () => {
    const { fetch } = routed({ products: () => json([PRODUCT]) });
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), []);
    expect(snapshot.state === 'known' && snapshot.products?.get('btcusdt_f')).toMatchObject({ base: 'BTC' });
  });

  it('are missing where they can’t be read; strategies are told all the same, and nobody waits twice', async () => {
    const clock = fakeClock();
    let isUp = false;
    const { fetch, seen } = routed({
      find: () => json([strategyRow()]),
      products: () => (isUp ? json([PRODUCT]) : json({}, 503)),
    });
    const { reader } = venueOf({ fetch, clock, settings: BOTH });
    const asked = () => seen.filter(({ url }) => url.pathname === '/mms/v2/productDetails').length;
    const first = await reader.snapshot(account(), []);
    expect(first).toMatchObject({ state: 'known', live: [{ id: ID }] });
    expect(first).not.toHaveProperty('products');
    expect(asked()).toBe(5);
    isUp = true;
    expect(await reader.snapshot(account(), [])).not.toHaveProperty('products');
    expect(asked()).toBe(5);
    clock.advance(30_000);
    expect(await reader.snapshot(account(), [])).toHaveProperty('products');
    expect(asked()).toBe(6);
  });
});

describe('what state tells', () => {
  const standing = async (state: unknown, settings = {}) =>
    (await knownOf([strategyRow({}, { state })], [wantedOf()], settings)).live[0];

  it('is nothing without settings: the state is unknown on every line, and counts as live', async () => {
    const snapshot = await knownOf([strategyRow()], [], {});
    expect(snapshot).toMatchObject({
      tellsEnds: false,
      live: [{ status: 'unknown', statusText: 'unknown', fill: { received: '0' }, fillNotTold: true }],
    });
  });

  it.each([
    ['CREATED', 'paused'],
    ['WAITING_TRIGGER', 'pending'],
    ['RUNNING', 'open'],
    ['PAUSED', 'paused'],
    ['HIBERNATING', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s by the settings', async (word, status) => {
    expect(await standing({ status: word, filledSize: '0' }, BOTH)).toMatchObject({
      status,
      statusText: word,
    });
  });

  it.each<[string, unknown]>([
    ['no state', undefined],
    ['null', null],
    ['a text', 'RUNNING'],
    ['a list', ['RUNNING']],
    ['another key', { state: 'RUNNING' }],
    ['a number', { status: 1 }],
    ['an object', { status: { name: 'RUNNING' } }],
    ['nothing', { status: '' }],
  ])('with %s is unknown', async (_, state) => {
    expect(await standing(state, BOTH)).toMatchObject({ status: 'unknown' });
  });

  it.each([
    ['STOPPED', '0', 'cancelled'],
    ['STOPPED', '0.04', 'cancelled'],
    ['FINISHED', '0.1', 'filled'],
    ['FINISHED', '1e-1', 'filled'],
  ])('%s with %s filled is %s, an end that a look shows', async (word, filledSize, status) => {
    const { live, looks } = await knownOf(
      [strategyRow({}, { state: { status: word, filledSize } })],
      [wantedOf()],
    );
    expect(live).toEqual([]);
    expect(looks).toMatchObject([
      { tag: TAG, id: ID, times: 1, rows: [{ id: ID, status, statusText: word }] },
    ]);
  });

  it.each<[string, unknown, object]>([
    ['whose fill has no setting', { status: 'STOPPED', filledSize: '0.04' }, { states: STATES }],
    ['whose fill is not told', { status: 'STOPPED' }, BOTH],
    ['whose fill is no number', { status: 'STOPPED', filledSize: 'some' }, BOTH],
    ['whose fill is below zero', { status: 'STOPPED', filledSize: '-1' }, BOTH],
    ['that is filled with nothing', { status: 'FINISHED', filledSize: '0' }, BOTH],
  ])('an end %s is unknown: it counts as live', async (_, state, settings) => {
    expect(await standing(state, settings)).toMatchObject({
      status: 'unknown',
      message: 'it has ended, but not told how much it traded',
    });
  });

  it('tells ends only where both settings are there', async () => {
    const tells = async (settings: object) => (await knownOf([], [], settings)).tellsEnds;
    expect(await tells({})).toBe(false);
    expect(await tells({ states: STATES })).toBe(false);
    expect(await tells({ filled: FILLED })).toBe(false);
    expect(await tells(BOTH)).toBe(true);
  });

  it('of a fill alone is told while it is live', async () => {
    expect(await standing({ status: 'RUNNING', filledSize: '0.04' }, { filled: FILLED })).toMatchObject({
      status: 'unknown',
      fill: { received: '0.04', delivered: '0' },
    });
  });
});

describe('a strategy that the journal knows', () => {
  const bare = { strategyId: ID };

  it('is the account’s, whatever its row tells or leaves out', async () => {
    for (const row of [bare, strategyRow({ accountId: undefined }), strategyRow({ accountId: '99999' })])
      expect((await knownOf([row], [wantedOf()])).live).toMatchObject([{ id: ID }]);
  });

  it('has product, side and type of what was sent where its row is silent', async () => {
    const { live } = await knownOf([bare], [wantedOf({ terms: smo({ side: 'sell' }) })]);
    expect(live).toEqual([
      {
        ...{ id: ID, ticker: 'btcusdt_f', side: 'sell', strategy: 'SMO', status: 'unknown' },
        ...{ statusText: 'unknown', fill: { received: '0', delivered: '0' }, fillNotTold: true },
      },
    ]);
  });

  it('is what its row tells where that is something else', async () => {
    const { live } = await knownOf([strategyRow({ side: 'SELL', productCode: 'ethusdt_f' })], [wantedOf()]);
    expect(live).toMatchObject([{ side: 'sell', ticker: 'ethusdt_f', fill: { delivered: '0.04' } }]);
  });

  it('makes the snapshot unknown where nobody tells what it trades', async () => {
    const { terms: _, ...silent } = wantedOf();
    for (const wanted of [silent, wantedOf({ terms: orderTerms() })])
      expect((await snapshotOf([bare], [wanted])).snapshot).toMatchObject({
        state: 'unknown',
        reason: 'strategy s-1: the venue does not tell its product and side',
      });
  });

  it('that is not listed is looked for and not found, which settles nothing', async () => {
    expect((await knownOf([], [wantedOf()])).looks).toEqual([{ tag: TAG, id: ID, rows: [], times: 1 }]);
  });

  it('that is live is in no look; an attempt without an id is never found', async () => {
    const { orderId: _, ...lost } = wantedOf({ tag: tagOf('lost') });
    const { live, looks } = await knownOf([strategyRow()], [wantedOf(), lost]);
    expect(live).toHaveLength(1);
    expect(looks).toEqual([{ tag: tagOf('lost'), rows: [], times: 1 }]);
  });

  it('can be looked for alone', async () => {
    const { fetch } = routed({ find: () => json([strategyRow()]) });
    const { reader } = venueOf({ fetch });
    expect(await reader.find(account(), wantedOf())).toMatchObject({ id: ID, times: 1, rows: [{ id: ID }] });
    const other = wantedOf({ orderId: 's-9' as VenueOrderId });
    expect(await reader.find(account(), other)).toEqual({ tag: TAG, id: 's-9', rows: [], times: 1 });
    const down = routed({ find: () => json({}, 400) });
    expect(await venueOf({ fetch: down.fetch }).reader.find(account(), wantedOf())).toEqual({
      unknown: 'the list of strategies: volven.example answered 400',
    });
  });
});

describe('the history of an account', () => {
  it('is every row of find, none of them tagged, and how many could not be told', async () => {
    const rows = [
      strategyRow({}, { state: { status: 'FINISHED', filledSize: '0.1' } }),
      strategyRow({ accountId: '99999' }, { strategyId: 'theirs' }),
      strategyRow({ side: undefined }, { strategyId: 'silent' }),
      { strategyId: 'bare' },
    ];
    const { fetch } = routed({ find: () => json(rows) });
    const history = await venueOf({ fetch, settings: BOTH }).reader.history(account());
    expect(history).toMatchObject({
      ...{ state: 'known', identity: 'volven volven.example 99998', settle: 10_000, unclear: 2 },
      rows: [{ id: ID, status: 'filled' }],
    });
    expect(history.state === 'known' && history.rows.some((row) => 'reference' in row)).toBe(false);
  });

  it('is unknown where it can’t be read', async () => {
    const { fetch } = routed({ find: () => json({}, 403) });
    expect(await venueOf({ fetch }).reader.history(account())).toMatchObject({
      state: 'unknown',
      remedy: 'Check what this user may do at the venue.',
    });
  });
});
