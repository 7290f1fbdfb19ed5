import { describe, expect, it } from 'vitest';
import type { SubmitOutcome } from '../../../src/execute/outgoing.ts';
import { submitOnce } from '../../../src/execute/submit.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft, EventData } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { Account } from '../../../src/model/order.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import type { FinalAnswer, Quote, QuoteAnswer, Verdict } from '../../../src/venues/venue.ts';
import { NOW, accountOf, attemptOf, fillOf, rowOf } from '../../support/cases.ts';
import { instantOf, runContext } from '../../support/events.ts';
import { type Bench, bench, venueQuote } from './ports.ts';

const KEY = orderKey('dip');
const DIP = attemptOf('dip');
const ACCOUNT = accountOf();
const ID = 'o-1' as VenueOrderId;
/** An earlier order of each strategy that was found by its tag. */
const PROVEN: readonly EventDraft[] = (['RFQ', 'MARKET', 'FOK'] as const).flatMap((strategy) => {
  const told = attemptOf(`z-${strategy.toLowerCase()}`);
  const terms = instantOf(strategy);
  return [
    told.intent({ target: terms, wire: terms }),
    told.accepted(),
    told.linked(`o-${strategy}`),
    told.final('filled'),
  ];
});

const FILLED: FinalAnswer = { status: 'filled', statusText: 'COMPLETE', fill: fillOf('0.50', '47450') };
const UNFILLED: FinalAnswer = {
  ...{ status: 'cancelled', statusText: 'REJECTED', fill: fillOf('0') },
  message: 'not enough liquidity',
};
const accepted = (over: Partial<Extract<Verdict, { kind: 'accepted' }>> = {}): Verdict => ({
  ...{ kind: 'accepted', orderId: ID, ack: { type: 'ack' } },
  ...over,
});
const IN_DOUBT: Verdict = { kind: 'in-doubt', code: 'http-500', message: 'no answer' };
const quoteWith = (over: Partial<Quote>): QuoteAnswer => ({ kind: 'quote', quote: venueQuote(over) });

const deskFor = async (
  verdict: Verdict,
  settings: Parameters<typeof bench>[2] = {},
  account: Account = ACCOUNT,
): Promise<Bench> => {
  const b = await bench(PROVEN, account, settings);
  b.venue.verdicts = [verdict];
  return b;
};
const submit = (b: Bench, terms: OrderTerms, notAfter?: number): Promise<SubmitOutcome> =>
  submitOnce(
    b.desk,
    ACCOUNT,
    KEY,
    {
      generation: 1,
      attempt: 1,
      target: terms,
      wire: terms,
      ...(notAfter === undefined ? {} : { notAfter }),
    },
    b.journal.events.length,
  );
const last = (b: Bench) => lastAttempt(b.desk.journal.history, KEY);
const intentOf = ({ journal }: Bench): EventData['intent'] | undefined => {
  const event = journal.events.findLast(({ type, subject }) => type === 'intent' && subject?.key === KEY);
  return event?.type === 'intent' ? event.data : undefined;
};
const steps = (b: Bench, ...starts: readonly string[]): readonly string[] =>
  b.log.filter((step) => starts.some((start) => step.startsWith(start)));

