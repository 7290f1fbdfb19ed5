import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { describe } from 'vitest';
import type { Answer } from './postgres-server.ts';

async function ask(): Promise<Answer> {
  const socket = connect(Number(process.env['TRADEFORM_TEST_POSTGRES_DOOR']), '127.0.0.1');
  return JSON.parse(await text(socket)) as Answer;
}

/** The server of this run of the tests. */
export const server = await ask();
// On a person's machine a missing server is no fault of the change; where changes are judged, it must not look like a success.
if ('unavailable' in server && process.env['CI'] !== undefined) throw new Error(server.unavailable);

// oxlint-disable-next-line vitest/valid-title, vitest/valid-describe-callback -- no suite yet: it makes what makes suites
const suiteUnless = (isMissing: boolean) => describe.skipIf(isMissing);
/** What needs a server: skipped, and said so, where there is none. */
export const describePostgres = suiteUnless('unavailable' in server);
/** What needs the users and the certificate of the server that was made for the tests. */
export const describeOwnServer = suiteUnless(!('ca' in server));

const adminUrl = (): string => ('url' in server ? server.url : '');

/** Parts of a url put in the place of its own. */
export function urlWith(
  url: string,
  parts: {
    readonly user?: string;
    readonly password?: string;
    readonly port?: number;
    readonly host?: string;
    readonly path?: string;
    readonly query?: string;
  },
): string {
  if (url === '') return url;
  const changed = new URL(url);
  if (parts.user !== undefined) changed.username = parts.user;
  if (parts.password !== undefined) changed.password = parts.password;
  if (parts.port !== undefined) changed.port = String(parts.port);
  if (parts.host !== undefined) changed.hostname = parts.host;
  if (parts.path !== undefined) changed.pathname = parts.path;
  if (parts.query !== undefined) changed.search = parts.query;
  return changed.href;
}

/** A session of a person who looks, or meddles. */
export async function sql<Row extends object = Record<string, unknown>>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Resolves once a query finds something; a test that waits in vain runs into its own end. */
async function until(url: string, statement: string, values: readonly unknown[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    while ((await client.query(statement, [...values])).rows.length === 0);
  } finally {
    await client.end();
  }
}

export interface Database {
  readonly url: string;
  sql<Row extends object = Record<string, unknown>>(
    statement: string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>;
  /** Resolves once a query finds something. */
  until(statement: string, values?: readonly unknown[]): Promise<void>;
  /** `ALTER DATABASE … CLAUSE`, from outside of it. */
  alter(clause: string): Promise<void>;
  drop(): Promise<void>;
}

const anyName = (): string => `tradeform_${randomUUID().replaceAll('-', '')}`;

/** A database of its own. */
export async function makeDatabase(options = ''): Promise<Database> {
  const name = anyName();
  await sql(adminUrl(), `CREATE DATABASE ${name} ${options}`);
  const url = urlWith(adminUrl(), { path: `/${name}` });
  return {
    url,
    sql: (statement, values) => sql(url, statement, values),
    until: (statement, values = []) => until(url, statement, values),
    alter: async (clause) => {
      await sql(adminUrl(), `ALTER DATABASE ${name} ${clause}`);
    },
    drop: async () => {
      await sql(adminUrl(), `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export interface Role {
  readonly name: string;
  /** The database, as this user comes in. */
  readonly url: string;
  drop(): Promise<void>;
}

/** A user of a database that owns nothing and may do what everybody may. */
export async function makeRole({ url, ...database }: Database): Promise<Role> {
  const [name, password] = [anyName(), randomUUID()];
  await database.sql(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
  return {
    name,
    url: urlWith(url, { user: name, password }),
    drop: async () => {
      await database.sql(`DROP OWNED BY ${name}`);
      await database.sql(`DROP ROLE ${name}`);
    },
  };
}
