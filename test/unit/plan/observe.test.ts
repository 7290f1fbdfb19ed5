import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { type History, lastAttempt } from '../../../src/model/history.ts';
import { type Millis, type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import type { KnownSnapshot, Snapshot } from '../../../src/model/snapshot.ts';
import { LOOKS_TO_VANISH, observe } from '../../../src/plan/observe.ts';
import {
  NOW,
  type Past,
  RESERVE,
  SCOPE,
  SETTLE,
  STRANGER,
  attemptOf,
  byAccount,
  entryOf,
  fillOf,
  historyOf,
  identityOf,
  learn,
  lookOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { JOURNALS, VENUES } from '../../support/states.ts';

const DIP = attemptOf('dip');
const KEY = orderKey('dip');
const OTHER = 'o-2' as VenueOrderId;
const MINUTE = 60_000;
const PLACED: readonly Past[] = [
  [MINUTE, DIP.intent()],
  [MINUTE, DIP.accepted()],
];
const LINKED: readonly Past[] = [...PLACED, [MINUTE, DIP.linked()]];
const IN_DOUBT: readonly Past[] = [
  [MINUTE, DIP.intent()],
  [MINUTE, DIP.about('in-doubt', { code: 'http/500', message: 'no answer' })],
];
const NOT_EXECUTED: readonly Past[] = [
  ...IN_DOUBT,
  [MINUTE / 2, DIP.about('resolved', { outcome: 'not-executed', reason: 'the desk called' })],
];
const mine = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: DIP.tag, ...over });
const ended = mine({ status: 'filled', fill: fillOf('0.50', '47000') });

const taught = (history: History, snapshot: Snapshot, now = NOW): readonly EventDraft[] =>
  observe(history, byAccount([snapshot], now), SCOPE);
const learnt = (past: readonly Past[], snapshot: Snapshot): readonly EventDraft[] =>
  taught(historyOf(...past), snapshot);
const learned = (history: History, snapshot: Snapshot, now: Millis): History =>
  learn(history, taught(history, snapshot, now), now);
const found = (...rows: readonly OrderRow[]): KnownSnapshot => snapshotOf([], { looks: [lookOf(DIP, rows)] });
const types = (drafts: readonly EventDraft[]): readonly string[] => drafts.map(({ type }) => type);

