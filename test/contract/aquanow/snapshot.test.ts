import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import type { KnownSnapshot } from '../../../src/model/snapshot.ts';
import { isPaper } from '../../../src/model/snapshot.ts';
import type { Venue, Wanted } from '../../../src/venues/venue.ts';
import {
  NOW,
  type Seen,
  TAG,
  account,
  fakeClock,
  json,
  page,
  row,
  scripted,
  tagOf,
  venueOf,
} from './desk.ts';

async function read(venue: Venue, wanted: readonly Wanted[] = []): Promise<KnownSnapshot> {
  const snapshot = await venue.reader.snapshot(account(), wanted);
  if (snapshot.state === 'unknown') throw new Error(snapshot.reason);
  return snapshot;
}

/** A snapshot of a venue whose list of open orders is these pages. */
async function snapshotOf(pages: readonly Response[], wanted: readonly Wanted[] = []) {
  const { fetch, seen } = scripted((_, index) => pages[index] ?? json({ message: 'no such page' }, 404));
  const snapshot = await venueOf({ fetch }).reader.snapshot(account(), wanted);
  return { snapshot, seen };
}
const idOf = (n: number): string => `a3c1e7aa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => row({ orderId: idOf(from + i), usernameRef: '-' }));
const live = (snapshot: { state: string; live?: readonly { id: string }[] }) =>
  snapshot.live?.map(({ id }) => id);

describe('a snapshot', () => {
  it('is one signed walk for a live list without anything else to look for', async () => {
    const { snapshot, seen } = await snapshotOf([page([row()])]);
    expect(snapshot).toMatchObject({
      state: 'known',
      account: 'treasury',
      accountId: 'CA1264810R',
      identity: 'aquanow api.aquanow.io CA1264810R',
      readAt: NOW,
      settle: 10_000,
      looks: [],
    });
    expect(seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      'GET /trades/v2/order?accountId=CA1264810R&openOrders=true',
    ]);
    expect(seen[0]?.body).toBe('');
  });

  it('tells an order as the list shows it', async () => {
    const { snapshot } = await snapshotOf([page([row({ message: 'resting', tradePriceAvg: '-' })])]);
    expect(snapshot).toMatchObject({
      live: [
        {
          id: idOf(1),
          reference: TAG,
          status: 'open',
          statusText: 'AWAITING',
          fill: { received: '0', delivered: '0' },
          ticker: 'BTC-USD',
          side: 'buy',
          strategy: 'GTC',
          priceLimit: '95000',
          size: '0.5',
          createdAt: 1738091646944,
          expiresAt: 1745867646944,
          message: 'resting',
        },
      ],
    });
    expect(snapshot.state === 'known' && snapshot.live[0]).not.toHaveProperty('priceAverage');
  });

  it('leaves out what has ended, other accounts’ orders and child orders', async () => {
    const { snapshot } = await snapshotOf([
      page([
        row(),
        row({ orderId: 'done', tradeStatus: 'COMPLETE' }),
        row({ orderId: 'theirs', accountId: 'CA9999999C', tradeStatus: undefined }),
        row({ orderId: `${idOf(1)}_1`, orderIdParent: idOf(1), orderType: 'childOrder' }),
      ]),
    ]);
    expect(live(snapshot)).toEqual([idOf(1)]);
  });

  it('counts an unknown status as live', async () => {
    const { snapshot } = await snapshotOf([page([row({ tradeStatus: 'HIBERNATING' })])]);
    expect(snapshot).toMatchObject({ live: [{ status: 'unknown', statusText: 'HIBERNATING' }] });
  });

  it('is unknown when it is interrupted', async () => {
    const stop = new AbortController();
    const { fetch } = scripted(() => {
      stop.abort();
      return json({}, 503);
    });
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), [], stop.signal);
    expect(snapshot).toMatchObject({ state: 'unknown', reason: expect.stringContaining('interrupted') });
  });

  it('gives reason and remedy where the venue has trouble', async () => {
    const { fetch, seen } = scripted(() => json({ message: 'Service Unavailable' }, 503));
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), []);
    expect(snapshot).toEqual({
      account: 'treasury',
      venue: 'aquanow',
      accountId: 'CA1264810R',
      readAt: NOW,
      state: 'unknown',
      reason: 'the list of open orders: api.aquanow.io answered 503: Service Unavailable',
      remedy: expect.stringContaining('status page'),
    });
    expect(seen).toHaveLength(5);
  });

  it('asks once more with a fresh nonce after a 401, then stops and names what to check', async () => {
    const { fetch, seen } = scripted(() => json({ message: 'Unauthorized' }, 401));
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), []);
    expect(snapshot).toMatchObject({
      state: 'unknown',
      remedy: expect.stringMatching(/clock.*path.*IP list.*permission/),
    });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.headers.get('x-nonce')).not.toBe(seen[1]?.headers.get('x-nonce'));
  });
});

describe('paging', () => {
  it('an empty page is not the end: only a missing token is', async () => {
    const { snapshot, seen } = await snapshotOf([
      page([], 't1'),
      page(rows(2), 't2'),
      page([], 't3'),
      page(rows(1, 2)),
    ]);
    expect(live(snapshot)).toEqual([idOf(0), idOf(1), idOf(2)]);
    expect(seen.map(({ url }) => url.searchParams.get('startsAfter'))).toEqual([null, 't1', 't2', 't3']);
    expect(new Set(seen.map(({ url }) => url.searchParams.get('openOrders')))).toEqual(new Set(['true']));
  });

  it.each([
    ['null', { startsAfter: null }],
    ['missing', { count: 1 }],
    ['""', { startsAfter: '' }],
    ['without pagination', undefined],
  ])('ends at a token that is %s', async (_, pagination) => {
    const { snapshot, seen } = await snapshotOf([json({ data: rows(1), pagination })]);
    expect(live(snapshot)).toEqual([idOf(0)]);
    expect(seen).toHaveLength(1);
  });

  it('accepts a single order in place of a list', async () => {
    const { snapshot } = await snapshotOf([json({ data: row() })]);
    expect(live(snapshot)).toEqual([idOf(1)]);
  });

  it('counts a row that is repeated unchanged once', async () => {
    const { snapshot } = await snapshotOf([page(rows(3), 't1'), page(rows(3, 2))]);
    expect(live(snapshot)).toEqual([0, 1, 2, 3, 4].map(idOf));
  });

  it.each<[string, readonly Response[], string]>([
    [
      'a row is repeated with another content',
      [page(rows(1), 't'), page([row({ orderId: idOf(0), fillPct: 1 })])],
      'twice',
    ],
    ['its pages go round', [page(rows(1), 't'), page(rows(1, 1), 'u'), page([], 't')], 'circle'],
    ['a page fails', [page(rows(1), 't'), json({ message: 'no' }, 400)], '400'],
    ['a page is no JSON', [page(rows(1), 't'), new Response('{"data":[')], 'something else'],
    ['a page is an error told with 200', [json({ errors: [{ id: 'a', message: 'x' }] })], 'something else'],
    ['a page has an error beside its rows', [json({ data: rows(1), errors: [] })], 'something else'],
    ['a page is a bare list', [json(rows(1))], 'something else'],
    ['a page has no data', [json({ pagination: { startsAfter: null } })], 'something else'],
    ['a page’s data is null', [json({ data: null })], 'something else'],
    ['a page’s data is text', [json({ data: 'none' })], 'something else'],
    ['its pagination is text', [json({ data: [], pagination: 'end' })], 'something else'],
    ['its token is an object', [json({ data: [], pagination: { startsAfter: {} } })], 'something else'],
    ['a page is empty', [json({})], 'something else'],
  ])('is unknown when %s', async (_, pages, why) => {
    const { snapshot } = await snapshotOf(pages);
    expect(snapshot).toMatchObject({ state: 'unknown', reason: expect.stringContaining(why) });
  });

  it('doesn’t follow new tokens for ever', async () => {
    const { fetch, seen } = scripted((_, index) => page([], `t${index}`));
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), []);
    expect(snapshot).toMatchObject({ state: 'unknown', reason: expect.stringContaining('no end') });
    expect(seen.length).toBeLessThanOrEqual(5_000);
  });

  it('whatever the cut into pages, every order is told once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 12 }), async (sizes) => {
        const all = rows(sizes.reduce((a, b) => a + b, 0));
        let from = 0;
        const pages = sizes.map((size, i) => {
          const cut = all.slice(from, from + size);
          from += size;
          return page(cut, i === sizes.length - 1 ? null : `t${i}`);
        });
        const { snapshot } = await snapshotOf(pages);
        expect(live(snapshot)).toEqual(all.map(({ orderId }) => orderId));
      }),
      { numRuns: 100 },
    );
  });

  it('whatever one page is broken to, the list is never taken for whole', async () => {
    const broken = fc.oneof(
      fc.integer({ min: 400, max: 499 }).map((status) => () => json({ message: 'no' }, status)),
      fc.nat({ max: 60 }).map((cut) => () => new Response(JSON.stringify({ data: rows(2) }).slice(0, cut))),
      fc
        .jsonValue()
        .filter((value) => typeof value !== 'object')
        .map((value) => () => json(value)),
      fc
        .constantFrom('orderId', 'tradeStatus', 'symbol', 'tradeSide')
        .map((field) => () => page([row({ [field]: '-' })])),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 3 }), broken, async (at, make) => {
        // By token: a page that is asked for again is the same page.
        const { fetch } = scripted(({ url }) => {
          const i = Number(url.searchParams.get('startsAfter') ?? '0');
          return i === at ? make() : page(rows(2, 2 * i + 2), i === 3 ? null : String(i + 1));
        });
        const snapshot = await venueOf({ fetch }).reader.snapshot(account(), []);
        expect(snapshot.state).toBe('unknown');
      }),
      { numRuns: 300 },
    );
  });
});

const wantedNo = (n: number): Wanted => {
  const tag = tagOf(`order-${n}`);
  return { tag, tagSent: true, reference: tag };
};

describe('what is wanted and not listed', () => {
  const ID = idOf(7) as VenueOrderId;
  const wanted: Wanted = { tag: TAG, tagSent: true, orderId: ID, reference: `Desk7${TAG}` };
  const done = row({
    orderId: ID,
    usernameRef: `Desk7${TAG}`,
    tradeStatus: 'COMPLETE',
    fillQtyBase: 47000.5,
    fillQtyQuote: 0.5,
  });

  /** A venue with an empty book, whose searches answer by `search`. */
  const searching = (search: (query: URLSearchParams, seen: Seen) => Response) => {
    const { fetch, seen } = scripted((one) =>
      one.url.searchParams.has('openOrders') ? page([]) : search(one.url.searchParams, one),
    );
    return { venue: venueOf({ fetch }), seen };
  };

  it('is looked for by id and by the whole reference', async () => {
    const { venue, seen } = searching((query) =>
      query.has('orderId') ? json({ data: done }) : page([done]),
    );
    const { looks } = await read(venue, [wanted]);
    expect(looks).toMatchObject([
      {
        tag: TAG,
        id: ID,
        times: 1,
        rows: [{ id: ID, status: 'filled', fill: { delivered: '47000.5', received: '0.5' } }],
      },
    ]);
    expect(looks[0]?.rows).toHaveLength(1);
    expect(seen.slice(1).map(({ url }) => url.search)).toEqual([
      `?orderId=${ID}`,
      `?usernameRef=Desk7${TAG}`,
    ]);
  });

  it('is not looked for when the live list shows it, by id or by tag', async () => {
    const byId = row({ orderId: ID, usernameRef: '-' });
    const byTag = row({ orderId: 'other', usernameRef: `Desk7${TAG}` });
    for (const one of [byId, byTag]) {
      const { snapshot, seen } = await snapshotOf([page([one])], [wanted]);
      expect(snapshot).toMatchObject({ state: 'known', looks: [] });
      expect(seen).toHaveLength(1);
    }
  });

  it('is not looked for by a tag that was not sent', async () => {
    const { venue, seen } = searching(() => page([]));
    const { looks } = await read(venue, [{ tag: TAG, tagSent: false, reference: '' }]);
    expect(looks).toEqual([{ tag: TAG, rows: [], times: 1 }]);
    expect(seen).toHaveLength(1);
  });

  it.each([
    [
      '502 with the old words',
      () => json({ errors: [{ id: 'a', message: `No item found with key = ${ID}` }] }, 502),
    ],
    ['404 with them', () => json({ message: `No item found with key = ${ID}` }, 404)],
    ['an empty list', () => json({ data: [] })],
    ['an empty object', () => json({ data: {} })],
  ])('may be answered with %s: looked for and not listed', async (_, nothing) => {
    const { venue, seen } = searching((query) => (query.has('orderId') ? nothing() : page([])));
    const { looks } = await read(venue, [wanted]);
    expect(looks).toEqual([{ tag: TAG, id: ID, rows: [], times: 1 }]);
    expect(seen).toHaveLength(3);
  });

  it('makes the snapshot unknown when its search fails', async () => {
    for (const failing of ['orderId', 'usernameRef']) {
      const { venue } = searching((query) =>
        query.has(failing) ? json({ message: 'no' }, 400) : page([done]),
      );
      const snapshot = await venue.reader.snapshot(account(), [wanted]);
      expect(snapshot).toMatchObject({ state: 'unknown', reason: expect.stringContaining(ID) });
    }
  });

  it('makes the snapshot unknown when its row can’t be understood', async () => {
    const { venue } = searching(() =>
      page([row({ orderId: ID, tradeStatus: 'COMPLETE', fillQtyBase: '-', fillQtyQuote: '-' })]),
    );
    const snapshot = await venue.reader.snapshot(account(), [wanted]);
    expect(snapshot).toMatchObject({ state: 'unknown', reason: expect.stringContaining('not how much') });
  });

  it('is matched here, whatever the venue’s filter lets through', async () => {
    const near = [
      row({ orderId: 'x1', usernameRef: `${TAG}0` }),
      row({ orderId: 'x2', usernameRef: TAG.toUpperCase() }),
      row({ orderId: 'x3', usernameRef: tagOf('btc-dip-1', 2) }),
      row({ orderId: 'x4', usernameRef: '-' }),
      row({ orderId: ID, accountId: 'CA9999999C' }),
    ];
    const { venue } = searching(() => page([...near, done]));
    const { looks } = await read(venue, [wanted]);
    expect(looks[0]?.rows.map(({ id }) => id)).toEqual([ID]);
  });

  it('shows both orders where two carry the tag', async () => {
    const twin = { ...done, orderId: idOf(8) };
    const { venue } = searching((query) =>
      query.has('orderId') ? json({ data: done }) : page([done, twin]),
    );
    const { looks } = await read(venue, [wanted]);
    expect(looks[0]?.rows.map(({ id }) => id).sort()).toEqual([idOf(7), idOf(8)]);
  });

  it('belongs into the live list when the search shows it live', async () => {
    const ending = row({ orderId: ID, tradeStatus: 'CANCEL_PENDING' });
    const { venue } = searching(() => page([ending]));
    const snapshot = await read(venue, [wanted]);
    expect(snapshot.live).toMatchObject([{ id: ID, status: 'cancelling' }]);
    expect(snapshot.looks[0]?.rows).toEqual(snapshot.live);
  });

  it('in numbers is found by one walk through all orders', async () => {
    const many = Array.from({ length: 21 }, (_, i) => wantedNo(i));
    const all = many.map(({ tag }, i) => row({ orderId: idOf(i), usernameRef: tag, tradeStatus: 'EXPIRED' }));
    const hidden = row({ orderId: 'pending', usernameRef: '-', tradeStatus: 'CANCEL_PENDING' });
    const { venue, seen } = searching(() => page([...all.slice(1), hidden]));
    const snapshot = await read(venue, many);
    expect(snapshot.looks.map(({ rows: found }) => found.length)).toEqual([
      0,
      ...Array.from({ length: 20 }, () => 1),
    ]);
    expect(snapshot.live.map(({ id }) => id)).toEqual(['pending']);
    expect(seen.map(({ url }) => url.search)).toEqual([
      '?accountId=CA1264810R&openOrders=true',
      '?accountId=CA1264810R',
    ]);
  });

  it('is unknown in numbers too when that walk breaks', async () => {
    const many = Array.from({ length: 21 }, (_, i) => wantedNo(i));
    const { venue } = searching(() => json({ message: 'no' }, 400));
    expect(await venue.reader.snapshot(account(), many)).toMatchObject({ state: 'unknown' });
  });

  it('can be looked for alone', async () => {
    const { venue } = searching((query) => (query.has('orderId') ? json({ data: done }) : page([done])));
    expect(await venue.reader.find(account(), wanted)).toMatchObject({
      tag: TAG,
      id: ID,
      rows: [{ id: ID }],
    });
    const failing = searching(() => json({ message: 'no' }, 400));
    expect(await failing.venue.reader.find(account(), wanted)).toEqual({
      unknown: `the search for order ${ID}: api.aquanow.io answered 400: no`,
    });
  });
});

describe('identity', () => {
  const at = (url: string, answer: (path: string) => Response) => {
    const { fetch, seen } = scripted(({ url: asked }) => answer(asked.pathname));
    return { venue: venueOf({ fetch, settings: { url }, clock: fakeClock() }), seen };
  };

  it('of a paper venue ends in its epoch, whatever its port, and is asked once, unsigned', async () => {
    const { venue, seen } = at('http://127.0.0.1:8081', (path) =>
      path === '/paper/state' ? json({ epoch: 'e-1' }) : page([]),
    );
    expect((await read(venue)).identity).toBe('aquanow 127.0.0.1 CA1264810R paper:e-1');
    await read(venue);
    const asked = seen.filter(({ url }) => url.pathname === '/paper/state');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get('x-api-key')).toBeNull();
    expect(isPaper((await read(venue)).identity)).toBe(true);
  });

  it('of another venue on this machine has its port and no epoch', async () => {
    for (const answer of [
      json({ message: 'Missing Authentication Token' }, 403),
      json({}),
      json({ epoch: '' }),
    ]) {
      const { venue } = at('http://localhost:8443', (path) =>
        path === '/paper/state' ? answer.clone() : page([]),
      );
      const { identity } = await read(venue);
      expect(identity).toBe('aquanow localhost:8443 CA1264810R');
      expect(isPaper(identity)).toBe(false);
    }
  });

  it('that can’t be told makes the snapshot unknown', async () => {
    const { venue } = at('http://127.0.0.1', (path) => (path === '/paper/state' ? json({}, 500) : page([])));
    expect(await venue.reader.snapshot(account(), [])).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('what venue this is'),
    });
  });

  it('can’t be made to look like a paper venue’s by an account’s id', async () => {
    const { fetch } = scripted(() => page([]));
    const strange = account({ id: 'CA1 paper:e' as never });
    const snapshot = await venueOf({ fetch }).reader.snapshot(strange, []);
    expect(snapshot.state === 'known' && isPaper(snapshot.identity)).toBe(false);
  });
});
