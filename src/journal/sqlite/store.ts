import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TradeformError } from '../../lib/errors.ts';
import type { EventDraft, JournalEvent, RunContext } from '../../model/event.ts';
import type { JournalId, Key, Millis } from '../../model/ids.ts';
import { type Break, GENESIS, type Head, follow, link } from '../chain.ts';
import { lost } from '../identity.ts';
import type { Holder } from '../journal.ts';
import { type Standing, namesOf } from '../refusal.ts';
import { broken, explain, isBusy } from './failure.ts';
import { journalPath } from './file.ts';

interface Row {
  readonly event: string;
  readonly hash: string;
}
interface State extends Head {
  readonly fence: number;
  readonly holder: string | null;
}

type Begin = 'BEGIN' | 'BEGIN IMMEDIATE';
/*
 * SQLite's own waiting looks ever more seldom, and then a run that appends all the time would starve the person who wants
 * to halt it. So it waits for short whiles, often: about five seconds in all.
 */
const BUSY_MS = 20;
const BUSY_TRIES = 250;

const CONTROL = `type IN ('halted', 'unhalted', 'cancel-requested', 'renamed')`;

/** The journal's tables. What stands inside `write` happens whole and durably, or not at all. */
export class Store {
  readonly id: JournalId;
  readonly #db: DatabaseSync;
  readonly #dir: string;
  readonly #inode: bigint | undefined;
  readonly #statements = new Map<string, StatementSync>();
  /** Control events up to `#controlTo`: kept, so that an intent's transaction reads only what is new. */
  readonly #control: JournalEvent[] = [];
  #controlTo = 0;
  /** Where the last append left the journal; believed once its transaction is committed. */
  #appended: Head | undefined;
  #written: Head | undefined;
  /** After a failed write nobody knows what is on the disk: this connection writes no more. */
  #failure: unknown;

  constructor(db: DatabaseSync, dir: string, id: JournalId) {
    this.#db = db;
    this.#dir = dir;
    this.id = id;
    this.#inode = inodeOf(dir);
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }

  /** Events after `after`, from one moment, with the chain checked to the head. */
  read(after: number): readonly JournalEvent[] {
    const events: JournalEvent[] = [];
    this.each(after, (event) => events.push(event));
    return events;
  }

