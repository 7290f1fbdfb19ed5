import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { account, json, page, row, scripted, venueOf } from './desk.ts';
import { idOf, live, rows, snapshotOf } from './reading.ts';

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
