import { RunJournal } from '../../../src/execute/run.ts';
import { LimitGate } from '../../../src/execute/limit-gate.ts';
import type { Counterparty, Desk } from '../../../src/execute/desk.ts';
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
import type { KnownSnapshot, Snapshot } from '../../../src/model/snapshot.ts';
import { type Run, type Terms, instrumentOf } from '../../../src/model/terms.ts';
import type {
  CancelAnswer,
  Quote,
  QuoteAnswer,
  QuoteDropped,
  RunAnswer,
  SubmitOptions,
  Verdict,
  VenueReader,
  VenueWriter,
  Wanted,
} from '../../../src/venues/venue.ts';
import { FREE, NOW, SCOPE, SETTLE, accountOf, identityOf, snapshotOf } from '../../support/cases.ts';
import { quoteOf, runContext } from '../../support/events.ts';

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

  async appendAll(drafts: readonly EventDraft[]): Promise<readonly JournalEvent[]> {
    if (drafts.some(({ type }) => type === this.broken)) throw new Error('disk full');
    return Promise.all(drafts.map((draft) => this.#write(draft)));
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
  /** Answers to requests for a quote; unset: a good one each time. */
  quotes: QuoteAnswer[] = [];
  drops: QuoteDropped[] = [{ outcome: 'expired', message: 'taken back' }];
  runs: RunAnswer[] = [{ kind: 'taken' }];
  /** What the last submission said beside its terms. */
  options: SubmitOptions | undefined;
  /** What the account's list shows: read at each look. */
  rows: readonly OrderRow[] = [];
  /** Passes between intent and send, as where the venue's rate makes it wait. */
  delay = 0;
  /** What happens at the venue when it is sent to. */
  onSend: (reference: string, terms: Terms) => void = () => undefined;
  onCancel: (id: VenueOrderId) => void = () => undefined;
  onFind: (wanted: Wanted) => void = () => undefined;
  onSnapshot: () => void = () => undefined;
  onQuote: () => void = () => undefined;
  onRun: (id: VenueOrderId, run: Run) => void = () => undefined;
  unreadable: string | undefined;
  settle = SETTLE;
  /** What its snapshots tell beside their rows. */
  tells: Partial<KnownSnapshot> = {};

  constructor(clock: ManualClock, log: string[]) {
    this.#clock = clock;
    this.#log = log;
  }

  #next<Answer>(answers: Answer[]): Answer {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }

  #quote(account: Account, terms: Terms): Promise<QuoteAnswer> {
    this.onQuote();
    if (this.quotes.length > 0) return Promise.resolve(this.#next(this.quotes));
    const { id: accountId } = account;
    const quote = venueQuote({ accountId, ticker: instrumentOf(terms), side: terms.side });
    return Promise.resolve({ kind: 'quote', quote: { ...quote, expiresAt: this.#clock.now() + 10_000 } });
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
      const told = { account: account.name, looks, settle: this.settle };
      const known = snapshotOf(live, { ...told, ...this.tells });
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
    quote: (account, terms) => {
      this.#log.push('look at quote');
      return this.#quote(account, terms);
    },
    products: () => Promise.resolve({ state: 'unlisted' }),
    balances: () => Promise.resolve(undefined),
    evidence: () => Promise.resolve({ state: 'known', rows: [] }),
  };

  readonly writer: VenueWriter = {
    prepare: (account, terms) => {
      this.#log.push('ask for quote');
      return this.#quote(account, terms);
    },
    dropQuote: (quoteId) => {
      this.#log.push(`drop ${quoteId}`);
      return Promise.resolve(this.#next(this.drops));
    },
    draft: (account, terms, tag, options) => {
      this.#log.push('draft');
      this.options = options;
      const body = JSON.stringify({ ...terms, tag });
      return { account, terms, method: 'POST', path: '/order', body, nonce: '1', digest: 'a'.repeat(64) };
    },
    send: async (draft, mayGo) => {
      this.#clock.pass(this.delay);
      const hindrance = await mayGo?.();
      if (hindrance !== undefined) return { kind: 'not-sent', ...hindrance };
      const { tag } = JSON.parse(draft.body) as { readonly tag: string };
      this.#log.push('send');
      this.onSend(tag, draft.terms);
      return this.#next(this.verdicts);
    },
    cancel: (_account, id) => {
      this.#log.push(`cancel ${id}`);
      this.onCancel(id);
      return Promise.resolve(this.#next(this.cancels));
    },
    setRun: async (_account, id, run, mayGo) => {
      this.#clock.pass(this.delay);
      const hindrance = await mayGo?.();
      if (hindrance !== undefined) return { kind: 'not-sent', message: hindrance.message };
      this.#log.push(`${run} ${id}`);
      this.onRun(id, run);
      return this.#next(this.runs);
    },
  };
}

/** A quote of the venue for what an entry of `termsOf` asks, a little better than its price. */
export const venueQuote = (over: Partial<Quote> = {}): Quote => ({
  ...quoteOf({ expiresAt: NOW + 10_000 }),
  ...{ accountId: accountOf().id, ticker: 'BTC-USD', side: 'buy', quotedAt: NOW, ack: { type: 'quote' } },
  ...over,
});

export interface Bench {
  readonly desk: Desk;
  readonly journal: MemoryJournal;
  readonly venue: FakeVenue;
  readonly clock: ManualClock;
  readonly stop: AbortController;
  /** What journal and venue did, in order. */
  readonly log: string[];
}

export async function bench(
  past: readonly EventDraft[] = [],
  account: Account = accountOf(),
  settings: Partial<Pick<Counterparty, 'quoteAttempts' | 'quoteExpiryIsProof'>> = {},
): Promise<Bench> {
  const clock = new ManualClock();
  const log: string[] = [];
  const journal = new MemoryJournal(clock, log);
  for (const draft of past) await journal.append(draft);
  log.length = 0;
  const venue = new FakeVenue(clock, log);
  const stop = new AbortController();
  const accounts = new Map([[account.name, account]]);
  const readers = new Map([[account.name, venue.reader]]);
  const limits = new LimitGate({ settings: FREE, survey: { readers, accounts, clock }, entries: [] });
  const own = await RunJournal.open(journal, journal, 'apply', 'test');
  await limits.begin(own.history, new Map());
  const desk: Desk = {
    ...{ journal: own, accounts, limits },
    ...{ scope: SCOPE, here: { environment: 'paper' }, clock, tell: () => undefined, stop: stop.signal },
    venueOf: () => ({
      ...{ reader: venue.reader, writer: venue.writer },
      ...{ settle: venue.settle, identity: identityOf(account.name) },
      ...{ quoteAttempts: 3, quoteExpiryIsProof: false, ...settings },
    }),
  };
  return { desk, journal, venue, clock, stop, log };
}
