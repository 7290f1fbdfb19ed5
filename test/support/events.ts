import * as fc from 'fast-check';
import { GENESIS, link } from '../../src/journal/chain.ts';
import type { IntentDraft } from '../../src/journal/journal.ts';
import { decimal } from '../../src/model/decimal.ts';
import type {
  EventDraft,
  EventType,
  JournalEvent,
  RunContext,
  Scope,
  Subject,
} from '../../src/model/event.ts';
import {
  type AccountId,
  type AccountName,
  type Key,
  type Millis,
  type RunId,
  type VenueOrderId,
  orderKey,
} from '../../src/model/ids.ts';
import { FINAL_STATUSES, LIVE_STATUSES } from '../../src/model/order.ts';
import type { Tag } from '../../src/model/tag.ts';
import { type OrderTerms, RESTING_STRATEGIES } from '../../src/model/terms.ts';

/* Builders: say what matters to the test, get a whole event. */

export const T0: Millis = Date.UTC(2026, 10, 21, 14);
export const TREASURY = 'treasury' as AccountName;
export const DESK = 'desk' as AccountName;

export const runContext = (over: Partial<RunContext> = {}): RunContext => ({
  run: 'run-1' as RunId,
  actor: 'ada',
  project: 'treasury-desk',
  environment: 'paper',
  ...over,
});

export const termsOf = (over: Partial<OrderTerms> = {}): OrderTerms => ({
  strategy: 'GTC',
  ticker: 'BTC-USD',
  side: 'buy',
  receiveQuantity: decimal('0.50'),
  priceLimit: decimal('95000.00'),
  ...over,
});

export const subjectOf = (name: string, over: Partial<Subject> = {}): Required<Subject> => ({
  account: TREASURY,
  accountId: 'CA1264810R' as AccountId,
  key: orderKey(name),
  generation: 1,
  attempt: 1,
  ...over,
});

export const intentOf = (
  name: string,
  subject: Partial<Subject> = {},
  data: Partial<IntentDraft['data']> = {},
): IntentDraft => ({
  type: 'intent',
  subject: subjectOf(name, subject),
  data: {
    tag: 'tfabcdefghijklaaabaab' as Tag,
    tagSent: true,
    target: termsOf(),
    wire: termsOf(),
    identity: 'aquanow 127.0.0.1 CA1264810R',
    request: 'a'.repeat(64),
    nonce: '1763733600000',
    deadline: T0 + 5000,
    ...data,
  },
});

/** The drafts as events of one journal, a second apart. */
export function chained(drafts: Iterable<EventDraft>, run: RunContext = runContext()): JournalEvent[] {
  const events: JournalEvent[] = [];
  for (const draft of drafts) {
    const at = T0 + events.length * 1000;
    events.push(link(events.at(-1) ?? GENESIS, at, run, draft).event);
  }
  return events;
}

/* Arbitrary events over few keys, generations and attempts, so that they meet. */

const words = fc.string({ maxLength: 12 });
const amount = fc
  .tuple(fc.nat(1000), fc.integer({ min: 0, max: 99 }))
  .map(([whole, cents]) => decimal(`${whole}.${String(cents).padStart(2, '0')}`));
const orderId = fc.constantFrom('o-1', 'o-2', 'o-3').map((id) => id as VenueOrderId);
const tag = fc.constantFrom('tfabcdefghijklaaabaab', 'tfabcdefghijklaaabaac').map((t) => t as Tag);
const key = fc.constantFrom('a', 'b', '__proto__').map((name): Key => orderKey(name));
const account = fc.constantFrom(TREASURY, DESK);
const fill = fc.record({ received: amount, delivered: amount });
const status = fc.constantFrom(...LIVE_STATUSES, ...FINAL_STATUSES);

export const arbitraryScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' as const }),
  account.map((name) => ({ kind: 'account' as const, account: name })),
  fc.array(key, { maxLength: 3 }).map((keys) => ({ kind: 'keys' as const, keys })),
);

