import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBothVenues, specOf } from '../support/both-venues.ts';
import { Desk, type Ended, ladder } from '../support/desk.ts';
import { HOSTILE, dangers } from '../support/hostile.ts';
import { brokenRows, foreignIn } from '../support/markdown.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

/** Runs as a step of a workflow whose repository holds the desk in a folder. */
async function step(...args: readonly string[]): Promise<Ended> {
  const [summary, output] = ['summary.md', 'output.txt'].map((name) => join(desk.dir, name));
  await writeFile(summary ?? '', 'before\n');
  await writeFile(output ?? '', 'kept=1\n');
  return desk.start([...args, '--format', 'github'], {
    GITHUB_STEP_SUMMARY: summary ?? '',
    GITHUB_OUTPUT: output ?? '',
    GITHUB_WORKSPACE: dirname(desk.dir),
  }).ended;
}

const NOWHERE = { GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: '', GITHUB_WORKSPACE: '' };
const outside = (...args: readonly string[]): Promise<Ended> =>
  desk.start([...args, '--format', 'github'], NOWHERE).ended;

const outputs = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await desk.read('output.txt'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
const commandsOf = ({ stdout }: Ended): readonly string[] =>
  stdout.split('\n').filter((line) => line.startsWith('::'));

const BROKEN = ladder(['dip-1', 'dip-2']).replaceAll('priceLimit', 'priceLimits');

describe('a plan for a pull request', () => {
  it('is a comment of Markdown', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const { code, stdout } = await desk.run('plan', '--format', 'markdown');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- tradeform-plan paper -->\n### PAPER: would submit 2 orders\n/);
    expect(stdout).toMatch(/`tradeform apply --env paper --expect [0-9a-f]{12}` sends exactly this/);
    expect([...foreignIn(stdout), ...brokenRows(stdout)]).toEqual([]);
  });

  it('tells how its saved form is applied', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    const { stdout } = await desk.run('plan', '--out', 'plan.json', '--format', 'markdown');
    expect(stdout).toMatch(
      /`tradeform apply plan\.json --env paper` sends exactly this, once, until [\d-]+ \d\d:\d\dZ, or nothing/,
    );
  });

  it('is annotations, a summary and outputs in a workflow, and text in its log', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect((await desk.run('apply', '--yes')).code).toBe(0);
    expect((await desk.run('halt', '--reason', 'the market: 50%, closed', '--env', 'paper')).code).toBe(0);
    await desk.write('orders.yaml', ladder(['dip-2', 'dip-3']));
    const ended = await step('plan');
    expect(ended.code).toBe(4);
    expect(commandsOf(ended)).toEqual(
      ['dip-2', 'dip-3'].map(
        (name, index) =>
          expect.stringMatching(
            `^::error file=[\\w-]+/orders\\.yaml,line=${3 + 7 * index},col=3,title=PAPER ${name}%3A refused::GTC .*not sent%0A.*the market: 50%25, closed%0ANext: tradeform unhalt --approver NAME --env paper$`,
          ) as string,
      ),
    );
    expect(ended.stdout).toMatch(/^PAPER {2}e2e-desk/m);
    const summary = await desk.read('summary.md');
    expect(summary).toMatch(
      /^before\n<!-- tradeform-plan paper -->\n### PAPER: 2 changes are refused; would cancel 1/,
    );
    expect(await outputs()).toMatchObject({
      ...{ kept: '1', changes: '1', submit: '0', cancel: '1', 'needs-attention': '2', 'exit-code': '4' },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('is printed where no workflow runs', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    const { code, stdout } = await outside('plan');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- tradeform-plan paper -->\n### PAPER: would submit 1 order\n/);
  });

  it('annotates ten findings, and counts the others', async () => {
    const names = Array.from({ length: 13 }, (_, i) => `dip-${i}`);
    await desk.write('orders.yaml', ladder(names));
    expect((await desk.run('halt', '--reason', 'closed', '--env', 'paper')).code).toBe(0);
    const ended = await step('plan');
    expect(commandsOf(ended)).toHaveLength(10);
    expect(ended.stdout).toContain('3 more findings: see the job’s summary.');
    expect((await desk.read('summary.md')).match(/\*\*refused\*\*/g)).toHaveLength(13);
  });

  it('goes on where the summary can’t be written', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    const missing = join(desk.dir, 'no', 'such', 'folder');
    const { code, stdout, stderr } = await desk.start(['plan', '--format', 'github'], {
      ...NOWHERE,
      GITHUB_STEP_SUMMARY: missing,
      GITHUB_OUTPUT: desk.dir,
    }).ended;
    expect(code).toBe(0);
    expect(stderr).toContain('warning: GITHUB_STEP_SUMMARY can’t be written (ENOENT).');
    expect(stderr).toContain('warning: GITHUB_OUTPUT can’t be written (EISDIR).');
    expect(stdout).toContain('### PAPER: would submit 1 order');
  });
});

