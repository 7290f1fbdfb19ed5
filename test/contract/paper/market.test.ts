import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ID,
  accepted,
  balance,
  buy,
  digits,
  market,
  refused,
  setBook,
  setSettings,
  setTotal,
  told,
  without,
} from '../../support/paper-aquanow.ts';
import { ACCOUNT, START, type TestVenue, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
});
afterEach(() => venue.close());

const submit = (change: Readonly<Record<string, unknown>> = {}) => market(venue.client, buy(change));

describe('the acknowledgement of a market order', () => {
  it.each([
    {
      name: 'sell with deliverQuantity',
      request: { tradeSide: 'sell', deliverQuantity: '0.02' },
      book: ['100649.98', '101000'],
      legs: {
        receiveCurrency: 'USD',
        receiveQuantity: '2013.00',
        deliverCurrency: 'BTC',
        deliverQuantity: '0.02000000',
        fee: '0.00',
      },
      price: '100649.98',
    },
    {
      name: 'buy with receiveQuantity',
      request: { tradeSide: 'buy', receiveQuantity: '0.02' },
      book: ['100600', '101083.86'],
      legs: {
        receiveCurrency: 'BTC',
        receiveQuantity: '0.02000000',
        deliverCurrency: 'USD',
        deliverQuantity: '2021.68',
        fee: '0.00000000',
      },
      price: '101083.86',
    },
  ])('is the seed’s own: $name', async ({ request, book: [bid = '', ask = ''], legs, price }) => {
    await setBook(venue, bid, ask);
    const { status, json } = await market(venue.client, { ...without('receiveQuantity'), ...request });
    const data = {
      accountId: ACCOUNT,
      orderId: ID,
      ...legs,
      tradeDate: '2025-01-28',
      valueDate: '2025-01-29',
      tradePriceAvg: price,
    };
    expect([status, json]).toEqual([200, { type: 'marketOrderSubmitAck', data }]);
    expect(Object.keys(json.data)).toEqual(Object.keys(data));
  });

  it('of an order beyond the market’s depth says that nothing was filled, with numbers and no dates', async () => {
    await setSettings(venue, { marketDepth: '0.5' });
    const { receiveQuantity: _, ...sell } = buy({ tradeSide: 'sell', deliverQuantity: '0.50000001' });
    const { status, json } = await market(venue.client, { ...sell, usernameRef: 'm' });
    const data = {
      accountId: ACCOUNT,
      orderId: ID,
      receiveCurrency: 'USD',
      receiveQuantity: 0,
      deliverCurrency: 'BTC',
      deliverQuantity: 0,
      fee: 0,
    };
    expect([status, json]).toEqual([200, { type: 'marketOrderSubmitAck', data }]);
    expect(Object.keys(json.data)).toEqual(Object.keys(data));
    expect(await venue.client.row('m')).toMatchObject({
      orderId: json.data.orderId,
      strategy: 'MARKET',
      tradeStatus: 'CANCELLED',
      fillPct: 0,
      fillQtyBase: 0,
      fillQtyQuote: 0,
      tradePriceAvg: '-',
    });
    expect(await balance(venue, 'BTC')).toEqual(['100', '100']);
    expect(venue.paper.ledger()).toMatchObject({
      orders: [{ status: 'CANCELLED', received: '0', delivered: '0' }],
      requests: { received: 1, accepted: 1 },
    });
    expect((await submit({ receiveQuantity: '0.5' })).json.data.receiveQuantity).toBe('0.50000000');
  });
});

describe('a market order', () => {
  it('trades at once and whole, and its row and the balances say so to the digit', async () => {
    await setBook(venue, '100990', '101010.01');
    await submit({ receiveQuantity: '0.10000000000000000001', usernameRef: 'm' });
    expect(await venue.client.row('m')).toMatchObject({
      strategy: 'MARKET',
      tradeStatus: 'COMPLETE',
      fillPct: 100,
      fillQtyBase: 10101,
      priceLimit: '-',
      expirationTime: '-',
      tradePriceAvg: 101010.01,
      createdAt: START,
      updatedAt: START,
    });
    expect(await digits(venue, 'm', 'fillQtyQuote')).toBe('0.10000000000000000001');
    expect(await balance(venue, 'USD')).toEqual(['9989899', '9989899']);
    expect(await balance(venue, 'BTC')).toEqual(['100.10000000000000000001', '100.10000000000000000001']);
  });

  it('by an amount of quote currency delivers exactly that, at the price that it tells', async () => {
    await setBook(venue, '100990', '101010.01');
    const { receiveQuantity: _, ...body } = buy({ deliverQuantity: '1000', usernameRef: 'm' });
    const { json } = await market(venue.client, body);
    expect(json.data).toMatchObject({
      ...{ receiveQuantity: '0.00990001', deliverQuantity: '1000.00', tradePriceAvg: '101010.01' },
    });
    expect(await venue.client.row('m')).toMatchObject({ tradeSize: 0.00990001, tradePriceAvg: 101010.01 });
    expect(await balance(venue, 'USD')).toEqual(['9999000', '9999000']);
    expect(await balance(venue, 'BTC')).toEqual(['100.00990001', '100.00990001']);
  });

  it('tells its price without zeros at the end', async () => {
    await setBook(venue, '100990', '101010.10');
    expect((await submit()).json.data.tradePriceAvg).toBe('101010.1');
  });

  it('echoes 30 digits', async () => {
    await setTotal(venue, 'USD', `1${'0'.repeat(40)}`);
    const { json } = await submit({ receiveQuantity: '1234567890.12345678901234567890' });
    expect(json.data.receiveQuantity).toBe('1234567890.12345678901234567890');
    expect(venue.paper.ledger().orders[0]).toMatchObject({
      quantity: '1234567890.12345678901234567890',
      received: '1234567890.1234567890123456789',
    });
  });

  it('is in the ledger without a limit, an expiry or a quote', async () => {
    const body = ` ${JSON.stringify(buy({ usernameRef: 'm' }))}`;
    const nonce = venue.client.nonce();
    const { json } = await venue.client.call('POST', '/trades/v2/market', body, { nonce });
    expect(venue.paper.ledger().orders).toMatchObject([
      {
        ...{ sequence: 1, orderId: json.data.orderId, quoteId: null, usernameRef: 'm', source: 'api' },
        ...{ request: body, nonce, strategy: 'MARKET', priceLimit: null, expireTime: null },
        ...{ status: 'COMPLETE', received: '0.002' },
      },
    ]);
  });

  it('has ended: it can’t be cancelled, and is not among the open ones', async () => {
    const { orderId } = (await submit()).json.data;
    expect(told(await venue.client.cancel(orderId))).toEqual(
      refused(400, `orderId: ${orderId} has already been processed`),
    );
    expect((await venue.client.list('?openOrders=true')).json.data).toEqual([]);
    expect((await venue.client.list(`?orderId=${orderId}`)).json.data.tradeStatus).toBe('COMPLETE');
  });
});

