import type { Decimal } from './decimal.ts';
import type { TradeFacts } from './event.ts';
import type { AccountId, AccountName, JournalId, Key, Millis, VenueOrderId } from './ids.ts';
import type { LimitCheck, LimitSummary } from './limits.ts';
import type { Fill, OrderStatus, Place, VenueName } from './order.ts';
import type { Tag } from './tag.ts';
import type { FieldChange, Run, Terms } from './terms.ts';

/** What a line of a plan would do at the venue. */
export type Action = 'submit' | 'replace' | 'cancel' | 'set-run' | 'none';

/** Why a line is in the plan: stable, for programs. Explained one by one in `specs/reading-plans.md`. */
export type ReasonCode =
  // submit
  | 'new-entry'
  | 'retry'
  | 'new-generation'
  | 'edited-after-refusal'
  | 'replacing'
  // replace
  | 'edited'
  // cancel
  | 'entry-removed'
  | 'cancel-wanted'
  // set-run
  | 'run-changed'
  // nothing
  | 'resting'
  | 'finished'
  | 'ending'
  | 'cancelling'
  | 'settling'
  | 'filled-before-replace'
  // nothing, and something to know
  | 'rejected'
  | 'edited-after-end'
  | 'ended'
  | 'lapsed'
  | 'adopted'
  | 'renamed'
  | 'left-out'
  | 'expiring'
  | 'altered-outside'
  | 'paused-outside'
  | 'started-outside'
  | 'not-in-files'
  | 'not-listed'
  | 'unmanaged'
  // nothing, and something to do
  | 'sending'
  | 'in-doubt'
  | 'two-orders-one-tag'
  | 'came-back'
  | 'vanished'
  | 'foreign-writer'
  | 'account-unknown'
  | 'account-removed'
  | 'account-moved'
  | 'other-venue'
  | 'lower-generation'
  | 'name-used'
  // a change that is held back
  | 'blocked-journal'
  | 'blocked-account'
  | 'blocked-halt'
  | 'blocked-limits'
  | 'blocked-tag'
  | 'blocked-expiry'
  | 'blocked-not-after'
  | 'blocked-remainder'
  | 'blocked-product'
  | 'blocked-ends'
  | 'blocked-cancel'
  | 'protected';

/**
 * How a line matters: `change` acts; `quiet` is only counted; `notice` is shown; `blocked` and `refused` (by a limit or
 * a halt) would act but may not; `invalid` is a mistake in the files; `unknown` could not be read; `person` needs one.
 */
export type Level = 'change' | 'quiet' | 'notice' | 'blocked' | 'refused' | 'invalid' | 'unknown' | 'person';

/** What would be sent, exactly. */
export interface Submission {
  readonly generation: number;
  readonly attempt: number;
  /** What the entry asks for. */
  readonly target: Terms;
  /** What goes on the wire: the target less what this generation has filled. */
  readonly wire: Terms;
  /** Strategies: whether it is to work at once. */
  readonly run?: Run;
  readonly notAfter?: Millis;
}

/** The order at the venue that a line is about. */
export interface OrderFacts {
  readonly id?: VenueOrderId;
  readonly tag?: Tag;
  readonly status: OrderStatus | 'in-doubt' | 'not-listed' | 'rejected';
  readonly fill: Fill;
  /** The venue does not tell what it traded: a fill of nothing says nothing. */
  readonly fillNotTold?: boolean;
  readonly terms?: Terms;
  /** A strategy's: what we asked for last. */
  readonly run?: Run;
  /** What the venue told of the trade, in its own names. */
  readonly trade?: TradeFacts;
  /** The id of the venue's error, where it refused the order. */
  readonly errorId?: string;
}

export interface PlanLine {
  readonly action: Action;
  readonly code: ReasonCode;
  readonly level: Level;
  readonly account: AccountName;
  readonly key?: Key;
  readonly place?: Place;
  /** One plain sentence without its full stop: why, and where something is to be done, what. */
  readonly reason: string;
  /** The line to type about it, ready to be pasted, where a command decides, lifts or explains it. */
  readonly next?: string;
  readonly submission?: Submission;
  readonly order?: OrderFacts;
  /** For a replace: what differs. */
  readonly changes?: readonly FieldChange[];
  /** For a set-run: what it is to be. */
  readonly run?: Run;
  /** The field of the entry that the reason is about; `place` is then where it stands. */
  readonly field?: string;
  /** RFQ and MARKET: an indicative quote of the moment, which nobody executes. Not part of the digest. */
  readonly quote?: PlanQuote;
  /** What the limits say of it, where there are any. Not part of the digest: prices and the day's sums move by themselves. */
  readonly checks?: readonly LimitCheck[];
}

/** What the venue would have asked, or why it named no price. */
export type PlanQuote =
  | {
      readonly price: Decimal;
      readonly receiveQuantity: Decimal;
      readonly deliverQuantity: Decimal;
      readonly expiresAt: Millis;
    }
  | { readonly unknown: string };

/** What limits say of a plan as a whole. */
export interface PlanLimits extends LimitSummary {
  /** SHA-256 of the limits' canonical text: other limits are another plan. */
  readonly digest: string;
}

export interface PlanAccount {
  readonly name: AccountName;
  readonly venue: VenueName;
  readonly id: AccountId;
  /** When its list was read; undefined where it could not be. */
  readonly readAt?: Millis;
}

/** A number of orders, and what they are worth at the prices that they name, by quote currency. */
export interface Sums {
  readonly orders: number;
  readonly buys: Readonly<Record<string, Decimal>>;
  readonly sells: Readonly<Record<string, Decimal>>;
}

/** Open orders of ours once the plan is applied, those in doubt included. */
export interface Exposure extends Sums {
  /** What the plan sends that trades at once or not at all, and is not open afterwards. */
  readonly atOnce: Sums;
  /** Orders whose worth nobody can tell, as they name no price: the sums do not hold them. */
  readonly unpriced: number;
}

/** Best prices that a plan's distances refer to. They are shown, and not part of the digest. */
export interface PlanReference {
  readonly bid: Decimal;
  readonly ask: Decimal;
}

export interface Plan {
  readonly format: 1;
  readonly project: string;
  readonly environment: string;
  readonly journal: { readonly id: JournalId; readonly sequence: number };
  readonly commit?: string;
  readonly dirty?: boolean;
  readonly now: Millis;
  readonly accounts: readonly PlanAccount[];
  /** Cancels first, in the order in which they would be executed; then what is only told. */
  readonly lines: readonly PlanLine[];
  readonly references: Readonly<Record<string, PlanReference>>;
  /** Journal only: what `formerly` moves from old names to new ones. */
  readonly renames: readonly { readonly from: Key; readonly to: Key }[];
  /** `--only`: these keys alone change; so many changes of others were left out. */
  readonly only?: { readonly keys: readonly Key[]; readonly leftOut: number };
  readonly exposure: Exposure;
  /** Unset where nothing was held to limits. */
  readonly limits?: PlanLimits;
  readonly counts: Readonly<
    Record<'submit' | 'replace' | 'cancel' | 'setRun' | 'unchanged' | 'finished' | 'unmanaged', number>
  >;
  /** SHA-256 over what would be sent and cancelled; equal digests are the same plan. */
  readonly digest: string;
}

export const isChange = (line: PlanLine): boolean => line.action !== 'none';
