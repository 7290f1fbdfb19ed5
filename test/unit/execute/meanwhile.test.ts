import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { SETTLE, attemptOf, entryOf, fillOf, rowOf } from '../../support/cases.ts';
import { runContext, termsOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';
import { run } from './running.ts';

/* What people ask for while a run is at work: it can't know of it when it begins, and must not go on as if nothing had been said. */

const DIP = attemptOf('dip');
const O1 = 'o-1' as VenueOrderId;
const PLACED: readonly EventDraft[] = [DIP.intent(), DIP.accepted(), DIP.linked()];
const IN_DOUBT: readonly EventDraft[] = [
  DIP.intent(),
  DIP.about('in-doubt', { code: 'http/500', message: 'no answer' }),
];
const ALL = { kind: 'all' } as const;
const CANCEL: EventDraft = { type: 'cancel-requested', data: { scope: ALL } };
const NEVER = DIP.about('resolved', { outcome: 'not-executed', reason: 'the desk called' });

const sends = (b: Bench): number => b.log.filter((step) => step === 'send').length;
/** Writes to the control lane once, at the first reading. */
function whileReading(b: Bench, draft: EventDraft): void {
  let isWritten = false;
  b.venue.onSnapshot = () => {
    if (!isWritten) void b.journal.control(runContext(), draft);
    isWritten = true;
  };
}

describe('a cancel of everything', () => {
  it.each([
    ['nothing new', rowOf({ reference: DIP.tag })],
    ['something new', rowOf({ reference: DIP.tag, fill: fillOf('0.2', '19000') })],
  ])('that is asked for while a run reads stops its orders, where the venue shows %s', async (_, row) => {
    const b = await bench(PLACED);
    b.venue.rows = [row];
    whileReading(b, CANCEL);
    await run(b, [entryOf('dip'), entryOf('other', { terms: termsOf({ priceLimit: decimal('90000') }) })]);
    expect(sends(b)).toBe(0);
  });

  it('is not undone by a replace that a run noted a moment later', async () => {
    const b = await bench(PLACED);
    b.venue.rows = [rowOf({ reference: DIP.tag })];
    b.venue.onCancel = () => {
      b.venue.rows = [rowOf({ reference: DIP.tag, status: 'cancelled' })];
    };
    const edited = [entryOf('dip', { terms: termsOf({ priceLimit: decimal('95500.00') }) })];
    const approve = async (): Promise<boolean> => {
      await b.journal.control(runContext(), CANCEL);
      return true;
    };
    await run(b, edited, { approve });
    b.clock.pass(60 * SETTLE);
    await run(b, edited);
    expect(sends(b)).toBe(0);
    expect(lastAttempt(b.desk.journal.history, orderKey('dip'))?.final?.status).toBe('cancelled');
  });
});

describe('a decision about an order', () => {
  it('that was not sent yet holds against the run that was about to', async () => {
    const b = await bench();
    const { writer } = b.venue;
    const send = writer.send.bind(writer);
    writer.send = async (draft, mayGo) => {
      await b.journal.control(runContext(), NEVER);
      return send(draft, mayGo);
    };
    await run(b, [entryOf('dip')]);
    expect(sends(b)).toBe(0);
  });

  it('holds also where the journal told of it together with the intent', async () => {
    const b = await bench();
    const appendIntent = b.journal.appendIntent.bind(b.journal);
    b.journal.appendIntent = async (...intent) => {
      await b.journal.control(runContext(), { type: 'unhalted', data: { scope: ALL, approver: 'grace' } });
      const written = await appendIntent(...intent);
      await b.journal.control(runContext(), NEVER);
      return written;
    };
    await run(b, [entryOf('dip')]);
    expect(sends(b)).toBe(0);
  });

  it('keeps no other order of the account back', async () => {
    const b = await bench();
    const { writer } = b.venue;
    const send = writer.send.bind(writer);
    let isDecided = false;
    writer.send = async (draft, mayGo) => {
      if (!isDecided) await b.journal.control(runContext(), NEVER);
      isDecided = true;
      return send(draft, mayGo);
    };
    const other = entryOf('other', { terms: termsOf({ priceLimit: decimal('90000') }) });
    const { results } = await run(b, [entryOf('dip'), other]);
    expect([...results.values()].map(({ outcome }) => outcome)).toEqual([
      'not sent: a person has decided about it meanwhile',
      'accepted',
    ]);
  });

  it.each([
    ['was in doubt', IN_DOUBT],
    ['had vanished', [...PLACED, DIP.about('vanished', { message: 'in none of 3 look-ups' })]],
  ])(
    'that it was not executed does not send it again where the run has just seen it: it %s',
    async (_, past) => {
      const b = await bench(past);
      b.venue.rows = [rowOf({ reference: DIP.tag })];
      whileReading(b, NEVER);
      const { after } = await run(b, [entryOf('dip')]);
      expect(sends(b)).toBe(0);
      expect(after.all.map(({ code }) => code)).toContain('came-back');
      expect(lastAttempt(b.desk.journal.history, orderKey('dip'))?.orderId).toBe(O1);
    },
  );
});