describe('finding an order', () => {
  it('adopts one in doubt, by its exact tag', () => {
    expect(learnt(IN_DOUBT, snapshotOf([mine(), STRANGER]))).toEqual([
      DIP.about('adopted', { orderId: mine().id }),
    ]);
  });

  it('links an accepted one, by its tag', () => {
    expect(learnt(PLACED, snapshotOf([mine()]))).toEqual([DIP.about('linked', { orderId: mine().id })]);
  });

  it('says nothing of one that is linked and rests', () => {
    expect(learnt(LINKED, snapshotOf([mine()]))).toEqual([]);
    expect(learnt(LINKED, snapshotOf([rowOf()]))).toEqual([]);
  });

  it('links again what had vanished', () => {
    const gone: readonly Past[] = [...LINKED, [1000, DIP.about('vanished', { message: 'gone' })]];
    const drafts = learnt(gone, snapshotOf([mine()]));
    expect(types(drafts)).toEqual(['linked']);
    expect(lastAttempt(learn(historyOf(...gone), drafts), KEY)?.vanished).toBeUndefined();
  });

  it.each([
    ['equal terms', [rowOf()]],
    ['the tag of another attempt', [rowOf({ reference: attemptOf('dip', { attempt: 2 }).tag })]],
    ['a tag with a wrong digit', [rowOf({ reference: `${DIP.tag.slice(0, -1)}9` })]],
    ['something after the tag', [rowOf({ reference: `${DIP.tag}x` })]],
  ])('never by %s', (_what, rows) => {
    expect(types(learnt(IN_DOUBT, snapshotOf(rows)))).not.toContain('adopted');
  });

  it('takes the tag at the end of the desk’s own reference', () => {
    expect(types(learnt(IN_DOUBT, snapshotOf([mine({ reference: `TRE118${DIP.tag}` })])))).toEqual([
      'adopted',
    ]);
  });

  it('never chooses between two orders of one tag', () => {
    const two = [mine(), mine({ id: OTHER })];
    expect(learnt(IN_DOUBT, snapshotOf(two))).toEqual([]);
    expect(learnt(LINKED, snapshotOf(two))).toEqual([]);
  });

  it('never takes another order for the one that it knows by its id', () => {
    expect(learnt(LINKED, snapshotOf([mine({ id: OTHER })]))).toEqual([]);
  });

  it('goes on with the one that a person chose, once the other has ended', () => {
    const chosen: readonly Past[] = [
      ...IN_DOUBT,
      [1000, DIP.about('resolved', { outcome: 'executed', orderId: mine().id, reason: 'r' })],
    ];
    const other = mine({ id: OTHER, status: 'cancelled', fill: fillOf('0.3') });
    const partly = mine({ fill: fillOf('0.1') });
    expect(types(learnt(chosen, found(partly, other)))).toEqual(['linked', 'observed']);
  });

  it.each([
    [
      'resolved',
      [DIP.about('resolved', { outcome: 'executed', orderId: mine().id, reason: 'r' })],
      'a person decided',
    ],
    ['accepted', [DIP.accepted()], 'accepted by the venue, and in none of 3'],
  ] as const)('says of one that vanished who had said that it was there: %s', (_, past, said) => {
    const before: readonly Past[] = [
      [MINUTE, DIP.intent()],
      ...past.map((draft) => [MINUTE, draft] as const),
    ];
    const drafts = learnt(before, snapshotOf([], { looks: [lookOf(DIP, [], LOOKS_TO_VANISH)] }));
    expect(drafts).toMatchObject([
      { type: 'vanished', data: { message: expect.stringContaining(said) as string } },
    ]);
  });

  it('says of one that went out without a tag and was answered without an id that no look-up can find it', () => {
    const untagged: readonly Past[] = [
      [MINUTE, DIP.intent({ tagSent: false })],
      [MINUTE, DIP.accepted()],
    ];
    const drafts = learnt(untagged, snapshotOf([], { looks: [lookOf(DIP, [], LOOKS_TO_VANISH)] }));
    const message =
      'accepted by the venue, and no look-up can find it: its id is not known, and it was sent without a tag';
    expect(drafts).toEqual([DIP.about('vanished', { message })]);
    const { plan } = planOf({
      entries: [entryOf('dip')],
      history: learn(historyOf(...untagged), drafts),
      snapshots: [snapshotOf([])],
    });
    const reason = `${message}; it counts as live: look which order it is, then decide`;
    expect(plan.lines).toMatchObject([{ code: 'vanished', level: 'person', reason }]);
  });

  it('links one that a person named, where its row carries the tag: nothing else would ever prove it', () => {
    const named: readonly Past[] = [
      ...IN_DOUBT,
      [1000, DIP.about('resolved', { outcome: 'executed', orderId: mine().id, reason: 'r' })],
    ];
    const drafts = learnt(named, snapshotOf([mine()]));
    expect(drafts).toEqual([DIP.about('linked', { orderId: mine().id })]);
    const after = learn(historyOf(...named), drafts);
    expect(after.proven.size).toBe(1);
    expect(taught(after, snapshotOf([mine()]))).toEqual([]);
    expect(learnt(named, snapshotOf([rowOf()]))).toEqual([]);
  });
});

