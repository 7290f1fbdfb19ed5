import { describe, expect, it } from 'vitest';
import { onlyOf } from '../../../src/commands/only.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { type Key, orderKey } from '../../../src/model/ids.ts';
import { knownKeys } from '../../../src/plan/only.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { renderPlan } from '../../../src/report/plan-text.ts';
import {
  type World,
  attemptOf,
  entryOf,
  historyOf,
  inputOf,
  rowOf,
  snapshotOf,
  strategiesOf,
  strategyEntryOf,
} from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';

const names = (...all: readonly string[]): readonly Key[] => all.map(orderKey);
const planOnly = (world: World, ...only: readonly string[]) =>
  makePlan({ ...inputOf(world), only: names(...only) });

const rests = attemptOf('dip-1');
/** dip-1 rests and is edited, dip-2 and dip-3 are new. */
const world: World = {
  entries: [
    entryOf('dip-1', { terms: termsOf({ priceLimit: decimal('95500.00') }) }),
    entryOf('dip-2'),
    entryOf('dip-3'),
  ],
  history: historyOf([60_000, rests.intent()], [59_000, rests.accepted('o-1')]),
  snapshots: [snapshotOf([rowOf()])],
};

describe('a plan of some entries only', () => {
  it('changes those, and counts what was left out', () => {
    const { plan } = planOnly(world, 'dip-2');
    expect(plan.lines.map(({ key, action }) => [key, action])).toEqual([['order/dip-2', 'submit']]);
    expect(plan.only).toEqual({ keys: ['order/dip-2'], leftOut: 2 });
    expect(plan.counts).toMatchObject({ submit: 1, replace: 0 });
  });

  it('says so', () => {
    const text = renderPlan(planOnly(world, 'dip-1', 'dip-2').plan, { color: false, width: 80 });
    expect(text).toContain('Only dip-1, dip-2: 1 change of others left out.\n1 submit, 1 replace.');
  });

  it('counts the orders that are left as they are, and not those that are not sent', () => {
    expect(planOnly(world, 'dip-2').plan.exposure).toMatchObject({
      orders: 2,
      buys: { USD: '95000' },
      sells: {},
      unpriced: 0,
    });
    expect(planOnly(world, 'dip-1').plan.exposure).toMatchObject({
      orders: 1,
      buys: { USD: '47750' },
      sells: {},
      unpriced: 0,
    });
  });

  it('cancels a removed entry only where it is named', () => {
    const removed = { ...world, entries: [entryOf('dip-2')] };
    expect(planOnly(removed, 'dip-2').plan.counts).toMatchObject({ submit: 1, cancel: 0 });
    expect(planOnly(removed, 'dip-1').plan.counts).toMatchObject({ submit: 0, cancel: 1 });
  });

  it('is another plan than that of all, and than that of others', () => {
    const digests = [
      makePlan(inputOf(world)),
      planOnly(world, 'dip-1'),
      planOnly(world, 'dip-1', 'dip-2'),
    ].map(({ plan }) => plan.digest);
    expect(new Set(digests).size).toBe(3);
    const all = planOnly(world, 'dip-1', 'dip-2', 'dip-3').plan;
    expect(all.only?.leftOut).toBe(0);
    expect(renderPlan(all, { color: false, width: 80 })).toContain('nothing left out');
  });

  it('is the same plan whatever others do', () => {
    const more = { ...world, entries: [...(world.entries ?? []), entryOf('dip-4')] };
    expect(planOnly(more, 'dip-2').plan.digest).toBe(planOnly(world, 'dip-2').plan.digest);
  });

  it('is held back by a doubt on another entry, which is told', () => {
    const doubtful = { ...world, history: historyOf([60_000, rests.intent()]), snapshots: [snapshotOf([])] };
    const { plan } = planOnly(doubtful, 'dip-2');
    expect(plan.lines.map(({ key, code, action }) => [key, code, action])).toEqual([
      ['order/dip-1', 'in-doubt', 'none'],
      ['order/dip-2', 'blocked-account', 'none'],
    ]);
    expect(plan.only?.leftOut).toBe(1);
  });

  it('tells mistakes in the files whoever made them, and no mere news of others', () => {
    const ended = attemptOf('dip-4');
    const lowered = attemptOf('dip-5', { generation: 2 });
    const { plan } = planOnly(
      {
        entries: [entryOf('dip-2'), entryOf('dip-4'), entryOf('dip-5')],
        history: historyOf(
          [60_000, ended.intent()],
          [59_000, ended.accepted('o-4')],
          [58_000, ended.final('cancelled')],
          [57_000, lowered.intent()],
          [56_000, lowered.about('rejected', { code: 'x', message: 'x', ack: {} })],
        ),
      },
      'dip-2',
    );
    expect(plan.lines.map(({ key, code }) => [key, code])).toEqual([
      ['order/dip-2', 'new-entry'],
      ['order/dip-5', 'lower-generation'],
    ]);
  });

  it('makes renames whole, in the journal alone', () => {
    const moved = { ...world, entries: [entryOf('dip-9', { formerly: names('dip-1') }), entryOf('dip-2')] };
    const { plan } = planOnly(moved, 'dip-2');
    expect(plan.renames).toEqual([{ from: 'order/dip-1', to: 'order/dip-9' }]);
    expect(plan.lines.map(({ code }) => code)).toEqual(['new-entry', 'renamed']);
  });
});

describe('a name that an order and a strategy had', () => {
  const ended = attemptOf('dip-1');
  const history = historyOf(
    [60_000, ended.intent()],
    [59_000, ended.accepted('o-1')],
    [58_000, ended.final('filled')],
  );
  const entries = [strategyEntryOf('dip-1'), entryOf('dip-2')];

  it('means both: what ended long ago changes nothing', () => {
    const keys = onlyOf(['dip-1'], entries, history);
    expect(keys).toEqual(['order/dip-1', 'strategy/dip-1']);
    const { plan } = makePlan({
      ...inputOf({ entries, history, snapshots: [snapshotOf([]), strategiesOf([])] }),
      ...(keys === undefined ? {} : { only: keys }),
    });
    expect(plan.lines.map(({ key, action }) => [key, action])).toEqual([['strategy/dip-1', 'submit']]);
  });

  it('is told apart from names that nobody has', () => {
    expect(onlyOf(['dip-2', 'dip-2'], entries, history)).toEqual(['order/dip-2']);
    expect(() => onlyOf(['dip-3'], entries, history)).toThrow('No order is called dip-3');
  });
});

describe('names that may be given', () => {
  it('are those of entries and of orders in the journal, but for former names', () => {
    const { history } = inputOf(world);
    expect([...knownKeys([entryOf('dip-2')], history)]).toEqual(names('dip-2', 'dip-1'));
    const renamed = entryOf('dip-9', { formerly: names('dip-1') });
    expect([...knownKeys([renamed], history)]).toEqual(names('dip-9'));
    // A name that was given away and taken again.
    expect(knownKeys([renamed, entryOf('dip-1')], history)).toContain(orderKey('dip-1'));
  });
});
