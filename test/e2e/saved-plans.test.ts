import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { JournalEvent } from '../../src/model/event.ts';
import type { SavedPlan } from '../../src/plan/saved.ts';
import { Desk, type Ended, ladder } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

/** A journal, and these entries in the files; nothing is placed yet. */
async function ready(...names: readonly string[]): Promise<void> {
  await desk.write('orders.yaml', ladder(names));
  await desk.journal();
}

async function save(...options: readonly string[]): Promise<SavedPlan> {
  expect(await desk.tcp('plan', '--out', 'plan.json', ...options)).toMatchObject({ code: 0 });
  return JSON.parse(await desk.read('plan.json')) as SavedPlan;
}

const applied = (...options: readonly string[]): Promise<Ended> => desk.tcp('apply', 'plan.json', ...options);
const received = (): number => desk.ledger().requests.received;
const statuses = (): readonly string[] => desk.ledger().orders.map((order) => order.status);

async function events(): Promise<readonly JournalEvent[]> {
  const dir = join(desk.dir, '.tradeform', 'tcp');
  const journal = await openSqlite({ dir, clock: systemClock, expect: { kind: 'unpinned' } });
  try {
    return await journal.read();
  } finally {
    await journal.close();
  }
}

describe('a saved plan', () => {
  it('approves what it shows: apply asks nobody, and sends that', async () => {
    await ready('dip-1', 'dip-2');
    const planned = await desk.tcp('plan', '--out', 'plan.json');
    expect(planned.stdout).toMatch(/2 submits\. +digest [0-9a-f]{12} {2}until tomorrow \d\d:\d\dZ\n$/);
    expect(planned.stderr).toContain('tradeform apply plan.json --env tcp');
    expect(await applied()).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
  });

  it('is used once, and says by whom', async () => {
    await ready('dip-1');
    await save();
    expect(await applied()).toMatchObject({ code: 0 });
    const again = await applied();
    expect(again).toMatchObject({ code: 5, stdout: '' });
    expect(again.stderr).toMatch(
      /The plan was used on \d{4}-\d\d-\d\d \d\d:\d\dZ by .+ \(run [0-9a-f-]{36}\)/,
    );
    expect(received()).toBe(1);
  });

  it('is marked as used before anything is sent, and signs everything that follows', async () => {
    await ready('dip-1');
    const { id, digest } = await save();
    await applied();
    const all = await events();
    const types = all.map((event) => event.type);
    expect(types.slice(0, 3)).toEqual(['run-started', 'plan-used', 'intent']);
    expect(all[1]).toMatchObject({ data: { id, digest }, plan: digest });
    expect(all.filter((event) => event.plan !== digest)).toEqual([]);
  });

  it('is used up whatever becomes of its orders', async () => {
    await ready('dip-1');
    await save();
    const match = { method: 'POST', path: '/trades/v2/order' };
    await desk.control('POST', 'faults', { fault: 'drop-before', match, times: 1 });
    expect(await applied()).toMatchObject({ code: 6 });
    expect(received()).toBe(1);
    const again = await applied();
    expect(again).toMatchObject({ code: 5 });
    expect(again.stderr).toContain('The plan was used');
    expect(received()).toBe(1);
  });

  it('is used by one of two runs at once', async () => {
    await ready('dip-1');
    await save();
    const codes = (await Promise.all([applied(), applied()])).map((ended) => ended.code);
    expect(codes.toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 5]);
    expect(received()).toBe(1);
  });

  it('holds while the journal merely goes on', async () => {
    await ready('dip-1', 'dip-2');
    const { journal } = await save('--only', 'dip-1');
    expect(await desk.tcp('apply', '--yes', '--only', 'dip-2')).toMatchObject({ code: 0 });
    expect((await events()).length).toBeGreaterThan(journal.sequence);
    expect(await applied()).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);
  });

  it('may cancel everything where it was made to', async () => {
    await ready('dip-1');
    await desk.tcp('apply', '--yes');
    await desk.write('orders.yaml', ladder([]));
    await save('--allow-empty');
    expect(await applied()).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['CANCELLED']);
  });

  it('carries out cancels and replaces of partly filled orders, as the venue showed them', async () => {
    await ready('dip-1', 'dip-2', 'dip-3');
    await desk.tcp('apply', '--yes');
    const [first, second] = desk.ledger().orders;
    await desk.control('POST', 'fill', { orderId: first?.orderId, quantity: '0.04' });
    await desk.control('POST', 'fill', { orderId: second?.orderId, quantity: '0.01' });
    await desk.write(
      'orders.yaml',
      `${ladder(['dip-1'], { price: '61000.00' })}${ladder(['dip-3']).split('orders:\n')[1] ?? ''}`,
    );
    const { plan } = await save();
    expect(plan.lines.map((line) => line.action)).toEqual(['cancel', 'replace']);
    expect(await applied()).toMatchObject({ code: 0 });
    expect(desk.ledger().orders.map(({ status, quantity }) => [status, quantity])).toEqual([
      ['CANCELLED', '0.10'],
      ['CANCELLED', '0.10'],
      ['AWAITING', '0.10'],
      ['AWAITING', '0.06'],
    ]);
  });

  it('comes as one JSON document too, beside the file', async () => {
    await ready('dip-1');
    const ended = await desk.tcp('plan', '--out', 'plan.json', '--format', 'json');
    const { plan } = JSON.parse(await desk.read('plan.json')) as SavedPlan;
    expect(JSON.parse(ended.stdout)).toEqual(plan);
  });
});

