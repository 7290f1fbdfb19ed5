import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { type Obtained, dropQuote, obtainQuote, weighQuote } from '../../../src/execute/quote.ts';
import { add, compare, decimal, mul } from '../../../src/model/decimal.ts';
import { openAttempts } from '../../../src/model/history.ts';
import type { OrderTerms, Terms } from '../../../src/model/terms.ts';
import type { Quote, QuoteAnswer } from '../../../src/venues/venue.ts';
import { NOW, accountOf, attemptOf } from '../../support/cases.ts';
import { instantOf, quoteOf, smoOf, subjectOf, termsOf } from '../../support/events.ts';
import { type Bench, bench, venueQuote } from './ports.ts';

const ACCOUNT = accountOf();
const buy = instantOf('RFQ');
/** Half a bitcoin is given, at 95000 or more. */
const { receiveQuantity: _, ...bare } = instantOf('RFQ', { side: 'sell' });
const sell: OrderTerms = { ...bare, deliverQuantity: decimal('0.50') };
const bought = (price: string, delivered: string, over: Partial<Quote> = {}): Quote =>
  venueQuote({ price: decimal(price), deliverQuantity: decimal(delivered), ...over });
const sold = (price: string, received: string, over: Partial<Quote> = {}): Quote =>
  venueQuote({
    ...{ side: 'sell', price: decimal(price), receiveQuantity: decimal(received) },
    ...{ deliverQuantity: decimal('0.50'), ...over },
  });

describe('a quote, weighed against what the entry allows', () => {
  it.each<[string, OrderTerms, Quote, string]>([
    ['a buy below its limit', buy, bought('94900', '47450'), 'good'],
    ['a buy at its limit, to the digit', buy, bought('95000.00', '47500.00'), 'good'],
    ['a buy above it by the last digit', buy, bought('95000.00000001', '47500'), 'worse'],
    ['a buy whose price looks fine, but which costs more', buy, bought('95000', '47500.00000001'), 'worse'],
    ['a buy whose price is told rounded', buy, bought('95000', '47500.004'), 'worse'],
    ['a buy that costs what it may, at a price that says otherwise', buy, bought('95001', '47500'), 'worse'],
    ['a buy that is much dearer than its price says', buy, bought('94900', '94900'), 'worse'],
    ['a sell above its limit', sell, sold('95100', '47550'), 'good'],
    ['a sell at its limit, to the digit', sell, sold('95000', '47500.000'), 'good'],
    ['a sell below it by the last digit', sell, sold('94999.99999999', '47500'), 'worse'],
    ['a sell whose price looks fine, but which brings less', sell, sold('95000', '47499.99999999'), 'worse'],
    ['a sell that brings enough, at a price that says otherwise', sell, sold('94999', '47500'), 'worse'],
    ['a MARKET within its guard', instantOf('MARKET'), bought('94900', '47450'), 'good'],
    ['a MARKET beyond its guard', instantOf('MARKET'), bought('95100', '47550'), 'worse'],
    [
      'what names no price at all',
      { strategy: 'MARKET', ticker: 'BTC-USD', side: 'buy', receiveQuantity: decimal('0.50') },
      bought('1', '0.5'),
      'worse',
    ],
  ])('%s', (_what, terms, quote, outcome) => {
    expect(weighQuote(ACCOUNT, terms, quote, NOW).outcome).toBe(outcome);
  });

  it('says what the quote was, in which currencies, and which bound it broke', () => {
    expect(weighQuote(ACCOUNT, buy, bought('95100', '47550'), NOW)).toEqual({
      outcome: 'worse',
      message: 'the quote was 95100 USD (47550 USD for 0.50 BTC), worse than priceLimit 95000.00',
    });
    expect(weighQuote(ACCOUNT, sell, sold('94000', '47000'), NOW)).toMatchObject({
      message: 'the quote was 94000 USD (0.50 BTC for 47000 USD), worse than priceLimit 95000.00',
    });
    expect(weighQuote(ACCOUNT, instantOf('MARKET'), bought('96000', '48000'), NOW)).toMatchObject({
      message: expect.stringContaining('worse than priceGuard 95000.00'),
    });
  });

  it.each<[string, Partial<Quote>, string]>([
    ['account', { accountId: 'CA1' }, 'the quote is for account CA1, and CA1264810R was asked for'],
    ['ticker', { ticker: 'BTC-CAD' }, 'the quote is for ticker BTC-CAD, and BTC-USD was asked for'],
    ['side', { side: 'sell' }, 'the quote is for side sell, and buy was asked for'],
    [
      'quantity, however good its price',
      { receiveQuantity: decimal('0.49'), deliverQuantity: decimal('1') },
      'the quote is for receiveQuantity 0.49, and 0.50 was asked for',
    ],
    [
      'quantity by the last digit',
      { receiveQuantity: decimal('0.50000001') },
      'the quote is for receiveQuantity 0.50000001, and 0.50 was asked for',
    ],
  ])('is of no use for another %s', (_what, over, message) => {
    expect(weighQuote(ACCOUNT, buy, venueQuote(over), NOW)).toEqual({ outcome: 'other', message });
  });

  it('is the same quantity in other digits', () => {
    expect(weighQuote(ACCOUNT, buy, venueQuote({ receiveQuantity: decimal('0.5000') }), NOW).outcome).toBe(
      'good',
    );
    expect(
      weighQuote(ACCOUNT, sell, sold('95000', '47500', { deliverQuantity: decimal('0.5') }), NOW).outcome,
    ).toBe('good');
  });

  it.each([
    [10_000, 'good'],
    [501, 'good'],
    [500, 'late'],
    [0, 'late'],
    [-1, 'late'],
  ])('that ends in %i ms is %s', (left, outcome) => {
    const quote = venueQuote({ expiresAt: NOW + left });
    expect(weighQuote(ACCOUNT, buy, quote, NOW).outcome).toBe(outcome);
  });

  it('that comes too late tells both clocks: one that is wrong makes every quote late', () => {
    const quote = venueQuote({ expiresAt: Date.parse('2026-11-02T14:02:08.000Z') });
    const message =
      "the quote came too late to be executed: its venue ends it at 14:02:08.000Z, and this machine's clock says 14:02:19.500Z";
    expect(weighQuote(ACCOUNT, buy, quote, Date.parse('2026-11-02T14:02:19.500Z'))).toEqual({
      outcome: 'late',
      message,
    });
  });

  it('is good exactly where neither price nor legs are beyond the bound, in any digits', () => {
    const amount = fc
      .tuple(fc.integer({ min: 1, max: 99_999 }), fc.nat(10 ** 8 - 1))
      .map(([whole, rest]) => decimal(`${whole}.${String(rest).padStart(8, '0')}`));
    fc.assert(
      fc.property(amount, amount, amount, fc.boolean(), (price, got, bound, isBuy) => {
        const given = mul(price, got);
        const terms = instantOf('RFQ', { receiveQuantity: got, priceLimit: bound, side: 'buy' });
        // A little more than the price says, as venues round.
        const paid = isBuy ? given : add(given, decimal('0.00000001'));
        const quote = venueQuote({ price, receiveQuantity: got, deliverQuantity: paid });
        const fits = compare(price, bound) <= 0 && compare(paid, mul(bound, got)) <= 0;
        expect(weighQuote(ACCOUNT, terms, quote, NOW).outcome).toBe(fits ? 'good' : 'worse');
      }),
    );
  });
});

