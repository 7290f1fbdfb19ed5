import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalText, hashOf } from '../../../src/journal/chain.ts';
import { NOT_MADE_YET } from '../../../src/journal/identity.ts';
import type { Holder, Journal } from '../../../src/journal/journal.ts';
import { createSqlite, openSqlite, setAsideSqlite } from '../../../src/journal/sqlite.ts';
import { openFile } from '../../../src/journal/sqlite/file.ts';
import { Store } from '../../../src/journal/sqlite/store.ts';
import { TradeformError } from '../../../src/lib/errors.ts';
import type { EventDraft, JournalEvent } from '../../../src/model/event.ts';
import { type JournalId, orderKey } from '../../../src/model/ids.ts';
import { journalContract, steppingClock } from '../../contract/journal.ts';
import { intentOf, runContext, subjectOf } from '../../support/events.ts';

const clock = steppingClock();
const RUN = runContext();
const HOLDER: Holder = {
  actor: 'ada',
  command: 'apply',
  host: 'desk-1',
  pid: 1,
  since: '2026-11-21T14:00:00Z',
};
const STARTED: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };

journalContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradeform-journal-'));
  return {
    open: (time) => openSqlite({ dir: join(folder, 'j'), clock: time, expect: { kind: 'automatic' } }),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});

let dir: string;
let journals: Journal[];
let stores: Store[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tradeform-journal-'));
  journals = [];
  stores = [];
});
afterEach(async () => {
  for (const journal of journals) await journal.close();
  for (const store of stores) store.close();
  rmSync(dir, { recursive: true });
});

async function open(over: Partial<Parameters<typeof openSqlite>[0]> = {}): Promise<Journal> {
  const journal = await openSqlite({ dir, clock, expect: { kind: 'automatic' }, ...over });
  journals.push(journal);
  return journal;
}

/** A journal with `count` events, closed. */
async function filled(count: number): Promise<JournalId> {
  const journal = await openSqlite({ dir, clock, expect: { kind: 'automatic' } });
  const lock = await journal.lock(RUN, HOLDER, 0);
  for (let n = 0; n < count; n++) await lock.append(STARTED);
  await journal.close();
  return journal.id;
}

/** What a person with a SQL prompt, or a bad disk, could do to it. */
function tamper(sql: string): void {
  const db = new DatabaseSync(join(dir, 'journal.sqlite'));
  db.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_removed;');
  db.exec(sql);
  db.close();
}

