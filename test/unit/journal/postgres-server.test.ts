import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ServerFacts, serverFault } from '../../../src/journal/postgres/server.ts';
import {
  type Database,
  type Role,
  describeOwnServer,
  describePostgres,
  makeDatabase,
  makeRole,
  server,
  urlWith,
} from '../../support/postgres.ts';
import { HALT, HOLDER, Place, RUN, STARTED } from '../../support/postgres-journal.ts';

const SOUND: ServerFacts = { version: 160_004, pid: 7, encoding: 'UTF8', recovering: false, fsync: 'on' };
const told = (facts: Partial<ServerFacts>, announced = 7) =>
  serverFault({ ...SOUND, ...facts }, announced, 'database d on h:1');

describe('a server', () => {
  it('is taken from PostgreSQL 14 on', () => {
    expect(told({})).toBeUndefined();
    expect(told({ version: 140_000 })).toBeUndefined();
    expect(told({ version: 130_018 })).toMatchObject({
      ...{ code: 'journal/server', exitCode: 5, remedy: expect.stringContaining('PostgreSQL 14 or newer') },
      message: 'The server of the journal in database d on h:1 is PostgreSQL 13.18, which is too old.',
    });
    expect(told({ version: 90_624 })?.message).toContain('9.6');
  });

  it('is not taken where it is a standby, writes nothing to its disk, or could not keep every text', () => {
    expect(told({ recovering: true })).toMatchObject({ message: expect.stringContaining('standby') });
    expect(told({ fsync: 'off' })).toMatchObject({ message: expect.stringContaining('fsync=off') });
    expect(told({ encoding: 'SQL_ASCII' })).toMatchObject({ message: expect.stringContaining('SQL_ASCII') });
    expect(told({}, 8)).toMatchObject({ code: 'journal/pooler' });
  });
});

