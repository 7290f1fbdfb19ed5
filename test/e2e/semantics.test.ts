import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, duplicates, ladder } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
});
afterEach(() => desk.close());

const statuses = (): readonly string[] => desk.ledger().orders.map((order) => order.status);
async function applied(orders: string, code = 0): Promise<string> {
  await desk.write('orders.yaml', orders);
  const ended = await desk.tcp('apply', '--yes');
  expect(ended, ended.stdout + ended.stderr).toMatchObject({ code });
  return ended.stdout;
}
const withField = (orders: string, name: string, field: string): string =>
  orders.replace(`  ${name}:\n`, `  ${name}:\n    ${field}\n`);

describe('apply, then plan', () => {
  it('is empty for every strategy and field', async () => {
    const expires = new Date(Date.now() + 40 * 86_400_000).toISOString();
    const order = (name: string, lines: readonly string[]): string =>
      `  ${name}:\n${['account: treasury', ...lines].map((line) => `    ${line}\n`).join('')}`;
    const far = ['ticker: BTC-USD', 'side: buy', 'priceLimit: 60000.00'];
    const sell = ['ticker: ETH-USD', 'side: sell', 'priceLimit: 9000.50'];
    const orders = [
      order('limit', ['strategy: LIMIT', ...far, 'receiveQuantity: 0.10 BTC']),
      order('gtc', ['strategy: GTC', ...far, 'receiveQuantity: 0.10000000000000000001 BTC']),
      order('gtd', ['strategy: GTD', ...far, 'receiveQuantity: 0.1 BTC', `expirationTime: "${expires}"`]),
      order('deliver', ['strategy: GTC', ...far, 'deliverQuantity: 1000.00 USD']),
      order('sell', ['strategy: GTC', ...sell, 'deliverQuantity: 2.5 ETH']),
      order('sell-for', ['strategy: GTC', ...sell, 'receiveQuantity: 5000 USD']),
      order('referenced', ['strategy: GTC', ...far, 'receiveQuantity: 0.2 BTC', 'usernameRef: Desk7']),
      order('dressed', [
        'strategy: GTC',
        ...far,
        'receiveQuantity: 0.3 BTC',
        'labels: { desk: treasury }',
        'description: every field that is not sent',
        'protect: true',
        `notAfter: "${expires}"`,
        'generation: 3',
        'formerly: [never-placed]',
      ]),
    ];
    await applied(`version: 1\norders:\n${orders.join('')}`);
    expect(desk.ledger().requests).toEqual({ received: 8, accepted: 8 });
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(0);
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('No changes. 8 unchanged.');
    expect(desk.ledger().requests.received).toBe(8);
  });
});

describe('a changed name', () => {
  it('moves in the journal alone, also in a swap, and only once', async () => {
    const two = (a: string, b: string): string =>
      `${ladder([a])}${ladder([b], { price: '61000.00' }).replace('version: 1\norders:\n', '')}`;
    await applied(two('dip-a', 'dip-b'));
    const swapped = withField(
      withField(two('dip-b', 'dip-a'), 'dip-b', 'formerly: [dip-a]'),
      'dip-a',
      'formerly: [dip-b]',
    );
    expect(await applied(swapped)).toContain('renamed from');
    for (let again = 0; again < 2; again++)
      expect(await applied(swapped)).toContain('No changes. 2 unchanged.');
    await applied(withField(two('dip-c', 'dip-a'), 'dip-c', 'formerly: [dip-b, dip-a]'));
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
    expect(desk.ledger().requests.received).toBe(2);
  });

  it('frees the old one for another order', async () => {
    await applied(ladder(['dip-1']));
    await applied(withField(ladder(['dip-a']), 'dip-a', 'formerly: [dip-1]'));
    await applied(withField(ladder(['dip-a', 'dip-1']), 'dip-a', 'formerly: [dip-1]'));
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
    expect(duplicates(desk.ledger())).toEqual([]);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 2 unchanged.');
  });

  it('is not taken from an order that had it before', async () => {
    await applied(ladder(['dip-1', 'dip-2']));
    await applied(ladder(['dip-2']));
    expect(await applied(ladder(['dip-1', 'dip-2']), 3)).toContain('this name was used for an order of');
    expect(desk.ledger().requests.received).toBe(2);
    await applied(withField(ladder(['dip-1', 'dip-2']), 'dip-1', 'generation: 2'));
    expect(statuses()).toEqual(['CANCELLED', 'AWAITING', 'AWAITING']);
  });
});

