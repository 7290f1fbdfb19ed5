import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EXIT } from '../../lib/exit.ts';
import { TradeformError } from '../../lib/errors.ts';
import { makeStateFolder } from '../../lib/state-folder.ts';
import type { JournalId, Millis } from '../../model/ids.ts';
import { GENESIS } from '../chain.ts';
import { syncFolder } from '../durable.ts';
import { broken } from './failure.ts';

/** "tfj1": tells a journal from any other SQLite database. */
const APPLICATION = 0x74666a31;
const FORMAT = 1;
/** How long opening waits for another process that is making, recovering or closing the journal. */
const BUSY_MS = 5000;

// Columns beside the event's text are computed from it, so that they can't disagree with what was hashed.
const SCHEMA = `
CREATE TABLE journal (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  created INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  fence INTEGER NOT NULL,
  holder TEXT
) STRICT;
CREATE TABLE events (
  sequence INTEGER PRIMARY KEY CHECK (sequence = event ->> '$.sequence'),
  event TEXT NOT NULL,
  hash TEXT NOT NULL,
  type TEXT NOT NULL GENERATED ALWAYS AS (event ->> '$.type') STORED,
  key TEXT GENERATED ALWAYS AS (event ->> '$.subject.key') STORED,
  generation INTEGER GENERATED ALWAYS AS (event ->> '$.subject.generation') STORED,
  attempt INTEGER GENERATED ALWAYS AS (event ->> '$.subject.attempt') STORED
) STRICT;
CREATE UNIQUE INDEX one_intent_per_attempt ON events (key, generation, attempt) WHERE type = 'intent';
CREATE INDEX events_of_key ON events (key) WHERE key IS NOT NULL;
CREATE INDEX control_lane ON events (sequence) WHERE type IN ('halted', 'unhalted', 'cancel-requested', 'renamed');
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'a journal is append-only'); END;
CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'a journal is append-only'); END;
PRAGMA application_id = ${APPLICATION};
PRAGMA user_version = ${FORMAT};
`;

export const journalPath = (dir: string): string => join(dir, 'journal.sqlite');
/** What SQLite keeps beside a database while it is open, and after a kill. */
const filesOf = (dir: string): readonly string[] =>
  ['', '-wal', '-shm']
    .map((suffix) => `journal.sqlite${suffix}`)
    .filter((file) => existsSync(join(dir, file)));

/**
 * Whether a journal was here and lost its main file. Never make a new one beside such rests: SQLite would take the old
 * journal's log for the new one's.
 */
export const hasRests = (dir: string): boolean => !existsSync(journalPath(dir)) && filesOf(dir).length > 0;

/** Moves what is left of a lost journal into a folder of its own. Returns that folder, or undefined where nothing is left. */
export function setAside(dir: string, now: Millis): string | undefined {
  const files = filesOf(dir);
  if (files.length === 0) return undefined;
  const day = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(dir, `lost-${day}-${randomUUID().slice(0, 8)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The main file last: as long as it is there, nobody makes a new one beside the rests.
  for (const file of files.toReversed()) renameSync(join(dir, file), join(folder, file));
  syncFolder(folder);
  syncFolder(dir);
  return folder;
}

/** Every commit is on the disk before it returns, here and on macOS, where a plain fsync is not enough. */
function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  db.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  return db;
}

/** Opens the journal's file, which exists. Throws TradeformError where it isn't one that this version can use. */
export function openFile(dir: string): { readonly db: DatabaseSync; readonly id: JournalId | undefined } {
  const db = connect(journalPath(dir));
  try {
    return { db, id: idIn(db, dir) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function idIn(db: DatabaseSync, dir: string): JournalId | undefined {
  if (db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) return undefined;
  if (db.prepare('PRAGMA application_id').get()?.['application_id'] !== APPLICATION)
    throw broken(`${journalPath(dir)} is a database of another program.`);
  if (Number(db.prepare('PRAGMA user_version').get()?.['user_version']) > FORMAT)
    throw new TradeformError('journal/newer', `The journal in ${dir} was made by a newer tradeform.`, {
      exitCode: EXIT.stale,
      remedy: 'Use the version that wrote it, or a later one.',
    });
  const id = db.prepare('SELECT id FROM journal').get()?.['id'];
  return typeof id === 'string' ? (id as JournalId) : undefined;
}

/**
 * Makes a journal that is whole from the moment that its file has its name. Undefined where there is one already,
 * or where another process was faster.
 */
export function makeFile(dir: string, now: Millis): JournalId | undefined {
  const draft = join(dir, `.journal-${randomUUID()}`);
  const id = randomUUID() as string as JournalId;
  try {
    makeStateFolder(dir);
    const db = connect(draft);
    try {
      db.exec('PRAGMA journal_mode = WAL');
      db.exec(`BEGIN; ${SCHEMA}`);
      const insert = 'INSERT INTO journal VALUES (1, ?, ?, 0, ?, 0, NULL)';
      db.prepare(insert).run(id, Math.trunc(now), GENESIS.hash);
      db.exec('COMMIT');
    } finally {
      db.close();
    }
    return named(draft, journalPath(dir)) ? id : undefined;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Gives the file its name, unless that is taken; durable when it returns. */
function named(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  syncFolder(dirname(path));
  syncFolder(dirname(resolve(dirname(path))));
  return true;
}