describe('an end', () => {
  it('is noted when it is first seen, and final when it is seen again after settle', () => {
    const first = learnt(LINKED, found(ended));
    expect(types(first)).toEqual(['observed']);
    const noted = learn(historyOf(...LINKED), first);
    expect(taught(noted, found(ended), NOW + SETTLE - 1)).toEqual([]);
    expect(taught(noted, found(ended), NOW + SETTLE)).toMatchObject([
      { type: 'final', data: { status: 'filled', fill: ended.fill } },
    ]);
  });

  it.each<[string, OrderRow]>([
    ['another status', mine({ status: 'cancelled', fill: ended.fill })],
    ['another fill', mine({ status: 'filled', fill: fillOf('0.49', '46000') })],
  ])('is not confirmed by %s', (_what, row) => {
    const noted = learn(historyOf(...LINKED), learnt(LINKED, found(ended)));
    expect(types(taught(noted, found(row), NOW + SETTLE))).toEqual(['observed']);
  });

  it('is confirmed by the same fill in other digits', () => {
    const noted = learn(historyOf(...LINKED), learnt(LINKED, found(ended)));
    const again = { ...ended, fill: fillOf('0.5', '47000.00') };
    expect(types(taught(noted, found(again), NOW + SETTLE))).toEqual(['final']);
  });

  it('has to be seen twice once more where the order was live in between', () => {
    const noted = learn(historyOf(...LINKED), learnt(LINKED, found(ended)));
    const back = learn(noted, taught(noted, snapshotOf([mine()]), NOW + 1000), NOW + 1000);
    expect(types(taught(back, found(ended), NOW + SETTLE))).toEqual(['observed']);
  });

  it('keeps the venue’s words', () => {
    const failed = mine({ status: 'failed', message: 'no liquidity' });
    const noted = learn(historyOf(...LINKED), learnt(LINKED, found(failed)));
    expect(taught(noted, found(failed), NOW + SETTLE)[0]?.data).toMatchObject({ message: 'no liquidity' });
  });

  it('is never concluded from absence', () => {
    for (const times of [0, 1, LOOKS_TO_VANISH, 100])
      expect(types(learnt(LINKED, snapshotOf([], { looks: [lookOf(DIP, [], times)] })))).not.toContain(
        'final',
      );
  });
});

describe('progress', () => {
  it('is noted once for each new fill', () => {
    const partly = snapshotOf([mine({ fill: fillOf('0.2', '19000') })]);
    const drafts = learnt(LINKED, partly);
    expect(drafts).toMatchObject([
      { type: 'observed', data: { status: 'open', fill: fillOf('0.2', '19000') } },
    ]);
    expect(taught(learn(historyOf(...LINKED), drafts), partly, NOW + MINUTE)).toEqual([]);
  });
});

describe('absence', () => {
  const missing = (times: number): KnownSnapshot => snapshotOf([], { looks: [lookOf(DIP, [], times)] });

  it.each([
    ['two looks', MINUTE, 2, []],
    ['three looks within settle', SETTLE - 1, 3, []],
    ['three looks at settle', SETTLE, 3, ['vanished']],
    ['no look', MINUTE, 0, []],
  ] as const)('of an accepted order after %s', (_what, ago, times, expected) => {
    const past: readonly Past[] = [
      [ago, DIP.intent()],
      [ago, DIP.accepted()],
    ];
    expect(types(learnt(past, missing(times)))).toEqual(expected);
  });

  it('of a live list alone says nothing: nobody looked', () => {
    expect(learnt(LINKED, snapshotOf([]))).toEqual([]);
  });

  it.each<[string, readonly Past[]]>([
    ['in doubt', IN_DOUBT],
    ['ended', [...LINKED, [MINUTE, DIP.final('cancelled')]]],
    ['not executed', NOT_EXECUTED],
    ['vanished before', [...LINKED, [MINUTE, DIP.about('vanished', { message: 'm' })]]],
  ])('of an order that is %s says nothing', (_what, past) => {
    expect(learnt(past, missing(100))).toEqual([]);
  });
});

