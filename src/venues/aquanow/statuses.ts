import type { OrderStatus } from '../../model/order.ts';

/** Aquanow's `tradeStatus` in our vocabulary. Source: "Statuses" page; the last two lines were seen in 2019 only. */
const STATUSES: ReadonlyMap<string, OrderStatus> = new Map([
  // Which of the two a resting order shows is not settled by the pages: both rest.
  ['CREATE', 'open'],
  ['AWAITING', 'open'],
  ['RFQ_EXECUTE', 'pending'],
  ['CANCEL_PENDING', 'cancelling'],
  ['COMPLETE', 'filled'],
  ['PARTIAL_COMPLETE', 'ended-partly-filled'],
  ['EXPIRED', 'expired'],
  ['CANCELLED', 'cancelled'],
  ['ERROR', 'failed'],
  ['CANCEL_REQUESTED', 'cancelling'],
  ['FINALIZING', 'pending'],
]);

/** A word that isn't listed is `unknown`, which counts as live. */
export const statusOf = (word: string): OrderStatus => STATUSES.get(word) ?? 'unknown';
