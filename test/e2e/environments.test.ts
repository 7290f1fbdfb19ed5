import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, ladder, said as saidBy } from '../support/desk.ts';
import { type Asked, Middle, type Told } from '../support/middle.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.write('orders.yaml', ladder(['dip-1']));
});
afterEach(() => desk.close());

const READING = [['validate'], ['plan'], ['status'], ['history'], ['tidy'], ['apply', '--yes']];
const ACTING = [
  ...[
    ['cancel', '--all'],
    ['resolve', 'dip-1'],
    ['import', '--all'],
  ],
  ...[
    ['journal', 'init'],
    ['journal', 'rebuild'],
    ['journal', 'status'],
  ],
];

const runAll = (
  commands: readonly (readonly string[])[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Ended[]> => Promise.all(commands.map((args) => desk.start(args, env).ended));

describe('the environment of a project that has a live one', () => {
  it('is asked for by name wherever CI is set', async () => {
    const ended = await runAll([...READING, ...ACTING], { CI: 'true' });
    for (const one of ended) {
      expect(one).toMatchObject({ code: 64, stdout: '' });
      expect(one.stderr).toContain('--env must be written out');
      expect(one.stderr).toContain('--env paper, --env tcp');
    }
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('is asked for by name by every command that acts, and paper for the others', async () => {
    for (const one of await runAll(ACTING)) expect(one).toMatchObject({ code: 64, stdout: '' });
    // `CI=false` and an empty CI are no CI.
    for (const CI of ['', 'false', '0'])
      expect((await desk.start(['validate'], { CI }).ended).stdout).toMatch(/^PAPER {2}/);
    expect((await desk.run('plan')).stdout).toMatch(/^PAPER {2}/);
  });

  it('is sent nothing from CI where its journal is a file, and reads and cancels go on', async () => {
    await desk.tcp('journal', 'init');
    const CI = { CI: 'true' };
    const [applied] = await runAll([['apply', '--yes', '--env', 'tcp']], CI);
    expect(applied).toMatchObject({ code: 5, stdout: '' });
    expect(applied?.stderr).toContain('With CI set nothing is sent to TCP: its journal is a file');
    expect(desk.ledger().requests.received).toBe(0);
    const [planned] = await runAll([['plan', '--env', 'tcp']], CI);
    expect(planned).toMatchObject({ code: 0, stderr: expect.stringContaining('apply will refuse it') });
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    const [cancelled] = await runAll([['cancel', '--all', '--env', 'tcp']], CI);
    expect(cancelled).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing of ours is live') });
  });

  it('is not asked for where there is only paper', async () => {
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replace(/environments:[^]*/, ''));
    const ended = await runAll([['plan'], ['cancel', '--all'], ['status']], { CI: 'true' });
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('is the first word of every output', async () => {
    await desk.tcp('journal', 'init');
    const applied = await desk.tcp('apply', '--yes');
    await desk.control('POST', 'faults', {
      fault: '5xx-before',
      match: { method: 'POST', path: '/trades/v2/order' },
    });
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    await desk.tcp('apply', '--yes');
    const commands = [
      ...[['validate'], ['plan'], ['plan', '--explain', 'dip-1'], ['status'], ['history'], ['tidy']],
      ...[
        ['resolve', 'dip-2'],
        ['import', '--all'],
        ['journal', 'status'],
      ],
    ];
    const ended = await runAll(commands.map((args) => [...args, '--env', 'tcp']));
    ended.forEach((one, i) => expect([commands[i], one.stdout.split(' ')[0]]).toEqual([commands[i], 'TCP']));
    expect(applied.stdout).toMatch(/^TCP {2}e2e-desk/);
    const paper = [
      ['paper'],
      ['paper', 'time', '+1s'],
      ['paper', 'price', 'BTC-USD', '70000'],
      ['paper', 'reset'],
    ];
    for (const args of paper) expect((await desk.run(...args)).stdout).toMatch(/^PAPER {2}/);
  });
});

describe('colours', () => {
  // oxlint-disable-next-line no-control-regex
  const isStyled = ({ stdout }: Ended): boolean => /\u001B\[/.test(stdout);

  it.each([
    ['are not for a pipe', {}, [], false],
    ['are there where they are forced', { FORCE_COLOR: '1' }, [], true],
    ['are not there with NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['are not there with --no-color', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ] as const)('%s', async (_, env, flags, styled) => {
    const ended = await desk.start(['plan', ...flags], env).ended;
    expect(ended.code).toBe(0);
    expect(isStyled(ended)).toBe(styled);
  });
});

describe('the exit code, where several fit', () => {
  let middle: Middle;
  beforeEach(async () => {
    middle = await Middle.before(desk);
    await desk.write('reserve.yaml', ladder(['res-1'], { account: 'reserve' }));
    await desk.tcp('journal', 'init');
  });
  afterEach(() => middle.close());

  const said = (status: number): Told => ({ status, text: JSON.stringify({ message: 'no' }) });
  const isSubmit = ({ method }: Asked): boolean => method === 'POST';
  const isOf = ({ path, body }: Asked, account: string): boolean => (path + body).includes(account);
  /** How the venue answers for each account: submits, or reads. */
  const answers = (treasury: number | undefined, reserve: number | undefined, reads?: number): void => {
    middle.tricks = {
      instead: (asked) => {
        const isReserve = isOf(asked, 'CA1000051R');
        if (!isSubmit(asked)) return isReserve && reads !== undefined ? said(reads) : undefined;
        const status = isReserve ? reserve : treasury;
        return status === undefined ? undefined : said(status);
      },
    };
  };
  const apply = async (): Promise<number | null> => (await desk.tcp('apply', '--yes')).code;

  it('6 in doubt comes before 1 refused', async () => {
    answers(500, 400);
    expect(await apply()).toBe(6);
  });

  it('6 in doubt comes before 1 account unknown', async () => {
    answers(500, undefined, 400);
    expect(await apply()).toBe(6);
  });

  it('1 account unknown, while the other account goes on', async () => {
    answers(undefined, undefined, 400);
    expect(await apply()).toBe(1);
    expect(desk.ledger().orders).toHaveLength(1);
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(1);
  });

  it('130 interrupted comes before 1 refused', async () => {
    const isIn = Promise.withResolvers<void>();
    await desk.write('reserve.yaml', ladder(['res-1', 'res-2', 'res-3'], { account: 'reserve' }));
    const held = Promise.withResolvers<void>();
    middle.tricks = {
      instead: (asked) => (isSubmit(asked) && isOf(asked, 'CA1264810R') ? said(400) : undefined),
      tell: async (told, asked) => {
        if (!isSubmit(asked)) return told;
        isIn.resolve();
        await held.promise;
        return told;
      },
    };
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await isIn.promise;
    const stopping = saidBy(child, /Stopping/);
    child.kill('SIGINT');
    await stopping;
    held.resolve();
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/dip-1 +refused/);
  });

  it('3 invalid comes before anything is read; 2 only where nothing is wrong', async () => {
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(2);
    expect((await desk.tcp('plan')).code).toBe(0);
    const before = middle.seen.length;
    await desk.write('orders.yaml', 'version: 1\norders: [');
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(3);
    expect(middle.seen).toHaveLength(before);
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect(await apply()).toBe(0);
    expect((await desk.tcp('plan', '--detailed-exitcode')).code).toBe(0);
  });
});
