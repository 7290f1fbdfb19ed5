import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasReached, verify } from '../../src/journal/chain.ts';
import type { Holder, IntentResult, Journal, RunLock } from '../../src/journal/journal.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { EventDraft, Scope } from '../../src/model/event.ts';
import { orderKey } from '../../src/model/ids.ts';
import { DESK, T0, TREASURY, intentOf, runContext, subjectOf } from '../support/events.ts';
import { startsContract } from './journal-starts.ts';

/** One store, on which several handles can be opened: what a second process would see. */
export interface JournalStore {
  open(clock: Clock): Promise<Journal>;
  dispose(): Promise<void>;
}

/** Time passes only in `sleep`. */
export function steppingClock(onSleep: () => Promise<void> = () => Promise.resolve()): Clock {
  let now = T0;
  return {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms) => {
      now += ms;
      await onSleep();
    },
  };
}

const RUN = runContext();
const HOLDER: Holder = {
  actor: 'ada',
  command: 'apply',
  host: 'desk-1',
  pid: 4711,
  since: '2026-11-21T14:00:00.000Z',
};
const STARTED: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };
const ENDED: EventDraft = { type: 'run-ended', data: { outcome: 'done' } };
const halt = (scope: Scope): EventDraft => ({ type: 'halted', data: { scope, reason: 'fat finger' } });
const unhalt = (scope: Scope): EventDraft => ({ type: 'unhalted', data: { scope, approver: 'grace' } });
const cancel = (scope: Scope, reason?: string): EventDraft => ({
  type: 'cancel-requested',
  data: { scope, ...(reason === undefined ? {} : { reason }) },
});
const ALL: Scope = { kind: 'all' };

const refusalOf = (result: IntentResult): string => (result.kind === 'refused' ? result.code : result.kind);

const take = (journal: Journal, waitMs = 0): Promise<RunLock> => journal.lock(RUN, HOLDER, waitMs);
const send = async (lock: RunLock, draft = intentOf('a'), planned = 0): Promise<string> =>
  refusalOf(await lock.appendIntent(draft, planned));

