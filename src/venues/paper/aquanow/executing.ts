import type { Call } from '../call.ts';
import { fillOrder } from '../filling.ts';
import type { Moment } from '../moment.ts';
import { type Reply, ok } from '../reply.ts';
import { type Terms, bad, parseBody, refuseOthers, requireProperties, stringOf } from './body.ts';
import { INSUFFICIENT, isFunded } from './checks.ts';
import { type Origin, enter } from './entering.ts';
import { refuseRfq } from './quoting.ts';
import { Refusal } from './refusal.ts';
import { type RfqQuote, endQuote, quoteById } from './rfq-quote.ts';
import { tradeDates } from './trade-dates.ts';

function namedQuote({ store }: Moment, text: string): RfqQuote {
  const body = parseBody(text);
  requireProperties(body, ['quoteId']);
  refuseOthers(body, ['quoteId']);
  const quoteId = stringOf(body, 'quoteId');
  const quote = quoteById(store, quoteId);
  if (!quote) throw bad(`quoteId: ${quoteId} not found`);
  return quote;
}

/** The seed's spelling. */
const processed = ({ quoteId }: RfqQuote): Refusal => bad(`quoteId: ${quoteId} has alreaady been processed`);

/**
 * Trades a quote at its price and size, wherever the market has gone since: at once, or, where a setting delays it, after
 * a time in RFQ_EXECUTE, in which its funds are bound.
 */
function trade(moment: Moment, quote: RfqQuote, origin: Origin): void {
  const { store, settings, now } = moment;
  const { quoteId, price, quantity, usernameRef, ...rest } = quote;
  const terms: Terms = { ...rest, quantity, ...(usernameRef === null ? {} : { usernameRef }) };
  if (!isFunded(moment, terms, price)) throw new Refusal(200, INSUFFICIENT);
  const delay = settings.rfqExecuteDelayMs;
  const particulars = { strategy: 'RFQ', priceArrival: price, quoteId } as const;
  const order = enter(
    moment,
    terms,
    delay === 0 ? particulars : { ...particulars, finalAt: now + delay },
    origin,
  );
  if (delay === 0) fillOrder(store, order, quantity, price, now);
  endQuote(store, quote, { state: 'executed', at: now, orderId: order.orderId });
}

/** `POST /trades/v2/executeQuote`. */
export function executeQuote(moment: Moment, call: Call, origin: Origin): Reply {
  const quote = namedQuote(moment, call.body);
  refuseRfq(moment, quote.accountId);
  if (quote.state === 'executed') throw processed(quote);
  // With status 200, as the seed has it.
  if (quote.state === 'expired') throw new Refusal(200, 'The quote has already expired');
  trade(moment, quote, origin);
  const { accountId, quoteId } = quote;
  return ok({ type: 'rfqExecuteQuoteAck', data: { accountId, quoteId, ...tradeDates(moment.now) } });
}

/** `PUT /trades/v1/expireQuote`: after it, the quote can't be executed. */
export function expireQuote(moment: Moment, { body }: Call): Reply {
  const quote = namedQuote(moment, body);
  if (quote.state !== 'open') throw processed(quote);
  endQuote(moment.store, quote, { state: 'expired', at: moment.now, orderId: null });
  return ok({ type: 'rfqExpireQuoteAck', payload: { quoteId: quote.quoteId } });
}
