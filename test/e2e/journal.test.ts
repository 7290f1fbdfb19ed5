import { copyFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, duplicates, ladder } from '../support/desk.ts';

const STATE = '.tradeform/tcp';
const STORE = `${STATE}/journal.sqlite`;

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
  await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
  await desk.tcp('apply', '--yes');
});
afterEach(() => desk.close());

const ID_TEXT = /, id: ([0-9a-f-]{36})/;
/** The journal's id as tradeform.yaml names it. */
const pinned = async (): Promise<string> => ID_TEXT.exec(await desk.read('tradeform.yaml'))?.[1] ?? 'none';

const file = (name: string): string => join(desk.dir, name);
const received = (): number => desk.ledger().requests.received;
const statuses = (): readonly string[] => desk.ledger().orders.map((order) => order.status);
const isQuiet = (plan: Ended, unchanged: number): void => {
  expect(plan.stdout).toContain(`No changes. ${unchanged} unchanged.`);
  expect(plan.code).toBe(0);
};

/** Resolves once the venue has seen `count` submissions. */
async function submissions(count: number): Promise<void> {
  for (let tries = 0; received() < count; tries++) {
    if (tries > 2_000) throw new Error('the venue saw no submission');
    await new Promise((resolve) => setImmediate(resolve));
    await desk.control('GET', 'state');
  }
}

const LOSSES: readonly (readonly [string, () => Promise<void>])[] = [
  ['lost', () => rm(file(STORE))],
  ['emptied', () => writeFile(file(STORE), '')],
  [
    'exchanged',
    async () => {
      await desk.write('other/tradeform.yaml', (await desk.read('tradeform.yaml')).replace(ID_TEXT, ''));
      const made = await desk.tcp('journal', 'init', '--dir', 'other');
      expect(made.stderr).toBe('');
      await rename(file(`other/${STORE}`), file(STORE));
      await rm(file('other'), { recursive: true });
    },
  ],
  [
    'rolled back',
    async () => {
      await copyFile(file(STORE), file('backup'));
      await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
      expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
      await rename(file('backup'), file(STORE));
    },
  ],
  [
    'tampered with',
    async () => {
      const db = new DatabaseSync(file(STORE));
      db.exec('DROP TRIGGER events_are_never_changed');
      db.exec(`UPDATE events SET event = replace(event, '60000.00', '59000.00') WHERE sequence = 2`);
      db.close();
    },
  ],
];

describe.each(LOSSES)('a journal that was %s', (_, lose) => {
  beforeEach(lose);

  it('submits nothing, and says what to do; reads go on, and so does a cancel', async () => {
    const before = received();
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3', 'dip-4']));
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.code).toBe(5);
    expect(applied.stderr).toContain('error: ');
    expect(applied.stderr).toMatch(/journal rebuild/);

    const plan = await desk.tcp('plan');
    expect(plan.code).toBe(5);
    expect(plan.stderr).toMatch(/journal rebuild/);
    expect(plan.stdout).toContain('journal LOST');
    expect(plan.stdout).toContain('No changes.');
    expect(plan.stdout.match(/carries our tag/g)).toHaveLength(desk.ledger().orders.length);
    expect(plan.stdout).toMatch(/! dip-4 .*not sent\n +the journal is lost/);
    expect(await desk.tcp('status')).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('foreign-writer'),
    });
    expect((await desk.tcp('journal', 'status')).code).toBe(5);
    expect(received()).toBe(before);

    expect(await desk.tcp('cancel', '--all')).toMatchObject({ code: 0 });
    expect(new Set(statuses())).toEqual(new Set(['CANCELLED']));
    expect(received()).toBe(before);
  });
});

/** A project with every kind of order: live, partly filled and replaced, filled, cancelled, and one whose entry is gone. */
async function history(): Promise<void> {
  await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'gone']));
  await desk.write('fills.yaml', ladder(['done'], { price: '61000.00', account: 'reserve' }));
  expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
  const idOf = (price: string, at: number): string | undefined =>
    desk.ledger().orders.filter((order) => order.priceLimit === price)[at]?.orderId;
  await desk.control('POST', 'fill', { orderId: idOf('61000.00', 0), quantity: '0.10' });
  await desk.control('POST', 'fill', { orderId: idOf('60000.00', 0), quantity: '0.04' });
  const [, ...rest] = ladder(['dip-1', 'dip-2', 'gone']).split('60000.00');
  await desk.write(
    'orders.yaml',
    [ladder(['dip-1', 'dip-2', 'gone']).split('60000.00')[0], ...rest].join('60500.00'),
  );
  expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
  const kept = (await desk.read('orders.yaml')).replace(/ {2}gone:[\s\S]*/, '');
  await desk.write('orders.yaml', kept);
}

