import type { EventData } from '../../model/event.ts';
import type { VenueOrderId } from '../../model/ids.ts';

/** What a person says of an order, and who else approved that. */
export type Decision =
  | { readonly outcome: 'executed'; readonly orderId: VenueOrderId }
  /** `others`: candidates that the person says to be others. */
  | { readonly outcome: 'not-executed'; readonly others: readonly VenueOrderId[] };

export interface Grounds {
  /** How the person knows. */
  readonly reason: string;
  /** Another person than the actor. */
  readonly approver: string;
}

/** A decision as the journal keeps it. */
export function resolvedOf(decision: Decision, { reason, approver }: Grounds): EventData['resolved'] {
  switch (decision.outcome) {
    case 'executed':
      return { outcome: 'executed', orderId: decision.orderId, reason, approver };
    case 'not-executed': {
      const { others } = decision;
      return { outcome: 'not-executed', reason, approver, ...(others.length === 0 ? {} : { others }) };
    }
  }
}
