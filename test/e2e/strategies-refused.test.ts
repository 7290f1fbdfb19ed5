import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { type Entries, openBothVenues, setPrice, specOf } from '../support/both-venues.ts';
import type { Desk, Ended } from '../support/desk.ts';
import { type Asked, Middle } from '../support/middle.ts';

/* Orders that a price, a quote or the venue keeps back: what is said, what the exit code is, and that nothing was traded. */

let desk: Desk;
let middle: Middle;
beforeEach(async () => {
  desk = await openBothVenues();
  middle = await Middle.before(desk);
  await desk.journal();
});
afterEach(async () => {
  await middle.close();
  await desk.close();
});

async function applied(entries: Entries, code: number): Promise<Ended> {
  await desk.write('orders.yaml', specOf(entries));
  const ended = await desk.tcp('apply', '--yes');
  expect(ended, ended.stdout + ended.stderr).toMatchObject({ code });
  return ended;
}
/** What is said on one line, whichever way it was wrapped. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const planned = async (): Promise<Plan> =>
  JSON.parse((await desk.tcp('plan', '--format', 'json')).stdout) as Plan;
const isMarket = ({ path }: Asked): boolean => path === '/trades/v2/market';

describe('an RFQ', () => {
  const rfq = (priceLimit: string): Entries => ({
    orders: { swap: { strategy: 'RFQ', side: 'buy', receiveQuantity: '0.10 BTC', priceLimit } },
  });

  it('is blocked where every quote is worse than its limit: nothing is traded, and the quotes are taken back', async () => {
    const { stdout } = await applied(rfq('95009.99'), 1);
    expect(stdout).toMatch(/^✗ swap +blocked +none of 3 quotes would do/m);
    expect(flat(stdout)).toContain(
      'the quote was 95010 USD (9501.00 USD for 0.10000000 BTC), worse than priceLimit 95009.99',
    );
    expect(flat(stdout)).toContain('Nothing was traded');
    expect(stdout).toContain('0 of 1 change done, 1 not.');
    const { orders, quotes, requests } = desk.ledger();
    expect({ orders, received: requests.received }).toEqual({ orders: [], received: 0 });
    expect(quotes.map(({ state }) => state)).toEqual(['expired', 'expired', 'expired']);
    // It is asked for again, and traded once the market comes to it.
    await setPrice(desk, 'BTC-USD', '95000', '95005');
    expect((await applied(rfq('95009.99'), 0)).stdout).toMatch(/^✓ swap +filled/m);
    expect(desk.ledger().orders).toHaveLength(1);
  });

  it('is blocked where its quotes come too late to be executed', async () => {
    await desk.control('POST', 'settings', { quoteTtlMs: 400 });
    const { stdout } = await applied(rfq('96000'), 1);
    expect(stdout).toMatch(/^✗ swap +blocked/m);
    expect(flat(stdout)).toContain('the quote came too late to be executed');
    expect(desk.ledger()).toMatchObject({ orders: [], requests: { received: 0 } });
  });

  it('whose quote expires on the way is refused by the venue, and not traded', async () => {
    middle.tricks = {
      instead: async ({ path }) => {
        if (path === '/trades/v2/executeQuote') await desk.control('POST', 'time', { advanceMs: 8_000 });
        return undefined;
      },
    };
    const { stdout } = await applied(rfq('96000'), 1);
    expect(stdout).toMatch(/^✗ swap +refused .*The quote has already expired/m);
    expect(desk.ledger()).toMatchObject({ orders: [], requests: { received: 1, accepted: 0 } });
  });

  it('that the venue won’t quote is refused in its words', async () => {
    await desk.control('POST', 'settings', { tradePermission: false });
    const { stdout } = await applied(rfq('96000'), 1);
    expect(stdout).toMatch(/^✗ swap +\S.*Access Denied/m);
    expect(desk.ledger().orders).toEqual([]);
  });

  it('whose answer is lost is found by its tag, and not executed twice', async () => {
    await desk.control('POST', 'faults', { fault: 'drop-after', match: { path: '/trades/v2/executeQuote' } });
    const { stdout } = await applied(rfq('96000'), 0);
    expect(stdout).toMatch(/^✓ swap/m);
    expect(desk.ledger().requests).toEqual({ received: 1, accepted: 1 });
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(0);
  });
});

describe('a MARKET', () => {
  const market = (priceGuard: string): Entries => ({
    orders: { sell: { strategy: 'MARKET', side: 'sell', deliverQuantity: '0.02 BTC', priceGuard } },
  });

  it('is kept back where the quote before it is beyond its guard', async () => {
    const { stdout } = await applied(market('94990.01'), 1);
    expect(stdout).toMatch(/^✗ sell +blocked/m);
    expect(flat(stdout)).toContain('worse than priceGuard 94990.01');
    expect(middle.seen.filter(isMarket)).toEqual([]);
    expect(desk.ledger().orders).toEqual([]);
  });

  it('whose market moves between quote and send trades beyond its guard: it says so, and exits 1', async () => {
    middle.tricks = {
      instead: async (asked) => {
        if (isMarket(asked)) await setPrice(desk, 'BTC-USD', '93000', '93020');
        return undefined;
      },
    };
    const { stdout } = await applied(market('94000'), 1);
    expect(stdout).toMatch(/^✗ sell +filled +filled 0\.02000000 BTC at 93000(\.00)? USD/m);
    expect(flat(stdout)).toContain('worse than its priceGuard 94000: the guard is no bound');
    expect(desk.ledger().orders).toHaveLength(1);
    // It has traded: the next plan wants nothing, and says nothing of it again but on request.
    middle.tricks = {};
    expect((await planned()).lines.filter(({ action }) => action !== 'none')).toEqual([]);
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().requests).toEqual({ received: 1, accepted: 1 });
  });

  it('that the market doesn’t take ends unfilled, and is not sent again', async () => {
    await desk.control('POST', 'settings', { marketDepth: '0.01' });
    await desk.write('orders.yaml', specOf(market('94000')));
    const ended = await desk.tcp('apply', '--yes');
    expect(flat(ended.stdout)).toMatch(/sell (blocked|refused|cancelled)/);
    await desk.tcp('apply', '--yes');
    expect(desk.ledger().requests.received).toBeLessThanOrEqual(1);
  });
});

describe('a FOK', () => {
  const fok = (tradePrice: string, generation = 1): Entries => ({
    orders: { kill: { strategy: 'FOK', side: 'buy', receiveQuantity: '0.02 BTC', tradePrice, generation } },
  });

  it('that does not fill is over: said in the venue’s words, not sent again, and asked for by a generation', async () => {
    const { stdout } = await applied(fok('95009.99'), 0);
    expect(stdout).toMatch(/^✓ kill +cancelled +Cancelled - Price not marketable; nothing was traded/m);
    const plan = await desk.tcp('plan');
    expect(flat(plan.stdout)).toMatch(
      /! kill cancelled: Cancelled - Price not marketable.* raise generation to 2/,
    );
    await setPrice(desk, 'BTC-USD', '94000', '94010');
    expect((await applied(fok('95009.99'), 0)).stdout).toContain('No changes.');
    expect(desk.ledger().requests.received).toBe(1);
    expect((await applied(fok('95009.99', 2), 0)).stdout).toMatch(/^✓ kill +filled/m);
    expect(desk.ledger().orders.map(({ status }) => status)).toEqual(['CANCELLED', 'COMPLETE']);
  });

  it('that the venue refuses is told in its words', async () => {
    await desk.control('POST', 'settings', { marketDepth: '0.01' });
    const { stdout } = await applied(fok('95010'), 1);
    expect(flat(stdout)).toContain('Quantity 0.02 exceeds data limits. Please use a smaller amount.');
    const plan = await desk.tcp('plan');
    expect(plan.code).toBe(0);
    expect(flat(plan.stdout)).toMatch(/! kill refused by the venue/);
  });
});

describe('a strategy that Volven refuses', () => {
  const FAULTS = [
    { field: 'aggressiveness', description: 'must be between 0 and 1' },
    { field: 'orderMaxSize', description: 'must be greater than 0' },
    { field: 'priceLimit', description: 'must be greater than 0' },
    { field: 'side', description: 'must match "BUY|SELL"' },
  ];
  const SHAPES = {
    quickstart: {
      timestamp: '2025-09-15T14:56:35.228+00:00',
      ...{ status: '400', error: 'Bad Request', message: 'Validation failed' },
      path: '/strategy-orchestrator/strategies/SMO/action/create',
      errors: FAULTS,
    },
    openapi: {
      timestamp: '2025-09-15T14:56:35.228Z',
      ...{ status: 400, error: 'Bad Request', errorCode: 'VALIDATION' },
      path: '/strategy-orchestrator/strategies/SMO/action/create',
      errors: FAULTS.map(({ field, description }) => ({ fields: [field], description })),
    },
  };
  const SPEC = `version: 1
strategies:
  smo:
    type: SMO
    account: bybit-main
    productCode: btcusdt_f
    side: buy
    size: 0.1
    priceLimit: 60000
    orderMaxSize: 0.03
    aggressiveness: 0.5
    run: started
`;

  it.each(Object.entries(SHAPES))('(%s) has its errors on the lines of its fields', async (_, body) => {
    middle.tricks = {
      instead: ({ path }) =>
        path.endsWith('/action/create') ? { status: 400, text: JSON.stringify(body) } : undefined,
    };
    await desk.write('orders.yaml', SPEC);
    const ended = await desk.tcp('apply', '--yes');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^✗ smo +refused/m);
    const said = ended.stdout + ended.stderr;
    for (const line of [
      'orders.yaml:11:21  aggressiveness: must be between 0 and 1',
      'orders.yaml:10:19  orderMaxSize: must be greater than 0',
      'orders.yaml:9:17  priceLimit: must be greater than 0',
      'orders.yaml:7:11  side: must match "BUY|SELL"',
    ])
      expect(said).toContain(line);
    expect(desk.ledger().strategies).toEqual([]);
    // Unchanged, it is not sent again; edited, it is.
    const plan = await desk.tcp('plan');
    expect(flat(plan.stdout)).toMatch(/! smo refused by the venue/);
    middle.tricks = {};
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('No changes.');
    await desk.write('orders.yaml', SPEC.replace('0.5', '0.4'));
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().strategies).toHaveLength(1);
  });

  it('are annotations on those lines, and rows of the report, for a pull request', async () => {
    middle.tricks = {
      instead: ({ path }) =>
        path.endsWith('/action/create') ? { status: 400, text: JSON.stringify(SHAPES.openapi) } : undefined,
    };
    await desk.write('orders.yaml', SPEC);
    await desk.write('summary.md', '');
    const { code, stdout } = await desk.start(
      ['apply', '--yes', '--env', 'tcp', '--dir', desk.dir, '--format', 'github'],
      { GITHUB_STEP_SUMMARY: `${desk.dir}/summary.md`, GITHUB_OUTPUT: '', GITHUB_WORKSPACE: desk.dir },
    ).ended;
    expect(code).toBe(1);
    expect(stdout).toContain(
      '::error file=orders.yaml,line=11,col=21,title=TCP smo%3A aggressiveness::must be between 0 and 1\n',
    );
    expect(await desk.read('summary.md')).toContain(
      '| `smo`<br>`orders.yaml:11` | `aggressiveness` | must be between 0 and 1 |',
    );
  });

  it('sizes and prices off their increments never leave: they are told at plan time, on the line of the field', async () => {
    await desk.write(
      'orders.yaml',
      SPEC.replace('size: 0.1\n', 'size: 0.1005\n').replace('60000', '60000.05'),
    );
    const plan = await desk.tcp('plan');
    expect(flat(plan.stdout)).toMatch(
      /size 0\.1005 .*0\.1 or 0\.101 would do; TF-L11: priceLimit .* would do, orders\.yaml:8\b/,
    );
    await desk.tcp('apply', '--yes');
    expect(desk.ledger().strategyRequests).toEqual({ received: 0, accepted: 0 });
  });
});
