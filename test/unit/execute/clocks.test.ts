import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { type Attempt, lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { CLOCKS_APART } from '../../../src/model/odd-fields.ts';
import type { Verdict } from '../../../src/venues/venue.ts';
import { SETTLE, attemptOf, entryOf, fillOf, rowOf } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';
import { run } from './running.ts';

/* Wall clocks are set right by jumps, and those of two runners differ: nothing that is sent may follow from that. */

const HOUR = 3_600_000;
const HORIZON = 30_000;
const DIP = attemptOf('dip');
const OTHER = attemptOf('other');
const PLACED: readonly EventDraft[] = [DIP.intent(), DIP.accepted(), DIP.linked()];
const PROVEN: readonly EventDraft[] = [OTHER.intent(), OTHER.accepted(), OTHER.linked('o-9')];
const IN_DOUBT: Verdict = { kind: 'in-doubt', code: 'http/500', message: 'no answer' };
const RESTING = rowOf({ id: 'o-9' as VenueOrderId, reference: OTHER.tag });
const EDITED = entryOf('dip', { terms: termsOf({ priceLimit: decimal('95500.00') }) });

const dip = (b: Bench): Attempt | undefined => lastAttempt(b.desk.journal.history, orderKey('dip'));

describe('absence from the lists', () => {
  async function doubtful(): Promise<Bench> {
    const b = await bench(PROVEN);
    b.venue.rows = [RESTING];
    b.venue.tells = { acceptanceHorizon: HORIZON };
    b.venue.verdicts = [IN_DOUBT];
    return b;
  }
  const entries = [entryOf('dip'), entryOf('other')];

  it('proves nothing sooner where the wall clock is set forward while a run waits', async () => {
    const b = await doubtful();
    b.venue.onSend = () => {
      b.clock.time += HOUR;
    };
    await run(b, entries);
    expect(dip(b)?.state).toBe('in-doubt');
  });

  it('proves nothing sooner to a run on a machine whose clock is ahead', async () => {
    const b = await doubtful();
    await run(b, entries);
    b.clock.time += CLOCKS_APART;
    await run(b, entries);
    expect(dip(b)?.state).toBe('in-doubt');
    b.clock.pass(HORIZON + SETTLE + 5_000);
    await run(b, entries);
    const [first] = b.desk.journal.history.keys.get(orderKey('dip')) ?? [];
    expect(first).toMatchObject({ state: 'not-sent', code: 'absent' });
  });
});

describe('an end', () => {
  /** Cancelled with a fill that its list shows `late` ms after the end. */
  async function ending(late: number): Promise<Bench> {
    const b = await bench(PLACED);
    b.venue.rows = [rowOf({ reference: DIP.tag })];
    let ended = Infinity;
    b.venue.onCancel = () => {
      ended = b.clock.ticks;
    };
    b.venue.onSnapshot = () => {
      if (b.clock.ticks < ended) return;
      const fill = b.clock.ticks - ended < late ? fillOf('0') : fillOf('0.2', '19000');
      b.venue.rows = b.venue.rows.map((row) =>
        row.reference === DIP.tag ? { ...row, status: 'cancelled', fill } : row,
      );
    };
    return b;
  }

  it('is believed no sooner where the wall clock is set forward between two readings', async () => {
    const b = await ending(SETTLE - 1_000);
    const { onSnapshot } = b.venue;
    b.venue.onSnapshot = () => {
      onSnapshot();
      b.clock.time += HOUR;
    };
    await run(b, [EDITED]);
    expect(dip(b)).toMatchObject({ attempt: 2, wire: { receiveQuantity: '0.3' } });
  });

  it('is believed no later where the wall clock is set back', async () => {
    const b = await ending(0);
    const { onCancel } = b.venue;
    b.venue.onCancel = (id) => {
      onCancel(id);
      b.clock.time += HOUR;
    };
    const { onSnapshot } = b.venue;
    let readings = 0;
    b.venue.onSnapshot = () => {
      onSnapshot();
      readings += 1;
      if (readings === 3) b.clock.time -= HOUR;
    };
    await run(b, [EDITED]);
    expect(dip(b)).toMatchObject({ attempt: 2, wire: { receiveQuantity: '0.3' } });
  });

  it('that an earlier run saw is read again by one on a machine whose clock is ahead', async () => {
    const b = await ending(SETTLE - 1_000);
    const stop = new AbortController();
    // The first run is killed as soon as it has seen the end.
    const { onSnapshot } = b.venue;
    b.venue.onSnapshot = () => {
      onSnapshot();
      if (b.venue.rows.some(({ status }) => status === 'cancelled')) stop.abort(new Error('killed'));
    };
    await run(b, [EDITED], { stop: stop.signal });
    b.venue.onSnapshot = onSnapshot;
    b.clock.time += CLOCKS_APART;
    await run(b, [EDITED]);
    expect(dip(b)).toMatchObject({ attempt: 2, wire: { receiveQuantity: '0.3' } });
  });

  it('is told by its largest fill where a list goes back to a smaller one', async () => {
    const b = await ending(0);
    const { onSnapshot } = b.venue;
    let readings = 0;
    b.venue.onSnapshot = () => {
      onSnapshot();
      readings += 1;
      const fill = fillOf('0.1', '9500');
      if (readings > 3)
        b.venue.rows = b.venue.rows.map((row) => (row.reference === DIP.tag ? { ...row, fill } : row));
    };
    await run(b, [EDITED]);
    expect(dip(b)).toMatchObject({ attempt: 2, wire: { receiveQuantity: '0.3' } });
  });
});