describe('an order that had ended, or was never to exist', () => {
  const over: readonly Past[] = [
    ...LINKED,
    [MINUTE, DIP.observed('cancelled')],
    [MINUTE / 2, DIP.final('cancelled')],
  ];

  it.each<[string, readonly Past[], OrderRow]>([
    ['ended, by its tag', over, mine()],
    ['ended, by its id alone', over, rowOf()],
    ['ended, and has traded more', over, mine({ status: 'cancelled', fill: fillOf('0.1') })],
    ['not executed', NOT_EXECUTED, mine()],
    ['not executed, and is filled', NOT_EXECUTED, ended],
    ['not executed, and was cancelled', NOT_EXECUTED, mine({ status: 'cancelled' })],
    [
      'rejected',
      [
        [MINUTE, DIP.intent()],
        [MINUTE, DIP.about('rejected', { code: 'c', message: 'm', ack: {} })],
      ],
      mine(),
    ],
    [
      'rejected, and is filled',
      [
        [MINUTE, DIP.intent()],
        [MINUTE, DIP.about('rejected', { code: 'c', message: 'm', ack: {} })],
      ],
      ended,
    ],
    [
      'not sent',
      [
        [MINUTE, DIP.intent()],
        [MINUTE, DIP.about('not-sent', { code: 'c', message: 'm' })],
      ],
      mine(),
    ],
  ])('came back: %s', (_what, past, row) => {
    const drafts = learnt(past, found(row));
    expect(drafts[0]).toEqual(DIP.about('came-back', { orderId: row.id, status: row.status }));
  });

  it.each<[string, readonly Past[], OrderRow]>([
    ['the same end', over, mine({ status: 'cancelled' })],
    [
      'the refusal as a row',
      [
        [MINUTE, DIP.intent()],
        [MINUTE, DIP.about('rejected', { code: 'c', message: 'm', ack: {} })],
      ],
      mine({ status: 'failed' }),
    ],
    ['in doubt', IN_DOUBT, mine()],
  ])('did not come back: %s', (_what, past, row) => {
    expect(types(learnt(past, found(row)))).not.toContain('came-back');
  });

  it('is told whatever attempts followed it', () => {
    const second = attemptOf('dip', { attempt: 2 });
    const past: readonly Past[] = [
      ...over,
      [1000, second.intent()],
      [1000, second.accepted()],
      [1000, second.linked('o-2')],
    ];
    const drafts = learnt(past, snapshotOf([mine(), rowOf({ id: OTHER, reference: second.tag })]));
    expect(types(drafts)).toContain('came-back');
  });

  it('is told once, where two orders carry its tag', () => {
    const rows = snapshotOf([mine({ id: OTHER }), mine({ id: 'o-3' as VenueOrderId })]);
    const drafts = learnt(over, rows);
    expect(types(drafts)).toEqual(['came-back']);
    expect(taught(learn(historyOf(...over), drafts), rows, NOW + 1)).toEqual([]);
  });

  it('is believed to have ended again only after two readings', () => {
    const back = learn(historyOf(...over), learnt(over, snapshotOf([mine()])));
    const again = taught(back, found(mine({ status: 'cancelled' })), NOW + SETTLE);
    expect(types(again)).toEqual(['observed']);
    const noted = learn(back, again, NOW + SETTLE);
    const final = taught(noted, found(mine({ status: 'cancelled' })), NOW + 2 * SETTLE);
    expect(types(final)).toEqual(['final']);
    expect(lastAttempt(learn(noted, final), KEY)?.cameBack).toBeUndefined();
  });

  it('is final once it was seen twice, and its entry is not sent again', () => {
    let history = historyOf(...NOT_EXECUTED);
    for (const now of [NOW, NOW + SETTLE]) history = learn(history, taught(history, found(ended), now), now);
    expect(lastAttempt(history, KEY)).toMatchObject({ state: 'final', orderId: ended.id });
    const { plan } = planOf({ entries: [entryOf('dip')], history, now: NOW + 2 * SETTLE });
    expect(plan.lines).toEqual([]);
  });
});

