import { describe, expect, it } from 'vitest';
import { answeredBy } from './answering.ts';
import { json, quoted } from './desk.ts';

/* How orders that never rest end: told by the one form that the page shows, and by nothing that differs from it. */

type Fields = Record<string, unknown>;

const marketAck = (data: Fields = {}, over: Fields = {}) => ({
  type: 'marketOrderSubmitAck',
  data: {
    accountId: 'CA1264810R',
    orderId: 'o-1',
    receiveCurrency: 'BTC',
    receiveQuantity: '0.50000000',
    deliverCurrency: 'USD',
    deliverQuantity: '47495.05',
    fee: '1.20',
    tradeDate: '2025-01-29',
    valueDate: '2025-01-30',
    tradePriceAvg: '94990.10',
    ...data,
  },
  ...over,
});
const NOTHING: Fields = { receiveQuantity: 0, deliverQuantity: 0, fee: 0 };

const fokAck = (data: Fields = {}, over: Fields = {}) => ({
  type: 'parentOrderSubmitAck',
  data: {
    ...marketAck().data,
    tradePriceAvg: undefined,
    price: '94990.10',
    tradeTime: 1738113778441,
    symbol: 'BTC-USD',
    tradeStatus: 'COMPLETE',
    ...data,
  },
  ...over,
});
const CANCELLED = { error: { message: 'Cancelled - Price not marketable' } };

const FILL = { received: '0.50000000', delivered: '47495.05' };

describe('a MARKET', () => {
  it('with both quantities is filled, and its trade is kept in the venue’s texts', async () => {
    expect(await answeredBy(() => json(marketAck()), 'MARKET')).toMatchObject({
      kind: 'accepted',
      orderId: 'o-1',
      trade: { fee: '1.20', tradeDate: '2025-01-29', valueDate: '2025-01-30', tradePriceAvg: '94990.10' },
      final: { status: 'filled', statusText: 'marketOrderSubmitAck', fill: FILL },
    });
  });

  it.each([0, '0', '0.00000000'])('with both of %j is cancelled, and tells no trade', async (zero) => {
    const body = marketAck({ receiveQuantity: zero, deliverQuantity: zero });
    const verdict = await answeredBy(() => json(body), 'MARKET');
    expect(verdict).toMatchObject({
      kind: 'accepted',
      final: { status: 'cancelled', fill: { received: '0', delivered: '0' }, message: 'not filled' },
    });
    expect(verdict).not.toHaveProperty('trade');
  });

  it('keeps quantities that are JSON numbers digit for digit', async () => {
    const text = JSON.stringify(marketAck()).replace('"0.50000000"', '0.10000000000000000001');
    expect(await answeredBy(() => new Response(text), 'MARKET')).toMatchObject({
      final: { fill: { received: '0.10000000000000000001' } },
    });
  });

  it.each<[string, Fields, number?]>([
    ['one quantity of zero', marketAck({ deliverQuantity: 0 })],
    ['one quantity missing', marketAck({ receiveQuantity: undefined })],
    ['"-" for a quantity', marketAck({ receiveQuantity: '-' })],
    ['a negative quantity', marketAck({ receiveQuantity: '-0.5' })],
    ['a quantity that is no number', marketAck({ deliverQuantity: '47,495.05' })],
    ['its legs the other way round', marketAck({ receiveCurrency: 'USD', deliverCurrency: 'BTC' })],
    ['another currency', marketAck({ deliverCurrency: 'CAD' })],
    ['another account', marketAck({ accountId: 'CA9' })],
    ['another symbol', marketAck({ symbol: 'ETH-USD' })],
    ['a status that isn’t shown', marketAck({ tradeStatus: 'AWAITING' })],
    ['an error beside it', marketAck(NOTHING, CANCELLED)],
    ['errors beside it', marketAck({}, { errors: [] })],
    ['words beside it', marketAck({}, { message: 'queued' })],
    ['another type', marketAck({}, { type: 'parentOrderSubmitAck' })],
    ['no type', marketAck({}, { type: undefined })],
    ['another status than 200', marketAck(), 202],
    ['502', marketAck(NOTHING), 502],
  ])('with %s is accepted, and looked up', async (_, body, status = 200) => {
    const verdict = await answeredBy(() => json(body, status), 'MARKET');
    expect(verdict).toMatchObject({ kind: 'accepted', orderId: 'o-1', ack: {} });
    expect(verdict).not.toHaveProperty('final');
  });
});