describe('journal rebuild', () => {
  it('brings back what the tags prove: the next plan is empty, and nothing is sent twice', async () => {
    await history();
    await rm(file(STORE));
    expect((await desk.tcp('plan')).stdout).toContain('carries our tag');
    const [before, placed] = [received(), statuses()];

    const refused = await desk.tcp('journal', 'rebuild');
    expect(refused.code).toBe(64);
    expect(refused.stderr).toContain('--yes');
    expect(await readdir(file(STATE))).not.toContain('journal.sqlite');

    const rebuilt = await desk.tcp('journal', 'rebuild', '--yes', '--name', 'gone');
    expect(rebuilt).toMatchObject({ code: 0 });
    expect(rebuilt.stdout).toContain('What a list never showed');
    expect(rebuilt.stdout).toContain(await pinned());

    const plan = await desk.tcp('plan');
    expect(plan.code).toBe(0);
    expect(plan.stdout).not.toContain('carries our tag');
    // Nobody removed it in a reviewed change since: a person decides.
    expect(plan.stdout).toMatch(/! gone +rebuilt, and not in the files yet/);
    expect(plan.stdout).toContain('No changes. 2 unchanged, 1 finished');
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    expect(received()).toBe(before);
    expect(statuses()).toEqual(placed);

    // And it goes on from there: an edit of a replaced, partly filled order sends what is left of it.
    await desk.write('orders.yaml', (await desk.read('orders.yaml')).replace('60500.00', '60700.00'));
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    const last = desk.ledger().orders.at(-1);
    expect(last).toMatchObject({ priceLimit: '60700.00', quantity: '0.06' });
    expect(duplicates(desk.ledger())).toEqual([]);
  });

  it('keeps an order whose name nobody knows under its code, and cancels it no sooner than it is told to', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await rm(file(STORE));
    const rebuilt = await desk.tcp('journal', 'rebuild', '--yes');
    const name = /unknown-[a-z2-7]{8}/.exec(rebuilt.stdout)?.[0] ?? '';
    expect(rebuilt.stdout).toContain('--name');
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    expect((await desk.tcp('plan')).stdout).toContain(`! ${name}`);
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
    expect(await desk.tcp('cancel', name)).toMatchObject({ code: 0 });
    expect(statuses().toSorted()).toEqual(['AWAITING', 'CANCELLED']);
  });

  it('keeps what is left of an emptied store', async () => {
    await writeFile(file(STORE), '');
    expect(await desk.tcp('journal', 'rebuild', '--yes')).toMatchObject({ code: 0 });
    const aside = (await readdir(file(STATE))).find((name) => name.startsWith('lost-'));
    expect(await readdir(file(`${STATE}/${aside ?? ''}`))).toContain('journal.sqlite');
    isQuiet(await desk.tcp('plan'), 2);
  });

  it('goes on with a journal that was rolled back, under its own id', async () => {
    const yaml = await desk.read('tradeform.yaml');
    await copyFile(file(STORE), file('backup'));
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
    await desk.tcp('apply', '--yes');
    await rename(file('backup'), file(STORE));
    expect((await desk.tcp('plan')).stderr).toContain('rolled back');
    const rebuilt = await desk.tcp('journal', 'rebuild', '--yes');
    expect(rebuilt.stdout).toContain('1 order of ours that the journal does not know, 2 that it knows');
    isQuiet(await desk.tcp('plan'), 3);
    expect(await desk.read('tradeform.yaml')).toBe(yaml);
    expect(await desk.tcp('history', '--verify')).toMatchObject({ code: 0 });
  });

  it('goes on where an earlier rebuild was killed before it could pin its journal', async () => {
    const before = await desk.read('tradeform.yaml');
    await rm(file(STORE));
    await desk.tcp('journal', 'rebuild', '--yes');
    const made = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', before);
    expect((await desk.tcp('apply', '--yes')).code).toBe(5);
    expect(await desk.tcp('journal', 'rebuild', '--yes')).toMatchObject({ code: 0 });
    expect(await desk.read('tradeform.yaml')).toBe(made);
    isQuiet(await desk.tcp('plan'), 2);
  });

  it('writes nothing where an account can’t be read whole', async () => {
    await rm(file(STORE));
    const fault = { fault: '5xx-before', match: { method: 'GET', path: '/trades/v2/order' }, times: 1000 };
    await desk.control('POST', 'faults', fault);
    const ended = await desk.tcp('journal', 'rebuild', '--yes');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Nothing was rebuilt');
    expect(await readdir(file(STATE))).not.toContain('journal.sqlite');
  });

  it('has nothing to do, and writes nothing, where the journal is whole', async () => {
    const before = await desk.read(`${STATE}/head`);
    const ended = await desk.tcp('journal', 'rebuild');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('0 orders of ours that the journal does not know, 2 that it knows');
    expect(await desk.read(`${STATE}/head`)).toBe(before);
  });

  it('leaves a journal of somebody else alone', async () => {
    const yaml = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', yaml.replace(ID_TEXT, ', id: 00000000-0000-4000-8000-000000000000'));
    const ended = await desk.tcp('journal', 'rebuild', '--yes');
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain('move this one away');
  });
});