describe('the identity of a sqlite journal', () => {
  it('is made once, and an existing journal is never overwritten', async () => {
    const id = await createSqlite(dir, clock);
    const journal = await open({ expect: { kind: 'pinned', id } });
    await journal.control(RUN, { type: 'halted', data: { scope: { kind: 'all' }, reason: 'r' } });
    await expect(createSqlite(dir, clock)).rejects.toMatchObject({ code: 'journal/exists' });
    expect(await journal.read()).toHaveLength(1);
    expect((await open({ expect: { kind: 'unpinned' } })).id).toBe(id);
  });

  it('differs from journal to journal', async () => {
    expect(await createSqlite(join(dir, 'a'), clock)).not.toBe(await createSqlite(join(dir, 'b'), clock));
  });

  it('does not leave drafts behind, made or refused', async () => {
    await createSqlite(dir, clock);
    await expect(createSqlite(dir, clock)).rejects.toThrow('already');
    expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'journal.sqlite']);
  });

  it('is lost where the pinned journal is absent; nothing is made in its place', async () => {
    const pinned = { kind: 'pinned', id: 'x' as JournalId } as const;
    await expect(open({ expect: pinned })).rejects.toMatchObject({
      code: 'journal/lost',
      exitCode: 5,
      message: expect.stringContaining('Nothing is submitted'),
      remedy: expect.stringContaining('backup'),
    });
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each(['pinned', 'automatic'] as const)('is lost where the file is empty (%s)', async (kind) => {
    writeFileSync(join(dir, 'journal.sqlite'), '');
    const expected = kind === 'pinned' ? { kind, id: 'x' as JournalId } : { kind };
    await expect(open({ expect: expected })).rejects.toMatchObject({ code: 'journal/lost', exitCode: 5 });
  });

  it('is lost where the tables were emptied', async () => {
    const id = await filled(3);
    tamper('DELETE FROM journal');
    await expect(open({ expect: { kind: 'pinned', id } })).rejects.toMatchObject({ code: 'journal/lost' });
  });

  it('is another one where the pinned id differs', async () => {
    const id = await createSqlite(dir, clock);
    await expect(open({ expect: { kind: 'pinned', id: 'x' as JournalId } })).rejects.toMatchObject({
      code: 'journal/other',
      exitCode: 5,
      message: expect.stringContaining(id),
    });
  });

  it('is absent where none is pinned and none is there', async () => {
    await expect(open({ expect: { kind: 'unpinned' } })).rejects.toMatchObject({
      code: 'journal/absent',
      exitCode: 5,
      remedy: expect.stringContaining('journal init'),
    });
  });

  it('was rolled back where it ends before, or differs at, a head that it is known to have had', async () => {
    const id = await filled(2);
    copyFileSync(join(dir, 'journal.sqlite'), join(dir, 'old'));
    const longer = await open();
    await (await longer.lock(RUN, HOLDER, 0)).append(STARTED);
    const head = (await longer.read()).at(-1);
    if (!head) throw new Error('no head');
    await open({ expect: { kind: 'pinned', id }, head });
    await expect(open({ head: { ...head, hash: 'f'.repeat(64) } })).rejects.toMatchObject({
      code: 'journal/lost',
    });
    for (const journal of journals) await journal.close();
    copyFileSync(join(dir, 'old'), join(dir, 'journal.sqlite'));
    await expect(open({ expect: { kind: 'pinned', id }, head })).rejects.toMatchObject({
      code: 'journal/lost',
      message: expect.stringContaining('ends at event #2, but had #3'),
    });
    rmSync(join(dir, 'journal.sqlite'));
    await expect(open({ head })).rejects.toMatchObject({ code: 'journal/lost' });
    expect(existsSync(join(dir, 'journal.sqlite'))).toBe(false);
  });
});

