import { type LimitSettings, restrainBy } from '../../src/execute/limits.ts';
import { GENESIS, link } from '../../src/journal/chain.ts';
import { decimal } from '../../src/model/decimal.ts';
import type { EventData, EventDraft, EventType, JournalEvent, Subject } from '../../src/model/event.ts';
import { fold } from '../../src/model/fold.ts';
import { type History, emptyHistory } from '../../src/model/history.ts';
import {
  type AccountId,
  type AccountName,
  type JournalId,
  type Key,
  type Millis,
  type VenueOrderId,
  orderKey,
  strategyKey,
} from '../../src/model/ids.ts';
import { NO_LIMITS } from '../../src/model/limits.ts';
import type { Account, Entry, Fill, FinalStatus, OrderRow, OrderStatus } from '../../src/model/order.ts';
import type { Product } from '../../src/model/product.ts';
import type { KnownSnapshot, Look, Snapshot } from '../../src/model/snapshot.ts';
import { encodeTag, scopeOf } from '../../src/model/tag.ts';
import type { OrderTerms } from '../../src/model/terms.ts';
import { observe } from '../../src/plan/observe.ts';
import type { PlanInput } from '../../src/plan/input.ts';
import { type Judged, makePlan } from '../../src/plan/plan.ts';
import { TREASURY, runContext, smoOf, termsOf } from './events.ts';

/*
 * Builders for plans: entries, a journal told as what happened how long ago, and what the venue shows. Say what matters to the
 * test; the rest is one desk with one resting order of 0.50 BTC.
 */

export const NOW: Millis = Date.parse('2026-12-01T14:00:00Z');
export const SETTLE = 10_000;
export const DAY = 86_400_000;
export const SCOPE = scopeOf('treasury-desk', 'paper');
const JOURNAL = '00000000-0000-4000-8000-000000000001' as JournalId;

export const RESERVE = 'reserve' as AccountName;
/** The one account at Volven. */
export const BYBIT = 'bybit' as AccountName;
const IDS: Readonly<Record<AccountName, AccountId>> = {
  [TREASURY]: 'CA1264810R' as AccountId,
  [RESERVE]: 'CA1000051R' as AccountId,
  [BYBIT]: '99998' as AccountId,
};
const idOf = (name: AccountName): AccountId => IDS[name] ?? ('CA0' as AccountId);
export const identityOf = (name: AccountName): string =>
  `${name === BYBIT ? 'volven volven.example' : 'aquanow api.aquanow.io'} ${idOf(name)}`;

export const accountOf = (name: AccountName = TREASURY, over: Partial<Account> = {}): Account => ({
  ...{ name, id: idOf(name) },
  ...(name === BYBIT
    ? ({ venue: 'volven', tag: 'none' } as const)
    : ({ venue: 'aquanow', tag: 'usernameRef' } as const)),
  ...over,
});

export const fillOf = (received: string, delivered = '0'): Fill => ({
  received: decimal(received),
  delivered: decimal(delivered),
});

export const entryOf = (name: string, over: Partial<Entry> = {}): Entry => ({
  key: orderKey(name),
  account: TREASURY,
  terms: termsOf(),
  generation: 1,
  formerly: [],
  protect: false,
  labels: {},
  place: { file: 'orders.yaml', line: 3, column: 3 },
  ...over,
});

/** A strategy at Volven that is to work. */
export const strategyEntryOf = (name: string, over: Partial<Entry> = {}): Entry => ({
  ...entryOf(name, { place: { file: 'strategies.yaml', line: 3, column: 3 } }),
  ...{ key: strategyKey(name), account: BYBIT, terms: smoOf(), run: 'started' },
  kinds: { orderMaxSize: 'size' },
  ...over,
});

/** What {@link smoOf} trades. */
export const productOf = (over: Partial<Product> = {}): Product => ({
  ...{ code: 'btcusdt_f', kind: 'futures', base: 'BTC', quote: 'USDT', removed: false },
  ...{ minSize: decimal('0.001'), maxSize: decimal('1190'), sizeIncrement: decimal('0.001') },
  ...{ minPrice: decimal('0.10'), priceIncrement: decimal('0.10') },
  ...over,
});
/** The terms of a strategy with what its product adds to them. */
export const SMO = smoOf({ pair: { base: 'BTC', quote: 'USDT' } });

