import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { BIN, Desk, duplicates, ladder, said } from '../support/desk.ts';
import { type Asked, Middle } from '../support/middle.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
});
afterEach(() => desk.close());

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `dip-${i + 1}`);
/** Slow enough to be interrupted somewhere in the middle. */
const slow = (): Promise<unknown> =>
  desk.control('POST', 'faults', {
    ...{ fault: 'latency', match: { method: 'POST', path: '/trades/v2/order' }, times: null, ms: 5 },
  });
const plan = async (): Promise<Plan> =>
  JSON.parse((await desk.tcp('plan', '--format', 'json')).stdout) as Plan;
const live = (): number => desk.ledger().orders.filter((order) => order.status === 'AWAITING').length;

/** Nothing is in doubt, and the journal knows all that the venue accepted: what is left is the rest, exactly. */
async function expectTheRest(of: number): Promise<void> {
  const { orders, requests } = desk.ledger();
  expect(requests.received).toBe(requests.accepted);
  const { counts, lines } = await plan();
  expect(lines.filter((line) => line.action === 'none')).toEqual([]);
  expect(counts).toMatchObject({ unchanged: orders.length, submit: of - orders.length, unmanaged: 0 });
}

describe('Ctrl-C in the middle of an apply', () => {
  it.each([
    ['SIGINT', 200],
    ['SIGTERM', 40],
    ['SIGHUP', 40],
  ] as const)('%s: what was sent is recorded, and the next apply sends the rest', async (signal, total) => {
    await desk.write('orders.yaml', ladder(names(total)));
    await slow();
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await said(child, /submitting 15\//);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('nothing new is started');
    const sent = desk.ledger().orders.length;
    expect(sent).toBeGreaterThanOrEqual(15);
    expect(sent).toBeLessThan(total);
    expect(stdout).toContain(`${sent} of ${total} changes done, ${total - sent} not.`);
    await expectTheRest(total);

    await desk.control('DELETE', 'faults');
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().requests).toEqual({ received: total, accepted: total });
    expect(duplicates(desk.ledger())).toEqual([]);
    expect((await plan()).lines).toEqual([]);
  });
});

