import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ID,
  accepted,
  balance,
  buy,
  createQuote,
  executeQuote,
  getQuote,
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

const indicative = (change: Readonly<Record<string, string>> = {}) =>
  getQuote(venue.client, {
    accountId: ACCOUNT,
    ticker: 'BTC-USD',
    tradeSide: 'buy',
    receiveQuantity: '0.002',
    ...change,
  });
const quote = (change: Readonly<Record<string, unknown>> = {}) => createQuote(venue.client, buy(change));

describe('a quote is the seed’s own', () => {
  it('indicative: its members, their order, a price that does not follow from the legs', async () => {
    await venue.close();
    venue = await servedVenue({ start: 1738112576978, settings: { quoteTtlMs: 30_000 } });
    await setBook(venue, '101000', '101087.97');
    const { status, json } = await indicative();
    const data = {
      accountId: 'CA1264810R',
      quoteId: ID,
      symbol: 'BTC-USD',
      side: 'buy',
      receiveCurrency: 'BTC',
      deliverCurrency: 'USD',
      quoteTime: 1738112576978,
      expireTime: 1738112606978,
      deliverQuantity: '202.18',
      receiveQuantity: '0.00200000',
      price: '101087.97',
    };
    expect([status, json]).toEqual([200, { type: 'rfqGetQuoteAck', data }]);
    expect(Object.keys(json.data)).toEqual(Object.keys(data));
  });

  it.each([
    ['receiveQuantity', '0.003', 1738112706492, '302.07', '0.00300000'],
    ['deliverQuantity', '0.3', 1738112638726, '0.30', '0.00000298'],
  ])('created by %s', async (leg, asked, at, deliverQuantity, receiveQuantity) => {
    await venue.close();
    venue = await servedVenue({ start: at, settings: { quoteTtlMs: 30_000 } });
    await setBook(venue, '100680.00', '100690.00', 'BTC-USDT');
    const { status, json } = await createQuote(venue.client, {
      ...without('receiveQuantity'),
      ticker: 'BTC-USDT',
      [leg]: asked,
    });
    const data = {
      accountId: 'CA1264810R',
      quoteId: ID,
      symbol: 'BTC-USDT',
      side: 'buy',
      receiveCurrency: 'BTC',
      deliverCurrency: 'USDT',
      quoteTime: at,
      expireTime: at + 30_000,
      price: '100690',
      deliverQuantity,
      receiveQuantity,
    };
    expect([status, json]).toEqual([200, { type: 'rfqCreateQuoteAck', data }]);
    expect(Object.keys(json.data)).toEqual(Object.keys(data));
  });
});

