import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/lib/secret.ts';
import { isPaper } from '../../../src/model/snapshot.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import type { Venue, Wanted } from '../../../src/venues/venue.ts';
import { TAG, account, tagOf, terms, venueOf } from './desk.ts';
import { paperDesk } from './paper-desk.ts';
import { read } from './reading.ts';

/* The adapter against the paper venue, over real HTTP; the venue's own ledger is the judge. */

/** A buy far below the market: it rests. */
const resting = terms({ receiveQuantity: '0.01', priceLimit: '20000' });
const submit = (venue: Venue, tag = TAG) => {
  const writer = venue.writer();
  return writer.send(writer.draft(account(), resting, tag));
};
const wanted: Wanted = { tag: TAG, tagSent: true, reference: TAG };

describe('against the paper venue', () => {
  it('an order is submitted, found by its tag, cancelled, and proved to be gone', async () => {
    const { venue, paper } = await paperDesk();
    expect(await submit(venue)).toMatchObject({ kind: 'accepted', venueRef: expect.any(String) });

    const found = await venue.reader.find(account(), wanted);
    const [order] = 'unknown' in found ? [] : found.rows;
    if (!order) throw new Error('not found');
    expect(order).toMatchObject({
      ...{ reference: TAG, status: 'open', ticker: 'BTC-USD', side: 'buy', strategy: 'GTC' },
      ...{ priceLimit: '20000', size: '0.01', fill: { received: '0', delivered: '0' } },
    });
    const before = await read(venue, [wanted]);
    expect(before.live).toEqual([order]);
    expect(isPaper(before.identity)).toBe(true);

    expect(await venue.writer().cancel(account(), order.id)).toEqual({ kind: 'requested' });
    const after = await read(venue, [{ ...wanted, orderId: order.id }]);
    expect(after.live).toEqual([]);
    expect(after.looks).toMatchObject([
      { tag: TAG, id: order.id, rows: [{ id: order.id, status: 'cancelled' }] },
    ]);
    expect(paper.ledger().orders.map(({ orderId }) => orderId)).toEqual([order.id]);
  });

  it('an order that trades is filled on both legs, exactly', async () => {
    const { venue, control } = await paperDesk();
    await submit(venue);
    await control('price', { ticker: 'BTC-USD', price: '19000' });
    const { live, looks } = await read(venue, [wanted]);
    expect(live).toEqual([]);
    const [row] = looks[0]?.rows ?? [];
    expect(row).toMatchObject({ status: 'filled', fill: { received: '0.01' } });
    expect(Number(row?.fill.delivered)).toBeGreaterThan(180);
  });

  it('a refusal is told in the venue’s words', async () => {
    const { venue, paper } = await paperDesk({ strategies: { '*': ['LIMIT'] } });
    expect(await submit(venue)).toMatchObject({
      kind: 'rejected',
      code: 'strategy-not-enabled',
      errorId: expect.any(String),
    });
    expect(paper.ledger().orders).toEqual([]);
  });

  it('a signature made with another secret is not let in', async () => {
    const { paper, clock } = await paperDesk();
    const stranger = venueOf({
      clock,
      fetch: paper.fetch,
      settings: {
        ...{ url: 'http://127.0.0.1', marketUrl: 'http://127.0.0.1' },
        ...{ apiKey: new Secret('paper-key'), apiSecret: new Secret('another') },
      },
    });
    expect(await submit(stranger)).toMatchObject({ kind: 'not-sent', code: 'unauthorized' });
  });

  it.each<[FaultName, object, string, number]>([
    ['drop-before', {}, 'in-doubt', 0],
    ['drop-after', {}, 'in-doubt', 1],
    ['5xx-before', { status: 502 }, 'in-doubt', 0],
    ['5xx-after', { status: 502 }, 'in-doubt', 1],
    ['5xx-after', { status: 504 }, 'in-doubt', 1],
    ['truncated-body', {}, 'in-doubt', 1],
    ['malformed-body', {}, 'in-doubt', 1],
    ['429', {}, 'not-sent', 0],
    ['clock-skew', { ms: 3_600_000 }, 'not-sent', 0],
  ])('%s %o: the submission is %s, and the ledger holds %i', async (name, more, kind, count) => {
    const { venue, paper, fault } = await paperDesk();
    await fault(name, { ...more, match: { method: 'POST', path: '/trades/v2/order' } });
    expect((await submit(venue)).kind).toBe(kind);
    expect(paper.ledger().orders).toHaveLength(count);
    const { live } = await read(venue, [wanted]);
    expect(live.map(({ reference }) => reference)).toEqual(count === 1 ? [TAG] : []);
  });

  it.each<[FaultName, object]>([
    ['drop-before', {}],
    ['5xx-before', {}],
    ['429', {}],
    ['empty-page', {}],
    ['repeated-page', {}],
    ['repeated-row', {}],
    ['clock-skew', { ms: -3_600_000 }],
  ])('%s once on a list: it is whole all the same', async (name, more) => {
    const { venue, fault } = await paperDesk({ pageSize: 2 });
    const tags = ['a', 'b', 'c', 'd', 'e'].map((key) => tagOf(key));
    for (const tag of tags) await submit(venue, tag);
    await fault(name, { ...more, match: { method: 'GET', path: '/trades/v2/order' } });
    const { live } = await read(venue);
    expect(live.map(({ reference }) => reference)).toEqual(tags);
  });

  it.each<[FaultName, object]>([
    ['malformed-body', {}],
    ['truncated-body', {}],
    ['5xx-before', { times: null }],
    ['repeated-page', { skip: 1 }],
  ])('%s %o on a list: the account is unknown', async (name, more) => {
    const { venue, fault } = await paperDesk({ pageSize: 2 });
    for (const key of ['a', 'b', 'c']) await submit(venue, tagOf(key));
    await fault(name, { ...more, match: { method: 'GET', path: '/trades/v2/order' } });
    expect(await venue.reader.snapshot(account(), [])).toMatchObject({ state: 'unknown' });
  });

  it('whatever the venue’s way of paging, every order is told once', async () => {
    for (const pageBy of ['matches', 'scan'] as const)
      for (const pageEnd of ['null', 'empty', 'missing'] as const) {
        const { venue } = await paperDesk({ pageSize: 2, pageBy, pageEnd });
        const tags = ['a', 'b', 'c', 'd'].map((key) => tagOf(key));
        for (const tag of tags) await submit(venue, tag);
        const { live } = await read(venue);
        expect(live.map(({ reference }) => reference)).toEqual(tags);
      }
  });

  it('an order that the filter leaves out while it is cancelled is live all the same', async () => {
    const { venue } = await paperDesk({ openIncludesCancelPending: false, cancelDelayMs: 60_000 });
    await submit(venue);
    const [order] = (await read(venue)).live;
    if (!order) throw new Error('not listed');
    await venue.writer().cancel(account(), order.id);
    expect((await read(venue)).live).toEqual([]);
    expect((await read(venue, [wanted])).live).toMatchObject([{ id: order.id, status: 'cancelling' }]);
  });

  it('the best price is there, and not when the book is crossed', async () => {
    const { venue, control } = await paperDesk();
    expect(await venue.reader.reference('BTC-USD')).toMatchObject({ ticker: 'BTC-USD' });
    await control('price', { ticker: 'BTC-USD', bid: '95010', ask: '95000' });
    expect(await venue.reader.reference('BTC-USD')).toBeUndefined();
    expect(await venue.reader.reference('NO-SUCH')).toBeUndefined();
  });
});
