import { describe, expect, it } from 'vitest';
import type { ApplyReport } from '../../../src/execute/apply.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import { priceOf } from '../../../src/model/terms.ts';
import type { Verdict } from '../../../src/venues/venue.ts';
import { outcomesOf } from '../../../src/report/outcome-text.ts';
import { SETTLE, attemptOf, entryOf, fillOf, rowOf } from '../../support/cases.ts';
import { runContext, termsOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';
import { run } from './running.ts';

const DIP = attemptOf('dip');
const placed = (name: string, id = `o-${name}`): readonly EventDraft[] => {
  const told = attemptOf(name);
  return [told.intent(), told.accepted(), told.linked(id)];
};
const PLACED = placed('dip', 'o-1');
const EDITED = entryOf('dip', { terms: termsOf({ priceLimit: decimal('95500.00') }) });
const IN_DOUBT: Verdict = { kind: 'in-doubt', code: 'http/500', message: 'no answer' };
const resting = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: DIP.tag, ...over });

/** The venue takes what is sent into its book, under new ids. */
function fillsBook(b: Bench): void {
  let next = 10;
  b.venue.onSend = (reference, terms) => {
    next += 1;
    const priceLimit = priceOf(terms) ?? decimal('0');
    b.venue.rows = [...b.venue.rows, rowOf({ id: `o-${next}` as VenueOrderId, reference, priceLimit })];
  };
}

/** A cancel shows its effect `lag` ms later; never, where it is infinite. */
function cancelsAfter(b: Bench, lag: number, as: Partial<OrderRow> = { status: 'cancelled' }): void {
  const due = new Map<string, number>();
  b.venue.onCancel = (id) => void due.set(id, due.get(id) ?? b.clock.time + lag);
  b.venue.onSnapshot = () => {
    b.venue.rows = b.venue.rows.map((row) =>
      (due.get(row.id) ?? Infinity) <= b.clock.time ? { ...row, ...as } : row,
    );
  };
}

const count = (b: Bench, step: string): number => b.log.filter((one) => one.startsWith(step)).length;
const states = (report: ApplyReport): readonly string[] => outcomesOf(report).map(({ state }) => state);

describe('a cancel', () => {
  it.each([0, 300, SETTLE / 2, SETTLE - 1000])(
    'is sent once where the list shows its effect %i ms later',
    async (lag) => {
      const b = await bench(PLACED);
      b.venue.rows = [resting()];
      cancelsAfter(b, lag);
      const report = await run(b, []);
      expect(count(b, 'cancel')).toBe(1);
      expect(states(report)).toEqual(['cancelled']);
    },
  );

  it('is repeated once settle has passed without effect, not for ever, and what is live is named', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [resting()];
    const started = b.clock.time;
    const report = await run(b, []);
    expect(count(b, 'cancel')).toBe(3);
    expect(b.clock.time - started).toBeGreaterThanOrEqual(3 * SETTLE);
    expect(outcomesOf(report)).toMatchObject([{ state: 'still live', ok: false }]);
  });

  it('that loses to a fill is told as that', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [resting()];
    cancelsAfter(b, 0, { status: 'filled', fill: fillOf('0.50', '47000') });
    expect(outcomesOf(await run(b, []))).toMatchObject([
      { state: 'filled', detail: 'filled 0.50 of 0.50 BTC', ok: true },
    ]);
  });
});