describe('Ctrl-C while an answer is waited for', () => {
  let middle: Middle;
  beforeEach(async () => {
    middle = await Middle.before(desk);
    await desk.write('orders.yaml', ladder(names(4)));
  });
  afterEach(() => middle.close());

  /** The venue has acted on the second submission; its answer is held back until `answer` is called. */
  function holdSecond(): { readonly isIn: Promise<void>; readonly answer: () => void } {
    const [isIn, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const isSubmit = ({ method, path }: Asked): boolean => method === 'POST' && path === '/trades/v2/order';
    middle.tricks = {
      tell: async (told, asked) => {
        if (!isSubmit(asked) || middle.seen.filter(isSubmit).length !== 2) return told;
        isIn.resolve();
        await held.promise;
        return told;
      },
    };
    return { isIn: isIn.promise, answer: () => held.resolve() };
  }

  it('ends the reading of a list, and plans nothing from it', async () => {
    const isIn = Promise.withResolvers<void>();
    middle.tricks = {
      tell: (told, { path }) => {
        if (!path.startsWith('/trades')) return told;
        isIn.resolve();
        return new Promise(() => undefined);
      },
    };
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await isIn.promise;
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('Interrupted: nothing was sent.');
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('waits for it and records it', async () => {
    const second = holdSecond();
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await second.isIn;
    const stopping = said(child, /Stopping/);
    child.kill('SIGINT');
    await stopping;
    second.answer();
    expect((await ended).code).toBe(130);
    expect(desk.ledger().orders).toHaveLength(2);
    await expectTheRest(4);
  });

  it('a second one ends at once, and the next apply finds what was in flight', async () => {
    const second = holdSecond();
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await second.isIn;
    const stopping = said(child, /Stopping/);
    child.kill('SIGINT');
    await stopping;
    child.kill('SIGINT');
    const { code, signal, stderr } = await ended;
    expect({ code, signal }).toEqual({ code: 130, signal: null });
    expect(stderr).toContain('Run apply again: it looks for what was in flight.');
    expect(desk.ledger().orders).toHaveLength(2);
    second.answer();
    middle.tricks = {};
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().requests).toEqual({ received: 4, accepted: 4 });
    expect(duplicates(desk.ledger())).toEqual([]);
  });
});

describe('a run that was killed with a request under way', () => {
  it('lets nobody decide that it was not executed while it may still be on its way', async () => {
    const middle = await Middle.before(desk);
    const isIn = Promise.withResolvers<void>();
    middle.tricks = {
      instead: ({ method }) => {
        if (method !== 'POST') return undefined;
        isIn.resolve();
        return new Promise(() => undefined);
      },
    };
    await desk.write('orders.yaml', ladder(['dip-1']));
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await isIn.promise;
    child.kill('SIGKILL');
    await ended;
    const decided = await desk.tcp(
      ...['resolve', 'dip-1', '--not-executed', '--reason', 'the list is empty', '--approver', 'grace'],
    );
    expect(decided.code).toBe(64);
    expect(decided.stderr).toContain('It may be on its way to the venue');
    expect((await desk.tcp('plan')).code).toBe(6);
    await middle.close();
  });
});

describe('the question on a terminal', () => {
  // A pseudo-terminal needs more than Node; what readline sees of one is this.
  const TERMINAL =
    'data:text/javascript,for (const it of [process.stdin, process.stderr]) Object.defineProperty(it, "isTTY", { value: true });';

  /** What is typed at the question; undefined: the input ends there. */
  async function answered(keys?: string): Promise<{ readonly code: number | null; readonly stderr: string }> {
    const { CI: _, ...env } = process.env;
    const child = spawn(process.execPath, ['--import', TERMINAL, BIN, 'apply'], {
      cwd: desk.dir,
      env: { ...env, TERM: 'xterm', NO_COLOR: '1' },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const isAsked = stderr.includes('Only "yes"');
      stderr += text;
      if (!isAsked && stderr.includes('Only "yes"')) {
        if (keys === undefined) child.stdin.end();
        else child.stdin.write(keys);
      }
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stderr };
  }
  const placed = async (): Promise<number> =>
    (JSON.parse((await desk.run('paper', '--format', 'json')).stdout) as { readonly orders: unknown[] })
      .orders.length;

  beforeEach(() => desk.write('orders.yaml', ladder(['dip-1'])));

  it('sends nothing at Ctrl-C, and says so', async () => {
    const { code, stderr } = await answered('\u0003');
    expect(stderr).toContain('othing was sent');
    expect({ code, placed: await placed() }).toEqual({ code: 130, placed: 0 });
  });

  it.each([
    ['no', 'no\r'],
    ['y', 'y\r'],
    ['the end of input', undefined],
  ])('sends nothing at %s', async (_, keys) => {
    const { code, stderr } = await answered(keys);
    expect(stderr).toContain('Not approved: nothing was sent.');
    // Not 0: a script that goes on would take it for done.
    expect(code).toBe(1);
    expect(await placed()).toBe(0);
  });

  it('sends at yes', async () => {
    expect((await answered('yes\r')).code).toBe(0);
    expect(await placed()).toBe(1);
  });
});

describe('a cancel of everything while an apply is under way', () => {
  it('leaves nothing live, and stops the apply', async () => {
    await desk.write('orders.yaml', ladder(names(200)));
    await slow();
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await said(child, /submitting 15\//);
    const cancelled = await desk.tcp('cancel', '--all');
    expect(cancelled.code).toBe(0);
    expect(cancelled.stdout).toContain('Nothing of ours is live in this scope (read twice).');
    const atCancel = desk.ledger().orders.length;
    const applied = await ended;
    expect(applied.code).toBe(1);
    expect(applied.stdout).toContain('asked for a cancel of everything after this run began');
    expect(desk.ledger().orders).toHaveLength(atCancel);
    expect(atCancel).toBeLessThan(200);
    expect(live()).toBe(0);
    expect(duplicates(desk.ledger())).toEqual([]);
  });
});

describe('whoever reads the output goes away', () => {
  it('and a plan ends quietly', async () => {
    await desk.write('orders.yaml', ladder(names(200)));
    const { child, ended } = desk.start(['plan', '--env', 'tcp']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('and an apply goes on to its end', async () => {
    await desk.write('orders.yaml', ladder(names(30)));
    await slow();
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await said(child, /submitting 3\//);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await ended).toMatchObject({ code: 0, signal: null });
    expect(live()).toBe(30);
    await expectTheRest(30);
  });
});
