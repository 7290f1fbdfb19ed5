import * as fc from './fast-check.ts';
import { GENESIS, link } from '../../src/journal/chain.ts';
import type { IntentDraft } from '../../src/journal/journal.ts';
import { decimal } from '../../src/model/decimal.ts';
import type {
  EventDraft,
  EventType,
  JournalEvent,
  QuoteTerms,
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
  strategyKey,
} from '../../src/model/ids.ts';
import { FINAL_STATUSES, LIVE_STATUSES } from '../../src/model/order.ts';
import type { Tag } from '../../src/model/tag.ts';
import {
  ORDER_STRATEGIES,
  type OrderTerms,
  RUNS,
  type StrategyTerms,
  type Terms,
  isStrategy,
} from '../../src/model/terms.ts';

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

/** Terms of the strategies that trade at once, with the one price that each takes. */
export const instantOf = (strategy: 'RFQ' | 'MARKET' | 'FOK', over: Partial<OrderTerms> = {}): OrderTerms => {
  const { priceLimit, ...terms } = termsOf();
  const field = { RFQ: 'priceLimit', MARKET: 'priceGuard', FOK: 'tradePrice' } as const;
  return { ...terms, strategy, [field[strategy]]: priceLimit, ...over };
};

/** A strategy as its entry asks for it: the currencies of its product are for the planner to add. */
export const smoOf = (over: Partial<StrategyTerms> = {}): StrategyTerms => ({
  strategyType: 'SMO',
  productCode: 'btcusdt_f',
  side: 'buy',
  size: decimal('0.1'),
  priceLimit: decimal('95000'),
  parameters: { alwaysPassive: true, orderMaxSize: decimal('0.03') },
  ...over,
});

/** The terms, where they are an order's. */
export function asOrder(terms: Terms | undefined): OrderTerms {
  if (terms === undefined || isStrategy(terms)) throw new TypeError('no order');
  return terms;
}

export const quoteOf = (over: Partial<QuoteTerms> = {}): QuoteTerms => ({
  quoteId: 'q-1',
  price: decimal('94900'),
  receiveQuantity: decimal('0.50'),
  deliverQuantity: decimal('47450'),
  expiresAt: T0 + 10_000,
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
const key: fc.Arbitrary<Key> = fc.constantFrom(
  ...['a', 'b', '__proto__'].map((name) => orderKey(name)),
  strategyKey('a'),
);
const account = fc.constantFrom(TREASURY, DESK);
const fill = fc.record({ received: amount, delivered: amount });
const status = fc.constantFrom(...LIVE_STATUSES, ...FINAL_STATUSES);

export const arbitraryScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' as const }),
  account.map((name) => ({ kind: 'account' as const, account: name })),
  fc.array(key, { maxLength: 3 }).map((keys) => ({ kind: 'keys' as const, keys })),
);

const orderTerms: fc.Arbitrary<OrderTerms> = fc.record(
  {
    strategy: fc.constantFrom(...ORDER_STRATEGIES),
    ticker: fc.constantFrom('BTC-USD', 'ETH-CAD'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    receiveQuantity: amount,
    deliverQuantity: amount,
    priceLimit: amount,
    tradePrice: amount,
    priceGuard: amount,
    expirationTime: fc.nat(),
    usernameRef: words,
  },
  { requiredKeys: ['strategy', 'ticker', 'side'] },
);
const strategyTerms: fc.Arbitrary<StrategyTerms> = fc.record(
  {
    strategyType: fc.constantFrom('SMO', 'HOUSE'),
    productCode: fc.constantFrom('btcusdt', 'btcusdt_f'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    size: amount,
    priceLimit: amount,
    parameters: fc.dictionary(
      fc.constantFrom('alwaysPassive', 'orderMaxSize', 'note'),
      fc.oneof(amount, fc.boolean(), fc.record({ text: words })),
      { maxKeys: 3 },
    ),
    pair: fc.record({ base: words, quote: words }),
  },
  { requiredKeys: ['strategyType', 'productCode', 'side', 'size', 'parameters'] },
);
const terms: fc.Arbitrary<Terms> = fc.oneof(
  { weight: 2, arbitrary: orderTerms },
  { weight: 1, arbitrary: strategyTerms },
);
const run = fc.constantFrom(...RUNS);
const quote: fc.Arbitrary<QuoteTerms> = fc.record({
  quoteId: words,
  price: amount,
  receiveQuantity: amount,
  deliverQuantity: amount,
  expiresAt: fc.nat(),
});
const trade = fc.dictionary(fc.constantFrom('fee', 'tradeDate', 'tradePriceAvg'), words, { maxKeys: 2 });

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

const intent = fc.record(
  {
    tag,
    tagSent: fc.boolean(),
    target: terms,
    wire: terms,
    run,
    quote,
    identity: words,
    request: words,
    nonce: words,
    deadline: fc.nat(),
  },
  { requiredKeys: ['tag', 'tagSent', 'target', 'wire', 'identity', 'request', 'deadline'] },
);

const knownOrder = fc.record(
  { tag, tagSent: fc.boolean(), orderId, terms, wire: terms, identity: words, createdAt: fc.nat() },
  { requiredKeys: ['tag', 'tagSent', 'orderId', 'terms', 'identity'] },
);
/** Events that begin an attempt always say which. */
const CREATES: ReadonlySet<EventType> = new Set(['intent', 'imported', 'rebuilt']);

const ci = fc.record(
  {
    system: fc.constantFrom('github' as const, 'gitlab' as const, 'other' as const),
    ...{ run: words, commit: words, pullRequest: words },
  },
  { requiredKeys: ['system'] },
);

type DataOf<T extends EventType> = Extract<EventDraft, { readonly type: T }>['data'];
const ack = fc.jsonValue({ maxDepth: 2 });

const DATA: { readonly [T in EventType]: fc.Arbitrary<DataOf<T>> } = {
  'run-started': fc.record({ command: words, version: words, ci }, { requiredKeys: ['command', 'version'] }),
  'run-ended': fc.record({ outcome: fc.constantFrom('done', 'failed', 'interrupted') }),
  intent,
  accepted: fc.record({ venueRef: words, orderId, trade, ack }, { requiredKeys: ['ack'] }),
  quoted: fc.record(
    {
      quote,
      outcome: fc.constantFrom('good', 'worse', 'late', 'other', 'refused', 'unknown'),
      message: words,
      ack,
    },
    { requiredKeys: ['outcome'] },
  ),
  'quote-dropped': fc.record(
    { quoteId: words, outcome: fc.constantFrom('expired', 'refused', 'unknown'), message: words, ack },
    { requiredKeys: ['quoteId', 'outcome', 'message'] },
  ),
  'run-intent': fc.record({ orderId, run }),
  'run-set': fc.record({ run }),
  'run-refused': fc.record({ run, message: words }),
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
    {
      outcome: fc.constantFrom('executed', 'not-executed'),
      ...{ orderId, reason: words, approver: words, others: fc.array(orderId, { maxLength: 2 }) },
    },
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
  overridden: fc.record({
    limit: fc.constantFrom('TF-L05', 'TF-L09'),
    reason: words,
    value: words,
    limitText: words,
  }),
  'limits-used': fc.record({ text: words }),
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
