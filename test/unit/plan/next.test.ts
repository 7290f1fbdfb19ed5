import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/model/event.ts';
import type { PlanInput } from '../../../src/plan/input.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { TREASURY } from '../../support/events.ts';
import {
  NOW,
  type Past,
  accountOf,
  attemptOf,
  entryOf,
  historyOf,
  inputOf,
  lookOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';

/* What waits for a person names the line to type, as it has to be typed. */

const MINUTE = 60_000;
const DIP = attemptOf('dip');
const mine = rowOf({ reference: DIP.tag });
const SENT: readonly Past[] = [[MINUTE, DIP.intent()]];
const SENDING: readonly Past[] = [[0, DIP.intent()]];
const OVERDUE: readonly Past[] = [[MINUTE, DIP.intent({ deadline: NOW - 1 })]];
const ENDED: readonly Past[] = [
  ...SENT,
  [MINUTE, DIP.accepted()],
  [MINUTE, DIP.linked()],
  [MINUTE, DIP.final('cancelled')],
];
const halt = (draft: Extract<EventDraft, { readonly type: 'halted' }>['data']): Past => [
  MINUTE,
  { type: 'halted', data: draft },
];

type Case = readonly [
  string,
  readonly Past[],
  Parameters<typeof snapshotOf>,
  Partial<PlanInput>,
  string | undefined,
];

describe('the line to type', () => {
  it.each<Case>([
    ['in doubt', SENT, [[]], {}, 'tradeform resolve dip --env paper'],
    [
      'in doubt, while another run is at work',
      OVERDUE,
      [[]],
      { runner: 'ada' },
      'tradeform resolve dip --env paper',
    ],
    ['being sent by another run', SENDING, [[]], { runner: 'ada' }, undefined],
    ['written down to be sent by a run that is gone', SENDING, [[]], {}, 'tradeform resolve dip --env paper'],
    [
      'in doubt, from another folder',
      SENT,
      [[]],
      { dir: 'desk' },
      'tradeform resolve dip --dir desk --env paper',
    ],
    [
      'vanished',
      [...SENT, [MINUTE, DIP.accepted()]],
      [[], { looks: [lookOf(DIP, [], 3)] }],
      {},
      'tradeform resolve dip --env paper',
    ],
    ['came back', ENDED, [[mine]], {}, 'tradeform resolve dip --env paper'],
    [
      'came back, and has ended since',
      [...SENT, [MINUTE, DIP.about('resolved', { outcome: 'not-executed', reason: 'r' })]],
      [[], { looks: [lookOf(DIP, [{ ...mine, status: 'cancelled' }])] }],
      {},
      'tradeform apply --env paper',
    ],
    [
      'halted',
      [halt({ scope: { kind: 'all' }, reason: 'r' })],
      [[]],
      {},
      'tradeform unhalt --approver NAME --env paper',
    ],
    [
      'halted on its account',
      [halt({ scope: { kind: 'account', account: TREASURY }, reason: 'r' })],
      [[]],
      {},
      'tradeform unhalt --account treasury --approver NAME --env paper',
    ],
    ['halted by the environment', [], [[]], { halts: [{ scope: { kind: 'all' }, reason: 'r' }] }, undefined],
    ['a new entry', [], [[]], {}, undefined],
  ])('%s', (_what, past, shown, over, line) => {
    const world = {
      entries: [entryOf('dip')],
      history: historyOf(...past),
      snapshots: [snapshotOf(...shown)],
      accounts: [accountOf()],
    };
    const { plan } = makePlan({ ...inputOf(world), ...over });
    expect(plan.lines.map(({ next }) => next)).toEqual([line]);
  });

  it('is the venue’s id, quoted, of an order that the journal does not know', () => {
    const row = rowOf({ id: "o'1 $x" as never, reference: DIP.tag });
    const { plan } = makePlan(inputOf({ snapshots: [snapshotOf([row])], accounts: [accountOf()] }));
    expect(plan.lines.map(({ next }) => next)).toEqual([
      String.raw`tradeform resolve 'o'\''1 $x' --env paper`,
    ]);
  });
});
