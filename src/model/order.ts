import { type Decimal, ZERO, larger } from './decimal.ts';
import type { AccountId, AccountName, Key, Millis, VenueOrderId } from './ids.ts';
import type { Leg, Run, Side, Terms } from './terms.ts';

/** A venue's order states in one vocabulary. `unknown` (a word that no table lists) counts as live. */
export const LIVE_STATUSES = ['pending', 'open', 'paused', 'cancelling', 'unknown'] as const;
export const FINAL_STATUSES = ['filled', 'ended-partly-filled', 'cancelled', 'expired', 'failed'] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];
export type FinalStatus = (typeof FINAL_STATUSES)[number];
export type OrderStatus = LiveStatus | FinalStatus;

export const isFinal = (status: string): status is FinalStatus =>
  (FINAL_STATUSES as readonly string[]).includes(status);

/** Whether a strategy works, as its status tells; undefined where it doesn't. */
export function runOf(status: string | undefined): Run | undefined {
  if (status === 'paused') return 'paused';
  return status === 'open' || status === 'pending' ? 'started' : undefined;
}

/** What an order has traded so far, each leg in its own currency. */
export interface Fill {
  readonly received: Decimal;
  readonly delivered: Decimal;
}
export const NO_FILL: Fill = { received: ZERO, delivered: ZERO };
/** Of two readings of one order the larger holds, leg by leg: what was traded is not undone. */
export const largerFill = (a: Fill, b: Fill): Fill => ({
  received: larger(a.received, b.received),
  delivered: larger(a.delivered, b.delivered),
});
export const filledOn = (fill: Fill, leg: Leg): Decimal =>
  leg === 'receive' ? fill.received : fill.delivered;

/** One order as a venue's list shows it. */
export interface OrderRow {
  readonly id: VenueOrderId;
  /** Aquanow's `usernameRef` as it came; our tag is at its end where the order is ours. */
  readonly reference?: string;
  readonly status: OrderStatus;
  /** The venue's own word for the status. */
  readonly statusText: string;
  readonly fill: Fill;
  /** The venue does not tell what it traded: a fill of nothing says nothing. */
  readonly fillNotTold?: boolean;
  /** A ticker, or a product's code. */
  readonly ticker: string;
  readonly side: Side;
  readonly strategy: string;
  readonly priceLimit?: Decimal;
  /** What is asked for, where the row tells it. */
  readonly size?: Decimal;
  readonly createdAt?: Millis;
  readonly expiresAt?: Millis;
  /** The venue's words about the order, such as why it failed. */
  readonly message?: string;
  /** Average price of what was traded, in quote currency. */
  readonly priceAverage?: Decimal;
}

export interface Account {
  readonly name: AccountName;
  readonly venue: VenueName;
  /** The venue's own id; empty until `lookup` was found at the venue. */
  readonly id: AccountId;
  /** Volven: named by exchange and name in place of an id. */
  readonly lookup?: { readonly exchangeCode: string; readonly name: string };
  /** Where it stands in tradeform.yaml. */
  readonly place?: Place;
  /** Whether our tag may be sent in `usernameRef`; at Volven there is no place for one. Unset: the desk has not decided. */
  readonly tag?: 'usernameRef' | 'none';
}
export type VenueName = 'aquanow' | 'volven';

/** A point in a file of the project, one-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One reviewed intent: placed once, on these terms, while it stands in the files. */
export interface Entry {
  readonly key: Key;
  readonly account: AccountName;
  readonly terms: Terms;
  /** A strategy's: whether it is to work. */
  readonly run?: Run;
  /** A strategy's own fields that count in the product's increments. */
  readonly kinds?: Readonly<Record<string, 'size' | 'price'>>;
  /** 1 unless the desk asks for the order again. */
  readonly generation: number;
  readonly formerly: readonly Key[];
  readonly protect: boolean;
  /** Never sent later than this. */
  readonly notAfter?: Millis;
  readonly labels: Readonly<Record<string, string>>;
  readonly description?: string;
  /** Limits that don't hold for this generation, and why. */
  readonly overrides?: readonly { readonly limit: string; readonly reason: string }[];
  readonly place: Place;
}
