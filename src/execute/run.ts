import {
  type IntentDraft,
  type IntentResult,
  type Journal,
  type RunLock,
  eachEvent,
} from '../journal/journal.ts';
import type { CiRun, EventData, EventDraft, JournalEvent } from '../model/event.ts';
import { GrowingHistory } from '../model/fold.ts';
import { type History, emptyHistory } from '../model/history.ts';

/** Between two writes whoever wants to halt the run has their turn. */
const AT_ONCE = 500;

/**
 * The journal as one run sees it: everything up to now folded, what the run appends added as it becomes durable.
 * Events of the control lane that other processes append in between are picked up by {@link refresh}.
 */
export class RunJournal {
  readonly #journal: Journal;
  readonly #lock: RunLock;
  readonly #growing: GrowingHistory;
  readonly #started: EventDraft;
  #isStarted = false;

  private constructor(journal: Journal, lock: RunLock, started: EventDraft) {
    this.#journal = journal;
    this.#lock = lock;
    this.#growing = new GrowingHistory(emptyHistory(journal.id));
    this.#started = started;
  }

  static async open(
    journal: Journal,
    lock: RunLock,
    command: string,
    version: string,
    ci?: CiRun,
  ): Promise<RunJournal> {
    const data = { command, version, ...(ci === undefined ? {} : { ci }) };
    const run = new RunJournal(journal, lock, { type: 'run-started', data });
    await run.refresh();
    return run;
  }

  /** Read it before the next append. */
  get history(): History {
    return this.#growing.view();
  }

  async refresh(): Promise<void> {
    await eachEvent(this.#journal, this.#growing.sequence, (event) => this.#take(event));
  }

  /** What follows is done under this approved plan: its digest stands in every event. */
  approve(plan: string): void {
    this.#lock.approve(plan);
  }

  async append(draft: EventDraft): Promise<JournalEvent> {
    await this.#start();
    return this.#add(await this.#lock.append(draft));
  }

  /** As {@link append}, for what is written one after the other without anything in between: few writes to the disk. */
  async appendAll(drafts: readonly EventDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    await this.#start();
    for (let at = 0; at < drafts.length; at += AT_ONCE) {
      const some = drafts.slice(at, at + AT_ONCE);
      for (const event of await this.#lock.appendAll(some)) await this.#add(event);
    }
  }

  async appendIntent(draft: IntentDraft, planned: number): Promise<IntentResult> {
    await this.#start();
    const result = await this.#lock.appendIntent(draft, planned);
    if (result.kind === 'written') await this.#add(result.event);
    return result;
  }

  /** Notes how the run ended, where it wrote anything at all. */
  async end(outcome: EventData['run-ended']['outcome']): Promise<void> {
    if (this.#isStarted) await this.append({ type: 'run-ended', data: { outcome } });
  }

  /** A run that finds nothing to do leaves no trace. */
  async #start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    await this.#add(await this.#lock.append(this.#started));
  }

  async #add(event: JournalEvent): Promise<JournalEvent> {
    // Someone else's control event came in between: take it in its place.
    if (event.sequence > this.#growing.sequence + 1) await this.refresh();
    else this.#take(event);
    return event;
  }

  /** Once: of two accounts that look at the same moment, one may have seen already what the other has just appended. */
  #take(event: JournalEvent): void {
    if (event.sequence > this.#growing.sequence) this.#growing.add(event);
  }
}
