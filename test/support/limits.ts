import { checkChange } from '../../src/limits/check-change.ts';
import { type Change, type LimitWorld, referenceKey } from '../../src/limits/world.ts';
import { type Decimal, decimal } from '../../src/model/decimal.ts';
import { type AccountName, type Millis, orderKey, strategyKey } from '../../src/model/ids.ts';
import type { AccountLimits, LimitCheck, LimitCode, Limits } from '../../src/model/limits.ts';
import type { Entry } from '../../src/model/order.ts';
import type { PlanLine } from '../../src/model/plan.ts';
import type { Reference } from '../../src/model/snapshot.ts';
import { type Terms, instrumentOf } from '../../src/model/terms.ts';
import {
  BYBIT,
  NOW,
  type Past,
  SMO,
  attemptOf,
  byAccount,
  entryOf,
  historyOf,
  snapshotOf,
  strategiesOf,
  strategyEntryOf,
} from './cases.ts';
import { TREASURY, termsOf } from './events.ts';

/* One account with the limits that matter to a test, and a market of 94000 to 94010. Nothing is denied, unless a test says so. */

export const BID = decimal('94000');
export const ASK = decimal('94010');

export const amounts = (texts: Readonly<Record<string, string>>): Readonly<Record<string, Decimal>> =>
  Object.fromEntries(Object.entries(texts).map(([currency, text]) => [currency, decimal(text)]));

export function limitsOf(
  own: Partial<AccountLimits> | undefined,
  overall: Partial<Limits> = {},
  account: AccountName = TREASURY,
): Limits {
  const accounts = own === undefined ? [] : [[account, { timezone: 'UTC', ...own }] as const];
  return { referenceMaxAge: 5_000, accounts: new Map(accounts), text: '{"some":"limits"}', ...overall };
}

export const priceOf = (bid: string, ask: string, age: Millis = 1_000): Reference => ({
  ...{ ticker: 'BTC-USD', bid: decimal(bid), ask: decimal(ask), at: NOW - age },
});

export interface Setting {
  readonly own?: Partial<AccountLimits> | undefined;
  readonly overall?: Partial<Limits>;
  readonly account?: AccountName;
  readonly past?: readonly Past[];
  readonly denies?: boolean;
  readonly world?: Partial<LimitWorld>;
  readonly entry?: Partial<Entry>;
  readonly entries?: readonly Entry[];
  /** Of BTC-USD, and of btcusdt_f; undefined: none. */
  readonly price?: Reference | undefined;
}

export function worldOf(setting: Setting = {}): LimitWorld {
  const { own = {}, overall, account = TREASURY, past = [], denies = false, entries = [] } = setting;
  const limits = limitsOf('own' in setting ? setting.own : own, overall, account);
  const price = 'price' in setting ? setting.price : priceOf(BID, ASK);
  const references =
    price === undefined
      ? []
      : [referenceKey(TREASURY, 'BTC-USD'), referenceKey(BYBIT, 'btcusdt_f')].map(
          (key) => [key, price] as const,
        );
  return {
    ...{ limits, now: NOW, history: historyOf(...past), submits: 0 },
    denyByDefault: () => denies,
    snapshots: byAccount([snapshotOf([]), strategiesOf([])]),
    references: new Map(references),
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    ...setting.world,
  };
}

export const submitOf = (terms: Terms = termsOf(), over: Partial<Change> = {}): Change => ({
  ...{ kind: 'submit', account: TREASURY, key: orderKey('dip'), generation: 1, target: terms, wire: terms },
  ...over,
});

export const strategyOf = (terms: Terms = SMO, over: Partial<Change> = {}): Change =>
  submitOf(terms, { account: BYBIT, key: strategyKey('work'), ...over });

/** What the limits say of an order; its entry is there. */
export function checksOf(setting: Setting, change: Change = submitOf()): readonly LimitCheck[] {
  const entry = change.account === BYBIT ? strategyEntryOf('work') : entryOf('dip');
  const entries = [{ ...entry, ...setting.entry }, ...(setting.entries ?? [])];
  return checkChange(change, worldOf({ account: change.account, ...setting, entries }));
}

export const of = (checks: readonly LimitCheck[], code: LimitCode): readonly LimitCheck[] =>
  checks.filter((check) => check.code === code);

/** `passed`, `refused …`, or `-` where the limit says nothing. */
export const verdict = (checks: readonly LimitCheck[], code: LimitCode): string =>
  of(checks, code)
    .map(({ status, message }) => (status === 'passed' ? status : `${status}: ${message}`))
    .join('; ') || '-';

/** An order that was sent, and taken, so long ago. */
export function sent(
  name: string,
  terms: Terms,
  ago: Millis = 60_000,
  account: AccountName = TREASURY,
): readonly Past[] {
  const told = attemptOf(name, { account });
  return [
    [ago, told.intent({ target: terms, wire: terms })],
    [ago, told.accepted(`o-${name}`)],
  ];
}

/** A line of a plan that sends an order. */
export const lineOf = (name: string, terms: Terms = termsOf(), over: Partial<PlanLine> = {}): PlanLine => ({
  ...{ action: 'submit', code: 'new-entry', level: 'change', account: TREASURY, key: orderKey(name) },
  reason: 'new entry',
  submission: { generation: 1, attempt: 1, target: terms, wire: terms },
  ...over,
});

export const instrumentsOf = (...terms: readonly Terms[]): readonly string[] => terms.map(instrumentOf);
