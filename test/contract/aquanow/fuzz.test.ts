import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { ORDER_STRATEGIES, type OrderStrategy } from '../../../src/model/terms.ts';
import { answeredBy, termsOf } from './answering.ts';
import { TAG, account, json, scripted, venueOf } from './desk.ts';
import { QUOTE, judge, mayEnd } from './fuzz-judge.ts';

const id = fc.oneof(fc.constantFrom('', '-', 'q-1', QUOTE), fc.integer(), fc.constant(null), fc.string());
const words = fc.oneof(
  fc.constantFrom(
    ...['User not authorized for GTC', 'Insufficient Trade Credit', 'Access Denied', ''],
    ...['The quote has already expired', 'quoteId: q has alreaady been processed'],
  ),
  fc.string(),
);
const type = fc.constantFrom(
  ...[
    'rfqExecuteQuoteAck',
    'marketOrderSubmitAck',
    'parentOrderSubmitAck',
    'gtcOrderAck',
    'rfqCreateQuoteAck',
  ],
);
const quantity = fc.constantFrom<unknown>(0, '0', '0.00', '0.5', 0.5, '-', null, '-1', '1e-7', 'x', {});
const currency = fc.constantFrom('BTC', 'USD', '-', 'CAD');
const data = fc.record(
  {
    ...{ orderId: id, quoteId: id, receiveQuantity: quantity, deliverQuantity: quantity },
    ...{ receiveCurrency: currency, deliverCurrency: currency },
    tradeStatus: fc.constantFrom('COMPLETE', 'CANCELLED', 'AWAITING', '-'),
    accountId: fc.constantFrom('CA1264810R', 'CA9'),
    symbol: fc.constantFrom('BTC-USD', 'ETH-USD'),
    fee: quantity,
    price: quantity,
  },
  { requiredKeys: [] },
);
const oneError = fc.oneof(
  fc.record({ id: fc.string(), message: words }, { requiredKeys: [] }),
  fc.record({ id: fc.constant('a'), message: words }),
  fc.record({ id: fc.constant('a'), message: words, orderId: fc.string() }),
);
const errors = fc.array(oneError, { maxLength: 2 });
const body = fc.oneof(
  fc.record({ type, data, error: fc.record({ message: words }) }, { requiredKeys: ['data'] }),
  fc.record({ errors }),
  fc.record({ errors, data }),
  fc.record({ errors, payload: fc.record({ orderId: id }) }),
  fc.record({ message: words }),
  fc.record({ data: fc.array(fc.record({ orderId: id })) }),
  fc.jsonValue(),
);
const whole = body.map((value) => JSON.stringify(value));
const text = fc.oneof(
  { weight: 4, arbitrary: whole },
  // Truncated anywhere.
  fc.tuple(whole, fc.nat()).map(([all, cut]) => all.slice(0, cut % (all.length + 1))),
  fc.string(),
);
const status = fc.oneof(
  { weight: 2, arbitrary: fc.constant(200) },
  fc.constantFrom(400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504),
  // 204 and 205 have no body to speak of; redirects are another test.
  fc.integer({ min: 206, max: 299 }),
  fc.integer({ min: 400, max: 599 }),
);

