import { amountOf, textOf } from './amount.ts';
import type { CancelEnd, Exchange, Origin, Terms, VenueOrder } from './exchange.ts';
import { isLiveStatus } from './exchange.ts';
import { ackOf, errors, quoteAckOf, rowOf } from './exchange-text.ts';
import { BEGINNING } from './process.ts';

/* The modelled exchange's side of Aquanow's protocol: enough of it for the real adapter, in a hundredth of the paper venue's time. */

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly nonce: string | undefined;
  readonly body: string;
  readonly sender: string;
  /** How the cancel that this may be comes out. */
  readonly cancelEnd: CancelEnd;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A nonce may be so far from the venue's clock. */
const WINDOW = 600_000;
const QUOTE_LIFE = 8_000;
/** What the market asks, and what it bids. */
export const ASK = amountOf('64000') ?? 0n;
export const BID = amountOf('63990') ?? 0n;

const ok = (body: unknown): Reply => ({ status: 200, body });
const bad = (message: string): Reply => ({ status: 400, body: errors(message) });

function unauthorized({ nonces, time }: Exchange, nonce: string | undefined): string | undefined {
  if (nonce === undefined || !/^\d{1,15}$/.test(nonce)) return 'x-nonce is not a time';
  if (Math.abs(Number(nonce) - BEGINNING - time) > WINDOW) return 'x-nonce is outdated';
  if (nonces.has(nonce)) return 'x-nonce was used before';
  nonces.add(nonce);
  return undefined;
}

type Fields = Readonly<Record<string, string | undefined>>;

function termsOf(fields: Fields, strategy: string, price: bigint): Terms | undefined {
  const { accountId = '', ticker = '', tradeSide, usernameRef } = fields;
  const quantity = amountOf(
    (tradeSide === 'buy' ? fields['receiveQuantity'] : fields['deliverQuantity']) ?? '',
  );
  if (tradeSide !== 'buy' && tradeSide !== 'sell') return undefined;
  if (quantity === undefined || quantity === 0n) return undefined;
  const reference = usernameRef === undefined ? {} : { reference: usernameRef };
  return { account: accountId, strategy, ticker, side: tradeSide, quantity, price, ...reference };
}

function placeOrder(venue: Exchange, fields: Fields, origin: Origin): Reply {
  const { strategy = '' } = fields;
  const price = amountOf(fields['priceLimit'] ?? fields['tradePrice'] ?? '');
  const terms = price === undefined ? undefined : termsOf(fields, strategy, price);
  if (terms === undefined) return bad('the order could not be read');
  if (strategy !== 'FOK') return ok(ackOf(venue.enter(terms, origin)));
  const isFilled = venue.of.dice.chance(0.5);
  return ok(
    ackOf(venue.enter(terms, origin, isFilled ? 'COMPLETE' : 'CANCELLED', isFilled ? terms.quantity : 0n)),
  );
}

function marketOrder(venue: Exchange, fields: Fields, origin: Origin): Reply {
  const terms = termsOf(fields, 'MARKET', fields['tradeSide'] === 'buy' ? ASK : BID);
  if (terms === undefined) return bad('the order could not be read');
  const isFilled = venue.of.dice.chance(0.8);
  return ok(
    ackOf(venue.enter(terms, origin, isFilled ? 'COMPLETE' : 'CANCELLED', isFilled ? terms.quantity : 0n)),
  );
}

/** A bad quote is a hundred away from the market. */
function quote(venue: Exchange, fields: Fields, kind: 'rfqGetQuoteAck' | 'rfqCreateQuoteAck'): Reply {
  const away = venue.of.dice.chance(venue.moods.badQuotes) ? (amountOf('100') ?? 0n) : 0n;
  const terms = termsOf(fields, 'RFQ', fields['tradeSide'] === 'buy' ? ASK + away : BID - away);
  if (terms === undefined) return bad('the quote could not be read');
  return ok(quoteAckOf(venue.quote(terms, venue.time + QUOTE_LIFE), kind, venue.time));
}

function executeQuote(venue: Exchange, { quoteId = '' }: Fields, origin: Origin): Reply {
  const found = venue.quotes.get(quoteId);
  if (found === undefined) return bad(`quoteId: ${quoteId} not found`);
  if (found.state === 'executed') return bad(`quoteId: ${quoteId} has alreaady been processed`);
  if (found.state === 'expired' || found.expiresAt <= venue.time)
    return ok(errors('The quote has already expired'));
  found.state = 'executed';
  const isSlow = venue.of.dice.chance(venue.moods.slowQuotes);
  const order = venue.enter(
    found.terms,
    origin,
    isSlow ? 'RFQ_EXECUTE' : 'COMPLETE',
    isSlow ? 0n : found.terms.quantity,
  );
  if (isSlow) venue.of.time.in(500, () => venue.fill(order, 1));
  return ok({ type: 'rfqExecuteQuoteAck', data: { accountId: found.terms.account, quoteId } });
}

