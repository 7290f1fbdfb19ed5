import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { Difference } from '../../../src/model/difference.ts';
import { type AccountId, type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { differences } from '../../../src/plan/difference.ts';
import type { Judged } from '../../../src/plan/plan.ts';
import { describeDifference, renderDifferences } from '../../../src/report/difference-text.ts';
import {
  type World,
  NOW,
  RESERVE,
  SETTLE,
  STRANGER,
  accountOf,
  attemptOf,
  entryOf,
  fillOf,
  historyOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';

/* One desk: dip-1 rests, dip-2 is new. Each world differs from the first in what its name says. */

const told = attemptOf('dip-1');
const RESTING = historyOf([60_000, told.intent()], [59_000, told.accepted('o-1')]);
const at = (price: string) => termsOf({ priceLimit: decimal(price) });
const edited = entryOf('dip-1', { terms: at('95500.00') });
const added = entryOf('dip-2');
const base: World = { entries: [edited, added], history: RESTING, snapshots: [snapshotOf([rowOf()])] };

const WORLDS: Readonly<Record<string, World>> = {
  'as approved': base,
  'another price': { ...base, entries: [entryOf('dip-1', { terms: at('95600.00') }), added] },
  'the same price, spelled otherwise': {
    ...base,
    entries: [entryOf('dip-1', { terms: at('95500.0') }), added],
  },
  'another size': {
    ...base,
    entries: [edited, entryOf('dip-2', { terms: termsOf({ receiveQuantity: decimal('0.51') }) })],
  },
  'a reference': { ...base, entries: [edited, entryOf('dip-2', { terms: termsOf({ usernameRef: 'x' }) })] },
  'a time to send before': { ...base, entries: [edited, entryOf('dip-2', { notAfter: NOW + 60_000 })] },
  'a higher generation': { ...base, entries: [edited, entryOf('dip-2', { generation: 2 })] },
  'another account': {
    ...base,
    entries: [edited, entryOf('dip-2', { account: RESERVE })],
    snapshots: [snapshotOf([rowOf()]), snapshotOf([], { account: RESERVE })],
  },
  'another id of the account': {
    ...base,
    history: historyOf(),
    snapshots: [snapshotOf([], { accountId: 'CA9' as AccountId })],
  },
  'no journal yet': { ...base, history: historyOf(), snapshots: [snapshotOf([])] },
  'one entry more': { ...base, entries: [edited, added, entryOf('dip-3')] },
  'one entry less': { ...base, entries: [edited] },
  'the edit undone': { ...base, entries: [entryOf('dip-1'), added] },
  'the entry removed': { ...base, entries: [added] },
  'no entry at all': { ...base, entries: [] },
  'a fill': { ...base, snapshots: [snapshotOf([rowOf({ fill: fillOf('0.1', '9500') })])] },
  'a larger fill': { ...base, snapshots: [snapshotOf([rowOf({ fill: fillOf('0.2', '19000') })])] },
  'another status': { ...base, snapshots: [snapshotOf([rowOf({ status: 'paused', statusText: 'x' })])] },
  'another order under our tag': {
    ...base,
    snapshots: [snapshotOf([rowOf({ id: 'o-2' as VenueOrderId, reference: told.tag })])],
  },
  'a doubt': { ...base, history: historyOf([60_000, told.intent()]) },
  'an attempt that was not sent': {
    ...base,
    history: historyOf(
      [60_000, told.intent()],
      [59_000, told.accepted('o-1')],
      [9_000, attemptOf('dip-2').intent()],
      [8_000, attemptOf('dip-2').about('not-sent', { code: 'x', message: 'late' })],
    ),
  },
  'a halt': {
    ...base,
    history: historyOf(
      [60_000, told.intent()],
      [59_000, told.accepted('o-1')],
      [9, { type: 'halted', data: { scope: { kind: 'all' }, reason: 'lunch' } }],
    ),
  },
  'a rename': {
    ...base,
    entries: [entryOf('dip-9', { terms: at('95500.00'), formerly: [edited.key] }), added],
  },
  'another order of the changes': { ...base, entries: [entryOf('dip-3'), edited, added] },
  'and that turned': { ...base, entries: [added, edited, entryOf('dip-3')] },
};

const PRICE = { ticker: 'BTC-USD', bid: decimal('1'), ask: decimal('90000'), at: NOW };

const judged = (world: World): Judged => planOf(world);
const approved = judged(base).plan;
const moved = (name: keyof typeof WORLDS): readonly Difference[] => {
  const now = judged(WORLDS[name] ?? base);
  return differences(approved, now.plan, now.all);
};
const told1 = (name: keyof typeof WORLDS): readonly string[] =>
  moved(name).map((d) => `${'key' in d ? d.key : 'plan'}: ${describeDifference(d)}`);

describe('what moved between an approved plan and that of now', () => {
  it('is nothing exactly where the digests are equal, over every pair of worlds', () => {
    const all = Object.entries(WORLDS).map(([name, world]) => ({ name, ...judged(world) }));
    const wrong = all.flatMap((a) =>
      all
        .filter(
          (b) => (a.plan.digest === b.plan.digest) !== (differences(a.plan, b.plan, b.all).length === 0),
        )
        .map((b) => `${a.name} / ${b.name}`),
    );
    expect(wrong).toEqual([]);
    // Every world here but the first is meant to be another plan.
    expect(all.slice(1).filter(({ plan }) => plan.digest === approved.digest)).toEqual([]);
  });

  it('is an edit, by field, old and new', () => {
    expect(told1('another price')).toEqual(['order/dip-1: priceLimit 95500.00 → 95600.00']);
    expect(told1('another size')).toEqual(['order/dip-2: receiveQuantity 0.50 → 0.51']);
    expect(told1('a reference')).toEqual(['order/dip-2: usernameRef none → x']);
    expect(told1('a time to send before')).toEqual(['order/dip-2: notAfter none → 2026-12-01 14:01Z']);
    expect(told1('a higher generation')).toEqual(['order/dip-2: generation 1 → 2']);
  });

  it('is another spelling too: what is approved is sent digit for digit', () => {
    expect(told1('the same price, spelled otherwise')).toEqual([
      'order/dip-1: priceLimit 95500.00 → 95500.0',
    ]);
  });

  it('is another account, and another id behind the same name', () => {
    expect(told1('another account')).toEqual([
      'order/dip-2: account treasury → reserve',
      'order/dip-2: venue account aquanow CA1264810R → aquanow CA1000051R',
    ]);
    const [before, after] = [
      judged(WORLDS['no journal yet'] ?? base),
      judged(WORLDS['another id of the account'] ?? base),
    ];
    expect(differences(before.plan, after.plan, after.all).map(describeDifference)).toEqual([
      'venue account aquanow CA1264810R → aquanow CA9',
      'venue account aquanow CA1264810R → aquanow CA9',
    ]);
  });

  it('is an entry more or less, with why', () => {
    expect(told1('one entry more')).toEqual(['order/dip-3: submit was not in the approved plan: new entry']);
    expect(told1('one entry less')).toEqual([
      'order/dip-2: submit no longer planned: neither in the files nor in the journal',
    ]);
    expect(told1('the edit undone')).toEqual(['order/dip-1: replace no longer planned: rests as asked for']);
    expect(told1('a halt')).toEqual([
      'order/dip-1: replace no longer planned: TF-L22, halted: lunch',
      'order/dip-2: submit no longer planned: TF-L22, halted: lunch',
    ]);
  });

  it('is another thing to do', () => {
    expect(told1('the entry removed')).toContain('order/dip-1: action replace → cancel');
  });

  it('is what the venue shows of the orders concerned', () => {
    expect(told1('a fill')).toEqual([
      'order/dip-1: what is sent: receiveQuantity 0.50 → 0.4',
      'order/dip-1: received so far 0 → 0.1',
      'order/dip-1: delivered so far 0 → 9500',
    ]);
    expect(told1('another status')).toEqual(['order/dip-1: status open → paused']);
  });

  it('is another attempt', () => {
    expect(told1('an attempt that was not sent')).toContain('order/dip-2: attempt 1 → 2');
  });

  it('is a rename', () => {
    expect(told1('a rename')).toContain('plan: rename to dip-9 none → dip-1');
  });

  it('is the order in which things are done', () => {
    const [before, after] = [
      judged(WORLDS['another order of the changes'] ?? base),
      judged(WORLDS['and that turned'] ?? base),
    ];
    expect(differences(before.plan, after.plan, after.all)).toEqual([{ kind: 'order' }]);
  });

  it('is not what moves by itself', () => {
    const other = judged({
      ...base,
      now: NOW + 3 * SETTLE,
      accounts: [accountOf(), accountOf(RESERVE)],
      snapshots: [snapshotOf([rowOf(), STRANGER]), snapshotOf([STRANGER], { account: RESERVE })],
      references: new Map([['BTC-USD', PRICE]]),
      history: historyOf(
        [60_000, told.intent()],
        [59_000, told.accepted('o-1')],
        [1_000, { type: 'run-started', data: { command: 'apply', version: '0.1.0' } }],
      ),
    });
    expect(other.plan.journal.sequence).not.toBe(approved.journal.sequence);
    expect(differences(approved, other.plan, other.all)).toEqual([]);
    expect(other.plan.digest).toBe(approved.digest);
  });
});

describe('differences for people', () => {
  it('stand one on a line, by name', () => {
    expect(
      renderDifferences([...moved('another price'), ...moved('one entry more')], { color: false, width: 80 }),
    ).toBe(
      [
        'Moved since it was approved:',
        '  dip-1  priceLimit 95500.00 → 95600.00',
        '  dip-3  submit was not in the approved plan: new entry',
        '',
      ].join('\n'),
    );
  });

  it('fit 80 columns, and are counted where there are many', () => {
    const many = Array.from({ length: 60 }, (_, n): Difference => ({
      ...{ kind: 'new', key: orderKey(`dip-${n}`), action: 'submit' },
      reason: 'a long reason in many words, which goes on and on for as long as it takes to wrap it',
    }));
    const text = renderDifferences(many, { color: false, width: 80 });
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain('… and 20 more');
  });

  it('show no control characters of a venue', () => {
    const text = renderDifferences(
      [
        { kind: 'fact', key: orderKey('a'), fact: 'order.id', was: 'o-1', is: '\u001b[2J' },
        { kind: 'order' },
      ],
      { color: false, width: 80 },
    );
    expect(text).toContain('order id o-1 → \\x1b[2J');
    expect(text).toContain('the same changes in another order');
  });
});