/** Saves a plan, lets `move` happen, applies: what is told, and what came of it at the venue and in the journal. */
async function after(move: () => Promise<unknown>) {
  await save();
  const before = received();
  await move();
  const { code, stderr } = await applied();
  const used = (await events()).filter((event) => event.type === 'plan-used').length;
  return { code, stderr, sent: received() - before, used };
}
const REFUSED = { code: 5, sent: 0, used: 0 };

describe('a saved plan that no longer fits', () => {
  it('names an edited price', async () => {
    await ready('dip-1');
    const ended = await after(() => desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' })));
    expect(ended).toMatchObject(REFUSED);
    expect(ended.stderr).toContain('Moved since it was approved:\n  dip-1  priceLimit 60000.00 → 61000.00\n');
    expect(ended.stderr).toContain('Nothing was sent');
  });

  it('names entries that came and went', async () => {
    await ready('dip-1');
    const ended = await after(() => desk.write('orders.yaml', ladder(['dip-2'])));
    expect(ended).toMatchObject(REFUSED);
    expect(ended.stderr).toContain('dip-1  submit no longer planned: neither in the files nor');
    expect(ended.stderr).toContain('dip-2  submit was not in the approved plan: new entry');
  });

  it('names a fill of an order that it would replace', async () => {
    await ready('dip-1');
    await desk.tcp('apply', '--yes');
    const [order] = desk.ledger().orders;
    await desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' }));
    const fill = { orderId: order?.orderId, quantity: '0.04' };
    const ended = await after(() => desk.control('POST', 'fill', fill));
    expect(ended).toMatchObject(REFUSED);
    expect(ended.stderr).toContain('dip-1  what is sent: receiveQuantity 0.10 → 0.06');
    expect(ended.stderr).toContain('dip-1  received so far 0 → 0.04');
    expect(statuses()).toEqual(['AWAITING']);
  });

  it('names what was done meanwhile', async () => {
    await ready('dip-1');
    const ended = await after(() => desk.tcp('apply', '--yes'));
    expect(ended).toMatchObject({ code: 5, sent: 1, used: 0 });
    expect(ended.stderr).toContain('dip-1  submit no longer planned: rests as asked for');
  });

  it('names another account behind the same name', async () => {
    await ready('dip-1');
    const project = await desk.read('tradeform.yaml');
    const swapped = project
      .replace('id: CA1264810R', 'id: CA9')
      .replace('id: CA1000051R', 'id: CA1264810R')
      .replace('id: CA9', 'id: CA1000051R');
    const ended = await after(() => desk.write('tradeform.yaml', swapped));
    expect(ended).toMatchObject(REFUSED);
    expect(ended.stderr).toContain('dip-1  venue account aquanow CA1264810R → aquanow CA1000051R');
  });

  it('tells programs what moved', async () => {
    await ready('dip-1');
    await save();
    await desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' }));
    const ended = await applied('--format', 'json');
    const lines = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual({
      format: 1,
      type: 'moved',
      differences: [
        { kind: 'fact', key: 'order/dip-1', fact: 'target.priceLimit', was: '60000.00', is: '61000.00' },
      ],
    });
    expect(lines.at(-1)).toMatchObject({ error: { code: 'plan/moved', exitCode: 5 } });
  });
});

describe('a saved plan in the wrong place', () => {
  it('is refused in another environment, and after a change of it', async () => {
    await ready('dip-1');
    await save();
    const elsewhere = await desk.run('apply', 'plan.json', '--env', 'paper');
    expect(elsewhere).toMatchObject({ code: 5 });
    expect(elsewhere.stderr).toContain('add --env tcp');
    const text = await desk.read('plan.json');
    for (let n = 0; n < 4; n++) {
      const bytes = Buffer.from(text);
      const at = Math.floor((bytes.length * (n + 0.5)) / 4);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + n);
      await writeFile(join(desk.dir, 'plan.json'), bytes);
      expect(await applied()).toMatchObject({ code: 5, stdout: '' });
    }
    expect(received()).toBe(0);
  });

  it('is refused against another journal', async () => {
    await ready('dip-1');
    await save();
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replace(/,? *\n? *id: [0-9a-f-]{36}/, ''));
    await rm(join(desk.dir, '.tradeform', 'tcp'), { recursive: true });
    expect(await desk.tcp('journal', 'init')).toMatchObject({ code: 0 });
    const ended = await applied();
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.stderr).toContain('The plan was made against journal');
    expect(received()).toBe(0);
  });

  it('is refused by a journal that was rolled back', async () => {
    await ready('dip-1', 'dip-2');
    const state = join(desk.dir, '.tradeform', 'tcp');
    await cp(state, join(desk.dir, '.before'), { recursive: true });
    await desk.tcp('apply', '--yes', '--only', 'dip-1');
    await save();
    await rm(state, { recursive: true });
    await cp(join(desk.dir, '.before'), state, { recursive: true });
    const ended = await applied();
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.stderr).toMatch(
      /The plan was made when the journal had event #\d+, and it ends at #0: it was rolled back/,
    );
    expect(received()).toBe(1);
  });

  it('is refused a day later', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect(await desk.run('plan', '--out', 'plan.json')).toMatchObject({ code: 0 });
    expect(await desk.run('paper', 'time', '+25h')).toMatchObject({ code: 0 });
    const ended = await desk.run('apply', 'plan.json');
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.stderr).toContain('The plan expired at');
    expect((await desk.run('status')).stdout).not.toContain('venue: open');
  });
});

