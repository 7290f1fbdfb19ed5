import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import type { Wanted } from '../../../src/venues/venue.ts';
import { type Seen, TAG, account, json, page, row, scripted, tagOf, venueOf } from './desk.ts';
import { idOf, live, read, snapshotOf } from './reading.ts';

const wantedNo = (n: number): Wanted => {
  const tag = tagOf(`order-${n}`);
  return { tag, tagSent: true, reference: tag };
};

/** A venue with an empty book, whose searches answer by `search`. */
const searching = (search: (query: URLSearchParams, seen: Seen) => Response) => {
  const { fetch, seen } = scripted((one) =>
    one.url.searchParams.has('openOrders') ? page([]) : search(one.url.searchParams, one),
  );
  return { venue: venueOf({ fetch }), seen };
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

  it('is looked for whole while nobody knows its id: of two orders of one request the list may show one', async () => {
    const twin = row({ orderId: idOf(8), usernameRef: `Desk7${TAG}` });
    const { fetch, seen } = scripted((one) =>
      one.url.searchParams.has('openOrders') ? page([twin]) : page([done, twin]),
    );
    const snapshot = await read(venueOf({ fetch }), [{ tag: TAG, tagSent: true, reference: `Desk7${TAG}` }]);
    expect(live(snapshot)).toEqual([idOf(8)]);
    expect(snapshot.looks[0]?.rows.map(({ id }) => id).sort()).toEqual([idOf(7), idOf(8)]);
    expect(seen).toHaveLength(2);
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