describe('an RFQ', () => {
  const RFQ = instantOf('RFQ');

  it('is executed on the quote that was weighed; quote and deadline stand in its intent', async () => {
    const b = await deskFor(accepted({ final: FILLED, trade: { tradePriceAvg: '94900', fee: '0.00' } }));
    expect(await submit(b, RFQ)).toEqual({ kind: 'accepted', note: 'filled 0.50 BTC at 94900 USD' });
    expect(b.log).toEqual([
      ...['ask for quote', 'journal run-started', 'journal quoted', 'draft'],
      ...['journal intent', 'send', 'journal accepted', 'journal final'],
    ]);
    expect(intentOf(b)).toMatchObject({ quote: { quoteId: 'q-1', price: '94900' }, deadline: NOW + 5_000 });
    expect(b.venue.options?.quote?.quoteId).toBe('q-1');
    expect(last(b)).toMatchObject({
      ...{ state: 'final', orderId: ID, final: { status: 'filled', fill: FILLED.fill } },
      ...{ quote: { quoteId: 'q-1' }, trade: { tradePriceAvg: '94900', fee: '0.00' } },
    });
  });

  it('is never sent after its quote has ended, however long the venue’s rate makes it wait', async () => {
    const b = await deskFor(accepted());
    b.venue.quotes = [quoteWith({ expiresAt: NOW + 2_000 })];
    b.venue.delay = 2_001;
    const message = 'its quote ended before it could be executed';
    expect(await submit(b, RFQ)).toEqual({ kind: 'not-sent', message, stop: false });
    expect(intentOf(b)?.deadline).toBe(NOW + 2_000);
    expect(steps(b, 'send')).toEqual([]);

    const inTime = await deskFor(accepted());
    inTime.venue.quotes = [quoteWith({ expiresAt: NOW + 2_000 })];
    inTime.venue.delay = 2_000;
    expect((await submit(inTime, RFQ)).kind).toBe('accepted');
  });

  it('is never sent after its notAfter, whatever its quote says', async () => {
    const b = await deskFor(accepted());
    b.venue.delay = 1_001;
    expect((await submit(b, RFQ, NOW + 1_000)).kind).toBe('not-sent');
    expect(intentOf(b)?.deadline).toBe(NOW + 1_000);
  });

  it.each<[string, QuoteAnswer, SubmitOutcome['kind']]>([
    ['worse than its limit', quoteWith({ price: decimal('95001') }), 'blocked'],
    ['for another account', quoteWith({ accountId: 'CA1' }), 'blocked'],
    ['not known', { kind: 'unknown', message: 'no answer' }, 'blocked'],
    ['refused', { kind: 'refused', code: 'credit', message: 'no credit', ack: {} }, 'rejected'],
  ])('whose quote is %s leaves no attempt behind, and can be tried again', async (_what, answer, kind) => {
    const b = await deskFor(accepted());
    b.venue.quotes = [answer];
    expect((await submit(b, RFQ)).kind).toBe(kind);
    expect(last(b)).toBeUndefined();
    expect(steps(b, 'draft', 'send')).toEqual([]);
    b.venue.quotes = [];
    expect((await submit(b, RFQ)).kind).toBe('accepted');
  });

  it.each<[string, EventDraft]>([
    ['a halt', DIP.about('halted', { scope: { kind: 'all' }, reason: 'closed' })],
    ['a cancel request', DIP.about('cancel-requested', { scope: { kind: 'keys', keys: [KEY] } })],
  ])(
    'is not sent where %s came between quote and intent, and its quote is taken back',
    async (_what, draft) => {
      const b = await deskFor(accepted());
      b.venue.onQuote = () => void b.journal.control(runContext(), draft);
      expect(await submit(b, RFQ)).toMatchObject({ kind: 'not-sent' });
      expect(steps(b, 'journal intent', 'send')).toEqual([]);
      expect(steps(b, 'drop')).toEqual(['drop q-1']);
      expect(last(b)).toBeUndefined();
    },
  );

  it('is not sent twice at once: a live attempt of its name stands against the intent', async () => {
    const b = await bench([...PROVEN, DIP.intent({ target: RFQ, wire: RFQ })]);
    const submission = { generation: 1, attempt: 2, target: RFQ, wire: RFQ };
    const outcome = await submitOnce(b.desk, ACCOUNT, KEY, submission, b.journal.events.length);
    expect(outcome).toMatchObject({ kind: 'not-sent', stop: false });
    expect(steps(b, 'send', 'drop')).toEqual(['drop q-1']);
  });

  it('refused on execution is refused', async () => {
    const b = await deskFor({ kind: 'rejected', code: 'quote', message: 'Quote expired', ack: {} });
    expect(await submit(b, RFQ)).toEqual({ kind: 'rejected', message: 'Quote expired' });
    expect(last(b)?.state).toBe('rejected');
  });

  it('in doubt has its quote taken back once, is looked for, and stays in doubt', async () => {
    const b = await deskFor(IN_DOUBT);
    expect(await submit(b, RFQ)).toEqual({ kind: 'in-doubt', message: 'no answer' });
    expect(steps(b, 'send', 'drop')).toEqual(['send', 'drop q-1']);
    expect(steps(b, 'find').length).toBeGreaterThan(1);
    expect(last(b)?.state).toBe('in-doubt');
    expect(b.journal.events.filter(({ type }) => type === 'quote-dropped')).toHaveLength(1);
  });

  it.each([
    [true, 'expired', 'not-sent'],
    [true, 'refused', 'in-doubt'],
    [true, 'unknown', 'in-doubt'],
    [false, 'expired', 'in-doubt'],
  ] as const)(
    'in doubt, with quoteExpiryIsProof %s and a quote that is %s: %s',
    async (quoteExpiryIsProof, outcome, kind) => {
      const b = await deskFor(IN_DOUBT, { quoteExpiryIsProof });
      b.venue.drops = [{ outcome, message: 'm' }];
      expect((await submit(b, RFQ)).kind).toBe(kind);
      expect(last(b)).toMatchObject(
        kind === 'not-sent' ? { state: kind, code: 'quote-expired' } : { state: kind },
      );
    },
  );

  it('in doubt is found by its tag, even where the desk would take its quote for proof', async () => {
    const b = await deskFor(IN_DOUBT, { quoteExpiryIsProof: true });
    b.venue.rows = [rowOf({ id: 'o-7' as VenueOrderId, reference: DIP.tag, status: 'filled' })];
    expect(await submit(b, RFQ)).toEqual({ kind: 'accepted' });
    expect(last(b)).toMatchObject({ state: 'accepted', orderId: 'o-7' });
  });

  it('is not begun where the run was stopped while its quote was on its way', async () => {
    const b = await deskFor(accepted());
    b.venue.onQuote = () => b.stop.abort();
    expect(await submit(b, RFQ)).toEqual({ kind: 'blocked', message: 'interrupted before it was sent' });
    expect(steps(b, 'journal intent', 'send')).toEqual([]);
  });
});

