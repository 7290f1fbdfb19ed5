import { describe, expect, it } from 'vitest';
import { type Open, candidatesOf, openOf } from '../../../../src/execute/decide/sight.ts';
import type { VenueOrderId } from '../../../../src/model/ids.ts';
import { orderKey } from '../../../../src/model/ids.ts';
import type { OrderRow } from '../../../../src/model/order.ts';
import type { Look } from '../../../../src/model/snapshot.ts';
import { type Past, SCOPE, attemptOf, historyOf, lookOf, rowOf, snapshotOf } from '../../../support/cases.ts';

/* What is open about an order: the journal and one reading of its account together, whatever an apply has recorded. */

const MINUTE = 60_000;
const DIP = attemptOf('dip');
const mine = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: DIP.tag, ...over });
const second = { id: 'o-2' as VenueOrderId };
const nowhere = [lookOf(DIP, [], 3)];

const SENT: readonly Past[] = [[2 * MINUTE, DIP.intent()]];
const ACCEPTED: readonly Past[] = [...SENT, [2 * MINUTE, DIP.accepted()]];
const VANISHED: readonly Past[] = [...ACCEPTED, [MINUTE, DIP.about('vanished', { message: 'gone' })]];
const ENDED: readonly Past[] = [...ACCEPTED, [MINUTE, DIP.linked()], [MINUTE, DIP.final('cancelled')]];
const NEVER: readonly Past[] = [
  ...SENT,
  [MINUTE, DIP.about('resolved', { outcome: 'not-executed', reason: 'the desk called' })],
];
const BACK: readonly Past[] = [
  ...ENDED,
  [MINUTE / 2, DIP.about('came-back', { orderId: mine().id, status: 'open' })],
];

function open(
  past: readonly Past[],
  live: readonly OrderRow[],
  looks: readonly Look[] = [],
): Open | undefined {
  const history = historyOf(...past);
  const attempts = history.keys.get(orderKey('dip')) ?? [];
  return openOf(history, attempts, snapshotOf(live, { looks }), SCOPE);
}

describe('what is open', () => {
  it.each<readonly [string, readonly Past[], readonly OrderRow[], readonly Look[], string | undefined]>([
    ['sent, and nowhere', SENT, [], nowhere, 'in-doubt'],
    ['sent, and found by its tag', SENT, [mine()], [], 'found'],
    ['sent, and found as ended', SENT, [], [lookOf(DIP, [mine({ status: 'filled' })])], 'found'],
    ['sent, and twice at the venue', SENT, [mine(), mine(second)], [], 'two-orders'],
    ['accepted, and twice at the venue', ACCEPTED, [mine(), mine(second)], [], 'two-orders'],
    ['accepted, and resting', ACCEPTED, [mine()], [], undefined],
    ['accepted, and missed once', ACCEPTED, [], [lookOf(DIP, [])], undefined],
    ['accepted, and missed three times', ACCEPTED, [], nowhere, 'vanished'],
    ['vanished', VANISHED, [], nowhere, 'vanished'],
    ['vanished, and found again', VANISHED, [mine()], [], 'found'],
    ['ended', ENDED, [], [], undefined],
    ['ended, and live', ENDED, [mine()], [], 'came-back'],
    ['decided never to have been, and live', NEVER, [mine()], [], 'came-back'],
    [
      'decided never to have been, and ended',
      NEVER,
      [],
      [lookOf(DIP, [mine({ status: 'filled' })])],
      'came-back',
    ],
    ['recorded as come back', BACK, [mine()], [], 'came-back'],
    ['recorded as come back, and gone', BACK, [], nowhere, 'came-back'],
  ])('%s', (_what, past, live, looks, question) => expect(open(past, live, looks)?.question).toBe(question));

  it.each<readonly [string, readonly Past[], readonly OrderRow[], readonly Look[], readonly string[]]>([
    ['what came back', NEVER, [mine()], [], ['came-back']],
    ['what vanished', ACCEPTED, [], nowhere, ['vanished']],
    ['nothing that stands there', BACK, [mine()], [], []],
    ['nothing that a run finds by itself', SENT, [mine()], [], []],
  ])('has the journal learn, before a decision: %s', (_what, past, live, looks, types) =>
    expect(open(past, live, looks)?.learned.map(({ type }) => type)).toEqual(types),
  );
});

describe('candidates', () => {
  it('are told whose they are, and the order itself is none', () => {
    const other = attemptOf('other');
    const history = historyOf([0, other.intent()], [0, other.accepted()], [0, other.linked('o-3')]);
    const [own, theirs, free] = [mine(), rowOf({ id: 'o-3' as VenueOrderId }), rowOf(second)];
    const unclear = ['o-1', 'o-3', 'o-4'].map((id) => ({ id: id as VenueOrderId, reason: 'r' }));
    const rows = [own, theirs, free];
    expect(candidatesOf({ state: 'known', rows, unclear }, [own], history)).toEqual({
      candidates: [{ row: theirs, owner: orderKey('other') }, { row: free }],
      unclear: [{ id: 'o-4', reason: 'r' }],
    });
  });

  it('are not known where they can’t be read', () =>
    expect(candidatesOf({ state: 'unknown', reason: 'r', remedy: 'R.' }, [], historyOf())).toEqual({
      candidates: { reason: 'r', remedy: 'R.' },
    }));
});
