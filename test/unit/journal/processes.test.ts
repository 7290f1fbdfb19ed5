import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verify } from '../../../src/journal/chain.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { openSqlite } from '../../../src/journal/sqlite.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { steppingClock } from '../../contract/journal.ts';
import { intentOf, runContext } from '../../support/events.ts';
import type { Order, Said } from './other-process.ts';

const RUN = runContext();
const HOLDER = { actor: 'ada', command: 'apply', host: 'desk-1', pid: 1, since: '2026-11-21T14:00:00Z' };
const STARTED: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };

let dir: string;
const journals: Journal[] = [];
const children: Other[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tradeform-journal-'));
});
afterEach(async () => {
  for (const { child, ended } of children.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  for (const journal of journals.splice(0)) await journal.close();
  rmSync(dir, { recursive: true });
});

async function open(): Promise<Journal> {
  const journal = await openSqlite({ dir, clock: steppingClock(), expect: { kind: 'automatic' } });
  journals.push(journal);
  return journal;
}

interface Other {
  readonly child: ChildProcess;
  /** What it says next. Rejects where it ends without a word. */
  said(): Promise<Said>;
  readonly ended: Promise<void>;
}

function start(order: Order): Other {
  const child = fork(new URL('other-process.ts', import.meta.url));
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
  const other = { child, said: next, ended };
  children.push(other);
  return other;
}

describe('between processes', () => {
  it('a run that is killed with SIGKILL frees the lock at once, and what it appended is there', async () => {
    const journal = await open();
    const other = start({ do: 'hold', dir });
    expect(await other.said()).toEqual({ holding: 1 });
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject({
      code: 'journal/held',
      message: expect.stringContaining(`process ${other.child.pid}`),
    });
    other.child.kill('SIGKILL');
    await other.ended;
    expect(await journal.holder()).toBeUndefined();
    const lock = await journal.lock(RUN, HOLDER, 0);
    expect((await journal.read()).map((e) => e.actor)).toEqual(['other']);
    expect(await lock.append(STARTED)).toMatchObject({ sequence: 2 });
  });

  it('another process may halt and cancel while this one holds the lock and appends', async () => {
    const journal = await open();
    const lock = await journal.lock(RUN, HOLDER, 0);
    const other = start({ do: 'control', dir, times: 100 });
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

  it('of several that make the journal at the same time one does, and all use that', async () => {
    const others = Array.from({ length: 4 }, () => start({ do: 'make', dir }));
    const ids = await Promise.all(others.map((other) => other.said()));
    expect(new Set(ids.map((said) => ('made' in said ? said.made : 'none'))).size).toBe(1);
    const { id } = await open();
    expect(ids).toEqual(Array.from({ length: 4 }, () => ({ made: id })));
  });

  it('of several that want to run at the same time one does at a time', async () => {
    await open();
    const others = Array.from({ length: 3 }, () => start({ do: 'contend', dir, times: 10 }));
    await Promise.all(others.map((other) => other.said()));
    const events = await (await open()).read();
    expect(verify(events)).toBeUndefined();
    // Each run writes its beginning and its end: no other run's events stand between them.
    const runs = events.map((e) => `${e.type} ${e.run}`);
    expect(runs).toHaveLength(60);
    for (let n = 0; n < runs.length; n += 2)
      expect(runs[n + 1]).toBe(runs[n]?.replace('run-started', 'run-ended'));
  });
});
