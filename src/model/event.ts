import type { Decimal } from './decimal.ts';
import type { AccountId, AccountName, Key, Millis, RunId, VenueOrderId } from './ids.ts';
import type { LimitCode } from './limits.ts';
import type { Fill, FinalStatus, OrderStatus } from './order.ts';
import type { Tag } from './tag.ts';
import type { Run, Terms } from './terms.ts';

/** What a cancel request or a halt covers. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'account'; readonly account: AccountName }
  | { readonly kind: 'keys'; readonly keys: readonly Key[] };

/** A venue's answer as it came, kept in full (no secrets are in it). */
export type Ack = unknown;

/** An order that was placed outside this journal, as the venue shows it. */
export interface KnownOrder {
  readonly tag: Tag;
  readonly tagSent: boolean;
  readonly orderId: VenueOrderId;
  /** What was asked for. */
  readonly terms: Terms;
  /** What was sent, where it is less: the terms less what earlier attempts had filled. */
  readonly wire?: Terms;
  readonly identity: string;
  /** By the venue's clock; unset: it does not tell. */
  readonly createdAt?: Millis;
}

/** A quote as the venue gave it. Amounts are exact texts. */
export interface QuoteTerms {
  readonly quoteId: string;
  /** Quote currency per unit of base. */
  readonly price: Decimal;
  readonly receiveQuantity: Decimal;
  readonly deliverQuantity: Decimal;
  readonly expiresAt: Millis;
}
export type TradeFacts = Readonly<Record<string, string>>;

/** The CI run that a command was part of, in the CI's own words. */
export interface CiRun {
  readonly system: 'github' | 'gitlab' | 'other';
  /** Where the run is to be seen. */
  readonly run?: string;
  /** The commit that it was started for. */
  readonly commit?: string;
  /** Number of the pull or merge request that brought the change. */
  readonly pullRequest?: string;
}

