import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, START, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

const OTHER = 'CA1001657C';
let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue({ rate: 'off', accounts: [ACCOUNT, OTHER] });
});
afterEach(() => venue.close());

async function place(count: number, change: Record<string, unknown> = {}): Promise<void> {
  for (let i = 0; i < count; i++)
    expect((await venue.client.submit(resting({ usernameRef: `r${i}`, ...change }))).status).toBe(200);
}
const references = (rows: readonly Record<string, unknown>[]): readonly unknown[] =>
  rows.map((row) => row['usernameRef']);

describe('a row of the order list', () => {
  it('shows a resting buy, with "-" for what is absent and base and quote by delivered and received', async () => {
    await venue.client.control('price', { ticker: 'BTC-USD', bid: '100990', ask: '101010' });
    await venue.client.submit(resting());
    const { json } = await venue.client.list(`?accountId=${ACCOUNT}`);
    const id = json.data[0].orderId;
    expect(json).toEqual({
      data: [
        {
          orderId: id,
          orderIdParent: id,
          accountId: ACCOUNT,
          username: 'paper',
          usernameRef: '-',
          exchange: 'aquax',
          exchangePair: 'aquax-BTC-USD',
          exchangeOrderId: '-',
          exchangeClientOrderId: '-',
          symbol: 'BTC-USD',
          baseSymbol: 'USD',
          quoteSymbol: 'BTC',
          strategy: 'GTC',
          tradeSide: 'buy',
          orderType: 'parentOrder',
          tradeSize: 0.02,
          priceLimit: 80000,
          priceArrival: 101010,
          priceMarket: '-',
          tradeStatus: 'AWAITING',
          fillPct: 0,
          fillQtyBase: 0,
          fillQtyQuote: 0,
          remainingQtyBase: 2020.2,
          remainingQtyQuote: 0.02,
          tradePriceAvg: '-',
          finalizeReturnedQtyBase: '-',
          childOrderCount: 0,
          commissionRate: 0,
          fillFeeQuoteAqua: 0,
          cashoutFeeUSD: 0,
          message: '-',
          createdAt: START,
          updatedAt: START,
          tradeTime: START,
          itemDateTime: START,
          expirationTime: START + 90 * 86_400_000,
          tradeDuration: 7_776_000,
        },
      ],
      pagination: { startsAfter: null, count: 1 },
    });
  });

  it('of a sell has the pair’s base as its base', async () => {
    const sell = { tradeSide: 'sell', priceLimit: '130000', receiveQuantity: '5000', usernameRef: 'sell' };
    await venue.client.submit(resting(sell));
    expect(await venue.client.row('sell')).toMatchObject({
      baseSymbol: 'BTC',
      quoteSymbol: 'USD',
      remainingQtyQuote: 5000,
    });
  });

  it('alone, by orderId, is an object', async () => {
    await place(2);
    const { orderId } = await venue.client.row('r1');
    const { status, json } = await venue.client.list(`?orderId=${orderId}`);
    expect([status, json.data.usernameRef]).toEqual([200, 'r1']);
  });

  it('by an unknown orderId, or one of another account, is the 502 of old', async () => {
    await place(1);
    const { orderId } = await venue.client.row('r0');
    for (const query of ['?orderId=nope', `?orderId=${orderId}&accountId=${OTHER}`]) {
      const answer = await venue.client.list(query);
      expect(answer.status).toBe(502);
      expect(answer.json.errors[0].message).toMatch(/^No item found with key = /);
    }
  });
});

