import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entries, inDays, openBothVenues, specOf } from '../support/both-venues.ts';
import type { Desk } from '../support/desk.ts';
import { type Asked, Middle } from '../support/middle.ts';

/* What goes over the wires of both venues: reads alone before an approval, and every digit of the files after it. */

const TINY = '0.10000000000000000001';
const LONG = '0.123456789012345678901234567891';
const HUGE = '123456789012345678901234567890';

const ENTRIES: Entries = {
  orders: {
    rfq: {
      strategy: 'RFQ',
      side: 'buy',
      receiveQuantity: `${TINY} BTC`,
      priceLimit: '95500.000000000000000001',
    },
    'rfq-sell': { strategy: 'RFQ', side: 'sell', deliverQuantity: `${LONG} BTC`, priceLimit: '90000' },
    market: { strategy: 'MARKET', side: 'sell', deliverQuantity: `${TINY} BTC`, priceGuard: '94000' },
    fok: { strategy: 'FOK', side: 'buy', receiveQuantity: `${LONG} BTC`, tradePrice: '95500.10' },
    limit: { strategy: 'LIMIT', side: 'buy', receiveQuantity: `${TINY} BTC`, priceLimit: '60000.00' },
    gtc: {
      strategy: 'GTC',
      side: 'sell',
      deliverQuantity: `${LONG} BTC`,
      priceLimit: '250000.0000000000000000001',
    },
    gtd: {
      strategy: 'GTD',
      ...{ side: 'buy', deliverQuantity: '1000.000000000000000000000000001 USD', priceLimit: '60000' },
      expirationTime: `"${inDays(30)}"`,
    },
  },
  strategies: {
    tiny: { productCode: 'finusdt', side: 'buy', size: TINY, priceLimit: '100.00000001', run: 'started' },
    huge: {
      ...{
        productCode: 'finusdt',
        side: 'buy',
        size: HUGE,
        priceLimit: '100',
        orderMaxSize: LONG.slice(0, 22),
      },
      ...{ aggressiveness: '0.50', run: 'started' },
    },
  },
};

let desk: Desk;
let middle: Middle;
beforeEach(async () => {
  desk = await openBothVenues();
  middle = await Middle.before(desk);
  await desk.journal();
  await desk.write('orders.yaml', specOf(ENTRIES));
});
afterEach(async () => {
  await middle.close();
  await desk.close();
});

const call = ({ method, path }: Asked): string => `${method} ${path.replace(/\?.*/, '')}`;
const calls = (): ReadonlySet<string> => new Set(middle.seen.map(call));
const bodies = (path: string): readonly string[] =>
  middle.seen.filter((asked) => asked.path === path).map(({ body }) => body);

/** Every call that is allowed before an approval: reads, and quotes that nobody can execute. */
const READS: ReadonlySet<string> = new Set([
  'GET /paper/state',
  'GET /trades/v2/order',
  'GET /trades/v2/getQuote',
  'GET /users/v1/userbalance',
  'GET /bestprice',
  'GET /as/v3/accounts',
  'GET /mms/v2/productDetails',
  'POST /strategy-orchestrator/strategies/find',
]);

describe('before an approval', () => {
  it.each([
    ['plan'],
    ['plan', '--format', 'json'],
    ['plan', '--explain', 'rfq'],
    ['plan', '--out', 'plan.json'],
    ['status'],
    ['apply'],
    ['lookup', 'accounts'],
    ['lookup', 'products'],
    ['lookup', 'quote', 'BTC-USD', '--side', 'buy', '--receive', TINY],
  ])('%s %s %s sends reads and indicative quotes alone', async (...args) => {
    const ended = await desk.tcp(...args.filter((arg) => arg !== undefined));
    expect(ended.code).toBe(args[0] === 'apply' ? 64 : 0);
    expect([...calls()].filter((each) => !READS.has(each))).toEqual([]);
    const { orders, quotes, requests, strategyRequests, indicativeQuotes } = desk.ledger();
    const nothing = { received: 0, accepted: 0 };
    expect({ orders, quotes, requests, strategyRequests }).toEqual({
      ...{ orders: [], quotes: [] },
      ...{ requests: nothing, strategyRequests: nothing },
    });
    if (args[0] === 'plan' || args[1] === 'quote') expect(indicativeQuotes).toBeGreaterThan(0);
    if (args[1] === 'accounts') expect(indicativeQuotes).toBe(0);
  });

  it('validate speaks to nobody', async () => {
    expect((await desk.tcp('validate')).code).toBe(0);
    expect(middle.seen).toEqual([]);
  });
});

describe('what is approved', () => {
  it('is sent digit for digit on both wires, and arrives so', async () => {
    const shown = (await desk.tcp('plan')).stdout;
    for (const digits of [TINY, LONG, HUGE, '95500.000000000000000001', '250000.0000000000000000001'])
      expect(shown).toContain(digits);
    const ended = await desk.tcp('apply', '--yes');
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });

    expect(bodies('/trades/v2/createQuote').join('\n')).toContain(`"receiveQuantity":"${TINY}"`);
    expect(bodies('/trades/v2/createQuote').join('\n')).toContain(`"deliverQuantity":"${LONG}"`);
    expect(bodies('/trades/v2/market').join('\n')).toContain(`"deliverQuantity":"${TINY}"`);
    const orders = bodies('/trades/v2/order').join('\n');
    for (const text of [
      `"receiveQuantity":"${LONG}","tradePrice":"95500.10"`,
      `"priceLimit":"60000.00","receiveQuantity":"${TINY}"`,
      `"priceLimit":"250000.0000000000000000001","deliverQuantity":"${LONG}"`,
      `"deliverQuantity":"1000.000000000000000000000000001"`,
    ])
      expect(orders).toContain(text);
    const creates = bodies('/strategy-orchestrator/strategies/action/create').join('\n');
    for (const text of [
      `"size":${TINY},"priceLimit":100.00000001,`,
      `"size":${HUGE},"priceLimit":100,"orderMaxSize":0.12345678901234567890,"aggressiveness":0.50,`,
    ])
      expect(creates).toContain(text);

    const { orders: accepted, strategies } = desk.ledger();
    expect(accepted.map(({ strategy, quantity }) => [strategy, quantity])).toEqual(
      expect.arrayContaining([
        ['RFQ', TINY],
        ['RFQ', LONG],
        ['MARKET', TINY],
        ['FOK', LONG],
        ['LIMIT', TINY],
        ['GTC', LONG],
        ['GTD', '1000.000000000000000000000000001'],
      ]),
    );
    expect(strategies.map(({ size }) => size).toSorted()).toEqual([TINY, HUGE].toSorted());
    // And back: the same digits are no edit.
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(0);
  });
});
