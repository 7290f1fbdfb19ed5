import { Client } from 'pg';
import type { TradeformError } from '../../lib/errors.ts';
import type { Address } from './address.ts';
import { brokenOff, failed, isSessionOver, unopened } from './failure.ts';
import {
  DURABLE,
  FACTS,
  NOTICE_GONE_CLIENTS,
  SET_UP,
  type ServerFacts,
  notDurable,
  serverFault,
} from './server.ts';

export type Value = string | number | boolean | null | readonly string[];
/** Asks one statement; throws TradeformError. */
export type Ask = <Row extends object>(sql: string, ...values: readonly Value[]) => Promise<readonly Row[]>;

/** A cancel goes on without the journal after this long. */
const CONNECT_MS = 5_000;
/** Longer than any wait for the journal's row; whoever does not answer by then is gone, and the session with it. */
const ANSWER_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;
/** PostgreSQL cuts longer ones off. */
const NAME_BYTES = 63;

/**
 * One session of the server, for as long as it lasts: it is never opened again, for its locks would not come back. What it was asked
 * when it broke off may have been done or not.
 */
export class Session {
  readonly place: string;
  /** The server's process behind it. */
  readonly pid: number;
  readonly #client: Client;
  /** The end of the last piece of work: pieces never mix. */
  #turn: Promise<unknown> = Promise.resolve();
  #over: TradeformError | undefined;

  private constructor(client: Client, place: string, pid: number) {
    this.#client = client;
    this.place = place;
    this.pid = pid;
  }

  /**
   * Opens a session on a server that can keep a journal; `name` is what its administrator sees. Throws TradeformError `journal/unreachable`,
   * `journal/server` (too old, a standby, not durable) or `journal/pooler`.
   */
  static async open(address: Address, name: string): Promise<Session> {
    const { place } = address;
    let client: Client | undefined;
    try {
      client = clientOf(address, name);
      // Without a listener a connection that breaks off would end the process.
      client.on('error', () => undefined);
      await client.connect();
      return await prepared(client, place);
    } catch (error) {
      await client?.end().catch(() => undefined);
      throw unopened(error, place);
    }

    async function prepared(own: Client, at: string): Promise<Session> {
      const [facts] = (await own.query<ServerFacts>(FACTS)).rows;
      // The driver has it, its types don't.
      const { processID } = own as { readonly processID?: number | null };
      const fault = facts === undefined ? notDurable(at) : serverFault(facts, processID, at);
      if (fault !== undefined || facts === undefined) throw fault;
      await own.query(SET_UP);
      const [set] = (await own.query<{ durable: string }>(DURABLE)).rows;
      if (set?.durable !== 'on' && set?.durable !== 'remote_apply') throw notDurable(at);
      await own.query(NOTICE_GONE_CLIENTS).catch(() => undefined);
      const session = new Session(own, at, facts.pid);
      own.on('error', (error) => session.#end(error));
      return session;
    }
  }

  /** Does `work` when all that was asked before is over; nobody else's statements come between its own. */
  use<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    const ask: Ask = (sql, ...values) => this.#ask(sql, values);
    const turn = this.#turn.then(() => work(ask));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Also a session in the middle of something ends; the server takes what was not committed back. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  async #ask<Row extends object>(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    try {
      return (await this.#client.query<Row>(sql, [...values])).rows;
    } catch (error) {
      if (!isSessionOver(error)) throw failed(error, this.place);
      throw this.#end(error);
    }
  }

  /** The first reason counts: what follows from it says less. */
  #end(error: unknown): TradeformError {
    if (this.#over === undefined) {
      this.#over = brokenOff(error, this.place);
      void this.close();
    }
    return this.#over;
  }
}

/** All or nothing of what `work` asks. */
export async function transaction<T>(ask: Ask, work: () => Promise<T>): Promise<T> {
  await ask('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const result = await work();
    await ask('COMMIT');
    return result;
  } catch (error) {
    // Where the session is over there is nothing to take back, and what ended it is told.
    await ask('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Everything is said here, so that no variable of the environment and no file of the user has a say. */
function clientOf({ host, port, database, user, password, tls }: Address, name: string): Client {
  return new Client({
    ...{ host, port, database },
    user: user.reveal(),
    password: () => password?.reveal() ?? '',
    ssl: tls ?? false,
    sslnegotiation: 'postgres',
    application_name: Buffer.from(name).subarray(0, NAME_BYTES).toString(),
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
}
