import type { Ack } from '../model/event.ts';
import type { Millis, VenueOrderId } from '../model/ids.ts';
import type { Account, OrderRow } from '../model/order.ts';
import type { Look, Reference, Snapshot } from '../model/snapshot.ts';
import type { Tag } from '../model/tag.ts';
import type { OrderTerms } from '../model/terms.ts';

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
  /** Best bid and ask, or undefined where the venue has none to tell. Never throws. */
  reference(ticker: string, signal?: AbortSignal): Promise<Reference | undefined>;
}

/** A request that is ready to be sent once: its nonce is drawn, its body is fixed. */
export interface Draft {
  readonly account: Account;
  readonly terms: OrderTerms;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly nonce: string;
  /** SHA-256 over method, path and body. */
  readonly digest: string;
}

/** What an answer to a submission proves. Whatever no table lists is `in-doubt`. */
export type Verdict =
  | {
      readonly kind: 'accepted';
      readonly venueRef?: string;
      readonly orderId?: VenueOrderId;
      readonly ack: Ack;
    }
  | {
      readonly kind: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly errorId?: string;
      readonly ack: Ack;
    }
  | { readonly kind: 'not-sent'; readonly code: string; readonly message: string }
  | { readonly kind: 'in-doubt'; readonly code: string; readonly message: string; readonly ack?: Ack };

/** What a cancel's answer says. None of them proves anything: only a later reading does. */
export type CancelAnswer =
  | { readonly kind: 'requested' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

export interface VenueWriter {
  /** Composes the submission of `terms`; draws the nonce; sends nothing. */
  draft(account: Account, terms: OrderTerms, tag: Tag): Draft;
  /**
   * Sends exactly once: no retry, no redirect. Never throws for what a venue or a network does; a draft that was sent
   * before is a bug, and throws. `inTime` is asked last, after any wait for the venue's rate: false, and nothing is sent.
   */
  send(draft: Draft, inTime?: () => boolean): Promise<Verdict>;
  cancel(account: Account, id: VenueOrderId): Promise<CancelAnswer>;
}

export interface VenueCapabilities {
  readonly settle: Millis;
}

export interface Venue {
  readonly capabilities: VenueCapabilities;
  readonly reader: VenueReader;
  /** Made on demand: a command that only reads never builds one. */
  writer(): VenueWriter;
  close(): Promise<void>;
}
