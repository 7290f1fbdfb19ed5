import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderKey } from '../../src/model/ids.ts';
import { encodeTag, scopeOf } from '../../src/model/tag.ts';
import { Desk, ladder } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
});
afterEach(() => desk.close());

type Body = Readonly<Record<string, unknown>>;
const HAND: Body = {
  accountId: 'CA1264810R',
  ticker: 'BTC-USD',
  tradeSide: 'buy',
  strategy: 'GTC',
  receiveQuantity: '0.2',
  priceLimit: '50000.50',
};

/** Somebody else places an order; its venue id. */
async function placed(over: Body = {}): Promise<string> {
  const answer = await desk.control('POST', 'order', { ...HAND, ...over });
  return (answer as { readonly orderId: string }).orderId;
}
/** A tag of this desk's project, environment `tcp`. */
const tagOf = (name: string, generation = 1, attempt = 1, project = 'e2e-desk'): string =>
  encodeTag(scopeOf(project, 'tcp'), orderKey(name), generation, attempt);
const statuses = (): readonly string[] => desk.ledger().orders.map(({ status }) => status);
const HEAD = '# The desk’s own orders\nversion: 1\n';

describe('import of an order that somebody else placed', () => {
  it('writes its entry, and then a plan wants nothing', async () => {
    const id = await placed({ usernameRef: 'deskA17' });
    await desk.write('orders.yaml', ladder([]));
    const ended = await desk.tcp('import', 'hand-1', id, '--write');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('+ hand-1  GTC buy 0.2 BTC at ≤ 50000.5 USD');
    expect(ended.stdout).toContain('entry written: imported.yaml:3');
    expect(await desk.read('imported.yaml')).toBe(`version: 1
orders:
  hand-1:
    strategy: GTC
    account: treasury
    ticker: BTC-USD
    side: buy
    receiveQuantity: 0.2 BTC
    priceLimit: 50000.5 USD
    usernameRef: deskA17
`);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('No changes. 1 unchanged.');
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('is cancelled by removing its entry once that was applied', async () => {
    const id = await placed();
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.tcp('import', 'hand-1', id, '--write');
    await desk.tcp('apply', '--yes');
    await desk.remove('imported.yaml');
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.stdout).toContain('✓ hand-1  cancelled');
    expect(statuses()).toEqual(['CANCELLED', 'AWAITING']);
  });

  it('is replaced by editing its entry, for what is left', async () => {
    const id = await placed();
    await desk.tcp('import', 'hand-1', id, '--write');
    await desk.control('POST', 'fill', { orderId: id, quantity: '0.05' });
    await desk.write('imported.yaml', (await desk.read('imported.yaml')).replace('50000.5', '51000'));
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().orders.map(({ status, quantity }) => ({ status, quantity }))).toEqual([
      { status: 'CANCELLED', quantity: '0.2' },
      { status: 'AWAITING', quantity: '0.15' },
    ]);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
  });

  it('prints the entry to paste without --write, and no plan cancels the order meanwhile', async () => {
    const id = await placed({
      tradeSide: 'sell',
      receiveQuantity: undefined,
      deliverQuantity: '0.3',
      priceLimit: '200000',
    });
    await desk.write('orders.yaml', ladder(['dip-1']));
    const ended = await desk.tcp('import', 'take-1', id);
    expect(ended.code).toBe(0);
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.stdout).toContain('! take-1  imported, and not in the files yet');
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
    const yaml = /\norders:\n(?: .*\n)+/.exec(ended.stdout)?.[0] ?? '';
    expect(yaml).toContain('deliverQuantity: 0.3 BTC');
    await desk.write('pasted.yaml', `version: 1${yaml}`);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 2 unchanged.');
  });

  it('is not taken for an order that an emptied folder would cancel', async () => {
    await desk.tcp('import', 'hand-1', await placed());
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('! hand-1  imported, and not in the files yet');
    expect(statuses()).toEqual(['AWAITING']);
  });

  it('does not keep new orders of its account from being sent', async () => {
    await desk.tcp('import', 'hand-1', await placed(), '--write');
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(statuses()).toEqual(['AWAITING', 'AWAITING', 'AWAITING']);
  });

  it('is taken up again by --write where only the journal had it', async () => {
    const id = await placed();
    await desk.tcp('import', 'hand-1', id);
    const again = await desk.tcp('import', 'hand-1', id, '--write');
    expect(again.stdout).toContain('imported before');
    expect(again.code).toBe(0);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
    const third = await desk.tcp('import', 'hand-1', id, '--write');
    expect(third).toMatchObject({ code: 1 });
    expect(third.stderr).toContain('is hand-1 already');
  });

  it('keeps the date of a GTD order to the millisecond', async () => {
    const expirationTime = Date.now() + 30 * 86_400_000;
    await desk.tcp('import', 'hand-1', await placed({ strategy: 'GTD', expirationTime }), '--write');
    const [order] = desk.ledger().orders;
    expect(await desk.read('imported.yaml')).toContain(
      `expirationTime: ${new Date(order?.expireTime ?? 0).toISOString().replace('.000Z', 'Z')}`,
    );
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
  });
});

