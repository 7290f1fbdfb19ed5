import { describe, expect, it } from 'vitest';
import { ORDER_STRATEGIES, RESTING_STRATEGIES } from '../../../src/model/terms.ts';
import { type Call, ROUTES } from '../../../src/venues/aquanow/calls.ts';
import { ORDER_VERDICTS } from '../../../src/venues/aquanow/verdict-table.ts';
import { answeredBy } from './answering.ts';
import { json, quoted } from './desk.ts';

const error = (message: string, id = '60a6a307') => ({ errors: [{ id, message }] });

describe('an answer with an id is accepted, whatever else it says', () => {
  it.each([200, 201, 400, 401, 403, 429, 500, 502, 504])('with status %i', async (status) => {
    const body = { ...error('Insufficient Trade Credit'), data: { quoteId: 'q-1', receiveQuantity: 0 } };
    expect(await answeredBy(() => json(body, status))).toMatchObject({ kind: 'accepted', venueRef: 'q-1' });
  });

  it('with an orderId beside the quoteId: both are kept', async () => {
    expect(await answeredBy(() => json({ data: { orderId: 'o-1', quoteId: 'q-1' } }))).toEqual({
      kind: 'accepted',
      orderId: 'o-1',
      venueRef: 'q-1',
      ack: { data: { orderId: 'o-1', quoteId: 'q-1' } },
    });
  });

  it('with another account, ticker and side than were asked for', async () => {
    const data = { accountId: 'CA9', quoteId: 'q-1', ticker: 'ETH-USD', tradeSide: 'sell' };
    expect(await answeredBy(() => json({ data }))).toMatchObject({ kind: 'accepted', venueRef: 'q-1' });
  });

  it('and its numbers are kept digit for digit', async () => {
    const text = '{"data":{"quoteId":"q-1","price":102536.060,"fee":1e-7,"big":12345678901234567890.10}}';
    expect(await answeredBy(() => new Response(text))).toMatchObject({
      ack: { data: { price: '102536.060', fee: '1e-7', big: '12345678901234567890.10' } },
    });
  });
});

describe('not sent', () => {
  it.each(['', '{"message":"Unauthorized"}', '<html>', '{"errors":[]}'])('401 with %j', async (text) => {
    const verdict = await answeredBy(() => new Response(text, { status: 401 }));
    // Not only the key and the clock: an old nonce is a 401 too.
    expect(verdict).toMatchObject({
      message: expect.stringContaining('whether another program uses this key') as string,
    });
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'unauthorized' });
    expect('message' in verdict && verdict.message).toMatch(/clock.*path.*IP list.*permission/);
  });

  it('429, and a spent quota is told apart', async () => {
    const throttled = await answeredBy(() => json({ message: 'Too Many Requests' }, 429));
    expect(throttled).toMatchObject({ kind: 'not-sent', code: 'rate-limited' });
    const spent = await answeredBy(() => json({ message: 'Limit Exceeded' }, 429));
    expect(spent).toMatchObject({ kind: 'not-sent', code: 'quota-spent' });
    expect('message' in spent && spent.message).toContain('00:00 UTC');
  });
});

describe('rejected', () => {
  it.each([400, 403, 404, 422])('%i with either error body', async (status) => {
    expect(await answeredBy(() => json(error('no'), status))).toMatchObject({
      kind: 'rejected',
      code: 'refused',
      errorId: '60a6a307',
    });
    const verdict = await answeredBy(() => json({ message: 'no' }, status));
    expect(verdict).toMatchObject({ kind: 'rejected', code: 'refused' });
    expect(verdict).not.toHaveProperty('errorId');
  });

  it.each([
    [500, 'User not authorized for GTC'],
    [502, 'User not authorized for LIMIT'],
    [500, "You don't have permission to do this, contact info@aquanow.io if you have questions"],
    [502, "You don't have permission to do this, contact info@aquanow.io if you have questions"],
    [200, 'Insufficient Trade Credit'],
  ])('%i with the known body %j', async (status, message) => {
    expect(await answeredBy(() => json(error(message), status))).toMatchObject({ kind: 'rejected' });
  });

  it('every message of several is told', async () => {
    const errors = [...error('one', 'a').errors, ...error('two', 'b').errors];
    expect(await answeredBy(() => json({ errors }, 400))).toMatchObject({
      errorId: 'a',
      message: 'api.aquanow.io answered 400: one; two',
    });
  });
});