describe('the file of a saved plan', () => {
  it('takes the place of an older one, and of nothing else', async () => {
    await ready('dip-1');
    const [first, second] = [await save(), await save()];
    expect(second.id).not.toBe(first.id);
    const orders = await desk.read('orders.yaml');
    const ended = await desk.tcp('plan', '--out', 'orders.yaml');
    expect(ended).toMatchObject({ code: 64 });
    expect(await desk.read('orders.yaml')).toBe(orders);
  });

  it('needs a folder that is there', async () => {
    await ready('dip-1');
    const ended = await desk.tcp('plan', '--out', 'absent/plan.json');
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr).toContain('absent/plan.json (ENOENT)');
  });

  it('is not made by a plan that is refused', async () => {
    await ready('dip-1');
    await desk.tcp('apply', '--yes');
    await desk.write('orders.yaml', ladder([]));
    expect(await desk.tcp('plan', '--out', 'plan.json')).toMatchObject({ code: 3 });
    await expect(stat(join(desk.dir, 'plan.json'))).rejects.toThrow('ENOENT');
  });

  it('must be there, and be one', async () => {
    await ready('dip-1');
    const absent = await applied();
    expect(absent).toMatchObject({ code: 64 });
    expect(absent.stderr).toContain('tradeform plan --out plan.json');
    await desk.write('plan.json', (await desk.tcp('plan', '--format', 'json')).stdout);
    expect(await applied()).toMatchObject({ code: 5 });
    expect(await desk.tcp('apply', '.')).toMatchObject({ code: 5 });
    expect(received()).toBe(0);
  });
});

