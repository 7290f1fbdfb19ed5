import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, START, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
  await venue.client.control('price', { ticker: 'BTC-USD', bid: '100990', ask: '101010' });
});
afterEach(() => venue.close());

const DAY = 86_400_000;
const submit = async (change: Record<string, unknown> = {}): Promise<void> => {
  expect((await venue.client.submit(resting({ usernameRef: 'o', ...change }))).status).toBe(200);
};
const row = () => venue.client.row('o');
const price = (bid: string, ask: string) => venue.client.control('price', { ticker: 'BTC-USD', bid, ask });
const deliver = (deliverQuantity: string) => ({ receiveQuantity: undefined, deliverQuantity });

const release = () => venue.client.control('price', { ticker: 'BTC-USD', price: null });
const best = async () => (await venue.client.raw('GET', '/bestprice?symbol=BTC-USD', {})).json;
const balance = async (symbol: string) =>
  (await venue.client.call('GET', `/users/v1/userbalance?accountId=${ACCOUNT}&symbol=${symbol}`)).json;
/** The ask a day after the start. */
const askOfSeed = async (seed: string): Promise<number> => {
  const other = await servedVenue({ seed });
  await other.client.control('time', { advanceMs: DAY });
  const { json } = await other.client.raw('GET', '/bestprice?symbol=BTC-USD', {});
  await other.close();
  return json.bestAsk;
};

/** The asks of the first two hours of a venue of its own, by minute. */
const asksByMinute = async (): Promise<readonly number[]> => {
  const asks: number[] = [];
  await release();
  for (; asks.length < 120; venue.clock.advance(60_000)) asks.push((await best()).bestAsk);
  await venue.close();
  venue = await servedVenue();
  return asks;
};
const firstAtOrBelow = (asks: readonly number[], limit: number): number =>
  asks.findIndex((ask) => ask <= limit);

describe('an order within the market', () => {
  it('buys at once, at the ask', async () => {
    await submit({ priceLimit: '102000' });
    expect(await row()).toMatchObject({
      tradeStatus: 'COMPLETE',
      fillPct: 100,
      fillQtyBase: 2020.2,
      fillQtyQuote: 0.02,
      remainingQtyBase: 0,
      remainingQtyQuote: 0,
      tradePriceAvg: 101010,
    });
  });

  it('sells at once, at the bid', async () => {
    await submit({ tradeSide: 'sell', priceLimit: '100000', ...deliver('0.5') });
    expect(await row()).toMatchObject({
      tradeStatus: 'COMPLETE',
      fillQtyBase: 0.5,
      fillQtyQuote: 50495,
      tradePriceAvg: 100990,
    });
  });

  it('trades at a limit that equals the ask, and rests one cent below it', async () => {
    await submit({ priceLimit: '101010.00' });
    expect((await row()).tradeStatus).toBe('COMPLETE');
    await submit({ priceLimit: '101009.99', usernameRef: 'below' });
    expect((await venue.client.row('below')).tradeStatus).toBe('AWAITING');
  });
});

describe('a resting order', () => {
  it('trades as a whole at its limit when the price comes to it', async () => {
    await submit({ priceLimit: '95000' });
    await price('94999', '95000.01');
    expect((await row()).tradeStatus).toBe('AWAITING');
    venue.clock.advance(500);
    await price('94998', '95000');
    expect(await row()).toMatchObject({
      tradeStatus: 'COMPLETE',
      fillQtyQuote: 0.02,
      fillQtyBase: 1900,
      tradePriceAvg: 95000,
      // The quote of its acknowledgement was another.
      remainingQtyBase: 120.2,
      createdAt: START,
      updatedAt: START + 500,
    });
  });

  it('is called CREATE where the setting says so', async () => {
    await venue.client.control('settings', { restingStatus: 'CREATE' });
    await submit();
    expect((await row()).tradeStatus).toBe('CREATE');
  });

  it.each([
    ['LIMIT', {}, DAY],
    ['GTC', {}, 90 * DAY],
    ['GTD', { expirationTime: START + 3 * DAY }, 3 * DAY],
  ])('of %s ends by itself at its expiry, not before', async (strategy, more, life) => {
    await submit({ strategy, ...more });
    const { expirationTime } = await row();
    expect(Math.abs(expirationTime - START - life)).toBeLessThan(1000);
    await venue.client.control('time', { to: String(expirationTime - 1) });
    expect((await row()).tradeStatus).toBe('AWAITING');
    await venue.client.control('time', { to: String(expirationTime) });
    expect(await row()).toMatchObject({ tradeStatus: 'EXPIRED', fillPct: 0, updatedAt: expirationTime });
  });

  it('that has traded in part ends as PARTIAL_COMPLETE', async () => {
    await submit({ strategy: 'LIMIT' });
    await venue.client.control('fill', { usernameRef: 'o', quantity: '0.005' });
    expect(await row()).toMatchObject({
      tradeStatus: 'AWAITING',
      fillPct: 25,
      fillQtyQuote: 0.005,
      fillQtyBase: 400,
    });
    await venue.client.control('time', { advanceMs: DAY });
    expect(await row()).toMatchObject({ tradeStatus: 'PARTIAL_COMPLETE', fillPct: 25 });
  });

  it('trades in parts, exactly, until nothing remains', async () => {
    await submit({ receiveQuantity: '0.10000000000000000001', priceLimit: '80000' });
    await venue.client.control('fill', { usernameRef: 'o', quantity: '0.1' });
    expect((await row()).tradeStatus).toBe('AWAITING');
    const too = await venue.client.control('fill', { usernameRef: 'o', quantity: '0.00000000000000000002' });
    expect(too.status).toBe(400);
    await venue.client.control('fill', {
      usernameRef: 'o',
      quantity: '0.00000000000000000001',
      price: '70000',
    });
    expect((await row()).tradeStatus).toBe('COMPLETE');
    expect(venue.paper.ledger().orders[0]?.received).toBe('0.10000000000000000001');
  });
});

