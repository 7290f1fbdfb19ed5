import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, ladder, said } from '../support/desk.ts';
import { type Asked, Middle } from '../support/middle.ts';

/*
 * A cancel works when little else does, and says it is done only where two readings showed that it is.
 */

const PROVED = 'Nothing of ours is live in this scope (read twice).';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
});
afterEach(() => desk.close());

async function placed(...names: readonly string[]): Promise<void> {
  await desk.write('orders.yaml', ladder(names));
  await desk.write('reserve.yaml', ladder(['res-1'], { account: 'reserve' }));
  expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
}

async function withMiddle(work: (middle: Middle) => Promise<void>): Promise<void> {
  const middle = await Middle.before(desk);
  try {
    await work(middle);
  } finally {
    await middle.close();
  }
}

/** What still rests at the venue, by account. */
const resting = (): readonly string[] =>
  desk
    .ledger()
    .orders.filter((order) => order.status === 'AWAITING')
    .map((order) => (order.accountId === 'CA1264810R' ? 'treasury' : 'reserve'))
    .sort();

const somebodyElses = {
  ...{ accountId: 'CA1264810R', ticker: 'BTC-USD', tradeSide: 'buy', strategy: 'GTC' },
  ...{ receiveQuantity: '0.2', priceLimit: '50000' },
};

describe('what is cancelled', () => {
  it('is what was named, and a name that nobody knows is told from one that is done', async () => {
    await placed('dip-1', 'dip-2');
    const both = await desk.tcp('cancel', 'dip-1', 'dip-9');
    expect(both.code).toBe(64);
    expect(both.stdout).toMatch(/^TCP {2}e2e-desk\n- dip-1 +cancelled, buy BTC-USD at 60000/);
    expect(both.stdout).toMatch(/\? dip-9 +nothing is known by that name/);
    expect(both.stdout.replaceAll(/\s+/g, ' ')).toContain('a run that is at work sends none any more');
    expect(both.stdout).not.toContain(PROVED);
    expect(resting()).toEqual(['reserve', 'treasury']);
    const again = await desk.tcp('cancel', 'dip-1');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain(PROVED);
    const none = await desk.tcp('cancel', 'dip-9');
    expect(none.code).toBe(64);
    expect(none.stdout).toContain('0 orders ended.\n');
  });

  it('is told as JSON, too', async () => {
    await placed('dip-1');
    const { stdout, code } = await desk.tcp('cancel', 'dip-1', 'dip-9', '--format', 'json');
    expect(code).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ format: 1, project: 'e2e-desk', environment: 'tcp', proved: true, unknownNames: ['dip-9'] },
      ...{
        ended: [{ key: 'order/dip-1', account: 'treasury', status: 'cancelled' }],
        stillLive: [],
        exitCode: 64,
      },
    });
  });

  it('may be named by its venue id; somebody else’s by that alone', async () => {
    await desk.control('POST', 'order', somebodyElses);
    await placed('dip-1');
    const [other, ours] = desk.ledger().orders;
    const all = await desk.tcp('cancel', '--all');
    expect(all.stdout).toContain('1 not ours, left alone.');
    expect(resting()).toEqual(['treasury']);
    expect(await desk.tcp('cancel', ours?.orderId ?? '')).toMatchObject({ code: 0 });
    const named = await desk.tcp('cancel', other?.orderId ?? '');
    expect(named).toMatchObject({ code: 0 });
    expect(named.stdout).toContain(`- ${other?.orderId}  cancelled`);
    expect(resting()).toEqual([]);
  });

  it('follows a name through renames', async () => {
    const at = (name: string, price: string, formerly = ''): string =>
      ladder([name], { price }).replace(/^.*\n.*\n/, '') + formerly;
    await desk.write('orders.yaml', `version: 1\norders:\n${at('a', '60000.00')}${at('b', '61000.00')}`);
    await desk.tcp('apply', '--yes');
    const [was, becomes] = [
      at('b', '60000.00', '    formerly: [a]\n'),
      at('a', '61000.00', '    formerly: [b]\n'),
    ];
    await desk.write('orders.yaml', `version: 1\norders:\n${was}${becomes}`);
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    expect((await desk.tcp('cancel', 'a')).stdout).toContain('- a  cancelled, buy BTC-USD at 61000');
    expect(desk.ledger().orders.map(({ status }) => status)).toEqual(['AWAITING', 'CANCELLED']);
  });

  it.each([
    [[], 'Cancel what?'],
    [['dip-1', '--all'], 'exclude each other'],
    [['--account', 'nobody'], 'No account is called nobody; there are treasury, reserve.'],
  ])('must be said: %j', async (args, message) => {
    const ended = await desk.tcp('cancel', ...args);
    expect(ended.code).toBe(64);
    expect(ended.stderr).toContain(message);
  });
});