/** What every journal must do, whatever it is kept in. */
export function journalContract(name: string, make: () => Promise<JournalStore>): void {
  describe(`${name} keeps the journal's contract`, () => {
    let store: JournalStore;
    const opened: Journal[] = [];
    const open = async (clock: Clock = steppingClock()): Promise<Journal> => {
      const journal = await store.open(clock);
      opened.push(journal);
      return journal;
    };

    beforeEach(async () => {
      store = await make();
    });
    afterEach(async () => {
      for (const journal of opened.splice(0)) await journal.close();
      await store.dispose();
    });

    describe('events', () => {
      it('starts empty, with an id that every handle sees', async () => {
        const journal = await open();
        expect(journal.id).not.toBe('');
        expect((await open()).id).toBe(journal.id);
        expect(await journal.read()).toEqual([]);
      });

      it('gives back what was appended, numbered from 1, timed, signed by the run, and chained', async () => {
        const journal = await open();
        const lock = await take(journal);
        const first = await lock.append(STARTED);
        const second = await lock.append({
          type: 'accepted',
          subject: subjectOf('a'),
          data: { ack: { z: 1, a: [null, 'ü\u2028\u0000'], price: '0.10' } },
        });
        expect(first).toMatchObject({ ...STARTED, ...RUN, sequence: 1, time: T0, previous: '0'.repeat(64) });
        expect(second).toMatchObject({ sequence: 2, previous: first.hash });
        const events = await journal.read();
        expect(events).toEqual([first, second]);
        expect(verify(events)).toBeUndefined();
      });

      it('shows an appended event to other handles at once, before the lock is given back', async () => {
        const [writer, reader] = [await open(), await open()];
        const lock = await take(writer);
        const event = await lock.append(STARTED);
        expect(await reader.read()).toEqual([event]);
      });

      it('reads only what is newer than a sequence', async () => {
        const journal = await open();
        const lock = await take(journal);
        const events = [await lock.append(STARTED), await lock.append(STARTED), await lock.append(STARTED)];
        expect(await journal.read(2)).toEqual(events.slice(2));
        expect(await journal.read(3)).toEqual([]);
        expect(hasReached(events, { sequence: 2, hash: events[1]?.hash ?? '' })).toBe(true);
      });

      it('says that it was rolled back when asked for what follows an event that it never had', async () => {
        const journal = await open();
        await expect(journal.read(7)).rejects.toMatchObject({ code: 'journal/lost', exitCode: 5 });
      });

      it('signs what follows an approval with the plan, and nothing before', async () => {
        const journal = await open();
        const lock = await take(journal);
        await lock.append(STARTED);
        lock.approve('a'.repeat(64));
        await lock.append(STARTED);
        expect((await journal.read()).map((event) => event.plan)).toEqual([undefined, 'a'.repeat(64)]);
      });

      it('stores nothing that is undefined', async () => {
        const journal = await open();
        const data = { code: 'c', message: 'm', ack: undefined, errorId: undefined };
        const draft = { type: 'rejected', subject: subjectOf('a'), data } as unknown as EventDraft;
        await (await take(journal)).append(draft);
        const [event] = await journal.read();
        expect(Object.keys(event?.data ?? {})).toEqual(['code', 'message']);
      });

      it('writes nothing of a draft that could not be read again', async () => {
        const journal = await open();
        const lock = await take(journal);
        const draft = { type: 'linked', subject: subjectOf('a'), data: {} } as unknown as EventDraft;
        await expect(lock.append(draft)).rejects.toThrow('data.orderId');
        expect(await journal.read()).toEqual([]);
        expect((await lock.append(STARTED)).sequence).toBe(1);
      });

      it('takes intents only through the door that checks them', async () => {
        const lock = await take(await open());
        await expect(lock.append(intentOf('a'))).rejects.toThrow(TypeError);
        await expect(lock.appendAll([STARTED, intentOf('a')])).rejects.toThrow(TypeError);
        expect((await lock.append(STARTED)).sequence).toBe(1);
      });

      it('takes several at once: in their order, in one chain', async () => {
        const journal = await open();
        const lock = await take(journal);
        const events = await lock.appendAll([STARTED, ENDED, STARTED]);
        expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
          [1, STARTED.type],
          [2, ENDED.type],
          [3, STARTED.type],
        ]);
        expect(await lock.append(ENDED)).toMatchObject({ sequence: 4, previous: events[2]?.hash });
        expect((await journal.read()).slice(0, 3)).toEqual(events);
      });

      it('takes none of several where one could not be read again', async () => {
        const journal = await open();
        const lock = await take(journal);
        const broken = { type: 'linked', subject: subjectOf('a'), data: {} } as unknown as EventDraft;
        await expect(lock.appendAll([STARTED, broken])).rejects.toThrow('data.orderId');
        expect(await journal.read()).toEqual([]);
        expect((await lock.append(STARTED)).sequence).toBe(1);
      });
    });

    describe('the run lock', () => {
      it('is held by one run at a time; the second is told by whom', async () => {
        const [one, two] = [await open(), await open()];
        await take(one);
        await expect(take(two)).rejects.toMatchObject({
          code: 'journal/held',
          exitCode: 5,
          message: expect.stringMatching(/ada.*apply.*desk-1.*4711.*2026-11-21T14:00:00/),
        });
      });

      it('holds against the same handle too', async () => {
        const journal = await open();
        await take(journal);
        await expect(take(journal)).rejects.toMatchObject({ code: 'journal/held' });
      });

      it('tells who holds it, and that nobody does', async () => {
        const [one, two] = [await open(), await open()];
        expect(await two.holder()).toBeUndefined();
        const lock = await take(one);
        expect(await two.holder()).toEqual(HOLDER);
        await lock.release();
        expect(await two.holder()).toBeUndefined();
      });

      it('is free again after release, and after close', async () => {
        const [one, two] = [await open(), await open()];
        const lock = await take(one);
        await lock.release();
        await lock.release();
        await take(two);
        await two.close();
        expect(await (await take(one)).append(STARTED)).toMatchObject({ sequence: 1 });
      });

      it('waits for the holder, no longer than it was told to', async () => {
        const one = await open();
        const lock = await take(one);
        let sleeps = 0;
        const patient = await open(
          steppingClock(async () => {
            if (++sleeps === 3) await lock.release();
          }),
        );
        await take(patient, 60_000);
        expect(sleeps).toBe(3);

        const clock = steppingClock();
        const before = clock.monotonic();
        await expect(take(await open(clock), 1234)).rejects.toMatchObject({ code: 'journal/held' });
        expect(clock.monotonic() - before).toBe(1234);
      });

      it('writes no more once it was given back', async () => {
        const journal = await open();
        const lock = await take(journal);
        await lock.release();
        await expect(lock.append(STARTED)).rejects.toMatchObject({ code: 'journal/lost-lock', exitCode: 5 });
        await expect(lock.appendIntent(intentOf('a'), 0)).rejects.toMatchObject({
          code: 'journal/lost-lock',
        });
        expect(await journal.read()).toEqual([]);
      });
    });

    describe('the control lane', () => {
      it('appends while another handle holds the run lock, and the run goes on after it', async () => {
        const [runner, person] = [await open(), await open()];
        const lock = await take(runner);
        await lock.append(STARTED);
        await person.control(runContext({ actor: 'grace' }), cancel(ALL));
        await lock.append(STARTED);
        const events = await runner.read();
        expect(events.map((e) => [e.sequence, e.type, e.actor])).toEqual([
          [1, 'run-started', 'ada'],
          [2, 'cancel-requested', 'grace'],
          [3, 'run-started', 'ada'],
        ]);
        expect(verify(events)).toBeUndefined();
      });

      it('takes halts, lifted halts, cancel requests and decisions, and nothing else', async () => {
        const journal = await open();
        const decision: EventDraft = {
          type: 'resolved',
          subject: subjectOf('a'),
          data: { outcome: 'not-executed', reason: 'called the venue' },
        };
        for (const draft of [halt(ALL), unhalt(ALL), cancel(ALL), decision])
          await journal.control(RUN, draft);
        expect(await journal.read()).toHaveLength(4);
        await expect(journal.control(RUN, STARTED)).rejects.toThrow(TypeError);
        await expect(journal.control(RUN, intentOf('a'))).rejects.toThrow(TypeError);
        expect(await journal.read()).toHaveLength(4);
      });
    });

    describe('an intent', () => {
      it('is written, and is there', async () => {
        const journal = await open();
        const result = await (await take(journal)).appendIntent(intentOf('a'), 0);
        expect(result).toMatchObject({ kind: 'written', event: { sequence: 1, ...intentOf('a') } });
        expect(await journal.read()).toEqual(result.kind === 'written' ? [result.event] : []);
      });

      it.each<[string, Scope]>([
        ['everything', ALL],
        ['its account', { kind: 'account', account: TREASURY }],
        ['its key', { kind: 'keys', keys: [orderKey('x'), orderKey('a')] }],
      ])('is refused while a halt covers %s, and written once that is lifted', async (_, scope) => {
        const journal = await open();
        const lock = await take(journal);
        await (await open()).control(RUN, halt(scope));
        expect(await lock.appendIntent(intentOf('a'), 99)).toMatchObject({
          kind: 'refused',
          code: 'halted',
          message: expect.stringContaining('fat finger'),
        });
        expect(await journal.read()).toHaveLength(1);
        await journal.control(RUN, unhalt(scope));
        expect(await send(lock)).toBe('written');
      });

      it('is refused while one of two halts stands', async () => {
        const journal = await open();
        const lock = await take(journal);
        await journal.control(RUN, halt({ kind: 'account', account: TREASURY }));
        await journal.control(RUN, halt({ kind: 'keys', keys: [orderKey('a')] }));
        await journal.control(RUN, unhalt({ kind: 'account', account: TREASURY }));
        expect(await send(lock)).toBe('halted');
      });

      it('does not mind halts and cancels of others', async () => {
        const journal = await open();
        const lock = await take(journal);
        for (const scope of [
          { kind: 'account', account: DESK },
          { kind: 'keys', keys: [orderKey('b')] },
        ] satisfies Scope[]) {
          await journal.control(RUN, halt(scope));
          await journal.control(RUN, cancel(scope));
        }
        expect(await send(lock)).toBe('written');
      });

      it.each<[string, Scope]>([
        ['everything', ALL],
        ['its account', { kind: 'account', account: TREASURY }],
        ['its key', { kind: 'keys', keys: [orderKey('a')] }],
      ])('is refused where a cancel of %s came after its plan', async (_, scope) => {
        const journal = await open();
        const lock = await take(journal);
        await lock.append(STARTED);
        const asked = await (await open()).control(runContext({ actor: 'grace' }), cancel(scope));
        expect(await lock.appendIntent(intentOf('a'), asked.sequence - 1)).toMatchObject({
          kind: 'refused',
          code: 'cancel-requested',
          message: expect.stringContaining('grace'),
        });
        expect(await journal.read()).toHaveLength(2);
        expect(await send(lock, intentOf('a'), asked.sequence)).toBe('written');
      });

      it('is told why the cancel was asked for', async () => {
        const journal = await open();
        const lock = await take(journal);
        await journal.control(RUN, cancel(ALL, 'the desk goes home'));
        expect(await lock.appendIntent(intentOf('a'), 0)).toMatchObject({
          message: expect.stringContaining('the desk goes home'),
        });
      });

      it('is refused while an attempt of its key may still be live', async () => {
        const lock = await take(await open());
        expect(await send(lock)).toBe('written');
        expect(await send(lock, intentOf('a', { attempt: 2 }))).toBe('unsettled');
        expect(await send(lock, intentOf('a', { generation: 2 }))).toBe('unsettled');
        expect(await send(lock, intentOf('b'))).toBe('written');
        await lock.append({ type: 'in-doubt', subject: subjectOf('a'), data: { code: 'c', message: 'm' } });
        expect(await send(lock, intentOf('a', { attempt: 2 }))).toBe('unsettled');
        await lock.append({ type: 'accepted', subject: subjectOf('a'), data: { ack: {} } });
        expect(await send(lock, intentOf('a', { generation: 2 }))).toBe('unsettled');
      });

      it.each<EventDraft>([
        { type: 'not-sent', data: { code: 'c', message: 'm' } },
        { type: 'rejected', data: { code: 'c', message: 'm', ack: {} } },
        { type: 'resolved', data: { outcome: 'not-executed', reason: 'r' } },
        {
          type: 'final',
          data: {
            status: 'cancelled',
            statusText: 'CANCELLED',
            fill: { received: '0' as never, delivered: '0' as never },
          },
        },
      ])('may follow an attempt that is settled: $type', async (verdict) => {
        const lock = await take(await open());
        expect(await send(lock)).toBe('written');
        await lock.append({ ...verdict, subject: subjectOf('a') });
        expect(await send(lock, intentOf('a', { attempt: 2 }))).toBe('written');
      });

      it('follows a rename: the freed name is free, and the new one keeps its open attempt', async () => {
        const lock = await take(await open());
        expect(await send(lock)).toBe('written');
        await lock.append({ type: 'accepted', subject: subjectOf('a'), data: { ack: {} } });
        const [from, to] = [subjectOf('a').key, subjectOf('b').key];
        await lock.append({ type: 'renamed', data: { renames: [{ from, to }] } });
        expect(await send(lock, intentOf('b', { attempt: 2 }))).toBe('unsettled');
        expect(await send(lock, intentOf('a', { attempt: 2 }))).toBe('written');
      });

      it('is refused where this very attempt was written before, settled or not', async () => {
        const lock = await take(await open());
        expect(await send(lock)).toBe('written');
        await lock.append({ type: 'not-sent', subject: subjectOf('a'), data: { code: 'c', message: 'm' } });
        expect(await send(lock)).toBe('unsettled');
      });

      it('knows what another run left behind', async () => {
        const [one, two] = [await open(), await open()];
        const lock = await take(one);
        expect(await send(lock)).toBe('written');
        await lock.release();
        expect(await send(await take(two), intentOf('a', { attempt: 2 }))).toBe('unsettled');
      });

      it('must say which attempt of what it is', async () => {
        const lock = await take(await open());
        const { subject: _, ...draft } = intentOf('a');
        await expect(lock.appendIntent(draft, 0)).rejects.toThrow(TypeError);
      });
    });

    startsContract(open, take);
  });
}
