import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, START, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
});
afterEach(() => venue.close());

describe('the ledger', () => {
  it('keeps every accepted order in arrival order, byte for byte as it came', async () => {
    const body = `{ "strategy":"GTC",\n "accountId":"${ACCOUNT}","ticker":"BTC-USD","tradeSide":"buy","receiveQuantity":"0.0200","priceLimit":"80000.00","usernameRef":"o"}`;
    const signing = { nonce: venue.client.nonce() };
    const { json } = await venue.client.call('POST', '/trades/v2/order', body, signing);
    await venue.client.submit(resting({ receiveQuantity: '0' }));
    await venue.client.submit(resting({ usernameRef: 'p' }));
    await venue.client.control('fill', { usernameRef: 'o' });
    const ledger = (await venue.client.control('ledger')).json;
    expect(ledger).toMatchObject({ epoch: venue.paper.epoch, requests: { received: 3, accepted: 2 } });
    expect(ledger.orders[0]).toEqual({
      sequence: 1,
      at: START,
      orderId: (await venue.client.row('o')).orderId,
      quoteId: json.data.quoteId,
      usernameRef: 'o',
      accountId: ACCOUNT,
      source: 'api',
      request: body,
      nonce: signing.nonce,
      strategy: 'GTC',
      ticker: 'BTC-USD',
      tradeSide: 'buy',
      leg: 'receive',
      quantity: '0.0200',
      priceLimit: '80000.00',
      expireTime: START + 90 * 86_400_000,
      status: 'COMPLETE',
      updatedAt: START,
      received: '0.02',
      delivered: '1600',
    });
    expect(ledger.orders[1].usernameRef).toBe('p');
    expect((await venue.client.control('ledger?after=1')).json.orders).toHaveLength(1);
    expect(venue.paper.ledger()).toEqual(ledger);
  });

  it('says which orders somebody else placed, and counts them as no request of ours', async () => {
    const { status, json } = await venue.client.control('order', resting());
    expect([status, json.status]).toEqual([200, 'AWAITING']);
    expect(venue.paper.ledger()).toMatchObject({
      requests: { received: 0, accepted: 0 },
      orders: [{ source: 'control', usernameRef: null, nonce: null, orderId: json.orderId }],
    });
    expect((await venue.client.list()).json.data).toHaveLength(1);
  });
});

describe('controls', () => {
  it.each([
    ['price', { ticker: 'BTC-XXX', price: '1' }, /^ticker must be one of: BTC-USD/],
    ['price', { ticker: 'BTC-USD' }, /^bid must be a text$/],
    ['price', { ticker: 'BTC-USD', price: '0' }, /^a price must be above 0$/],
    ['price', { ticker: 'BTC-USD', price: '1,000' }, /^price must be a decimal such as 95000.00$/],
    ['price', { ticker: 'BTC-USD', prize: '1' }, /^unknown field "prize"/],
    ['time', {}, /^give either advanceMs or to$/],
    ['time', { advanceMs: -1 }, /^advanceMs must be a whole number of at least 0$/],
    ['time', { to: '2020-01-01T00:00:00Z' }, /never goes back$/],
    ['time', { to: '2030-01-01' }, /^to must be milliseconds or an ISO 8601 instant/],
    ['fill', { usernameRef: 'none' }, /^no order has the usernameRef none$/],
    ['fill', { orderId: 'none' }, /^no order has the orderId none$/],
    ['order', { strategy: 'GTC' }, /^data must have required property 'accountId'$/],
    ['balances', { accountId: 'x', symbol: 'USD', total: '1' }, /^accountId x not found$/],
    ['settings', { pageSize: 0 }, /^pageSize must be a whole number of at least 1$/],
    ['settings', { pageEnd: 'never' }, /^pageEnd must be one of: null, empty, missing$/],
    [
      'settings',
      { strategies: { '*': ['IOC'] } },
      /^strategies: "IOC" is not one of RFQ, MARKET, FOK, LIMIT, GTC, GTD$/,
    ],
    ['settings', { quoteTtlMs: 0 }, /^quoteTtlMs must be a whole number of at least 1$/],
    ['settings', { marketDepth: -1 }, /^marketDepth must be a decimal such as 95000.00$/],
    ['settings', { minimum: '1' }, /^unknown field "minimum"/],
  ])('refuse what they cannot do: %s %j', async (path, body, message) => {
    const answer = await venue.client.control(path, body);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(message);
  });

  it('refuse a body that is no JSON object', async () => {
    for (const body of ['{', '[]', '"x"']) {
      const { status } = await venue.client.raw('POST', '/paper/time', {}, body);
      expect(status).toBe(400);
    }
  });

  it('that are not there say so', async () => {
    const { status, json } = await venue.client.control('prices');
    expect([status, json]).toEqual([404, { message: 'no such control: GET /paper/prices' }]);
  });

  it('take numbers with every digit, as JSON numbers or as texts', async () => {
    const text = '{"ticker":"XRP-USD","bid":3.00000000000000000001,"ask":"3.1"}';
    const { json } = await venue.client.raw('POST', '/paper/price', {}, text);
    expect(json).toEqual({ ticker: 'XRP-USD', bid: '3.00000000000000000001', ask: '3.1', pinned: true });
  });

  it('set a crossed book where told to, and put a spread around a single price', async () => {
    const crossed = await venue.client.control('price', { ticker: 'BTC-USD', bid: '101', ask: '100' });
    expect(crossed.json).toMatchObject({ bid: '101', ask: '100' });
    const around = await venue.client.control('price', { ticker: 'BTC-USD', price: '100000' });
    expect(around.json).toMatchObject({ bid: '99985.00', ask: '100015.00', pinned: true });
    const released = await venue.client.control('price', { ticker: 'BTC-USD', price: null });
    expect(released.json).toMatchObject({ bid: '100984.85', ask: '101015.15', pinned: false });
  });

  it('move time forwards, by a span or to an instant', async () => {
    expect((await venue.client.control('time', { advanceMs: 1500 })).json).toEqual({ now: START + 1500 });
    expect((await venue.client.control('time', { to: '2025-02-01T00:00:00+01:00' })).json).toEqual({
      now: Date.parse('2025-01-31T23:00:00Z'),
    });
    expect(venue.paper.now()).toBe(Date.parse('2025-01-31T23:00:00Z'));
  });

  it('name the orders where a reference names several', async () => {
    await venue.client.submit(resting({ usernameRef: 'twice' }));
    await venue.client.submit(resting({ usernameRef: 'twice' }));
    const { json } = await venue.client.control('fill', { usernameRef: 'twice' });
    expect(json.message).toBe('2 orders have the usernameRef twice: name one by its orderId');
  });

  it('change the minimum size', async () => {
    await venue.client.control('settings', { minimumSize: '5000' });
    const { json } = await venue.client.submit(resting());
    expect(json.errors[0].message).toBe('The requested quantity is smaller than the minimum order size 5000');
  });
});
