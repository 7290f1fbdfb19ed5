import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, ladder } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const FILE = `# The ladder of the desk
version: 1
defaults:
  orders: { account: treasury, strategy: GTC, ticker: BTC-USD }

orders:
  # the first step,
  # near the market
  dip-1:
    side: buy
    receiveQuantity: 0.10 BTC   # small
    priceLimit: 60000.00

  # the second step
  dip-2:
    side: buy
    receiveQuantity: 0.20 BTC
    priceLimit: 55000.00
    # end of dip-2

  dip-3: { side: buy, receiveQuantity: 0.30 BTC, priceLimit: 50000.00 }   # the last
# foot
`;

async function ready(text = FILE): Promise<void> {
  await desk.write('orders.yaml', text);
  await desk.journal();
  expect((await desk.tcp('apply', '--yes')).code).toBe(0);
}
const idOf = (quantity: string): string => {
  const order = desk.ledger().orders.find((one) => one.quantity === quantity);
  if (order === undefined) throw new Error(`no order of ${quantity}`);
  return order.orderId;
};
const fill = (quantity: string, part?: string): Promise<unknown> =>
  desk.control('POST', 'fill', {
    orderId: idOf(quantity),
    ...(part === undefined ? {} : { quantity: part }),
  });

describe('tidy', () => {
  it('lists what has ended, and writes nothing', async () => {
    await ready();
    await fill('0.10');
    const ended = await desk.tcp('tidy');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toBe(`TCP  e2e-desk

- dip-1  filled 0.1 of 0.10 BTC (orders.yaml:7-12)

1 of 3 entries would go. Nothing was written; --write removes these lines.
`);
    expect(await desk.read('orders.yaml')).toBe(FILE);
  });

  it('offers to remove nothing on paper where the same orders may rest at a real venue', async () => {
    await desk.write('orders.yaml', FILE);
    await desk.run('apply', '--yes', '--env', 'paper');
    await desk.run('paper', 'price', 'BTC-USD', '57000', '--env', 'paper');
    const listed = await desk.run('tidy', '--env', 'paper');
    expect(listed.code).toBe(0);
    expect(listed.stdout.replaceAll(/\s+/g, ' ')).toContain(
      '1 of 3 entries would go. Nothing was written, and --write removes nothing here: the same files are read in tcp, where these orders may rest.',
    );
    const written = await desk.run('tidy', '--write', '--env', 'paper');
    expect(written).toMatchObject({ code: 64, stdout: '' });
    expect(written.stderr).toContain('The same files are read in tcp: what ended on paper may rest there.');
    expect(await desk.read('orders.yaml')).toBe(FILE);
  });

  it('takes them out with their own comments, and every other byte stays', async () => {
    await ready();
    await fill('0.10');
    await desk.control('POST', 'price', { ticker: 'BTC-USD', price: '49000' });
    await desk.control('POST', 'price', { ticker: 'BTC-USD', price: null });
    await desk.write('other.yaml', ladder(['rest-1'], { price: '1000.00' }));
    await desk.tcp('apply', '--yes');
    const other = await desk.read('other.yaml');
    const ended = await desk.tcp('tidy', '--write');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('3 of 4 entries removed.');
    expect(await desk.read('orders.yaml')).toBe(`# The ladder of the desk
version: 1
defaults:
  orders: { account: treasury, strategy: GTC, ticker: BTC-USD }

orders: {}
# foot
`);
    expect(await desk.read('other.yaml')).toBe(other);
    const applied = await desk.tcp('apply', '--yes');
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.stdout).toContain('No changes. 1 unchanged.');
    expect(desk.ledger().requests.received).toBe(4);
    expect(desk.ledger().orders.map(({ status }) => status)).toEqual([
      'COMPLETE',
      'COMPLETE',
      'COMPLETE',
      'AWAITING',
    ]);
  });

  it('leaves what is not over: partly filled, resting, in doubt, edited after the end', async () => {
    await ready();
    await fill('0.10');
    await fill('0.20', '0.05');
    await desk.control('POST', 'faults', {
      fault: 'drop-before',
      match: { method: 'POST', path: '/trades/v2/order' },
    });
    await desk.write('more.yaml', ladder(['doubt-1']));
    expect((await desk.tcp('apply', '--yes')).code).toBe(6);
    await desk.write('orders.yaml', FILE.replace('60000.00', '60001.00'));
    const ended = await desk.tcp('tidy', '--write');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('Nothing to tidy');
    expect(await desk.read('orders.yaml')).toBe(FILE.replace('60000.00', '60001.00'));
  });

  it('takes out what was cancelled by hand, and not what asks for itself again', async () => {
    await ready();
    await desk.tcp('cancel', 'dip-2', 'dip-3');
    await desk.write('orders.yaml', FILE.replace('dip-3: { ', 'dip-3: { generation: 2, '));
    const ended = await desk.tcp('tidy', '--format', 'json');
    expect(JSON.parse(ended.stdout)).toMatchObject({
      ended: [
        {
          name: 'dip-2',
          file: 'orders.yaml',
          from: 14,
          to: 19,
          status: 'cancelled',
          end: 'cancelled, filled 0 of 0.20 BTC',
        },
      ],
      untouched: [],
      written: false,
      exitCode: 0,
    });
  });

  it('believes an end that only the venue shows once it has seen it twice', async () => {
    await ready();
    await fill('0.10');
    // The first look asks four times: two lists, and for dip-1 by its id and by its tag.
    await desk.control('POST', 'faults', {
      fault: 'unknown-status',
      match: { method: 'GET', path: '/trades/v2/order' },
      skip: 4,
      times: null,
    });
    expect((await desk.tcp('tidy', '--write')).stdout).toContain('Nothing to tidy');
    await desk.control('DELETE', 'faults');
    expect((await desk.tcp('tidy', '--write')).stdout).toContain('1 of 3 entries removed.');
  });

  it('does not write to the journal', async () => {
    await ready();
    await fill('0.10');
    const head = async (): Promise<unknown> =>
      (JSON.parse((await desk.tcp('status', '--format', 'json')).stdout) as { journal: unknown }).journal;
    const before = await head();
    await desk.tcp('tidy', '--write');
    expect(await head()).toEqual(before);
  });

  it('works on a file of braces', async () => {
    await ready(
      'version: 1\norders: { dip-1: { strategy: GTC, account: treasury, ticker: BTC-USD, side: buy, receiveQuantity: 0.10 BTC, priceLimit: 60000.00 }, dip-2: { strategy: GTC, account: treasury, ticker: BTC-USD, side: buy, receiveQuantity: 0.20 BTC, priceLimit: 50000.00 } }\n',
    );
    await fill('0.10');
    expect((await desk.tcp('tidy', '--write')).code).toBe(0);
    expect(await desk.read('orders.yaml')).toBe(
      'version: 1\norders: { dip-2: { strategy: GTC, account: treasury, ticker: BTC-USD, side: buy, receiveQuantity: 0.20 BTC, priceLimit: 50000.00 } }\n',
    );
  });

  it('writes nothing where only paper says that an order is over', async () => {
    await desk.write('orders.yaml', FILE);
    await desk.run('apply', '--yes', '--env', 'paper');
    const refused = await desk.run('tidy', '--write', '--env', 'paper');
    expect(refused).toMatchObject({ code: 64, stdout: '' });
    expect(refused.stderr).toContain('The same files are read in tcp');
    expect((await desk.run('tidy', '--env', 'paper')).code).toBe(0);
    expect((await desk.run('tidy')).code).toBe(64);
  });

  it('writes nothing where the journal or the venue can’t be read', async () => {
    await ready();
    await fill('0.10');
    await desk.tcp('apply', '--yes');
    await desk.unplug();
    const ended = await desk.tcp('tidy', '--write');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('? treasury: ');
    await desk.plugIn();
    await desk.write('.tradeform/tcp/journal.sqlite', '');
    expect((await desk.tcp('tidy', '--write')).code).toBe(5);
    expect(await desk.read('orders.yaml')).toBe(FILE);
  });
});
