import { describe, expect, it } from 'vitest';
import type { Journal, RunLock } from '../../src/journal/journal.ts';
import type { EventDraft, Scope } from '../../src/model/event.ts';
import { type VenueOrderId, orderKey } from '../../src/model/ids.ts';
import type { Run } from '../../src/model/terms.ts';
import { DESK, TREASURY, intentOf, runContext, subjectOf } from '../support/events.ts';

const RUN = runContext();
const startOf = (name: string, run: Run = 'started') =>
  ({
    type: 'run-intent',
    subject: subjectOf(name),
    data: { orderId: 'o-1' as VenueOrderId, run },
  }) as const;
const accepted: EventDraft = { type: 'accepted', subject: subjectOf('a'), data: { ack: {} } };
const halt = (scope: Scope): EventDraft => ({ type: 'halted', data: { scope, reason: 'fat finger' } });
const cancel = (scope: Scope): EventDraft => ({ type: 'cancel-requested', data: { scope } });

/** What every journal must do with the intent of a start: its strategy is live, so that alone is no reason against it. */
export function startsContract(
  open: () => Promise<Journal>,
  take: (journal: Journal) => Promise<RunLock>,
): void {
  /** A journal in which the strategy `a` was accepted. */
  const working = async (): Promise<{ readonly journal: Journal; readonly lock: RunLock }> => {
    const journal = await open();
    const lock = await take(journal);
    await lock.appendIntent(intentOf('a', {}, { run: 'paused' }), 0);
    await lock.append(accepted);
    return { journal, lock };
  };

  describe('the intent of a start or a pause', () => {
    it('is written while its strategy is live, as often as it is asked for', async () => {
      const { journal, lock } = await working();
      for (const run of ['started', 'paused', 'started'] as const) {
        const result = await lock.appendIntent(startOf('a', run), 0);
        expect(result).toMatchObject({ kind: 'written', event: { ...startOf('a', run) } });
      }
      expect(await journal.read()).toHaveLength(5);
    });

    it('makes no second order possible: the strategy is as live as it was', async () => {
      const { lock } = await working();
      await lock.appendIntent(startOf('a'), 0);
      expect(await lock.appendIntent(intentOf('a', { attempt: 2 }), 0)).toMatchObject({
        ...{ kind: 'refused', code: 'unsettled' },
      });
    });

    it.each<[string, Scope]>([
      ['everything', { kind: 'all' }],
      ['its account', { kind: 'account', account: TREASURY }],
      ['its key', { kind: 'keys', keys: [orderKey('x'), orderKey('a')] }],
    ])('is refused where a halt covers %s, or a cancel of it came after its plan', async (_, scope) => {
      const { journal, lock } = await working();
      const asked = await (await open()).control(RUN, cancel(scope));
      expect(await lock.appendIntent(startOf('a'), asked.sequence - 1)).toMatchObject({
        ...{ kind: 'refused', code: 'cancel-requested' },
      });
      expect(await lock.appendIntent(startOf('a'), asked.sequence)).toMatchObject({ kind: 'written' });
      await journal.control(RUN, halt(scope));
      expect(await lock.appendIntent(startOf('a'), 99)).toMatchObject({
        ...{ kind: 'refused', code: 'halted', message: expect.stringContaining('fat finger') },
      });
      expect((await journal.read()).filter(({ type }) => type === 'run-intent')).toHaveLength(1);
    });

    it('does not mind halts and cancels of others', async () => {
      const { journal, lock } = await working();
      for (const scope of [
        { kind: 'account', account: DESK },
        { kind: 'keys', keys: [orderKey('b')] },
      ] satisfies Scope[]) {
        await journal.control(RUN, halt(scope));
        await journal.control(RUN, cancel(scope));
      }
      expect(await lock.appendIntent(startOf('a'), 0)).toMatchObject({ kind: 'written' });
    });

    it('never minds a cancel request where its plan is said to be of the end of time, as a pause’s is', async () => {
      const { journal, lock } = await working();
      await journal.control(RUN, cancel({ kind: 'all' }));
      expect(await lock.appendIntent(startOf('a', 'paused'), Infinity)).toMatchObject({ kind: 'written' });
    });

    it('passes only through the door that checks it', async () => {
      const { journal, lock } = await working();
      await expect(lock.append(startOf('a'))).rejects.toThrow(TypeError);
      await expect(journal.control(RUN, startOf('a'))).rejects.toThrow(TypeError);
      const { subject: _, ...draft } = startOf('a');
      await expect(lock.appendIntent(draft, 0)).rejects.toThrow(TypeError);
    });
  });
}
