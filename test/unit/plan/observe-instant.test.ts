import { describe, expect, it } from 'vitest';
import type { EventData, EventDraft } from '../../../src/model/event.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import type { KnownSnapshot } from '../../../src/model/snapshot.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import { observe } from '../../../src/plan/observe.ts';
import {
  NOW,
  type Past,
  SCOPE,
  SETTLE,
  attemptOf,
  byAccount,
  entryOf,
  fillOf,
  historyOf,
  learn,
  lookOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { instantOf, termsOf } from '../../support/events.ts';

const DIP = attemptOf('dip');
const OTHER = attemptOf('other');
const MINUTE = 60_000;
const STRATEGIES = ['RFQ', 'MARKET', 'FOK'] as const;
const types = (drafts: readonly EventDraft[]): readonly string[] => drafts.map(({ type }) => type);

/** Sent five minutes ago, and over with its answer. */
const answered = (terms: OrderTerms, ...rest: readonly EventDraft[]): readonly Past[] => [
  [5 * MINUTE, DIP.intent({ target: terms, wire: terms })],
  ...[DIP.accepted('o-1'), ...rest].map((draft): Past => [5 * MINUTE, draft]),
];
const filled = (terms: OrderTerms): readonly Past[] =>
  answered(terms, DIP.final('filled', fillOf('0.50', '47450')));
const unfilled = (terms: OrderTerms): readonly Past[] => answered(terms, DIP.final('cancelled'));
const mine = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: DIP.tag, ...over });
const shown = (...rows: readonly OrderRow[]): KnownSnapshot => snapshotOf([], { looks: [lookOf(DIP, rows)] });
const taught = (past: readonly Past[], snapshot: KnownSnapshot, now = NOW): readonly EventDraft[] =>
  observe(historyOf(...past), byAccount([snapshot], now), SCOPE);

describe.each(STRATEGIES)('a %s that was over with its answer', (strategy) => {
  const terms = instantOf(strategy);

  it.each<[string, OrderRow]>([
    ['the same digits', mine({ status: 'filled', fill: fillOf('0.50', '47450') })],
    ['other digits', mine({ status: 'filled', fill: fillOf('0.50000001', '47449.9999') })],
    ['what the venue is still booking', mine({ status: 'pending' })],
  ])('filled, has not come back where the list shows %s', (_what, row) => {
    expect(types(taught(filled(terms), shown(row)))).not.toContain('came-back');
    const { plan, all } = planOf({
      entries: [entryOf('dip', { terms })],
      history: historyOf(...filled(terms)),
      snapshots: [shown(row)],
    });
    expect(plan.lines).toEqual([]);
    expect(all.find(({ key }) => key !== undefined)?.code).toBe('finished');
  });

  it.each<[string, OrderRow]>([
    ['a fill', mine({ status: 'cancelled', fill: fillOf('0.1', '9490') })],
    ['that it was filled', mine({ status: 'filled', fill: fillOf('0.50', '47450') })],
    ['that it rests', mine({ status: 'open' })],
  ])('unfilled, has come back where the list shows %s', (_what, row) => {
    const [first] = taught(unfilled(terms), shown(row));
    expect(first).toEqual(DIP.about('came-back', { orderId: row.id, status: row.status }));
  });

  it('unfilled, has not come back where the list shows the same', () => {
    expect(taught(unfilled(terms), shown(mine({ status: 'cancelled' })))).toEqual([]);
  });

  it('whose end could not be written is ended by the list, read twice', () => {
    const row = mine({ status: 'filled', fill: fillOf('0.50', '47450') });
    const first = taught(answered(terms), shown(row));
    expect(types(first)).toEqual(['linked', 'observed'].slice(first.length === 1 ? 1 : 0));
    const noted = learn(historyOf(...answered(terms)), first);
    expect(types(observe(noted, byAccount([shown(row)], NOW + SETTLE), SCOPE))).toEqual(['final']);
  });

  it('and is nowhere is for a person, never sent again', () => {
    const nowhere = snapshotOf([], { looks: [lookOf(DIP, [], 3)] });
    expect(types(taught(answered(terms), nowhere))).toEqual(['vanished']);
    const history = learn(historyOf(...answered(terms)), taught(answered(terms), nowhere));
    const { plan } = planOf({ entries: [entryOf('dip', { terms })], history, snapshots: [nowhere] });
    expect(plan.lines).toMatchObject([{ action: 'none', code: 'vanished', level: 'person' }]);
  });
});