describe('a MARKET', () => {
  const MARKET = instantOf('MARKET');

  it('is sent after a quote within its guard, and not on that quote', async () => {
    const b = await deskFor(accepted({ final: FILLED, trade: { tradePriceAvg: '94900' } }));
    expect(await submit(b, MARKET)).toEqual({ kind: 'accepted', note: 'filled 0.50 BTC at 94900 USD' });
    expect(steps(b, 'look', 'ask', 'send', 'drop')).toEqual(['look at quote', 'send']);
    expect(b.venue.options).toEqual({});
    // What the limits will count, whatever becomes of it.
    expect(intentOf(b)).toHaveProperty('quote.deliverQuantity', '47450');
  });

  it('is not sent where the quote before it is beyond its guard', async () => {
    const b = await deskFor(accepted());
    b.venue.quotes = [quoteWith({ price: decimal('95000.01') })];
    const outcome = await submit(b, MARKET);
    expect(outcome.kind).toBe('blocked');
    expect(steps(b, 'send', 'journal intent')).toEqual([]);
    expect(outcome).toMatchObject({ message: expect.stringContaining('worse than priceGuard 95000.00') });
  });

  it.each<[string, Partial<Extract<Verdict, { kind: 'accepted' }>>]>([
    ['by the average that the venue told', { final: FILLED, trade: { tradePriceAvg: '95000.01' } }],
    [
      'by what was given for what, where it told no average',
      { final: { ...FILLED, fill: fillOf('0.50', '47500.01') } },
    ],
    [
      'though only a part of it was filled',
      {
        final: { ...FILLED, status: 'ended-partly-filled', fill: fillOf('0.10', '9600') },
        trade: { tradePriceAvg: '96000' },
      },
    ],
  ])('that traded beyond its guard is told as that, for a person to look at: %s', async (_what, over) => {
    const outcome = await submit(await deskFor(accepted(over)), MARKET);
    expect(outcome).toMatchObject({
      kind: 'accepted',
      ok: false,
      note: expect.stringContaining('worse than its priceGuard 95000.00: the guard is no bound'),
    });
  });

  it('that found nobody to trade with is over, and was not refused', async () => {
    const b = await deskFor(accepted({ final: { ...UNFILLED, message: 'not filled' } }));
    expect(await submit(b, MARKET)).toEqual({
      kind: 'accepted',
      note: 'cancelled: not filled; nothing was traded',
    });
    expect(last(b)).toMatchObject({ state: 'final', final: { status: 'cancelled' } });
  });

  it('that was filled in part is not called untraded', async () => {
    const final: FinalAnswer = {
      ...{ status: 'ended-partly-filled', statusText: 'PARTIAL' },
      fill: fillOf('0.10', '9490'),
    };
    expect(await submit(await deskFor(accepted({ final })), MARKET)).toEqual({
      kind: 'accepted',
      note: 'ended-partly-filled: PARTIAL; filled 0.10 BTC',
    });
  });

  it('sells at its guard or above', async () => {
    const { receiveQuantity: _, ...rest } = instantOf('MARKET', { side: 'sell' });
    const sell = { ...rest, deliverQuantity: decimal('0.50') };
    const told = (price: string) => accepted({ final: FILLED, trade: { tradePriceAvg: price } });
    const quote = quoteWith({
      ...{ side: 'sell', price: decimal('95100') },
      ...{ receiveQuantity: decimal('47550'), deliverQuantity: decimal('0.50') },
    });
    const run = async (price: string): Promise<SubmitOutcome> => {
      const b = await deskFor(told(price));
      b.venue.quotes = [quote];
      return submit(b, sell);
    };
    expect(await run('94999.99')).toMatchObject({ ok: false });
    expect(await run('95000')).not.toHaveProperty('ok');
  });
});

