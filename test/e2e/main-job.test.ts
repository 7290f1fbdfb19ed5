import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, ladder } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

async function ready(...names: readonly string[]): Promise<void> {
  await desk.write('orders.yaml', ladder(names));
  await desk.journal();
  expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
}

describe('from files to resting orders and back, over TCP', () => {
  it('places each entry once, and then has nothing to do', async () => {
    await ready('dip-1', 'dip-2');
    expect(desk.ledger().orders.map((order) => order.request)).toHaveLength(2);
    const again = await desk.tcp('apply', '--yes');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('No changes. 2 unchanged.');
    expect(desk.ledger().requests).toEqual({ received: 2, accepted: 2 });
  });

  it('sends what the file says, digit for digit', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']).replace('0.10 BTC', '0.10000000000000000001 BTC'));
    await desk.tcp('journal', 'init');
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    const [order] = desk.ledger().orders;
    expect(JSON.parse(order?.request ?? '')).toMatchObject({
      receiveQuantity: '0.10000000000000000001',
      priceLimit: '60000.00',
    });
  });

  it('submits a new entry and nothing else', async () => {
    await ready('dip-1');
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const plan = await desk.tcp('plan');
    expect(plan.stdout).toContain('1 submit. 1 unchanged.');
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().orders).toHaveLength(2);
  });

  it('cancels a removed entry and nothing else', async () => {
    await ready('dip-1', 'dip-2');
    await desk.write('orders.yaml', ladder(['dip-2']));
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('✓ dip-1  cancelled');
    expect(desk.ledger().orders.map((order) => order.status)).toEqual(['CANCELLED', 'AWAITING']);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
  });

  it('replaces an edited order: cancel first, then submit what is left', async () => {
    await ready('dip-1');
    const [first] = desk.ledger().orders;
    await desk.control('POST', 'fill', { orderId: first?.orderId, quantity: '0.04' });
    await desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' }));
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.stdout).toContain('1 replace.');
    expect(applied.code).toBe(0);
    expect(
      desk.ledger().orders.map(({ status, quantity, priceLimit }) => ({ status, quantity, priceLimit })),
    ).toEqual([
      { status: 'CANCELLED', quantity: '0.10', priceLimit: '60000.00' },
      { status: 'AWAITING', quantity: '0.06', priceLimit: '61000.00' },
    ]);
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged.');
  });

  it('leaves a filled order alone, and shows its fill', async () => {
    await ready('dip-1');
    await desk.control('POST', 'price', { ticker: 'BTC-USD', price: '59000' });
    const plan = await desk.tcp('plan');
    expect(plan.stdout).toContain('No changes. 1 finished.');
    const status = await desk.tcp('status');
    expect(status.stdout).toContain('filled 0.1 of 0.10 BTC');
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().requests.received).toBe(1);
  });

  it('plans and cancels nothing from a broken file, and names the place', async () => {
    await ready('dip-1', 'dip-2');
    await desk.write('orders.yaml', ladder(['dip-1']).replace('side: buy', 'side: bye'));
    for (const command of [['plan'], ['apply', '--yes'], ['validate']]) {
      const ended = await desk.tcp(...command);
      expect(ended.code).toBe(3);
      expect(ended.stderr).toContain('orders.yaml:7:11');
      // A prompt, or the next line of a log, begins on a line of its own.
      expect(ended.stderr).toMatch(/nothing was sent\.\n$/);
      expect(ended.stdout).toBe('');
    }
    expect(desk.ledger().orders.map((order) => order.status)).toEqual(['AWAITING', 'AWAITING']);
  });

  it('refuses an emptied folder, unless it is told to', async () => {
    await ready('dip-1');
    await desk.write('orders.yaml', ladder([]));
    const refused = await desk.tcp('apply', '--yes');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('--allow-empty');
    await desk.remove('orders.yaml');
    expect((await desk.tcp('apply', '--yes')).code).toBe(3);
    expect(desk.ledger().orders[0]?.status).toBe('AWAITING');
    expect((await desk.tcp('apply', '--yes', '--allow-empty')).code).toBe(0);
    expect(desk.ledger().orders[0]?.status).toBe('CANCELLED');
  });

  it('never touches an order that somebody else placed', async () => {
    const other = {
      accountId: 'CA1264810R',
      ticker: 'BTC-USD',
      tradeSide: 'buy',
      strategy: 'GTC',
      receiveQuantity: '0.2',
      priceLimit: '50000',
    };
    await desk.control('POST', 'order', other);
    await ready('dip-1');
    await desk.write('orders.yaml', ladder([]));
    await desk.tcp('apply', '--yes', '--allow-empty');
    await desk.tcp('cancel', '--all');
    expect(desk.ledger().orders.map((order) => order.status)).toEqual(['AWAITING', 'CANCELLED']);
  });

  it('needs no keys and no network to validate', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.unplug();
    const ended = await desk.start(['validate', '--env', 'tcp'], { E2E_KEY: '', E2E_SECRET: '' }).ended;
    expect(ended).toMatchObject({
      code: 0,
      stdout: 'TCP  e2e-desk  1 order in 1 file on 1 account: valid.\n',
    });
    await desk.plugIn();
  });

  it('cancels by name, by account and all, and proves it', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    await desk.write('reserve.yaml', ladder(['res-1'], { account: 'reserve' }));
    await desk.tcp('journal', 'init');
    await desk.tcp('apply', '--yes');
    const live = (): readonly string[] =>
      desk
        .ledger()
        .orders.filter((o) => o.status === 'AWAITING')
        .map((o) => o.accountId)
        .sort();
    const one = await desk.tcp('cancel', 'dip-1');
    expect(one).toMatchObject({ code: 0 });
    expect(one.stdout).toContain('1 order ended. Nothing of ours is live in this scope (read twice).');
    expect(live()).toEqual(['CA1000051R', 'CA1264810R']);
    // Neither a broken file nor a missing journal stands in its way.
    await desk.write('orders.yaml', 'version: 1\norders: [');
    expect((await desk.tcp('cancel', '--account', 'treasury')).code).toBe(0);
    expect(live()).toEqual(['CA1000051R']);
    await desk.write('.tradeform/tcp/journal.sqlite', '');
    expect((await desk.tcp('cancel', '--all')).code).toBe(0);
    expect(live()).toEqual([]);
  });

  it('tells programs what it does in lines of one format', async () => {
    const { default: schema } = await import('../../schemas/apply-event.schema.json', {
      with: { type: 'json' },
    });
    const isLine = new Ajv2020({ strict: false }).compile(schema);
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.tcp('journal', 'init');
    const applied = await desk.tcp('apply', '--yes', '--format', 'json');
    await desk.write('orders.yaml', 'version: 1\norders: [');
    const broken = await desk.tcp('apply', '--yes', '--format', 'json');
    const lines = `${applied.stdout}${broken.stdout}`.trim().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { readonly type?: string }).type);
    expect(types).toEqual(['progress', 'plan', 'progress', 'progress', 'outcome', 'end', undefined]);
    expect(lines.filter((line) => !isLine(JSON.parse(line)))).toEqual([]);
  });

  it('sends nothing without approval', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.tcp('journal', 'init');
    const ended = await desk.tcp('apply');
    expect(ended.code).toBe(64);
    expect(ended.stderr).toContain('--yes');
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('prints no secret, whatever happens', async () => {
    await ready('dip-1');
    const outputs = [await desk.tcp('plan', '--verbose'), await desk.tcp('status', '--format', 'json')];
    await desk.unplug();
    outputs.push(await desk.tcp('plan', '--verbose'));
    await desk.plugIn();
    for (const { stdout, stderr } of outputs)
      expect(stdout + stderr).not.toContain('s-e2e-not-to-be-printed');
  });
});

describe('the journal that a desk of these tests begins with', () => {
  const folder = (): string => join(desk.dir, '.tradeform');
  /** All that was made: files, what is pinned, and the store but for its id and its age. */
  async function made(): Promise<unknown> {
    const store = new DatabaseSync(join(folder(), 'tcp', 'journal.sqlite'), { readOnly: true });
    try {
      const rows = store.prepare('SELECT * FROM journal').all();
      return {
        files: (await readdir(folder(), { recursive: true })).toSorted(),
        project: (await desk.read('tradeform.yaml')).replace(String(rows[0]?.['id']), 'ID'),
        schema: store.prepare('SELECT sql FROM sqlite_schema').all(),
        rows: rows.map((row) => ({ ...row, id: '', created: 0 })),
      };
    } finally {
      store.close();
    }
  }

  it('is the one that `journal init` makes', async () => {
    const project = await desk.read('tradeform.yaml');
    await desk.journal();
    const ours = await made();
    await rm(folder(), { recursive: true });
    await desk.write('tradeform.yaml', project);
    expect(await desk.tcp('journal', 'init')).toMatchObject({ code: 0 });
    expect(await made()).toEqual(ours);
    expect(await desk.read('tradeform.yaml')).not.toBe(project);
  });
});
