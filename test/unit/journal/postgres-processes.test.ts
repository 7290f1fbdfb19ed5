import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { openPostgres } from '../../../src/journal/postgres.ts';
import { kill, processesContract, startOther } from '../../contract/journal-processes.ts';
import { type Database, describePostgres, makeDatabase } from '../../support/postgres.ts';
import { Place, clock } from '../../support/postgres-journal.ts';

describePostgres('a PostgreSQL journal', () => {
  let database: Database;
  beforeAll(async () => {
    database = await makeDatabase();
  });
  afterAll(() => database.drop());

  processesContract('postgres', async () => {
    const { place } = new Place(database);
    const made = new Place(database, place.owner.project);
    await made.make();
    return {
      where: place,
      open: () => openPostgres({ ...place, clock, expect: { kind: 'unpinned' } }),
      heard: () =>
        database.until(
          `SELECT WHERE NOT EXISTS (SELECT FROM pg_stat_activity
             WHERE datname = current_database() AND application_name LIKE 'tradeform apply ' || $1 || '/%')`,
          [place.owner.project],
        ),
      dispose: () => Promise.resolve(),
    };
  });

  it('is free again soon after a run was killed that was waiting for the journal’s row', async () => {
    const place = new Place(database);
    const id = await place.make();
    const journal = await place.open();
    const other = startOther({ do: 'append', where: place.place });
    const blocker = new Client({ connectionString: database.url });
    await blocker.connect();
    expect(await other.said()).toEqual({ holding: 1 });
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM tradeform.journals WHERE id = $1 FOR UPDATE', [id]);
    await database.until(
      `SELECT FROM pg_stat_activity a JOIN tradeform.journals j ON a.pid = j.holder_session
         WHERE j.id = $1 AND a.wait_event_type = 'Lock'`,
      [id],
    );
    await kill(other);
    // Nobody has let go of the row: the server notices by itself that the client is gone.
    while ((await journal.holder()) !== undefined);
    await blocker.query('ROLLBACK');
    await blocker.end();
    await place.close();
  });
});