describe('a quote', () => {
  it.each([
    [
      'buy',
      'receiveQuantity',
      '0.5',
      { price: '101010', receiveQuantity: '0.50000000', deliverQuantity: '50505.00' },
    ],
    [
      'buy',
      'deliverQuantity',
      '1000',
      { price: '101010', receiveQuantity: '0.00990001', deliverQuantity: '1000.00' },
    ],
    [
      'sell',
      'deliverQuantity',
      '0.5',
      { price: '100990', receiveQuantity: '50495.00', deliverQuantity: '0.50000000' },
    ],
    [
      'sell',
      'receiveQuantity',
      '1000',
      { price: '100990', receiveQuantity: '1000.00', deliverQuantity: '0.00990197' },
    ],
  ])('to %s by %s %s is at the book’s executable side', async (tradeSide, leg, asked, expected) => {
    await setBook(venue, '100990', '101010');
    const { json } = await createQuote(venue.client, {
      ...without('receiveQuantity'),
      tradeSide,
      [leg]: asked,
    });
    expect(json.data).toMatchObject(expected);
    expect((await indicative({ tradeSide, receiveQuantity: '20' })).json.data.price).toBe(expected.price);
  });

  it('lives 8 seconds by default', async () => {
    const { data } = (await quote()).json;
    expect([data.quoteTime, data.expireTime]).toEqual([START, START + 8000]);
  });

  it.each([
    ['receiveQuantity', '0.10000000000000000001', 'buy', '0.10000000000000000001'],
    ['deliverQuantity', '0.123456789012345678901234567891', 'sell', '0.123456789012345678901234567891'],
    ['deliverQuantity', '123456789012345678901234567890', 'buy', '123456789012345678901234567890.00'],
  ])('keeps every digit of %s %s', async (leg, asked, tradeSide, printed) => {
    await setTotal(venue, 'USD', `1${'0'.repeat(40)}`);
    const body = { ...without('receiveQuantity'), tradeSide, [leg]: asked };
    const { status, json } = await createQuote(venue.client, body);
    expect([status, json.data[leg]]).toEqual([200, printed]);
    expect(venue.paper.ledger().quotes[0]).toMatchObject({ quantity: asked, [leg]: asked });
  });

  it('binds no funds and is no order', async () => {
    await quote({ receiveQuantity: '90' });
    await quote({ receiveQuantity: '90' });
    expect(await balance(venue, 'USD')).toEqual(['10000000', '10000000']);
    expect((await venue.client.list()).json.data).toEqual([]);
    expect(venue.paper.ledger().requests).toEqual({ received: 0, accepted: 0 });
  });

  it('needs no content type: the seed names none for it', async () => {
    const { 'content-type': _, ...headers } = venue.client.headers('POST', '/trades/v2/createQuote');
    const path = '/trades/v2/createQuote';
    expect((await venue.client.raw('POST', path, headers, JSON.stringify(buy()))).status).toBe(200);
  });

  it('is kept in the ledger, the indicative ones as a number', async () => {
    await setBook(venue, '100990', '101010');
    const body = JSON.stringify(buy({ receiveQuantity: '0.00200', usernameRef: 'tag1' }));
    const nonce = venue.client.nonce();
    const { json } = await venue.client.call('POST', '/trades/v2/createQuote', body, { nonce });
    await indicative();
    await indicative();
    const ledger = (await venue.client.control('ledger')).json;
    expect(ledger).toMatchObject({ orders: [], indicativeQuotes: 2 });
    expect(ledger.quotes).toEqual([
      {
        sequence: 1,
        at: START,
        quoteId: json.data.quoteId,
        usernameRef: 'tag1',
        accountId: ACCOUNT,
        request: body,
        nonce,
        ticker: 'BTC-USD',
        tradeSide: 'buy',
        leg: 'receive',
        quantity: '0.00200',
        receiveQuantity: '0.00200',
        deliverQuantity: '202.02',
        price: '101010',
        expireTime: START + 8000,
        state: 'open',
        endedAt: null,
        orderId: null,
      },
    ]);
    expect(venue.paper.ledger()).toEqual(ledger);
    await createQuote(venue.client, { ...without('receiveQuantity'), deliverQuantity: '1000' });
    expect(venue.paper.ledger().quotes[1]).toMatchObject({
      ...{ sequence: 2, leg: 'deliver', quantity: '1000' },
      ...{ deliverQuantity: '1000', receiveQuantity: '0.00990001' },
    });
  });
});

describe('a size that the market does not take', () => {
  it.each([
    ['beyond its depth', { receiveQuantity: '3' }],
    ['whose other leg comes to nothing', { ticker: 'XRP-USD', receiveQuantity: '0.001' }],
  ])('is quoted with both quantities 0 and can’t be executed: %s', async (_, change) => {
    await setSettings(venue, { marketDepth: '2.5' });
    const { status, json } = await quote(change);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      type: 'rfqCreateQuoteAck',
      data: { receiveQuantity: 0, deliverQuantity: 0, quoteTime: START, expireTime: START },
    });
    const executed = await executeQuote(venue.client, json.data.quoteId);
    expect(told(executed)).toEqual(refused(200, 'The quote has already expired'));
    expect(accepted(venue)).toBe(0);
  });

  it('is judged in base currency, and what the market just takes is quoted', async () => {
    await setBook(venue, '100000');
    await setSettings(venue, { marketDepth: '2.5' });
    const worth = async (deliverQuantity: string) =>
      (await createQuote(venue.client, { ...without('receiveQuantity'), deliverQuantity })).json.data;
    expect(await worth('250000')).toMatchObject({ receiveQuantity: '2.50000000' });
    expect(await worth('250000.01')).toMatchObject({ receiveQuantity: 0 });
  });
});

const EITHER = 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0';

