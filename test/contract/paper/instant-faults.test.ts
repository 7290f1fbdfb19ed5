import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  balance,
  buy,
  createQuote,
  executeQuote,
  expireQuote,
  market,
  setBook,
} from '../../support/paper-aquanow.ts';
import { type Answer, type TestVenue, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
  await setBook(venue, '100000');
});
afterEach(() => venue.close());

const fault = async (body: Readonly<Record<string, unknown>>) =>
  expect((await venue.client.control('faults', body)).status).toBe(200);

/** Every call that trades at once, and what it is sent as. */
const CALLS: readonly (readonly [name: string, path: string, send: () => Promise<Answer>])[] = [
  ['MARKET', '/trades/v2/market', () => market(venue.client, buy({ usernameRef: 'i' }))],
  [
    'FOK',
    '/trades/v2/order',
    () => venue.client.submit(buy({ strategy: 'FOK', tradePrice: '100000', usernameRef: 'i' })),
  ],
  [
    'RFQ',
    '/trades/v2/executeQuote',
    async () => {
      const { json } = await createQuote(venue.client, buy({ usernameRef: 'i' }));
      return executeQuote(venue.client, json.data.quoteId);
    },
  ],
];

describe.each(CALLS)('%s', (_, path, send) => {
  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ])('%s breaks the connection with %i orders accepted', async (name, orders) => {
    await fault({ fault: name, match: { method: 'POST', path } });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(accepted(venue)).toBe(orders);
    expect(await balance(venue, 'BTC')).toEqual(orders === 0 ? ['100', '100'] : ['100.002', '100.002']);
    expect(venue.paper.ledger().requests).toEqual({ received: 1, accepted: orders });
  });

  it.each([
    ['5xx-before', 0],
    ['5xx-after', 1],
  ])('%s answers 502 with %i orders accepted', async (name, orders) => {
    await fault({ fault: name, status: 502, match: { path } });
    const answer = await send();
    expect([answer.status, answer.json, accepted(venue)]).toEqual([
      502,
      { message: 'Internal server error' },
      orders,
    ]);
  });

  it('429 is met without acting', async () => {
    await fault({ fault: '429', match: { path } });
    expect([(await send()).status, accepted(venue)]).toEqual([429, 0]);
  });

  it('truncated-body and malformed-body take the answer of an accepted order', async () => {
    for (const name of ['truncated-body', 'malformed-body']) {
      await fault({ fault: name, match: { path } });
      const { status, json } = await send();
      expect([status, json]).toEqual([200, undefined]);
    }
    expect(accepted(venue)).toBe(2);
  });

  it('late-visibility keeps it off the list, with or without a match', async () => {
    await fault({ fault: 'late-visibility', ms: 4000 });
    expect((await send()).status).toBe(200);
    expect([await venue.client.row('i'), accepted(venue)]).toEqual([undefined, 1]);
    await venue.client.control('time', { advanceMs: 4000 });
    expect((await venue.client.row('i')).tradeStatus).toBe('COMPLETE');
    await fault({ fault: 'late-visibility', ms: 4000, match: { path } });
    await send();
    expect((await venue.client.list()).json.data).toHaveLength(1);
  });

  it('late-visibility of another call leaves it alone', async () => {
    await fault({ fault: 'late-visibility', ms: 4000, match: { path: '/trades/v2/other' } });
    await send();
    expect((await venue.client.list()).json.data).toHaveLength(1);
  });
});

describe('the calls around a quote', () => {
  it('createQuote and expireQuote meet faults like any other', async () => {
    await fault({ fault: '5xx-after', match: { path: '/trades/v2/createQuote' } });
    expect((await createQuote(venue.client, buy())).status).toBe(503);
    const [{ quoteId } = { quoteId: '' }] = venue.paper.ledger().quotes;
    await fault({ fault: 'drop-after', match: { method: 'PUT', path: '/trades/v1/expireQuote' } });
    await expect(expireQuote(venue.client, quoteId)).rejects.toThrow('fetch failed');
    expect(venue.paper.ledger().quotes).toMatchObject([{ quoteId, state: 'expired' }]);
  });
});