const TAG = attemptOf('dip').tag;
const obtain = (b: Bench, terms: Terms = buy): Promise<Obtained> =>
  obtainQuote(b.desk, ACCOUNT, subjectOf('dip'), terms, TAG);
const dear = (id: string): QuoteAnswer => ({
  kind: 'quote',
  quote: bought('96000', '48000', { quoteId: id }),
});
const REFUSED: QuoteAnswer = { kind: 'refused', code: 'credit', message: 'no credit', ack: { a: 1 } };
const UNKNOWN: QuoteAnswer = { kind: 'unknown', message: 'no answer in time' };
const quoted = ({ journal }: Bench): readonly unknown[] =>
  journal.events.flatMap((event) => (event.type === 'quoted' ? [event.data.outcome] : []));

describe('asking for a quote', () => {
  it.each<[string, Terms]>([
    ['a resting order', termsOf()],
    ['a FOK', instantOf('FOK')],
    ['a strategy', smoOf()],
  ])('is nothing for %s', async (_what, terms) => {
    const b = await bench();
    expect(await obtain(b, terms)).toEqual({ kind: 'none' });
    expect(b.log).toEqual([]);
  });

  it('gives an RFQ one that can be executed, and journals it with the venue’s answer', async () => {
    const b = await bench();
    expect(await obtain(b)).toEqual({
      kind: 'quote',
      quote: quoteOf({ expiresAt: NOW + 10_000 }),
      executable: true,
    });
    expect(b.log).toEqual(['ask for quote', 'journal run-started', 'journal quoted']);
    expect(b.journal.events.at(-1)).toMatchObject({
      subject: subjectOf('dip'),
      data: { outcome: 'good', quote: { quoteId: 'q-1', price: '94900' }, ack: { type: 'quote' } },
    });
  });

  it('gives a MARKET one to look at, which nobody could execute', async () => {
    const b = await bench();
    expect(await obtain(b, instantOf('MARKET'))).toMatchObject({ kind: 'quote', executable: false });
    expect(b.log[0]).toBe('look at quote');
  });

  it('goes on until one will do; each is journalled, and taken back where nobody will execute it', async () => {
    const b = await bench();
    b.venue.quotes = [
      dear('q-1'),
      UNKNOWN,
      { kind: 'quote', quote: bought('94900', '47450', { quoteId: 'q-3' }) },
    ];
    expect(await obtain(b)).toMatchObject({ kind: 'quote', quote: { quoteId: 'q-3' } });
    expect(quoted(b)).toEqual(['worse', 'unknown', 'good']);
    expect(b.log.filter((step) => step.startsWith('drop'))).toEqual(['drop q-1']);
    expect(b.journal.events.find(({ type }) => type === 'quote-dropped')).toMatchObject({
      data: { quoteId: 'q-1', outcome: 'expired', message: 'taken back' },
    });
  });

  it('takes back none that a MARKET only looked at', async () => {
    const b = await bench();
    b.venue.quotes = [dear('q-1')];
    await obtain(b, instantOf('MARKET'));
    expect(b.log.filter((step) => step.startsWith('drop'))).toEqual([]);
  });

  it.each([
    [1, 'blocked: no quote would do: '],
    [3, 'blocked: none of 3 quotes would do: '],
  ])('stops after %i, and says why the last one would not do', async (quoteAttempts, begin) => {
    const b = await bench([], ACCOUNT, { quoteAttempts });
    b.venue.quotes = [dear('q-1')];
    expect(await obtain(b)).toEqual({
      kind: 'blocked',
      message: `${begin}the quote was 96000 USD (48000 USD for 0.50 BTC), worse than priceLimit 95000.00. Nothing was traded`,
    });
    expect(b.log.filter((step) => step === 'ask for quote')).toHaveLength(quoteAttempts);
    expect(b.log.filter((step) => step === 'drop q-1')).toHaveLength(quoteAttempts);
    expect(openAttempts(b.desk.journal.history)).toEqual([]);
  });

  it('stops at once where the venue names none', async () => {
    const b = await bench();
    b.venue.quotes = [REFUSED];
    expect(await obtain(b)).toEqual({ kind: 'refused', message: 'no credit' });
    expect(b.log.filter((step) => step === 'ask for quote')).toHaveLength(1);
    expect(b.journal.events.at(-1)?.data).toEqual({
      outcome: 'refused',
      message: 'no credit',
      ack: { a: 1 },
    });
  });

  it('is blocked by answers that can’t be relied on', async () => {
    const b = await bench();
    b.venue.quotes = [UNKNOWN];
    expect(await obtain(b)).toMatchObject({
      kind: 'blocked',
      message: 'blocked: none of 3 quotes would do: no answer in time. Nothing was traded',
    });
    expect(quoted(b)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('stops where it is interrupted, and executes not even a good one', async () => {
    const b = await bench();
    b.venue.onQuote = () => b.stop.abort();
    expect(await obtain(b)).toEqual({ kind: 'blocked', message: 'interrupted before it was sent' });
    expect(b.log).toEqual([
      'ask for quote',
      'journal run-started',
      'journal quoted',
      'drop q-1',
      'journal quote-dropped',
    ]);
  });

  it('asks for none where it was interrupted before', async () => {
    const b = await bench();
    b.stop.abort();
    expect(await obtain(b)).toMatchObject({ kind: 'blocked' });
    expect(b.log).toEqual([]);
  });
});

describe('taking a quote back', () => {
  it.each(['expired', 'refused', 'unknown'] as const)('keeps what the venue said: %s', async (outcome) => {
    const b = await bench();
    b.venue.drops = [{ outcome, message: 'its words', ack: { status: 200 } }];
    expect(await dropQuote(b.desk, subjectOf('dip'), 'q-7')).toBe(outcome);
    expect(b.journal.events.at(-1)).toMatchObject({
      ...{ type: 'quote-dropped', subject: subjectOf('dip') },
      data: { quoteId: 'q-7', outcome, message: 'its words', ack: { status: 200 } },
    });
  });
});
