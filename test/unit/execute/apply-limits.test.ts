import { describe, expect, it } from 'vitest';
import type { LimitSettings } from '../../../src/execute/limits.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { type AccountLimits, type Limits, NO_LIMITS } from '../../../src/model/limits.ts';
import { priceOf } from '../../../src/model/terms.ts';
import { outcomesOf } from '../../../src/report/outcome-text.ts';
import { SETTLE, accountOf, attemptOf, entryOf, fillOf, rowOf } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';
import { run } from './running.ts';

/* What a plan found within the limits, a run sends: its own cancels and renames do not stand against it. */

const OLD = attemptOf('old');
const PLACED: readonly EventDraft[] = [OLD.intent(), OLD.accepted(), OLD.linked('o-1')];
const ROW = rowOf({ reference: OLD.tag });

const limited = (own: Partial<AccountLimits>, whole: Partial<Limits> = {}): LimitSettings => ({
  isPaper: true,
  limits: {
    ...{ ...NO_LIMITS, ...whole, text: '{"a":1}' },
    accounts: new Map([[accountOf().name, { timezone: 'UTC', ...own }]]),
  },
});

/** The venue takes what is sent into its book, and what is cancelled out of it after `lag`. */
function trades(b: Bench, lag: number): void {
  const due = new Map<string, number>();
  b.venue.onSend = (reference, terms) => {
    const priceLimit = priceOf(terms) ?? decimal('0');
    const id = `o-${b.venue.rows.length + 10}` as VenueOrderId;
    b.venue.rows = [...b.venue.rows, rowOf({ id, reference, priceLimit })];
  };
  b.venue.onCancel = (id) => void due.set(id, due.get(id) ?? b.clock.time + lag);
  b.venue.onSnapshot = () => {
    b.venue.rows = b.venue.rows.map((row) =>
      (due.get(row.id) ?? Infinity) <= b.clock.time ? { ...row, status: 'cancelled' } : row,
    );
  };
}

const NEXT = entryOf('next', { terms: termsOf({ priceLimit: decimal('94000') }) });
const SMALLER = entryOf('old', { terms: termsOf({ receiveQuantity: decimal('0.1') }) });

describe('an order that needs the room of one that is being cancelled', () => {
  it.each<[string, Partial<AccountLimits>, readonly (typeof NEXT)[]]>([
    ['maxOpenOrders', { maxOpenOrders: 1 }, [NEXT]],
    ['maxOpenNotional', { maxOpenNotional: { USD: decimal('60000') } }, [NEXT]],
    ['maxOpenNotional, of a replace', { maxOpenNotional: { USD: decimal('60000') } }, [SMALLER, NEXT]],
  ])('goes out once that is over: %s', async (_what, own, entries) => {
    const b = await bench(PLACED);
    b.venue.rows = [ROW];
    trades(b, SETTLE / 2);
    const steps: string[] = [];
    const report = await run(b, entries, {
      limits: limited(own),
      tell: (event) => void (event.kind === 'step' && steps.push(`${event.phase} ${event.name}`)),
    });
    expect(report.plan.lines.filter(({ code }) => code === 'blocked-limits')).toEqual([]);
    expect(outcomesOf(report).filter(({ ok }) => !ok)).toEqual([]);
    const sent = b.log.findIndex((step) => step === 'send');
    expect(sent).toBeGreaterThan(b.log.indexOf('journal final'));
    expect(steps.filter((step) => step === 'submit next')).toHaveLength(1);
  });
});

it('is refused, and told so once, where its room never comes', async () => {
  const b = await bench(PLACED);
  b.venue.rows = [ROW];
  trades(b, Infinity);
  const steps: string[] = [];
  const report = await run(b, [NEXT], {
    limits: limited({ maxOpenOrders: 1 }),
    tell: (event) => void (event.kind === 'step' && steps.push(`${event.name}: ${event.outcome}`)),
  });
  expect(b.log).not.toContain('send');
  expect(outcomesOf(report).map(({ ok }) => ok)).toEqual([false, false]);
  expect(steps.filter((step) => step.startsWith('next: '))).toEqual([
    expect.stringMatching(/^next: refused by a limit: TF-L06/),
  ]);
});

describe('a new name', () => {
  it('is no second order within duplicateWindow', async () => {
    const b = await bench([...PLACED, OLD.final('filled', fillOf('0.5', '47500'))]);
    trades(b, 0);
    const renamed = entryOf('new', { generation: 2, formerly: [orderKey('old')] });
    const report = await run(b, [renamed], { limits: limited({ duplicateWindow: 86_400_000 }) });
    expect(outcomesOf(report)).toMatchObject([{ ok: true }]);
    expect(b.log).toContain('send');
  });
});

describe('a cancel that is repeated, of a replace whose second half limits refuse', () => {
  const other = attemptOf('other');
  const larger = entryOf('old', { terms: termsOf({ receiveQuantity: decimal('5') }) });
  const begun: readonly EventDraft[] = [
    ...[...PLACED, other.intent(), other.accepted(), other.linked('o-2')],
    OLD.about('replacing', { target: larger.terms }),
    OLD.about('cancel-intent', { orderId: 'o-1' as VenueOrderId }),
  ];
  it.each([
    ['at once', 0, entryOf('other')],
    ['after a person has thought about it', 6_000, entryOf('other')],
    ['together with a new name', 0, entryOf('new', { formerly: [orderKey('other')] })],
  ])('is sent: %s', async (_when, thought, beside) => {
    const b = await bench(begun);
    b.venue.rows = [ROW, rowOf({ id: 'o-2' as VenueOrderId, reference: other.tag })];
    trades(b, SETTLE / 2);
    const report = await run(b, [larger, beside], {
      limits: limited({ maxQuantity: { BTC: decimal('1') } }),
      approve: () => {
        b.clock.pass(thought);
        return Promise.resolve(true);
      },
    });
    expect(outcomesOf(report)).toMatchObject([{ state: 'cancelled', ok: true }]);
    expect(b.log.filter((step) => /^(cancel|send)/.test(step))).toEqual(['cancel o-1']);
  });
});
