import type { Subject } from '../model/event.ts';
import type { Key } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Submission } from '../model/plan.ts';
import type { Tag } from '../model/tag.ts';
import type { FieldFault } from '../venues/venue.ts';

/** One order on its way out. */
export interface Outgoing {
  readonly account: Account;
  readonly subject: Subject & { readonly key: Key };
  readonly submission: Submission;
  readonly tag: Tag;
  /** The journal's head when its run began. */
  readonly planned: number;
}

/** What came of one. */
export type SubmitOutcome =
  /** `note`: what came of it at once; `ok`: false where a person should look at that. */
  | { readonly kind: 'accepted'; readonly note?: string; readonly ok?: boolean }
  | { readonly kind: 'rejected'; readonly message: string; readonly fields?: readonly FieldFault[] }
  /** No quote would do, and nothing was traded. */
  | { readonly kind: 'blocked'; readonly message: string }
  /** By a limit, in the moment before it was to be sent. */
  | { readonly kind: 'limited'; readonly message: string }
  /** Nothing went out; `stop`: nothing else should on this account in this run. */
  | { readonly kind: 'not-sent'; readonly message: string; readonly stop: boolean }
  | { readonly kind: 'in-doubt'; readonly message: string };
