import { describe, expect, it } from 'vitest';
import { ORDER_STRATEGIES, type StrategyTerms } from '../../../src/model/terms.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { termsOf } from './answering.ts';
import { TAG, account, fakeClock, json, quoted, scripted, terms, venueOf } from './desk.ts';

type Fields = Record<string, unknown>;

const quoteAck = (data: Fields = {}, over: Fields = {}) => ({
  type: 'rfqCreateQuoteAck',
  data: {
    accountId: 'CA1264810R',
    quoteId: 'q-1',
    symbol: 'BTC-USD',
    side: 'buy',
    receiveCurrency: 'BTC',
    deliverCurrency: 'USD',
    quoteTime: 1738112706492,
    expireTime: 1738112736492,
    price: '94990.10',
    deliverQuantity: '47495.05',
    receiveQuantity: '0.50000000',
    ...data,
  },
  ...over,
});
const RFQ = terms({ strategy: 'RFQ' });
const SMO: StrategyTerms = {
  ...{ strategyType: 'SMO', productCode: 'btcusdt_f', side: 'buy', size: decimal('0.1'), parameters: {} },
};

const prepared = async (answer: () => Response, of = RFQ, by = account()) => {
  const { fetch, seen } = scripted(answer);
  const quote = await venueOf({ fetch }).writer().prepare(by, of, TAG);
  return { quote, seen };
};

