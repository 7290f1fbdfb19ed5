import { type Decimal, compare, decimal, isZero } from '../../../model/decimal.ts';
import type { Call } from '../call.ts';
import { type Moment, newId } from '../moment.ts';
import { otherLeg } from '../orders.ts';
import { touch } from '../quotes.ts';
import { type Reply, ok } from '../reply.ts';
import { TERMS, type Terms, WORDS, bad, parseBody, refuseOthers, termsOf } from './body.ts';
import { INSUFFICIENT, baseOf, isEnabled, isFunded, isWithinDepth, refuseAccount } from './checks.ts';
import { quoteAck } from './quote-ack.ts';
import { Refusal } from './refusal.ts';
import { type RfqQuote, keepQuote } from './rfq-quote.ts';

const SMALLEST = decimal('0.0000001');
/** The venue prints these sizes as JavaScript prints numbers, `1e-7`. For this text alone: nothing is reckoned with it. */
const asNumber = (size: Decimal): string => String(Number(size));
const NOT_ENABLED = `You don't have permission to do this, contact info@aquanow.io if you have questions`;

export function refuseRfq(moment: Moment, accountId: string): void {
  if (!isEnabled(moment, accountId, 'RFQ')) throw new Refusal(500, NOT_ENABLED);
}

function refuseSize(terms: Terms, price: Decimal): void {
  const size = baseOf(terms, price);
  if (compare(size, SMALLEST) >= 0) return;
  const least = asNumber(SMALLEST);
  throw bad(`Trade size must be bigger than minimum size ${least}. You submitted: ${asNumber(size)}`);
}

/**
 * A quote at the best price of its side. Where the market doesn't take the size, or the other leg comes to nothing, it is
 * one that has ended already: there is nothing to execute.
 */
function quoteFor(moment: Moment, terms: Terms, { body, headers }: Call): RfqQuote {
  const { store, settings, now } = moment;
  const { accountId, usernameRef = null, ticker, tradeSide, leg, quantity } = terms;
  refuseAccount(moment, terms);
  refuseRfq(moment, accountId);
  const price = touch(moment, ticker, tradeSide);
  refuseSize(terms, price);
  const quoted = otherLeg(terms, quantity, price);
  const given = isWithinDepth(moment, terms, price) && !isZero(quoted);
  return {
    quoteId: newId(store),
    ...{ request: body, nonce: headers.get('x-nonce') },
    ...{ accountId, usernameRef, ticker, tradeSide, leg, quantity, quoted, price },
    ...{ createdAt: now, expireTime: given ? now + settings.quoteTtlMs : now },
    ...{ state: given ? 'open' : 'expired', endedAt: given ? null : now, orderId: null },
  };
}

/** `GET /trades/v2/getQuote`: a price to look at. It is kept nowhere, so that nothing can be done with its id. */
export function getQuote(moment: Moment, call: Call): Reply {
  const terms = termsOf(Object.fromEntries(call.query), WORDS.getQuote);
  const quote = quoteFor(moment, terms, call);
  moment.store.count('indicativeQuotes');
  return ok(quoteAck(quote, 'indicative'));
}

/** `POST /trades/v2/createQuote`: a quote that can be executed until it expires. It binds no funds. */
export function createQuote(moment: Moment, call: Call): Reply {
  const body = parseBody(call.body);
  const terms = termsOf(body, WORDS.createQuote);
  refuseOthers(body, TERMS);
  const quote = quoteFor(moment, terms, call);
  // With status 200, as the seed has it.
  if (!isFunded(moment, terms, quote.price)) throw new Refusal(200, INSUFFICIENT);
  keepQuote(moment.store, quote);
  return ok(quoteAck(quote, 'executable'));
}