describe('a replace', () => {
  it('submits what is left only once the end was read twice, settle apart', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [resting()];
    fillsBook(b);
    cancelsAfter(b, 300, { status: 'cancelled', fill: fillOf('0.2', '19000') });
    const cancelled = b.clock.time + 300;
    const report = await run(b, [EDITED]);
    expect(b.log.filter((step) => /^(cancel|send|journal final)/.test(step))).toEqual([
      'cancel o-1',
      'journal final',
      'send',
    ]);
    expect(lastAttempt(report.history, orderKey('dip'))).toMatchObject({
      attempt: 2,
      wire: { receiveQuantity: '0.3' },
    });
    const intent = b.journal.events.findLast((event) => event.type === 'intent');
    expect((intent?.time ?? 0) - cancelled).toBeGreaterThanOrEqual(SETTLE);
    expect(states(report)).toEqual(['resting']);
  });

  it('sends nothing where the order was filled before its cancel', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [resting()];
    fillsBook(b);
    cancelsAfter(b, 300, { status: 'filled', fill: fillOf('0.50', '47500') });
    const report = await run(b, [EDITED]);
    expect(count(b, 'send')).toBe(0);
    expect(outcomesOf(report)[0]?.detail).toContain('nothing is left to send');
  });

  it.each<[string, readonly EventDraft[], OrderRow]>([
    ['before its cancel left', [], resting()],
    ['after its cancel left', [], resting({ status: 'cancelling' })],
  ])('that died %s is ended by the next run', async (_when, more, row) => {
    const begun = [
      ...PLACED,
      DIP.about('replacing', { target: EDITED.terms }),
      DIP.about('cancel-intent', { orderId: row.id }),
    ];
    const b = await bench([...begun, ...more]);
    b.venue.rows = [row];
    fillsBook(b);
    cancelsAfter(b, 300);
    if (row.status === 'cancelling') b.venue.onCancel(row.id);
    const report = await run(b, [EDITED]);
    expect(count(b, 'cancel o-1')).toBe(row.status === 'cancelling' ? 0 : 1);
    expect(count(b, 'send')).toBe(1);
    expect(states(report)).toEqual(['resting']);
    expect(report.after.plan.lines).toEqual([]);
  });

  it('that was only noted is none: the order rests, and when it ends it is not sent again', async () => {
    const b = await bench([...PLACED, DIP.about('replacing', { target: EDITED.terms })]);
    b.venue.rows = [resting()];
    fillsBook(b);
    expect((await run(b, [entryOf('dip')])).plan.lines).toEqual([]);
    b.venue.rows = [resting({ status: 'expired' })];
    for (let turn = 0; turn < 2; turn++) {
      b.clock.pass(2 * SETTLE);
      await run(b, [entryOf('dip')]);
    }
    expect(lastAttempt(b.desk.journal.history, orderKey('dip'))?.state).toBe('final');
    expect(count(b, 'send')).toBe(0);
  });

  it('sends no second half once a person asked for a cancel', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [resting()];
    fillsBook(b);
    cancelsAfter(b, 300);
    const { onCancel } = b.venue;
    b.venue.onCancel = (id) => {
      onCancel(id);
      void b.journal.control(
        runContext(),
        DIP.about('cancel-requested', { scope: { kind: 'keys', keys: [orderKey('dip')] } }),
      );
    };
    const report = await run(b, [EDITED]);
    expect(count(b, 'send')).toBe(0);
    expect(states(report)).toEqual(['not sent']);
    // Nor does the next run, which sees the request in its plan.
    const later = await run(b, [EDITED]);
    expect(later.plan.lines.map((line) => line.code)).toEqual(['edited-after-end']);
    expect(count(b, 'send')).toBe(0);
  });
});

describe('what is approved', () => {
  it('is all that is done', async () => {
    const b = await bench();
    const report = await run(b, [entryOf('dip')], { approve: () => Promise.resolve(false) });
    expect(report.approved).toBe(false);
    expect(b.log).toEqual(['snapshot']);
  });

  it('is looked at again where somebody thought about it for long', async () => {
    const b = await bench([...PLACED, DIP.final('cancelled')]);
    fillsBook(b);
    const approve = (): Promise<boolean> => {
      b.clock.pass(600_000);
      // Meanwhile the venue shows an order again that had ended.
      b.venue.rows = [resting()];
      return Promise.resolve(true);
    };
    const report = await run(b, [entryOf('dip'), entryOf('new')], { approve });
    expect(report.plan.counts.submit).toBe(1);
    expect(count(b, 'send')).toBe(0);
    expect(states(report)).toEqual(['not sent']);
    expect(report.after.plan.lines.map((line) => line.code)).toEqual(['came-back', 'blocked-account']);
  });

  it('is not done twice where the venue’s list does not show it yet', async () => {
    const b = await bench();
    const report = await run(b, [entryOf('dip')]);
    expect(count(b, 'send')).toBe(1);
    expect(report.after.plan.lines.map((line) => line.code)).toEqual(['vanished']);
    expect(outcomesOf(report)).toMatchObject([{ state: 'vanished', ok: false }]);
    await run(b, [entryOf('dip')]);
    expect(count(b, 'send')).toBe(1);
  });

  it('is not tried again in the same run where it was not sent', async () => {
    const b = await bench();
    b.venue.verdicts = [{ kind: 'not-sent', code: 'dns', message: 'no route' }];
    const report = await run(b, [entryOf('a'), entryOf('b')]);
    expect(count(b, 'send')).toBe(1);
    expect(states(report)).toEqual(['not sent', 'not sent']);
  });
});