describe('a quote to execute', () => {
  it('is asked for an RFQ alone', () => {
    const { fetch, seen } = scripted(() => json(quoteAck()));
    const writer = venueOf({ fetch }).writer();
    for (const strategy of ORDER_STRATEGIES.filter((one) => one !== 'RFQ'))
      expect(writer.prepare(account(), termsOf(strategy), TAG)).toBeUndefined();
    expect(writer.prepare(account(), SMO, TAG)).toBeUndefined();
    expect(seen).toHaveLength(0);
  });

  it('takes the desk’s reference and the tag along, as far as the account sends them', async () => {
    const of = terms({ strategy: 'RFQ', usernameRef: 'Desk7' });
    const bodies = [account(), account({ tag: 'none' })].map(async (by) => {
      const { seen } = await prepared(() => json(quoteAck()), of, by);
      return (JSON.parse(seen[0]?.body ?? '') as Fields)['usernameRef'];
    });
    expect(await Promise.all(bodies)).toEqual([`Desk7${TAG}`, 'Desk7']);
  });

  it('can be asked for again, and is never repeated by itself', async () => {
    const { fetch, seen } = scripted((_, index) => (index === 0 ? json({}, 503) : json(quoteAck())));
    const writer = venueOf({ fetch }).writer();
    expect(await writer.prepare(account(), RFQ, TAG)).toMatchObject({ kind: 'unknown' });
    expect(seen).toHaveLength(1);
    expect(await writer.prepare(account(), RFQ, TAG)).toMatchObject({ kind: 'quote' });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.body).toBe(seen[1]?.body);
  });

  it('is told as the venue answers: the executor compares it with what was asked', async () => {
    const other = { accountId: 'CA9', symbol: 'ETH-CAD', side: 'sell' };
    const { quote } = await prepared(() =>
      json(quoteAck({ ...other, receiveCurrency: 'CAD', deliverCurrency: 'ETH' })),
    );
    expect(quote).toMatchObject({
      kind: 'quote',
      quote: { accountId: 'CA9', ticker: 'ETH-CAD', side: 'sell' },
    });
  });

  it('keeps every digit, of texts and of numbers', async () => {
    const digits = '0.10000000000000000001';
    const thirty = '123456789012345678901234567890.000000000000000000000000000001';
    const text = JSON.stringify(quoteAck({ receiveQuantity: digits, price: thirty })).replace(
      '"47495.05"',
      thirty,
    );
    const { quote } = await prepared(() => new Response(text));
    expect(quote).toMatchObject({
      quote: { receiveQuantity: digits, price: thirty, deliverQuantity: thirty },
    });
  });

  it.each<[string, Fields, number?]>([
    ['quantities of zero', quoteAck({ receiveQuantity: 0, deliverQuantity: 0 })],
    ['one quantity of zero', quoteAck({ deliverQuantity: '0.00' })],
    ['a quantity of "-"', quoteAck({ receiveQuantity: '-' })],
    ['no price', quoteAck({ price: undefined })],
    ['a price of zero', quoteAck({ price: '0' })],
    ['a negative price', quoteAck({ price: '-1' })],
    ['a price with a comma', quoteAck({ price: '94,990.10' })],
    ['no id', quoteAck({ quoteId: '-' })],
    ['no account', quoteAck({ accountId: undefined })],
    ['no symbol', quoteAck({ symbol: 'BTC' })],
    ['a side of another spelling', quoteAck({ side: 'BUY' })],
    ['currencies that don’t fit the side', quoteAck({ side: 'sell' })],
    ['another currency', quoteAck({ deliverCurrency: 'CAD' })],
    ['no expiry', quoteAck({ expireTime: undefined })],
    ['an expiry before its time', quoteAck({ expireTime: 1738112706491 })],
    ['a time with a fraction', quoteAck({ quoteTime: 1738112706.5 })],
    ['another type', quoteAck({}, { type: 'rfqGetQuoteAck' })],
    ['no type', quoteAck({}, { type: undefined })],
    ['an error beside it', quoteAck({}, { errors: [{ id: 'a', message: 'no' }] })],
    ['an error of another form beside it', quoteAck({}, { error: { message: 'no' } })],
    ['the envelope of v1', { type: 'rfqCreateQuoteAck', payload: quoteAck().data }],
    ['a list', { type: 'rfqCreateQuoteAck', data: [quoteAck().data] }],
    ['202', quoteAck(), 202],
    ['500', quoteAck(), 500],
    ['an unknown refusal with 200', { errors: [{ id: 'a', message: 'Try again' }] }],
    ['an unknown refusal with 500', { errors: [{ id: 'a', message: 'Internal error' }] }, 500],
    ['504', { message: 'Endpoint request timed out' }, 504],
    ['401', { message: 'Unauthorized' }, 401],
    ['429', { message: 'Too Many Requests' }, 429],
  ])('with %s is unknown, and its answer is kept', async (_, body, status = 200) => {
    const { quote, seen } = await prepared(() => json(body, status));
    expect(quote).toMatchObject({ kind: 'unknown', ack: {} });
    expect(seen).toHaveLength(1);
  });

  it('is refused in the venue’s words, with a code', async () => {
    const { quote } = await prepared(() => json({ message: 'accountId CA1264810R not found' }, 400));
    expect(quote).toEqual({
      kind: 'refused',
      code: 'refused',
      message: 'api.aquanow.io answered 400: accountId CA1264810R not found',
      ack: { message: 'accountId CA1264810R not found' },
    });
  });

  it('names clock, path, IP list and permission where the venue lets nobody in', async () => {
    for (const status of [401, 403]) {
      const { quote } = await prepared(() => json({ message: 'Forbidden' }, status));
      expect(quote && 'message' in quote && quote.message).toMatch(/clock.*path.*IP list.*permission/);
    }
  });

  it('waits for the key’s rate behind cancels', async () => {
    const clock = fakeClock();
    const { fetch, seen } = scripted(({ url }) =>
      url.pathname.endsWith('expireQuote') ? json({}) : json(quoteAck()),
    );
    const writer = venueOf({ fetch, clock, settings: { rate: { perSecond: 1, burst: 1 } } }).writer();
    await Promise.all([
      writer.prepare(account(), RFQ, TAG),
      writer.prepare(account(), RFQ, TAG),
      writer.dropQuote('q-1'),
    ]);
    expect(seen.map(({ method }) => method)).toEqual(['PUT', 'POST', 'POST']);
  });
});

