import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ID,
  accepted,
  balance,
  buy,
  createQuote,
  digits,
  executeQuote,
  expireQuote,
  getQuote,
  refused,
  setBook,
  setSettings,
  setTotal,
  told,
} from '../../support/paper-aquanow.ts';
import { ACCOUNT, START, type TestVenue, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
  await setBook(venue, '100990', '101010.01');
});
afterEach(() => venue.close());

async function quoted(change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { status, json } = await createQuote(venue.client, buy({ usernameRef: 'r', ...change }));
  expect([status, json.type]).toEqual([200, 'rfqCreateQuoteAck']);
  return json.data.quoteId;
}
const execute = (quoteId: unknown) => executeQuote(venue.client, quoteId);
const expire = (quoteId: unknown) => expireQuote(venue.client, quoteId);
const EXPIRED = refused(200, 'The quote has already expired');
const processed = (quoteId: string): unknown =>
  refused(400, `quoteId: ${quoteId} has alreaady been processed`);
const ledgerQuote = () => venue.paper.ledger().quotes[0];

describe('executeQuote', () => {
  it('acknowledges as the seed does, with the dates of the trade and of its settlement', async () => {
    await venue.close();
    venue = await servedVenue({ start: Date.parse('2025-01-28T23:59:59.999Z') });
    const quoteId = await quoted();
    const { status, json } = await execute(quoteId);
    const data = { accountId: ACCOUNT, quoteId, tradeDate: '2025-01-28', valueDate: '2025-01-29' };
    expect([status, json]).toEqual([200, { type: 'rfqExecuteQuoteAck', data }]);
    expect(Object.keys(json.data)).toEqual(Object.keys(data));
  });

  it('trades at the quote’s price and size, wherever the market has gone', async () => {
    const quoteId = await quoted({ receiveQuantity: '0.10000000000000000001' });
    await setBook(venue, '120000');
    await execute(quoteId);
    const row = await venue.client.row('r');
    expect(row).toMatchObject({
      orderId: ID,
      strategy: 'RFQ',
      tradeStatus: 'COMPLETE',
      usernameRef: 'r',
      tradeSide: 'buy',
      baseSymbol: 'USD',
      quoteSymbol: 'BTC',
      fillPct: 100,
      fillQtyBase: 10101,
      remainingQtyBase: 0,
      remainingQtyQuote: 0,
      priceLimit: '-',
      priceArrival: 101010.01,
      tradePriceAvg: 101010.01,
      expirationTime: '-',
      createdAt: START,
    });
    expect(await digits(venue, 'r', 'fillQtyQuote')).toBe('0.10000000000000000001');
    expect(await balance(venue, 'USD')).toEqual(['9989899', '9989899']);
    expect(await balance(venue, 'BTC')).toEqual(['100.10000000000000000001', '100.10000000000000000001']);
  });

  it('of a sell moves the balances the other way', async () => {
    const { receiveQuantity: _, ...sell } = buy({ tradeSide: 'sell', deliverQuantity: '0.5' });
    const { json } = await createQuote(venue.client, sell);
    await execute(json.data.quoteId);
    expect(await balance(venue, 'USD')).toEqual(['10050495', '10050495']);
    expect(await balance(venue, 'BTC')).toEqual(['99.5', '99.5']);
  });

  it('shows the quote’s id in no row, and keeps it in the ledger', async () => {
    const quoteId = await quoted();
    const other = await quoted({ usernameRef: 'other' });
    await execute(quoteId);
    expect((await venue.client.list()).text).not.toContain(quoteId);
    const { orderId } = await venue.client.row('r');
    const { orders, quotes, requests } = venue.paper.ledger();
    expect(orders).toMatchObject([
      {
        ...{ orderId, quoteId, usernameRef: 'r', strategy: 'RFQ', status: 'COMPLETE', source: 'api' },
        ...{ priceLimit: null, expireTime: null, quantity: '0.002', request: JSON.stringify({ quoteId }) },
        ...{ received: '0.002', delivered: '202.02' },
      },
    ]);
    expect(quotes).toMatchObject([
      { quoteId, state: 'executed', endedAt: START, orderId },
      { quoteId: other, state: 'open', endedAt: null, orderId: null },
    ]);
    expect(requests).toEqual({ received: 1, accepted: 1 });
  });

  it('is in time until the last millisecond, and late from the next', async () => {
    const [first, second] = [await quoted(), await quoted()];
    venue.clock.advance(7999);
    expect((await execute(first)).json.type).toBe('rfqExecuteQuoteAck');
    venue.clock.advance(1);
    expect(told(await execute(second))).toEqual(EXPIRED);
    expect(venue.paper.ledger().quotes[1]).toMatchObject({ state: 'expired', endedAt: START + 8000 });
    expect(accepted(venue)).toBe(1);
  });

  it('goes by venue time, and by the time that a setting gives a quote', async () => {
    await setSettings(venue, { quoteTtlMs: 100 });
    const quoteId = await quoted();
    await venue.client.control('time', { advanceMs: 100 });
    expect(told(await execute(quoteId))).toEqual(EXPIRED);
  });

  it('trades a quote once', async () => {
    const quoteId = await quoted();
    await execute(quoteId);
    expect(told(await execute(quoteId))).toEqual(processed(quoteId));
    venue.clock.advance(60_000);
    expect(told(await execute(quoteId))).toEqual(processed(quoteId));
    expect(venue.paper.ledger()).toMatchObject({
      orders: [{ quoteId }],
      requests: { received: 3, accepted: 1 },
    });
  });

  it('refuses an indicative quote: nobody has kept it', async () => {
    const query = { accountId: ACCOUNT, ticker: 'BTC-USD', tradeSide: 'buy', receiveQuantity: '0.002' };
    const { quoteId } = (await getQuote(venue.client, query)).json.data;
    expect(told(await execute(quoteId))).toEqual(refused(400, `quoteId: ${quoteId} not found`));
    expect(accepted(venue)).toBe(0);
  });

  it.each([
    [{}, `data must have required property 'quoteId'`],
    [{ quoteId: 5 }, 'data/quoteId must be string'],
    [{ quoteId: 'x', accountId: ACCOUNT }, 'data must NOT have additional properties'],
    ['', 'data must be object'],
  ])('refuses %j', async (body, message) => {
    const answer = await venue.client.call('POST', '/trades/v2/executeQuote', body);
    expect(told(answer)).toEqual(refused(400, message));
  });

  it('answers 403 without trade permission, and the quote stays open', async () => {
    const quoteId = await quoted();
    await setSettings(venue, { tradePermission: false });
    expect(told(await execute(quoteId))).toEqual(refused(403, 'Access Denied'));
    expect(ledgerQuote()?.state).toBe('open');
  });

  it('answers 500 where RFQ was switched off since', async () => {
    const quoteId = await quoted();
    await setSettings(venue, { strategies: { '*': ['LIMIT'] } });
    expect((await execute(quoteId)).status).toBe(500);
    expect(accepted(venue)).toBe(0);
  });

  it('checks the funds again, and the quote stays open', async () => {
    const [first, second] = [
      await quoted({ receiveQuantity: '60' }),
      await quoted({ receiveQuantity: '60', usernameRef: 's' }),
    ];
    await execute(first);
    expect(told(await execute(second))).toEqual(refused(200, 'Insufficient Trade Credit'));
    expect(accepted(venue)).toBe(1);
    await setTotal(venue, 'USD', '6060600.60');
    expect((await execute(second)).json.type).toBe('rfqExecuteQuoteAck');
    expect(await balance(venue, 'USD')).toEqual(['0', '0']);
  });
});

