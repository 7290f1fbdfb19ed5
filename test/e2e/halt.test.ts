import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, ladder } from '../support/desk.ts';
import { type Asked, Middle } from '../support/middle.ts';

/* The brake: no new order while a halt stands, whoever set it and however; cancels always go; and only a person lifts it, who names another. */

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
});
afterEach(() => desk.close());

const as = (actor: string, ...args: readonly string[]): Promise<Ended> =>
  desk.start([...args, '--env', 'tcp'], { TRADEFORM_ACTOR: actor }).ended;
const halt = (...args: readonly string[]): Promise<Ended> =>
  as('ada', 'halt', '--reason', 'fat finger', ...args);
const unhalt = (...args: readonly string[]): Promise<Ended> =>
  as('ada', 'unhalt', '--approver', 'grace', ...args);
const halted = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  desk.start([...args, '--env', 'tcp'], env).ended;

async function onBoth(...names: readonly string[]): Promise<void> {
  await desk.write('orders.yaml', ladder(names));
  await desk.write('reserve.yaml', ladder(['res-1'], { account: 'reserve' }));
}
/** What rests at the venue, by account. */
const resting = (): readonly string[] =>
  desk
    .ledger()
    .orders.filter(({ status }) => status === 'AWAITING')
    .map(({ accountId }) => (accountId === 'CA1264810R' ? 'treasury' : 'reserve'))
    .toSorted();

