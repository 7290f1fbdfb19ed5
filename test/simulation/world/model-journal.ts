import { GENESIS, type Head, hasReached, link } from '../../../src/journal/chain.ts';
import type { KnownHead } from '../../../src/journal/head.ts';
import { type Expectation, absent, identify, lost } from '../../../src/journal/identity.ts';
import {
  type Holder,
  type IntentDraft,
  type IntentResult,
  type Journal,
  type RunLock,
  isIntent,
} from '../../../src/journal/journal.ts';
import { held, lostLock } from '../../../src/journal/lock-errors.ts';
import { attemptOf, namesOf, refusal } from '../../../src/journal/refusal.ts';
import { patiently } from '../../../src/journal/waiting.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { TradeformError } from '../../../src/lib/errors.ts';
import { EXIT } from '../../../src/lib/exit.ts';
import {
  CONTROL_TYPES,
  type EventDraft,
  type JournalEvent,
  type RunContext,
} from '../../../src/model/event.ts';
import type { JournalId } from '../../../src/model/ids.ts';
import type { Disk, Row, StoredJournal } from './disk.ts';
import type { Process } from './process.ts';

/*
 * The journal's port over a modelled disk: chain, identity, refusals and errors are the real ones; files, SQLite and time are
 * not. It keeps the contract that every store keeps (test/contract/journal.ts).
 */

/** What stands between a caller and the disk. */
export interface Access {
  readonly clock: Clock;
  /** Who holds what is locked here; unset: nobody who can die. */
  readonly process?: Process;
}

const unwritable = (): TradeformError =>
  new TradeformError('journal/unwritable', 'The journal can’t be written: the disk reported an error.', {
    exitCode: EXIT.stale,
    remedy: 'Mend the disk.',
  });

/** How far a store was at a moment, and how far its handle had written. */
interface Mark {
  readonly rows: number;
  readonly written: Head | undefined;
}

const headOf = ({ rows }: StoredJournal): Head => rows.at(-1)?.event ?? GENESIS;
const PLACE = 'the model';

export class ModelJournal implements Journal {
  readonly id: JournalId;
  readonly #disk: Disk;
  readonly #store: StoredJournal;
  readonly #access: Access;
  readonly #locks = new Set<ModelLock>();
  #failure: TradeformError | undefined;
  #written: Head | undefined;

  private constructor(disk: Disk, store: StoredJournal, access: Access) {
    this.id = store.id;
    this.#disk = disk;
    this.#store = store;
    this.#access = access;
  }

  /** As `openSqlite`: throws what that throws, where the store is not the one that it was, or behind where it was. */
  static open(disk: Disk, access: Access, expect: Expectation, head?: KnownHead): ModelJournal {
    const { journal } = disk;
    if (journal === undefined && (expect.kind !== 'automatic' || (head?.sequence ?? 0) > 0))
      throw absent(expect, PLACE);
    const store = journal ?? disk.make();
    identify(store.id, expect, PLACE, head?.journal);
    if (head !== undefined && head.journal === store.id) {
      const { rows } = store;
      if (
        head.sequence > rows.length ||
        !hasReached(
          rows.map(({ event }) => event),
          head,
        )
      )
        throw lost('The journal was rolled back.');
    }
    return new ModelJournal(disk, store, access);
  }

  async read(after = 0): Promise<readonly JournalEvent[]> {
    const { rows } = this.#store;
    if (after > rows.length) throw lost('The journal was rolled back.');
    return rows.slice(after).map(({ event }) => event);
  }

