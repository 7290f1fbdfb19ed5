import type { Decimal } from '../model/decimal.ts';
import type { QuoteTerms } from '../model/event.ts';
import type { History } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import type { Limits } from '../model/limits.ts';
import type { Entry } from '../model/order.ts';
import type { Reference, Snapshot } from '../model/snapshot.ts';
import type { Tag } from '../model/tag.ts';
import type { Terms } from '../model/terms.ts';

/** Everything that a verdict depends on. */
export interface LimitWorld {
  readonly limits: Limits;
  /** Text of the limits under which orders were last sent; unset: not known, and nothing is compared. */
  readonly previously?: string;
  /** Outside a paper venue what has no limit takes no order. */
  readonly denyByDefault: (account: AccountName) => boolean;
  readonly now: Millis;
  readonly history: History;
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  /** Best prices by {@link referenceKey}. */
  readonly references: ReadonlyMap<string, Reference>;
  /** What is free, by account and currency, as far as the venues tell it. */
  readonly balances?: ReadonlyMap<AccountName, ReadonlyMap<string, Decimal>>;
  /** Orders that this apply had sent before its counters were made (see `standing.ts`). */
  readonly submits: number;
  /** `--allow-cancels N`. */
  readonly allowCancels?: number;
  readonly entries: ReadonlyMap<Key, Entry>;
}

/** A price stands for one instrument on one account: two accounts may take it from different places. */
export const referenceKey = (account: AccountName, instrument: string): string => `${account} ${instrument}`;

export type QuotedLegs = Pick<QuoteTerms, 'price' | 'receiveQuantity' | 'deliverQuantity'>;

/** An order that would be sent, or a paused strategy that would be started. */
export interface Change {
  readonly kind: 'submit' | 'start';
  readonly account: AccountName;
  readonly key: Key;
  readonly generation: number;
  /** What its entry asks for. */
  readonly target: Terms;
  /** What would be sent; of a start, what was. */
  readonly wire: Terms;
  /** The order that it takes the place of, or that is started: it is not counted twice. */
  readonly replaces?: Tag;
  /** RFQ and MARKET, once there is one: price and legs of the quote. */
  readonly quote?: QuotedLegs;
}
