import type { Millis } from '../../../model/ids.ts';
import { fillOrder, marketable } from '../filling.ts';
import { type Moment, newId } from '../moment.ts';
import type { Order } from '../orders.ts';
import { touch } from '../quotes.ts';
import { bad } from './body.ts';
import { INSUFFICIENT, isFunded, refuseAccount, refuseSize, refuseStrategy } from './checks.ts';
import { type Origin, enter } from './entering.ts';
import { fillOrKill } from './fok.ts';
import type { RestingSubmission, Submission } from './submission.ts';

const DAY: Millis = 86_400_000;
const LONGEST: Millis = 90 * DAY;

/**
 * When the order leaves the book. GTD: the seed's two samples ask for the same second and come back with the milliseconds
 * of their own `quoteTime`, so the venue keeps whole seconds of the date and stamps the rest by itself.
 */
function expiryOf({ strategy, expirationTime = 0 }: RestingSubmission, now: Millis): Millis {
  switch (strategy) {
    case 'LIMIT':
      return now + DAY;
    case 'GTC':
      return now + LONGEST;
    case 'GTD':
      return expirationTime - (expirationTime % 1000) + (now % 1000);
  }
}

function refuseExpiry({ now }: Moment, { expirationTime }: RestingSubmission): void {
  if (expirationTime === undefined || (expirationTime > now && expirationTime <= now + LONGEST)) return;
  throw bad(`expirationTime should be within 90 days from now: ${expirationTime}`);
}

/** What is marketable trades at once, at the market's price; the rest waits. */
function rest(moment: Moment, submission: RestingSubmission, origin: Origin): Order {
  const { ticker, tradeSide, quantity, strategy, priceLimit } = submission;
  refuseExpiry(moment, submission);
  refuseSize(moment, submission, priceLimit);
  if (!isFunded(moment, submission, priceLimit)) throw bad(INSUFFICIENT);
  const market = touch(moment, ticker, tradeSide);
  const expireTime = expiryOf(submission, moment.now);
  // An id of its own: nothing says that quoteId and orderId are equal, so nobody may lean on it.
  const quoteId = newId(moment.store);
  const particulars = { strategy, priceArrival: market, priceLimit, quoteId, expireTime };
  const order = enter(moment, submission, particulars, origin);
  if (!marketable({ tradeSide, priceLimit }, market)) return order;
  return fillOrder(moment.store, order, quantity, market, moment.now);
}

/** Accepts an order of `POST /trades/v2/order`, or throws a {@link Refusal}. */
export function placeOrder(moment: Moment, submission: Submission, origin: Origin): Order {
  refuseAccount(moment, submission);
  refuseStrategy(moment, submission, submission.strategy);
  return submission.strategy === 'FOK'
    ? fillOrKill(moment, submission, origin)
    : rest(moment, submission, origin);
}