describe('a FOK', () => {
  const FOK = instantOf('FOK');

  it('needs no quote', async () => {
    const b = await deskFor(accepted({ final: FILLED }));
    expect(await submit(b, FOK)).toEqual({ kind: 'accepted', note: 'filled 0.50 BTC' });
    expect(b.log[0]).toBe('draft');
  });

  it('that found nobody at its price is over, all is well, and it was not refused', async () => {
    const b = await deskFor(accepted({ final: UNFILLED }));
    expect(await submit(b, FOK)).toEqual({
      kind: 'accepted',
      note: 'cancelled: not enough liquidity; nothing was traded',
    });
    expect(last(b)).toMatchObject({
      state: 'final',
      final: { status: 'cancelled', message: 'not enough liquidity' },
    });

    const refused = await deskFor({ kind: 'rejected', code: 'credit', message: 'no credit', ack: {} });
    expect(await submit(refused, FOK)).toEqual({ kind: 'rejected', message: 'no credit' });
    expect(last(refused)?.state).toBe('rejected');
  });

  it('that failed is for a person to look at', async () => {
    const final: FinalAnswer = { status: 'failed', statusText: 'FAILED', fill: fillOf('0') };
    expect(await submit(await deskFor(accepted({ final })), FOK)).toMatchObject({ ok: false });
  });

  it('whose end is not told is accepted: the list tells it later', async () => {
    const b = await deskFor(accepted());
    expect(await submit(b, FOK)).toEqual({ kind: 'accepted' });
    expect(last(b)?.state).toBe('accepted');
  });
});

describe('a journal that fails after the venue has answered', () => {
  it('between verdict and end leaves the order accepted, not lost: the list tells its end', async () => {
    const b = await deskFor(accepted({ final: FILLED }));
    b.journal.broken = 'final';
    const error = await submit(b, instantOf('FOK')).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'journal/verdict-lost', exitCode: 6 });
    expect(last(b)).toMatchObject({ state: 'accepted', orderId: ID });
    expect(steps(b, 'send')).toHaveLength(1);
  });

  it('at the quote: nothing is sent', async () => {
    const b = await deskFor(accepted());
    b.journal.broken = 'quoted';
    await expect(submit(b, instantOf('RFQ'))).rejects.toThrow('disk full');
    expect(steps(b, 'journal intent', 'send')).toEqual([]);
  });
});
