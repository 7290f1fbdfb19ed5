import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import { outcomesOf } from '../../../src/report/outcome-text.ts';
import type { FinalAnswer, Verdict } from '../../../src/venues/venue.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { SETTLE, attemptOf, entryOf, fillOf, rowOf } from '../../support/cases.ts';
import { instantOf } from '../../support/events.ts';
import { type Bench, bench, venueQuote } from './ports.ts';
import { run } from './running.ts';

/* Whole runs of orders that trade at once: what they come to, and that the next run asks for nothing more. */

const DIP = attemptOf('dip');
const KEY = orderKey('dip');
const STRATEGIES = ['RFQ', 'MARKET', 'FOK'] as const;
const PROVEN: readonly EventDraft[] = STRATEGIES.flatMap((strategy) => {
  const told = attemptOf(`z-${strategy.toLowerCase()}`);
  const terms = instantOf(strategy);
  const drafts = [told.intent({ target: terms, wire: terms }), told.accepted(), told.linked(`o-${strategy}`)];
  return [...drafts, told.final('filled'), told.about('released', {})];
});
const entry = (strategy: (typeof STRATEGIES)[number]) => entryOf('dip', { terms: instantOf(strategy) });
const FILLED: FinalAnswer = { status: 'filled', statusText: 'COMPLETE', fill: fillOf('0.50', '47450') };
const row = (over: Partial<OrderRow> = {}): OrderRow =>
  rowOf({ id: 'o-1' as VenueOrderId, reference: DIP.tag, ...over });

const deskFor = async (final?: FinalAnswer, trade: Readonly<Record<string, string>> = {}): Promise<Bench> => {
  const b = await bench(PROVEN);
  const verdict: Verdict = {
    ...{ kind: 'accepted', orderId: 'o-1' as VenueOrderId, trade, ack: {} },
    ...(final === undefined ? {} : { final }),
  };
  b.venue.verdicts = [verdict];
  b.venue.onSend = () => {
    b.venue.rows = [row({ status: final?.status ?? 'filled', fill: final?.fill ?? FILLED.fill })];
  };
  return b;
};
const sends = (b: Bench): number => b.log.filter((step) => step === 'send').length;

describe.each(STRATEGIES)('a run with a %s', (strategy) => {
  it('tells its end at once, and the next run wants nothing', async () => {
    const b = await deskFor(FILLED, { tradePriceAvg: '94900' });
    expect(outcomesOf(await run(b, [entry(strategy)]))).toMatchObject([
      { state: 'filled', detail: 'filled 0.50 BTC at 94900 USD', ok: true },
    ]);
    const next = await run(b, [entry(strategy)]);
    expect(next.plan.lines).toEqual([]);
    expect(next.plan.counts.finished).toBe(1);
    expect(sends(b)).toBe(1);
  });

  it('that traded nothing has done what it could: nothing is asked again without a generation', async () => {
    const b = await deskFor({
      status: 'cancelled',
      statusText: 'REJECTED',
      fill: fillOf('0'),
      message: 'no liquidity',
    });
    expect(outcomesOf(await run(b, [entry(strategy)]))).toMatchObject([
      { state: 'cancelled', detail: 'no liquidity; nothing was traded', ok: true },
    ]);
    const next = await run(b, [entry(strategy)]);
    expect(next.plan.lines).toMatchObject([{ action: 'none', code: 'ended', level: 'notice' }]);
    const again = await run(b, [{ ...entry(strategy), generation: 2 }]);
    expect(again.plan.lines).toMatchObject([{ action: 'submit', code: 'new-generation' }]);
    expect(sends(b)).toBe(2);
  });

  it('whose end could not be written is ended by the list, and never sent again', async () => {
    const b = await deskFor(FILLED);
    b.journal.broken = 'final';
    await expect(run(b, [entry(strategy)])).rejects.toMatchObject({ code: 'journal/verdict-lost' });
    b.journal.broken = undefined;
    for (let turn = 0; turn < 2; turn++) {
      await run(b, [entry(strategy)]);
      b.clock.pass(2 * SETTLE);
    }
    expect(lastAttempt(b.desk.journal.history, KEY)).toMatchObject({
      state: 'final',
      final: { status: 'filled' },
    });
    expect(sends(b)).toBe(1);
  });

  it('whose answer tells no end does not say that it rests', async () => {
    const b = await deskFor();
    b.venue.onSend = () => (b.venue.rows = [row({ status: 'pending', statusText: 'RFQ_EXECUTE' })]);
    const [outcome] = outcomesOf(await run(b, [entry(strategy)]));
    expect(outcome).toMatchObject({
      ...{ state: 'accepted', ok: true },
      detail: 'order o-1, and the venue has not told its end yet',
    });
  });
});

