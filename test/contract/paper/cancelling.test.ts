import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, START, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
let orderId: string;
beforeEach(async () => {
  venue = await servedVenue();
  await venue.client.submit(resting({ usernameRef: 'o' }));
  orderId = (await row()).orderId;
});
afterEach(() => venue.close());

const row = () => venue.client.row('o');

describe('a cancel', () => {
  it('is acknowledged, and done by the next read', async () => {
    const answer = await venue.client.cancel(orderId);
    expect([answer.status, answer.json]).toEqual([
      200,
      { type: 'parentOrderCancelAck', payload: { orderId } },
    ]);
    expect(await row()).toMatchObject({ tradeStatus: 'CANCELLED', fillPct: 0 });
    expect((await venue.client.list(`?accountId=${ACCOUNT}&openOrders=true`)).json.data).toEqual([]);
  });

  it('is pending first where the venue takes its time, and can be asked for again meanwhile', async () => {
    await venue.client.control('settings', { cancelDelayMs: 3000 });
    await venue.client.cancel(orderId);
    expect((await row()).tradeStatus).toBe('CANCEL_PENDING');
    venue.clock.advance(2999);
    expect((await venue.client.cancel(orderId)).status).toBe(200);
    expect((await row()).tradeStatus).toBe('CANCEL_PENDING');
    venue.clock.advance(1);
    expect(await row()).toMatchObject({ tradeStatus: 'CANCELLED', updatedAt: START + 3000 });
  });

  it('of an order that has traded in part ends as CANCELLED with its fill', async () => {
    await venue.client.control('fill', { usernameRef: 'o', quantity: '0.005' });
    await venue.client.cancel(orderId);
    expect(await row()).toMatchObject({ tradeStatus: 'CANCELLED', fillPct: 25, fillQtyQuote: 0.005 });
  });

  it('that is pending can still lose to the price', async () => {
    await venue.client.control('settings', { cancelDelayMs: 3000 });
    await venue.client.cancel(orderId);
    await venue.client.control('price', { ticker: 'BTC-USD', price: '79000' });
    expect(await row()).toMatchObject({ tradeStatus: 'COMPLETE', fillPct: 100 });
    venue.clock.advance(3000);
    expect((await row()).tradeStatus).toBe('COMPLETE');
  });

  it('loses to a fill where a fault says so', async () => {
    await venue.client.control('faults', { fault: 'cancel-loses' });
    expect((await venue.client.cancel(orderId)).status).toBe(200);
    expect(await row()).toMatchObject({ tradeStatus: 'COMPLETE', fillPct: 100, tradePriceAvg: 80000 });
  });

  it('may be followed by a late fill', async () => {
    await venue.client.cancel(orderId);
    const refused = await venue.client.control('fill', { orderId, quantity: '0.01' });
    expect([refused.status, refused.json.message]).toEqual([
      400,
      `order ${orderId} is CANCELLED; "late": true fills it all the same`,
    ]);
    await venue.client.control('fill', { orderId, quantity: '0.01', late: true });
    expect(await row()).toMatchObject({ tradeStatus: 'CANCELLED', fillPct: 50 });
    await venue.client.control('fill', { orderId, late: true });
    expect(await row()).toMatchObject({ tradeStatus: 'COMPLETE', fillPct: 100 });
  });

  it.each(['filled', 'cancelled', 'expired'])('of an order that is %s is refused', async (end) => {
    if (end === 'filled') await venue.client.control('fill', { orderId });
    if (end === 'cancelled') await venue.client.cancel(orderId);
    if (end === 'expired') await venue.client.control('time', { advanceMs: 90 * 86_400_000 });
    const { status, json } = await venue.client.cancel(orderId);
    expect([status, json.errors[0].message]).toEqual([400, `orderId: ${orderId} has already been processed`]);
  });

  it('wants the orderId: the quoteId of the acknowledgement is none', async () => {
    const { json } = await venue.client.submit(resting());
    const answer = await venue.client.cancel(json.data.quoteId);
    expect([answer.status, answer.json.errors[0].message]).toEqual([
      400,
      `orderId: ${json.data.quoteId} not found`,
    ]);
  });

  it.each(['', '{}', '{"orderId":""}', '{"orderId":7}', 'x'])(
    'without an id is refused as of old: %s',
    async (body) => {
      const answer = await venue.client.call('DELETE', '/trades/v1/order', body);
      expect([answer.status, answer.json]).toEqual([400, { message: 'No orderId provided' }]);
    },
  );
});
