import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/model/event.ts';
import { fold } from '../../../src/model/fold.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey, strategyKey } from '../../../src/model/ids.ts';
import { NOW, attemptOf, eventsOf, historyOf, strategyAttemptOf } from '../../support/cases.ts';
import { TREASURY } from '../../support/events.ts';

/* What limits ask of a journal: exceptions that were used, failures in a row, and when a strategy was started. */

const A = attemptOf('a');
const B = attemptOf('b');
const noted = (told = A, reason = 'x'): EventDraft =>
  told.about('overridden', { limit: 'TF-L05', reason, value: 'USD 2', limitText: 'USD 1' });

describe('an exception that was used', () => {
  it('stands under its key, with its generation', () => {
    const { overrides } = historyOf([2, noted()], [1, noted(attemptOf('a', { generation: 2 }), 'y')]);
    expect(overrides.get(orderKey('a'))).toEqual([
      { generation: 1, limit: 'TF-L05', reason: 'x' },
      { generation: 2, limit: 'TF-L05', reason: 'y' },
    ]);
  });
  it('of no order is none', () => {
    const about: EventDraft = {
      type: 'overridden',
      data: { limit: 'TF-L05', reason: 'x', value: '', limitText: '' },
    };
    expect(historyOf([0, about]).overrides.size).toBe(0);
  });
  it('goes with its key, also where two keys change places', () => {
    const renames = [
      { from: orderKey('a'), to: orderKey('b') },
      { from: orderKey('b'), to: orderKey('a') },
    ];
    const { overrides } = historyOf(
      [2, noted(A, 'of a')],
      [1, noted(B, 'of b')],
      [0, A.about('renamed', { renames })],
    );
    const reasons = (name: string) => overrides.get(orderKey(name))?.map(({ reason }) => reason);
    expect([reasons('a'), reasons('b')]).toEqual([['of b'], ['of a']]);
  });
  it('joins those that stand there', () => {
    const renames = [{ from: orderKey('a'), to: orderKey('b') }];
    const { overrides } = historyOf(
      [2, noted(A, 'of a')],
      [1, noted(B, 'of b')],
      [0, A.about('renamed', { renames })],
    );
    expect(overrides.get(orderKey('b'))?.map(({ reason }) => reason)).toEqual(['of b', 'of a']);
    expect(overrides.has(orderKey('a'))).toBe(false);
  });
});

describe('a history that grows', () => {
  it('leaves the one that it grew from as it was', () => {
    const before = historyOf(
      [2, A.intent()],
      [1, A.about('not-sent', { code: 'x', message: 'y' })],
      [1, noted()],
    );
    const after = fold(before, eventsOf([0, noted(B)], [0, A.accepted('o-1')]).slice());
    expect([before.failures.get(TREASURY), after.failures.get(TREASURY)]).toEqual([1, undefined]);
    expect([before.overrides.size, after.overrides.size]).toEqual([1, 2]);
  });
});

describe('a strategy', () => {
  it('says when it was last asked to start', () => {
    const told = strategyAttemptOf('work');
    const id = 's-1' as VenueOrderId;
    const at = (...run: readonly ('started' | 'paused')[]) =>
      lastAttempt(
        historyOf(
          [90, told.intent()],
          ...run.map((to, i) => [50 - i, told.about('run-intent', { orderId: id, run: to })] as const),
        ),
        strategyKey('work'),
      )?.startedAt;
    expect(at()).toBeUndefined();
    expect(at('paused')).toBeUndefined();
    expect(at('started')).toBe(NOW - 50);
    expect(at('started', 'paused')).toBe(NOW - 50);
    expect(at('started', 'paused', 'started')).toBe(NOW - 48);
  });
});