describe('a doubt', () => {
  it('stops its account, and stays', async () => {
    const b = await bench();
    b.venue.verdicts = [IN_DOUBT];
    const report = await run(b, [entryOf('a'), entryOf('b')]);
    expect(count(b, 'send')).toBe(1);
    expect(states(report)).toEqual(['in doubt', 'not sent']);
    const next = await run(b, [entryOf('a'), entryOf('b')]);
    expect(count(b, 'send')).toBe(1);
    expect(next.plan.lines.map((line) => line.code)).toEqual(['in-doubt', 'blocked-account']);
  });

  it.each<[string, EventDraft]>([
    [
      'a person settled as not executed',
      DIP.about('resolved', { outcome: 'not-executed', reason: 'the desk called' }),
    ],
    [
      'no search had shown after the horizon of its venue',
      DIP.about('not-sent', { code: 'absent', message: 'm' }),
    ],
    [
      'went with its quote, which the venue took back',
      DIP.about('not-sent', { code: 'quote-expired', message: 'm' }),
    ],
  ])('that %s is looked for once more before it is sent again', async (_what, settled) => {
    const b = await bench([DIP.intent(), DIP.about('in-doubt', { code: 'c', message: 'm' }), settled]);
    // It was executed after all, and filled at once: no list of open orders shows it.
    b.venue.rows = [resting({ status: 'filled', fill: fillOf('0.50', '47000') })];
    const report = await run(b, [entryOf('dip')]);
    expect(count(b, 'send')).toBe(0);
    expect(report.plan.lines.map((line) => line.code)).toEqual(['came-back']);
  });
});

describe('an interrupted run', () => {
  it('starts nothing more, and finishes what is in flight', async () => {
    // An order that was found by its tag before: nothing has to be proven here.
    const b = await bench(placed('z'));
    b.venue.rows = [rowOf({ id: 'o-z' as VenueOrderId, reference: attemptOf('z').tag })];
    fillsBook(b);
    const stop = new AbortController();
    const { onSend } = b.venue;
    b.venue.onSend = (reference, terms) => {
      onSend(reference, terms);
      stop.abort();
    };
    const report = await run(b, [entryOf('a'), entryOf('b'), entryOf('z')], { stop: stop.signal });
    expect(report.interrupted).toBe(true);
    expect(count(b, 'send')).toBe(1);
    expect(lastAttempt(report.history, orderKey('a'))?.state).toBe('accepted');
    expect(outcomesOf(report)).toMatchObject([
      { ok: true },
      { state: 'not sent', detail: 'interrupted before it was its turn' },
    ]);
  });

  it('sends nothing where it was interrupted at the prompt', async () => {
    const b = await bench();
    const stop = new AbortController();
    const approve = (): Promise<boolean> => {
      stop.abort();
      return Promise.resolve(true);
    };
    const report = await run(b, [entryOf('a')], { approve, stop: stop.signal });
    expect(report.interrupted).toBe(true);
    expect(count(b, 'send')).toBe(0);
  });
});

describe('an account that can not be read', () => {
  it('is left alone, and says why', async () => {
    const b = await bench(PLACED);
    b.venue.unreadable = 'a page is missing';
    const report = await run(b, [entryOf('new')]);
    expect(b.log).toEqual(['snapshot']);
    expect(report.plan.lines).toMatchObject([{ code: 'account-unknown', level: 'unknown' }]);
  });

  it('in the middle of a run is left as it is', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [resting()];
    b.venue.onCancel = () => {
      b.venue.unreadable = 'a page is missing';
    };
    const report = await run(b, [EDITED]);
    expect(count(b, 'send')).toBe(0);
    expect(outcomesOf(report)).toMatchObject([{ state: 'not sent', ok: false }]);
  });
});