describe('protection', () => {
  it('holds a removed and an edited order until it was lifted in a change of its own', async () => {
    const guarded = withField(ladder(['dip-1', 'dip-2']), 'dip-1', 'protect: true');
    await applied(guarded);
    expect(await applied(ladder(['dip-2']), 1)).toContain('protected: lift protect');
    expect(await applied(guarded.replace('60000.00', '61000.00'), 1)).toContain('protected: lift protect');
    expect(await applied(ladder(['dip-1', 'dip-2']))).toContain('No changes.');
    await applied(ladder(['dip-2']));
    expect(statuses()).toEqual(['CANCELLED', 'AWAITING']);
  });
});

describe('asking again', () => {
  it('replaces a resting order from zero, and sends a finished one again', async () => {
    await applied(ladder(['dip-1']));
    await applied(withField(ladder(['dip-1']), 'dip-1', 'generation: 2'));
    expect(statuses()).toEqual(['CANCELLED', 'AWAITING']);
    await desk.control('POST', 'price', { ticker: 'BTC-USD', price: '59000' });
    expect(await applied(withField(ladder(['dip-1']), 'dip-1', 'generation: 2'))).toContain('1 finished');
    await desk.control('POST', 'price', { ticker: 'BTC-USD', price: '101000' });
    await applied(withField(ladder(['dip-1']), 'dip-1', 'generation: 3'));
    expect(statuses()).toEqual(['CANCELLED', 'COMPLETE', 'AWAITING']);
    expect(await applied(ladder(['dip-1']), 3)).toContain('a generation never goes down');
    expect(duplicates(desk.ledger())).toEqual([]);
  });

  it('never after an end by itself: filled, cancelled and expired orders stay over', async () => {
    const expires = new Date(Date.now() + 86_400_000).toISOString();
    const gtd = ladder(['gtd-1'])
      .replace('strategy: GTC', 'strategy: GTD')
      .replace('version: 1\norders:\n', '');
    const all = `${ladder(['dip-1', 'dip-2'])}${gtd}    expirationTime: "${expires}"\n`;
    await applied(all);
    const [first, second] = desk.ledger().orders;
    await desk.control('POST', 'fill', { orderId: first?.orderId, quantity: '0.10' });
    await desk.tcp('cancel', second?.orderId ?? '');
    await desk.control('POST', 'time', { advanceMs: 2 * 86_400_000 });
    const told = await applied(all);
    expect(told).toContain('cancelled, filled 0 of 0.10 BTC');
    expect(told).toContain('expired, filled 0 of 0.10 BTC');
    expect(desk.ledger().requests.received).toBe(3);
  });
});

describe('a fill that races a replace', () => {
  it('wins: the fill counts, and nothing beyond the target is sent', async () => {
    await applied(ladder(['dip-1']));
    await desk.control('POST', 'faults', { fault: 'cancel-loses', match: { method: 'DELETE' }, times: 1 });
    const told = await applied(ladder(['dip-1'], { price: '61000.00' }), 1);
    expect(told).toContain('filled');
    expect(desk.ledger().orders.map((order) => order.status)).toEqual(['COMPLETE']);
    expect(await applied(ladder(['dip-1'], { price: '61000.00' }))).toContain('nothing is left to send');
    expect(desk.ledger().requests.received).toBe(1);
  });
});