describe('a halt', () => {
  it('of everything keeps every new order back: plan and apply say why, and exit 4', async () => {
    await onBoth('dip-1');
    const ended = await halt();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toBe(
      'TCP  e2e-desk  No new order is sent until somebody lifts this.\n  halted: everything: fat finger\n' +
        'To lift it: tradeform unhalt --approver NAME --env tcp\n',
    );
    for (const args of [['plan'], ['apply', '--yes']]) {
      const { code, stdout } = await desk.tcp(...args);
      expect(code).toBe(4);
      expect(stdout.match(/TF-L22, halted: fat finger/g)).toHaveLength(2);
      expect(stdout).toContain('No changes. 2 held back.');
    }
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('of one account leaves the others alone', async () => {
    await onBoth('dip-1');
    const { stdout } = await halt('--account', 'treasury');
    expect(stdout).toContain('To lift it: tradeform unhalt --account treasury --approver NAME --env tcp\n');
    expect(stdout).toContain('  halted: account treasury: fat finger\n');
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.code).toBe(4);
    expect(applied.stdout).toMatch(/^✓ res-1 +resting/m);
    expect(resting()).toEqual(['reserve']);
  });

  it('holds edits back whole: what rests goes on resting on its old terms', async () => {
    await onBoth('dip-1');
    await desk.tcp('apply', '--yes');
    await halt();
    await desk.write('orders.yaml', ladder(['dip-1'], { price: '61000.00' }));
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.code).toBe(4);
    expect(desk.ledger().orders.map(({ status, priceLimit }) => [status, priceLimit])).toEqual([
      ['AWAITING', '60000.00'],
      ['AWAITING', '60000.00'],
    ]);
  });

  it('does not stand in the way of a cancel, by a plan or by hand', async () => {
    await onBoth('dip-1', 'dip-2');
    await desk.tcp('apply', '--yes');
    await halt();
    await onBoth('dip-2');
    const applied = await desk.tcp('apply', '--yes');
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.stdout).toMatch(/^✓ dip-1 +cancelled/m);
    expect(resting()).toEqual(['reserve', 'treasury']);
    const cancelled = await desk.tcp('cancel', '--all');
    expect(cancelled).toMatchObject({ code: 0 });
    expect(cancelled.stdout).toContain('Nothing of ours is live in this scope (read twice).');
    expect(resting()).toEqual([]);
  });

  it('is set with broken specs, without keys, and while the venue is gone', async () => {
    await desk.write('orders.yaml', 'version: 1\norders: [');
    await desk.unplug();
    const ended = await halted({ E2E_KEY: '', E2E_SECRET: '' }, 'halt', '--reason', 'the venue is gone');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    await desk.plugIn();
    await onBoth('dip-1');
    expect((await desk.tcp('apply', '--yes')).code).toBe(4);
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('is told as JSON, and so is its lifting', async () => {
    const everything = { scope: { kind: 'all' }, reason: 'fat finger' };
    const treasury = { scope: { kind: 'account', account: 'treasury' }, reason: 'fat finger' };
    const told = async (ended: Promise<Ended>): Promise<unknown> => {
      const { code, stdout, stderr } = await ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as unknown;
    };
    await halt();
    expect(await told(halt('--account', 'treasury', '--format', 'json'))).toMatchObject({
      ...{ format: 1, project: 'e2e-desk', environment: 'tcp', lifted: [] },
      halts: [everything, treasury],
    });
    expect(await told(unhalt('--account', 'treasury', '--format', 'json'))).toMatchObject({
      ...{ format: 1, lifted: [treasury], halts: [everything] },
    });
    expect(await told(unhalt('--format', 'json'))).toMatchObject({ lifted: [everything], halts: [] });
    expect(await told(unhalt('--format', 'json'))).toMatchObject({ lifted: [], halts: [] });
  });

  it('and its lifting stand in the history, with who, why and by whose word', async () => {
    await halt('--account', 'treasury');
    await unhalt();
    const { stdout } = await desk.tcp('history');
    expect(stdout).toMatch(/ada.*\n.*halted: account treasury: fat finger/);
    expect(stdout).toMatch(/halt lifted: everything, approved by grace/);
  });
});

/** Each of them on its own, side by side. */
const all = <T>(of: readonly T[], run: (one: T) => Promise<Ended>): Promise<readonly Ended[]> =>
  Promise.all(of.map(run));

describe('a halt must be said', () => {
  it('whole, and in words that are there', async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['halt'], '--reason'],
      [['halt', '--reason', ' '], '--reason is missing.'],
      [['halt', '--reason', 'x', '--account', 'nobody'], 'No account is called nobody.'],
      [['unhalt'], '--approver'],
      [['unhalt', '--approver', ''], '--approver is missing.'],
      [['unhalt', '--approver', 'grace', '--account', 'nobody'], 'Accounts: treasury, reserve'],
      [['unhalt', '--reason', 'x', '--approver', 'grace'], 'unknown option'],
      [['halt', 'treasury', '--reason', 'x'], 'too many arguments'],
    ];
    const ended = await all(wrong, ([args]) => as('ada', ...args));
    ended.forEach((one, i) => {
      expect([wrong[i]?.[0], one.code, one.stdout]).toEqual([wrong[i]?.[0], 64, '']);
      expect(one.stderr).toContain(wrong[i]?.[1]);
    });
    expect((await desk.tcp('history')).stdout).not.toContain('halted');
  });

  it('names its environment, where there is a live one', async () => {
    for (const args of [
      ['halt', '--reason', 'x'],
      ['unhalt', '--approver', 'grace'],
    ]) {
      const ended = await desk.run(...args);
      expect(ended).toMatchObject({ code: 64, stdout: '' });
      expect(ended.stderr).toContain('--env must be written out');
    }
  });
});