describe('in doubt is whatever is not listed', () => {
  it.each<[string, number, unknown]>([
    ['an error with 200 that is no known refusal', 200, error('The quote has already expired')],
    [
      'an ack without an id',
      200,
      { type: 'gtcOrderAck', data: { receiveQuantity: '0', deliverQuantity: '0' } },
    ],
    ['"-" for an id', 200, { data: { quoteId: '-' } }],
    ['an empty id', 200, { data: { orderId: '' } }],
    ['an id in the envelope of v1', 200, { payload: { orderId: 'o-1' } }],
    ['the known 502 with words before it', 502, error('Sorry: User not authorized for GTC')],
    ['the known 502 with words after it', 502, error('User not authorized for GTC, or so')],
    [
      'the known 502 as one of two errors',
      502,
      { errors: [...error('User not authorized for GTC').errors, ...error('x').errors] },
    ],
    ['the known 502 in the other error body', 502, { message: 'User not authorized for GTC' }],
    ['the known words with 503', 503, error('User not authorized for GTC')],
    ['400 with an error beside data', 400, { ...error('no'), data: {} }],
    ['400 with an error beside a payload with an id', 400, { ...error('no'), payload: { orderId: 'o-1' } }],
    ['400 without an error', 400, { errors: [] }],
    ['400 with an error without an id', 400, { errors: [{ message: 'no' }] }],
    ['400 with an error without words', 400, { errors: [{ id: 'a', message: '' }] }],
    ['400 with an error that says more', 400, { errors: [{ id: 'a', message: 'no', orderId: 'o-1' }] }],
    ['400 with errors of another form', 400, { errors: { id: 'a', message: 'no' } }],
    ['400 with null', 400, null],
    ['400 with a list', 400, [error('no')]],
    ['a conflict', 409, error('no')],
    ['a timeout', 408, { message: 'Request Timeout' }],
    ['the gateway’s timeout', 504, { message: 'Endpoint request timed out' }],
  ])('%s', async (_, status, body) => {
    expect(await answeredBy(() => json(body, status))).toMatchObject({
      kind: 'in-doubt',
      code: `http-${status}`,
      ack: body,
    });
  });

  it('says that the order may have been accepted', async () => {
    const verdict = await answeredBy(() => json({ message: 'Endpoint request timed out' }, 504));
    expect('message' in verdict && verdict.message).toBe(
      'api.aquanow.io answered 504: Endpoint request timed out; the order may or may not have been accepted',
    );
  });
});

const { quoteId: QUOTE } = quoted();
const executed = (over: object = {}, data: object = {}) => ({
  type: 'rfqExecuteQuoteAck',
  data: { quoteId: QUOTE, ...data },
  ...over,
});