/** What happened to one attempt: each method makes the draft of one event about it. */
export interface Told {
  readonly tag: ReturnType<typeof encodeTag>;
  readonly intent: (data?: Partial<EventData['intent']>) => EventDraft;
  readonly accepted: (orderId?: string) => EventDraft;
  readonly linked: (orderId?: string) => EventDraft;
  readonly observed: (status: OrderStatus, fill?: Fill) => EventDraft;
  readonly final: (status: FinalStatus, fill?: Fill) => EventDraft;
  readonly about: <T extends EventType>(type: T, data: EventData[T]) => EventDraft;
}

/** The order's id at the venue, where a test doesn't name one. */
export const ID = 'o-1' as VenueOrderId;

export interface Which {
  readonly account?: AccountName;
  readonly generation?: number;
  readonly attempt?: number;
}

/** An attempt of an order. */
export const attemptOf = (name: string, which: Which = {}): Told =>
  toldOf(orderKey(name), which, { tagSent: true, target: termsOf(), wire: termsOf() });

/** An attempt of a strategy: no tag travels with it. */
export const strategyAttemptOf = (name: string, which: Which = {}): Told =>
  toldOf(
    strategyKey(name),
    { account: BYBIT, ...which },
    { tagSent: false, target: SMO, wire: SMO, run: 'started' },
  );

function toldOf(
  key: Key,
  { account = TREASURY, generation = 1, attempt = 1 }: Which,
  asked: Pick<EventData['intent'], 'tagSent' | 'target' | 'wire' | 'run'>,
): Told {
  const tag = encodeTag(SCOPE, key, generation, attempt);
  const subject: Subject = { account, accountId: idOf(account), key, generation, attempt };
  const about = <T extends EventType>(type: T, data: EventData[T]): EventDraft =>
    ({ type, subject, data }) as EventDraft;
  const sent = { ...asked, tag, identity: identityOf(account) };
  const proof = { request: 'a'.repeat(64), nonce: '1', deadline: NOW };
  return {
    tag,
    about,
    intent: (data = {}) => about('intent', { ...sent, ...proof, ...data }),
    accepted: (orderId) =>
      about('accepted', { ack: {}, ...(orderId === undefined ? {} : { orderId: orderId as VenueOrderId }) }),
    linked: (orderId = ID) => about('linked', { orderId: orderId as VenueOrderId }),
    observed: (status, fill = fillOf('0')) => about('observed', { status, statusText: status, fill }),
    final: (status, fill = fillOf('0')) => about('final', { status, statusText: status, fill }),
  };
}

/** An event draft, and how many milliseconds before {@link NOW} it was written. */
export type Past = readonly [ago: Millis, draft: EventDraft];

export function eventsOf(...past: readonly Past[]): readonly JournalEvent[] {
  const events: JournalEvent[] = [];
  for (const [ago, draft] of past)
    events.push(link(events.at(-1) ?? GENESIS, NOW - ago, runContext(), draft).event);
  return events;
}

export const historyOf = (...past: readonly Past[]): History =>
  fold(emptyHistory(JOURNAL), eventsOf(...past));

/** The history with drafts written now, as a run would. */
export function learn(history: History, drafts: readonly EventDraft[], at: Millis = NOW): History {
  let head = { sequence: history.sequence, hash: history.hash };
  const events = drafts.map((draft) => {
    const { event } = link(head, at, runContext(), draft);
    head = event;
    return event;
  });
  return fold(history, events);
}

export const rowOf = (over: Partial<OrderRow> = {}): OrderRow => ({
  ...{ id: ID, status: 'open', statusText: 'OPEN', fill: fillOf('0') },
  ...{ ticker: 'BTC-USD', side: 'buy', strategy: 'GTC', priceLimit: decimal('95000') },
  ...over,
});

/** A strategy as Volven's list shows it. */
export const strategyRowOf = (over: Partial<OrderRow> = {}): OrderRow =>
  rowOf({ statusText: 'RUNNING', ticker: 'btcusdt_f', strategy: 'SMO', ...over });