function expireQuote(venue: Exchange, { quoteId = '' }: Fields): Reply {
  const found = venue.quotes.get(quoteId);
  if (found === undefined) return bad(`quoteId: ${quoteId} not found`);
  if (found.state !== 'open') return bad(`quoteId: ${quoteId} has alreaady been processed`);
  found.state = 'expired';
  return ok({ type: 'rfqExpireQuoteAck', payload: { quoteId } });
}

function cancelOrder(venue: Exchange, { orderId = '' }: Fields, { sender, cancelEnd }: Call): Reply {
  const order = venue.byId(orderId);
  if (order === undefined) return bad(`orderId: ${orderId} not found`);
  if (!isLiveStatus(order.now.status) || order.now.status === 'RFQ_EXECUTE')
    return bad(`orderId: ${orderId} has already been processed`);
  venue.cancel(order, sender, cancelEnd);
  return ok({ type: 'parentOrderCancelAck', payload: { orderId } });
}

const PAGE = 3;

function listOrders(venue: Exchange, query: URLSearchParams): Reply {
  const at = venue.time - (venue.lag === 0 ? 0 : venue.of.dice.whole(0, venue.lag));
  const account = query.get('accountId');
  const shown = (order: VenueOrder): boolean => account === null || order.terms.account === account;
  const id = query.get('orderId');
  if (id !== null) {
    const order = venue.byId(id);
    const row = order && shown(order) ? rowOf(order, at) : undefined;
    return row === undefined
      ? { status: 502, body: errors(`No item found with key = ${id}`) }
      : ok({ data: row });
  }
  const [reference, after] = [query.get('usernameRef'), query.get('startsAfter')];
  const open = query.get('openOrders') === 'true';
  const from = after === null ? 0 : Number(after.slice(1));
  const matching = venue.orders.filter((order) => {
    const seen = order.asOf(at);
    if (seen === undefined || !shown(order) || order.sequence <= from) return false;
    return (
      (reference === null || order.terms.reference === reference) && (!open || isLiveStatus(seen.status))
    );
  });
  const page = matching.slice(0, PAGE);
  const last = page.at(-1);
  const more = matching.length > PAGE && last !== undefined;
  return ok({
    data: page.map((order) => rowOf(order, at)),
    pagination: {
      startsAfter: more ? `p${last.sequence}` : venue.of.dice.pick([null, '']),
      count: page.length,
    },
  });
}

function fieldsOf(body: string): Fields {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}

function bestPrice(venue: Exchange, query: URLSearchParams): Reply {
  return ok({
    symbol: query.get('symbol'),
    bestBid: textOf(BID),
    bestAsk: textOf(ASK),
    lastUpdated: BEGINNING + venue.time,
  });
}

/** What the venue answers to a request, which it has acted on by then. */
export function answer(venue: Exchange, call: Call): Reply {
  if (call.path === '/bestprice') return bestPrice(venue, call.query);
  const refusal = unauthorized(venue, call.nonce);
  if (refusal !== undefined) return { status: 401, body: { message: refusal } };
  const fields = fieldsOf(call.body);
  const nonce = call.nonce === undefined ? {} : { nonce: call.nonce };
  const origin = { sender: call.sender, body: call.body, ...nonce };
  switch (`${call.method} ${call.path}`) {
    case 'POST /trades/v2/order':
      return placeOrder(venue, fields, origin);
    case 'POST /trades/v2/market':
      return marketOrder(venue, fields, origin);
    case 'POST /trades/v2/createQuote':
      return quote(venue, fields, 'rfqCreateQuoteAck');
    case 'GET /trades/v2/getQuote':
      return quote(venue, Object.fromEntries(call.query), 'rfqGetQuoteAck');
    case 'POST /trades/v2/executeQuote':
      return executeQuote(venue, fields, origin);
    case 'PUT /trades/v1/expireQuote':
      return expireQuote(venue, fields);
    case 'DELETE /trades/v1/order':
      return cancelOrder(venue, fields, call);
    case 'GET /trades/v2/order':
      return listOrders(venue, call.query);
    default:
      return { status: 403, body: { message: 'Missing Authentication Token' } };
  }
}
