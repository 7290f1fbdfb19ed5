import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { type Answer, setup } from '../../support/postgres-server.ts';

/** A database for the journals of some desks, and how it goes away again; undefined where no server is to be had. */
export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** The server of this run of the tests, or one that is started for these rounds alone. */
async function serverUrl(): Promise<{ readonly answer: Answer; readonly stop: () => Promise<void> }> {
  const isOwn = process.env['TRADEFORM_TEST_POSTGRES_DOOR'] === undefined;
  const stop = isOwn ? await setup() : () => Promise.resolve();
  const door = Number(process.env['TRADEFORM_TEST_POSTGRES_DOOR']);
  return { answer: JSON.parse(await text(connect(door, '127.0.0.1'))) as Answer, stop };
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function makeDatabase(): Promise<Database | undefined> {
  const { answer, stop } = await serverUrl();
  if ('unavailable' in answer) {
    await stop();
    return undefined;
  }
  const name = `rounds_${randomUUID().replaceAll('-', '')}`;
  await ask(answer.url, `CREATE DATABASE ${name}`);
  const url = new URL(answer.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await ask(answer.url, `DROP DATABASE ${name} WITH (FORCE)`);
      await stop();
    },
  };
}
