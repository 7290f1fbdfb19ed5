import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, strategyKey } from '../../../src/model/ids.ts';
import type { OrderRow, OrderStatus } from '../../../src/model/order.ts';
import type { Run } from '../../../src/model/terms.ts';
import { observe } from '../../../src/plan/observe.ts';
import {
  NOW,
  type Past,
  SCOPE,
  SETTLE,
  byAccount,
  fillOf,
  historyOf,
  learn,
  lookOf,
  planOf,
  strategiesOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';

const ACC = strategyAttemptOf('acc');
const KEY = strategyKey('acc');
const ID = 's-1' as VenueOrderId;
const MINUTE = 60_000;
const placed = (run: Run): readonly Past[] => [
  [5 * MINUTE, ACC.intent({ run })],
  [5 * MINUTE, ACC.accepted(ID)],
];
const asked = (run: Run, ago = MINUTE): Past => [ago, ACC.about('run-intent', { orderId: ID, run })];
const set = (run: Run): EventDraft => ACC.about('run-set', { run });
const row = (status: OrderStatus, over: Partial<OrderRow> = {}): OrderRow =>
  strategyRowOf({ id: ID, status, ...over });

const taught = (past: readonly Past[], ...rows: readonly OrderRow[]): readonly EventDraft[] =>
  observe(historyOf(...past), byAccount([strategiesOf(rows)], NOW), SCOPE);
const runs = (drafts: readonly EventDraft[]): readonly EventDraft[] =>
  drafts.filter(({ type }) => type === 'run-set');

describe('a start or a pause whose answer was lost', () => {
  it.each<[string, readonly Past[], OrderStatus, Run]>([
    ['a start that shows', [...placed('paused'), asked('started')], 'open', 'started'],
    ['a start that waits for its trigger', [...placed('paused'), asked('started')], 'pending', 'started'],
    ['a pause that shows', [...placed('started'), asked('paused')], 'paused', 'paused'],
    [
      'a pause after a start, neither answered',
      [...placed('paused'), asked('started'), asked('paused')],
      'paused',
      'paused',
    ],
  ])('was taken: %s', (_what, past, status, run) => {
    const drafts = taught(past, row(status));
    expect(runs(drafts)).toEqual([set(run)]);
    const after = learn(historyOf(...past), drafts);
    expect(lastAttempt(after, KEY)).toMatchObject({ run, runAt: NOW });
    expect(observe(after, byAccount([strategiesOf([row(status)])], NOW + 1), SCOPE)).toEqual([]);
  });

  it.each<[string, readonly Past[], OrderStatus]>([
    ['a start that doesn’t show yet', [...placed('paused'), asked('started')], 'paused'],
    ['a start where no state is told', [...placed('paused'), asked('started')], 'unknown'],
    ['a pause of what is being stopped', [...placed('started'), asked('paused')], 'cancelling'],
    ['one that was answered', [...placed('started'), asked('paused'), [1, set('paused')]], 'paused'],
    ['a pause that somebody else made', placed('started'), 'paused'],
    ['a start that somebody else made', placed('paused'), 'open'],
  ])('is none, or not known: %s', (_what, past, status) => {
    expect(runs(taught(past, row(status)))).toEqual([]);
  });

  it('is asked for again by an entry that has changed its mind meanwhile', () => {
    const entry = strategyEntryOf('acc', { run: 'paused' });
    const past = [...placed('paused'), asked('started')];
    const line = (...rows: readonly OrderRow[]) =>
      planOf({ entries: [entry], history: historyOf(...past), snapshots: [strategiesOf(rows)] }).all[0];
    // It may be working: nothing says that it isn't.
    expect(line(row('unknown'))).toMatchObject({
      ...{ action: 'set-run', run: 'paused' },
      reason: 'run started → paused, as the answer to the last request was lost',
    });
    expect(line(row('open'))).toMatchObject({ action: 'set-run', run: 'paused' });
    expect(line(row('paused'))).toMatchObject({ action: 'none', code: 'resting' });
  });
});

describe('a strategy', () => {
  it('is known by its id alone: another one on the same terms is somebody else’s', () => {
    const other = row('open', { id: 's-2' as VenueOrderId });
    const drafts = taught(placed('started'), row('open'), other);
    expect(drafts.map(({ type }) => type)).toEqual([]);
  });

  it('in doubt is never found by its terms, nor settled by time: no tag travels with it', () => {
    const past: readonly Past[] = [[5 * MINUTE, ACC.intent()]];
    const snapshot = strategiesOf([row('open')], {
      looks: [lookOf(ACC, [], 3)],
      acceptanceHorizon: 0,
    });
    expect(observe(historyOf(...past), byAccount([snapshot], NOW + 1000 * MINUTE), SCOPE)).toEqual([]);
  });

  it('tells its end and its fill like an order', () => {
    const ended = row('filled', { fill: fillOf('0.1', '9500') });
    const found = strategiesOf([], { looks: [lookOf(ACC, [ended])] });
    const first = observe(historyOf(...placed('started')), byAccount([found], NOW), SCOPE);
    expect(first.map(({ type }) => type)).toEqual(['observed']);
    const again = observe(
      learn(historyOf(...placed('started')), first),
      byAccount([found], NOW + SETTLE),
      SCOPE,
    );
    expect(again).toMatchObject([{ type: 'final', data: { status: 'filled' } }]);
  });
});
