import { RunJournal } from '../../../src/execute/run.ts';
import type { Desk } from '../../../src/execute/desk.ts';
import type { Journal, RunLock } from '../../../src/journal/journal.ts';
import { GENESIS, link } from '../../../src/journal/chain.ts';
import { refusal } from '../../../src/journal/refusal.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import {
  CONTROL_TYPES,
  type EventDraft,
  type EventType,
  type JournalEvent,
} from '../../../src/model/event.ts';
import type { JournalId, VenueOrderId } from '../../../src/model/ids.ts';
import type { Account, OrderRow } from '../../../src/model/order.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import type { CancelAnswer, Verdict, VenueReader, VenueWriter, Wanted } from '../../../src/venues/venue.ts';
import { NOW, SCOPE, SETTLE, accountOf, identityOf, snapshotOf } from '../../support/cases.ts';
import { runContext } from '../../support/events.ts';

/*
 * The two ports of the executor by hand: a journal in memory with the real rules for intents, and a venue that answers what a test
 * tells it to. Both write what they do into one log, so that a test sees the order of steps.
 */

export class ManualClock implements Clock {
  time = NOW;
  ticks = 0;

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.ticks;
  }

  /** Both clocks, as time passes. */
  pass(ms: number): void {
    this.time += ms;
    this.ticks += ms;
  }

  sleep(ms: number): Promise<void> {
    this.pass(ms);
    return Promise.resolve();
  }
}

export class MemoryJournal implements Journal, RunLock {
  readonly id = '00000000-0000-4000-8000-000000000002' as JournalId;
  readonly events: JournalEvent[] = [];
  readonly #clock: Clock;
  readonly #log: string[];
  /** Appends of this type fail, as where the disk is full. */
  broken: EventType | undefined;

  constructor(clock: Clock, log: string[]) {
    this.#clock = clock;
    this.#log = log;
  }

  #write(draft: EventDraft): Promise<JournalEvent> {
    if (draft.type === this.broken) return Promise.reject(new Error('disk full'));
    const { event } = link(this.events.at(-1) ?? GENESIS, this.#clock.now(), runContext(), draft);
    this.events.push(event);
    this.#log.push(`journal ${draft.type}`);
    return Promise.resolve(event);
  }

  read(after = 0): Promise<readonly JournalEvent[]> {
    return Promise.resolve(this.events.slice(after));
  }

  append(draft: EventDraft): Promise<JournalEvent> {
    return this.#write(draft);
  }

  control(_run: unknown, draft: EventDraft): Promise<JournalEvent> {
    return this.#write(draft);
  }