describe('the digest of a plan', () => {
  it('approves, in full and by its first twelve digits', async () => {
    await ready('dip-1', 'dip-2');
    const { digest } = await save();
    expect(await desk.tcp('apply', '--expect', digest.slice(0, 12).toUpperCase())).toMatchObject({ code: 0 });
    await desk.write('orders.yaml', ladder(['dip-1']));
    const next = await save();
    expect(await desk.tcp('apply', '--expect', next.digest)).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['AWAITING', 'CANCELLED']);
  });

  it('approves nothing else, and shows the plan of now', async () => {
    await ready('dip-1');
    const { digest } = await save();
    await desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' }));
    const ended = await desk.tcp('apply', '--expect', digest);
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.stdout).toContain('≤ 61000.00 USD');
    expect(ended.stderr).toContain(`${digest} was approved`);
    expect(received()).toBe(0);
  });

  it('stands beside a saved plan, and then both must fit', async () => {
    await ready('dip-1');
    const { digest } = await save();
    const other = `${digest[0] === '0' ? '1' : '0'}${digest.slice(1)}`;
    expect(await applied('--expect', other)).toMatchObject({ code: 5 });
    expect(await applied('--expect', digest)).toMatchObject({ code: 0 });
    expect(received()).toBe(1);
  });

  it('must be one', async () => {
    await ready('dip-1');
    for (const expected of ['', 'abcdef12345', 'g'.repeat(64), 'a'.repeat(65)])
      expect(await desk.tcp('apply', '--expect', expected)).toMatchObject({ code: 64 });
  });

  it('goes with no other way to approve', async () => {
    await ready('dip-1');
    await save();
    expect(await applied('--yes')).toMatchObject({ code: 64 });
    expect(await desk.tcp('apply', '--yes', '--expect', 'a'.repeat(64))).toMatchObject({ code: 64 });
    expect(received()).toBe(0);
  });
});

describe('some entries only', () => {
  it('changes those, and leaves the rest as it is', async () => {
    await ready('dip-1', 'dip-2');
    await desk.tcp('apply', '--yes');
    await desk.write('orders.yaml', ladder(['dip-2', 'dip-3', 'dip-4']));
    const planned = await desk.tcp('plan', '--only', 'dip-3');
    expect(planned.stdout).toContain('Only dip-3: 2 changes of others left out.\n1 submit. 1 unchanged.');
    expect(await desk.tcp('apply', '--yes', '--only', 'dip-3')).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['AWAITING', 'AWAITING', 'AWAITING']);
    expect(await desk.tcp('apply', '--yes', '--only', 'dip-1')).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['CANCELLED', 'AWAITING', 'AWAITING']);
    expect((await desk.tcp('plan')).stdout).toContain('1 submit. 2 unchanged.');
  });

  it('is what a saved plan keeps to', async () => {
    await ready('dip-1', 'dip-2');
    await save('--only', 'dip-2', 'dip-2');
    expect(await applied('--only', 'dip-1')).toMatchObject({ code: 64 });
    expect(await applied()).toMatchObject({ code: 0 });
    expect(desk.ledger().orders).toHaveLength(1);
    expect((await desk.tcp('plan')).stdout).toContain('+ dip-1');
  });

  it('is another plan than that of all', async () => {
    await ready('dip-1');
    const all = await save();
    const { digest } = await save('--only', 'dip-1');
    expect(digest).not.toBe(all.digest);
    expect(await desk.tcp('apply', '--expect', digest)).toMatchObject({ code: 5 });
    expect(await desk.tcp('apply', '--expect', digest, '--only', 'dip-1')).toMatchObject({ code: 0 });
  });

  it('must be names that are there', async () => {
    await ready('dip-1', 'dip-2');
    for (const command of [['plan'], ['apply', '--yes']]) {
      const ended = await desk.tcp(...command, '--only', 'dip1');
      expect(ended).toMatchObject({ code: 64, stdout: '' });
      expect(ended.stderr).toContain('No order is called dip1.\n  Did you mean dip-1?');
    }
    expect(received()).toBe(0);
  });
});

