import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPostgres, openPostgres } from '../../../src/journal/postgres.ts';
import { Book } from '../../../src/journal/postgres/book.ts';
import { lockKeyOf } from '../../../src/journal/postgres/lock-key.ts';
import { MIGRATIONS, migrate } from '../../../src/journal/postgres/schema.ts';
import { Session } from '../../../src/journal/postgres/session.ts';
import { addressOf } from '../../../src/journal/postgres/address.ts';
import type { JournalId } from '../../../src/model/ids.ts';
import { journalContract } from '../../contract/journal.ts';
import { intentOf, runContext } from '../../support/events.ts';
import { type Database, describePostgres, makeDatabase } from '../../support/postgres.ts';
import {
  HALT,
  HOLDER,
  Place,
  RUN,
  STARTED,
  anyProject,
  clock,
  filled,
} from '../../support/postgres-journal.ts';

let database: Database;
let place: Place;
/** What a person with a SQL prompt could do to it. */
const tamper = async (sql: string, ...values: readonly unknown[]): Promise<void> => {
  await database.sql('ALTER TABLE tradeform.events DISABLE TRIGGER USER');
  await database.sql('ALTER TABLE tradeform.journals DISABLE TRIGGER USER');
  await database.sql(sql, values);
};

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = await Session.open(addressOf(database.url, '.'), 'test');
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