  async lock(run: RunContext, holder: Holder, waitMs: number): Promise<RunLock> {
    const lock = await patiently(this.#access.clock, waitMs, async () => this.#attempt(run, holder));
    if (lock === undefined) throw held(await this.holder());
    return lock;
  }

  async control(run: RunContext, draft: EventDraft): Promise<JournalEvent> {
    if (!(CONTROL_TYPES as readonly string[]).includes(draft.type))
      throw new TypeError(`${draft.type} needs the run lock`);
    return this.write(`control ${draft.type}`, () => this.add(run, draft));
  }

  async holder(): Promise<Holder | undefined> {
    return this.#store.holder;
  }

  async close(): Promise<void> {
    for (const lock of this.#locks) await lock.release();
    const { process } = this.#access;
    if (this.#written === undefined || process?.isAlive === false) return;
    const { head } = this.#disk;
    if (head?.journal === this.id && head.sequence >= this.#written.sequence) return;
    this.#disk.head = { journal: this.id, sequence: this.#written.sequence, hash: this.#written.hash };
  }

  /** One transaction: seen by nobody before it is written, told to its caller once it is on the disk. */
  write<T>(what: string, work: () => T): Promise<T> {
    const { process } = this.#access;
    if (process === undefined) return new Promise((resolve) => resolve(this.#transaction(work)));
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    process.step(what, (step) => {
      let done: T;
      const before = this.#mark;
      try {
        done = this.#transaction(work);
      } catch (error) {
        reject(error);
        return;
      }
      process.reaches(step, 'under-way', what);
      const after = this.#mark;
      const fails = this.#disk.failing > 0 && after.rows > before.rows;
      process.deliver(this.#disk.flushed - process.now, () => {
        process.reaches(step, 'unheard', what);
        if (!process.isAlive) return;
        if (fails) reject(this.#fail(before, after));
        else resolve(done);
      });
    });
    return promise;
  }

  /** Inside {@link write}. */
  add(run: RunContext, draft: EventDraft): JournalEvent {
    const { text, event } = link(headOf(this.#store), this.#access.clock.now(), run, draft);
    const row: Row = { text, event, durableAt: this.#disk.flushed };
    this.#store.rows.push(row);
    this.#written = { sequence: event.sequence, hash: event.hash };
    return event;
  }

  /** Inside {@link write}. */
  refused(draft: IntentDraft, planned: number): IntentResult | undefined {
    const { key } = attemptOf(draft);
    const events = this.#store.rows.map(({ event }) => event);
    const control = events.filter(({ type }) => CONTROL.has(type));
    const names = namesOf(
      key,
      control.filter(({ type }) => type === 'renamed'),
    );
    const ofKey = events.filter(
      ({ type, subject }) => type === 'renamed' || (subject?.key !== undefined && names.has(subject.key)),
    );
    return refusal(draft, planned, { journal: this.id, control, ofKey });
  }

  free(lock: ModelLock, fence: number): void {
    this.#locks.delete(lock);
    if (this.#store.fence !== fence) return;
    this.#store.holder = undefined;
  }

  mustHold(fence: number): void {
    if (this.#store.fence !== fence) throw lostLock();
  }

  #transaction<T>(work: () => T): T {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#disk.journal !== this.#store) throw lost('The journal was removed or replaced.');
    const before = this.#mark;
    try {
      return work();
    } catch (error) {
      this.#backTo(before);
      throw error;
    }
  }

  get #mark(): Mark {
    return { rows: this.#store.rows.length, written: this.#written };
  }

  #backTo({ rows, written }: Mark): void {
    this.#store.rows.length = rows;
    this.#written = written;
  }

  /** Nobody knows what a disk holds after a flush that failed: this handle writes no more. */
  #fail(before: Mark, after: Mark): TradeformError {
    this.#failure = unwritable();
    this.#written = before.written;
    this.#disk.failing -= 1;
    this.#disk.failed += 1;
    // Every second time it is lost after all.
    if (this.#disk.failed % 2 === 0 && this.#store.rows.length === after.rows) this.#backTo(before);
    return this.#failure;
  }

  #attempt(run: RunContext, holder: Holder): ModelLock | undefined {
    const store = this.#store;
    const { process } = this.#access;
    if (store.holder !== undefined) return undefined;
    store.fence += 1;
    store.holder = holder;
    const lock = new ModelLock(this, run, store.fence);
    this.#locks.add(lock);
    // The kernel's lock goes with the process.
    process?.whenDead(() => this.free(lock, lock.fence));
    return lock;
  }
}

const CONTROL: ReadonlySet<string> = new Set(['halted', 'unhalted', 'cancel-requested', 'renamed']);

class ModelLock implements RunLock {
  readonly fence: number;
  readonly #journal: ModelJournal;
  #run: RunContext;
  #isReleased = false;

  constructor(journal: ModelJournal, run: RunContext, fence: number) {
    this.#journal = journal;
    this.#run = run;
    this.fence = fence;
  }

  approve(plan: string): void {
    this.#run = { ...this.#run, plan };
  }

  async append(draft: EventDraft): Promise<JournalEvent> {
    const [event] = await this.appendAll([draft]);
    return event as JournalEvent;
  }

  async appendAll(drafts: readonly EventDraft[]): Promise<readonly JournalEvent[]> {
    if (drafts.some(isIntent)) throw new TypeError('an intent goes through appendIntent');
    const what = drafts.map(({ type }) => type).join(', ');
    return this.#holding(`append ${what}`, () => drafts.map((draft) => this.#journal.add(this.#run, draft)));
  }

  async appendIntent(draft: IntentDraft, planned: number): Promise<IntentResult> {
    attemptOf(draft);
    return this.#holding(
      'append intent',
      () =>
        this.#journal.refused(draft, planned) ?? {
          kind: 'written',
          event: this.#journal.add(this.#run, draft),
        },
    );
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#journal.free(this, this.fence);
  }

  #holding<T>(what: string, work: () => T): Promise<T> {
    if (this.#isReleased) return Promise.reject(lostLock());
    return this.#journal.write(what, () => {
      this.#journal.mustHold(this.fence);
      return work();
    });
  }
}
