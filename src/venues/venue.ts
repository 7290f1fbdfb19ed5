import type { Decimal } from '../model/decimal.ts';
import type { Ack, QuoteTerms, TradeFacts } from '../model/event.ts';
import type { Attempt } from '../model/history.ts';
import type { Millis, VenueOrderId } from '../model/ids.ts';
import type { Account, Fill, FinalStatus, OrderRow } from '../model/order.ts';
import type { Product } from '../model/product.ts';
import type { Look, Reference, Snapshot } from '../model/snapshot.ts';
import type { Tag } from '../model/tag.ts';
import type { Run, Side, Terms } from '../model/terms.ts';

/*
 * The port between tradeform and a venue. The planner's stage gets a `VenueReader`, whose transport lets only reads through;
 * the executor alone gets a `VenueWriter`. A reader never throws for what a venue does: it answers `unknown` with the reason.
 */

/** What to look for one by one: an attempt that the journal knows and the live list may not show. */
export interface Wanted {
  readonly tag: Tag;
  readonly tagSent: boolean;
  /** All of `usernameRef` as it was sent: the desk's own reference and the tag. */
  readonly reference: string;
  readonly orderId?: VenueOrderId;
  /** What was sent, for a venue whose rows may not repeat it. */
  readonly terms?: Terms;
}

/** Every order that an account ever had, from one complete walk; or why that can't be told. */
export type AllOrders =
  | {
      readonly state: 'known';
      /** As in a snapshot: venue, host, account, epoch. */
      readonly identity: string;
      /** How long its lists may lag. */
      readonly settle: Millis;
      /** Orders of all statuses. Every order that carries a tag of tradeform's is among them. */
      readonly rows: readonly OrderRow[];
      /** Orders without such a tag whose rows could not be understood. */
      readonly unclear: number;
    }
  | { readonly state: 'unknown'; readonly reason: string; readonly remedy: string };

export interface VenueReader {
  /**
   * Every live order of an account in one complete walk, and a complete search for each of `wanted` that the walk doesn't show.
   * Any page or row that can't be read makes the whole answer `unknown`.
   */
  snapshot(account: Account, wanted: readonly Wanted[], signal?: AbortSignal): Promise<Snapshot>;
  /** One complete search by id and tag, or why it could not be made. */
  find(account: Account, wanted: Wanted, signal?: AbortSignal): Promise<Look | { readonly unknown: string }>;
  /** Every order of an account, whatever became of it: for the day on which the journal is lost. */
  history(account: Account, signal?: AbortSignal): Promise<AllOrders>;
  /** Best bid and ask of a ticker, or undefined where the venue has none to tell. Never throws. */
  reference(ticker: string, signal?: AbortSignal): Promise<Reference | undefined>;
  /** What it would cost now. Nobody can execute it. Never throws. */
  quote(account: Account, terms: Terms, signal?: AbortSignal): Promise<QuoteAnswer>;
  /** Everything that the account may trade, or why that can't be told. A venue without such a list answers `unlisted`. */
  products(account: Account, signal?: AbortSignal): Promise<Products>;
  /** What an account has free, by currency; undefined where the venue doesn't tell. Never throws. */
  balances(account: Account, signal?: AbortSignal): Promise<ReadonlyMap<string, Decimal> | undefined>;
  /**
   * Orders that may be this attempt, for a person to look at: equal terms, and made in the time in which it was sent.
   * Never proof of anything.
   */
  evidence(account: Account, attempt: Attempt, signal?: AbortSignal): Promise<Evidence>;
}

export type Products =
  | { readonly state: 'known'; readonly products: ReadonlyMap<string, Product> }
  | { readonly state: 'unlisted' }
  | { readonly state: 'unknown'; readonly reason: string; readonly remedy: string };

export type Evidence =
  | {
      readonly state: 'known';
      readonly rows: readonly OrderRow[];
      /** Orders that may be it as far as their rows can be understood. */
      readonly unclear?: readonly UnclearOrder[];
    }
  | { readonly state: 'unknown'; readonly reason: string; readonly remedy: string };

/** An order whose row can't be understood, and why. */
export interface UnclearOrder {
  readonly id: VenueOrderId;
  readonly reason: string;
}

/** A quote with what it repeats of the request, to be compared before anybody relies on it. */
export interface Quote extends QuoteTerms {
  readonly accountId: string;
  readonly ticker: string;
  readonly side: Side;
  /** When the venue made it, by the venue's clock. */
  readonly quotedAt: Millis;
  readonly ack: Ack;
}

export type QuoteAnswer =
  | { readonly kind: 'quote'; readonly quote: Quote }
  /** The venue named no price: its words. Nothing was sent. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly ack: Ack }
  /** No answer to rely on. Nothing can be executed by it. */
  | { readonly kind: 'unknown'; readonly message: string; readonly ack?: Ack };

/** What a submission says beside its terms. */
export interface SubmitOptions {
  /** RFQ: the quote to execute. */
  readonly quote?: QuoteTerms;
  /** Strategies: whether to begin at once. */
  readonly run?: Run;
}

/** A request that is ready to be sent once: its nonce is drawn, its body is fixed. */
export interface Draft {
  readonly account: Account;
  readonly terms: Terms;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Unset where the venue asks for none. */
  readonly nonce?: string;
  /** SHA-256 over method, path and body. */
  readonly digest: string;
}

