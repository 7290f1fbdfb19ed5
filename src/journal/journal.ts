import type { EventDraft, JournalEvent, RunContext } from '../model/event.ts';
import type { JournalId } from '../model/ids.ts';

/** Who holds, or asks for, the run lock. */
export interface Holder {
  readonly actor: string;
  readonly command: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * An append-only, hash-chained list of events, durable before `append` resolves. Implementations: `sqlite.ts`,
 * `postgres.ts`.
 */
export interface Journal {
  readonly id: JournalId;
  /** Events after `sequence` (0: all), oldest first. Throws TradeformError `journal/broken` where the chain doesn't hold. */
  read(after?: number): Promise<readonly JournalEvent[]>;
  /**
   * As {@link read}, one by one: a long journal need not be in memory at once. What was taken is worth nothing where it throws.
   * Unset: `read` is all there is.
   */
  readEach?(after: number, take: (event: JournalEvent) => void): Promise<void>;
  /**
   * Takes the run lock, waiting up to `waitMs`. Throws TradeformError `journal/held` (exit 5) that names the holder.
   * The kernel frees it when the process ends, however that happens.
   */
  lock(run: RunContext, holder: Holder, waitMs: number): Promise<RunLock>;
  /** Appends to the control lane, without the run lock: halts, cancel requests, a person's decisions. */
  control(run: RunContext, draft: EventDraft): Promise<JournalEvent>;
  /** Who holds the run lock now. */
  holder(): Promise<Holder | undefined>;
  close(): Promise<void>;
}

/** The right to submit orders, held by one run at a time. */
export interface RunLock {
  /** From now on every event of this run carries the digest of the plan that was approved. */
  approve(plan: string): void;
  /** Durable when it resolves. Throws TradeformError `journal/lost-lock` where another run has taken over. */
  append(draft: EventDraft): Promise<JournalEvent>;
  /** As {@link append}, for several at once: all of them, or none. */
  appendAll(drafts: readonly EventDraft[]): Promise<readonly JournalEvent[]>;
  /**
   * Appends an intent, unless in the same transaction it finds that a halt covers it, that a cancel request newer than
   * `planned`, the head when its run began, covers it, or, for an order, that its key has an attempt that may still be live.
   */
  appendIntent(draft: IntentDraft, planned: number): Promise<IntentResult>;
  release(): Promise<void>;
}

/** What comes before a message that may trade: a new order, or the start of a strategy. */
export type IntentDraft = Extract<EventDraft, { readonly type: 'intent' | 'run-intent' }>;
export const isIntent = (draft: EventDraft): draft is IntentDraft =>
  draft.type === 'intent' || draft.type === 'run-intent';

export type IntentResult =
  | { readonly kind: 'written'; readonly event: JournalEvent }
  | {
      readonly kind: 'refused';
      readonly code: 'halted' | 'cancel-requested' | 'unsettled';
      readonly message: string;
    };

/** Hands over the events after `after`, oldest first. Throws as {@link Journal.read} does, maybe after the first of them. */
export async function eachEvent(
  journal: Journal,
  after: number,
  take: (event: JournalEvent) => void,
): Promise<void> {
  if (journal.readEach !== undefined) return journal.readEach(after, take);
  for (const event of await journal.read(after)) take(event);
}