const EITHER = 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0';

describe('a refused market order', () => {
  it.each([
    ['too little money', buy({ receiveQuantity: '1000' }), 'Insufficient Trade Credit'],
    ['no quantity', without('receiveQuantity'), EITHER],
    ['a quantity of 0', buy({ receiveQuantity: '0' }), EITHER],
    [
      'a size below the minimum',
      buy({ receiveQuantity: '0.0001' }),
      'The requested quantity is smaller than the minimum order size 15',
    ],
    ['a ticker', buy({ ticker: 'BTC-XXX' }), 'data/ticker must be equal to one of the allowed values'],
    ['a side', buy({ tradeSide: 'selling' }), 'Invalid tradeSide: selling'],
  ])('answers as the seed does: %s', async (_, body, message) => {
    expect(told(await market(venue.client, body))).toEqual(refused(400, message));
    expect(venue.paper.ledger()).toMatchObject({ orders: [], requests: { received: 1, accepted: 0 } });
  });

  it('answers 403 without trade permission, before its body is looked at', async () => {
    await setSettings(venue, { tradePermission: false });
    expect(told(await market(venue.client, {}))).toEqual(refused(403, 'Access Denied'));
  });

  it('answers 502 where MARKET is not switched on for the account', async () => {
    await setSettings(venue, { strategies: { '*': ['MARKET'], [ACCOUNT]: ['RFQ', 'FOK'] } });
    expect(told(await submit())).toEqual(refused(502, 'User not authorized for MARKET'));
    expect(accepted(venue)).toBe(0);
  });

  it.each([
    ['both quantities', buy({ deliverQuantity: '100' }), EITHER],
    ['no accountId', without('accountId'), `data must have required property 'accountId'`],
    ['no ticker', without('ticker'), `data must have required property 'ticker'`],
    ['no side', without('tradeSide'), `data must have required property 'tradeSide'`],
    ['a limit', buy({ priceLimit: '1' }), 'data must NOT have additional properties'],
    ['a JSON number', buy({ receiveQuantity: 1 }), 'data/receiveQuantity must be string'],
    [
      'a reference with a sign',
      buy({ usernameRef: 'a_b' }),
      'data/usernameRef must match pattern "^[A-Za-z0-9]*$"',
    ],
    ['an account that is not ours', buy({ accountId: 'CA0000000X' }), 'accountId CA0000000X not found'],
  ])('answers in the same shape: %s', async (_, body, message) => {
    expect(told(await market(venue.client, body))).toEqual(refused(400, message));
    expect(accepted(venue)).toBe(0);
  });

  it('takes exactly the minimum and exactly what is free', async () => {
    await setBook(venue, '100000');
    expect((await submit({ receiveQuantity: '0.00015' })).status).toBe(200);
    await setTotal(venue, 'USD', '200.00');
    expect((await submit({ receiveQuantity: '0.0020001' })).json.errors[0].message).toBe(
      'Insufficient Trade Credit',
    );
    expect((await submit({ receiveQuantity: '0.002' })).status).toBe(200);
    expect(await balance(venue, 'USD')).toEqual(['0', '0']);
  });

  it('leaves alone what other orders have bound', async () => {
    await setBook(venue, '100000');
    await setTotal(venue, 'USD', '1000');
    const resting = { ...buy({ receiveQuantity: '0.01' }), strategy: 'GTC', priceLimit: '90000' };
    expect((await venue.client.submit(resting)).status).toBe(200);
    expect((await submit({ receiveQuantity: '0.002' })).status).toBe(400);
    expect((await submit({ receiveQuantity: '0.001' })).status).toBe(200);
  });
});
