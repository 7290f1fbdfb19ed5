import type { QuoteTerms, Scope, TradeFacts } from './event.ts';
import type { AccountId, AccountName, JournalId, Key, Millis, VenueOrderId } from './ids.ts';
import type { LimitCode } from './limits.ts';
import type { Fill, FinalStatus, OrderStatus } from './order.ts';
import type { Tag } from './tag.ts';
import { type Run, type Terms, strategyOf } from './terms.ts';

/**
 * `in-doubt` from the intent to a verdict, and after a verdict that settles nothing. `accepted`: the venue has it,
 * live as far as we know. `not-executed`: a person settled a doubt. The rest are final.
 */
export type AttemptState =
  | 'in-doubt'
  | 'accepted'
  | 'rejected'
  | 'not-sent'
  | 'not-executed'
  | 'lapsed'
  | 'final';

/** One send of one generation of an entry, as the journal tells it. */
export interface Attempt {
  readonly key: Key;
  readonly generation: number;
  readonly attempt: number;
  readonly account: AccountName;
  readonly accountId: AccountId;
  readonly identity: string;
  readonly tag: Tag;
  readonly tagSent: boolean;
  /** What the entry asked for. */
  readonly target: Terms;
  /** What was sent: the target less what earlier attempts of this generation had filled. */
  readonly wire: Terms;
  /** When its intent was written; of an order that was found at the venue, when that was noted. */
  readonly intentAt: Millis;
  /** When an order that was found at the venue was made there, as far as that tells. */
  readonly createdAt?: Millis;
  readonly intentSequence: number;
  readonly deadline: Millis;
  readonly state: AttemptState;
  /** Why it is in doubt, rejected or not sent; the venue's words where it has some. */
  readonly code?: string;
  readonly message?: string;
  readonly errorId?: string;
  readonly acceptedAt?: Millis;
  /** The id in the venue's answer, where that isn't the id of its list (LIMIT family: `quoteId`). */
  readonly venueRef?: string;
  readonly orderId?: VenueOrderId;
  readonly observed?: Reading<OrderStatus>;
  readonly final?: Reading<FinalStatus>;
  /** The most that any reading showed of its fill. */
  readonly traded?: Fill;
  readonly vanished?: string;
  readonly cameBack?: VenueOrderId;
  /** A person or a plan wants it out of the book. */
  readonly cancelWanted?: true;
  readonly cancelSentAt?: Millis;
  readonly cancelRefused?: string;
  /** Where it came from, if not from an entry: a person's decision, or what the venue showed. */
  readonly origin?: 'imported' | 'rebuilt' | 'resolved';
  /** An applied run had an entry for it. */
  readonly held?: true;
  /** An applied run found it ended, and its entry gone. */
  readonly released?: true;
  readonly protect?: true;
  /** The name it stood under before its last rename. */
  readonly formerKey?: Key;
  /** It is being cancelled to make room for these terms. */
  readonly replacing?: Terms;
  /** A strategy's: what we asked for last. */
  readonly run?: Run;
  /** When the venue took that, or was seen to have taken it; unset: it stands since the order does. */
  readonly runAt?: Millis;
  /** What was asked for since, and not answered. */
  readonly runAsked?: Run;
  /** When it was last asked to start: it trades on that day, whenever it was sent. */
  readonly startedAt?: Millis;
  /** Why the venue would not start or pause it. */
  readonly runRefused?: string;
  /** RFQ: the quote that was executed. MARKET: the one that it was sent on. */
  readonly quote?: QuoteTerms;
  /** What the venue told of the trade, in its own names. */
  readonly trade?: TradeFacts;
}

export interface Reading<Status> {
  readonly status: Status;
  readonly statusText: string;
  readonly fill: Fill;
  readonly at: Millis;
  readonly message?: string;
}

/** An exception from a limit, and the generation that it let out. */
export interface UsedOverride {
  readonly generation: number;
  readonly limit: LimitCode;
  readonly reason: string;
}

/** A journal read from its first event to its head. */
export interface History {
  readonly journal: JournalId;
  readonly sequence: number;
  readonly hash: string;
  /** Attempts of each key, oldest first. */
  readonly keys: ReadonlyMap<Key, readonly Attempt[]>;
  /** `account/strategy` pairs whose tag was found in the venue's list, and not missed since. */
  readonly proven: ReadonlySet<string>;
  /** Venue identity of each account, pinned by its first intent. */
  readonly identities: ReadonlyMap<AccountName, string>;
  readonly halts: readonly { readonly scope: Scope; readonly reason: string }[];
  /** Orders in a row that were refused or not sent, since the last that was accepted or the account's halt was lifted. */
  readonly failures: ReadonlyMap<AccountName, number>;
  /** Exceptions from limits that were made use of. */
  readonly overrides: ReadonlyMap<Key, readonly UsedOverride[]>;
  /** The limits under which orders were last sent. */
  readonly limits?: string;
  /** Ids of saved plans that were used. */
  readonly usedPlans: ReadonlySet<string>;
  /** Orders of ours that this journal did not place. */
  readonly foreign: ReadonlySet<VenueOrderId>;
  /** Commit of the last run whose plan was approved and left a trace. */
  readonly commit?: string;
}

export const emptyHistory = (journal: JournalId): History => ({
  journal,
  sequence: 0,
  hash: '0'.repeat(64),
  keys: new Map(),
  proven: new Set(),
  identities: new Map(),
  halts: [],
  failures: new Map(),
  overrides: new Map(),
  usedPlans: new Set(),
  foreign: new Set(),
});

export const proofOf = (account: AccountName, terms: Terms): string => `${account}/${strategyOf(terms)}`;

export function covers(scope: Scope, account: AccountName, key: Key | undefined): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'account':
      return scope.account === account;
    case 'keys':
      return key !== undefined && scope.keys.includes(key);
  }
}

/**
 * As {@link covers}, of what stands under `key`: also by the name that it had before, where nothing else has that now. Who asks for
 * something while a run renames it can't know the name that it is about to have.
 */
export function coversRenamed(
  scope: Scope,
  keys: History['keys'],
  account: AccountName,
  key: Key | undefined,
): boolean {
  if (covers(scope, account, key)) return true;
  const former = ((key && keys.get(key)) ?? []).flatMap(({ formerKey }) => formerKey ?? []);
  return former.some((name) => !keys.has(name) && covers(scope, account, name));
}

/** The last attempt of a key, where there is one. */
export const lastAttempt = (history: History, key: Key): Attempt | undefined => history.keys.get(key)?.at(-1);

/** Whether the order may be in the venue's book, or come into it. */
export const mayBeLive = (attempt: Attempt): boolean =>
  attempt.state === 'in-doubt' || attempt.state === 'accepted' || attempt.cameBack !== undefined;

/** Whether a look-up has anything to go by: without a tag, an order whose answer told no id is linked by a person. */
export const canBeFound = ({ tagSent, orderId }: Attempt): boolean => tagSent || orderId !== undefined;

/** Whether a run may be sending it at this moment: until the deadline that its intent names, and not after. */
export const mayBeUnderWay = ({ state, code, deadline }: Attempt, now: Millis): boolean =>
  state === 'in-doubt' && code === undefined && now <= deadline;

/** Every attempt that may be live, over all keys. */
export const openAttempts = (history: History): readonly Attempt[] =>
  [...history.keys.values()].flatMap((attempts) => attempts.filter(mayBeLive));
