import { beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { mayBeLive } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { type OrderTerms, priceOf } from '../../../src/model/terms.ts';
import { ruleOf } from '../../../src/plan/rules.ts';
import {
  NOW,
  type Past,
  attemptOf,
  entryOf,
  fillOf,
  historyOf,
  inputOf,
  lookOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { instantOf } from '../../support/events.ts';
import type { Shown } from '../../support/states.ts';
import type { PlanInput } from '../../../src/plan/input.ts';
import { makePlan } from '../../../src/plan/plan.ts';

/*
 * The product of what files, journal and venue may say of one order that trades at once or not at all. Its answer tells how it ended,
 * so the journal knows ends that no list has shown, and a list may be late, or count in other digits.
 */

const STRATEGIES = ['RFQ', 'MARKET', 'FOK'] as const;
const GENERATION = 2;
const DIP = attemptOf('dip', { generation: GENERATION });
const KEY = orderKey('dip');
const MINUTE = 60_000;
const whole = fillOf('0.50', '47450');

const entries = (terms: OrderTerms): Readonly<Record<string, Entry | undefined>> => {
  const dip = (over: Partial<Entry> = {}): Entry =>
    entryOf('dip', { generation: GENERATION, terms, ...over });
  const priced = ['priceLimit', 'priceGuard', 'tradePrice'].find((field) => field in terms) ?? '';
  return {
    absent: undefined,
    unchanged: dip(),
    'other price': dip({ terms: { ...terms, [priced]: decimal('95500') } }),
    'other size': dip({ terms: { ...terms, receiveQuantity: decimal('0.6') } }),
    'other strategy': dip({ terms: instantOf(terms.strategy === 'FOK' ? 'RFQ' : 'FOK') }),
    'higher generation': dip({ generation: GENERATION + 1 }),
    'lower generation': dip({ generation: GENERATION - 1 }),
    'notAfter passed': dip({ notAfter: NOW - 1 }),
  };
};

const journals = (terms: OrderTerms): Readonly<Record<string, readonly Past[]>> => {
  const sent: Past = [5 * MINUTE, DIP.intent({ target: terms, wire: terms })];
  const accepted: readonly Past[] = [sent, [5 * MINUTE, DIP.accepted('o-1')]];
  const at = (draft: Past[1], ago = 4 * MINUTE): Past => [ago, draft];
  return {
    nothing: [],
    'intent alone': [sent],
    'in doubt': [sent, at(DIP.about('in-doubt', { code: 'c', message: 'm' }))],
    'accepted, no end told': accepted,
    'accepted, no id told': [sent, at(DIP.accepted())],
    'end observed once': [...accepted, at(DIP.observed('filled', whole), 1_000)],
    filled: [...accepted, at(DIP.final('filled', whole))],
    'not filled': [...accepted, at(DIP.final('cancelled'))],
    'filled, entry gone since': [
      ...accepted,
      at(DIP.final('filled', whole)),
      at(DIP.about('released', {}), MINUTE),
    ],
    'quote taken back in doubt': [
      sent,
      at(DIP.about('in-doubt', { code: 'c', message: 'm' })),
      at(DIP.about('not-sent', { code: 'quote-expired', message: 'm' })),
    ],
    rejected: [sent, at(DIP.about('rejected', { code: 'credit', message: 'no credit', ack: {} }))],
    'cancel asked for': [...accepted, at(DIP.about('cancel-requested', { scope: { kind: 'all' } }))],
  };
};

const mine = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: DIP.tag, ...over });
const listed = (...rows: readonly OrderRow[]): Shown => ({ live: rows, looks: [] });
const found = (...rows: readonly OrderRow[]): Shown => ({ live: [], looks: [lookOf(DIP, rows)] });
const VENUES: Readonly<Record<string, Shown>> = {
  nothing: found(),
  'nothing, in three looks': { live: [], looks: [lookOf(DIP, [], 3)] },
  'under way': listed(mine({ status: 'pending', statusText: 'RFQ_EXECUTE' })),
  'of an unknown status': listed(mine({ status: 'unknown', statusText: 'ODD' })),
  filled: found(mine({ status: 'filled', fill: whole })),
  'filled, in other digits': found(mine({ status: 'filled', fill: fillOf('0.5', '47449.9999') })),
  'not filled': found(mine({ status: 'cancelled' })),
  failed: found(mine({ status: 'failed', message: 'no liquidity' })),
  'two of one tag': listed(mine(), mine({ id: 'o-2' as VenueOrderId })),
};

interface Product {
  readonly at: string;
  readonly files: string;
  readonly journal: string;
  readonly venue: string;
  readonly terms: OrderTerms;
  readonly entry: Entry | undefined;
  readonly input: PlanInput;
  readonly line: PlanLine | undefined;
  readonly all: readonly PlanLine[];
}