describe('a halt is lifted', () => {
  it('by a person who names another one, and then orders are sent', async () => {
    await onBoth('dip-1');
    await halt();
    const ended = await unhalt();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toBe(
      'TCP  e2e-desk  Lifted, approved by grace. New orders may be sent again.\n  lifted: everything: fat finger\n',
    );
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(resting()).toEqual(['reserve', 'treasury']);
  });

  it('not on their own word: nobody approves what they do themselves', async () => {
    await halt();
    const pairs = [
      ['grace', 'grace'],
      ['grace', ' GRACE '],
      ['grace@desk-1', 'grace'],
      ['grace', 'grace@desk-1'],
      ['grace', 'ｇｒａｃｅ'],
    ] as const;
    const ended = await all(pairs, ([actor, approver]) => as(actor, 'unhalt', '--approver', approver));
    ended.forEach(({ code, stdout, stderr }, i) => {
      expect([pairs[i], code, stdout]).toEqual([pairs[i], 64, '']);
      expect(stderr).toContain('nobody approves what they do themselves');
    });
    await onBoth('dip-1');
    expect((await desk.tcp('plan')).code).toBe(4);
  });

  it('not by the user of this machine on their own word', async () => {
    await halt();
    const shown = await desk.tcp('history', '--export');
    const { actor } = JSON.parse(shown.stdout.trim().split('\n').at(-1) ?? '') as { readonly actor: string };
    expect(actor).toBe('ada');
    const me = /You are ([^@]+)@/.exec(
      (await halted({ TRADEFORM_ACTOR: '' }, 'unhalt', '--approver', userName())).stderr,
    );
    expect(me?.[1]).toBe(userName());
  });

  it('by anybody else', async () => {
    for (const [actor, approver] of [
      ['grace', 'grace-hopper'],
      ['grace@desk-1', 'grace@desk-2'],
      ['bot', 'ada'],
    ] as const) {
      await halt();
      const { code, stdout } = await as(actor, 'unhalt', '--approver', approver);
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Lifted') });
    }
  });

  it('one by one: what else is halted goes on, and is named', async () => {
    await onBoth('dip-1');
    await halt('--account', 'treasury');
    await as('bob', 'halt', '--account', 'reserve', '--reason', 'audit');
    const one = await unhalt('--account', 'treasury');
    expect(one.stdout).toBe(
      'TCP  e2e-desk  Lifted, approved by grace. Not lifted, and still in force:\n' +
        '  lifted: account treasury: fat finger\n  halted: account reserve: audit\n',
    );
    expect((await desk.tcp('apply', '--yes')).code).toBe(4);
    expect(resting()).toEqual(['treasury']);
  });

  it('not by naming an account, where everything is halted', async () => {
    await onBoth('dip-1');
    await halt();
    const ended = await unhalt('--account', 'treasury');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('account treasury has no halt of its own, and everything is halted.');
    expect(ended.stdout).toContain('tradeform unhalt --approver NAME --env tcp');
    expect((await desk.tcp('apply', '--yes')).code).toBe(4);
    expect(resting()).toEqual([]);
  });

  it('that does not stand, with a word and nothing else', async () => {
    expect((await unhalt()).stdout).toBe('TCP  e2e-desk  Nothing is halted: nothing to lift.\n');
    expect((await unhalt('--account', 'reserve')).stdout).toContain('Nothing is halted on account reserve');
    expect((await desk.tcp('history')).stdout).not.toContain('lifted');
  });
});