describe('the file that an entry is written to', () => {
  const LADDER = `${HEAD}defaults:
  orders: { account: treasury, strategy: GTC, labels: { desk: rates } }   # for all of them
orders:
  # the first step
  dip-1:
    ticker: BTC-USD
    side: buy          # always
    receiveQuantity: 0.10 BTC
    priceLimit: 60000.00
    # end of dip-1

# below all
`;

  it('is the first one with defaults for its account, everything else in it kept', async () => {
    await desk.write('a.yaml', ladder([], { account: 'treasury' }));
    await desk.write('b.yaml', LADDER);
    const ended = await desk.tcp('import', 'hand-1', await placed(), '--write');
    expect(ended.stdout).toContain('entry written: b.yaml:13');
    expect(await desk.read('b.yaml')).toBe(
      LADDER.replace(
        '    # end of dip-1\n',
        `    # end of dip-1
  hand-1:
    ticker: BTC-USD
    side: buy
    receiveQuantity: 0.2 BTC
    priceLimit: 50000.5 USD
`,
      ),
    );
    expect(await desk.read('a.yaml')).toBe(ladder([]));
  });

  it('is not one whose defaults would make it another order', async () => {
    await desk.write('b.yaml', LADDER.replace('strategy: GTC,', 'strategy: GTC, usernameRef: desk7,'));
    await desk.tcp('import', 'hand-1', await placed(), '--write');
    expect(await desk.read('b.yaml')).not.toContain('hand-1');
    expect(await desk.read('imported.yaml')).toContain('hand-1');
  });

  it('is the one that is named, or none', async () => {
    const id = await placed();
    const braces = 'version: 1\norders: { }   # none\n';
    await desk.write('b.yaml', LADDER.replace('strategy: GTC,', 'strategy: GTC, usernameRef: desk7,'));
    const refused = await desk.tcp('import', 'hand-1', id, '--write', '--file', 'b.yaml');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('b.yaml: its defaults would make it another order');
    expect((await desk.tcp('import', 'hand-1', id, '--write', '--file', '../b.yaml')).code).toBe(64);
    expect((await desk.tcp('import', 'hand-1', id, '--file', 'b.yaml')).code).toBe(64);
    await desk.write('c.yaml', braces);
    expect((await desk.tcp('import', 'hand-1', id, '--write', '--file', 'c.yaml')).code).toBe(0);
    expect(await desk.read('c.yaml')).toMatch(/^version: 1\norders: # none\n {2}hand-1:\n/);
  });

  it('may be new, in a folder that is there', async () => {
    await desk.write('treasury/a.yaml', ladder(['dip-1']));
    const id = await placed();
    const ended = await desk.tcp('import', 'hand-1', id, '--write', '--file', 'treasury/new.yaml');
    expect(ended.stdout).toContain('entry written: treasury/new.yaml:3');
    expect((await desk.tcp('validate')).stdout).toContain('2 orders in 2 files');
  });
});

describe('import --all', () => {
  it('adopts everything that is not ours under names of its own, and nothing twice', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.tcp('apply', '--yes');
    await placed();
    await placed();
    await placed({
      accountId: 'CA1000051R',
      ticker: 'ETH-USD',
      tradeSide: 'sell',
      receiveQuantity: undefined,
      deliverQuantity: '2',
      priceLimit: '9000',
    });
    const ended = await desk.tcp('import', '--all', '--write');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('3 orders imported.');
    const yaml = await desk.read('imported.yaml');
    expect([...yaml.matchAll(/^ {2}(\S+):$/gm)].map(([, name]) => name)).toEqual([
      'btc-usd-buy-50000-5',
      'btc-usd-buy-50000-5-2',
      'eth-usd-sell-9000',
    ]);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 4 unchanged.');
    expect((await desk.tcp('import', '--all')).stdout).toContain('Nothing to import.');
    expect(desk.ledger().requests.received).toBe(1);
  });

  it('looks on one account where one is named', async () => {
    await placed();
    await placed({ accountId: 'CA1000051R' });
    const ended = await desk.tcp('import', '--all', '--account', 'reserve', '--format', 'json');
    expect(JSON.parse(ended.stdout)).toMatchObject({
      imported: [{ account: 'reserve', name: 'btc-usd-buy-50000-5', written: false }],
      refused: [],
      exitCode: 0,
    });
    const unknown = await desk.tcp('import', '--all', '--account', 'reserv');
    expect(unknown).toMatchObject({ code: 64 });
    expect(unknown.stderr).toContain('Did you mean reserve?');
  });

  it('says which account could not be read, and goes on with the others', async () => {
    await placed();
    await placed({ accountId: 'CA1000051R' });
    await desk.control('POST', 'faults', {
      fault: 'malformed-body',
      match: { method: 'GET', contains: 'CA1264810R' },
      times: null,
    });
    const ended = await desk.tcp('import', '--all');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("! treasury can't be read");
    expect(ended.stdout).toContain('1 order imported.');
  });
});

/** What an import says that records nothing. */
const refusal = async (...args: readonly string[]): Promise<string> => {
  const ended = await desk.tcp('import', ...args);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toBe('');
  return ended.stderr;
};