  /** As {@link read}, one by one. What was handed over is worth nothing where it throws. */
  each(after: number, take: (event: JournalEvent) => void): void {
    // A transaction that has to begin again goes on where it was: nothing is handed over twice.
    let reached = after;
    this.#transaction('BEGIN', () => {
      const state = this.#state();
      // Asked before each send, and as a rule there is nothing new: the head is the one that this very connection wrote.
      const written = this.#written ?? GENESIS;
      const isNew = state.sequence !== written.sequence || state.hash !== written.hash;
      if (!isNew && reached === written.sequence) return;
      let head = this.#headAt(reached, state);
      if (head.sequence !== state.sequence) {
        const sql = 'SELECT event, hash FROM events WHERE sequence > ? ORDER BY sequence';
        for (const row of this.#prepare(sql).iterate(reached)) {
          const { event, hash } = row as unknown as Row;
          const next = follow(head, event, hash);
          if ('reason' in next) throw this.#broken(next);
          head = next;
          reached = next.sequence;
          take(next);
        }
      }
      if (head.sequence !== state.sequence || head.hash !== state.hash)
        throw this.#broken({ sequence: head.sequence + 1, reason: 'is missing' });
    });
  }

  /** Throws `journal/lost` where the journal has never been at `head`: it was rolled back or replaced. */
  mustHaveReached(head: Head): void {
    this.#transaction('BEGIN', () => {
      const state = this.#state();
      const { hash } = this.#headAt(head.sequence, state);
      if (hash === head.hash) return;
      throw lost(`The journal in ${this.#dir} has another event #${head.sequence} than it had before.`);
    });
  }

  /** One transaction: `work` sees the head that it appends to, and nobody else appends meanwhile. */
  write<T>(work: () => T): T {
    if (this.#failure !== undefined) throw this.#failure;
    const known = { length: this.#control.length, to: this.#controlTo };
    try {
      return this.#write(work);
    } catch (error) {
      // What it had seen of its own events was never there.
      this.#control.length = known.length;
      this.#controlTo = known.to;
      throw error;
    }
  }

  #write<T>(work: () => T): T {
    const result = this.#transaction('BEGIN IMMEDIATE', () => {
      this.#appended = undefined;
      // The connection would go on writing to a file that no longer has the journal's name.
      if (inodeOf(this.#dir) !== this.#inode)
        throw lost(`The journal in ${this.#dir} was removed or replaced while this run was using it.`);
      return work();
    });
    this.#written = this.#appended ?? this.#written;
    return result;
  }

  /** The last event that was written here; undefined where none was. */
  get written(): Head | undefined {
    return this.#written;
  }

  /** Inside `write`. */
  append(time: Millis, run: RunContext, draft: EventDraft): JournalEvent {
    const { text, event } = link(this.#appended ?? this.#state(), time, run, draft);
    const { sequence, hash } = event;
    this.#prepare('INSERT INTO events (sequence, event, hash) VALUES (?, ?, ?)').run(sequence, text, hash);
    this.#prepare('UPDATE journal SET sequence = ?, hash = ?').run(sequence, hash);
    this.#appended = { sequence, hash };
    return event;
  }

  /** Inside `write`: what an intent for `key` is weighed against. */
  standing(key: Key): Standing {
    const { sequence } = this.#state();
    const newer = `SELECT event, hash FROM events WHERE ${CONTROL} AND sequence > ? ORDER BY sequence`;
    this.#control.push(...this.#events(newer, this.#controlTo));
    this.#controlTo = sequence;
    const renames = this.#control.filter((event) => event.type === 'renamed');
    const names = [...namesOf(key, renames)];
    const marks = names.map(() => '?').join(', ');
    const own = this.#events(
      `SELECT event, hash FROM events WHERE key IN (${marks}) ORDER BY sequence`,
      ...names,
    );
    const ofKey = renames.length === 0 ? own : [...own, ...renames].sort((a, b) => a.sequence - b.sequence);
    return { journal: this.id, control: this.#control, ofKey };
  }

  /** Inside `write`: the fencing token of the run that took the lock last. */
  fence(): number {
    return this.#state().fence;
  }

  /** Inside `write`: makes every earlier holder's token worthless. Returns the new one. */
  takeOver(holder: Holder): number {
    const fence = this.fence() + 1;
    this.#prepare('UPDATE journal SET fence = ?, holder = ?').run(fence, JSON.stringify(holder));
    return fence;
  }

  /** Inside `write`. */
  forgetHolder(): void {
    this.#prepare('UPDATE journal SET holder = NULL').run();
  }

  /** Who took the lock last and has not given it back; whether it still runs, the lock itself tells. */
  lastHolder(): Holder | undefined {
    const { holder } = this.#transaction('BEGIN', () => this.#state());
    return holder === null ? undefined : (JSON.parse(holder) as Holder);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #state(): State {
    const row = this.#prepare('SELECT sequence, hash, fence, holder FROM journal').get();
    if (row === undefined) throw lost(`The journal in ${this.#dir} is gone or empty.`);
    return row as unknown as State;
  }

  #headAt(sequence: number, state: State): Head {
    if (sequence === 0) return GENESIS;
    if (sequence > state.sequence)
      throw lost(
        `The journal in ${this.#dir} was rolled back: it ends at event #${state.sequence}, but had #${sequence} before.`,
      );
    const row = this.#prepare('SELECT hash FROM events WHERE sequence = ?').get(sequence);
    if (row === undefined) throw this.#broken({ sequence, reason: 'is missing' });
    return { sequence, hash: String(row['hash']) };
  }

  /** Events that don't follow one another: each is checked by itself. */
  #events(sql: string, ...parameters: readonly (number | string)[]): readonly JournalEvent[] {
    return this.#all(sql, ...parameters).map(({ event: text, hash }) => {
      const { sequence, previous } = JSON.parse(text) as JournalEvent;
      const event = follow({ sequence: sequence - 1, hash: previous }, text, hash);
      if ('reason' in event) throw this.#broken(event);
      return event;
    });
  }

  #all(sql: string, ...parameters: readonly (number | string)[]): readonly Row[] {
    return this.#prepare(sql).all(...parameters) as unknown as readonly Row[];
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #transaction<T>(begin: Begin, work: () => T): T {
    for (let patience = BUSY_TRIES; ; patience--) {
      let begun = false;
      try {
        this.#prepare(begin).run();
        begun = true;
        const result = work();
        this.#prepare('COMMIT').run();
        return result;
      } catch (error) {
        this.#rollBack();
        const writing = begun && begin === 'BEGIN IMMEDIATE';
        if (isBusy(error) && !writing && patience > 0) continue;
        const told = explain(error, this.#dir);
        if (writing && told !== error) this.#failure = told;
        throw told;
      }
    }
  }

  #rollBack(): void {
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    } catch (error) {
      this.#failure ??= explain(error, this.#dir);
    }
  }

  #broken({ sequence, reason }: Break): TradeformError {
    return broken(`Event #${sequence} of the journal in ${this.#dir} ${reason}.`);
  }
}

const inodeOf = (dir: string): bigint | undefined =>
  statSync(journalPath(dir), { bigint: true, throwIfNoEntry: false })?.ino;