describe('the seeded path', () => {
  it('starts at the start price, moves by the minute and little', async () => {
    await release();
    const first = await best();
    expect([first.bestBid, first.bestAsk]).toEqual([100984.85, 101015.15]);
    venue.clock.advance(59_999);
    expect((await best()).bestAsk).toBe(first.bestAsk);
    venue.clock.advance(1);
    const second = await best();
    expect(second.bestAsk).not.toBe(first.bestAsk);
    expect(Math.abs(second.bestAsk / first.bestAsk - 1)).toBeLessThan(0.002);
  });

  it('is the same for one seed and another for another', async () => {
    expect(await askOfSeed('a')).toBe(await askOfSeed('a'));
    expect(await askOfSeed('a')).not.toBe(await askOfSeed('b'));
  });

  it('fills what it crosses on the way, at the minute of the crossing, also where nobody looked', async () => {
    const asks = await asksByMinute();
    const low = Math.min(...asks);
    const minute = firstAtOrBelow(asks, low + 20);
    expect(minute).toBeGreaterThan(0);
    await submit({ priceLimit: (low + 20).toFixed(2), usernameRef: 'reached' });
    await submit({ priceLimit: (low - 0.01).toFixed(2), usernameRef: 'missed' });
    await venue.client.control('time', { advanceMs: 119 * 60_000 });
    expect(await venue.client.row('reached')).toMatchObject({
      tradeStatus: 'COMPLETE',
      updatedAt: START + minute * 60_000,
    });
    expect((await venue.client.row('missed')).tradeStatus).toBe('AWAITING');
  });

  it('fills nothing that expired, or was cancelled, before the crossing', async () => {
    const asks = await asksByMinute();
    const limit = Math.min(...asks);
    const crossing = START + firstAtOrBelow(asks, limit) * 60_000;
    const priceLimit = limit.toFixed(2);
    await submit({ priceLimit, usernameRef: 'stays' });
    await submit({ priceLimit, usernameRef: 'ends', strategy: 'GTD', expirationTime: crossing - 1000 });
    await submit({ priceLimit, usernameRef: 'cancelled' });
    await venue.client.control('settings', { cancelDelayMs: 30_000 });
    await venue.client.cancel((await venue.client.row('cancelled')).orderId);
    await venue.client.control('time', { advanceMs: 119 * 60_000 });
    const statuses = await Promise.all(['stays', 'ends', 'cancelled'].map((name) => venue.client.row(name)));
    expect(statuses.map(({ tradeStatus }) => tradeStatus)).toEqual(['COMPLETE', 'EXPIRED', 'CANCELLED']);
  });
});

describe('balances', () => {
  it('show what resting orders hold, and what trades move', async () => {
    await submit({ receiveQuantity: '1', priceLimit: '90000' });
    expect(await balance('USD')).toEqual({
      symbol: 'USD',
      totalBalance: 10_000_000,
      availableBalance: 9_910_000,
      pendingTransfer: 0,
      pending: 0,
      available: 10_000_000,
      creditBalance: 0,
      depositAddress: '-',
      updatedAt: START,
    });
    await venue.client.control('fill', { usernameRef: 'o', quantity: '0.4' });
    expect(await balance('USD')).toMatchObject({ totalBalance: 9_964_000, availableBalance: 9_910_000 });
    expect(await balance('BTC')).toMatchObject({ totalBalance: 100.4, availableBalance: 100.4 });
    await venue.client.cancel((await row()).orderId);
    expect(await balance('USD')).toMatchObject({ totalBalance: 9_964_000, availableBalance: 9_964_000 });
  });

  it('of all symbols are a list', async () => {
    const { json } = await venue.client.call('GET', `/users/v1/userbalance?accountId=${ACCOUNT}`);
    expect(json.map((each: { symbol: string }) => each.symbol)).toEqual([
      'BTC',
      'CAD',
      'ETH',
      'SOL',
      'USD',
      'USDT',
      'XRP',
    ]);
  });

  it('need an account, and a symbol that there is', async () => {
    expect((await venue.client.call('GET', '/users/v1/userbalance')).status).toBe(400);
    expect((await venue.client.call('GET', '/users/v1/userbalance?accountId=x')).status).toBe(400);
    expect(
      (await venue.client.call('GET', `/users/v1/userbalance?accountId=${ACCOUNT}&symbol=X`)).status,
    ).toBe(400);
  });
});

describe('market data', () => {
  it('tells the best price without a key, and with one on v2', async () => {
    const open = await venue.client.raw('GET', '/bestprice?symbol=BTC-USD', {});
    expect(open.json).toEqual({
      dataType: 'aggBBO',
      symbol: 'BTC-USD',
      bestBid: 100990,
      bestAsk: 101010,
      spread: 20,
      lastUpdated: START,
    });
    expect((await venue.client.raw('GET', '/v2/bestprice?symbol=BTC-USD', {})).status).toBe(401);
    expect((await venue.client.call('GET', '/v2/bestprice?symbol=BTC-USD')).json).toEqual(open.json);
    expect((await venue.client.raw('GET', '/bestprice?symbol=BTC-XXX', {})).status).toBe(400);
  });

  it('lists the symbols as a bare array', async () => {
    const { json } = await venue.client.raw('GET', '/availablesymbols', {});
    expect(json).toContain('ETH-CAD');
  });
});
