import { EXIT } from '../../lib/exit.ts';
import { TradeformError } from '../../lib/errors.ts';
import { broken } from './failure.ts';
import { type Ask, transaction } from './session.ts';

/*
 * The tables of all journals in a database. Columns of `events` beside its text repeat what stands in the text, so that an index can
 * find it; a reader compares them. (They are not computed by the database: its JSON can't hold every text that ours can.)
 */

export type Migration = readonly string[];

/** What each format adds to the one before. Never edit one that was published: add another. */
export const MIGRATIONS: readonly Migration[] = [
  [
    `CREATE TABLE tradeform.format (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      version integer NOT NULL
    )`,
    `INSERT INTO tradeform.format (version) VALUES (0)`,
    `CREATE TABLE tradeform.journals (
      id text PRIMARY KEY,
      project text NOT NULL,
      environment text NOT NULL,
      created bigint NOT NULL,
      set_aside timestamptz,
      sequence bigint NOT NULL,
      hash text NOT NULL,
      fence bigint NOT NULL,
      holder text,
      holder_session integer
    )`,
    `CREATE UNIQUE INDEX one_journal_in_use ON tradeform.journals (project, environment) WHERE set_aside IS NULL`,
    `CREATE TABLE tradeform.events (
      journal text NOT NULL REFERENCES tradeform.journals (id),
      sequence bigint NOT NULL CHECK (sequence > 0),
      event text NOT NULL,
      hash text NOT NULL,
      type text NOT NULL,
      key text,
      generation bigint,
      attempt bigint,
      PRIMARY KEY (journal, sequence)
    )`,
    `CREATE UNIQUE INDEX one_intent_per_attempt ON tradeform.events (journal, key, generation, attempt)
      WHERE type = 'intent'`,
    `CREATE INDEX events_of_key ON tradeform.events (journal, key) WHERE key IS NOT NULL`,
    `CREATE INDEX control_lane ON tradeform.events (journal, sequence)
      WHERE type IN ('halted', 'unhalted', 'cancel-requested', 'renamed')`,
    `CREATE FUNCTION tradeform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'a journal is append-only'; END $$`,
    `CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON tradeform.events
      FOR EACH STATEMENT EXECUTE FUNCTION tradeform.refuse_change()`,
    `CREATE TRIGGER journals_are_never_removed BEFORE DELETE OR TRUNCATE ON tradeform.journals
      FOR EACH STATEMENT EXECUTE FUNCTION tradeform.refuse_change()`,
  ],
];

/** Two that migrate at once take turns. Any number does, so long as it stays the same: "tfj-migr". */
const MIGRATION_LOCK = '8387508099365824370';

/** What the tables are there for in a command, and the rights that each needs. */
export type Purpose = 'read' | 'write' | 'create';
const NEEDED: Readonly<Record<Purpose, readonly (readonly [string, string])[]>> = {
  read: [
    ['journals', 'SELECT'],
    ['events', 'SELECT'],
  ],
  write: [
    ['journals', 'SELECT'],
    ['journals', 'UPDATE'],
    ['events', 'SELECT'],
    ['events', 'INSERT'],
  ],
  create: [
    ['journals', 'SELECT'],
    ['journals', 'INSERT'],
  ],
};

interface Standing {
  readonly there: boolean;
  readonly usable: boolean;
  readonly extensible: boolean;
  readonly creatable: boolean;
  readonly tables: number;
}
const STANDING = `SELECT n.oid IS NOT NULL AS there,
    coalesce(has_schema_privilege(n.oid, 'USAGE'), false) AS usable,
    coalesce(has_schema_privilege(n.oid, 'CREATE'), false) AS extensible,
    has_database_privilege(current_database(), 'CREATE') AS creatable,
    (SELECT count(*)::int FROM pg_class c
      WHERE c.relnamespace = n.oid AND c.relkind = 'r' AND c.relname IN ('format', 'journals', 'events')) AS tables
  FROM (SELECT 1) one LEFT JOIN pg_namespace n ON n.nspname = 'tradeform'`;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const rights = (place: string, grants: readonly string[], also = ''): TradeformError =>
  new TradeformError(
    'journal/rights',
    `The user of the journal in ${place} lacks rights: ${grants.join('; ')}.`,
    {
      exitCode: EXIT.stale,
      remedy: `Let the owner of the database run ${grants.length === 1 ? 'that' : 'those'}, with the url's user in the place of USER${also}. Nothing was sent.`,
    },
  );