const terms: fc.Arbitrary<OrderTerms> = fc.record(
  {
    strategy: fc.constantFrom(...RESTING_STRATEGIES),
    ticker: fc.constantFrom('BTC-USD', 'ETH-CAD'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    receiveQuantity: amount,
    deliverQuantity: amount,
    priceLimit: amount,
    expirationTime: fc.nat(),
    usernameRef: words,
  },
  { requiredKeys: ['strategy', 'ticker', 'side', 'priceLimit'] },
);

const whole: fc.Arbitrary<Required<Subject>> = fc.record({
  account,
  accountId: fc.constantFrom('CA1', 'CA2').map((id) => id as AccountId),
  key,
  generation: fc.integer({ min: 1, max: 2 }),
  attempt: fc.integer({ min: 1, max: 2 }),
});
const subject: fc.Arbitrary<Subject> = fc.oneof(
  { weight: 4, arbitrary: whole },
  whole.map(({ account: name, accountId }) => ({ account: name, accountId })),
);

const intent = fc.record({
  tag,
  tagSent: fc.boolean(),
  target: terms,
  wire: terms,
  identity: words,
  request: words,
  nonce: words,
  deadline: fc.nat(),
});

const knownOrder = fc.record(
  { tag, tagSent: fc.boolean(), orderId, terms, wire: terms, identity: words },
  { requiredKeys: ['tag', 'tagSent', 'orderId', 'terms', 'identity'] },
);
/** Events that begin an attempt always say which. */
const CREATES: ReadonlySet<EventType> = new Set(['intent', 'imported', 'rebuilt']);

type DataOf<T extends EventType> = Extract<EventDraft, { readonly type: T }>['data'];
const ack = fc.jsonValue({ maxDepth: 2 });

const DATA: { readonly [T in EventType]: fc.Arbitrary<DataOf<T>> } = {
  'run-started': fc.record({ command: words, version: words }),
  'run-ended': fc.record({ outcome: fc.constantFrom('done', 'failed', 'interrupted') }),
  intent,
  accepted: fc.record({ venueRef: words, orderId, ack }, { requiredKeys: ['ack'] }),
  linked: fc.record({ orderId }),
  rejected: fc.record(
    { code: words, message: words, errorId: words, ack },
    { requiredKeys: ['code', 'message', 'ack'] },
  ),
  'not-sent': fc.record({ code: words, message: words }),
  'in-doubt': fc.record({ code: words, message: words, ack }, { requiredKeys: ['code', 'message'] }),
  adopted: fc.record({ orderId }),
  observed: fc.record({ status, statusText: words, fill }),
  final: fc.record(
    { status: fc.constantFrom(...FINAL_STATUSES), statusText: words, fill, message: words },
    { requiredKeys: ['status', 'statusText', 'fill'] },
  ),
  'cancel-requested': fc.record({ scope: arbitraryScope, reason: words }, { requiredKeys: ['scope'] }),
  'cancel-intent': fc.record({ orderId }),
  'cancel-refused': fc.record({ message: words }),
  replacing: fc.record({ target: terms }),
  resolved: fc.record(
    { outcome: fc.constantFrom('executed', 'not-executed'), orderId, reason: words },
    { requiredKeys: ['outcome', 'reason'] },
  ),
  vanished: fc.record({ message: words }),
  'came-back': fc.record({ orderId, status }),
  'foreign-writer': fc.record({ orderId, tag }),
  'plan-used': fc.record({ id: words, digest: fc.constant('0'.repeat(64)) }),
  imported: knownOrder,
  rebuilt: knownOrder,
  renamed: fc.record({ renames: fc.array(fc.record({ from: key, to: key }), { maxLength: 3 }) }),
  lapsed: fc.record({ message: words }),
  protected: fc.record({ on: fc.boolean() }),
  held: fc.constant({}),
  released: fc.constant({}),
  halted: fc.record({ scope: arbitraryScope, reason: words }),
  unhalted: fc.record({ scope: arbitraryScope, approver: words }),
};

export const EVENT_TYPES = Object.keys(DATA) as EventType[];

export const arbitraryDraft: fc.Arbitrary<EventDraft> = fc
  .constantFrom(...EVENT_TYPES)
  .chain((type) =>
    fc
      .tuple(CREATES.has(type) ? whole : subject, DATA[type])
      .map(([about, data]) => ({ type, subject: about, data }) as EventDraft),
  );

/** Events as one journal could hold them, in any order that it could come to hold them. */
export const arbitraryEvents: fc.Arbitrary<JournalEvent[]> = fc
  .array(arbitraryDraft, { maxLength: 40 })
  .map((drafts) => chained(drafts));
