import type { Decimal } from './decimal.ts';
import type { AccountId, AccountName, Millis, VenueOrderId } from './ids.ts';
import type { OrderRow, VenueName } from './order.ts';
import type { Product } from './product.ts';
import type { Tag } from './tag.ts';

/**
 * What one account looked like at one moment. It is whole or it is `unknown`: a list of which a page or a row
 * is missing says nothing about what is absent.
 */
export type Snapshot = KnownSnapshot | UnknownSnapshot;

export interface SnapshotBase {
  readonly account: AccountName;
  readonly venue: VenueName;
  readonly accountId: AccountId;
  /** When the reading began, by the clock that the journal uses: what it shows is at least as new, and a slow answer makes it no newer. */
  readonly readAt: Millis;
}

export type EchoedField = 'ticker' | 'side' | 'strategy' | 'priceLimit';

export interface KnownSnapshot extends SnapshotBase {
  readonly state: 'known';
  /** Venue, host, account and, for a paper venue, its epoch: pinned by the journal at first use. */
  readonly identity: string;
  /** How long this venue's lists may lag behind its answers. */
  readonly settle: Millis;
  /** Fields that its rows show exactly as they were sent: only these can tell that an order was altered. */
  readonly echoes: readonly EchoedField[];
  /** After its deadline and this, absence from complete searches proves that an order was never accepted. Unset: nothing does. */
  readonly acceptanceHorizon?: Millis;
  /** false: the rows tell no states or no fills, so nothing is replaced and nothing is judged finished. Unset: they do. */
  readonly tellsEnds?: boolean;
  /** What may be traded here, by product code, where the venue tells it. */
  readonly products?: ReadonlyMap<string, Product>;
  /** Every live order of the account, ours and others'. */
  readonly live: readonly OrderRow[];
  /** What was looked for one by one, because the journal knows it and the live list doesn't. */
  readonly looks: readonly Look[];
}

export interface UnknownSnapshot extends SnapshotBase {
  readonly state: 'unknown';
  /** Why, in one sentence for people. */
  readonly reason: string;
  /** What to check or do. */
  readonly remedy: string;
  /** A mistake in tradeform.yaml, not the venue's. */
  readonly invalid?: true;
}

export const isUnknown = (snapshot: Snapshot): snapshot is UnknownSnapshot => snapshot.state === 'unknown';

/** A complete search for one attempt, by its venue id where that is known and by its tag. */
export interface Look {
  readonly tag: Tag;
  readonly id?: VenueOrderId;
  /** Rows with that id or tag; none is "not listed", which by itself settles nothing. */
  readonly rows: readonly OrderRow[];
  /** How many complete searches this result stands for. */
  readonly times: number;
}

/** Best prices of a ticker, in quote currency. */
export interface Reference {
  readonly ticker: string;
  readonly bid: Decimal;
  readonly ask: Decimal;
  readonly at: Millis;
}

/** Whether an identity is that of a paper venue: only those end in its epoch. */
export const isPaper = (identity: string): boolean => / paper:\S+$/.test(identity);