const HORIZON = 60_000;
const PROVEN: readonly Past[] = [
  [9 * MINUTE, OTHER.intent()],
  [9 * MINUTE, OTHER.accepted()],
  [9 * MINUTE, OTHER.linked('o-9')],
  [9 * MINUTE, OTHER.final('filled')],
];
/** In doubt since its deadline, which was `ago` before now. */
const doubtful = (ago: number, over: Partial<EventData['intent']> = {}): readonly Past[] => [
  [ago + 5_000, DIP.intent({ deadline: NOW - ago, ...over })],
  [ago, DIP.about('in-doubt', { code: 'http-500', message: 'no answer' })],
];
const missed = (over: Partial<KnownSnapshot> = {}): KnownSnapshot =>
  snapshotOf([], { acceptanceHorizon: HORIZON, looks: [lookOf(DIP, [])], ...over });

describe('absence after the horizon that the desk has set', () => {
  it('proves that an order in doubt was never accepted, and says by what', () => {
    const drafts = taught([...PROVEN, ...doubtful(HORIZON + SETTLE)], missed());
    expect(drafts).toEqual([
      DIP.about('not-sent', {
        code: 'absent',
        message:
          'in no complete search 70 s after its deadline, and the venue accepts nothing so late (acceptanceHorizon)',
      }),
    ]);
    const history = learn(historyOf(...PROVEN, ...doubtful(HORIZON + SETTLE)), drafts);
    const { plan } = planOf({ entries: [entryOf('dip')], history, snapshots: [missed()] });
    expect(plan.lines).toMatchObject([{ action: 'submit', code: 'retry', submission: { attempt: 2 } }]);
  });

  const { acceptanceHorizon: _, ...unset } = missed();
  it.each<[string, readonly Past[], KnownSnapshot]>([
    ['before the horizon', doubtful(HORIZON - 1), missed()],
    ['before lists can’t lag any more', doubtful(HORIZON + SETTLE - 1), missed()],
    ['where the desk has set none', doubtful(1000 * MINUTE), unset],
    ['where no tag was sent', doubtful(1000 * MINUTE, { tagSent: false }), missed()],
    ['where nobody looked', doubtful(1000 * MINUTE), missed({ looks: [] })],
    [
      'where a row was found that is not clearly it',
      doubtful(1000 * MINUTE),
      missed({ looks: [lookOf(DIP, [rowOf({ reference: 'desk' })])] }),
    ],
    [
      'where its strategy’s tag was never found in this account’s list',
      doubtful(1000 * MINUTE, { wire: termsOf({ strategy: 'LIMIT' }) }),
      missed(),
    ],
  ])('proves nothing %s', (_what, past, snapshot) => {
    expect(types(taught([...PROVEN, ...past], snapshot))).not.toContain('not-sent');
  });

  it('proves nothing of an account whose tag is not proven: its list may not show tags', () => {
    expect(taught(doubtful(1000 * MINUTE), missed())).toEqual([]);
  });

  it('adopts what shows, however late', () => {
    const found = missed({ looks: [lookOf(DIP, [mine()])] });
    expect(types(taught([...PROVEN, ...doubtful(1000 * MINUTE)], found))).toEqual(['adopted']);
  });

  it('says nothing of orders that the venue accepted', () => {
    const accepted: readonly Past[] = [
      [10 * MINUTE, DIP.intent()],
      [10 * MINUTE, DIP.accepted()],
    ];
    expect(types(taught([...PROVEN, ...accepted], missed({ looks: [lookOf(DIP, [], 3)] })))).toEqual([
      'vanished',
    ]);
  });

  it('is told as a return where the order shows after all', () => {
    const past: readonly Past[] = [
      ...PROVEN,
      ...doubtful(2 * MINUTE),
      [MINUTE, DIP.about('not-sent', { code: 'absent', message: 'm' })],
    ];
    expect(types(taught(past, missed({ looks: [lookOf(DIP, [mine()])] })))).toContain('came-back');
  });
});
