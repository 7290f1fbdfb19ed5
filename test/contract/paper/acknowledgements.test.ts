import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
afterEach(() => venue.close());

/** The six acknowledgements of the seed, with a request and a market that lead to each of them. */
const SAMPLES = [
  {
    name: 'LIMIT buy with receiveQuantity',
    request: { strategy: 'LIMIT', tradeSide: 'buy', receiveQuantity: '0.02', priceLimit: '102536.06' },
    market: '102213.50',
    ack: 'limitOrderAck',
    data: {
      quoteTime: 1738091135962,
      expireTime: 1738177535962,
      tradeSide: 'buy',
      receiveCurrency: 'BTC',
      receiveQuantity: '0.02000000',
      deliverCurrency: 'USD',
      deliverQuantity: '2044.27',
      price: '102536.06',
    },
  },
  {
    name: 'LIMIT sell with deliverQuantity',
    request: { strategy: 'LIMIT', tradeSide: 'sell', deliverQuantity: '15', priceLimit: '102536.06' },
    market: '101789.82',
    ack: 'limitOrderAck',
    data: {
      quoteTime: 1738091795908,
      expireTime: 1738178195908,
      tradeSide: 'sell',
      receiveCurrency: 'USD',
      receiveQuantity: '1526847.30',
      deliverCurrency: 'BTC',
      deliverQuantity: '15.00000000',
      price: '102536.06',
    },
  },
  {
    name: 'GTC buy with deliverQuantity',
    request: { strategy: 'GTC', tradeSide: 'buy', deliverQuantity: '1000', priceLimit: '102028.52' },
    market: '102081.19',
    ack: 'gtcOrderAck',
    data: {
      quoteTime: 1738091646944,
      expireTime: 1745867646944,
      tradeSide: 'buy',
      receiveCurrency: 'BTC',
      receiveQuantity: '0.00979612',
      deliverCurrency: 'USD',
      deliverQuantity: '1000.00',
      price: '102028.52',
    },
  },
  {
    name: 'GTC sell with receiveQuantity',
    request: { strategy: 'GTC', tradeSide: 'sell', receiveQuantity: '1000', priceLimit: '102028.52' },
    market: '101882.07',
    ack: 'gtcOrderAck',
    data: {
      quoteTime: 1738091948484,
      expireTime: 1745867948484,
      tradeSide: 'sell',
      receiveCurrency: 'USD',
      receiveQuantity: '1000.00',
      deliverCurrency: 'BTC',
      deliverQuantity: '0.00981527',
      price: '102028.52',
    },
  },
  {
    name: 'GTD buy with deliverQuantity',
    request: {
      strategy: 'GTD',
      tradeSide: 'buy',
      deliverQuantity: '1023.15',
      priceLimit: '102299.79',
      expirationTime: 1738351211000,
    },
    market: '102315.00',
    ack: 'gtdOrderAck',
    data: {
      quoteTime: 1738092098363,
      expireTime: 1738351211363,
      tradeSide: 'buy',
      receiveCurrency: 'BTC',
      receiveQuantity: '0.01000000',
      deliverCurrency: 'USD',
      deliverQuantity: '1023.15',
      price: '102299.79',
    },
  },
  {
    name: 'GTD sell with receiveQuantity',
    request: {
      strategy: 'GTD',
      tradeSide: 'sell',
      receiveQuantity: '100.00',
      priceLimit: '102299.79',
      expirationTime: 1738351211000,
    },
    market: '101873.45',
    ack: 'gtdOrderAck',
    data: {
      quoteTime: 1738092132480,
      expireTime: 1738351211480,
      tradeSide: 'sell',
      receiveCurrency: 'USD',
      receiveQuantity: '100.00',
      deliverCurrency: 'BTC',
      deliverQuantity: '0.00098161',
      price: '102299.79',
    },
  },
];

describe('the acknowledgement of an accepted order', () => {
  it.each(SAMPLES)('is the seed’s own for $name', async ({ request, market, ack, data }) => {
    venue = await servedVenue({ start: data.quoteTime });
    await venue.client.control('price', { ticker: 'BTC-USD', bid: market, ask: market });
    const answer = await venue.client.submit({ accountId: ACCOUNT, ticker: 'BTC-USD', ...request });
    const { quoteTime, expireTime, ...rest } = data;
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      type: ack,
      data: {
        accountId: ACCOUNT,
        quoteId: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
        quoteTime,
        expireTime,
        ticker: 'BTC-USD',
        ...rest,
      },
    });
    // The order of members is the seed's too.
    expect(Object.keys(answer.json.data)).toEqual([
      'accountId',
      'quoteId',
      'quoteTime',
      'expireTime',
      'ticker',
      'tradeSide',
      'receiveCurrency',
      'receiveQuantity',
      'deliverCurrency',
      'deliverQuantity',
      'price',
    ]);
  });

  it('tells neither the orderId nor a status, and its quoteId is not the orderId', async () => {
    venue = await servedVenue();
    const { json } = await venue.client.submit(resting({ usernameRef: 'r1' }));
    const row = await venue.client.row('r1');
    expect(json.data).not.toHaveProperty('orderId');
    expect(json.data).not.toHaveProperty('tradeStatus');
    expect(row.orderId).not.toBe(json.data.quoteId);
    expect(JSON.stringify(row)).not.toContain(json.data.quoteId);
  });

  it.each([
    ['receiveQuantity', '0.10000000000000000001', '0.10000000000000000001', 'buy'],
    ['receiveQuantity', '0.5', '0.50000000', 'buy'],
    ['receiveQuantity', '0.500', '0.50000000', 'buy'],
    ['deliverQuantity', '123456789012345678901234567890', '123456789012345678901234567890.00', 'buy'],
    ['deliverQuantity', '100.005', '100.005', 'buy'],
    ['deliverQuantity', '0.123456789012345678901234567891', '0.123456789012345678901234567891', 'sell'],
  ])('keeps every digit of %s %s as %s', async (leg, asked, printed, tradeSide) => {
    venue = await servedVenue();
    await venue.client.control('balances', {
      accountId: ACCOUNT,
      symbol: 'USD',
      total: `1${'0'.repeat(40)}`,
    });
    const { receiveQuantity: _, ...base } = resting({ tradeSide, usernameRef: 'exact' });
    const priceLimit = tradeSide === 'buy' ? '80000.00' : '130000.00';
    const { status, json } = await venue.client.submit({ ...base, priceLimit, [leg]: asked });
    expect([status, json.data[leg]]).toEqual([200, printed]);
    const { text } = await venue.client.list('?usernameRef=exact');
    const remaining = leg === 'receiveQuantity' ? 'remainingQtyQuote' : 'remainingQtyBase';
    const digits = new RegExp(`"${remaining}":([^,]+)`).exec(text)?.[1];
    expect(digits).toBe(asked.includes('.') ? asked.replace(/\.?0+$/, '') : asked);
    expect(venue.paper.ledger().orders[0]).toMatchObject({ quantity: asked });
  });
});
