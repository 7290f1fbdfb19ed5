import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, strategyKey } from '../../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../../src/model/order.ts';
import type { Run } from '../../../src/model/terms.ts';
import { outcomesOf } from '../../../src/report/outcome-text.ts';
import {
  BYBIT,
  SETTLE,
  accountOf,
  fillOf,
  identityOf,
  productOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';
import { runContext, smoOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';
import { run } from './running.ts';

/* Whole runs of strategies: created, started, paused, replaced, stopped, and what the next run wants. */

const ACC = strategyAttemptOf('acc');
const KEY = strategyKey('acc');
const ID = 's-1' as VenueOrderId;
const placed = (state: Run = 'started'): readonly EventDraft[] => [
  ACC.intent({ run: state }),
  ACC.accepted(ID),
];
const row = (over: Partial<OrderRow> = {}): OrderRow => strategyRowOf({ id: ID, ...over });
const entry = (over: Partial<Entry> = {}): Entry => strategyEntryOf('acc', over);
const EDITED = entry({ terms: smoOf({ priceLimit: decimal('95500') }) });

const deskFor = async (past: readonly EventDraft[], rows: readonly OrderRow[]): Promise<Bench> => {
  const b = await bench(past, accountOf(BYBIT));
  b.venue.tells = {
    ...{ venue: 'volven', identity: identityOf(BYBIT), echoes: [] },
    products: new Map([[productOf().code, productOf()]]),
  };
  b.venue.rows = rows;
  // The venue shows what it was asked for, at once.
  b.venue.onRun = (id, state) => {
    const status = state === 'paused' ? 'paused' : 'open';
    b.venue.rows = b.venue.rows.map((one) => (one.id === id ? { ...one, status } : one));
  };
  return b;
};
const atVenue = (b: Bench): readonly string[] =>
  b.log.filter((step) => /^(cancel|paused|started|send)/.test(step));

describe('a new strategy', () => {
  it('is created once, known by the id of its answer, and wanted no more', async () => {
    const b = await deskFor([], []);
    b.venue.verdicts = [{ kind: 'accepted', orderId: ID, ack: {} }];
    b.venue.onSend = () => (b.venue.rows = [row()]);
    expect(outcomesOf(await run(b, [entry()]))).toMatchObject([
      { state: 'resting', detail: 'order s-1', ok: true },
    ]);
    expect((await run(b, [entry()])).plan.lines).toEqual([]);
    expect(atVenue(b)).toEqual(['send']);
  });

  it('in doubt is for a person: nothing tells it from another one on the same terms', async () => {
    const b = await deskFor([], []);
    b.venue.verdicts = [{ kind: 'in-doubt', code: 'http-500', message: 'no answer' }];
    b.venue.onSend = () => (b.venue.rows = [row()]);
    expect(outcomesOf(await run(b, [entry()]))).toMatchObject([{ state: 'in doubt', ok: false }]);
    b.clock.pass(1000 * SETTLE);
    const next = await run(b, [entry(), strategyEntryOf('next')]);
    expect(next.plan.lines.map(({ code }) => code)).toEqual(['in-doubt', 'blocked-account']);
    expect(atVenue(b)).toEqual(['send']);
  });

  it('tells what the venue found wrong with which field', async () => {
    const b = await deskFor([], []);
    const fields = [{ field: 'aggressiveness', message: 'must be between 0 and 1' }];
    b.venue.verdicts = [{ kind: 'rejected', code: 'field', message: 'Bad Request', fields, ack: {} }];
    expect(outcomesOf(await run(b, [entry()]))).toMatchObject([
      { state: 'refused', detail: 'Bad Request', ok: false, fields },
    ]);
  });
});

describe('a strategy whose entry says run', () => {
  it.each<[Run, Run]>([
    ['started', 'paused'],
    ['paused', 'started'],
  ])('%s, and then %s, is set once, and wanted no more', async (before, after) => {
    const b = await deskFor(placed(before), [row({ status: before === 'paused' ? 'paused' : 'open' })]);
    const report = await run(b, [entry({ run: after })]);
    expect(report.plan.lines).toMatchObject([{ action: 'set-run', run: after }]);
    expect(outcomesOf(report)).toMatchObject([{ state: after, detail: 'order s-1', ok: true }]);
    expect(report.after.plan.lines).toEqual([]);
    expect((await run(b, [entry({ run: after })])).plan.lines).toEqual([]);
    expect(atVenue(b)).toEqual([`${after} s-1`]);
  });

  it('is not called altered by somebody while the list has not caught up with us', async () => {
    const b = await deskFor(placed('paused'), [row({ status: 'paused' })]);
    b.venue.onRun = () => undefined;
    const report = await run(b, [entry()]);
    expect(report.after.plan.lines).toEqual([]);
    b.clock.pass(SETTLE);
    expect((await run(b, [entry()])).plan.lines).toMatchObject([{ action: 'none', code: 'paused-outside' }]);
    expect(atVenue(b)).toEqual(['started s-1']);
  });

  it('and was paused by somebody else is told, and left as it is', async () => {
    const b = await deskFor(placed(), [row({ status: 'paused' })]);
    b.clock.pass(SETTLE);
    const report = await run(b, [entry()]);
    expect(report.plan.lines).toMatchObject([{ action: 'none', code: 'paused-outside', level: 'notice' }]);
    expect(atVenue(b)).toEqual([]);
  });

  it('is asked once in a run, and again by the next, where no answer came', async () => {
    const b = await deskFor(placed(), [row()]);
    b.venue.onRun = () => undefined;
    b.venue.runs = [{ kind: 'unknown', message: 'no answer' }];
    const report = await run(b, [entry({ run: 'paused' })]);
    expect(outcomesOf(report)).toMatchObject([
      { state: 'not paused', detail: 'not known: no answer; the next plan asks again', ok: false },
    ]);
    expect(atVenue(b)).toEqual(['paused s-1']);
    await run(b, [entry({ run: 'paused' })]);
    expect(atVenue(b)).toEqual(['paused s-1', 'paused s-1']);
  });

  it('and whose pause was taken, though its answer was lost, is known to be paused', async () => {
    const b = await deskFor(placed(), [row()]);
    b.venue.runs = [{ kind: 'unknown', message: 'no answer' }];
    const report = await run(b, [entry({ run: 'paused' })]);
    expect(lastAttempt(report.history, KEY)).toMatchObject({ run: 'paused' });
    expect(report.after.plan.lines).toEqual([]);
  });

  it('started is not started past a halt, and says so', async () => {
    const b = await deskFor(placed('paused'), [row({ status: 'paused' })]);
    const approve = async (): Promise<boolean> => {
      await b.journal.control(
        runContext(),
        ACC.about('halted', { scope: { kind: 'all' }, reason: 'closed' }),
      );
      return true;
    };
    const report = await run(b, [entry()], { approve });
    expect(outcomesOf(report)).toMatchObject([
      { state: 'not started', detail: 'a halt covers everything: closed', ok: false },
    ]);
    expect(atVenue(b)).toEqual([]);
  });
});

describe('a strategy whose entry was edited', () => {
  const stops = (b: Bench): void => {
    b.venue.onCancel = (id) => {
      const ended = { status: 'cancelled', fill: fillOf('0.04', '3800') } as const;
      b.venue.rows = b.venue.rows.map((one) => (one.id === id ? { ...one, ...ended } : one));
    };
    b.venue.verdicts = [{ kind: 'accepted', orderId: 's-2' as VenueOrderId, ack: {} }];
    b.venue.onSend = () => (b.venue.rows = [...b.venue.rows, row({ id: 's-2' as VenueOrderId })]);
  };

  it('is stopped, and what is left of it sent once its end was read twice', async () => {
    const b = await deskFor(placed(), [row({ fill: fillOf('0.04', '3800') })]);
    stops(b);
    const report = await run(b, [EDITED]);
    expect(atVenue(b)).toEqual(['cancel s-1', 'send']);
    expect(lastAttempt(report.history, KEY)).toMatchObject({
      ...{ attempt: 2, orderId: 's-2', run: 'started' },
      wire: { size: '0.06', priceLimit: '95500' },
    });
    expect((await run(b, [EDITED])).plan.lines).toEqual([]);
  });

  it.each([
    ['an edit', EDITED],
    ['a higher generation', entry({ generation: 2 })],
  ])('is not started again by %s where somebody else paused it', async (_, wanted) => {
    const b = await deskFor(placed(), [row({ status: 'paused', fill: fillOf('0.04', '3800') })]);
    stops(b);
    b.clock.pass(SETTLE);
    const report = await run(b, [wanted]);
    expect(report.plan.lines).toMatchObject([{ action: 'none', code: 'paused-outside', level: 'blocked' }]);
    expect(atVenue(b)).toEqual([]);
    // The way that its reason names: what takes its place waits, until an entry starts it.
    await run(b, [{ ...wanted, run: 'paused' }]);
    expect(atVenue(b)).toEqual(['cancel s-1', 'send']);
    expect(lastAttempt((await run(b, [{ ...wanted, run: 'paused' }])).history, KEY)).toMatchObject({
      orderId: 's-2',
      run: 'paused',
    });
  });

  it('stays as it is where its row does not tell what it traded, as where `filled` names no key of it', async () => {
    const b = await deskFor(placed(), [row({ fillNotTold: true })]);
    stops(b);
    const report = await run(b, [EDITED]);
    expect(report.plan.lines).toMatchObject([{ action: 'none', code: 'blocked-ends' }]);
    expect(report.plan.lines[0]?.reason).toContain('does not tell what it has traded');
    expect(atVenue(b)).toEqual([]);
  });

  it('stays as it is where its venue tells neither states nor fills', async () => {
    const b = await deskFor(placed(), [row({ status: 'unknown' })]);
    b.venue.tells = { ...b.venue.tells, tellsEnds: false };
    stops(b);
    const report = await run(b, [EDITED]);
    expect(report.plan.lines).toMatchObject([{ action: 'none', code: 'blocked-ends' }]);
    expect(atVenue(b)).toEqual([]);
  });
});

describe('a strategy whose entry is gone', () => {
  it('is stopped', async () => {
    const b = await deskFor(placed(), [row()]);
    b.venue.onCancel = () => (b.venue.rows = [row({ status: 'cancelled' })]);
    expect(outcomesOf(await run(b, []))).toMatchObject([{ action: 'cancel', state: 'cancelled', ok: true }]);
    expect(atVenue(b)).toEqual(['cancel s-1']);
  });
});
