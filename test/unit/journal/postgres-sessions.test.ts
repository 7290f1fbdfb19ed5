import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { GENESIS, link, verify } from '../../../src/journal/chain.ts';
import type { Journal, RunLock } from '../../../src/journal/journal.ts';
import { addressOf } from '../../../src/journal/postgres/address.ts';
import { lockKeyOf } from '../../../src/journal/postgres/lock-key.ts';
import { type Ask, Session, transaction } from '../../../src/journal/postgres/session.ts';
import { intentOf, runContext, subjectOf } from '../../support/events.ts';
import { Pooler } from '../../support/pooler.ts';
import {
  type Database,
  describeOwnServer,
  describePostgres,
  makeDatabase,
  urlWith,
} from '../../support/postgres.ts';
import { HALT, HOLDER, Place, RUN, STARTED } from '../../support/postgres-journal.ts';

let database: Database;
let place: Place;

/** The server's process that holds the run lock. */
async function holderPid({ id }: Journal): Promise<number> {
  const [row] = await database.sql<{ pid: number }>(
    'SELECT holder_session AS pid FROM tradeform.journals WHERE id = $1',
    [id],
  );
  return row?.pid ?? 0;
}
/** Ends a session as its administrator would, and waits until it is gone. */
async function terminate(pid: number): Promise<void> {
  await database.sql('SELECT pg_terminate_backend($1, 10000)', [pid]);
}
const isWaiting = (pid: number): Promise<void> =>
  database.until(`SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`, [pid]);

const LOST = { code: 'journal/unreachable', exitCode: 5, message: expect.stringContaining('was lost') };

