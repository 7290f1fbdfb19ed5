import type { Clock } from '../../lib/clock.ts';
import type { EventDraft, JournalEvent, RunContext } from '../../model/event.ts';
import type { Head } from '../chain.ts';
import { type IntentDraft, type IntentResult, type RunLock, isIntent } from '../journal.ts';
import { lostLock } from '../lock-errors.ts';
import { attemptOf, refusal } from '../refusal.ts';
import type { Book, State } from './book.ts';
import { type Ask, transaction } from './session.ts';

/*
 * The run lock is an advisory lock of one session, and every append of the run goes through that session and no other: when it ends,
 * for whatever reason, the lock is gone and so is the way to append. A session of the server can't commit after its locks were freed, so
 * what an earlier holder had under way is either in the journal before the next one takes over, or never.
 *
 * An append is tried on the head that this run left: one statement. Only where somebody has appended in between (a halt, a cancel
 * request) it is done again with the journal's row locked, so that a run never keeps others waiting while it thinks, and
 * nobody can outpace it.
 */
export class PostgresRunLock implements RunLock {
  readonly #book: Book;
  readonly #clock: Clock;
  readonly #fence: number;
  #run: RunContext;
  #head: Head;
  /** Control events so far: an intent reads only what is new. */
  readonly #control: JournalEvent[] = [];
  #reached: Head | undefined;
  #released = false;
  /** After a failed write nobody knows what the journal holds: this run writes no more. */
  #failure: unknown;

  constructor(book: Book, clock: Clock, run: RunContext, { fence, ...head }: State) {
    this.#book = book;
    this.#clock = clock;
    this.#run = run;
    this.#fence = fence;
    this.#head = head;
  }

  /** Where this run left the journal; undefined where it wrote nothing. */
  get reached(): Head | undefined {
    return this.#reached;
  }

  approve(plan: string): void {
    this.#run = { ...this.#run, plan };
  }

  async append(draft: EventDraft): Promise<JournalEvent> {
    if (isIntent(draft)) throw new TypeError('an intent goes through appendIntent');
    return this.#holding(
      async (ask) =>
        (await this.#advance(ask, draft)) ??
        transaction(ask, async () => {
          await this.#catchUp(ask);
          return this.#mustAdvance(ask, draft);
        }),
    );
  }

  appendAll(drafts: readonly EventDraft[]): Promise<readonly JournalEvent[]> {
    return this.#holding(async (ask) => {
      const before = this.#head;
      try {
        return await transaction(ask, async () => {
          await this.#catchUp(ask);
          const events: JournalEvent[] = [];
          for (const draft of drafts) {
            if (isIntent(draft)) throw new TypeError('an intent goes through appendIntent');
            events.push(await this.#mustAdvance(ask, draft));
          }
          return events;
        });
      } catch (error) {
        this.#head = before;
        throw error;
      }
    });
  }

  async appendIntent(draft: IntentDraft, planned: number): Promise<IntentResult> {
    const { key } = attemptOf(draft);
    const refusedBy = async (ask: Ask) =>
      refusal(draft, planned, await this.#book.standing(ask, key, this.#control));
    return this.#holding(async (ask) => {
      // What is weighed may be newer than the head that is advanced, and then that fails; it is never older.
      const early = await refusedBy(ask);
      if (early !== undefined) return early;
      const event = await this.#advance(ask, draft);
      if (event !== undefined) return { kind: 'written', event };
      return transaction(ask, async () => {
        await this.#catchUp(ask);
        return (await refusedBy(ask)) ?? { kind: 'written', event: await this.#mustAdvance(ask, draft) };
      });
    });
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    try {
      await this.#book.session.use((ask) => this.#book.unlock(ask, this.#fence));
    } catch {
      // An error here would hide the one that ended the run, and the lock goes with the session.
    } finally {
      await this.#book.session.close();
    }
  }

  #holding<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.#book.session.use(async (ask) => {
      if (this.#released) throw lostLock();
      if (this.#failure !== undefined) throw this.#failure;
      try {
        const before = this.#head;
        const result = await work(ask);
        if (this.#head !== before) this.#reached = this.#head;
        return result;
      } catch (error) {
        // A draft that is no event was not written, and nothing else was.
        if (!(error instanceof TypeError)) this.#failure = error;
        throw error;
      }
    });
  }

  async #advance(ask: Ask, draft: EventDraft): Promise<JournalEvent | undefined> {
    const entry = { time: this.#clock.now(), run: this.#run, draft };
    const event = await this.#book.advance(ask, this.#head, this.#fence, entry);
    if (event !== undefined) this.#head = { sequence: event.sequence, hash: event.hash };
    return event;
  }

  /** Inside a transaction: the head that others left, which must have come after this run's own. */
  async #catchUp(ask: Ask): Promise<void> {
    const { fence, ...head } = await this.#book.lockRow(ask);
    if (fence !== this.#fence) throw lostLock();
    await this.#book.mustHaveReached(ask, this.#head);
    this.#head = head;
  }

  async #mustAdvance(ask: Ask, draft: EventDraft): Promise<JournalEvent> {
    const event = await this.#advance(ask, draft);
    if (event === undefined) throw lostLock();
    return event;
  }
}
