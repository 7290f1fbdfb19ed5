import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { EXIT } from '../../lib/exit.ts';
import { TradeformError } from '../../lib/errors.ts';
import { FROM_VERSION_1, ORDER_TABLES } from './tables.ts';
import { VOLVEN_SCHEMA } from './volven/schema.ts';

/** Raised with every change of a table: another version is brought up to this one or refused, never guessed at. */
const SCHEMA_VERSION = 2;

// Columns bear the names that the code uses, so that no second vocabulary stands between the two.
const FACTS = 'CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;';
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quotes (ticker TEXT PRIMARY KEY, bid TEXT NOT NULL, ask TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS nonces (apiKey TEXT, nonce INTEGER, PRIMARY KEY (apiKey, nonce)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS buckets (apiKey TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS balances (
    accountId TEXT, symbol TEXT, total TEXT NOT NULL, held TEXT NOT NULL, updatedAt INTEGER NOT NULL,
    PRIMARY KEY (accountId, symbol)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, fault TEXT NOT NULL, json TEXT NOT NULL,
    remaining INTEGER, skip INTEGER NOT NULL, hits INTEGER NOT NULL);
${ORDER_TABLES}${VOLVEN_SCHEMA}`;

/** The paper venue's whole state in one SQLite file, which several processes may use at once. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** `path` is a file (made with its folder where absent) or `:memory:`. */
  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path, { timeout: 10_000 });
    // Simulated money: an answered order survives a kill of the process; a power cut may take the last ones.
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.transaction(() => this.#prepareSchema(path));
  }

  #prepareSchema(path: string): void {
    this.#database.exec(FACTS);
    const version = this.fact('schema') ?? SCHEMA_VERSION;
    if (version === 1) this.#database.exec(FROM_VERSION_1);
    if (version === 1 || version === SCHEMA_VERSION) {
      this.#database.exec(SCHEMA);
      this.setFact('schema', SCHEMA_VERSION);
      return;
    }
    throw new TradeformError(
      'paper/state-version',
      `the paper venue's state in ${path} has version ${String(version)}, this tradeform reads version ${SCHEMA_VERSION}`,
      { exitCode: EXIT.error, remedy: 'run `tradeform paper reset` to start with an empty paper venue' },
    );
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  // `Row` is what the statement selects, which its text alone tells: the boundary between SQL and types.
  /* oxlint-disable typescript/no-unnecessary-type-parameters */

  /** The first row. */
  one<Row>(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }
  /* oxlint-enable typescript/no-unnecessary-type-parameters */

  /** One of the few single values that describe the state: `epoch`, `seed`, `start`, `offset`… */
  fact(name: string): string | number | undefined {
    return this.one<{ value: string | number }>('SELECT value FROM facts WHERE name = ?', name)?.value;
  }

  setFact(name: string, value: string | number): void {
    this.run('INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', name, value);
  }

  /** Counts up by one from 1 and returns the new value. */
  count(name: string): number {
    const row = this.one<{ value: number }>(
      'INSERT INTO facts VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
      name,
    );
    return row?.value ?? 0;
  }

  /** Everything that `work` reads and writes, at once and alone; nothing of it where it throws. */
  transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
