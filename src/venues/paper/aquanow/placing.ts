import { compare, mul } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import { accountExists, availableOf } from '../balances.ts';
import { fillOrder, marketable } from '../filling.ts';
import { type Moment, newId } from '../moment.ts';
import { type Order, enterOrder, holdFor, legsOf, otherLeg, quantityIsBase } from '../orders.ts';
import { touch } from '../quotes.ts';
import { Refusal } from './refusal.ts';
import type { Submission } from './submission.ts';

const DAY: Millis = 86_400_000;
const LONGEST: Millis = 90 * DAY;

/** Where an order came from, and what of its request the ledger keeps. */
export interface Origin {
  readonly source: 'api' | 'control';
  readonly request: string;
  readonly nonce: string | null;
  /** How long the order stays unlisted. */
  readonly hiddenFor: Millis;
}

/**
 * When the order leaves the book. GTD: the seed's two samples ask for the same second and come back with the milliseconds
 * of their own `quoteTime`, so the venue keeps whole seconds of the date and stamps the rest by itself.
 */
function expiryOf({ strategy, expirationTime = 0 }: Submission, now: Millis): Millis {
  switch (strategy) {
    case 'LIMIT':
      return now + DAY;
    case 'GTC':
      return now + LONGEST;
    case 'GTD':
      return expirationTime - (expirationTime % 1000) + (now % 1000);
  }
}

function refuseStrategy({ settings }: Moment, { accountId, strategy }: Submission): void {
  const enabled = settings.strategies[accountId] ?? settings.strategies['*'] ?? [];
  if (!enabled.includes(strategy)) throw new Refusal(502, `User not authorized for ${strategy}`);
}

function refuseExpiry({ now }: Moment, { expirationTime }: Submission): void {
  if (expirationTime === undefined || (expirationTime > now && expirationTime <= now + LONGEST)) return;
  throw new Refusal(400, `expirationTime should be within 90 days from now: ${expirationTime}`);
}

function refuseSize({ settings: { minimumSize } }: Moment, submission: Submission): void {
  const { quantity, priceLimit } = submission;
  const notional = quantityIsBase(submission) ? mul(quantity, priceLimit) : quantity;
  if (compare(notional, minimumSize) < 0)
    throw new Refusal(400, `The requested quantity is smaller than the minimum order size ${minimumSize}`);
}

function refuseFunds({ store }: Moment, submission: Submission): void {
  const available = availableOf(store, submission.accountId, legsOf(submission).deliver);
  if (compare(available, holdFor(submission, submission.quantity)) < 0)
    throw new Refusal(400, 'Insufficient Trade Credit');
}

/** Accepts an order, or throws a {@link Refusal}. What is marketable trades at once, at the market's price. */
export function placeOrder(moment: Moment, submission: Submission, origin: Origin): Order {
  if (!accountExists(moment.store, submission.accountId))
    throw new Refusal(400, `accountId ${submission.accountId} not found`);
  refuseStrategy(moment, submission);
  refuseExpiry(moment, submission);
  refuseSize(moment, submission);
  refuseFunds(moment, submission);
  const order = enter(moment, submission, origin);
  if (!marketable(order, order.priceArrival)) return order;
  return fillOrder(moment.store, order, order.quantity, order.priceArrival, moment.now);
}

function enter(moment: Moment, submission: Submission, { hiddenFor, ...origin }: Origin): Order {
  const { store, now } = moment;
  const { accountId, strategy, ticker, tradeSide, leg, quantity, priceLimit, usernameRef } = submission;
  const market = touch(moment, ticker, tradeSide);
  return enterOrder(store, {
    // Two ids: nothing says that they are equal, so nobody may lean on it.
    orderId: newId(store),
    quoteId: newId(store),
    ...origin,
    accountId,
    usernameRef: usernameRef ?? null,
    strategy,
    ticker,
    tradeSide,
    leg,
    quantity,
    quoted: otherLeg(submission, quantity, market),
    priceLimit,
    priceArrival: market,
    createdAt: now,
    expireTime: expiryOf(submission, now),
    visibleAt: now + hiddenFor,
  });
}
