import { describe, expect, it } from 'vitest';
import type { LimitWorld } from '../../../src/limits/world.ts';
import { nameOfKey } from '../../../src/model/ids.ts';
import { livePlan } from '../../support/live-plan.ts';
import { PROJECT, folder } from '../../support/specs.ts';

/** The example of the documentation, as it is written there. */
const LIMITS = `limits:
  referenceMaxAge: 5s
  maxSubmitsPerApply: 20
  maxSubmitsPerSecond: 2               # paces; refuses nothing
  maxCancelShare: 30%                  # of live orders, from absence alone, from 10 orders up
  consecutiveFailures: 3
  accounts:
    treasury:
      timezone: America/Toronto
      allow: { instruments: [BTC-USD, ETH-USD], strategies: [RFQ, LIMIT, GTC, GTD] }
      maxQuantity:      { BTC: 5, ETH: 50 }        # one order
      maxNotional:      { USD: 250000 }            # one order
      maxOpenOrders: 25
      maxOpenNotional:  { USD: 1000000 }
      maxDailyNotional: { USD: 2000000 }           # sent since midnight
      priceCollar: 2%                              # on the costly side: a buy above best ask + 2 %, a sell below best bid - 2 %
      maxDistance: 40%                             # on the passive side
      maxResting: 90d                              # effective expiry: LIMIT 24 h, GTC 90 days, GTD its date; none for SMO, needs allowNoExpiry
      duplicateWindow: 24h                         # same account, instrument, side, quantity and price under another name, venue rows included
      selfCross: deny                              # against our own resting opposite orders
      hours: { days: mon-fri, from: "08:00", to: "17:00" }
      requireLabels: [desk, ticket]
      balanceCheck: warn                           # refuse | warn | off
    bybit-main:
      allow: { instruments: [btcusdt_f], strategies: [SMO] }
      maxQuantity: { BTC: 1 }
      maxNotional: { USDT: 100000 }
      reference: { btcusdt_f: aquanow/BTC-USDT }   # where the venue has no price source of its own
      allowNoExpiry: true
`;

const ORDERS = `version: 1
defaults:
  orders: { account: treasury, labels: { desk: treasury, ticket: TRE-118 } }
orders:
  rfq: { strategy: RFQ, ticker: BTC-USD, side: buy, receiveQuantity: 0.50 BTC, priceLimit: 101500.00 USD, notAfter: "2026-12-01T20:00:00Z" }
  day: { strategy: LIMIT, ticker: ETH-USD, side: buy, receiveQuantity: 25.0 ETH, priceLimit: 3250.00 USD }
  dip: { strategy: GTC, ticker: BTC-USD, side: buy, receiveQuantity: 0.50 BTC, priceLimit: 95000.00 USD }
  low: { strategy: GTC, ticker: BTC-USD, side: buy, deliverQuantity: 100000.00 USD, priceLimit: 80000.00 USD }
  top: { strategy: GTD, ticker: ETH-USD, side: sell, deliverQuantity: 40.0 ETH, priceLimit: 4200.00 USD, expirationTime: "2027-02-15T21:00:00Z" }
strategies:
  work: { type: SMO, account: bybit-main, productCode: btcusdt_f, side: buy, size: 0.1, priceLimit: 95000, orderMaxSize: 0.03 }
`;

const planned = async (orders: string, over: Partial<LimitWorld> = {}) =>
  livePlan(await folder({ 'tradeform.yaml': PROJECT + LIMITS, 'orders.yaml': orders }), over);

describe('the documented example', () => {
  it('passes its documented limits', async () => {
    const { lines, summary } = await planned(ORDERS);
    expect(
      lines.map((line) => `${nameOfKey(line.key ?? ('' as never))} ${line.action}: ${line.reason}`),
    ).toEqual(['rfq', 'day', 'dip', 'low', 'top', 'work'].map((name) => `${name} submit: new entry`));
    // The balances were not read, of which the account only warns.
    expect(summary).toMatchObject({ warned: 5, overridden: 0, refused: 0 });
    expect(new Set(lines[0]?.checks?.map(({ code }) => code))).toEqual(
      new Set(
        ['01', '02', '03', '04', '05', '08', '09', '10', '11', '12', '13', '14', '15', '17', '20', '21'].map(
          (code) => `TF-L${code}`,
        ),
      ),
    );
  });

  it.each<[string, string, string]>([
    [
      'ticker: BTC-USD, side: buy, receiveQuantity: 0.50 BTC, priceLimit: 95000.00 USD',
      'ticker: BTC-CAD, side: buy, receiveQuantity: 0.50 BTC, priceLimit: 95000.00 CAD',
      'TF-L02',
    ],
    [
      'strategy: GTC, ticker: BTC-USD, side: buy, receiveQuantity: 0.50 BTC, priceLimit: 95000.00 USD }',
      'strategy: FOK, ticker: BTC-USD, side: buy, receiveQuantity: 0.50 BTC, tradePrice: 95000.00 USD, notAfter: "2026-12-01T20:00:00Z" }',
      'TF-L03',
    ],
    ['40.0 ETH', '50.1 ETH', 'TF-L04'],
    ['100000.00 USD', '250000.01 USD', 'TF-L05'],
    ['101500.00', '103030.21', 'TF-L09'],
    ['80000.00 USD', '60599.99 USD', 'TF-L09'],
    ['priceLimit: 4200.00', 'priceLimit: 3250.00', 'TF-L13'],
    ['0.50 BTC, priceLimit: 95000.00 USD }', '1.25 BTC, priceLimit: 80000.00 USD }', 'TF-L12'],
    ['ticket: TRE-118', 'more: TRE-118', 'TF-L15'],
    ['size: 0.1', 'size: 0.1005', 'TF-L11'],
    ['size: 0.1,', 'size: 1.001,', 'TF-L04'],
    ['size: 0.1, priceLimit: 95000', 'size: 1, priceLimit: 100000.1', 'TF-L05'],
    ['priceLimit: 95000, orderMaxSize', 'orderMaxSize', 'TF-L23'],
  ])('%s as %s does not', async (from, to, code) => {
    expect(ORDERS).toContain(from);
    const { lines, summary } = await planned(ORDERS.replace(from, to));
    expect(summary.refused).toBeGreaterThan(0);
    expect(lines.filter((line) => line.action === 'none').map(({ reason }) => reason)).toContainEqual(
      expect.stringContaining(code),
    );
  });
  it('nor does it pass at night, or with an old price', async () => {
    const night = await planned(ORDERS, { now: Date.parse('2026-12-01T22:00:00Z') });
    const reasons = night.lines.map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason.includes('TF-L14'))).toHaveLength(5);
    expect(reasons.filter((reason) => reason.includes('TF-L10'))).toHaveLength(5);
  });
});

describe('the example desk', () => {
  it('passes its own limits of environment live, whole', async () => {
    const { lines, summary } = await livePlan(new URL('../../..', import.meta.url).pathname);
    const held = lines.filter(({ action }) => action !== 'submit');
    expect(held.map(({ reason }) => reason)).toEqual([]);
    expect(lines).toHaveLength(10);
    expect(summary.refused).toBe(0);
  });
});
