import { Secret } from '../../../src/lib/secret.ts';
import { type Decimal, decimal } from '../../../src/model/decimal.ts';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import type { FinalStatus, LiveStatus } from '../../../src/model/order.ts';
import type { OrderStrategy, OrderTerms } from '../../../src/model/terms.ts';
import type { LedgerRow } from '../../../src/venues/paper/ledger.ts';
import { servePaper } from '../../../src/venues/paper/serve.ts';
import { openPaper } from '../../../src/venues/paper/venue.ts';
import {
  type Accepted,
  type Example,
  type Match,
  type Rig,
  type RigOptions,
  type VenueCase,
  changed,
  recordingFetch,
} from '../venue/rig.ts';
import { NOW, account, fakeClock, venueOf } from './desk.ts';

/* Aquanow as the contract of all venues sees it: every strategy, every quantity leg, every optional field. */

const ORDER: Match = { method: 'POST', path: '/trades/v2/order' };
const SENT: Readonly<Record<OrderStrategy, Match>> = {
  RFQ: { method: 'POST', path: '/trades/v2/executeQuote' },
  MARKET: { method: 'POST', path: '/trades/v2/market' },
  FOK: ORDER,
  LIMIT: ORDER,
  GTC: ORDER,
  GTD: ORDER,
};

/** Where the market stands, so that a price is far or near by what it says. */
const BOOK = { ticker: 'BTC-USD', bid: '94990', ask: '95010.01' };
const DAY = 86_400_000;

type Leg = 'receiveQuantity' | 'deliverQuantity';
/** Base amounts have more digits than a binary float keeps, and one of them thirty. */
const AMOUNTS = {
  buy: { receiveQuantity: '0.10000000000000000001', deliverQuantity: '1000.00' },
  sell: { receiveQuantity: '1900.50', deliverQuantity: '0.123456789012345678901234567891' },
} as const;

const PARTS = {
  buy: { receiveQuantity: '0.04', deliverQuantity: '400.00' },
  sell: { receiveQuantity: '900.25', deliverQuantity: '0.04' },
} as const;

/** The one price that a strategy takes: far from the market where it is to rest, through it where it is to trade. */
function pricesOf(strategy: OrderStrategy, side: 'buy' | 'sell'): Partial<OrderTerms> {
  const [far, through] = side === 'buy' ? ['20000.00', '99000.00'] : ['250000.10', '90000.00'];
  switch (strategy) {
    case 'RFQ':
      return { priceLimit: decimal(through) };
    case 'MARKET':
      return { priceGuard: decimal(through) };
    case 'FOK':
      return { tradePrice: decimal(through) };
    case 'LIMIT':
    case 'GTC':
      return { priceLimit: decimal(far) };
    case 'GTD':
      return { priceLimit: decimal(far), expirationTime: NOW + 40 * DAY };
  }
}

const RESTING: ReadonlySet<OrderStrategy> = new Set(['LIMIT', 'GTC', 'GTD']);

function exampleOf(
  strategy: OrderStrategy,
  side: 'buy' | 'sell',
  leg: Leg,
  more: Partial<OrderTerms> = {},
  becomes: LiveStatus | FinalStatus = RESTING.has(strategy) ? 'open' : 'filled',
): Example {
  const quantity = AMOUNTS[side][leg];
  const terms: OrderTerms = {
    ...{ strategy, ticker: 'BTC-USD', side, [leg]: decimal(quantity) },
    ...{ ...pricesOf(strategy, side), ...more },
  };
  const { priceLimit, tradePrice, expirationTime, usernameRef } = terms;
  const price = RESTING.has(strategy) ? priceLimit : tradePrice;
  return {
    name: `${strategy} ${side}, ${leg}${Object.keys(more)
      .map((field) => `, ${field}`)
      .join('')}`,
    terms,
    becomes,
    sent: SENT[strategy],
    wire: [
      `"${leg}":"${quantity}"`,
      ...(price === undefined ? [] : [`"${strategy === 'FOK' ? 'tradePrice' : 'priceLimit'}":"${price}"`]),
      ...(expirationTime === undefined ? [] : [`"expirationTime":${expirationTime}`]),
      `"usernameRef":"${usernameRef ?? 'tf'}`,
    ],
    ...(RESTING.has(strategy)
      ? { edited: { ...terms, priceLimit: nearer(side) }, part: PARTS[side][leg] }
      : {}),
  };
}

const nearer = (side: 'buy' | 'sell'): Decimal => decimal(side === 'buy' ? '21000.50' : '240000');

const legs: readonly (readonly [side: 'buy' | 'sell', leg: Leg])[] = [
  ['buy', 'receiveQuantity'],
  ['buy', 'deliverQuantity'],
  ['sell', 'receiveQuantity'],
  ['sell', 'deliverQuantity'],
];