const paper = (...args: readonly string[]): Promise<Ended> => desk.run(...args, '--env', 'paper');

describe('the journal of the paper environment', () => {
  it('is lost when its file is, and comes back from its venue, or is forgotten with it', async () => {
    expect(await paper('apply', '--yes')).toMatchObject({ code: 0 });
    await rm(file('.tradeform/paper/journal.sqlite'));
    const lost = await paper('apply', '--yes');
    expect(lost.code).toBe(5);
    expect(lost.stderr).toContain('paper reset');
    expect(await paper('journal', 'rebuild', '--yes')).toMatchObject({ code: 0 });
    isQuiet(await paper('plan'), 2);

    await rm(file('.tradeform/paper/journal.sqlite'));
    expect((await desk.run('paper', 'reset')).code).toBe(0);
    expect((await paper('plan')).stdout).toContain('2 submits.');
  });
});

describe('journal status', () => {
  it('tells id, head, lock, last run and doubts', async () => {
    const id = await pinned();
    const text = await desk.tcp('journal', 'status');
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toContain(`journal     ${id}, pinned in tradeform.yaml`);
    expect(text.stdout).toMatch(/lock {8}free\n {2}last run {4}apply by /);
    const head: unknown = JSON.parse(await desk.read(`${STATE}/head`));
    const json: unknown = JSON.parse((await desk.tcp('journal', 'status', '--format', 'json')).stdout);
    expect(json).toMatchObject({
      format: 1,
      id,
      pinned: id,
      lastSeen: head,
      inDoubt: 0,
      lock: { held: false },
    });
  });

  it('names who holds the lock', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
    await desk.control('POST', 'faults', {
      ...{ fault: 'latency', ms: 60_000, times: 1 },
      match: { method: 'POST', path: '/trades/v2/order' },
    });
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await submissions(3);
    expect((await desk.tcp('journal', 'status')).stdout).toMatch(/held: .* runs apply on .* \(process \d+\)/);
    expect((await desk.tcp('journal', 'rebuild')).code).toBe(5);
    child.kill('SIGKILL');
    await ended;
  });
});

describe('history', () => {
  it('is a ledger of what was done, by whom, to which order', async () => {
    const [order] = desk.ledger().orders;
    const all = await desk.tcp('history');
    expect(all).toMatchObject({ code: 0 });
    expect(all.stdout).toMatch(/apply {2}run [0-9a-f]{8}\n/);
    expect(all.stdout).toContain(order?.orderId);
    const one = await desk.tcp('history', 'dip-1');
    expect(one.stdout).toContain('dip-1: to be sent: GTC buy 0.10 BTC');
    expect(one.stdout).not.toContain('dip-2');
    expect((await desk.tcp('history', 'nobody')).code).toBe(64);
  });

  it('checks the whole chain, and names the first event that does not hold', async () => {
    const sound = await desk.tcp('history', '--verify');
    expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining('every event follows') });
    const db = new DatabaseSync(file(STORE));
    db.exec('DROP TRIGGER events_are_never_changed');
    db.exec(`UPDATE events SET event = replace(event, '60000.00', '59000.00') WHERE sequence = 2`);
    db.close();
    const broken = await desk.tcp('history', '--verify');
    expect(broken.code).toBe(5);
    expect(broken.stderr).toContain('Event #2');
    expect(broken.stdout).toBe('');
  });

  it('is told to have lost its end, where it was rolled back', async () => {
    await copyFile(file(STORE), file('backup'));
    await desk.tcp('cancel', '--all');
    await rename(file('backup'), file(STORE));
    const verified = await desk.tcp('history', '--verify');
    expect(verified.code).toBe(5);
    expect(verified.stderr).toContain('rolled back');
  });

  it('is exported as lines that meet the published schema, and whose hashes are as it says', async () => {
    const schema: object = JSON.parse((await desk.run('schema', 'journal-event')).stdout) as object;
    const meets = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    const lines = (await desk.tcp('history', '--export')).stdout.trimEnd().split('\n');
    const events = lines.map(
      (line) => JSON.parse(line) as { readonly hash: string; readonly previous: string },
    );
    for (const event of events) {
      meets(event);
      expect(meets.errors).toBeNull();
    }
    expect(events.slice(1).map(({ previous }) => previous)).toEqual(
      events.slice(0, -1).map(({ hash }) => hash),
    );
  });
});

describe('the journal of a paper environment', () => {
  it('is made at first use, whichever command that is', async () => {
    const status = await desk.run('journal', 'status', '--env', 'paper');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toContain('made at first use');
  });
});