/** An order that tradeform has nothing to do with. */
export const STRANGER = rowOf({ id: 'stranger' as VenueOrderId, reference: 'desk7' });

export function snapshotOf(
  live: readonly OrderRow[],
  { looks = [], account = TREASURY, ...over }: Partial<KnownSnapshot> = {},
): KnownSnapshot {
  const base = { venue: 'aquanow', accountId: idOf(account), readAt: NOW, settle: SETTLE } as const;
  return {
    ...{ state: 'known', account, ...base, identity: identityOf(account) },
    ...{ echoes: ['ticker', 'side', 'strategy', 'priceLimit'], live, looks },
    ...over,
  };
}

/** What Volven shows of {@link BYBIT}. */
export const strategiesOf = (live: readonly OrderRow[], over: Partial<KnownSnapshot> = {}): KnownSnapshot => {
  const products = new Map([[productOf().code, productOf()]]);
  return snapshotOf(live, { account: BYBIT, venue: 'volven', echoes: [], products, ...over });
};

export const lookOf = (told: Told, rows: readonly OrderRow[], times = 1): Look => ({
  tag: told.tag,
  rows,
  times,
});

/** No limits at all, where everything is denied that has none: as in a live environment before anybody wrote them. */
export const DENIED: LimitSettings = { limits: NO_LIMITS, isPaper: false };
/** No limits at all, and nothing that is denied. */
export const FREE: LimitSettings = { limits: NO_LIMITS, isPaper: true };

export interface World {
  readonly entries?: readonly Entry[];
  readonly history?: History;
  readonly snapshots?: readonly Snapshot[];
  readonly accounts?: readonly Account[];
  readonly now?: Millis;
  /** Limits that hold its lines back. */
  readonly limits?: LimitSettings;
  readonly references?: PlanInput['references'];
  readonly quotes?: PlanInput['quotes'];
}

/** Snapshots as a plan takes them; `readAt`: read at another time than they say. */
export const byAccount = (
  snapshots: readonly Snapshot[],
  readAt?: Millis,
): ReadonlyMap<AccountName, Snapshot> =>
  new Map(
    snapshots.map((snapshot) => [
      snapshot.account,
      readAt === undefined || readAt === snapshot.readAt ? snapshot : { ...snapshot, readAt },
    ]),
  );

/** A journal and what the snapshots teach it: no entry changes that, so that many plans may share one. */
export interface Reading {
  readonly shown: PlanInput['snapshots'];
  readonly learned: readonly EventDraft[];
  readonly history: History;
}

export function readingOf({
  history = historyOf(),
  snapshots = [snapshotOf([])],
  now = NOW,
}: World): Reading {
  const shown = byAccount(snapshots, now);
  const learned = observe(history, shown, SCOPE);
  return { shown, learned, history: learn(history, learned, now) };
}

/** What a plan is made of: the journal, with what the snapshots teach it. */
export function inputOf(world: World, reading: Reading = readingOf(world)): PlanInput {
  const { entries = [], now = NOW, limits, references = new Map() } = world;
  const { accounts = [accountOf(), accountOf(RESERVE), accountOf(BYBIT)] } = world;
  const { shown, learned, history } = reading;
  const facts = { entries, snapshots: shown, references, submits: 0 };
  return {
    ...{ project: 'treasury-desk', environment: 'paper', scope: SCOPE, entries, snapshots: shown, now },
    accounts: new Map(accounts.map((account) => [account.name, account])),
    history,
    references,
    ...(world.quotes === undefined ? {} : { quotes: world.quotes }),
    learned,
    ...(limits === undefined ? {} : { restrain: restrainBy(limits, { ...facts, now }) }),
  };
}

/** Reads, learns and plans, as `plan` does. */
export const planOf = (world: World): Judged => makePlan(inputOf(world));

export const dollars = (over: Partial<OrderTerms> = {}): OrderTerms => {
  const { receiveQuantity: _, ...terms } = termsOf(over);
  return { ...terms, deliverQuantity: decimal('47500.00'), ...over };
};