const examples: readonly Example[] = (['RFQ', 'MARKET', 'FOK', 'LIMIT', 'GTC', 'GTD'] as const).flatMap(
  (strategy) => [
    ...legs.map(([side, leg]) => exampleOf(strategy, side, leg)),
    exampleOf(strategy, 'buy', 'receiveQuantity', { usernameRef: 'Desk7' }),
    ...(strategy === 'FOK'
      ? [exampleOf('FOK', 'buy', 'receiveQuantity', { tradePrice: decimal('95010.00') }, 'cancelled')]
      : []),
  ],
);

const LIVE: ReadonlySet<string> = new Set(['AWAITING', 'CREATE', 'CANCEL_PENDING', 'RFQ_EXECUTE']);

const acceptedOf = (row: LedgerRow): Accepted => ({
  id: row.orderId as VenueOrderId,
  isLive: LIVE.has(row.status),
  ...(row.usernameRef === null ? {} : { reference: row.usernameRef }),
  request: row.request,
  filled: row.leg === 'receive' ? row.received : row.delivered,
  quantity: row.quantity,
  at: row.at,
  updatedAt: row.updatedAt,
});

const KEY = { apiKey: 'paper-key', apiSecret: 'paper-secret' };

async function make({ pageSize, rate }: RigOptions = {}): Promise<Rig> {
  const clock = fakeClock();
  const paper = openPaper({
    ...{ path: ':memory:', clock, accounts: ['CA1264810R'], key: KEY, epoch: 'e-1', rate: 'off' },
    settings: pageSize === undefined ? {} : { pageSize },
  });
  const served = await servePaper(paper, { port: 0 });
  const { url } = served;
  const { fetch, wire } = recordingFetch(clock);
  const control = async (path: string, body?: unknown, method = 'POST'): Promise<void> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await paper.fetch(`http://127.0.0.1/paper/${path}`, init);
    if (!answer.ok) throw new Error(await answer.text());
  };
  await control('price', BOOK);
  return {
    account: account(),
    ...{ clock, wire },
    connect: () => {
      // Nonces are drawn from the clock, and the next process starts later.
      clock.advance(5_000);
      return venueOf({
        ...{ clock, fetch },
        settings: {
          ...{ url, marketUrl: url, settle: 100, rate: rate ?? { perSecond: 1000, burst: 10_000 } },
          ...{ apiKey: new Secret(KEY.apiKey), apiSecret: new Secret(KEY.apiSecret) },
        },
      });
    },
    ledger: () => paper.ledger().orders.map(acceptedOf),
    requests: () => paper.ledger().requests.received,
    fault: (fault, more = {}) => control('faults', { fault, ...more }),
    delayCancels: (cancelDelayMs) => control('settings', { cancelDelayMs }),
    clearFaults: () => control('faults', undefined, 'DELETE'),
    fill: ({ id }, quantity) =>
      control('fill', { orderId: id, ...(quantity === undefined ? {} : { quantity }) }),
    close: async () => {
      await served.close();
      paper.close();
    },
  };
}

export const AQUANOW: VenueCase = {
  name: 'aquanow',
  examples,
  findsByTag: true,
  list: { method: 'GET', path: '/trades/v2/order' },
  cancel: { method: 'DELETE', path: '/trades/v1/order' },
  reads: [
    { method: 'GET', path: '/trades/v2/order' },
    { method: 'GET', path: '/trades/v2/getQuote' },
    { method: 'GET', path: '/users/v1/userbalance' },
    { method: 'GET', path: '/bestprice' },
    { method: 'GET', path: '/paper/state' },
  ],
  brokenLists: [
    ['5xx-before', { status: 503 }],
    ['5xx-after', { status: 502 }],
    ['drop-before', {}],
    ['drop-after', {}],
    ['429', {}],
    ['truncated-body', {}],
    ['malformed-body', {}],
    ['repeated-page', { skip: 1 }],
  ],
  brokenRows: [
    ['without an id', changed(/"orderId":/, '"id":')],
    ['without a status', changed(/"tradeStatus":"[A-Z_]+"/, '"tradeStatus":null')],
    ['whose status is no word', changed(/"tradeStatus":"[A-Z_]+"/, '"tradeStatus":{}')],
    ['whose side is neither', changed(/"tradeSide":"buy"/, '"tradeSide":"both"')],
    ['without a symbol', changed(/"symbol":"BTC-USD"/, '"symbol":"-"')],
    ['whose reference is no text', changed(/"usernameRef":"[^"]*"/, '"usernameRef":{}')],
    ['whose fill is no number', changed(/"fillQtyBase":[^,}]+/, '"fillQtyBase":"some"')],
    ['that is no object', changed(/\{"orderId/, '[],{"orderId')],
  ],
  make,
};
