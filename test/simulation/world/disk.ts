import type { KnownHead } from '../../../src/journal/head.ts';
import type { Holder } from '../../../src/journal/journal.ts';
import type { JournalEvent } from '../../../src/model/event.ts';
import type { JournalId } from '../../../src/model/ids.ts';
import type { WorldTime } from './world-time.ts';

/** How long it takes until what was written is on the disk. */
const FLUSH = 3;

export interface Row {
  readonly text: string;
  readonly event: JournalEvent;
  /** From then on no loss of power takes it away. */
  readonly durableAt: number;
}

/** One store: what SQLite's file holds, as far as the journal's port can tell. */
export class StoredJournal {
  readonly id: JournalId;
  rows: Row[];
  fence = 0;
  /** Who has the run lock. */
  holder: Holder | undefined;

  constructor(id: JournalId, rows: Row[] = []) {
    this.id = id;
    this.rows = rows;
  }
}

/** A folder on a disk: a journal, how far it was known to be, and which one the project names. */
export class Disk {
  journal: StoredJournal | undefined;
  head: KnownHead | undefined;
  pinned: JournalId | undefined;
  /** The next flushes that fail. */
  failing = 0;
  /** How often one has failed. */
  failed = 0;
  readonly #time: WorldTime;
  #made = 0;

  constructor(time: WorldTime) {
    this.#time = time;
  }

  get flushed(): number {
    return this.#time.now + FLUSH;
  }

  make(): StoredJournal {
    this.#made += 1;
    this.journal = new StoredJournal(`journal-${this.#made}` as JournalId);
    return this.journal;
  }

  /** What was not on the disk yet is gone. Returns how much that was. */
  losePower(): number {
    const { journal } = this;
    if (journal === undefined) return 0;
    const before = journal.rows.length;
    journal.rows = journal.rows.filter((row) => row.durableAt <= this.#time.now);
    return before - journal.rows.length;
  }

  /** A copy of the store as it is, for a day on which somebody restores it. */
  copy(): StoredJournal | undefined {
    return this.journal && new StoredJournal(this.journal.id, [...this.journal.rows]);
  }
}
