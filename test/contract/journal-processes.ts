import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verify } from '../../src/journal/chain.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { PostgresPlace } from '../../src/journal/postgres.ts';
import type { EventDraft } from '../../src/model/event.ts';
import { intentOf, runContext } from '../support/events.ts';

/** Where another process finds the journal. */
export type Where = { readonly dir: string } | PostgresPlace;

export type Order =
  | { readonly do: 'hold' | 'make' | 'append'; readonly where: Where }
  | { readonly do: 'control' | 'contend'; readonly where: Where; readonly times: number };
export type Said =
  | { readonly holding: number }
  | { readonly made: string }
  | { readonly controlled: number }
  | { readonly ran: number };

export interface Other {
  readonly child: ChildProcess;
  /** What it says next. Rejects where it ends without a word. */
  said(): Promise<Said>;
  readonly ended: Promise<void>;
}

const OTHER = new URL('../unit/journal/other-process.ts', import.meta.url);

/** Starts another process on a journal. */
export function startOther(order: Order): Other {
  const child = fork(OTHER);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const heard: Said[] = [];
  child.on('message', (said: Said) => {
    heard.push(said);
    child.emit('heard');
  });
  const next = async (): Promise<Said> => {
    const said = heard.shift();
    if (said) return said;
    if (child.exitCode !== null) throw new Error(`the other process ended with ${child.exitCode}`);
    await Promise.race([ended, once(child, 'heard')]);
    return next();
  };
  child.send(order);
  return { child, said: next, ended };
}

export async function kill({ child, ended }: Other): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

const RUN = runContext();
const HOLDER = { actor: 'ada', command: 'apply', host: 'desk-1', pid: 1, since: '2026-11-21T14:00:00Z' };
const STARTED: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };

export interface SharedJournal {
  readonly where: Where;
  open(): Promise<Journal>;
  /** Resolves once a server has heard that a process is gone; unset: there is none to hear of it. */
  heard?(): Promise<void>;
  dispose(): Promise<void>;
}

/** What every journal must do between processes, whatever it is kept in. */
export function processesContract(name: string, make: () => Promise<SharedJournal>): void {
  describe(`${name} between processes`, () => {
    let shared: SharedJournal;
    const journals: Journal[] = [];
    const others: Other[] = [];
    beforeEach(async () => {
      shared = await make();
    });
    afterEach(async () => {
      for (const other of others.splice(0)) await kill(other);
      for (const journal of journals.splice(0)) await journal.close();
      await shared.dispose();
    });
    const open = async (): Promise<Journal> => {
      const journal = await shared.open();
      journals.push(journal);
      return journal;
    };
    const start = (order: Order): Other => {
      const other = startOther(order);
      others.push(other);
      return other;
    };

    it('a run that is killed with SIGKILL frees the lock at once, and what it appended is there', async () => {
      const journal = await open();
      const other = start({ do: 'hold', where: shared.where });
      expect(await other.said()).toEqual({ holding: 1 });
      await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject({
        code: 'journal/held',
        message: expect.stringContaining(`process ${other.child.pid}`),
      });
      await kill(other);
      await shared.heard?.();
      expect(await journal.holder()).toBeUndefined();
      const lock = await journal.lock(RUN, HOLDER, 0);
      expect((await journal.read()).map((e) => e.actor)).toEqual(['other']);
      expect(await lock.append(STARTED)).toMatchObject({ sequence: 2 });
    });

    it('another process may halt and cancel while this one holds the lock and appends', async () => {
      const journal = await open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      const other = start({ do: 'control', where: shared.where, times: 100 });
      expect(await other.said()).toEqual({ controlled: 1 });
      for (let n = 0; n < 300; n++) await lock.append(STARTED);
      expect(await other.said()).toEqual({ controlled: 100 });
      const events = await journal.read();
      expect(verify(events)).toBeUndefined();
      expect(events.filter((e) => e.type === 'cancel-requested')).toHaveLength(100);
      const firstCancel = events.findIndex((e) => e.type === 'cancel-requested');
      const lastStart = events.findLastIndex((e) => e.type === 'run-started');
      expect(firstCancel).toBeLessThan(lastStart);
      expect(await lock.appendIntent(intentOf('a'), 0)).toMatchObject({ code: 'cancel-requested' });
    });

    it('of several that want to run at the same time one does at a time', async () => {
      const journal = await open();
      const running = Array.from({ length: 3 }, () =>
        start({ do: 'contend', where: shared.where, times: 10 }),
      );
      await Promise.all(running.map((other) => other.said()));
      const events = await journal.read();
      expect(verify(events)).toBeUndefined();
      // Each run writes its beginning and its end: no other run's events stand between them.
      const runs = events.map((e) => `${e.type} ${e.run}`);
      expect(runs).toHaveLength(60);
      for (let n = 0; n < runs.length; n += 2)
        expect(runs[n + 1]).toBe(runs[n]?.replace('run-started', 'run-ended'));
    });
  });
}