  async appendIntent(
    draft: Parameters<RunLock['appendIntent']>[0],
    planned: number,
  ): ReturnType<RunLock['appendIntent']> {
    const control = this.events.filter((event) => (CONTROL_TYPES as readonly string[]).includes(event.type));
    const ofKey = this.events.filter((event) => event.subject?.key === draft.subject?.key);
    const refused = refusal(draft, planned, { journal: this.id, control, ofKey });
    return refused ?? { kind: 'written', event: await this.#write(draft) };
  }

  lock(): Promise<RunLock> {
    return Promise.resolve(this);
  }

  holder(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  approve(): void {}

  release(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export class FakeVenue {
  readonly #clock: ManualClock;
  readonly #log: string[];
  /** Answers to sends, one after the other; the last one stays. */
  verdicts: Verdict[] = [{ kind: 'accepted', venueRef: 'q-1', ack: {} }];
  cancels: CancelAnswer[] = [{ kind: 'requested' }];
  /** What the account's list shows: read at each look. */
  rows: readonly OrderRow[] = [];
  /** Passes between intent and send, as where the venue's rate makes it wait. */
  delay = 0;
  /** What happens at the venue when it is sent to. */
  onSend: (reference: string, terms: OrderTerms) => void = () => undefined;
  onCancel: (id: VenueOrderId) => void = () => undefined;
  onFind: (wanted: Wanted) => void = () => undefined;
  onSnapshot: () => void = () => undefined;
  unreadable: string | undefined;
  settle = SETTLE;

  constructor(clock: ManualClock, log: string[]) {
    this.#clock = clock;
    this.#log = log;
  }

  #of(wanted: Wanted): readonly OrderRow[] {
    return this.rows.filter((row) => row.id === wanted.orderId || row.reference === wanted.reference);
  }

  readonly reader: VenueReader = {
    snapshot: (account, wanted): Promise<Snapshot> => {
      this.onSnapshot();
      this.#log.push('snapshot');
      const live = this.rows.filter((row) => !['filled', 'cancelled', 'expired'].includes(row.status));
      const missing = wanted.filter((one) => !live.some((row) => this.#of(one).includes(row)));
      const looks = missing.map((one) => ({ tag: one.tag, rows: this.#of(one), times: 1 }));
      const known = snapshotOf(live, { account: account.name, looks, settle: this.settle });
      if (this.unreadable === undefined) return Promise.resolve(known);
      const { account: name, venue, accountId, readAt } = known;
      const unknown = { state: 'unknown', reason: this.unreadable, remedy: 'Wait.' } as const;
      return Promise.resolve({ account: name, venue, accountId, readAt, ...unknown });
    },
    find: (_account, wanted) => {
      this.#log.push('find');
      this.onFind(wanted);
      if (this.unreadable !== undefined) return Promise.resolve({ unknown: this.unreadable });
      return Promise.resolve({ tag: wanted.tag, rows: this.#of(wanted), times: 1 });
    },
    history: (account) => {
      const known = snapshotOf([], { account: account.name, settle: this.settle });
      const { identity, settle } = known;
      return Promise.resolve({ state: 'known', identity, settle, rows: this.rows, unclear: 0 });
    },
    reference: () => Promise.resolve(undefined),
  };

  readonly writer: VenueWriter = {
    draft: (account, terms, tag) => {
      this.#log.push('draft');
      const body = JSON.stringify({ ...terms, tag });
      return { account, terms, method: 'POST', path: '/order', body, nonce: '1', digest: 'a'.repeat(64) };
    },
    send: (draft, inTime = () => true) => {
      this.#clock.pass(this.delay);
      if (!inTime())
        return Promise.resolve({ kind: 'not-sent', code: 'late', message: 'its deadline passed' });
      const { tag } = JSON.parse(draft.body) as { readonly tag: string };
      this.#log.push('send');
      this.onSend(tag, draft.terms);
      const verdict = this.verdicts.length > 1 ? this.verdicts.shift() : this.verdicts[0];
      if (verdict === undefined) throw new Error('no verdict');
      return Promise.resolve(verdict);
    },
    cancel: (_account, id) => {
      this.#log.push(`cancel ${id}`);
      this.onCancel(id);
      const answer = this.cancels.length > 1 ? this.cancels.shift() : this.cancels[0];
      if (answer === undefined) throw new Error('no answer');
      return Promise.resolve(answer);
    },
  };
}

export interface Bench {
  readonly desk: Desk;
  readonly journal: MemoryJournal;
  readonly venue: FakeVenue;
  readonly clock: ManualClock;
  /** What journal and venue did, in order. */
  readonly log: string[];
}

export async function bench(
  past: readonly EventDraft[] = [],
  account: Account = accountOf(),
): Promise<Bench> {
  const clock = new ManualClock();
  const log: string[] = [];
  const journal = new MemoryJournal(clock, log);
  for (const draft of past) await journal.append(draft);
  log.length = 0;
  const venue = new FakeVenue(clock, log);
  const desk: Desk = {
    journal: await RunJournal.open(journal, journal, 'apply', 'test'),
    accounts: new Map([[account.name, account]]),
    ...{ scope: SCOPE, clock, tell: () => undefined, stop: new AbortController().signal },
    venueOf: () => ({
      ...{ reader: venue.reader, writer: venue.writer },
      ...{ settle: venue.settle, identity: identityOf(account.name) },
    }),
  };
  return { desk, journal, venue, clock, log };
}
