import { describe, expect, it } from 'vitest';
import { NOW, TAG, account, json, page, row, scripted, venueOf } from './desk.ts';
import { idOf, live, snapshotOf } from './reading.ts';

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