describe('a project in Git', () => {
  const WHO = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', desk.dir, ...WHO, ...args], { encoding: 'utf8' }).trim();
  async function commit(...names: readonly string[]): Promise<string> {
    await desk.write('orders.yaml', ladder(names));
    git('add', 'orders.yaml', 'tradeform.yaml');
    git('commit', '--quiet', '--message', names.join(' '));
    return git('rev-parse', 'HEAD');
  }

  it('is never applied from an older commit, unless that is asked for', async () => {
    await ready('dip-1');
    git('init', '--quiet');
    const one = await commit('dip-1');
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    const two = await commit('dip-1', 'dip-2');
    await save();
    expect(await applied()).toMatchObject({ code: 0 });
    git('checkout', '--quiet', one);

    const planned = await desk.tcp('plan');
    expect(planned).toMatchObject({ code: 0 });
    expect(planned.stderr).toContain('apply will refuse it');
    const refused = await desk.tcp('apply', '--yes');
    expect(refused).toMatchObject({ code: 5, stdout: '' });
    expect(refused.stderr).toContain(`does not descend from ${two.slice(0, 10)}`);
    expect(refused.stderr).toContain('--rollback');
    expect(statuses()).toEqual(['AWAITING', 'AWAITING']);

    expect(await desk.tcp('apply', '--yes', '--rollback')).toMatchObject({ code: 0 });
    expect(statuses()).toEqual(['AWAITING', 'CANCELLED']);
    // What was gone back to is what was applied last.
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
  });

  it('counts a commit as applied only where its plan was approved', async () => {
    await ready('dip-1');
    git('init', '--quiet');
    const one = await commit('dip-1');
    await desk.tcp('apply', '--yes');
    const [order] = desk.ledger().orders;
    await commit('dip-1', 'dip-2');
    await desk.control('POST', 'fill', { orderId: order?.orderId, quantity: '0.04' });
    // It writes the fill down, and then has nobody to ask.
    expect(await desk.tcp('apply')).toMatchObject({ code: 64 });
    git('checkout', '--quiet', one);
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
  });

  it('is not applied where Git cannot tell, as in a shallow clone', async () => {
    await ready('dip-1');
    git('init', '--quiet');
    await commit('dip-1');
    await desk.tcp('apply', '--yes');
    await commit('dip-1', 'dip-2');
    const shallow = await mkdtemp(join(tmpdir(), 'tradeform-shallow-'));
    try {
      git('clone', '--quiet', '--depth=1', `file://${desk.dir}`, shallow);
      await cp(join(desk.dir, '.tradeform'), join(shallow, '.tradeform'), { recursive: true });
      const ended = await desk.tcp('apply', '--yes', '--dir', shallow);
      expect(ended).toMatchObject({ code: 5, stdout: '' });
      expect(ended.stderr).toContain('fetch-depth: 0');
      expect(received()).toBe(1);
      expect(await readFile(join(shallow, 'orders.yaml'), 'utf8')).toContain('dip-2');
      expect(await desk.tcp('apply', '--yes', '--dir', shallow, '--rollback')).toMatchObject({ code: 0 });
      expect(received()).toBe(2);
    } finally {
      await rm(shallow, { recursive: true });
    }
  });
});