describe('a run whose quotes would not do', () => {
  const dear = { kind: 'quote', quote: venueQuote({ price: decimal('96000') }) } as const;

  it.each(['RFQ', 'MARKET'] as const)(
    'sends no %s, says at which price, and may be run again',
    async (strategy) => {
      const b = await deskFor(FILLED);
      b.venue.quotes = [dear];
      expect(outcomesOf(await run(b, [entry(strategy)]))).toMatchObject([
        {
          ...{ state: 'blocked', ok: false },
          detail: expect.stringMatching(
            /^none of 3 quotes would do: the quote was 96000 USD \(.*\. Nothing was traded$/,
          ),
        },
      ]);
      expect(sends(b)).toBe(0);
      b.venue.quotes = [];
      expect(outcomesOf(await run(b, [entry(strategy)]))).toMatchObject([{ state: 'filled' }]);
    },
  );

  it('tells what the venue said where it named none', async () => {
    const b = await deskFor(FILLED);
    b.venue.quotes = [{ kind: 'refused', code: 'credit', message: 'no credit', ack: {} }];
    expect(outcomesOf(await run(b, [entry('RFQ')]))).toMatchObject([
      { state: 'refused', detail: 'no credit', ok: false },
    ]);
  });

  it('goes on with what else is to be done', async () => {
    const b = await deskFor(FILLED);
    b.venue.quotes = [dear];
    const other = entryOf('other', { terms: instantOf('FOK') });
    const outcomes = outcomesOf(await run(b, [entry('RFQ'), other]));
    expect(outcomes.map(({ state }) => state)).toEqual(['blocked', 'filled']);
  });

  it('says that it was interrupted, where that came while it was asking', async () => {
    const b = await deskFor(FILLED);
    b.venue.onQuote = () => b.log.includes('ask for quote') && b.stop.abort();
    const report = await run(b, [entry('RFQ')]);
    expect(report.interrupted).toBe(true);
    expect(outcomesOf(report)).toMatchObject([
      { state: 'not sent', detail: 'interrupted before it was sent' },
    ]);
    expect(sends(b)).toBe(0);
  });
});

describe('a run with a MARKET', () => {
  it('that traded beyond its guard is filled, and not well', async () => {
    const b = await deskFor(FILLED, { tradePriceAvg: '95500' });
    expect(outcomesOf(await run(b, [entry('MARKET')]))).toMatchObject([
      {
        ...{ state: 'filled', ok: false },
        detail: 'filled 0.50 BTC at 95500 USD, worse than its priceGuard 95000.00: the guard is no bound',
      },
    ]);
  });
});

describe('a plan of orders that are sent on a quote', () => {
  it('asks for one to show, and the digest that is approved does not hang on it', async () => {
    const digests: string[] = [];
    for (const price of ['94900', '94950']) {
      const b = await deskFor(FILLED);
      b.venue.quotes = [{ kind: 'quote', quote: venueQuote({ price: decimal(price) }) }];
      const { plan } = await run(b, [entry('RFQ')], { approve: () => Promise.resolve(false) });
      expect(plan.lines[0]?.quote).toMatchObject({ price });
      digests.push(plan.digest);
    }
    expect(new Set(digests).size).toBe(1);
  });

  it('shows why there is none, and holds nothing back for that', async () => {
    const b = await deskFor(FILLED);
    b.venue.quotes = [{ kind: 'unknown', message: 'no answer in time' }];
    const { plan } = await run(b, [entry('RFQ')], { approve: () => Promise.resolve(false) });
    expect(plan.lines).toMatchObject([{ action: 'submit', quote: { unknown: 'no answer in time' } }]);
  });
});