describe('what is not imported', () => {
  it('an order that is ours already, or is over, or is nobody’s', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.tcp('apply', '--yes');
    const [ours] = desk.ledger().orders;
    expect(await refusal('other', ours?.orderId ?? '')).toContain('is dip-1 already');
    const id = await placed();
    await desk.control('POST', 'fill', { orderId: id });
    expect(await refusal('other', id)).toContain('has ended: filled');
    const live = await placed();
    expect(await refusal('other', live.slice(0, 8))).toContain(`Did you mean ${live}?`);
    expect(await refusal('other', 'no-such-order')).toContain('There is no live order no-such-order');
  });

  it('a name that is none, or is used', async () => {
    await desk.write(
      'orders.yaml',
      ladder(['dip-1']).replace('side: buy', 'side: buy\n    formerly: [dip-0]'),
    );
    await desk.tcp('apply', '--yes');
    const id = await placed();
    expect(await refusal('Hand', id)).toContain("can't be called Hand");
    expect(await refusal('dip-1', id)).toContain('the journal has an order of that name');
    expect(await refusal('dip-0', id)).toContain('dip-1 was formerly called so');
    await desk.write('more.yaml', ladder(['dip-2']));
    const other = await refusal('dip-2', id);
    expect(other).toContain('the entry at more.yaml:3 says otherwise (receiveQuantity, priceLimit)');
    expect(other).toContain('Nothing was recorded. ');
  });

  it('anything, where the files have a mistake or the arguments say too little', async () => {
    const id = await placed();
    expect((await desk.tcp('import')).code).toBe(64);
    expect((await desk.tcp('import', 'hand-1')).code).toBe(64);
    expect((await desk.tcp('import', 'hand-1', id, '--all')).code).toBe(64);
    expect((await desk.run('import', 'hand-1', id)).code).toBe(64);
    await desk.write('orders.yaml', 'version: 1\norders: [\n');
    expect((await desk.tcp('import', 'hand-1', id, '--write')).code).toBe(3);
    await desk.remove('orders.yaml');
    expect((await desk.tcp('import', '--all')).stdout).toContain('1 order imported.');
  });

  it('an order that may be one of ours in doubt', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.control('POST', 'faults', {
      fault: 'drop-before',
      match: { method: 'POST', path: '/trades/v2/order' },
    });
    expect((await desk.tcp('apply', '--yes')).code).toBe(6);
    const id = await placed();
    expect(await refusal('hand-1', id)).toContain('may be dip-1, which was sent and is not found yet');
    const sell = {
      tradeSide: 'sell',
      receiveQuantity: undefined,
      deliverQuantity: '0.3',
      priceLimit: '200000',
    };
    expect((await desk.tcp('import', 'take-1', await placed(sell))).code).toBe(0);
  });

  it('an order of another project, unless it is named', async () => {
    const id = await placed({ usernameRef: `desk${tagOf('dip-1', 1, 1, 'other-desk')}` });
    const all = await desk.tcp('import', '--all');
    expect(all).toMatchObject({ code: 1 });
    expect(all.stdout).toContain('carries the tag of another tradeform project');
    const one = await desk.tcp('import', 'dip-1', id, '--write');
    expect(one).toMatchObject({ code: 0 });
    expect(one.stdout).toContain('which may manage it too');
    expect(await desk.read('imported.yaml')).toContain('usernameRef: desk\n');
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
  });
});

describe('import of an order of ours that this journal did not place', () => {
  const row = { receiveQuantity: '0.10', priceLimit: '60000.00' };

  it('gives it back to its entry, and frees the account', async () => {
    await desk.write(
      'orders.yaml',
      ladder(['dip-1', 'dip-2']).replace('side: buy', 'side: buy\n    generation: 2'),
    );
    const id = await placed({ ...row, usernameRef: tagOf('dip-1', 2, 3) });
    expect((await desk.tcp('plan')).code).toBe(6);
    const ended = await desk.tcp('import', '--all', '--write');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain(`order ${id} on treasury`);
    expect(ended.stdout).toContain('entry: orders.yaml:3');
    const applied = await desk.tcp('apply', '--yes');
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.stdout).toContain('1 submit. 1 unchanged.');
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
  });

  it('sends the next attempt under a tag of its own', async () => {
    const id = await placed({ ...row, usernameRef: tagOf('dip-1') });
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect((await desk.tcp('import', 'dip-1', id)).code).toBe(0);
    await desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' }));
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().orders.map(({ usernameRef }) => usernameRef)).toEqual([
      tagOf('dip-1', 1, 1),
      tagOf('dip-1', 1, 2),
    ]);
  });

  it('gives it no other name than that of its tag', async () => {
    const id = await placed({ ...row, usernameRef: tagOf('dip-1') });
    const ended = await desk.tcp('import', 'other', id);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('was placed by tradeform under another name than other');
    const hand = await placed();
    expect((await desk.tcp('import', 'dip-1', hand)).stderr).toContain(
      `order ${id} carries a tag of that name`,
    );
  });
});