describe('a refused quote', () => {
  it.each([
    ['a side', { tradeSide: 'buying' }, 400, 'Invalid tradeSide: buying'],
    ['a ticker', { ticker: 'ETH-CADD' }, 400, 'Invalid ticker: ETH-CADD'],
    [
      'a size',
      { receiveQuantity: '0.00000001' },
      400,
      'Trade size must be bigger than minimum size 1e-7. You submitted: 1e-8',
    ],
    ['too little money, with status 200', { receiveQuantity: '1000' }, 200, 'Insufficient Trade Credit'],
  ])('answers as the seed does: %s', async (_, change, status, message) => {
    expect(told(await quote(change))).toEqual(refused(status, message));
    expect(venue.paper.ledger().quotes).toEqual([]);
  });

  it('answers 403 without trade permission, before its body is looked at', async () => {
    await setSettings(venue, { tradePermission: false });
    expect(told(await createQuote(venue.client, {}))).toEqual(refused(403, 'Access Denied'));
  });

  it('answers 500 where RFQ is not enabled for the account', async () => {
    await setSettings(venue, { strategies: { '*': ['RFQ'], [ACCOUNT]: ['MARKET'] } });
    const message = "You don't have permission to do this, contact info@aquanow.io if you have questions";
    expect(told(await quote())).toEqual(refused(500, message));
    expect(told(await indicative())).toEqual(refused(500, message));
  });

  it.each([
    ['no accountId', without('accountId'), `data must have required property 'accountId'`],
    ['no ticker', without('ticker'), `data must have required property 'ticker'`],
    ['no side', without('tradeSide'), `data must have required property 'tradeSide'`],
    ['no quantity', without('receiveQuantity'), EITHER],
    ['both quantities', buy({ deliverQuantity: '1' }), EITHER],
    ['a quantity of 0', buy({ receiveQuantity: '0.0' }), EITHER],
    ['a JSON number', buy({ receiveQuantity: 0.002 }), 'data/receiveQuantity must be string'],
    ['another account', buy({ accountId: 'CA0000000X' }), 'accountId CA0000000X not found'],
    ['an unknown property', buy({ strategy: 'RFQ' }), 'data must NOT have additional properties'],
    [
      'a long reference',
      buy({ usernameRef: 'a'.repeat(64) }),
      'data/usernameRef must NOT have more than 63 characters',
    ],
    [
      'a reference with a hyphen',
      buy({ usernameRef: 'a-b' }),
      'data/usernameRef must match pattern "^[A-Za-z0-9]*$"',
    ],
    ['no JSON', '{', 'data must be object'],
    [
      'a size in quote currency that comes to too little',
      { ...without('receiveQuantity'), deliverQuantity: '0.005' },
      'Trade size must be bigger than minimum size 1e-7. You submitted: 5e-8',
    ],
  ])('answers in the same shape: %s', async (_, body, message) => {
    await setBook(venue, '100000');
    expect(told(await createQuote(venue.client, body))).toEqual(refused(400, message));
    expect(venue.paper.ledger().quotes).toEqual([]);
  });

  it('takes exactly the smallest size, and exactly what is free', async () => {
    await setBook(venue, '100000');
    const statuses = [
      await quote({ receiveQuantity: '0.0000001' }),
      await quote({ receiveQuantity: '100' }),
      await quote({ receiveQuantity: '100.00000001' }),
    ].map(({ status, json }) => [status, json.type ?? json.errors[0].message]);
    expect(statuses).toEqual([
      [200, 'rfqCreateQuoteAck'],
      [200, 'rfqCreateQuoteAck'],
      // 0.001 USD rounds to nothing: the money is enough.
      [200, 'rfqCreateQuoteAck'],
    ]);
    expect((await quote({ receiveQuantity: '100.0000001' })).json.errors[0].message).toBe(
      'Insufficient Trade Credit',
    );
  });
});

describe('a refused indicative quote', () => {
  it('answers as the seed does for a ticker', async () => {
    expect(told(await indicative({ ticker: 'BTC-XXX' }))).toEqual(refused(400, 'Product Not Supported'));
  });

  it.each([
    [{ tradeSide: 'buying' }, 'Invalid tradeSide: buying'],
    [{ deliverQuantity: '1' }, EITHER],
    [{ receiveQuantity: '0' }, EITHER],
    [{ accountId: 'x' }, 'accountId x not found'],
    [
      { receiveQuantity: '0.00000001' },
      'Trade size must be bigger than minimum size 1e-7. You submitted: 1e-8',
    ],
  ])('answers in the same shape for %j', async (change: Readonly<Record<string, string>>, message) => {
    expect(told(await indicative(change))).toEqual(refused(400, message));
    expect(venue.paper.ledger().indicativeQuotes).toBe(0);
  });

  it('asks for no funds and no right to trade', async () => {
    await setSettings(venue, { tradePermission: false });
    expect((await indicative({ receiveQuantity: '100000' })).status).toBe(200);
  });
});
