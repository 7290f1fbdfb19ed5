import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { type Entries, inDays, openBothVenues, specOf } from '../support/both-venues.ts';
import type { Desk, Ended } from '../support/desk.ts';

/* A project with every strategy of both venues, from files to what the venues hold, by the bin that users run. */

let desk: Desk;
beforeEach(async () => {
  desk = await openBothVenues();
});
afterEach(() => desk.close());

const buy = (size: string, price: string, field = 'priceLimit') => ({
  side: 'buy',
  receiveQuantity: `${size} BTC`,
  [field]: price,
});
const EVERY: Entries = {
  orders: {
    rfq: { strategy: 'RFQ', ...buy('0.10', '95500.00'), usernameRef: 'Desk7' },
    market: { strategy: 'MARKET', side: 'sell', deliverQuantity: '0.02 BTC', priceGuard: '94000' },
    fok: { strategy: 'FOK', ...buy('0.02', '95010', 'tradePrice') },
    'fok-missed': { strategy: 'FOK', ...buy('0.02', '95009.99', 'tradePrice') },
    limit: { strategy: 'LIMIT', ...buy('0.02', '60000.00') },
    gtc: { strategy: 'GTC', side: 'sell', receiveQuantity: '5000 USD', priceLimit: '250000' },
    gtd: {
      strategy: 'GTD',
      ...{ side: 'buy', deliverQuantity: '1000.00 USD', priceLimit: '60000' },
      expirationTime: `"${inDays(30)}"`,
    },
  },
  strategies: {
    smo: {
      ...{ side: 'buy', size: '0.100', priceLimit: '60000', orderMaxSize: '0.030', aggressiveness: '0.5' },
      ...{ triggerPrice: '70000', useSpikeProtection: false, alwaysPassive: true, run: 'started' },
    },
    'smo-waiting': { side: 'sell', size: '0.1', ignoreWarnings: true, run: 'paused' },
  },
};

const WHERE: readonly (readonly [string, Desk['run']])[] = [
  ['the paper venue in this process', (...args) => desk.run(...args, '--env', 'paper')],
  ['the paper venue on TCP', (...args) => desk.tcp(...args)],
];

describe.each(WHERE)('every strategy of both venues, at %s', (where, run) => {
  const isServed = where.endsWith('TCP');
  const ok = async (...args: readonly string[]): Promise<Ended> => {
    const ended = await run(...args);
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
    return ended;
  };
  beforeEach(async () => {
    await desk.write('orders.yaml', specOf(EVERY));
    if (isServed) await ok('journal', 'init');
    // In this process the market has a mind of its own until it is told where to stand.
    else
      for (const [ticker, price] of [
        ['BTC-USD', '95000'],
        ['BTC-USDT', '95000'],
      ] as const)
        await ok('paper', 'price', ticker, price);
  });

  it('goes from files to the venue: validate, plan, apply, and a plan with nothing to do', async () => {
    expect((await ok('validate')).stdout).toContain('9 orders in 1 file on 2 accounts: valid.');
    const plan = await ok('plan');
    for (const name of Object.keys({ ...EVERY.orders, ...EVERY.strategies }))
      expect(plan.stdout).toMatch(new RegExp(`^\\+ ${name} `, 'm'));
    expect(plan.stdout).toContain('9 submits.');

    const applied = await ok('apply', '--yes');
    for (const [name, state] of [
      ...[
        ['rfq', 'filled'],
        ['market', 'filled'],
        ['fok-missed', 'cancelled'],
        ['limit', 'resting'],
      ],
      ...[
        ['gtc', 'resting'],
        ['gtd', 'resting'],
        ['smo', 'resting'],
        ['smo-waiting', 'paused'],
      ],
    ] as const)
      expect(applied.stdout).toMatch(new RegExp(`^✓ ${name} +${state}\\b`, 'm'));
    expect(applied.stdout).toContain('9 changes done.');

    const again = JSON.parse((await ok('plan', '--format', 'json')).stdout) as Plan;
    expect(again.counts).toMatchObject({ submit: 0, replace: 0, cancel: 0, setRun: 0 });
    expect(again.lines.filter(({ action }) => action !== 'none')).toEqual([]);
    const before = desk.ledger();
    expect((await ok('apply', '--yes')).stdout).toContain('No changes.');
    expect(desk.ledger().requests).toEqual(before.requests);
    if (!isServed) return;
    expect(before).toMatchObject({
      requests: { received: 7, accepted: 7 },
      strategyRequests: { received: 2, accepted: 2 },
    });
  });

  it('is shown by status, and cancelled', async () => {
    await ok('apply', '--yes');
    const { stdout } = await ok('status');
    expect(stdout).toMatch(/smo {2}SMO buy 0.100 BTC of btcusdt_f at ≤ 60000 USDT/);
    expect(stdout).toMatch(/aggressiveness 0.5, alwaysPassive true, orderMaxSize 0.030, triggerPrice 70000/);
    expect(stdout).toMatch(/smo-waiting {2}SMO sell 0.1 BTC of btcusdt_f at any price/);
    expect(stdout).toContain('9 orders.');
    const one = await ok('cancel', 'smo');
    expect(one.stdout).toMatch(/^- smo +cancelled/m);
    const all = await ok('cancel', '--all');
    for (const name of ['limit', 'gtc', 'gtd', 'smo-waiting'])
      expect(all.stdout).toMatch(new RegExp(`^- ${name} +cancelled`, 'm'));
    expect(all.stdout).toContain('Nothing of ours is live in this scope (read twice).');
    // What was cancelled by hand is not sent again by the next plan.
    expect((await ok('apply', '--yes')).stdout).toContain('No changes.');
  });
});

