import type { Clock } from '../../lib/clock.ts';
import type { EventDraft, JournalEvent, RunContext } from '../../model/event.ts';
import { type IntentDraft, type IntentResult, type RunLock, isIntent } from '../journal.ts';
import { lostLock } from '../lock-errors.ts';
import { attemptOf, refusal } from '../refusal.ts';
import type { KernelLock } from './kernel-lock.ts';
import type { Store } from './store.ts';

export class SqliteRunLock implements RunLock {
  readonly #store: Store;
  readonly #clock: Clock;
  #run: RunContext;
  readonly #kernel: KernelLock;
  readonly #fence: number;
  #released = false;

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
    if (isIntent(draft)) throw new TypeError('an intent goes through appendIntent');
    return this.#holding(() => this.#write(draft));
  }

  async appendIntent(draft: IntentDraft, planned: number): Promise<IntentResult> {
    const { key } = attemptOf(draft);
    return this.#holding(
      () =>
        refusal(draft, planned, this.#store.standing(key)) ?? { kind: 'written', event: this.#write(draft) },
    );
  }

  async release(): Promise<void> {
    if (this.#released) return;
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

  #holding<T>(work: () => T): T {
    if (this.#released) throw lostLock();
    return this.#store.write(() => {
      if (this.#store.fence() !== this.#fence) throw lostLock();
      return work();
    });
  }

  #write(draft: EventDraft): JournalEvent {
    return this.#store.append(this.#clock.now(), this.#run, draft);
  }
}
