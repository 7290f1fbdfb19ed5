// A venue in a process of its own: as much of Aquanow's protocol as a desk of resting orders takes, and as little work as that
// can be, so that what is measured is the desk. Whether an answer is right is the paper venue's business, in the tests.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { ACCOUNTS, type Rate } from './desk.ts';

const PAGE = 100;
/** Milliseconds until a resting order expires. */
const LIFE = 7_776_000_000;

interface Row {
  readonly id: string;
  readonly text: string;
}

/** An order that was placed in some other way. */
export interface Placed {
  readonly id: string;
  readonly reference: string;
  readonly priceLimit: string;
}
export interface Hold {
  readonly accountId: string;
  readonly size: string;
  readonly placed: readonly Placed[];
}

/** What the bench asks, and what it is answered. */
export type Ask =
  | { readonly ask: 'counts' }
  | { readonly ask: 'forget'; readonly rate: Rate }
  | ({ readonly ask: 'hold' } & Hold);
export interface Counts {
  readonly requests: number;
  readonly orders: number;
  /** Calls beyond the rate, which were answered with 429. */
  readonly refused: number;
}

const accounts = new Map<string, Row[]>();
const byReference = new Map<string, Row>();
let counts = { requests: 0, orders: 0, refused: 0 };
let rate: Rate = { perSecond: Infinity, burst: Infinity };
let tokens = Infinity;
let countedAt = performance.now();

/**
 * The same bucket as the desk's, and room for the calls that may be on their way at one moment, one of each account: those that were held
 * up arrive together with those that follow.
 */
function mayPass(): boolean {
  const now = performance.now();
  const most = rate.burst + ACCOUNTS;
  tokens = Math.min(most, tokens + ((now - countedAt) / 1000) * rate.perSecond);
  countedAt = now;
  if (tokens < 1) return false;
  tokens -= 1;
  return true;
}

interface Received {
  readonly accountId: string;
  readonly ticker: string;
  readonly tradeSide: string;
  readonly strategy: string;
  readonly receiveQuantity: string;
  readonly priceLimit: string;
  readonly usernameRef?: string;
}

function rest(id: string, order: Received, now: number): void {
  const { accountId, ticker, strategy, tradeSide, receiveQuantity, priceLimit, usernameRef = '-' } = order;
  const [base, quote] = ticker.split('-');
  const text = `{"orderId":"${id}","orderIdParent":"${id}","accountId":"${accountId}","username":"bench","usernameRef":"${usernameRef}","exchange":"aquax","exchangePair":"aquax-${ticker}","exchangeOrderId":"-","exchangeClientOrderId":"-","symbol":"${ticker}","baseSymbol":"${quote}","quoteSymbol":"${base}","strategy":"${strategy}","tradeSide":"${tradeSide}","orderType":"parentOrder","tradeSize":${receiveQuantity},"priceLimit":${priceLimit},"priceArrival":100000,"priceMarket":"-","tradeStatus":"AWAITING","fillPct":0,"fillQtyBase":0,"fillQtyQuote":0,"remainingQtyBase":300.005,"remainingQtyQuote":${receiveQuantity},"tradePriceAvg":"-","finalizeReturnedQtyBase":"-","childOrderCount":0,"commissionRate":0,"fillFeeQuoteAqua":0,"cashoutFeeUSD":0,"message":"-","createdAt":${now},"updatedAt":${now},"tradeTime":${now},"itemDateTime":${now},"expirationTime":${now + LIFE},"tradeDuration":${LIFE / 1000}}`;
  const row = { id, text };
  const rows = accounts.get(accountId) ?? [];
  rows.push(row);
  accounts.set(accountId, rows);
  byReference.set(usernameRef, row);
  counts.orders++;
}

function place(order: Received): string {
  const now = Date.now();
  rest(randomUUID(), order, now);
  const { accountId, ticker, tradeSide, receiveQuantity, priceLimit } = order;
  const [base, quote] = ticker.split('-');
  return `{"type":"limitOrderAck","data":{"accountId":"${accountId}","quoteId":"${randomUUID()}","ticker":"${ticker}","tradeSide":"${tradeSide}","receiveCurrency":"${base}","receiveQuantity":${receiveQuantity},"deliverCurrency":"${quote}","deliverQuantity":300.005,"priceLimit":${priceLimit},"expireTime":${now + LIFE}}}`;
}

function hold({ accountId, size, placed }: Hold): void {
  const terms = { ticker: 'BTC-USD', tradeSide: 'buy', strategy: 'GTC', receiveQuantity: size };
  const now = Date.now();
  for (const { id, reference, priceLimit } of placed)
    rest(id, { ...terms, accountId, priceLimit, usernameRef: reference }, now);
}

/** Where a page begins is its token. */
function page(rows: readonly Row[], token: string | null): string {
  const from = Number(token ?? 0);
  const shown = rows.slice(from, from + PAGE).map(({ text }) => text);
  const next = from + PAGE < rows.length ? `"${from + PAGE}"` : 'null';
  return `{"data":[${shown.join(',')}],"pagination":{"startsAfter":${next},"count":${shown.length}}}`;
}

function list(query: URLSearchParams): string {
  const reference = query.get('usernameRef');
  const rows = accounts.get(query.get('accountId') ?? '') ?? [];
  if (reference === null) return page(rows, query.get('startsAfter'));
  const found = byReference.get(reference);
  return page(found === undefined ? [] : [found], null);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, text: string): void => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    response.writeHead(status, headers).end(text);
  };
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://venue');
  // Whether this is a paper venue: of no venue's rate, and so not counted.
  if (pathname === '/paper/state') return send(403, '{"message":"Missing Authentication Token"}');
  counts.requests++;
  if (!mayPass()) {
    counts.refused++;
    return send(429, '{"message":"Too Many Requests"}');
  }
  if (pathname === '/bestprice') {
    const symbol = searchParams.get('symbol') ?? '';
    return send(
      200,
      `{"symbol":"${symbol}","bestBid":99995,"bestAsk":100005,"lastUpdated":${Date.now() - 1}}`,
    );
  }
  if (pathname !== '/trades/v2/order') return send(403, '{"message":"Missing Authentication Token"}');
  if (request.method === 'GET') return send(200, list(searchParams));
  return send(200, place(JSON.parse(await bodyOf(request)) as Received));
}

process.on('message', (message: Ask) => {
  if (message.ask === 'forget') {
    accounts.clear();
    byReference.clear();
    counts = { requests: 0, orders: 0, refused: 0 };
    rate = message.rate;
    tokens = rate.burst + ACCOUNTS;
    countedAt = performance.now();
  }
  if (message.ask === 'hold') hold(message);
  process.send?.(counts);
});
process.on('disconnect', () => process.exit());

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address ? address.port : 0);
});