async function standingOf(ask: Ask, place: string): Promise<Standing> {
  const [standing] = await ask<Standing>(STANDING);
  if (standing === undefined) throw broken(`The journal in ${place} can't be looked for.`);
  return standing;
}

/** Throws `journal/rights`, with the statements that give what is missing. */
export async function mustBeAble(ask: Ask, purpose: Purpose, place: string): Promise<void> {
  const { usable } = await standingOf(ask, place);
  if (!usable) throw rights(place, ['GRANT USAGE ON SCHEMA tradeform TO USER']);
  const needed = NEEDED[purpose];
  const [held] = await ask<{ readonly held: readonly boolean[] }>(
    `SELECT ARRAY[${needed.map(([table, right]) => `has_table_privilege('tradeform.${table}', '${right}')`).join(', ')}] AS held`,
  );
  const missing = Map.groupBy(
    needed.filter((_, index) => held?.held[index] !== true),
    ([table]) => table,
  );
  if (missing.size === 0) return;
  throw rights(
    place,
    [...missing].map(
      ([table, grants]) =>
        `GRANT ${grants.map(([, right]) => right).join(', ')} ON tradeform.${table} TO USER`,
    ),
  );
}

async function formatOf(ask: Ask, { there, tables, usable }: Standing, place: string): Promise<number> {
  if (!there || tables === 0) return 0;
  if (!usable) throw rights(place, ['GRANT USAGE ON SCHEMA tradeform TO USER']);
  if (tables < 3)
    throw broken(`In the schema tradeform of ${place} tables are missing, or they are of another program.`);
  const [may] = await ask<{ readonly may: boolean }>(
    `SELECT has_table_privilege('tradeform.format', 'SELECT') AS may`,
  );
  if (may?.may !== true) throw rights(place, ['GRANT SELECT ON tradeform.format TO USER']);
  const [row] = await ask<{ readonly version: number }>('SELECT version FROM tradeform.format');
  return row?.version ?? 0;
}

/** The statements after which a user could make the tables, where it can't. */
async function mustBeAbleToMake(ask: Ask, standing: Standing, place: string): Promise<void> {
  const { there, creatable, extensible } = standing;
  if (there ? extensible : creatable) return;
  const [row] = await ask<{ readonly name: string }>('SELECT current_database() AS name');
  const database = identifier(row?.name ?? '');
  throw there
    ? rights(place, ['GRANT CREATE, USAGE ON SCHEMA tradeform TO USER'])
    : rights(
        place,
        [`GRANT CREATE ON DATABASE ${database} TO USER`],
        ', or CREATE SCHEMA tradeform AUTHORIZATION USER',
      );
}

export interface MigrateOptions {
  /** False: a database without any journal is left as it is. */
  readonly create: boolean;
  /** Formats to come, for tests. */
  readonly migrations?: readonly Migration[];
}

/**
 * Brings the tables to the format of this version. Answers whether there are tables now. Throws `journal/newer`, `journal/rights`,
 * `journal/broken`.
 */
export async function migrate(
  ask: Ask,
  place: string,
  { create, migrations = MIGRATIONS }: MigrateOptions,
): Promise<boolean> {
  const format = await formatOf(ask, await standingOf(ask, place), place);
  if (format > migrations.length)
    throw new TradeformError('journal/newer', `The tables in ${place} were made by a newer tradeform.`, {
      exitCode: EXIT.stale,
      remedy: 'Use the version that made them, or a later one.',
    });
  if (format === migrations.length) return true;
  if (format === 0 && !create) return false;
  await transaction(ask, async () => {
    await ask('SELECT pg_advisory_xact_lock($1::bigint)', MIGRATION_LOCK);
    // Somebody may have been faster.
    const standing = await standingOf(ask, place);
    const from = await formatOf(ask, standing, place);
    if (from >= migrations.length) return;
    await mustBeAbleToMake(ask, standing, place);
    if (!standing.there) await ask('CREATE SCHEMA tradeform');
    for (const statement of migrations.slice(from).flat()) await ask(statement);
    await ask('UPDATE tradeform.format SET version = $1', migrations.length);
  });
  return true;
}
