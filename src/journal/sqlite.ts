import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { CONTROL_TYPES, type EventDraft, type JournalEvent, type RunContext } from '../model/event.ts';
import type { JournalId } from '../model/ids.ts';
import type { Head } from './chain.ts';
import type { KnownHead } from './head.ts';
import { type Expectation, absent, identify } from './identity.ts';
import type { Holder, Journal, RunLock } from './journal.ts';
import { held, unsigned } from './lock-errors.ts';
import { explaining } from './sqlite/failure.ts';
import { hasRests, journalPath, makeFile, openFile, setAside } from './sqlite/file.ts';
import { isHeld, tryHold } from './sqlite/kernel-lock.ts';
import { SqliteRunLock } from './sqlite/run-lock.ts';
import { Store } from './sqlite/store.ts';
import { unmadeJournal } from './unmade.ts';
import { patiently } from './waiting.ts';

export interface SqliteOptions {
  /** Folder of the journal's files, for one project and environment. */
  readonly dir: string;
  readonly clock: Clock;
  readonly expect: Expectation;
  /** False: an `automatic` journal that is absent is read as empty, and nothing is made on the disk. */
  readonly create?: boolean;
  /** Where a journal is known to have been (a plan, the `head` file); behind it, it is lost. Of another journal it says nothing. */
  readonly head?: Head & { readonly journal?: JournalId };
  /** Told where the journal stands when it is closed, if anything was appended here. Must not throw. */
  readonly noteHead?: (head: KnownHead) => void;
}

/**
 * The journal in a folder. Throws TradeformError (exit 5): `journal/lost` (absent, empty, rolled back), `journal/other`,
 * `journal/absent` (unpinned), `journal/broken`, `journal/newer`, `journal/unwritable`.
 */
export async function openSqlite(options: SqliteOptions): Promise<Journal> {
  const { dir, clock, expect, create = true, head } = options;
  if (!existsSync(journalPath(dir))) {
    if (expect.kind !== 'automatic' || (head?.sequence ?? 0) > 0 || hasRests(dir)) throw absent(expect, dir);
    if (!create) return unmadeJournal;
    explaining(dir, () => makeFile(dir, clock.now()));
  }
  const { db, id } = explaining(dir, () => openFile(dir));
  try {
    const store = new Store(db, dir, identify(id, expect, dir, head?.journal));
    if (head !== undefined && (head.journal ?? store.id) === store.id) store.mustHaveReached(head);
    return new SqliteJournal(store, dir, clock, options.noteHead);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes a journal and returns its id, for `tradeform.yaml`. Throws `journal/exists` where there is one, `journal/lost` where one was. */
export async function createSqlite(dir: string, clock: Clock): Promise<JournalId> {
  if (hasRests(dir)) throw absent({ kind: 'automatic' }, dir);
  const id = explaining(dir, () => makeFile(dir, clock.now()));
  if (id !== undefined) return id;
  throw new TradeformError('journal/exists', `There is a journal in ${dir} already.`, {
    exitCode: EXIT.error,
    remedy: 'It was left as it is. To begin anew, move it away first, and keep it: it knows what was sent.',
  });
}

/** Moves what is left of a lost journal aside, for evidence. Returns the folder that it is in now; undefined where nothing was left. */
export const setAsideSqlite = async (dir: string, clock: Clock): Promise<string | undefined> =>
  explaining(dir, () => setAside(dir, clock.now()));

class SqliteJournal implements Journal {
  readonly id: JournalId;
  readonly #store: Store;
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #noteHead: SqliteOptions['noteHead'];
  /** Kept: a lock that nobody refers to could be collected, and with it the kernel's. */
  readonly #locks = new Set<SqliteRunLock>();

  constructor(store: Store, dir: string, clock: Clock, noteHead: SqliteOptions['noteHead']) {
    this.id = store.id;
    this.#store = store;
    this.#dir = dir;
    this.#clock = clock;
    this.#noteHead = noteHead;
  }

  async read(after = 0): Promise<readonly JournalEvent[]> {
    return this.#store.read(after);
  }

  async readEach(after: number, take: (event: JournalEvent) => void): Promise<void> {
    this.#store.each(after, take);
  }

  async lock(run: RunContext, holder: Holder, waitMs: number): Promise<RunLock> {
    const lock = await patiently(this.#clock, waitMs, async () => this.#attempt(run, holder));
    if (lock === undefined) throw held(await this.holder());
    return lock;
  }

  async control(run: RunContext, draft: EventDraft): Promise<JournalEvent> {
    if (!(CONTROL_TYPES as readonly string[]).includes(draft.type))
      throw new TypeError(`${draft.type} needs the run lock`);
    return this.#store.write(() => this.#store.append(this.#clock.now(), run, draft));
  }

  async holder(): Promise<Holder | undefined> {
    if (!explaining(this.#dir, () => isHeld(lockPath(this.#dir)))) return undefined;
    return this.#store.lastHolder() ?? unsigned(this.#clock.now());
  }

  async close(): Promise<void> {
    for (const lock of this.#locks) await lock.release();
    const { id, written } = this.#store;
    if (written !== undefined) this.#noteHead?.({ journal: id, ...written });
    this.#store.close();
  }

  #attempt(run: RunContext, holder: Holder): SqliteRunLock | undefined {
    const kernel = explaining(this.#dir, () => tryHold(lockPath(this.#dir)));
    if (!kernel) return undefined;
    try {
      const fence = this.#store.write(() => this.#store.takeOver(holder));
      const lock = new SqliteRunLock(this.#store, this.#clock, run, kernel, fence);
      this.#locks.add(lock);
      return lock;
    } catch (error) {
      kernel.free();
      throw error;
    }
  }
}

const lockPath = (dir: string): string => join(dir, 'lock.sqlite');