describePostgres('sessions of a PostgreSQL journal', () => {
  beforeAll(async () => {
    database = await makeDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    place = new Place(database);
    await place.make();
  });
  afterEach(() => place.close());

  describe('a run whose connection is lost', () => {
    it('appends nothing more, also not by another way, and says so', async () => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      await lock.append(STARTED);
      await terminate(await holderPid(journal));
      await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject(LOST);
      await expect(lock.append(STARTED)).rejects.toMatchObject(LOST);
      expect(await journal.read()).toHaveLength(1);
      await lock.release();
    });

    it('has lost its lock at once: another run goes on where it left', async () => {
      const [one, two] = [await place.open(), await place.open()];
      const first = await one.lock(RUN, HOLDER, 0);
      await first.appendIntent(intentOf('a'), 0);
      await terminate(await holderPid(one));
      const second = await two.lock(RUN, { ...HOLDER, actor: 'eve' }, 0);
      expect(await second.append(STARTED)).toMatchObject({ sequence: 2 });
      expect(await second.appendIntent(intentOf('a', { attempt: 2 }), 2)).toMatchObject({
        code: 'unsettled',
      });
      await expect(first.append(STARTED)).rejects.toMatchObject(LOST);
      await first.release();
      expect(await one.holder()).toMatchObject({ actor: 'eve' });
    });

    it('in the middle of an append: nothing of it is there, and the run ends', async () => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      const pid = await holderPid(journal);
      const other = new Client({ connectionString: database.url });
      await other.connect();
      await other.query('BEGIN');
      await other.query('SELECT FROM tradeform.journals WHERE id = $1 FOR UPDATE', [journal.id]);
      const appended = lock.appendIntent(intentOf('a'), 0);
      const failed = expect(appended).rejects.toMatchObject(LOST);
      await isWaiting(pid);
      await terminate(pid);
      await failed;
      await other.query('ROLLBACK');
      await other.end();
      expect(await journal.read()).toEqual([]);
    });

    it('is told to every account that was about to append', async () => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      await terminate(await holderPid(journal));
      const ends = await Promise.allSettled(
        ['a', 'b', 'c'].map((name) => lock.appendIntent(intentOf(name), 0)),
      );
      for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: LOST });
      expect(await journal.read()).toEqual([]);
    });

    it('does not read on as if nothing had happened either', async () => {
      const journal = await place.open();
      const session = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tradeform reads%' AND application_name LIKE $1`;
      const [row] = await database.sql<{ pid: number }>(session, [`%${place.place.owner.project}/live`]);
      await terminate(row?.pid ?? 0);
      await expect(journal.read()).rejects.toMatchObject(LOST);
      await expect(journal.control(RUN, HALT)).rejects.toMatchObject(LOST);
    });
  });

  describe('a run whose append failed', () => {
    it('writes no more, though it could: nobody knows what it believes to have written', async () => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      await lock.append(STARTED);
      await database.sql('ALTER TABLE tradeform.events ADD CONSTRAINT full_up CHECK (false) NOT VALID');
      const failed = { code: 'journal/broken', exitCode: 5 };
      await expect(lock.append(STARTED)).rejects.toMatchObject(failed);
      await database.sql('ALTER TABLE tradeform.events DROP CONSTRAINT full_up');
      await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject(failed);
      expect(await journal.read()).toHaveLength(1);
      // Whoever comes next can.
      await lock.release();
      expect(await (await journal.lock(RUN, HOLDER, 0)).append(STARTED)).toMatchObject({ sequence: 2 });
    });

    it.each([
      ['went back', 'SET sequence = 0, hash = repeat($2, 64)', '0'],
      ['became another', 'SET hash = repeat($2, 64)', 'f'],
      ['became another and went on', 'SET sequence = 5, hash = repeat($2, 64)', 'f'],
    ])('because the journal %s under it: it is lost', async (_, change, digit) => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      await lock.append(STARTED);
      await database.sql(`UPDATE tradeform.journals ${change} WHERE id = $1`, [journal.id, digit]);
      await database.sql('ALTER TABLE tradeform.events DISABLE TRIGGER USER');
      await database.sql(`UPDATE tradeform.events SET hash = 'other' WHERE journal = $1`, [journal.id]);
      await database.sql('ALTER TABLE tradeform.events ENABLE TRIGGER USER');
      await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject({
        code: 'journal/lost',
        exitCode: 5,
      });
    });
  });

  it('tell that somebody holds the lock who has not signed, not who held it before', async () => {
    const journal = await place.open();
    await journal.lock(RUN, HOLDER, 0);
    await terminate(await holderPid(journal));
    expect(await journal.holder()).toBeUndefined();
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1::bigint)', [lockKeyOf(journal.id).whole]);
    expect(await journal.holder()).toMatchObject({ actor: 'unknown' });
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject({ code: 'journal/held' });
    await other.end();
  });

  describe('a run that was overtaken', () => {
    it('writes no more, whatever became of its lock', async () => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      await lock.append(STARTED);
      await database.sql('UPDATE tradeform.journals SET fence = fence + 1 WHERE id = $1', [journal.id]);
      const overtaken = { code: 'journal/lost-lock', exitCode: 5 };
      await expect(lock.appendIntent(intentOf('a'), 1)).rejects.toMatchObject(overtaken);
      await expect(lock.append(STARTED)).rejects.toMatchObject(overtaken);
      expect(await journal.read()).toHaveLength(1);
    });
  });

  describe('at the same moment', () => {
    it('halts, cancels and a run append one after the other, and no intent comes after the halt', async () => {
      const runner = await place.open();
      const lock: RunLock = await runner.lock(RUN, HOLDER, 0);
      const people = await Promise.all([place.open(), place.open()]);
      const asked = people.map(async (person, index) => {
        for (let n = 0; n < 20; n++)
          await person.control(runContext({ actor: `person-${index}` }), {
            type: 'cancel-requested',
            data: { scope: { kind: 'keys', keys: [subjectOf('elsewhere').key] } },
          });
        await person.control(RUN, HALT);
      });
      // Accounts side by side, until each is stopped.
      const accounts = ['a', 'b', 'c'].map(async (account) => {
        for (let n = 0; ; n++) {
          const result = await lock.appendIntent(intentOf(`${account}${n}`), 0);
          if (result.kind === 'refused') return result.code;
        }
      });
      expect(await Promise.all(accounts)).toEqual(['halted', 'halted', 'halted']);
      await Promise.all(asked);
      const events = await runner.read();
      expect(verify(events)).toBeUndefined();
      expect(events.filter(({ type }) => type === 'cancel-requested')).toHaveLength(40);
      const halt = events.findIndex(({ type }) => type === 'halted');
      expect(events.findLastIndex(({ type }) => type === 'intent')).toBeLessThan(halt);
    });

    it('a run that weighed its intent before a halt came in weighs it again', async () => {
      const journal = await place.open();
      const lock = await journal.lock(RUN, HOLDER, 0);
      const pid = await holderPid(journal);
      // The halt has the row, and is not there yet for others to see.
      const { text, event } = link(GENESIS, 0, RUN, HALT);
      const halter = new Client({ connectionString: database.url });
      await halter.connect();
      await halter.query('BEGIN');
      await halter.query('UPDATE tradeform.journals SET sequence = 1, hash = $2 WHERE id = $1', [
        journal.id,
        event.hash,
      ]);
      await halter.query(
        `INSERT INTO tradeform.events (journal, sequence, event, hash, type) VALUES ($1, 1, $2, $3, 'halted')`,
        [journal.id, text, event.hash],
      );
      const intent = lock.appendIntent(intentOf('a'), 0);
      await isWaiting(pid);
      await halter.query('COMMIT');
      await halter.end();
      expect(await intent).toMatchObject({ kind: 'refused', code: 'halted' });
      expect(await journal.read()).toEqual([event]);
    });
  });

  describe('settings', () => {
    const asked = async <T>(work: (ask: Ask) => Promise<T>): Promise<T> => {
      const session = await Session.open(addressOf(database.url, '.'), 'test');
      try {
        return await session.use(work);
      } finally {
        await session.close();
      }
    };
    const shown = (name: string): Promise<unknown> =>
      asked(
        async (ask) => (await ask<{ value: string }>('SELECT current_setting($1) AS value', name))[0]?.value,
      );
    const configure = (name: string, value: string): Promise<void> =>
      database.alter(`SET ${name} = ${value}`);
    afterEach(() => database.alter('RESET ALL'));

    it('make commits durable where the database says otherwise, and leave more than that', async () => {
      await configure('synchronous_commit', 'off');
      expect(await shown('synchronous_commit')).toBe('on');
      await configure('synchronous_commit', 'remote_apply');
      expect(await shown('synchronous_commit')).toBe('remote_apply');
    });

    it('do not let a database decide how transactions see each other, or when a session ends', async () => {
      await configure('default_transaction_isolation', `'serializable'`);
      await configure('idle_session_timeout', `'1s'`);
      await configure('statement_timeout', `'1s'`);
      await configure('search_path', `'public'`);
      const level = await asked((ask) =>
        transaction(ask, () => ask<{ l: string }>(`SELECT current_setting('transaction_isolation') AS l`)),
      );
      expect(level).toEqual([{ l: 'read committed' }]);
      expect(await shown('default_transaction_isolation')).toBe('read committed');
      expect(await shown('idle_session_timeout')).toBe('0');
      expect(await shown('statement_timeout')).toBe('0');
      expect(await shown('search_path')).toBe('pg_catalog');
    });

    it('end a session that keeps the row and does nothing, so that a halt gets through', async () => {
      expect(await shown('idle_in_transaction_session_timeout')).toBe('5s');
      expect(await shown('lock_timeout')).toBe('10s');
    });

    it('do not get past a database that is set to read only: reads go on, a run is refused', async () => {
      await configure('default_transaction_read_only', 'on');
      const journal = await place.open();
      expect(await journal.read()).toEqual([]);
      const refused = {
        code: 'journal/unwritable',
        exitCode: 5,
        message: expect.stringContaining('read only'),
      };
      await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject(refused);
      await expect(journal.control(RUN, HALT)).rejects.toMatchObject(refused);
      expect(await journal.holder()).toBeUndefined();
    });
  });
});