function product(): Product[] {
  const all: Product[] = [];
  for (const strategy of STRATEGIES) {
    const terms = instantOf(strategy);
    for (const [files, entry] of Object.entries(entries(terms)))
      for (const [journal, past] of Object.entries(journals(terms)))
        for (const [venue, shown] of Object.entries(VENUES)) {
          const snapshots = [snapshotOf(shown.live, { looks: shown.looks })];
          const input = inputOf({ entries: entry ? [entry] : [], history: historyOf(...past), snapshots });
          const lines = makePlan(input).all;
          const line = lines.find((one) => one.key === KEY && one.code !== 'adopted');
          const at = `${strategy}; entry ${files}; journal ${journal}; venue ${venue}`;
          all.push({ at, files, journal, venue, terms, entry, input, line, all: lines });
        }
  }
  return all;
}

const lastOf = (p: Product) => p.input.history.keys.get(KEY)?.at(-1);
const sends = (line: PlanLine | undefined): boolean =>
  line?.action === 'submit' || line?.action === 'replace';
const against = (cases: readonly Product[], holds: (p: Product) => boolean): readonly string[] =>
  cases.flatMap((p) => (holds(p) ? [] : [`${p.at}: ${p.line?.action} ${p.line?.code}`])).slice(0, 5);

describe('the table, for orders that trade at once', () => {
  let cases: readonly Product[] = [];
  beforeAll(() => {
    cases = product();
    console.log(`the table, for orders that trade at once: ${cases.length} cases`);
  });

  it('has one line for each entry, by one rule', () => {
    expect(cases.length).toBeGreaterThan(2_000);
    expect(
      against(cases, (p) => {
        const own = p.all.filter((line) => line.key === KEY);
        const isNowhere = p.entry === undefined && lastOf(p) === undefined;
        return isNowhere ? own.length === 0 : p.line !== undefined && ruleOf(p.line) !== undefined;
      }),
    ).toEqual([]);
  });

  it('never sends while one may be live, nor one that was filled, nor one in doubt', () => {
    expect(
      against(cases, (p) => !sends(p.line) || ![lastOf(p)].some((a) => a !== undefined && mayBeLive(a))),
    ).toEqual([]);
    const over = cases.filter((p) => lastOf(p)?.state === 'final' && p.entry?.generation === GENERATION);
    expect(over.length).toBeGreaterThan(300);
    expect(against(over, (p) => !sends(p.line))).toEqual([]);
  });

  it('is never replaced: what is under way can’t be cancelled, and is left alone', () => {
    expect(against(cases, (p) => p.line?.action !== 'replace')).toEqual([]);
    const edited = cases.filter(
      (p) => p.venue === 'under way' && p.journal === 'accepted, no end told' && p.files.startsWith('other'),
    );
    expect(edited).toHaveLength(9);
    expect(against(edited, (p) => p.line?.code === 'blocked-cancel')).toEqual([]);
  });

  it('filled by its answer has done its job, whatever a list shows later or in other digits', () => {
    const filled = cases.filter(
      (p) => p.journal === 'filled' && p.files === 'unchanged' && p.venue !== 'two of one tag',
    );
    expect(filled).toHaveLength(3 * 8);
    expect(against(filled, (p) => p.line?.code === 'finished' && p.line.level === 'quiet')).toEqual([]);
  });

  it('unfilled by its answer has come back where a list shows that it traded, or may yet', () => {
    const unfilled = cases.filter((p) => p.journal === 'not filled' && p.files === 'unchanged');
    const codes = new Map(unfilled.map((p) => [p.venue, p.line?.code]));
    expect(Object.fromEntries(codes)).toEqual({
      nothing: 'ended',
      'nothing, in three looks': 'ended',
      'under way': 'came-back',
      'of an unknown status': 'came-back',
      filled: 'came-back',
      'filled, in other digits': 'came-back',
      'not filled': 'ended',
      failed: 'ended',
      'two of one tag': 'two-orders-one-tag',
    });
  });

  it('is sent again where the desk’s proof says that it was never executed, and not once it shows', () => {
    const dropped = cases.filter((p) => p.journal === 'quote taken back in doubt' && p.files === 'unchanged');
    const sent = dropped.filter((p) => sends(p.line)).map((p) => p.venue);
    expect([...new Set(sent)]).toEqual(['nothing', 'nothing, in three looks']);
    expect(
      against(
        dropped.filter((p) => !sends(p.line)),
        (p) => p.line?.level === 'person',
      ),
    ).toEqual([]);
  });

  it('never leaves the book by itself: it never was in it', () => {
    expect(against(cases, (p) => p.line?.code !== 'expiring')).toEqual([]);
  });

  it('is sent with the one price that its strategy takes', () => {
    const sent = cases.filter((p) => p.line?.action === 'submit');
    expect(sent.length).toBeGreaterThan(50);
    expect(
      against(sent, ({ line }) => {
        const wire = line?.submission?.wire;
        return wire !== undefined && priceOf(wire) !== undefined;
      }),
    ).toEqual([]);
  });
});