describe('a cancel goes on', () => {
  const journal = (): string => join(desk.dir, '.tradeform/tcp/journal.sqlite');

  it.each([
    ['with broken specs', () => desk.write('orders.yaml', 'version: 1\norders: [')],
    ['with an empty journal', () => desk.write('.tradeform/tcp/journal.sqlite', '')],
    [
      'with a journal that is no database',
      () => desk.write('.tradeform/tcp/journal.sqlite', 'x'.repeat(9_000)),
    ],
    [
      'with another journal than the pinned one',
      async () =>
        desk.write(
          'tradeform.yaml',
          (await desk.read('tradeform.yaml')).replace(/id: \w{8}-/, 'id: 00000000-'),
        ),
    ],
    [
      'with a journal whose chain is broken',
      async () => {
        const db = new DatabaseSync(journal());
        db.exec('DROP TRIGGER events_are_never_changed');
        db.exec("UPDATE events SET event = replace(event, '0.1', '0.2') WHERE type = 'intent'");
        db.close();
      },
    ],
  ] as const)('%s', async (_, breakIt) => {
    await placed('dip-1');
    await breakIt();
    expect(await desk.tcp('cancel', 'dip-1')).toMatchObject({ code: 0 });
    expect(resting()).toEqual(['reserve']);
    const all = await desk.tcp('cancel', '--all');
    expect(all).toMatchObject({ code: 0 });
    expect(all.stdout).toContain(PROVED);
    expect(resting()).toEqual([]);
  });

  it('without a journal, and then can’t tell a wrong name from one that is done', async () => {
    await placed('dip-1');
    await desk.write('.tradeform/tcp/journal.sqlite', '');
    const ended = await desk.tcp('cancel', 'dip-9');
    expect(ended.code).toBe(64);
    expect(ended.stderr).toContain('The cancel goes on without it');
    expect(ended.stdout).toContain('no live order carries the tag of that name');
  });

  it('while another run holds the lock', () =>
    withMiddle(async (middle) => {
      await placed('dip-1');
      await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
      const [isIn, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      middle.tricks = {
        tell: async (told, { method }) => {
          if (method !== 'POST') return told;
          isIn.resolve();
          await held.promise;
          return told;
        },
      };
      const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
      await isIn.promise;
      const cancelled = await desk.tcp('cancel', 'dip-1');
      expect(cancelled).toMatchObject({ code: 0 });
      expect(cancelled.stdout).toContain(PROVED);
      expect(resting()).toEqual(['reserve', 'treasury']);
      held.resolve();
      expect((await ended).code).toBe(0);
      expect(resting()).toEqual(['reserve', 'treasury']);
    }));

  it('waits for a venue that takes its time', async () => {
    await placed('dip-1');
    await desk.control('POST', 'settings', { cancelDelayMs: 700 });
    const ended = await desk.tcp('cancel', 'dip-1');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain(PROVED);
    expect(resting()).toEqual(['reserve']);
  });

  it('names the variable of a key that is missing, and the project file where that is broken', async () => {
    const keyless = await desk.start(['cancel', '--all', '--env', 'tcp'], { E2E_SECRET: '' }).ended;
    expect(keyless.code).toBe(1);
    expect(keyless.stderr).toContain('the environment variable E2E_SECRET is empty');
    await desk.write('tradeform.yaml', 'version: 1\nproject: [');
    const broken = await desk.tcp('cancel', '--all');
    expect(broken.code).toBe(3);
    expect(broken.stderr).toContain('tradeform.yaml:2');
  });
});

describe('a cancel proves nothing', () => {
  const isReserve = ({ path }: Asked): boolean => path.includes('CA1000051R');
  it('of an account that can’t be read, and cancels the others and what it knows of that one', () =>
    withMiddle(async (middle) => {
      await placed('dip-1', 'dip-2');
      middle.tricks = {
        instead: (asked) =>
          isReserve(asked) && asked.method === 'GET' ? { status: 400, text: '{"message":"no"}' } : undefined,
      };
      const ended = await desk.tcp('cancel', '--all');
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain("a cancel was sent; reserve can't be read");
      expect(ended.stdout).toContain('2 orders ended. 1 not settled.');
      expect(ended.stdout).toMatch(/\? res-1 +its account could not be read/);
      expect(ended.stdout).not.toContain(PROVED);
      expect(resting()).toEqual([]);
      // A name on an account that can be read needs nothing of the other one.
      middle.tricks = { ...middle.tricks };
      expect(await desk.tcp('cancel', 'dip-1')).toMatchObject({ code: 0 });
    }));

  it('of an order that was accepted and does not show', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.control('POST', 'faults', { fault: 'late-visibility', ms: 60_000 });
    expect((await desk.tcp('apply', '--yes')).code).toBe(6);
    const ended = await desk.tcp('cancel', '--all');
    expect(ended.code).toBe(6);
    expect(ended.stdout).toMatch(/\? dip-1 +accepted, and not at the venue now: a person has to decide/);
    expect(ended.stdout).toMatch(/\nNext:\n {2}tradeform resolve dip-1 --env tcp\n$/);
    expect(ended.stdout).not.toContain(PROVED);
    await desk.control('POST', 'time', { advanceMs: 61_000 });
    expect(await desk.tcp('cancel', '--all')).toMatchObject({ code: 0 });
    expect(resting()).toEqual([]);
  });

  it('of an account that is in the files no more', async () => {
    await placed('dip-1');
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replace(/ {2}reserve: .*\n/, ''));
    const ended = await desk.tcp('cancel', '--all');
    expect(ended.code).toBe(6);
    expect(ended.stdout).toMatch(/\? res-1 +its account reserve is not in tradeform.yaml any more/);
    expect(resting()).toEqual(['reserve']);
  });

  it('once it is interrupted', () =>
    withMiddle(async (middle) => {
      await placed('dip-1', 'dip-2', 'dip-3', 'dip-4');
      const [isIn, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      middle.tricks = {
        tell: async (told, { method }) => {
          if (method !== 'DELETE') return told;
          isIn.resolve();
          await held.promise;
          return told;
        },
      };
      const { child, ended } = desk.start(['cancel', '--all', '--env', 'tcp']);
      await isIn.promise;
      const stopping = said(child, /no other cancel is sent/);
      child.kill('SIGINT');
      await stopping;
      held.resolve();
      const { code, stdout }: Ended = await ended;
      expect(code).toBe(130);
      expect(stdout).not.toContain(PROVED);
      expect(middle.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
      expect(await desk.tcp('cancel', '--all')).toMatchObject({ code: 0 });
      expect(resting()).toEqual([]);
    }));
});
