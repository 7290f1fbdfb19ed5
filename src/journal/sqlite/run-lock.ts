import type { Clock } from '../../lib/clock.ts';
import { afterThisTurn } from '../../lib/turn.ts';
import type { EventDraft, JournalEvent, RunContext } from '../../model/event.ts';
import { type IntentDraft, type IntentResult, type RunLock, isIntent } from '../journal.ts';
import { lostLock } from '../lock-errors.ts';
import { attemptOf, refusal } from '../refusal.ts';
import type { KernelLock } from './kernel-lock.ts';
import type { Store } from './store.ts';

function mustNotBeIntent(draft: EventDraft): void {
  if (isIntent(draft)) throw new TypeError('an intent goes through appendIntent');
}

/*
 * What a run appends in one turn of its event loop is committed at once: eight accounts that have their answers at the same time cost one
 * write to the disk, not eight. Each append resolves once that write is durable, so nothing is sent before its intent is.
 */

/** An append that waits for the turn to end. */
interface Waiting {
  /** Inside the transaction. */
  readonly work: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

export class SqliteRunLock implements RunLock {
  readonly #store: Store;
  readonly #clock: Clock;
  #run: RunContext;
  readonly #kernel: KernelLock;
  readonly #fence: number;
  #released = false;
  #waiting: Waiting[] = [];

  constructor(store: Store, clock: Clock, run: RunContext, kernel: KernelLock, fence: number) {
    this.#store = store;
    this.#clock = clock;
    this.#run = run;
    this.#kernel = kernel;
    this.#fence = fence;
  }

  approve(plan: string): void {
    this.#run = { ...this.#run, plan };
  }

  async append(draft: EventDraft): Promise<JournalEvent> {
    mustNotBeIntent(draft);
    return this.#soon(() => this.#write(draft));
  }

  async appendAll(drafts: readonly EventDraft[]): Promise<readonly JournalEvent[]> {
    drafts.forEach(mustNotBeIntent);
    return this.#soon(() => drafts.map((draft) => this.#write(draft)));
  }

  async appendIntent(draft: IntentDraft, planned: number): Promise<IntentResult> {
    const { key } = attemptOf(draft);
    return this.#soon(
      (): IntentResult =>
        refusal(draft, planned, this.#store.standing(key)) ?? { kind: 'written', event: this.#write(draft) },
    );
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#flush();
    this.#released = true;
    try {
      this.#store.write(() => {
        if (this.#store.fence() === this.#fence) this.#store.forgetHolder();
      });
    } catch {
      // A signature that stays behind harms nothing; an error here would hide the one that ended the run.
    } finally {
      this.#kernel.free();
    }
  }

  #soon<T>(work: () => T): Promise<T> {
    if (this.#released) throw lostLock();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (this.#waiting.length === 0) afterThisTurn(() => this.#flush());
    this.#waiting.push({ work, resolve, reject });
    return promise;
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    try {
      const results = this.#holding(() => waiting.map(({ work }) => work()));
      for (const [at, { resolve }] of waiting.entries()) resolve(results[at] as never);
    } catch (error) {
      // Nothing was written. Alone, each learns what is wrong with it, and one that can't be written keeps no other back.
      if (waiting.length === 1) waiting[0]?.reject(error);
      else for (const one of waiting) this.#alone(one);
    }
  }

  #alone({ work, resolve, reject }: Waiting): void {
    try {
      resolve(this.#holding(work) as never);
    } catch (error) {
      reject(error);
    }
  }

  #holding<T>(work: () => T): T {
    return this.#store.write(() => {
      if (this.#store.fence() !== this.#fence) throw lostLock();
      return work();
    });
  }

  #write(draft: EventDraft): JournalEvent {
    return this.#store.append(this.#clock.now(), this.#run, draft);
  }
}