describeOwnServer('behind a connection pooler', () => {
  let pooler: Pooler;
  let pooled: Place;
  beforeAll(async () => {
    database = await makeDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    pooler = await Pooler.before(database.url);
    const url = urlWith(database.url, { user: 'unasked', password: '', port: pooler.port });
    place = new Place(database);
    await place.make();
    pooled = new Place({ url }, place.place.owner.project);
  });
  afterEach(async () => {
    await pooled.close();
    await place.close();
    await pooler.close();
  });
  const POOLED = {
    code: 'journal/pooler',
    exitCode: 5,
    remedy: expect.stringContaining('own host and port'),
  };

  it('a journal is not opened', async () => {
    expect((await (await pooled.open()).read()).length).toBe(0);
    pooler.behave({ inventsProcess: true });
    await expect(pooled.open()).rejects.toMatchObject(POOLED);
  });

  it('that looks like the server itself, a lock that landed elsewhere is none', async () => {
    const journal = await pooled.open();
    pooler.behave({ changesAfter: 'pg_try_advisory_lock' });
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject(POOLED);
  });

  it('that changes sessions in the middle of a run, nothing is appended', async () => {
    const journal = await pooled.open();
    const lock = await journal.lock(RUN, HOLDER, 0);
    await lock.append(STARTED);
    pooler.behave({ changesAfter: 'tradeform' });
    await lock.append(STARTED);
    await expect(lock.appendIntent(intentOf('a'), 2)).rejects.toMatchObject(POOLED);
    await expect(lock.append(STARTED)).rejects.toMatchObject(POOLED);
    expect(await (await place.open()).read()).toHaveLength(2);
  });
});