describe('an executed quote', () => {
  it.each([200, 400, 401, 429, 502])(
    'is accepted by its ack with status %i, and ended with 200',
    async (status) => {
      const verdict = await answeredBy(() => json(executed(), status), 'RFQ');
      expect(verdict).toMatchObject({ kind: 'accepted', venueRef: QUOTE });
      expect('final' in verdict).toBe(status === 200);
    },
  );

  it.each<[string, unknown, number?]>([
    ['another quote’s ack', executed({}, { quoteId: 'q-2' })],
    ['another quote’s ack with an order', executed({}, { quoteId: 'q-2', orderId: 'o-1' })],
    ['an ack of another type', executed({ type: 'rfqCreateQuoteAck' })],
    ['an ack without a type', executed({ type: undefined })],
    ['an ack without the quote', { type: 'rfqExecuteQuoteAck', data: { tradeDate: '2025-01-28' } }],
    ['an ack in the envelope of v1', { type: 'rfqExecuteQuoteAck', payload: { quoteId: QUOTE } }],
    ['its ack with an error beside it', executed(error('The quote has already expired'))],
    ['its ack with v1’s error beside it', executed({ message: 'no' }), 400],
    ['its id with 401', { data: { quoteId: QUOTE } }, 401],
    ['its id with 429', { data: { quoteId: QUOTE } }, 429],
    ['a refusal that tells more', { ...error('no'), data: { quoteId: QUOTE } }, 400],
    ['a refusal because it was executed before', error(`quoteId: ${QUOTE} has alreaady been processed`), 400],
    ['a refusal because it was accepted before', { message: 'Quote already accepted' }, 422],
    ['a conflict', { message: 'Quote already accepted' }, 409],
    ['other words with 200', error('The quote has expired')],
    [
      'words beside the expiry',
      { errors: [...error('The quote has already expired').errors, ...error('x').errors] },
    ],
  ])('%s is in doubt', async (_, body, status = 200) => {
    expect((await answeredBy(() => json(body, status), 'RFQ')).kind).toBe('in-doubt');
  });

  it('that is an order too is accepted by its orderId, whatever else is said', async () => {
    const body = { ...error('no'), data: { orderId: 'o-1', quoteId: QUOTE } };
    for (const status of [200, 401, 500])
      expect(await answeredBy(() => json(body, status), 'RFQ')).toMatchObject({
        ...{ kind: 'accepted', orderId: 'o-1', venueRef: QUOTE },
      });
  });

  it('that had expired is rejected with 200 and with 400', async () => {
    for (const status of [200, 400])
      expect(
        await answeredBy(() => json(error('The quote has already expired'), status), 'RFQ'),
      ).toMatchObject({
        ...{ kind: 'rejected', code: 'quote-expired' },
      });
  });
});

describe('a quote’s id', () => {
  it.each(['MARKET', 'FOK'] as const)('proves no %s', async (strategy) => {
    for (const status of [200, 401, 429, 502])
      expect((await answeredBy(() => json({ data: { quoteId: 'q' } }, status), strategy)).kind).toBe(
        'in-doubt',
      );
  });
});

describe('an expired quote’s words', () => {
  it.each(ORDER_STRATEGIES.filter((strategy) => strategy !== 'RFQ'))(
    'say nothing of a %s',
    async (strategy) => {
      const verdict = await answeredBy(() => json(error('The quote has already expired')), strategy);
      expect(verdict.kind).toBe('in-doubt');
    },
  );
});

describe('the table', () => {
  const calls = Object.keys(ROUTES) as Call[];

  it('lists a way to accept for every call that may order, and none for the others', () => {
    const accepting = ORDER_VERDICTS.filter(({ verdict }) => verdict === 'accepted').flatMap(
      (row) => row.calls,
    );
    expect([...new Set(accepting)].sort()).toEqual(['executeQuote', 'market', 'order']);
    const quoting = ORDER_VERDICTS.filter(({ verdict }) => verdict === 'quoted').flatMap((row) => row.calls);
    expect(quoting.sort()).toEqual(['createQuote', 'getQuote']);
  });

  it('rejects on words alone only where they are whole', () => {
    for (const { words, shape, verdict } of ORDER_VERDICTS)
      if (words !== undefined && verdict === 'rejected') {
        expect(words.source).toMatch(/^\^.*\$$/);
        expect(shape).toBe('error');
      }
  });

  it('knows no status below 400 that rejects without words, and no 5xx', () => {
    const wordless = ORDER_VERDICTS.filter(
      ({ verdict, words }) => verdict === 'rejected' && words === undefined,
    );
    expect(wordless.map(({ status }) => status)).toEqual([[400, 403, 404, 422]]);
  });

  it('covers every strategy of the resting family alike', () => {
    for (const { strategies } of ORDER_VERDICTS)
      expect([0, 3]).toContain(RESTING_STRATEGIES.filter((one) => strategies.includes(one)).length);
    expect(calls).toHaveLength(5);
  });

  it.each(ORDER_STRATEGIES)('%s: a refusal, an ack and a doubt', async (strategy) => {
    const kind = async (body: unknown, status: number) =>
      (await answeredBy(() => json(body, status), strategy)).kind;
    expect(await kind(error(`User not authorized for ${strategy}`), 502)).toBe('rejected');
    expect(await kind({ data: { orderId: 'o' } }, 200)).toBe('accepted');
    expect(await kind({}, 502)).toBe('in-doubt');
    expect(await kind({}, 401)).toBe('not-sent');
  });
});
