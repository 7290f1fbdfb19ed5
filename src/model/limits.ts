import type { Decimal } from './decimal.ts';
import type { AccountName, Millis } from './ids.ts';

/** Codes of limits, stable. Meanings: `limits.md` of the design, told to people by {@link LIMIT_NAMES}. */
export const LIMIT_NAMES = {
  'TF-L00': 'limits of the environment',
  'TF-L01': 'accounts',
  'TF-L02': 'instruments and currencies',
  'TF-L03': 'strategies',
  'TF-L04': 'maxQuantity',
  'TF-L05': 'maxNotional',
  'TF-L06': 'maxOpenOrders',
  'TF-L07': 'maxOpenNotional',
  'TF-L08': 'maxDailyNotional',
  'TF-L09': 'priceCollar and maxDistance',
  'TF-L10': 'reference price',
  'TF-L11': 'bounds of the instrument',
  'TF-L12': 'duplicateWindow',
  'TF-L13': 'selfCross',
  'TF-L14': 'hours',
  'TF-L15': 'requireLabels',
  'TF-L16': 'maxResting',
  'TF-L17': 'maxSubmitsPerApply',
  'TF-L19': 'maxCancelShare',
  'TF-L20': 'balanceCheck',
  'TF-L21': 'consecutiveFailures',
  'TF-L22': 'halt',
  'TF-L23': 'allowUnboundedMarket',
} as const;
export type LimitCode = keyof typeof LIMIT_NAMES;

/** Refusals that no entry may except itself from. */
export const NEVER_OVERRIDDEN: ReadonlySet<LimitCode> = new Set(['TF-L00', 'TF-L11', 'TF-L21', 'TF-L22']);

/** Amounts by currency. */
export type ByCurrency = Readonly<Record<string, Decimal>>;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When orders may be sent. `from` is in it, `to` is not; `to` before `from` goes over midnight. */
export interface Hours {
  readonly days: readonly Weekday[];
  /** Minutes since midnight in the account's time zone. */
  readonly from: number;
  readonly to: number;
}

/** What the desk says of an instrument whose venue publishes no bounds, or narrower ones. */
export interface InstrumentBounds {
  readonly minSize?: Decimal;
  readonly maxSize?: Decimal;
  readonly sizeIncrement?: Decimal;
  readonly minPrice?: Decimal;
  readonly priceIncrement?: Decimal;
  readonly minNotional?: Decimal;
}

/** Limits of one account. What is unset is not checked, but where orders are denied by default. */
export interface AccountLimits {
  /** IANA name; of midnight and of `hours`. Default UTC. */
  readonly timezone: string;
  readonly allow?: { readonly instruments?: readonly string[]; readonly strategies?: readonly string[] };
  readonly maxQuantity?: ByCurrency;
  readonly maxNotional?: ByCurrency;
  readonly maxOpenOrders?: number;
  readonly maxOpenNotional?: ByCurrency;
  readonly maxDailyNotional?: ByCurrency;
  /** Percent. */
  readonly priceCollar?: Decimal;
  /** Percent. */
  readonly maxDistance?: Decimal;
  readonly maxResting?: Millis;
  /** A strategy works until it is filled or stopped: it needs this where `maxResting` is set. */
  readonly allowNoExpiry?: boolean;
  readonly duplicateWindow?: Millis;
  readonly selfCross?: 'deny' | 'allow';
  readonly hours?: Hours;
  readonly requireLabels?: readonly string[];
  readonly balanceCheck?: 'refuse' | 'warn' | 'off';
  readonly allowUnboundedMarket?: boolean;
  /** Where the price of an instrument comes from, `aquanow/BTC-USDT`. */
  readonly reference?: Readonly<Record<string, string>>;
  readonly instruments?: Readonly<Record<string, InstrumentBounds>>;
}

/** `limits:` of an environment, validated. */
export interface Limits {
  /** Older prices are no prices. Default 5 s. */
  readonly referenceMaxAge: Millis;
  readonly maxSubmitsPerApply?: number;
  /** Paces, and refuses nothing. */
  readonly maxSubmitsPerSecond?: number;
  /** Percent of live orders that may be cancelled because their entries are gone, from ten orders up. */
  readonly maxCancelShare?: Decimal;
  readonly consecutiveFailures?: number;
  readonly accounts: ReadonlyMap<AccountName, AccountLimits>;
  /** Canonical JSON of what the file says: what a digest is made of, and what a later run is compared with. `{}`: there are none. */
  readonly text: string;
}

export const NO_LIMITS: Limits = { referenceMaxAge: 5_000, accounts: new Map(), text: '{}' };

/** What one limit says of one change. */
export interface LimitCheck {
  readonly code: LimitCode;
  readonly status: 'passed' | 'warned' | 'overridden' | 'refused';
  /** The limit as the file gives it, `USD 250000`; what is missing, where it is that. */
  readonly limit: string;
  /** What the order comes to, `USD 254000`. */
  readonly value: string;
  /** One plain sentence without its full stop. */
  readonly message: string;
  /** The field of the entry that it is about. */
  readonly field?: string;
  /** Of an override: why, in the words of the entry. */
  readonly reason?: string;
}

/** What the limits say of a plan: its checks, counted. */
export interface LimitSummary {
  readonly passed: number;
  readonly warned: number;
  readonly overridden: number;
  readonly refused: number;
  /** How the limits are looser than those under which orders were last sent: told before all else. */
  readonly loosened: readonly string[];
}

/** How much of a limit is used up, or why nobody can tell. Amounts are exact texts. */
export type LimitUsage = LimitUsageName & (LimitUsed | { readonly note: string });

export interface LimitUsageName {
  readonly account: AccountName;
  readonly code: LimitCode;
  /** `maxOpenNotional`. */
  readonly name: string;
  /** Of limits by currency. */
  readonly currency?: string;
  readonly limit: Decimal;
}

export interface LimitUsed {
  readonly used: Decimal;
  /** In percent, to one decimal; undefined where nothing is allowed. */
  readonly share?: Decimal;
}