describe('a dry run', () => {
  it('reads an absent automatic journal as empty, and makes nothing', async () => {
    const journal = await open({ create: false, dir: join(dir, 'deep', 'er') });
    expect(journal.id).toBe(NOT_MADE_YET);
    expect(await journal.read()).toEqual([]);
    expect(await journal.holder()).toBeUndefined();
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toThrow(TypeError);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('reads an existing journal while a run writes it', async () => {
    await filled(2);
    const writer = await open();
    const lock = await writer.lock(RUN, HOLDER, 0);
    const reader = await open({ create: false });
    expect(await reader.read()).toHaveLength(2);
    await lock.append(STARTED);
    expect(await reader.read()).toHaveLength(3);
  });
});

async function faultIn(): Promise<string> {
  const journal = await open();
  const error = await journal.read().catch((caught: unknown) => caught);
  return error instanceof TradeformError ? `${error.code} ${error.exitCode} ${error.message}` : 'no fault';
}

describe('a journal that was tampered with', () => {
  it('is broken at an altered event', async () => {
    await filled(5);
    tamper(`UPDATE events SET event = replace(event, 'ada', 'eve') WHERE sequence = 3`);
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #3 .*altered/);
  });

  it('is broken at an altered hash', async () => {
    await filled(5);
    tamper(`UPDATE events SET hash = '${'0'.repeat(64)}' WHERE sequence = 4`);
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #4 .*altered/);
  });

  it('is broken where an event was cut out', async () => {
    await filled(5);
    tamper('DELETE FROM events WHERE sequence = 2');
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #2 .*missing/);
  });

  it('is broken where the end was cut off', async () => {
    await filled(5);
    tamper('DELETE FROM events WHERE sequence > 3');
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #4 .*missing/);
  });

  it('is broken where all events were removed', async () => {
    await filled(5);
    tamper('DELETE FROM events');
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #1 .*missing/);
  });

  it('is broken where an event of another journal was put in, hash and all', async () => {
    await filled(5);
    const other = await openSqlite({
      dir: join(dir, 'other'),
      clock: steppingClock(),
      expect: { kind: 'automatic' },
    });
    const lock = await other.lock(runContext({ actor: 'eve' }), HOLDER, 0);
    for (let n = 0; n < 5; n++) await lock.append(STARTED);
    await other.close();
    tamper(`ATTACH '${join(dir, 'other', 'journal.sqlite')}' AS other;
      UPDATE events SET (event, hash) = (SELECT event, hash FROM other.events WHERE sequence = 3) WHERE sequence = 3`);
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #3 .*follow/);
  });

  it('is broken at an event that this program could not have written, though its hash holds', async () => {
    await filled(1);
    const journal = await open();
    const [event] = await journal.read();
    const { hash: _, ...rest } = event ?? {};
    const text = canonicalText({ ...rest, type: 'teleported' });
    const hash = hashOf(text);
    const db = new DatabaseSync(join(dir, 'journal.sqlite'));
    db.exec('DROP TRIGGER events_are_never_changed');
    db.prepare('UPDATE events SET event = ?, hash = ?').run(text, hash);
    db.prepare('UPDATE journal SET hash = ?').run(hash);
    db.close();
    expect(await faultIn()).toMatch(/^journal.broken 5 Event #1 .*bad type/);
  });

  it('refuses an intent on altered control events rather than overlook a halt', async () => {
    const journal = await open();
    await journal.control(RUN, { type: 'halted', data: { scope: { kind: 'all' }, reason: 'r' } });
    tamper(`UPDATE events SET event = replace(event, '"all"', '"keys","keys":[]')`);
    const lock = await journal.lock(RUN, HOLDER, 0);
    await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject({ code: 'journal/broken' });
  });

  it('does not let anyone change or remove an event in passing, nor write an attempt twice', async () => {
    const journal = await open();
    await (await journal.lock(RUN, HOLDER, 0)).appendIntent(intentOf('a'), 0);
    const { db } = openFile(dir);
    expect(() => db.exec(`UPDATE events SET hash = ''`)).toThrow('append-only');
    expect(() => db.exec('DELETE FROM events')).toThrow('append-only');
    const again = `INSERT INTO events (sequence, event, hash)
      SELECT 2, json_set(event, '$.sequence', 2), hash FROM events`;
    expect(() => db.exec(again)).toThrow('UNIQUE constraint failed');
    const elsewhere = 'INSERT INTO events (sequence, event, hash) SELECT 9, event, hash FROM events';
    expect(() => db.exec(elsewhere)).toThrow('CHECK constraint failed');
    db.close();
  });
});

describe('a file that is no journal of ours', () => {
  it('is broken where it is not a database', async () => {
    writeFileSync(
      join(dir, 'journal.sqlite'),
      'these are not the bytes that you are looking for '.repeat(99),
    );
    await expect(open()).rejects.toMatchObject({ code: 'journal/broken', exitCode: 5 });
  });

  it("is broken where it is another program's database", async () => {
    const db = new DatabaseSync(join(dir, 'journal.sqlite'));
    db.exec('CREATE TABLE journal (id TEXT)');
    db.close();
    await expect(open()).rejects.toMatchObject({
      code: 'journal/broken',
      message: expect.stringContaining('another program'),
    });
  });

  it('is broken where its lock is not one', async () => {
    const journal = await open();
    writeFileSync(join(dir, 'lock.sqlite'), 'not a lock '.repeat(99));
    const told = { code: 'journal/broken', exitCode: 5 };
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject(told);
    await expect(journal.holder()).rejects.toMatchObject(told);
  });

  it('is newer where a later version made it', async () => {
    await filled(1);
    tamper('PRAGMA user_version = 2');
    await expect(open()).rejects.toMatchObject({ code: 'journal/newer', exitCode: 5 });
  });

  it('is unwritable where its folder is a file', async () => {
    writeFileSync(join(dir, 'file'), '');
    await expect(open({ dir: join(dir, 'file') })).rejects.toMatchObject({
      code: 'journal/unwritable',
      exitCode: 5,
      message: expect.stringContaining('folder is a file'),
    });
  });
});

const long: EventDraft = { type: 'vanished', subject: subjectOf('a'), data: { message: 'x'.repeat(1e6) } };
async function storeWith(
  fault: string,
): Promise<{ read(): number; write(draft: EventDraft): JournalEvent; mend(sql: string): void }> {
  await filled(1);
  const { db, id } = openFile(dir);
  const store = new Store(db, dir, id ?? NOT_MADE_YET);
  stores.push(store);
  db.exec(fault);
  return {
    read: () => store.read(0).length,
    write: (draft) => store.write(() => store.append(0, RUN, draft)),
    mend: (sql) => db.exec(sql),
  };
}

describe('a run whose journal goes away under it', () => {
  it('writes no more where the file was replaced', async () => {
    const journal = await open();
    const lock = await journal.lock(RUN, HOLDER, 0);
    await lock.append(STARTED);
    renameSync(join(dir, 'journal.sqlite'), join(dir, 'moved.sqlite'));
    await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject({ code: 'journal/lost' });
    await setAsideSqlite(dir, clock);
    await createSqlite(dir, clock);
    await expect(lock.append(STARTED)).rejects.toMatchObject({ code: 'journal/lost' });
  });

  it('is told so when it wants the lock, which stays free', async () => {
    const journal = await open();
    renameSync(join(dir, 'journal.sqlite'), join(dir, 'moved.sqlite'));
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject({ code: 'journal/lost' });
    expect(await journal.holder()).toBeUndefined();
    renameSync(join(dir, 'moved.sqlite'), join(dir, 'journal.sqlite'));
    const lock = await journal.lock(RUN, HOLDER, 0);
    expect(await lock.append(STARTED)).toMatchObject({ sequence: 1 });
  });

  it('has lost its lock where the lock file was removed and another run began', async () => {
    const [one, two] = [await open(), await open()];
    const first = await one.lock(RUN, HOLDER, 0);
    rmSync(join(dir, 'lock.sqlite'));
    const second = await two.lock(runContext({ actor: 'eve' }), { ...HOLDER, actor: 'eve' }, 0);
    await expect(first.append(STARTED)).rejects.toMatchObject({ code: 'journal/lost-lock', exitCode: 5 });
    await expect(first.appendIntent(intentOf('a'), 0)).rejects.toMatchObject({ code: 'journal/lost-lock' });
    await first.release();
    expect(await one.holder()).toMatchObject({ actor: 'eve' });
    expect(await second.append(STARTED)).toMatchObject({ sequence: 1, actor: 'eve' });
  });

  it('says that the disk is full, keeps what was written, and writes no more', async () => {
    const store = await storeWith('PRAGMA max_page_count = 1');
    const told = {
      code: 'journal/unwritable',
      exitCode: 5,
      message: expect.stringContaining('the disk is full'),
    };
    expect(() => store.write(long)).toThrow(expect.objectContaining(told));
    store.mend('PRAGMA max_page_count = 100000');
    expect(() => store.write(STARTED)).toThrow(expect.objectContaining(told));
    expect(store.read()).toBe(1);
  });

  it('says that it is read-only, and goes on where that was mended before anything was begun', async () => {
    const store = await storeWith('PRAGMA query_only = ON');
    const told = { code: 'journal/unwritable', message: expect.stringContaining('read-only') };
    expect(() => store.write(STARTED)).toThrow(expect.objectContaining(told));
    store.mend('PRAGMA query_only = OFF');
    expect(store.write(STARTED)).toMatchObject({ sequence: 2 });
    expect(store.read()).toBe(2);
  });
});

describe("an intent's transaction", () => {
  it('reads each control event once, however often it is asked', async () => {
    const journal = await open();
    const halt: EventDraft = { type: 'halted', data: { scope: { kind: 'all' }, reason: 'r' } };
    await journal.control(RUN, halt);
    const { db, id } = openFile(dir);
    const store = new Store(db, dir, id ?? NOT_MADE_YET);
    stores.push(store);
    const seen = (): readonly number[] =>
      store.write(() => store.standing(orderKey('a')).control.map((event) => event.sequence));
    expect([seen(), seen()]).toEqual([[1], [1]]);
    await journal.control(RUN, halt);
    expect([seen(), seen()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});

const head = async (sequence: number, journal: JournalId) => {
  const store = await open({ expect: { kind: 'unpinned' } });
  const events = await store.read();
  await store.close();
  return { journal, sequence, hash: events[sequence - 1]?.hash ?? 'f'.repeat(64) };
};

describe('a journal that was somewhere before', () => {
  it('is told where it stands when it is closed, if it was written to', async () => {
    const noted: unknown[] = [];
    const noteHead = (at: unknown): void => void noted.push(at);
    const id = await filled(2);
    await (await open({ noteHead })).close();
    expect(noted).toEqual([]);
    const journal = await open({ noteHead });
    await journal.control(RUN, { type: 'halted', data: { scope: { kind: 'all' }, reason: 'r' } });
    const [, , last] = await journal.read();
    await journal.close();
    expect(noted).toEqual([{ journal: id, sequence: 3, hash: last?.hash }]);
  });

  it('is told nothing of a write that was undone', async () => {
    const noted: unknown[] = [];
    await filled(1);
    const journal = await open({ noteHead: (at) => void noted.push(at) });
    const lock = await journal.lock(RUN, HOLDER, 0);
    await expect(lock.append({ ...STARTED, data: {} } as unknown as EventDraft)).rejects.toThrow(TypeError);
    await journal.close();
    expect(noted).toEqual([]);
  });

  it('is lost where another automatic one lies in its place, and where it is gone', async () => {
    const before = await head(2, await filled(2));
    rmSync(join(dir, 'journal.sqlite'));
    await expect(open({ head: before })).rejects.toMatchObject({ code: 'journal/lost' });
    await createSqlite(dir, clock);
    await expect(open({ head: before })).rejects.toMatchObject({
      code: 'journal/other',
      exitCode: 5,
      remedy: expect.stringContaining('journal rebuild'),
    });
  });

  it('is not held to the head of a journal that is no longer pinned', async () => {
    const id = await filled(1);
    const other = { ...(await head(1, id)), journal: 'another' as JournalId, sequence: 99 };
    expect((await open({ expect: { kind: 'pinned', id }, head: other })).id).toBe(id);
  });

  it('is lost where its log is left and its file is gone: a new file would take the old log for its own', async () => {
    await filled(1);
    rmSync(join(dir, 'journal.sqlite'));
    writeFileSync(join(dir, 'journal.sqlite-wal'), 'rests');
    await expect(open()).rejects.toMatchObject({ code: 'journal/lost' });
    await expect(createSqlite(dir, clock)).rejects.toMatchObject({ code: 'journal/lost' });
    const aside = await setAsideSqlite(dir, clock);
    expect(readdirSync(aside ?? '')).toEqual(['journal.sqlite-wal']);
    expect(await setAsideSqlite(dir, clock)).toBeUndefined();
    expect((await open()).id).toBeDefined();
  });
});

describe('durability', () => {
  it('every commit waits for the disk', async () => {
    await createSqlite(dir, clock);
    const { db } = openFile(dir);
    expect(db.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
    expect(db.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA fullfsync').get()).toMatchObject({ fullfsync: 1 });
    db.close();
  });
});