describe('a FOK', () => {
  it('that is COMPLETE is filled, and its trade is kept', async () => {
    expect(await answeredBy(() => json(fokAck()), 'FOK')).toMatchObject({
      kind: 'accepted',
      trade: { fee: '1.20', price: '94990.10', tradeTime: '1738113778441', tradeDate: '2025-01-29' },
      final: { status: 'filled', statusText: 'COMPLETE', fill: FILL },
    });
  });

  it('that is CANCELLED with an error and without quantities is cancelled, in its words', async () => {
    const body = fokAck({ ...NOTHING, tradeStatus: 'CANCELLED' }, CANCELLED);
    const verdict = await answeredBy(() => json(body), 'FOK');
    expect(verdict).toMatchObject({
      kind: 'accepted',
      final: { status: 'cancelled', statusText: 'CANCELLED', message: 'Cancelled - Price not marketable' },
    });
    expect(verdict).not.toHaveProperty('trade');
  });

  it.each<[string, Fields]>([
    ['COMPLETE without quantities', fokAck(NOTHING)],
    ['COMPLETE with an error', fokAck({}, CANCELLED)],
    ['CANCELLED with quantities', fokAck({ tradeStatus: 'CANCELLED' }, CANCELLED)],
    ['CANCELLED with one quantity', fokAck({ receiveQuantity: 0, tradeStatus: 'CANCELLED' }, CANCELLED)],
    ['CANCELLED without an error', fokAck({ ...NOTHING, tradeStatus: 'CANCELLED' })],
    ['CANCELLED with an error as text', fokAck({ ...NOTHING, tradeStatus: 'CANCELLED' }, { error: 'no' })],
    [
      'CANCELLED without quantities told',
      fokAck({ receiveQuantity: '-', deliverQuantity: '-', tradeStatus: 'CANCELLED' }, CANCELLED),
    ],
    ['AWAITING', fokAck({ tradeStatus: 'AWAITING' })],
    ['an unknown word', fokAck({ tradeStatus: 'DONE' })],
    ['no word', fokAck({ tradeStatus: undefined })],
    ['another symbol', fokAck({ symbol: 'ETH-USD' })],
    ['the type of a MARKET', fokAck({}, { type: 'marketOrderSubmitAck' })],
  ])('that is %s is accepted, and looked up', async (_, body) => {
    const verdict = await answeredBy(() => json(body), 'FOK');
    expect(verdict).toMatchObject({ kind: 'accepted', orderId: 'o-1' });
    expect(verdict).not.toHaveProperty('final');
  });
});

describe('an RFQ', () => {
  const { quoteId: QUOTE } = quoted();
  const ack = (data: Fields = {}) => ({ type: 'rfqExecuteQuoteAck', data: { quoteId: QUOTE, ...data } });

  it('that is executed is filled with its quote’s two quantities, digit for digit', async () => {
    const body = ack({ accountId: 'CA1264810R', tradeDate: '2025-01-28', valueDate: '2025-01-29' });
    expect(await answeredBy(() => json(body), 'RFQ')).toEqual({
      kind: 'accepted',
      venueRef: QUOTE,
      trade: { tradeDate: '2025-01-28', valueDate: '2025-01-29' },
      final: { status: 'filled', statusText: 'rfqExecuteQuoteAck', fill: FILL },
      ack: body,
    });
  });

  it('whose answer repeats the quantities of its quote is filled', async () => {
    const body = ack({ receiveQuantity: '0.5', deliverQuantity: '47495.050' });
    expect(await answeredBy(() => json(body), 'RFQ')).toMatchObject({
      final: { status: 'filled', fill: FILL },
    });
  });

  it.each<[string, Fields]>([
    ['of another account', ack({ accountId: 'CA9' })],
    ['with quantities of zero', ack(NOTHING)],
    ['with another quantity than its quote', ack({ receiveQuantity: '0.49' })],
    ['with a quantity that is no number', ack({ deliverQuantity: 'n/a' })],
    ['with a quantity that is empty', ack({ deliverQuantity: '' })],
    ['with a status that isn’t shown', ack({ tradeStatus: 'CANCELLED' })],
    ['with a status that is empty', ack({ tradeStatus: '' })],
    ['with an order id, and an error beside it', { ...ack({ orderId: 'o-1' }), ...CANCELLED }],
  ])('%s is accepted, and looked up', async (_, body) => {
    const verdict = await answeredBy(() => json(body), 'RFQ');
    expect(verdict).toMatchObject({ kind: 'accepted', venueRef: QUOTE });
    expect(verdict).not.toHaveProperty('final');
  });
});

describe('a resting order', () => {
  it.each(['LIMIT', 'GTC', 'GTD'] as const)(
    '%s tells no end and no trade, whatever its ack holds',
    async (strategy) => {
      for (const body of [
        marketAck(),
        marketAck(NOTHING),
        fokAck(),
        fokAck({ tradeStatus: 'CANCELLED', ...NOTHING }, CANCELLED),
      ]) {
        const verdict = await answeredBy(() => json(body), strategy);
        expect(verdict.kind).toBe('accepted');
        expect(verdict).not.toHaveProperty('final');
        expect(verdict).not.toHaveProperty('trade');
      }
    },
  );
});