/** What each type of event says, beside its envelope. */
export interface EventData {
  'run-started': { readonly command: string; readonly version: string; readonly ci?: CiRun };
  'run-ended': { readonly outcome: 'done' | 'failed' | 'interrupted' };
  intent: {
    readonly tag: Tag;
    /** Sent where the venue echoes it; false: the order can't be found again by its tag. */
    readonly tagSent: boolean;
    readonly target: Terms;
    readonly wire: Terms;
    /** Strategies: whether it was to work at once. */
    readonly run?: Run;
    /** RFQ: the quote that is executed. MARKET: the one that it was sent on. */
    readonly quote?: QuoteTerms;
    readonly identity: string;
    /** SHA-256 of method, path and body. */
    readonly request: string;
    /** Unset where the venue asks for none. */
    readonly nonce?: string;
    /** Not sent after this. */
    readonly deadline: Millis;
  };
  accepted: {
    readonly venueRef?: string;
    readonly orderId?: VenueOrderId;
    /** What the venue told of the trade (fee, tradePriceAvg, tradeDate …), its names and texts. */
    readonly trade?: TradeFacts;
    readonly ack: Ack;
  };
  /** A quote that was asked for before anything was sent: what became of it, and why it was not executed, if so. */
  quoted: {
    readonly quote?: QuoteTerms;
    readonly outcome: 'good' | 'worse' | 'late' | 'other' | 'refused' | 'unknown';
    readonly message?: string;
    readonly ack?: Ack;
  };
  /** A quote was taken back; `expired` where the venue said so. */
  'quote-dropped': {
    readonly quoteId: string;
    readonly outcome: 'expired' | 'refused' | 'unknown';
    readonly message: string;
    readonly ack?: Ack;
  };
  /** A start or a pause is about to be asked for. */
  'run-intent': { readonly orderId: VenueOrderId; readonly run: Run };
  /** The venue took a start or a pause, or shows that it is as asked for. */
  'run-set': { readonly run: Run };
  'run-refused': { readonly run: Run; readonly message: string };
  linked: { readonly orderId: VenueOrderId };
  rejected: { readonly code: string; readonly message: string; readonly errorId?: string; readonly ack: Ack };
  'not-sent': { readonly code: string; readonly message: string };
  'in-doubt': { readonly code: string; readonly message: string; readonly ack?: Ack };
  adopted: { readonly orderId: VenueOrderId };
  observed: { readonly status: OrderStatus; readonly statusText: string; readonly fill: Fill };
  final: {
    readonly status: FinalStatus;
    readonly statusText: string;
    readonly fill: Fill;
    readonly message?: string;
  };
  'cancel-requested': { readonly scope: Scope; readonly reason?: string };
  'cancel-intent': { readonly orderId: VenueOrderId };
  'cancel-refused': { readonly message: string };
  replacing: { readonly target: Terms };
  resolved: {
    readonly outcome: 'executed' | 'not-executed';
    readonly orderId?: VenueOrderId;
    readonly reason: string;
    /** Who approved it: another person than the actor. Unset in journals of before it was asked for. */
    readonly approver?: string;
    /** Orders on the same terms and of about the same time that the person said to be others. */
    readonly others?: readonly VenueOrderId[];
  };
  vanished: { readonly message: string };
  'came-back': { readonly orderId: VenueOrderId; readonly status: OrderStatus };
  'foreign-writer': { readonly orderId: VenueOrderId; readonly tag: Tag };
  /** A saved plan is used once; this is written before the first send. */
  'plan-used': { readonly id: string; readonly digest: string };
  /** A person adopted an order that tradeform did not place. */
  imported: KnownOrder;
  /** An order of ours, found at the venue by its tag after the journal was lost. */
  rebuilt: KnownOrder;
  /** Names changed in the files, all of one plan at once, so that swaps work. */
  renamed: { readonly renames: readonly { readonly from: Key; readonly to: Key }[] };
  /** It was not sent, and may not be sent any more. Final. */
  lapsed: { readonly message: string };
  /** Whether its entry protects it from being cancelled by a change of files. */
  protected: { readonly on: boolean };
  /** An applied run had an entry for it: from now on the absence of one means something. */
  held: Record<string, never>;
  /** An applied run found it ended and its entry gone: the name is used up. */
  released: Record<string, never>;
  /** An order went out against a limit, as its entry is excepted from it: what it came to, and the limit as the file gave it. */
  overridden: {
    readonly limit: LimitCode;
    readonly reason: string;
    readonly value: string;
    readonly limitText: string;
  };
  /** Orders are sent under these limits from now on: canonical JSON of what the file says. */
  'limits-used': { readonly text: string };
  halted: { readonly scope: Scope; readonly reason: string };
  unhalted: { readonly scope: Scope; readonly approver: string };
}
export type EventType = keyof EventData;

/** Which attempt of which entry an event is about. */
export interface Subject {
  readonly account: AccountName;
  readonly accountId: AccountId;
  readonly key?: Key;
  readonly generation?: number;
  readonly attempt?: number;
}

/** An event as a run hands it to the journal, which adds sequence, time, run and hash. */
export type EventDraft = {
  readonly [T in EventType]: {
    readonly type: T;
    readonly data: EventData[T];
    readonly subject?: Subject;
  };
}[EventType];

/** Who and what a run is; every event of it carries this. */
export interface RunContext {
  readonly run: RunId;
  readonly actor: string;
  readonly project: string;
  readonly environment: string;
  readonly commit?: string;
  readonly plan?: string;
}

export interface Envelope extends RunContext {
  /** 1, 2, 3 … without gaps. */
  readonly sequence: number;
  readonly time: Millis;
  /** Hash of the event before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 of everything else in this event. */
  readonly hash: string;
}
export type JournalEvent = Envelope & EventDraft;

/** Types that need no run lock: other people's orders to a running apply, and what somebody who decides has seen. */
export const CONTROL_TYPES = [
  'halted',
  'unhalted',
  'cancel-requested',
  'came-back',
  'vanished',
  'resolved',
] as const;
export type ControlType = (typeof CONTROL_TYPES)[number];