describe('files with problems', () => {
  it('are annotated where they are wrong', async () => {
    await desk.write('orders.yaml', BROKEN);
    const ended = await step('validate');
    expect(ended.code).toBe(3);
    expect(commandsOf(ended)).toEqual(
      [9, 16].map(
        (line) =>
          expect.stringMatching(
            `^::error file=[\\w-]+/orders\\.yaml,line=${line},col=5,endColumn=16,title=spec/unknown-field::unknown field .priceLimits.%0A`,
          ) as string,
      ),
    );
    expect(await desk.read('summary.md')).toContain('### PAPER: 2 problems in 1 file; nothing was planned');
    expect(await outputs()).toMatchObject({ 'exit-code': '3' });
  });

  it('take the place of the comment of the plan', async () => {
    await desk.write('orders.yaml', BROKEN);
    const { code, stdout, stderr } = await desk.tcp('plan', '--format', 'markdown');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^<!-- tradeform-plan tcp -->\n### TCP: 2 problems in 1 file; nothing was planned/,
    );
    expect(stderr).toContain('unknown field `priceLimits`');
  });

  it('are harmless, whatever they hold', async () => {
    const name = 'a|<img onerror>@everyone`[x](y).yaml';
    const hostile = HOSTILE.replaceAll(
      /[^ -~]/g,
      (c) => `\\U${(c.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
    );
    await desk.write(name, BROKEN.replaceAll('priceLimits', `"${hostile} @everyone <b>"`));
    const markdown = await desk.run('plan', '--format', 'markdown');
    const github = await step('validate');
    expect([markdown.code, github.code]).toEqual([3, 3]);
    expect(foreignIn(markdown.stdout)).toEqual([]);
    expect(dangers(markdown.stdout)).toEqual([]);
    expect(dangers(await desk.read('summary.md'))).toEqual([]);
    const commands = commandsOf(github);
    expect(commands).toHaveLength(github.stdout.trimEnd().split('\n').length);
    expect(commands.flatMap((line) => dangers(line.slice('::error '.length)))).toEqual([]);
  });

  it('are valid, in a few words', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    const { code, stdout } = await desk.run('validate', '--format', 'markdown');
    expect(code).toBe(0);
    expect(stdout).toBe(
      '<!-- tradeform-validate paper -->\n### PAPER: the files are valid\n\ne2e-desk: 1 order in 1 file on 1 account.\n',
    );
  });
});

describe('an apply for a pull request', () => {
  it('tells the outcomes first, and what was approved folded', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const { code, stdout } = await desk.run('apply', '--yes', '--format', 'markdown');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- tradeform-apply paper -->\n### PAPER: 2 changes done\n/);
    expect(
      stdout.match(/^\| ✓ \| `dip-\d`<br>`orders\.yaml:\d+` \| submit \| resting \| order `/gm),
    ).toHaveLength(2);
    expect(stdout.split('<summary>What was approved</summary>')[1]).toContain('| + submit | `dip-1`');
    expect([...foreignIn(stdout), ...brokenRows(stdout)]).toEqual([]);
  });

  it('annotates what was not done', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect((await desk.tcp('journal', 'init')).code).toBe(0);
    const match = { method: 'POST', path: '/trades/v2/order' };
    await desk.control('POST', 'faults', { fault: 'drop-before', match, times: 1 });
    const ended = await step('apply', '--yes', '--env', 'tcp');
    expect(ended.code).toBe(6);
    expect(commandsOf(ended)).toEqual([
      expect.stringMatching(
        /^::error file=[\w-]+\/orders\.yaml,line=3,col=3,title=TCP dip-1%3A in doubt::.+/,
      ) as string,
    ]);
    expect(await desk.read('summary.md')).toContain('### TCP: 1 order needs a person; 1 change not done\n');
    expect(await outputs()).toMatchObject({ changes: '1', done: '0', 'not-done': '1' });
  });

  it('tells of changes that came up meanwhile, and that nobody has approved', async () => {
    await desk.close();
    desk = await openBothVenues();
    await desk.journal();
    const resting = { strategy: 'GTC', side: 'buy', receiveQuantity: '0.10 BTC', priceLimit: '90000' };
    const working = { side: 'buy', size: '0.1', priceLimit: '90000', run: 'started' };
    await desk.write('orders.yaml', specOf({ orders: { rest: resting }, strategies: { smo: working } }));
    // One account can't be read at first, and can be while the run works on the other.
    const match = { method: 'GET', path: '/trades/v2/order' };
    await desk.control('POST', 'faults', { fault: 'malformed-body', match, times: 1 });
    const ended = await step('apply', '--yes', '--env', 'tcp');
    expect(ended.code).toBe(1);
    expect(commandsOf(ended)).toContainEqual(
      '::error title=TCP%3A came up meanwhile::Came up meanwhile, and was not sent: rest. Look at the plan, and apply again.',
    );
    const summary = await desk.read('summary.md');
    expect(summary).toContain('### TCP: 1 change came up meanwhile; 1 change done\n');
    expect(summary).toContain('\nCame up meanwhile, and was not sent: rest.');
  });

  it('shows the plan of now where it is not the one that was approved', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect((await desk.tcp('journal', 'init')).code).toBe(0);
    expect((await desk.tcp('plan', '--out', 'plan.json')).code).toBe(0);
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const { code, stdout, stderr } = await desk.tcp('apply', 'plan.json', '--format', 'markdown');
    expect(code).toBe(5);
    expect(stdout).toMatch(
      /^<!-- tradeform-apply tcp -->\n### TCP: not the plan that was approved, \d+ differences?; nothing was sent\n/,
    );
    expect(stdout.match(/<!-- tradeform/g)).toHaveLength(1);
    expect(stdout).toContain('| `dip-2` | submit was not in the approved plan');
    expect(stderr).toContain('no longer the one that was approved');
    expect(desk.ledger().orders).toEqual([]);
  });

  it('shows the plan where nobody can be asked', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    const { code, stdout } = await desk.run('apply', '--format', 'markdown');
    expect(code).toBe(64);
    expect(stdout).toMatch(/^<!-- tradeform-plan paper -->\n### PAPER: would submit 1 order\n/);
    expect(stdout.match(/<!-- tradeform/g)).toHaveLength(1);
  });
});

describe('an output that a command does not have', () => {
  it.each([
    ['history', 'markdown', ['history'], 'text, json'],
    ['status', 'github', ['status'], 'text, json, markdown'],
    ['journal status', 'github', ['journal', 'status', '--env', 'paper'], 'text, json'],
    ['status --limits', 'markdown', ['status', '--limits'], 'text, json'],
    ['plan --explain', 'markdown', ['plan', '--explain', 'dip-1'], 'text, json'],
  ] as const)('%s as %s', async (name, format, args, has) => {
    const { code, stdout, stderr } = await desk.run(...args, '--format', format);
    expect(code).toBe(64);
    expect(stderr).toContain(`${name} has no output as ${format}.\n  It has: ${has}.`);
    expect(dangers(stdout)).toEqual([]);
  });

  it('is shown as a status, which has one for a comment', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    expect((await desk.run('apply', '--yes')).code).toBe(0);
    const { code, stdout } = await desk.run('status', '--format', 'markdown');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- tradeform-status paper -->\n### PAPER: 1 order\n/);
    expect(stdout).toContain('`resting`: rests as asked for');
  });
});