describe('an order of ours that this journal did not place', () => {
  const stray = rowOf({ id: OTHER, reference: attemptOf('unknown').tag });

  it('is noted once', () => {
    const drafts = learnt(LINKED, snapshotOf([mine(), stray]));
    expect(drafts).toMatchObject([{ type: 'foreign-writer', data: { orderId: OTHER } }]);
    expect(taught(learn(historyOf(...LINKED), drafts), snapshotOf([mine(), stray]))).toEqual([]);
  });

  it('is one that carries the tag of an order on another account, too', () => {
    const there: readonly Past[] = [[MINUTE, attemptOf('dip', { account: RESERVE }).intent()]];
    expect(types(learnt(there, snapshotOf([mine()])))).toEqual(['foreign-writer']);
  });

  it.each<[string, OrderRow]>([
    ['ended', { ...stray, status: 'cancelled' }],
    ['without a reference', STRANGER],
    ['with a reference of another project', rowOf({ id: OTHER, reference: 'tfaaaaaaaaaaaaaaaaaaa' })],
  ])('is none that is %s', (_what, row) => {
    expect(learnt(LINKED, snapshotOf([mine(), row]))).toEqual([]);
  });
});

describe('what is not read', () => {
  it.each<[string, Snapshot]>([
    [
      'an account that could not be read',
      { ...snapshotOf([mine()]), state: 'unknown', reason: 'r', remedy: 'm' },
    ],
    ['an account at another venue', snapshotOf([mine()], { identity: 'aquanow elsewhere CA1' })],
    ['another account', snapshotOf([], { account: RESERVE })],
  ])('teaches nothing: %s', (_what, snapshot) => {
    expect(learnt(IN_DOUBT, snapshot)).toEqual([]);
  });

  it('pins nothing by reading: only an intent does', () => {
    expect(historyOf(...IN_DOUBT).identities.get(mine().id as never)).toBeUndefined();
    expect([...historyOf(...IN_DOUBT).identities.values()]).toEqual([identityOf(entryOf('dip').account)]);
  });
});

describe('reading the same again', () => {
  it('teaches nothing more, in any state of journal and venue, until settle has passed', () => {
    let cases = 0;
    for (const [journal, past] of Object.entries(JOURNALS))
      for (const [venue, shown] of Object.entries(VENUES)) {
        const snapshot = snapshotOf(shown.live, { looks: shown.looks });
        const history = historyOf(...past);
        const first = taught(history, snapshot);
        const again = taught(learn(history, first), snapshot);
        expect({ at: `${journal}; ${venue}`, again }).toEqual({ at: `${journal}; ${venue}`, again: [] });
        cases += 1;
      }
    console.log(`observe: ${cases} states`);
  });

  it('comes to rest after settle, too: at most one more end', () => {
    for (const [journal, past] of Object.entries(JOURNALS))
      for (const [venue, shown] of Object.entries(VENUES)) {
        const snapshot = snapshotOf(shown.live, { looks: shown.looks });
        let history = learned(historyOf(...past), snapshot, NOW);
        for (const turn of [1, 2]) history = learned(history, snapshot, NOW + turn * SETTLE);
        const rest = taught(history, snapshot, NOW + 3 * SETTLE);
        expect({ at: `${journal}; ${venue}`, rest }).toEqual({ at: `${journal}; ${venue}`, rest: [] });
      }
  });

  it('never forgets a fill that it has seen', () => {
    const seen = learn(
      historyOf(...LINKED),
      learnt(LINKED, snapshotOf([mine({ fill: fillOf('0.2', '19000') })])),
    );
    const stale = snapshotOf([mine({ fill: fillOf('0.1', '9500') })]);
    const { plan } = planOf({
      entries: [entryOf('dip', { terms: { ...entryOf('dip').terms, priceLimit: decimal('95500') } })],
      history: learn(seen, taught(seen, stale)),
      snapshots: [stale],
    });
    // The list went back to an older reading.
    expect(taught(seen, stale)).toEqual([]);
    expect(plan.lines[0]?.submission?.wire).toMatchObject({ receiveQuantity: '0.3' });
  });
});