describe('TRADEFORM_HALT', () => {
  it('halts everything by any word, and exits 4', async () => {
    await onBoth('dip-1');
    const runs = ['1', 'yes', 'on fire', 'FALSE'].map((value) => [value, ['plan']] as const);
    const told = await all(runs, ([TRADEFORM_HALT, args]) => halted({ TRADEFORM_HALT }, ...args));
    told.forEach(({ code, stdout }, i) => {
      expect([runs[i], code]).toEqual([runs[i], 4]);
      expect(stdout).toContain(`TRADEFORM_HALT is set (${runs[i]?.[0]})`);
    });
    expect((await halted({ TRADEFORM_HALT: '1' }, 'apply', '--yes')).code).toBe(4);
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('does not by an empty one, 0 or false', async () => {
    await onBoth('dip-1');
    const ended = await all(['', '0', 'false'], (TRADEFORM_HALT) => halted({ TRADEFORM_HALT }, 'plan'));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('lets cancels go, and is not lifted by unhalt, which says so', async () => {
    await onBoth('dip-1');
    await desk.tcp('apply', '--yes');
    await halt();
    const lifted = await halted(
      { TRADEFORM_HALT: '1', TRADEFORM_ACTOR: 'ada' },
      'unhalt',
      '--approver',
      'grace',
    );
    expect(lifted.stdout).toContain('Not lifted, and still in force:');
    expect(lifted.stdout).toContain('the environment variable TRADEFORM_HALT is set (1)');
    const cancelled = await halted({ TRADEFORM_HALT: '1' }, 'cancel', '--all');
    expect(cancelled).toMatchObject({ code: 0 });
    expect(resting()).toEqual([]);
  });
});

describe('a journal that can be read and not be written', () => {
  beforeEach(async () => {
    await onBoth('dip-1');
    await desk.tcp('apply', '--yes');
    const db = new DatabaseSync(join(desk.dir, '.tradeform/tcp/journal.sqlite'));
    db.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    db.close();
  });

  it('takes no halt, and the command says so and what halts all the same', async () => {
    const ended = await halt();
    expect(ended).toMatchObject({ code: 5, stdout: '' });
    expect(ended.stderr).toMatch(/^error: Not halted\. .*journal/);
    expect(ended.stderr).toContain('A run with TRADEFORM_HALT=1 in its environment sends no new order');
  });

  it('sends nothing new, and cancels all the same', async () => {
    await onBoth('dip-1', 'dip-2');
    expect((await desk.tcp('apply', '--yes')).code).toBe(5);
    expect(desk.ledger().requests.received).toBe(2);
    const cancelled = await desk.tcp('cancel', '--all');
    expect(cancelled).toMatchObject({ code: 0 });
    expect(cancelled.stderr).toContain('The cancel goes on; a running apply does not hear of it.');
    expect(cancelled.stdout).toContain('Nothing of ours is live in this scope (read twice).');
    expect(resting()).toEqual([]);
  });
});

describe('while an apply is under way', () => {
  let middle: Middle;
  const isSubmit = ({ method }: Asked): boolean => method === 'POST';
  beforeEach(async () => {
    middle = await Middle.before(desk);
  });
  afterEach(() => middle.close());

  /** The venue has taken an order of treasury's; its answer is held back until `answer` is called. */
  function holdFirst(): { readonly isIn: Promise<void>; readonly answer: () => void } {
    const [isIn, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    middle.tricks = {
      tell: async (told, asked) => {
        if (!isSubmit(asked) || !asked.body.includes('CA1264810R')) return told;
        isIn.resolve();
        await held.promise;
        return told;
      },
    };
    return { isIn: isIn.promise, answer: () => held.resolve() };
  }

  it.each([
    ['everything', []],
    ['its account', ['--account', 'treasury']],
  ])('a halt of %s stops it before its next send', async (_, scope) => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
    const first = holdFirst();
    const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await first.isIn;
    expect(await halt(...scope)).toMatchObject({ code: 0 });
    first.answer();
    const { code, stdout } = await ended;
    expect(code).toBe(4);
    expect(stdout).toMatch(/^✓ dip-1 +resting/m);
    for (const name of ['dip-2', 'dip-3'])
      expect(stdout).toMatch(new RegExp(`^✗ ${name} +not sent .*fat finger`, 'm'));
    expect(stdout).toContain('1 of 3 changes done, 2 not.');
    expect(desk.ledger().requests).toEqual({ received: 1, accepted: 1 });
    // What is left goes once it is lifted, and nothing goes twice.
    await unhalt();
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().requests).toEqual({ received: 3, accepted: 3 });
  });

  it('a halt of another account leaves it alone', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const first = holdFirst();
    const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await first.isIn;
    await halt('--account', 'reserve');
    first.answer();
    expect((await ended).code).toBe(0);
    expect(desk.ledger().requests.accepted).toBe(2);
  });

  it('a halt and its lifting in between leave no gap to slip through, and no trace', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const first = holdFirst();
    const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await first.isIn;
    await halt();
    await unhalt();
    first.answer();
    expect((await ended).code).toBe(0);
    expect(desk.ledger().requests).toEqual({ received: 2, accepted: 2 });
  });

  it('cancel --all under a halt: what is on its way is waited for, nothing is left, nothing follows', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
    const first = holdFirst();
    const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await first.isIn;
    await halt();
    const cancelling = desk.start(['cancel', '--all', '--env', 'tcp']).ended;
    first.answer();
    const [cancelled, applied] = [await cancelling, await ended];
    expect(cancelled).toMatchObject({ code: 0 });
    expect(cancelled.stdout).toContain('Nothing of ours is live in this scope (read twice).');
    expect(applied.code).not.toBe(0);
    expect(resting()).toEqual([]);
    expect(desk.ledger().requests).toEqual({ received: 1, accepted: 1 });
  });
});

const userName = (): string => process.env['USER'] ?? process.env['LOGNAME'] ?? 'root';
