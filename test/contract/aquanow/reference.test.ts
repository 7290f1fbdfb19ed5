import { describe, expect, it } from 'vitest';
import { json, scripted, venueOf } from './desk.ts';

const best = {
  dataType: 'aggBBO',
  symbol: 'BTC-USD',
  bestBid: 94990.1,
  bestAsk: 95010.25,
  spread: 20.15,
  lastUpdated: 1738091135000,
};
const ask = async (body: unknown, status = 200) => {
  const { fetch, seen } = scripted(() =>
    typeof body === 'string' ? new Response(body, { status }) : json(body, status),
  );
  return { price: await venueOf({ fetch }).reader.reference('BTC-USD'), seen };
};

describe('a reference price', () => {
  it('is asked for at the market host, without a key', async () => {
    const { price, seen } = await ask(best);
    expect(price).toEqual({ ticker: 'BTC-USD', bid: '94990.1', ask: '95010.25', at: 1738091135000 });
    expect(seen.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
      'GET https://market.aquanow.io/bestprice?symbol=BTC-USD',
    ]);
    expect([...(seen[0]?.headers.keys() ?? [])].filter((name) => name.startsWith('x-'))).toEqual([]);
  });

  it('is exact', async () => {
    const { price } = await ask(
      '{"symbol":"BTC-USD","bestBid":0.10000000000000000001,"bestAsk":1e-1,"lastUpdated":1738091135000}',
    );
    expect(price).toBeUndefined();
    const { price: kept } = await ask(
      '{"symbol":"BTC-USD","bestBid":1e-7,"bestAsk":0.10000000000000000001,"lastUpdated":1738091135000}',
    );
    expect(kept).toMatchObject({ bid: '0.0000001', ask: '0.10000000000000000001' });
  });

  it('may be locked', async () => {
    expect((await ask({ ...best, bestBid: 95010.25 })).price).toBeDefined();
  });

  it.each<[string, unknown, number?]>([
    ['a crossed book', { ...best, bestBid: 95010.26 }],
    ['a bid of zero', { ...best, bestBid: 0 }],
    ['a negative ask', { ...best, bestBid: -2, bestAsk: -1 }],
    ['no ask', { ...best, bestAsk: '-' }],
    ['a price that is no number', { ...best, bestAsk: '95,010' }],
    ['no time', { ...best, lastUpdated: undefined }],
    ['a time in seconds with a fraction', { ...best, lastUpdated: 1738091135.5 }],
    ['another symbol', { ...best, symbol: 'ETH-USD' }],
    ['no symbol', { ...best, symbol: undefined }],
    ['JSON in a string', JSON.stringify(JSON.stringify(best))],
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['a list', [best]],
    ['an unknown symbol', { message: 'Invalid symbol' }, 400],
    ['a failing host', best, 503],
  ])('is undefined for %s', async (_, body, status) => {
    expect((await ask(body, status)).price).toBeUndefined();
  });

  it('is undefined, not thrown, when it is interrupted', async () => {
    const { fetch } = scripted(() => json(best));
    expect(await venueOf({ fetch }).reader.reference('BTC-USD', AbortSignal.abort())).toBeUndefined();
  });
});