describe('a price to look at', () => {
  const ask = async (answer: (index: number) => Response, of = RFQ) => {
    const { fetch, seen } = scripted((_, index) => answer(index));
    return { quote: await venueOf({ fetch }).reader.quote(account(), of), seen };
  };
  const ack = (data: Fields = {}) => quoteAck(data, { type: 'rfqGetQuoteAck' });

  it.each(ORDER_STRATEGIES)(
    'is asked for a %s, without its strategy, its price and its reference',
    async (strategy) => {
      const { quote, seen } = await ask(() => json(ack()), { ...termsOf(strategy), usernameRef: 'Desk7' });
      expect(quote).toMatchObject({ kind: 'quote', quote: { quoteId: 'q-1', price: '94990.10' } });
      expect(seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
        'GET /trades/v2/getQuote?ticker=BTC-USD&accountId=CA1264810R&tradeSide=buy&receiveQuantity=0.50',
      ]);
    },
  );

  it('is asked again while the venue has trouble', async () => {
    const { quote, seen } = await ask((index) => (index < 2 ? json({}, 503) : json(ack())));
    expect(quote.kind).toBe('quote');
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ headers }) => headers.get('x-nonce'))).size).toBe(3);
  });

  it('is not asked again after a refusal in known words, though it is told with 500', async () => {
    const message = "You don't have permission to do this, contact info@aquanow.io if you have questions";
    const { quote, seen } = await ask(() => json({ errors: [{ id: 'a', message }] }, 500));
    expect(quote).toMatchObject({ kind: 'refused', code: 'no-permission' });
    expect(seen).toHaveLength(1);
  });

  it('is no quote to execute, nor the other way round', async () => {
    expect((await ask(() => json(quoteAck()))).quote.kind).toBe('unknown');
    expect((await prepared(() => json(ack()))).quote?.kind).toBe('unknown');
  });

  it('is unknown, not thrown, when the venue can’t be reached, is interrupted or has no such thing', async () => {
    const { fetch } = scripted(() => json(ack()));
    const { reader } = venueOf({ fetch });
    expect((await reader.quote(account(), RFQ, AbortSignal.abort())).kind).toBe('unknown');
    expect((await reader.quote(account(), SMO)).kind).toBe('unknown');
    expect((await ask(() => json({}, 503))).quote.kind).toBe('unknown');
  });
});

describe('a quote that is taken back', () => {
  const { quoteId: QUOTE } = quoted();
  const drop = async (answer: () => Response) => {
    const { fetch, seen } = scripted(answer);
    const dropped = await venueOf({ fetch }).writer().dropQuote(QUOTE);
    expect(seen).toHaveLength(1);
    return dropped;
  };
  const ack = (over: Fields = {}) => ({ type: 'rfqExpireQuoteAck', payload: { quoteId: QUOTE }, ...over });

  it('is expired by the ack of this very quote alone', async () => {
    expect((await drop(() => json(ack()))).outcome).toBe('expired');
    for (const body of [
      ack({ payload: { quoteId: 'q-2' } }),
      ack({ payload: {} }),
      { type: 'rfqExpireQuoteAck', data: { quoteId: QUOTE } },
      ack({ type: 'rfqExecuteQuoteAck' }),
      ack({ errors: [{ id: 'a', message: 'no' }] }),
      { errors: [{ id: 'a', message: 'no' }] },
    ])
      expect(await drop(() => json(body))).toMatchObject({ outcome: 'unknown', ack: body });
    for (const status of [201, 400, 500])
      expect((await drop(() => json(ack(), status))).outcome).toBe('unknown');
  });

  it('is refused with 400, in either form of an error', async () => {
    for (const body of [{ errors: [{ id: 'a', message: 'no' }] }, { message: 'no' }])
      expect(await drop(() => json(body, 400))).toEqual({
        ...{ outcome: 'refused', message: 'api.aquanow.io answered 400: no', ack: body },
      });
    expect((await drop(() => json({ message: 'no', data: {} }, 400))).outcome).toBe('unknown');
  });

  it.each([401, 403, 404, 408, 429, 500, 502, 504])('is unknown with %i', async (status) => {
    expect(await drop(() => json({ message: 'no' }, status))).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining(
        `answered ${status}: no; whether quote ${QUOTE} was taken back is not known`,
      ),
    });
  });

  it('is unknown where the answer is lost', async () => {
    const { fetch } = scripted(() => {
      throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    });
    expect((await venueOf({ fetch }).writer().dropQuote(QUOTE)).outcome).toBe('unknown');
  });
});
