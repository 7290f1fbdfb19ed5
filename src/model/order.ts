import { type Decimal, ZERO } from './decimal.ts';
import type { AccountId, AccountName, Key, Millis, VenueOrderId } from './ids.ts';
import type { Leg, OrderTerms, Side } from './terms.ts';

/** A venue's order states in one vocabulary. `unknown` (a word that no table lists) counts as live. */
export const LIVE_STATUSES = ['pending', 'open', 'paused', 'cancelling', 'unknown'] as const;
export const FINAL_STATUSES = ['filled', 'ended-partly-filled', 'cancelled', 'expired', 'failed'] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];
export type FinalStatus = (typeof FINAL_STATUSES)[number];
export type OrderStatus = LiveStatus | FinalStatus;

export const isFinal = (status: OrderStatus): status is FinalStatus =>
  (FINAL_STATUSES as readonly string[]).includes(status);

/** What an order has traded so far, each leg in its own currency. */
export interface Fill {
  readonly received: Decimal;
  readonly delivered: Decimal;
}
export const NO_FILL: Fill = { received: ZERO, delivered: ZERO };
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
  readonly id: AccountId;
  /** Aquanow: whether our tag may be sent in `usernameRef`. Unset: the desk has not decided. */
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
  readonly terms: OrderTerms;
  /** 1 unless the desk asks for the order again. */
  readonly generation: number;
  readonly formerly: readonly Key[];
  readonly protect: boolean;
  /** Never sent later than this. */
  readonly notAfter?: Millis;
  readonly labels: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly place: Place;
}
