import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ID,
  accepted,
  balance,
  buy,
  digits,
  refused,
  setBook,
  setSettings,
  setTotal,
  told,
  without,
} from '../../support/paper-aquanow.ts';
import { ACCOUNT, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
});
afterEach(() => venue.close());

const fok = (change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  buy({ strategy: 'FOK', tradePrice: '101010.01', ...change });
const submit = (change: Readonly<Record<string, unknown>> = {}) => venue.client.submit(fok(change));

describe('the acknowledgement of a FOK order', () => {
  it('that is filled is the seed’s own', async () => {
    await venue.close();
    venue = await servedVenue({ start: 1738113778441 });
    await setBook(venue, '100652.02', '100700');
    const { receiveQuantity: _, ...sell } = fok({
      ...{ tradeSide: 'sell', deliverQuantity: '2', tradePrice: '100000' },
    });
    const { status, json } = await venue.client.submit(sell);
    const data = {
      accountId: 'CA1264810R',
      orderId: ID,
      receiveCurrency: 'USD',
      receiveQuantity: '201304.04',
      deliverCurrency: 'BTC',
      deliverQuantity: '2.00000000',
      fee: '0',
      tradeTime: 1738113778441,
      symbol: 'BTC-USD',
      tradeStatus: 'COMPLETE',
      price: '100652.02',
      tradeDate: '2025-01-29',
      valueDate: '2025-01-30',
    };
    expect([status, json]).toEqual([200, { type: 'parentOrderSubmitAck', data }]);
    expect(Object.keys(json.data)).toEqual(Object.keys(data));
  });

  it('that is not filled is the seed’s own: 200, an error, numbers', async () => {
    await venue.close();
    venue = await servedVenue({ start: 1712856904480 });
    await setBook(venue, '70228', '70228.02');
    const { status, json, text } = await submit({ tradePrice: '70228.01', receiveQuantity: '0.0100' });
    const data = {
      orderId: ID,
      receiveCurrency: 'BTC',
      receiveQuantity: 0,
      deliverCurrency: 'USD',
      deliverQuantity: 0,
      fee: 0,
      tradeTime: 1712856904480,
      symbol: 'BTC-USD',
      tradeStatus: 'CANCELLED',
      price: 70228.01,
    };
    const error = { message: 'Cancelled - Price not marketable' };
    expect([status, json]).toEqual([200, { type: 'parentOrderSubmitAck', error, data }]);
    expect([Object.keys(json), Object.keys(json.data)]).toEqual([
      ['type', 'error', 'data'],
      Object.keys(data),
    ]);
    expect(text).toContain('"price":70228.01}');
  });
});

describe('a FOK order', () => {
  beforeEach(() => setBook(venue, '100990', '101010.01'));

  it.each([
    ['buy', '101010.01', 'COMPLETE'],
    ['buy', '101010.0099999999999999999999', 'CANCELLED'],
    ['sell', '100990', 'COMPLETE'],
    ['sell', '100990.0000000000000000000001', 'CANCELLED'],
  ])('to %s at %s is %s', async (tradeSide, tradePrice, status) => {
    const { json } = await submit({ tradeSide, tradePrice, receiveQuantity: '20', usernameRef: 'f' });
    expect(json.data.tradeStatus).toBe(status);
    expect((await venue.client.row('f')).tradeStatus).toBe(status);
  });

  it('that is filled trades whole at the market, where that is better than its price', async () => {
    const { json } = await submit({ tradePrice: '102000', receiveQuantity: '0.1', usernameRef: 'f' });
    expect(json.data).toMatchObject({ price: '101010.01', deliverQuantity: '10101.00', fee: '0' });
    expect(await venue.client.row('f')).toMatchObject({
      orderId: json.data.orderId,
      strategy: 'FOK',
      priceLimit: 102000,
      tradePriceAvg: 101010.01,
      fillPct: 100,
      fillQtyBase: 10101,
      fillQtyQuote: 0.1,
      expirationTime: '-',
    });
    expect(await balance(venue, 'USD')).toEqual(['9989899', '9989899']);
    expect(await balance(venue, 'BTC')).toEqual(['100.1', '100.1']);
  });

  it('that is not filled moves and binds nothing', async () => {
    await submit({ tradePrice: '101010', receiveQuantity: '0.1', usernameRef: 'f' });
    expect(await venue.client.row('f')).toMatchObject({ tradeStatus: 'CANCELLED', fillPct: 0 });
    expect(await balance(venue, 'USD')).toEqual(['10000000', '10000000']);
    await setBook(venue, '90000');
    await venue.client.control('time', { advanceMs: 86_400_000 });
    expect((await venue.client.row('f')).tradeStatus).toBe('CANCELLED');
    expect((await venue.client.list('?openOrders=true')).json.data).toEqual([]);
  });

  it('is in the ledger with its price as the limit, filled or not', async () => {
    await submit({ tradePrice: '101010.0100', usernameRef: 'a' });
    await submit({ tradePrice: '1000', receiveQuantity: '0.02', usernameRef: 'b' });
    await submit({ tradeSide: 'x' });
    expect(venue.paper.ledger()).toMatchObject({
      orders: [
        {
          ...{ strategy: 'FOK', usernameRef: 'a', priceLimit: '101010.0100', quoteId: null },
          ...{ expireTime: null, status: 'COMPLETE', received: '0.002', delivered: '202.02' },
        },
        { strategy: 'FOK', usernameRef: 'b', priceLimit: '1000', status: 'CANCELLED', received: '0' },
      ],
      requests: { received: 3, accepted: 2 },
    });
  });

  it('echoes every digit', async () => {
    await setTotal(venue, 'USD', `1${'0'.repeat(40)}`);
    const { json } = await submit({ receiveQuantity: '0.10000000000000000001', usernameRef: 'f' });
    expect(json.data.receiveQuantity).toBe('0.10000000000000000001');
    expect(await digits(venue, 'f', 'fillQtyQuote')).toBe('0.10000000000000000001');
    const { receiveQuantity: _, ...body } = fok({ deliverQuantity: '123456789012345678901234567890' });
    expect((await venue.client.submit(body)).json.data.deliverQuantity).toBe(
      '123456789012345678901234567890.00',
    );
  });

  it('of somebody else is placed by the control', async () => {
    const { status, json } = await venue.client.control('order', fok());
    expect([status, json.status]).toEqual([200, 'COMPLETE']);
    expect(venue.paper.ledger()).toMatchObject({
      orders: [{ source: 'control', strategy: 'FOK' }],
      requests: { received: 0, accepted: 0 },
    });
  });
});

const LIMITS = (quantity: string): string =>
  `Error while calculating trade price and quantities: Quantity ${quantity} exceeds data limits. Please use a smaller amount.`;
const NO_QUANTITY = 'provide at least one baseQuantity and quoteQuantity to be non-zero';

describe('a refused FOK order', () => {
  it.each([
    ['too little money', fok({ receiveQuantity: '20000' }), LIMITS('20000')],
    ['no quantity', without('receiveQuantity', fok()), NO_QUANTITY],
    ['a quantity of 0', fok({ receiveQuantity: '0.00' }), NO_QUANTITY],
    ['a side', fok({ tradeSide: 'buying' }), 'data/tradeSide must be equal to one of the allowed values'],
  ])('answers as the seed does: %s', async (_, order, message) => {
    expect(told(await venue.client.submit(order))).toEqual(refused(400, message));
    expect(venue.paper.ledger()).toMatchObject({ orders: [], requests: { received: 1, accepted: 0 } });
  });

  it('answers the same for a size beyond the market’s depth', async () => {
    await setSettings(venue, { marketDepth: '0.5' });
    const tooLarge = await submit({ receiveQuantity: '0.600', tradePrice: '110000' });
    expect(told(tooLarge)).toEqual(refused(400, LIMITS('0.6')));
    expect((await submit({ receiveQuantity: '0.5', tradePrice: '110000' })).json.data.tradeStatus).toBe(
      'COMPLETE',
    );
  });

  it('answers 403 without trade permission, in other words than LIMIT, GTC and GTD', async () => {
    await setSettings(venue, { tradePermission: false });
    expect(told(await submit())).toEqual(
      refused(403, 'User is not authorized to access this resource with an explicit deny'),
    );
    expect(told(await venue.client.submit(resting({ usernameRef: 'FOK' })))).toEqual(
      refused(403, 'Access Denied'),
    );
  });

  it('answers 502 where FOK is not switched on for the account', async () => {
    await setSettings(venue, { strategies: { '*': ['FOK'], [ACCOUNT]: ['LIMIT', 'GTC', 'GTD'] } });
    expect(told(await submit())).toEqual(refused(502, 'User not authorized for FOK'));
    expect(accepted(venue)).toBe(0);
  });

  it.each([
    ['no price', without('tradePrice', fok()), `data must have required property 'tradePrice'`],
    ['a price of 0', fok({ tradePrice: '0' }), 'data/tradePrice must be bigger than 0'],
    ['a price that is a number', fok({ tradePrice: 1 }), 'data/tradePrice must be string'],
    ['a limit', fok({ priceLimit: '1' }), 'data must NOT have additional properties'],
    ['an expiry', fok({ expirationTime: 1 }), 'data must NOT have additional properties'],
    [
      'both quantities',
      fok({ deliverQuantity: '100' }),
      'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0',
    ],
    ['a ticker', fok({ ticker: 'X-Y' }), 'data/ticker must be equal to one of the allowed values'],
    [
      'a size below the minimum',
      fok({ receiveQuantity: '0.0001' }),
      'The requested quantity is smaller than the minimum order size 15',
    ],
    [
      'a long reference',
      fok({ usernameRef: 'a'.repeat(64) }),
      'data/usernameRef must NOT have more than 63 characters',
    ],
  ])('answers in the same shape: %s', async (_, order, message) => {
    expect(told(await venue.client.submit(order))).toEqual(refused(400, message));
    expect(accepted(venue)).toBe(0);
  });

  it('a tradePrice on any other strategy is a property too many', async () => {
    const answer = await venue.client.submit(resting({ tradePrice: '1' }));
    expect(told(answer)).toEqual(refused(400, 'data must NOT have additional properties'));
  });
});