describe('RFQ_EXECUTE', () => {
  beforeEach(() => setSettings(venue, { rfqExecuteDelayMs: 3000 }));

  it('lasts as long as a setting says, with its funds bound, and then trades at the quote’s price', async () => {
    await execute(await quoted({ receiveQuantity: '0.5' }));
    venue.clock.advance(2999);
    await setBook(venue, '1', '2');
    expect(await venue.client.row('r')).toMatchObject({ tradeStatus: 'RFQ_EXECUTE', fillPct: 0 });
    expect((await venue.client.list('?openOrders=true')).json.data).toHaveLength(1);
    expect(await balance(venue, 'USD')).toEqual(['10000000', '9949494.99']);
    venue.clock.advance(1);
    expect(await venue.client.row('r')).toMatchObject({
      tradeStatus: 'COMPLETE',
      tradePriceAvg: 101010.01,
      updatedAt: START + 3000,
    });
    expect(await balance(venue, 'USD')).toEqual(['9949494.99', '9949494.99']);
    expect((await venue.client.list('?openOrders=true')).json.data).toEqual([]);
  });

  it('stays open where a control has traded a part of it', async () => {
    await execute(await quoted({ receiveQuantity: '0.5' }));
    await venue.client.control('fill', { usernameRef: 'r', quantity: '0.2' });
    expect(await venue.client.row('r')).toMatchObject({ tradeStatus: 'RFQ_EXECUTE', fillPct: 40 });
    expect((await venue.client.list('?openOrders=true')).json.data).toHaveLength(1);
    await venue.client.control('time', { advanceMs: 3000 });
    expect(await venue.client.row('r')).toMatchObject({ tradeStatus: 'COMPLETE', fillPct: 100 });
    expect(await balance(venue, 'BTC')).toEqual(['100.5', '100.5']);
  });

  it('can’t be cancelled', async () => {
    await execute(await quoted());
    const { orderId } = await venue.client.row('r');
    expect(told(await venue.client.cancel(orderId))).toEqual(
      refused(400, `orderId: ${orderId} has already been processed`),
    );
  });

  it('trades nothing twice where the price crosses while it lasts', async () => {
    await execute(await quoted());
    await venue.client.control('price', { ticker: 'BTC-USD', price: null });
    await venue.client.control('time', { advanceMs: 86_400_000 });
    expect(await venue.client.row('r')).toMatchObject({ tradeStatus: 'COMPLETE', updatedAt: START + 3000 });
    expect(await balance(venue, 'BTC')).toEqual(['100.002', '100.002']);
  });
});

describe('expireQuote', () => {
  it('ends a quote, as the seed does', async () => {
    const quoteId = await quoted();
    venue.clock.advance(1000);
    expect(told(await expire(quoteId))).toEqual([200, { type: 'rfqExpireQuoteAck', payload: { quoteId } }]);
    expect(told(await execute(quoteId))).toEqual(EXPIRED);
    expect(ledgerQuote()).toMatchObject({ state: 'expired', endedAt: START + 1000, orderId: null });
    expect(accepted(venue)).toBe(0);
  });

  it.each(['expired by a call', 'expired by time', 'executed'])('refuses one that is %s', async (how) => {
    const quoteId = await quoted();
    if (how === 'expired by a call') await expire(quoteId);
    if (how === 'expired by time') venue.clock.advance(8000);
    if (how === 'executed') await execute(quoteId);
    expect(told(await expire(quoteId))).toEqual(processed(quoteId));
    expect(ledgerQuote()?.state).toBe(how === 'executed' ? 'executed' : 'expired');
  });

  it('refuses what it cannot find, and asks for the right to trade', async () => {
    expect(told(await expire('nope'))).toEqual(refused(400, 'quoteId: nope not found'));
    await setSettings(venue, { tradePermission: false });
    expect(told(await expire('nope'))).toEqual(refused(403, 'Access Denied'));
  });
});
