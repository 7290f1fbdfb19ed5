import { describe, expect, it } from 'vitest';
import { held, lostLock } from '../../../src/journal/lock-errors.ts';
import { refusal } from '../../../src/journal/refusal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { type JournalId, orderKey, strategyKey } from '../../../src/model/ids.ts';
import { TREASURY, chained, intentOf, subjectOf } from '../../support/events.ts';

const told = (control: readonly EventDraft[], ofKey: readonly EventDraft[] = []): string | undefined =>
  refusal(intentOf('a', { attempt: 2 }), 0, {
    journal: 'j' as JournalId,
    control: chained(control),
    ofKey: chained(ofKey),
  })?.message;

describe('a refused intent', () => {
  it.each([
    [{ kind: 'all' } as const, 'a halt covers everything: fat finger'],
    [{ kind: 'account', account: TREASURY } as const, 'a halt covers account treasury: fat finger'],
    [{ kind: 'keys', keys: [orderKey('a'), orderKey('b')] } as const, 'a halt covers a, b: fat finger'],
    [{ kind: 'keys', keys: [orderKey('a'), strategyKey('a')] } as const, 'a halt covers a: fat finger'],
  ])('names the halt: $kind', (scope, message) => {
    expect(told([{ type: 'halted', data: { scope, reason: 'fat finger' } }])).toBe(message);
  });

  it('names who asked for a cancel', () => {
    expect(told([{ type: 'cancel-requested', data: { scope: { kind: 'all' } } }])).toBe(
      'ada asked for a cancel of everything after this run began',
    );
  });

  it('is covered by a cancel under the name that its order had before', () => {
    const asked: EventDraft = {
      type: 'cancel-requested',
      data: { scope: { kind: 'keys', keys: [orderKey('old')] } },
    };
    const renamed: EventDraft = {
      type: 'renamed',
      data: { renames: [{ from: orderKey('old'), to: orderKey('a') }] },
    };
    expect(told([asked], [renamed])).toBe('ada asked for a cancel of old after this run began');
    expect(told([asked])).toBeUndefined();
  });

  it('names the attempt that is in its way', () => {
    expect(told([], [intentOf('a')])).toBe('attempt 1 of generation 1 of order/a may still be live');
    const settled = {
      type: 'not-sent',
      subject: subjectOf('a', { attempt: 2 }),
      data: { code: 'c', message: 'm' },
    };
    expect(told([], [intentOf('a', { attempt: 2 }), settled as EventDraft])).toBe(
      'attempt 2 of generation 1 of order/a was written before',
    );
  });

  it('is none where nothing is in its way', () => {
    expect(told([])).toBeUndefined();
  });
});

describe('a lock that is not ours', () => {
  it('names its holder, or says that there was one a moment ago', () => {
    const holder = { actor: 'ada', command: 'apply', host: 'desk-1', pid: 7, since: '2026-11-21T14:00:00Z' };
    expect(held(holder).message).toBe(
      'The journal is in use: ada runs `apply` on desk-1 (process 7) since 2026-11-21T14:00:00Z.',
    );
    expect(held(undefined).message).toBe('The journal is in use: another run held it until a moment ago.');
    expect([held(undefined).exitCode, lostLock().exitCode]).toEqual([5, 5]);
  });
});