describe('a strategy’s run', () => {
  const smo = (run: string): string =>
    specOf({ strategies: { smo: { side: 'buy', size: '0.1', priceLimit: '60000', run } } });
  const applied = async (run: string): Promise<string> => {
    await desk.write('orders.yaml', smo(run));
    const ended = await desk.tcp('apply', '--yes');
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
    return ended.stdout;
  };
  const strategy = () => desk.ledger().strategies[0];
  beforeEach(async () => {
    await desk.journal();
  });

  it('is paused and started by its entry, and nothing is created twice', async () => {
    await applied('started');
    expect(await applied('paused')).toMatch(/^✓ smo +paused/m);
    expect(strategy()).toMatchObject({ status: 'PAUSED' });
    expect(await applied('started')).toMatch(/^✓ smo +started/m);
    expect(strategy()).toMatchObject({ status: 'RUNNING' });
    expect(strategy()?.actions.map(({ action }) => action)).toEqual(['pause', 'start']);
    expect(desk.ledger().strategyRequests).toEqual({ received: 1, accepted: 1 });
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(0);
  });

  it('that somebody paused at the venue is told, and not undone', async () => {
    await applied('started');
    await desk.control('POST', 'strategy/action', { strategyId: strategy()?.strategyId, action: 'pause' });
    const plan = await desk.tcp('plan', '--detailed-exitcode');
    expect(plan.code).toBe(2);
    expect(plan.stdout).toMatch(/^! smo +paused outside/m);
    await applied('started');
    expect(strategy()).toMatchObject({ status: 'PAUSED' });
    // Asked for on purpose: paused, then started.
    await applied('paused');
    await applied('started');
    expect(strategy()).toMatchObject({ status: 'RUNNING' });
  });

  it('that somebody stopped at the venue has ended: nothing is sent again', async () => {
    await applied('started');
    await desk.control('POST', 'strategy/action', { strategyId: strategy()?.strategyId, action: 'stop' });
    const plan = await desk.tcp('plan');
    expect(plan.stdout).toMatch(/^! smo +cancelled.*\n? *.*raise\s+generation/m);
    await applied('started');
    expect(desk.ledger().strategyRequests).toEqual({ received: 1, accepted: 1 });
  });

  it('is replaced by an edit: stopped, then created with what is left', async () => {
    await applied('started');
    await desk.control('POST', 'strategy/fill', { strategyId: strategy()?.strategyId, size: '0.04' });
    await desk.write('orders.yaml', smo('started').replace('60000', '61000'));
    const ended = await desk.tcp('apply', '--yes');
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
    expect(
      desk.ledger().strategies.map(({ status, size, filledSize }) => [status, size, filledSize]),
    ).toEqual([
      ['STOPPED', '0.1', '0.04'],
      ['RUNNING', '0.06', '0'],
    ]);
  });
});