describe('a journal that can’t be reached', () => {
  /** What opening it comes to; with --verbose the cause is printed too. */
  const opened = async (url: string) => {
    const error: unknown = await new Place({ url }).open().catch((reason: unknown) => reason);
    return { error, printed: inspect(error) };
  };
  const unreachable = (why: string) => ({
    error: {
      ...{ code: 'journal/unreachable', exitCode: 5, message: expect.stringContaining(why) },
      remedy: expect.stringContaining('Nothing is submitted'),
    },
    printed: expect.not.stringContaining('s3cr3t'),
  });
  const at = (port: number, query = ''): string => `postgres://u:s3cr3t-pw@127.0.0.1:${port}/d${query}`;
  /** A server that does `what` with everybody who comes. */
  async function listening<T>(
    what: (socket: Socket) => void,
    work: (port: number) => Promise<T>,
  ): Promise<T> {
    const other = createServer(what).listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      return await work((other.address() as AddressInfo).port);
    } finally {
      other.close();
    }
  }

  it('because nobody listens there', async () => {
    const port = await listening(
      () => undefined,
      (free) => Promise.resolve(free),
    );
    const why = `database d on 127.0.0.1:${port} can't be reached: nothing listens there`;
    expect(await opened(at(port))).toMatchObject(unreachable(why));
  });

  it('because there is no such socket', async () => {
    const socket = 'postgres:///d?host=/nowhere/at-all&user=u';
    expect(await opened(socket)).toMatchObject(unreachable('there is no such socket'));
  });

  it.each<[string, string, (socket: Socket) => void, string?]>([
    ['somebody else answers', "can't be reached: it", (socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')],
    ['it hangs up', 'it broke the connection off', (socket) => socket.destroy()],
    [
      'it does not speak TLS, where that was asked for',
      'it does not speak TLS',
      (socket) => socket.once('data', () => socket.end('N')),
      '?sslmode=require',
    ],
  ])('because %s', (_, why, what, query) =>
    listening(what, async (port) => expect(await opened(at(port, query))).toMatchObject(unreachable(why))),
  );

  describeOwnServer('because the server refuses', () => {
    const url = 'url' in server ? server.url : '';
    it.each([
      ['a wrong password', urlWith(url, { password: 's3cr3t-pw' }), 'refused the user name or the password'],
      [
        'a user that it does not know',
        urlWith(url, { user: 's3cr3t-user' }),
        'refused the user name or the password',
      ],
      ['a missing password', urlWith(url, { password: '' }), 'it asks for a password, and the url has none'],
      ['a database that is not there', urlWith(url, { path: '/none' }), 'it has no such database'],
    ])('%s', async (_, wrong, why) => expect(await opened(wrong)).toMatchObject(unreachable(why)));
  });
});

describeOwnServer('TLS', () => {
  let database: Database;
  let folder: string;
  const encrypted = (host: string, query: string): Place =>
    new Place({ url: urlWith(database.url, { user: 'encrypted', host, query }) }, 'tls-desk');
  beforeAll(async () => {
    database = await makeDatabase();
    folder = mkdtempSync(join(tmpdir(), 'tradeform-tls-'));
    if ('ca' in server) writeFileSync(join(folder, 'ca.pem'), server.ca ?? '');
    await new Place(database, 'tls-desk').make();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });
  const opened = async (host: string, query: string): Promise<boolean> => {
    const place = encrypted(host, query);
    try {
      const journal = await place.open();
      await journal.control(RUN, HALT);
      const [row] = await database.sql<{ ssl: boolean }>(
        `SELECT bool_and(s.ssl) AS ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
         WHERE a.datname = current_database() AND a.application_name LIKE 'tradeform%'`,
      );
      return row?.ssl === true;
    } finally {
      await place.close();
    }
  };
  const ca = (): string => `sslrootcert=${join(folder, 'ca.pem')}`;

  it('is used, and the server is asked who it is, as sslmode says', async () => {
    expect(await opened('localhost', `sslmode=verify-full&${ca()}`)).toBe(true);
    expect(await opened('127.0.0.1', `sslmode=verify-ca&${ca()}`)).toBe(true);
    expect(await opened('127.0.0.1', 'sslmode=require')).toBe(true);
  });

  it('does not go on with a server that is another, or that nobody here trusts', async () => {
    const refused = (why: string) => ({
      ...{ code: 'journal/unreachable', exitCode: 5, message: expect.stringContaining(why) },
      remedy: expect.stringContaining('sslrootcert'),
    });
    await expect(opened('127.0.0.1', `sslmode=verify-full&${ca()}`)).rejects.toMatchObject(
      refused('for another host'),
    );
    await expect(opened('localhost', 'sslmode=verify-full')).rejects.toMatchObject(
      refused('nobody that is trusted'),
    );
    await expect(opened('127.0.0.1', 'sslmode=verify-ca')).rejects.toMatchObject(
      refused('nobody that is trusted'),
    );
  });

  it('is asked for by the server where the url left it out', () =>
    expect(opened('127.0.0.1', '')).rejects.toMatchObject({
      message: expect.stringContaining('not without TLS'),
    }));
});

describePostgres('rights', () => {
  let database: Database;
  let role: Role;
  let theirs: Place;
  beforeEach(async () => {
    database = await makeDatabase();
    role = await makeRole(database);
    theirs = new Place(role, 'desk');
  });
  afterEach(async () => {
    await theirs.close();
    await role.drop();
    await database.drop();
  });
  const lacks = (...grants: readonly string[]) => ({
    ...{
      code: 'journal/rights',
      exitCode: 5,
      message: expect.stringContaining(`lacks rights: ${grants.join('; ')}.`),
    },
    remedy: expect.stringContaining('in the place of USER'),
  });
  const grant = (text: string): Promise<unknown> => database.sql(text.replace('USER', role.name));

  it('to make the tables are asked for by name, or a schema of its own will do', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await expect(theirs.make()).rejects.toMatchObject(lacks(`GRANT CREATE ON DATABASE "${name}" TO USER`));
    await database.sql('CREATE SCHEMA tradeform');
    await expect(theirs.make()).rejects.toMatchObject(
      lacks('GRANT CREATE, USAGE ON SCHEMA tradeform TO USER'),
    );
    await grant('GRANT CREATE, USAGE ON SCHEMA tradeform TO USER');
    await theirs.make();
    const lock = await (await theirs.open()).lock(RUN, HOLDER, 0);
    expect(await lock.append(STARTED)).toMatchObject({ sequence: 1 });
  });

  it('to read and to write are asked for one by one, no more than each needs', async () => {
    await new Place(database, 'desk').make();
    await expect(theirs.open()).rejects.toMatchObject(lacks('GRANT USAGE ON SCHEMA tradeform TO USER'));
    await grant('GRANT USAGE ON SCHEMA tradeform TO USER');
    await expect(theirs.open()).rejects.toMatchObject(lacks('GRANT SELECT ON tradeform.format TO USER'));
    await grant('GRANT SELECT ON tradeform.format TO USER');
    await expect(theirs.open()).rejects.toMatchObject(
      lacks('GRANT SELECT ON tradeform.journals TO USER', 'GRANT SELECT ON tradeform.events TO USER'),
    );
    await grant('GRANT SELECT ON ALL TABLES IN SCHEMA tradeform TO USER');
    const journal = await theirs.open();
    expect(await journal.read()).toEqual([]);
    expect(await journal.holder()).toBeUndefined();
    const toWrite = lacks(
      'GRANT UPDATE ON tradeform.journals TO USER',
      'GRANT INSERT ON tradeform.events TO USER',
    );
    await expect(journal.lock(RUN, HOLDER, 0)).rejects.toMatchObject(toWrite);
    await expect(journal.control(RUN, HALT)).rejects.toMatchObject(toWrite);
    await grant('GRANT UPDATE ON tradeform.journals TO USER');
    await grant('GRANT INSERT ON tradeform.events TO USER');
    expect(await (await journal.lock(RUN, HOLDER, 0)).append(STARTED)).toMatchObject({ sequence: 1 });
    await expect(new Place(role, 'another').make()).rejects.toMatchObject(
      lacks('GRANT INSERT ON tradeform.journals TO USER'),
    );
  });
});