describe('filters', () => {
  it('by account', async () => {
    await place(1);
    await place(1, { accountId: OTHER, usernameRef: 'theirs' });
    expect(references((await venue.client.list(`?accountId=${OTHER}`)).json.data)).toEqual(['theirs']);
    expect(references((await venue.client.list()).json.data)).toEqual(['r0', 'theirs']);
    const unknown = await venue.client.list('?accountId=nobody');
    expect([unknown.status, unknown.json.errors[0].message]).toEqual([400, 'accountId nobody not found']);
  });

  it('by usernameRef, which is not unique', async () => {
    await place(2, { usernameRef: 'twice' });
    await place(1);
    expect((await venue.client.list('?usernameRef=twice')).json.data).toHaveLength(2);
    expect((await venue.client.list('?usernameRef=none')).json).toEqual({
      data: [],
      pagination: { startsAfter: null, count: 0 },
    });
  });

  it('by openOrders, with or without what is being cancelled', async () => {
    await place(3);
    await venue.client.control('fill', { usernameRef: 'r0' });
    await venue.client.control('settings', { cancelDelayMs: 5000 });
    await venue.client.cancel((await venue.client.row('r1')).orderId);
    expect(references((await venue.client.list('?openOrders=true')).json.data)).toEqual(['r1', 'r2']);
    await venue.client.control('settings', { openIncludesCancelPending: false });
    expect(references((await venue.client.list('?openOrders=true')).json.data)).toEqual(['r2']);
    expect(references((await venue.client.list('?openOrders=false')).json.data)).toEqual(['r0', 'r1', 'r2']);
  });

  it('by time, both ends included and both needed', async () => {
    for (const usernameRef of ['a', 'b', 'c']) {
      await place(1, { usernameRef });
      venue.clock.advance(1000);
    }
    const between = await venue.client.list(`?startTime=${START + 1000}&endTime=${START + 2000}`);
    expect(references(between.json.data)).toEqual(['b', 'c']);
    const half = await venue.client.list(`?startTime=${START}`);
    expect([half.status, half.json.errors[0].message]).toEqual([
      400,
      'startTime and endTime must both be given',
    ]);
  });

  it('by expiry', async () => {
    await place(1, { strategy: 'LIMIT', usernameRef: 'day' });
    await place(1, { usernameRef: 'quarter' });
    const day = START + 86_400_000;
    const soon = await venue.client.list(`?expirationStartTime=${START}&expirationEndTime=${day}`);
    expect(references(soon.json.data)).toEqual(['day']);
  });
});

describe('paging', () => {
  const ALL = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6'];

  it('walks in the order of arrival, each order once', async () => {
    await venue.client.control('settings', { pageSize: 3 });
    await place(7);
    const { rows, sizes } = await venue.client.walk(`?accountId=${ACCOUNT}`);
    expect([references(rows), sizes]).toEqual([ALL, [3, 3, 1]]);
  });

  it('ends with an empty page where the last one was full', async () => {
    await venue.client.control('settings', { pageSize: 7 });
    await place(7);
    expect((await venue.client.walk()).sizes).toEqual([7, 0]);
  });

  it('has 100 rows a page unless set', async () => {
    await place(101);
    expect((await venue.client.walk()).sizes).toEqual([100, 1]);
  });

  it('gives empty pages in the middle where a page is what was looked at', async () => {
    await place(7);
    for (const usernameRef of ALL.slice(0, 5)) await venue.client.control('fill', { usernameRef });
    await venue.client.control('settings', { pageBy: 'scan', pageSize: 2 });
    const { rows, sizes } = await venue.client.walk('?openOrders=true');
    expect([references(rows), sizes]).toEqual([
      ['r5', 'r6'],
      [0, 0, 1, 1],
    ]);
  });

  it.each([
    ['null', { startsAfter: null, count: 1 }],
    ['empty', { startsAfter: '', count: 1 }],
    ['missing', { count: 1 }],
  ])('ends with startsAfter %s', async (pageEnd, pagination) => {
    await place(1);
    await venue.client.control('settings', { pageEnd });
    expect((await venue.client.list()).json.pagination).toEqual(pagination);
  });

  it('refuses a token that it never gave', async () => {
    const answer = await venue.client.list('?startsAfter=elsewhere');
    expect([answer.status, answer.json.errors[0].message]).toEqual([
      400,
      'startsAfter: elsewhere is not a page of this list',
    ]);
  });

  it('keeps its place while orders come and go', async () => {
    await venue.client.control('settings', { pageSize: 3 });
    await place(6);
    const first = await venue.client.list('?openOrders=true');
    await venue.client.control('fill', { usernameRef: 'r2' });
    await place(1, { usernameRef: 'late' });
    const second = await venue.client.list(
      `?openOrders=true&startsAfter=${first.json.pagination.startsAfter}`,
    );
    expect(references(second.json.data)).toEqual(['r3', 'r4', 'r5']);
  });
});