describePostgres('a PostgreSQL journal', () => {
  beforeAll(async () => {
    database = await makeDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    place = new Place(database);
  });
  afterEach(() => place.close());

  journalContract('postgres', async () => {
    const { place: own } = new Place(database);
    const id = await createPostgres(own, clock);
    return {
      open: (time) => openPostgres({ ...own, clock: time, expect: { kind: 'pinned', id } }),
      dispose: () => Promise.resolve(),
    };
  });

  describe('its identity', () => {
    it('is made once, and an existing journal is never overwritten', async () => {
      const id = await place.make();
      const journal = await place.open({ expect: { kind: 'pinned', id } });
      await journal.control(RUN, HALT);
      await expect(place.make()).rejects.toMatchObject({ code: 'journal/exists', exitCode: 1 });
      expect(await journal.read()).toHaveLength(1);
    });

    it('is made once by several that make it at the same time', async () => {
      const fresh = await makeDatabase();
      try {
        const one = new Place(fresh, 'one-desk');
        const made = await Promise.allSettled([one.make(), one.make(), one.make(), one.make()]);
        expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const end of made)
          if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'journal/exists' });
      } finally {
        await fresh.drop();
      }
    });

    it('is lost where the pinned journal is absent, and absent where none is pinned', async () => {
      const pinned = { kind: 'pinned', id: 'x' as JournalId } as const;
      await expect(place.open({ expect: pinned })).rejects.toMatchObject({
        ...{ code: 'journal/lost', exitCode: 5 },
        message: expect.stringContaining('Nothing is submitted'),
      });
      await expect(place.open()).rejects.toMatchObject({ code: 'journal/absent', exitCode: 5 });
    });

    it('is lost, and nothing is made, in a database that has no tables of ours', async () => {
      const empty = await makeDatabase();
      try {
        const pinned = { kind: 'pinned', id: 'x' as JournalId } as const;
        await expect(new Place(empty).open({ expect: pinned })).rejects.toMatchObject({
          code: 'journal/lost',
        });
        expect(await empty.sql(`SELECT FROM pg_namespace WHERE nspname = 'tradeform'`)).toEqual([]);
      } finally {
        await empty.drop();
      }
    });

    it('is another one where the pinned id differs, and tells how to set that aside', async () => {
      const id = await place.make();
      const opened = place.open({ expect: { kind: 'pinned', id: 'x' as JournalId } });
      await expect(opened).rejects.toMatchObject({
        ...{ code: 'journal/other', exitCode: 5, message: expect.stringContaining(id) },
        remedy: expect.stringContaining(`SET set_aside = now() WHERE id = '${id}'`),
      });
    });

    it('is not that of another environment or project, though it is pinned', async () => {
      const id = await place.make();
      const { project } = place.place.owner;
      for (const other of [new Place(database, project, 'rehearsal'), new Place(database, anyProject())])
        await expect(other.open({ expect: { kind: 'pinned', id } })).rejects.toMatchObject({
          ...{ code: 'journal/other', exitCode: 5 },
          message: expect.stringContaining(`is of ${project}, environment live`),
        });
    });

    it('is lost once it was set aside, to a run that is using it too; another can be made', async () => {
      const id = await place.make();
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      await lock.append(STARTED);
      await database.sql('UPDATE tradeform.journals SET set_aside = now() WHERE id = $1', [id]);
      await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject({ code: 'journal/lost' });
      await expect(journal.control(RUN, HALT)).rejects.toMatchObject({ code: 'journal/lost' });
      await expect(journal.read()).rejects.toMatchObject({ code: 'journal/lost' });
      const again = place.open({ expect: { kind: 'pinned', id } });
      await expect(again).rejects.toMatchObject({
        code: 'journal/lost',
        message: expect.stringContaining('set aside'),
      });
      expect(await place.make()).not.toBe(id);
    });
  });

  describe('beside others in one database', () => {
    it('has its own events, lock and control lane', async () => {
      const other = new Place(database, place.place.owner.project, 'rehearsal');
      await place.make();
      await other.make();
      const [mine, theirs] = [await place.open(), await other.open()];
      const lock = await mine.lock(RUN, HOLDER, 0);
      const second = await theirs.lock(RUN, { ...HOLDER, actor: 'eve' }, 0);
      await theirs.control(RUN, HALT);
      expect(await lock.appendIntent(intentOf('a'), 0)).toMatchObject({
        kind: 'written',
        event: { sequence: 1 },
      });
      expect(await second.appendIntent(intentOf('a'), 1)).toMatchObject({ code: 'halted' });
      expect(await mine.holder()).toMatchObject({ actor: 'ada' });
      expect(await theirs.holder()).toMatchObject({ actor: 'eve' });
      expect(await theirs.read()).toHaveLength(1);
      await other.close();
      expect(await mine.holder()).toMatchObject({ actor: 'ada' });
    });

    it('is not locked by an advisory lock of another program', async () => {
      const id = await place.make();
      const journal = await place.open();
      const { whole } = lockKeyOf(id);
      await database.sql('SELECT pg_advisory_lock($1::bigint + 1)', [whole]);
      expect(await journal.holder()).toBeUndefined();
    });
  });

  describe('that was tampered with', () => {
    it.each([
      [
        'an altered event',
        `UPDATE tradeform.events SET event = replace(event, 'apply', 'cancel') WHERE journal = $1 AND sequence = 2`,
        2,
      ],
      ['a missing event', 'DELETE FROM tradeform.events WHERE journal = $1 AND sequence = 2', 2],
      ['a missing end', 'DELETE FROM tradeform.events WHERE journal = $1 AND sequence = 3', 3],
      [
        'an end that nobody appended',
        `UPDATE tradeform.journals SET hash = repeat('a', 64) WHERE id = $1`,
        4,
      ],
      // What is found by its column would no longer be found.
      [
        'a column that hides its event',
        `UPDATE tradeform.events SET type = 'intent' WHERE journal = $1 AND sequence = 3`,
        3,
      ],
      [
        'a column that names another key',
        `UPDATE tradeform.events SET key = 'order/b' WHERE journal = $1 AND sequence = 1`,
        1,
      ],
    ])('by %s is broken from there on', async (_, sql, at) => {
      const id = await filled(place, 3);
      await tamper(sql, id);
      const journal = await place.open();
      await expect(journal.read()).rejects.toMatchObject({
        ...{ code: 'journal/broken', exitCode: 5 },
        message: expect.stringContaining(`Event #${at} of the journal in database`),
      });
    });

    it('keeps its events from being changed, removed or emptied without intent', async () => {
      await filled(place, 1);
      await database.sql('ALTER TABLE tradeform.events ENABLE TRIGGER USER');
      for (const statement of [
        `UPDATE tradeform.events SET hash = ''`,
        'DELETE FROM tradeform.events',
        'TRUNCATE tradeform.events',
      ])
        await expect(database.sql(statement)).rejects.toThrow('append-only');
    });

    it('refuses the same attempt twice by an index of its own, whatever was overlooked', async () => {
      const id = await place.make();
      const insert = `INSERT INTO tradeform.events (journal, sequence, event, hash, type, key, generation, attempt)
        VALUES ($1, $2, '', '', 'intent', 'order/a', 1, 1)`;
      await database.sql(insert, [id, 1]);
      await expect(database.sql(insert, [id, 2])).rejects.toThrow('one_intent_per_attempt');
    });
  });

  describe('that was somewhere before', () => {
    const back = (id: JournalId, sequence: number): Promise<void> =>
      tamper(
        `WITH gone AS (DELETE FROM tradeform.events WHERE journal = $1 AND sequence > $2)
         UPDATE tradeform.journals j SET sequence = $2, hash = e.hash
         FROM tradeform.events e WHERE j.id = $1 AND e.journal = $1 AND e.sequence = $2`,
        id,
        sequence,
      );

    it('is lost where a backup was put in its place', async () => {
      const id = await filled(place, 3);
      const journal = await place.open();
      const events = await journal.read();
      const head = { journal: id, sequence: 3, hash: events[2]?.hash ?? '' };
      expect((await place.open({ head })).id).toBe(id);
      await back(id, 2);
      await expect(place.open({ head })).rejects.toMatchObject({
        ...{ code: 'journal/lost', exitCode: 5 },
        message: expect.stringContaining('rolled back: it ends at event #2, but had #3'),
      });
      await expect(journal.read(3)).rejects.toMatchObject({ code: 'journal/lost' });
    });

    it('is lost where it went on differently', async () => {
      const id = await filled(place, 2);
      const head = { journal: id, sequence: 2, hash: 'f'.repeat(64) };
      await expect(place.open({ head })).rejects.toMatchObject({
        ...{ code: 'journal/lost', message: expect.stringContaining('another event #2') },
      });
      // The head of a journal that is no longer pinned says nothing.
      expect((await place.open({ head: { ...head, journal: 'another' as JournalId } })).id).toBe(id);
    });

    it('is told where it stands when it is closed, if anything was written', async () => {
      const noted: unknown[] = [];
      const noteHead = (at: unknown): void => void noted.push(at);
      const id = await filled(place, 1);
      await (await place.open({ noteHead })).close();
      const idle = await place.open({ noteHead });
      await idle.lock(RUN, HOLDER, 0);
      await idle.close();
      expect(noted).toEqual([]);
      const journal = await place.open({ noteHead });
      const lock = await journal.lock(RUN, HOLDER, 0);
      const { sequence, hash } = await lock.append(STARTED);
      await journal.close();
      const person = await place.open({ noteHead });
      const asked = await person.control(RUN, HALT);
      await person.close();
      expect(noted).toEqual([
        { journal: id, sequence, hash },
        { journal: id, sequence: asked.sequence, hash: asked.hash },
      ]);
    });
  });

  it('is read page by page where it is long, with the chain unbroken from page to page', async () => {
    const id = await filled(place, 7);
    await withSession(async (session) => {
      const sequences = (after: number, size: number): Promise<readonly number[]> =>
        session.use(async (ask) =>
          (await new Book(session, id).read(ask, after, size)).map(({ sequence }) => sequence),
        );
      for (const size of [2, 3, 6, 7, 8]) {
        expect(await sequences(0, size)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        expect(await sequences(3, size)).toEqual([4, 5, 6, 7]);
        expect(await sequences(7, size)).toEqual([]);
      }
      await tamper('DELETE FROM tradeform.events WHERE journal = $1 AND sequence = 4', id);
      await expect(sequences(0, 3)).rejects.toMatchObject({ message: expect.stringContaining('Event #4') });
    });
  });

  describe('its tables', () => {
    it('are brought to a newer format by whoever opens them first, once, and older versions say so', async () => {
      await filled(place, 1);
      const next = [...MIGRATIONS, ['CREATE TABLE tradeform.next (one integer)']];
      const migrated = (): Promise<boolean> =>
        withSession((session) =>
          session.use((ask) => migrate(ask, session.place, { create: false, migrations: next })),
        );
      expect(await Promise.all([migrated(), migrated(), migrated()])).toEqual([true, true, true]);
      expect(await database.sql('SELECT version FROM tradeform.format')).toEqual([{ version: 2 }]);
      await expect(place.open()).rejects.toMatchObject({ code: 'journal/newer', exitCode: 5 });
      await database.sql('DROP TABLE tradeform.next');
      await database.sql('UPDATE tradeform.format SET version = 1');
      expect(await (await place.open()).read()).toHaveLength(1);
    });

    it('are not taken for ours where another program has the schema', async () => {
      const taken = await makeDatabase();
      try {
        await taken.sql('CREATE SCHEMA tradeform CREATE TABLE events (id integer)');
        await expect(new Place(taken).make()).rejects.toMatchObject({ code: 'journal/broken', exitCode: 5 });
      } finally {
        await taken.drop();
      }
    });
  });

  it('signs with what it was told, whoever runs', async () => {
    await place.make();
    const journal = await place.open();
    const run = runContext({ actor: 'grace', project: 'p', environment: 'e' });
    expect(await journal.control(run, HALT)).toMatchObject({
      actor: 'grace',
      project: 'p',
      environment: 'e',
    });
  });
});