/** What an answer to a submission proves. Whatever no table lists is `in-doubt`. */
export type Verdict =
  | {
      readonly kind: 'accepted';
      readonly venueRef?: string;
      readonly orderId?: VenueOrderId;
      /** What it told of the trade: fee, tradePriceAvg, tradeDate, valueDate, tradeTime, in its names and texts. */
      readonly trade?: TradeFacts;
      /** The answer tells the end, too: an order that trades at once or not at all. */
      readonly final?: FinalAnswer;
      readonly ack: Ack;
    }
  | {
      readonly kind: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly errorId?: string;
      /** What is wrong with which field, where the venue says so. */
      readonly fields?: readonly FieldFault[];
      readonly ack: Ack;
    }
  | { readonly kind: 'not-sent'; readonly code: string; readonly message: string }
  | { readonly kind: 'in-doubt'; readonly code: string; readonly message: string; readonly ack?: Ack };

/** What a venue found wrong with one field of a submission, by its own name. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** How an order that never rests ended, as its answer tells. */
export interface FinalAnswer {
  readonly status: FinalStatus;
  /** The venue's own word. */
  readonly statusText: string;
  readonly fill: Fill;
  readonly message?: string;
}

/** What a cancel's answer says. None of them proves anything: only a later reading does. */
export type CancelAnswer =
  | { readonly kind: 'requested' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** Why a message must not leave. */
export interface Hindrance {
  readonly code: string;
  readonly message: string;
}
/** Asked last, when nothing stands between a message and the wire: a hindrance, and nothing is sent. */
export type MayGo = () => Promise<Hindrance | undefined>;

export interface VenueWriter {
  /**
   * Asks for a quote that {@link draft} can execute (RFQ), to be repeated harmlessly; undefined: these terms need none.
   * Sends no order. The tag goes with it, as the order that it may become keeps it.
   */
  prepare(account: Account, terms: Terms, tag: Tag): Promise<QuoteAnswer> | undefined;
  /** Takes a quote back. */
  dropQuote(quoteId: string): Promise<QuoteDropped>;
  /** Composes the submission of `terms`; draws the nonce; sends nothing. */
  draft(account: Account, terms: Terms, tag: Tag, options?: SubmitOptions): Draft;
  /**
   * Sends exactly once: no retry, no redirect. Never throws for what a venue or a network does; a draft that was sent
   * before is a bug, and throws. `mayGo` is asked last, after any wait for the venue's rate.
   */
  send(draft: Draft, mayGo?: MayGo): Promise<Verdict>;
  /** Cancels an order, or stops a strategy. */
  cancel(account: Account, id: VenueOrderId): Promise<CancelAnswer>;
  /** Starts or pauses a strategy. `mayGo` as in {@link send}. */
  setRun(account: Account, id: VenueOrderId, run: Run, mayGo?: MayGo): Promise<RunAnswer>;
}

export interface QuoteDropped {
  /** `expired`: the venue says that it took the quote back; `refused`: that it could not. */
  readonly outcome: 'expired' | 'refused' | 'unknown';
  readonly message: string;
  readonly ack?: Ack;
}

/** What became of a start or a pause. A repeated one changes nothing, so `unknown` is asked for again. */
export type RunAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'not-sent'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

export interface VenueCapabilities {
  readonly settle: Millis;
  /** The desk's word that a quote which the venue took back unexecuted proves that it was not executed. */
  readonly quoteExpiryIsProof?: boolean;
  /** How many quotes are asked for before an order is left for later. Default 3. */
  readonly quoteAttempts?: number;
}

/** Who an account turned out to be at its venue, or why that can't be told. */
export type FoundAccount =
  | { readonly kind: 'found'; readonly account: Account }
  /** The settings name none, several, or one that is switched off: a mistake in tradeform.yaml. */
  | { readonly kind: 'invalid'; readonly message: string; readonly remedy: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly remedy: string };

/** Why an account can't be read, for people. */
export interface AccountTrouble {
  readonly reason: string;
  readonly remedy: string;
  /** A mistake in tradeform.yaml, not the venue's. */
  readonly invalid?: true;
}

/** An account that a venue offers to its user, for people writing tradeform.yaml. */
export interface OfferedAccount {
  readonly id: string;
  readonly name: string;
  /** The exchange that it is at, by the venue's code. */
  readonly exchangeCode?: string;
  readonly spot: boolean;
  readonly futures: boolean;
}
export type OfferedAccounts =
  | { readonly state: 'known'; readonly accounts: readonly OfferedAccount[] }
  | ({ readonly state: 'unknown' } & AccountTrouble);

export interface Venue {
  readonly capabilities: VenueCapabilities;
  readonly reader: VenueReader;
  /** Made on demand: a command that only reads never builds one. */
  writer(): VenueWriter;
  /** Looks up an account that is named by something else than its id. Unset: ids are all that this venue knows. */
  findAccount?(account: Account, signal?: AbortSignal): Promise<FoundAccount>;
  /** Every account of the user. Unset: this venue has no such list. */
  offeredAccounts?(signal?: AbortSignal): Promise<OfferedAccounts>;
  close(): Promise<void>;
}