/** The right value four times out of five. */
const mostly = <T>(right: T, ...wrong: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

const ACKS = { RFQ: 'rfqExecuteQuoteAck', MARKET: 'marketOrderSubmitAck', FOK: 'parentOrderSubmitAck' };
/** Answers to an order, near to what the page shows: one thing or two may be otherwise. */
const nearly = (strategy: OrderStrategy): fc.Arbitrary<string> =>
  fc
    .record({
      type: mostly(strategy in ACKS ? ACKS[strategy as 'RFQ'] : 'gtcOrderAck', 'rfqCreateQuoteAck'),
      ids: fc.constantFrom({ orderId: 'o-1' }, { quoteId: QUOTE }, { orderId: 'o-1', quoteId: 'q-2' }),
      legs: fc.constantFrom<readonly unknown[]>(
        ['0.50', '47495.05'],
        [],
        [0, '0.00'],
        ['0.5', 0],
        ['-', '1'],
      ),
      told: fc.constantFrom({}, { tradeStatus: 'COMPLETE' }, { tradeStatus: 'CANCELLED' }),
      error: fc.constantFrom({}, { error: { message: 'Cancelled - Price not marketable' } }),
    })
    .map(({ type: named, ids, legs: [receiveQuantity, deliverQuantity], told, error }) =>
      JSON.stringify({ type: named, ...error, data: { ...ids, receiveQuantity, deliverQuantity, ...told } }),
    );
const figure = mostly<unknown>('0.50', 0.5, '1e-7', 7, 0, '-', '-1', 'x');
/** Answers to a request for a quote, likewise. */
const nearQuote = fc
  .record({
    type: mostly('rfqCreateQuoteAck', 'rfqGetQuoteAck'),
    quoteId: mostly('q-1', '-'),
    symbol: mostly('BTC-USD', 'BTC'),
    side: mostly('buy', 'BUY'),
    ...{ price: figure, receiveQuantity: figure, deliverQuantity: figure },
    quoteTime: mostly<unknown>(1738112706492, '1738112706492', 1738112736492),
    expireTime: mostly<unknown>(1738112736492, 1738112706492, 1.5),
  })
  .map(({ type: named, ...quote }) =>
    JSON.stringify({ type: named, data: { accountId: 'CA1264810R', ...quote } }),
  );
type Answered = readonly [status: number, text: string];
const answers = (near: fc.Arbitrary<string>): fc.Arbitrary<Answered> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.tuple(fc.constant(200), near) },
    { weight: 1, arbitrary: fc.tuple(status, near) },
    { weight: 3, arbitrary: fc.tuple(status, text) },
  );

describe('fuzz', () => {
  it.each(ORDER_STRATEGIES)(
    'nothing unlisted is ever accepted, rejected or not sent: %s',
    async (strategy) => {
      const met = new Set<string>();
      await fc.assert(
        fc.asyncProperty(answers(nearly(strategy)), async ([code, answer]) => {
          const verdict = await answeredBy(() => new Response(answer, { status: code }), strategy);
          expect(judge(strategy, code, answer)).toContain(verdict.kind);
          met.add(verdict.kind);
          if (verdict.kind !== 'accepted' || verdict.final === undefined) return;
          expect(mayEnd(strategy, code, answer)).toBe(true);
          met.add(verdict.final.status);
        }),
        { numRuns: 1_000, seed: 1 },
      );
      // The generator reaches every verdict and every end, or the property would say nothing.
      const ends = { RFQ: ['filled'], MARKET: ['cancelled', 'filled'], FOK: ['cancelled', 'filled'] };
      expect([...met].sort()).toEqual(
        [
          'accepted',
          'in-doubt',
          'not-sent',
          'rejected',
          ...(strategy in ends ? ends[strategy as 'RFQ'] : []),
        ].sort(),
      );
    },
  );

  it('nothing but a whole quote is ever a quote, and nothing unlisted a refusal', async () => {
    const met = new Set<string>();
    const wanted = termsOf('RFQ');
    await fc.assert(
      fc.asyncProperty(answers(nearQuote), async ([code, answer]) => {
        const { fetch, seen } = scripted(() => new Response(answer, { status: code }));
        const got = await venueOf({ fetch }).writer().prepare(account(), wanted, TAG);
        expect(seen).toHaveLength(1);
        met.add(got?.kind ?? 'none');
        if (got?.kind === 'refused') expect(judge('FOK', code, answer)).toContain('rejected');
        if (got?.kind !== 'quote') return;
        const { price, receiveQuantity, deliverQuantity, quotedAt, expiresAt, ticker, side } = got.quote;
        expect([code, ticker, side]).toEqual([200, 'BTC-USD', 'buy']);
        for (const one of [price, receiveQuantity, deliverQuantity]) expect(Number(one)).toBeGreaterThan(0);
        expect(expiresAt).toBeGreaterThan(quotedAt);
      }),
      { numRuns: 2_000, seed: 1 },
    );
    expect([...met].sort()).toEqual(['quote', 'refused', 'unknown']);
  });

  it('a listed refusal stays one whatever its words and its id are', async () => {
    const said = fc.string({ minLength: 1 }).filter((word) => word !== '-');
    const codes = fc.constantFrom(400, 403, 404, 422);
    await fc.assert(
      fc.asyncProperty(codes, said, said, async (code, message, errorId) => {
        const refusal = { errors: [{ id: errorId, message }] };
        for (const strategy of ['GTC', 'MARKET', 'FOK'] as const)
          expect(await answeredBy(() => json(refusal, code), strategy)).toMatchObject({
            kind: 'rejected',
            errorId,
          });
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
