import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, duplicates, ladder, said } from '../support/desk.ts';
import { Middle } from '../support/middle.ts';
import { type Database, describePostgres, makeDatabase, urlWith } from '../support/postgres.ts';

let database: Database;
let desk: Desk;

/** The desk's environment `tcp`, with its journal on the server. */
async function openDesk(): Promise<Desk> {
  const opened = await Desk.open();
  const project = await opened.read('tradeform.yaml');
  const journal = 'journal: { type: postgres, url: "${E2E_DATABASE}" }';
  await opened.write('tradeform.yaml', project.replace('journal: { type: sqlite }', journal));
  return opened;
}

const received = (): number => desk.ledger().requests.received;
const all = ({ stdout, stderr }: Ended): string => stdout + stderr;
const ID_TEXT = /, id: ([0-9a-f-]{36})/;
const pinned = async (): Promise<string> => ID_TEXT.exec(await desk.read('tradeform.yaml'))?.[1] ?? 'none';
/** Ends the sessions of a running command, as their administrator would. */
const terminate = async (name = 'tradeform apply'): Promise<void> => {
  const ended = await database.sql(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE $1 || '%'`,
    [name],
  );
  expect(ended.length).toBeGreaterThan(0);
};

describePostgres('with a PostgreSQL journal', () => {
  beforeAll(async () => {
    database = await makeDatabase();
    process.env['E2E_DATABASE'] = database.url;
  });
  afterAll(async () => {
    delete process.env['E2E_DATABASE'];
    await database.drop();
  });
  beforeEach(async () => {
    desk = await openDesk();
    // Each desk is a project of its own among the others of the database.
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replace('e2e-desk', `desk-${process.hrtime.bigint()}`));
    await desk.tcp('journal', 'init');
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
  });
  afterEach(() => desk.close());

  it('the main job goes as with any other, and tells where the journal is', async () => {
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 2 unchanged.');
    const status = await desk.tcp('journal', 'status');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    const { host, pathname } = new URL(database.url);
    expect(status.stdout).toContain(`journal     ${await pinned()}, pinned in tradeform.yaml`);
    expect(status.stdout).toContain(`store       postgres, database ${pathname.slice(1)} on`);
    expect(status.stdout).toMatch(/head {8}#\d+ [0-9a-f]{12}\n[^]*lock {8}free\n/);
    const json = await desk.tcp('journal', 'status', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      store: { type: 'postgres', server: host, database: pathname.slice(1) },
      inDoubt: 0,
    });
    expect(await desk.tcp('history', '--verify')).toMatchObject({ code: 0 });
    expect(await desk.tcp('cancel', '--all')).toMatchObject({ code: 0 });
    expect((await desk.tcp('history')).stdout).toContain('cancel');
  });

  it('a journal is made once; what an init left that could not write it down is taken up', async () => {
    const id = await pinned();
    const forgotten = (await desk.read('tradeform.yaml')).replace(ID_TEXT, '');
    await desk.write('tradeform.yaml', forgotten);
    expect(await desk.tcp('journal', 'init')).toMatchObject({ code: 0 });
    expect(await pinned()).toBe(id);
    await desk.tcp('apply', '--yes');
    await desk.write('tradeform.yaml', forgotten);
    const again = await desk.tcp('journal', 'init');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('There is a journal of');
  });

  describe('a connection that is lost', () => {
    let middle: Middle;
    beforeEach(async () => {
      middle = await Middle.before(desk);
    });
    afterEach(() => middle.close());

    it('before anything is sent: nothing is', async () => {
      let ended = false;
      middle.tricks = {
        tell: async (told, { method }) => {
          if (method === 'GET' && !ended) {
            ended = true;
            await terminate();
          }
          return told;
        },
      };
      const applied = await desk.tcp('apply', '--yes');
      expect(applied.code).toBe(5);
      expect(applied.stderr).toContain('The connection to the journal in database');
      expect(applied.stderr).toContain('Run the command again');
      expect(received()).toBe(0);
      middle.tricks = {};
      expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
      expect(received()).toBe(2);
    });

    it('while an order is on its way: its outcome is told, and no other follows', async () => {
      middle.tricks = {
        tell: async (told, { method }) => {
          if (method === 'POST') await terminate();
          return told;
        },
      };
      const applied = await desk.tcp('apply', '--yes');
      expect(applied.code).toBe(6);
      expect(applied.stderr).toContain('The venue accepted dip-1');
      expect(applied.stderr).toContain('tradeform resolve dip-1');
      expect(received()).toBe(1);
      middle.tricks = {};
      // The next run finds what it left in flight, and goes on.
      expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
      expect(received()).toBe(2);
      expect(duplicates(desk.ledger())).toEqual([]);
    });
  });

  describe('a journal that can’t be reached', () => {
    it.each([
      ['is not where it was', (url: string) => urlWith(url, { port: 9 }), "can't be reached"],
      [
        'is on a server that refuses',
        (url: string) => urlWith(url, { user: 'nobody-knows' }),
        "can't be reached",
      ],
      ['has no url', () => '', 'E2E_DATABASE is empty'],
    ])(
      'because it %s: nothing is submitted, reads go on where they can, and so does a cancel',
      async (_, url, why) => {
        await desk.tcp('apply', '--yes');
        await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
        const env = { E2E_DATABASE: url(database.url) };
        const run = (...args: readonly string[]): Promise<Ended> =>
          desk.start([...args, '--env', 'tcp', '--verbose'], env).ended;
        const applied = await run('apply', '--yes');
        expect(applied.code).toBe(env.E2E_DATABASE === '' ? 1 : 5);
        expect(applied.stderr).toContain(why);
        if (env.E2E_DATABASE !== '') {
          const plan = await run('plan');
          expect(plan.code).toBe(5);
          // What can't be seen may be whole: no other is made in its place.
          expect((await run('journal', 'rebuild', '--yes')).code).toBe(5);
          expect(plan.stdout).toMatch(/! dip-3 .*not sent\n +the journal can't be reached/);
        }
        expect((await run('journal', 'status')).stdout).toContain(why);
        expect(received()).toBe(2);
        const cancelled = await run('cancel', '--all');
        expect(cancelled.code).toBe(0);
        expect(desk.ledger().orders.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
        const { username, password } = new URL(database.url);
        for (const secret of [password, 'nobody-knows', `${username}:`].filter((text) => text.length > 1))
          expect(all(applied) + all(cancelled)).not.toContain(secret);
      },
    );
  });

  describe('a journal that was lost', () => {
    beforeEach(async () => {
      await desk.tcp('apply', '--yes');
    });
    const setAside = async (): Promise<string> => {
      const id = await pinned();
      await database.sql('UPDATE tradeform.journals SET set_aside = now() WHERE id = $1', [id]);
      return id;
    };

    it('submits nothing, and is put together again from what the tags prove', async () => {
      const old = await setAside();
      await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
      const applied = await desk.tcp('apply', '--yes');
      expect(applied.code).toBe(5);
      expect(applied.stderr).toContain('was set aside');
      expect((await desk.tcp('plan')).stdout).toContain('journal LOST');
      expect(received()).toBe(2);
      expect(await desk.tcp('journal', 'rebuild', '--yes')).toMatchObject({ code: 0 });
      expect(await pinned()).not.toBe(old);
      expect((await desk.tcp('plan')).stdout).toContain('1 submit. 2 unchanged.');
      expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
      expect(received()).toBe(3);
      expect(duplicates(desk.ledger())).toEqual([]);
      // What it was is kept, for whoever asks later.
      expect(await database.sql('SELECT FROM tradeform.events WHERE journal = $1', [old])).not.toEqual([]);
    });

    it('to a backup is found out by the head that this machine noted', async () => {
      const id = await pinned();
      const noted = JSON.parse(await readFile(join(desk.dir, '.tradeform/tcp/head'), 'utf8')) as {
        sequence: number;
      };
      await database.sql('ALTER TABLE tradeform.events DISABLE TRIGGER USER');
      await database.sql('DELETE FROM tradeform.events WHERE journal = $1 AND sequence = $2', [
        id,
        noted.sequence,
      ]);
      await database.sql('ALTER TABLE tradeform.events ENABLE TRIGGER USER');
      await database.sql(
        `UPDATE tradeform.journals j SET sequence = e.sequence, hash = e.hash FROM tradeform.events e
          WHERE j.id = $1 AND e.journal = $1 AND e.sequence = $2`,
        [id, noted.sequence - 1],
      );
      const applied = await desk.tcp('apply', '--yes');
      expect(applied.code).toBe(5);
      expect(applied.stderr).toContain('was rolled back');
      expect(await desk.tcp('journal', 'rebuild', '--yes')).toMatchObject({ code: 0 });
      expect(await pinned()).toBe(id);
      expect((await desk.tcp('plan')).stdout).toContain('No changes. 2 unchanged.');
    });
  });
});

for (const type of ['sqlite', 'postgres'] as const) {
  const suite = type === 'postgres' ? describePostgres : describe;
  suite(`two runs at once on one ${type} journal`, () => {
    beforeAll(async () => {
      if (type === 'sqlite') return;
      database = await makeDatabase();
      process.env['E2E_DATABASE'] = database.url;
    });
    afterAll(async () => {
      if (type === 'postgres') await database.drop();
    });
    beforeEach(async () => {
      desk = type === 'postgres' ? await openDesk() : await Desk.open();
      const project = await desk.read('tradeform.yaml');
      // The first run waits for its answer for as long as a test looks at it, on a slow machine too.
      const patient = project.replace('timeout: 3s', 'timeout: 60s');
      await desk.write('tradeform.yaml', patient.replace('e2e-desk', `desk-${process.hrtime.bigint()}`));
      await desk.tcp('journal', 'init');
      await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
      middle = await Middle.before(desk);
    });
    afterEach(async () => {
      await middle.close();
      await desk.close();
    });
    let middle: Middle;
    /** A run whose first order has reached the venue, and whose answer doesn't come. */
    async function sending(): Promise<ReturnType<Desk['start']>> {
      const { promise: reached, resolve } = Promise.withResolvers<void>();
      let isFirst = true;
      middle.tricks = {
        tell: (told, { method }) => {
          if (method !== 'POST' || !isFirst) return told;
          isFirst = false;
          resolve();
          return new Promise(() => undefined);
        },
      };
      const run = desk.start(['apply', '--yes', '--env', 'tcp']);
      await reached;
      return run;
    }

    it('one applies, and the other exits 5 and names it; a cancel need not wait', async () => {
      const { child, ended } = await sending();
      const other = await desk.tcp('apply', '--yes');
      expect(other.code).toBe(5);
      const holder = new RegExp(`runs .?apply.? on .*\\(process ${child.pid}\\) since`);
      expect(other.stderr).toMatch(holder);
      expect((await desk.tcp('journal', 'status')).stdout).toMatch(holder);
      const patient = await desk.tcp('apply', '--yes', '--lock-timeout', '1');
      expect(patient.code).toBe(5);
      expect(patient.stderr).toMatch(holder);
      expect(received()).toBe(1);
      expect(await desk.tcp('cancel', 'dip-1')).toMatchObject({ code: 0 });
      child.kill('SIGKILL');
      await ended;
    });

    it('the other waits as long as it is told to, and goes on at once where the first is killed', async () => {
      const first = await sending();
      const second = desk.start(['apply', '--yes', '--lock-timeout', '600', '--env', 'tcp']);
      await said(second.child, /Waiting up to 600 s for the journal: .* runs `apply` on .* \(process \d+\)/);
      first.child.kill('SIGKILL');
      await first.ended;
      // It finds what the first had in flight, and sends the rest.
      expect(await second.ended).toMatchObject({ code: 0 });
      expect(received()).toBe(2);
      expect(duplicates(desk.ledger())).toEqual([]);
    });

    it('a time to wait is whole seconds', async () => {
      for (const wrong of ['1.5', '-1', 'soon', '100000'])
        expect(await desk.tcp('apply', '--yes', `--lock-timeout=${wrong}`)).toMatchObject({ code: 64 });
      expect(received()).toBe(0);
    });
  });
}
