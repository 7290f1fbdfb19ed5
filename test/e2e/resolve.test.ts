import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Desk, type Ended, ladder } from '../support/desk.ts';

/* A person decides about an order that nobody can know: by options, and at a terminal. */

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.tcp('journal', 'init');
});
afterEach(() => desk.close());

const SUBMITS = { method: 'POST', path: '/trades/v2/order' };
const fault = (name: string, more: object = {}): Promise<unknown> =>
  desk.control('POST', 'faults', { fault: name, match: SUBMITS, times: 1, ...more });
const GROUNDS = ['--reason', 'the venue’s desk says so', '--approver', 'grace'] as const;
const NEVER = ['--not-executed', ...GROUNDS] as const;

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** The last events of the journal, without those that only frame a run. */
async function lastEvents(count: number): Promise<readonly Told[]> {
  const { stdout } = await desk.tcp('history', '--export');
  const events = stdout.trimEnd().split('\n');
  return events
    .map((line) => JSON.parse(line) as Told)
    .filter(({ type }) => !type.startsWith('run-'))
    .slice(-count);
}

/** dip-1 was sent, and its answer is lost; it never arrived. */
async function doubt(): Promise<string> {
  await desk.write('orders.yaml', ladder(['dip-1']));
  await fault('drop-before');
  const applied = await desk.tcp('apply', '--yes');
  expect(applied.code).toBe(6);
  expect(applied.stdout).toMatch(/\nNext:\n {2}tradeform resolve dip-1 --env tcp\n$/);
  const { stdout } = await desk.tcp('resolve', 'dip-1', '--format', 'json');
  return (JSON.parse(stdout) as { readonly tag: string }).tag;
}

/** Somebody places an order by hand, on the terms of dip-1 unless it says otherwise. */
async function byHand(more: object = {}): Promise<string> {
  const terms = { ticker: 'BTC-USD', tradeSide: 'buy', strategy: 'GTC', receiveQuantity: '0.10' };
  const order = { accountId: 'CA1264810R', ...terms, priceLimit: '60000.00', ...more };
  return ((await desk.control('POST', 'order', order)) as { readonly orderId: string }).orderId;
}

const decide = (...words: readonly string[]): Promise<Ended> => desk.tcp('resolve', 'dip-1', ...words);

describe('the evidence', () => {
  it('is when, what, what was looked for, what could be it, and what is free; then what to type', async () => {
    const tag = await doubt();
    const id = await byHand();
    await byHand({ priceLimit: '60010.00' });
    const { code, stdout } = await decide();
    expect(code).toBe(6);
    for (const part of [
      /^\? dip-1 {2}in doubt: sent, and nobody knows whether it was accepted$/m,
      /^ {2}sent +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ by \S+, to treasury \(aquanow CA1264810R\)$/m,
      /^ +GTC buy 0\.10 BTC at ≤ 60000\.00 USD = 6000\.00 USD \(BTC-USD\)$/m,
      new RegExp(`usernameRef ${tag}$`, 'm'),
      /^ {2}answer +the connection to \S+ was lost/m,
      new RegExp(`in complete lists\\s+tag ${tag}: not there`),
      new RegExp(`^ {2}candidates +1 order on the same terms[^]*\\n +${id}\\n +open`, 'm'),
      /^ {2}balances +free now: \d+(\.\d+)? BTC, \d+(\.\d+)? USD/m,
      new RegExp(
        `^ {2}tradeform resolve dip-1 --executed ${id} --reason "…" --approver NAME --env tcp$`,
        'm',
      ),
      new RegExp(`^ {2}tradeform resolve dip-1 --not-executed --other ${id} --reason`, 'm'),
    ])
      expect(stdout).toMatch(part);
    expect(await lastEvents(1)).toMatchObject([{ type: 'in-doubt' }]);
  });

  it('is the journal’s alone where the venue is gone, and then nothing can be decided', async () => {
    await doubt();
    await desk.unplug();
    const { code, stdout } = await decide();
    expect(code).toBe(6);
    expect(stdout).toMatch(/venue +can't be read: .*could not connect/);
    const decided = await decide(...NEVER);
    expect(decided.code).toBe(1);
    expect(decided.stderr).toContain('until then the order stays as it is');
    await desk.plugIn();
    expect((await desk.tcp('plan')).code).toBe(6);
  });

  it('is refused of what needs nobody, with what to type', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.tcp('apply', '--yes');
    const settled = await decide();
    expect(settled.code).toBe(64);
    expect(settled.stderr).toMatch(/not in doubt: it is accepted[^]*tradeform status dip-1 --env tcp\n$/);
    expect((await desk.tcp('resolve', 'dip-9')).stderr).toContain('tradeform status --env tcp');
  });
});

describe('a decision', () => {
  it('needs its reason, and another person', async () => {
    await doubt();
    for (const [words, says] of [
      [['--not-executed'], '--reason'],
      [['--not-executed', '--reason', ' '], '--reason'],
      [['--not-executed', '--reason', 'r'], '--approver'],
      [['--reason', 'r', '--approver', 'grace'], '--executed VENUE-ID'],
      [['--executed', '', ...GROUNDS], '--executed is empty'],
      [['--executed', 'o-1', '--not-executed', ...GROUNDS], 'exclude each other'],
      [['--executed', 'o-1', '--other', 'o-2', ...GROUNDS], '--other goes with'],
    ] as const) {
      const { code, stderr } = await decide(...words);
      expect([words, code]).toEqual([words, 64]);
      expect(stderr).toContain(says);
    }
    const args = ['resolve', 'dip-1', ...NEVER, '--env', 'tcp'];
    const alone = await desk.start(args, { TRADEFORM_ACTOR: 'grace@desk-1' }).ended;
    expect(alone.code).toBe(64);
    expect(alone.stderr).toContain('nobody approves what they do themselves');
    expect(await lastEvents(1)).toMatchObject([{ type: 'in-doubt' }]);
  });

  it('is journalled with its grounds and what was told apart; then the next plan offers it again', async () => {
    await doubt();
    const id = await byHand();
    const refused = await decide(...NEVER);
    expect(refused.code).toBe(64);
    expect(refused.stderr).toContain(`may be it: ${id}`);
    const decided = await decide(...NEVER, '--other', id);
    expect(decided).toMatchObject({ code: 0 });
    expect(decided.stdout).toMatch(
      /approved by grace: dip-1 was not executed[^]*\n {2}tradeform plan --env tcp\n$/,
    );
    const data = { outcome: 'not-executed', reason: GROUNDS[1], approver: 'grace', others: [id] };
    expect(await lastEvents(1)).toMatchObject([{ type: 'resolved', data }]);
    expect((await desk.tcp('plan')).stdout).toContain('+ dip-1');
  });

  it('takes an order that could be it, and no other', async () => {
    await doubt();
    const rung = await byHand({ priceLimit: '60010.00' });
    const refused = await decide('--executed', rung, ...GROUNDS);
    expect(refused.code).toBe(64);
    expect(refused.stderr).toContain('priceLimit 60010, and 60000.00 was sent');
    const id = await byHand();
    expect(await decide('--executed', id, ...GROUNDS)).toMatchObject({ code: 0 });
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 1 unchanged, 1 not ours.');
  });
});

describe('an order that came back', () => {
  it('is seen and recorded by whoever decides, without an apply in between', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await fault('late-visibility', { ms: 60_000 });
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('✗ dip-1  vanished');
    expect((await decide()).stdout).toContain('vanished: accepted, and not at the venue now');
    expect(await decide(...NEVER)).toMatchObject({ code: 0 });
    await desk.control('POST', 'time', { advanceMs: 61_000 });
    const orderId = desk.ledger().orders[0]?.orderId ?? '';
    const shown = await decide();
    expect(shown.stdout).toContain('came back: at the venue, although it was over');
    expect(shown.stdout).toContain('\n  tradeform cancel dip-1 --env tcp\n');
    expect((await decide(...NEVER)).stderr).toContain(`The venue shows it: ${orderId}`);
    expect(await decide('--executed', orderId, ...GROUNDS)).toMatchObject({ code: 0 });
    expect(await lastEvents(2)).toMatchObject([
      { type: 'came-back', data: { orderId, status: 'open' } },
      { type: 'resolved', data: { outcome: 'executed', orderId } },
    ]);
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('No changes. 1 unchanged.');
    expect(desk.ledger().orders).toHaveLength(1);
  });
});

describe('two orders under one tag', () => {
  it('are both shown; one is cancelled by its id, and the other is said to be it', async () => {
    const usernameRef = await doubt();
    const [one, two] = [await byHand({ usernameRef }), await byHand({ usernameRef })];
    expect((await desk.tcp('apply', '--yes')).stdout).toMatch(
      /Next:\n {2}tradeform resolve dip-1 --env tcp\n/,
    );
    const { stdout } = await decide();
    for (const id of [one, two]) expect(stdout).toContain(`\n  tradeform cancel ${id} --env tcp\n`);
    expect((await decide(...NEVER)).stderr).toContain('more than one order under its tag');
    expect(await desk.tcp('cancel', two)).toMatchObject({ code: 0 });
    const decided = await decide('--executed', one, ...GROUNDS);
    expect(decided).toMatchObject({ code: 0 });
    expect(decided.stdout).not.toContain('tradeform cancel');
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('No changes. 1 unchanged.');
  });
});

describe('an order of ours that the journal does not know', () => {
  it('is shown by its id and by its name, with what takes it in and out', async () => {
    const tag = await doubt();
    expect(await decide(...NEVER)).toMatchObject({ code: 0 });
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    await desk.tcp('apply', '--yes');
    // The tag of an attempt that this journal never made, as another runner would make it.
    const other = await Desk.open();
    try {
      await other.tcp('journal', 'init');
      await other.write('orders.yaml', ladder(['dip-3']));
      await other.tcp('apply', '--yes');
      const [{ usernameRef } = {}] = other.ledger().orders;
      expect(usernameRef?.slice(2, 6)).toBe(tag.slice(2, 6));
      const id = await byHand({ usernameRef });
      expect((await desk.tcp('plan')).stdout).toMatch(
        new RegExp(`\\nNext:\\n {2}tradeform resolve ${id} --env tcp\\n$`),
      );
      for (const typed of [id, 'dip-3']) {
        const { code, stdout } = await desk.tcp('resolve', typed);
        expect(code).toBe(6);
        expect(stdout).toContain('an order of ours that this journal does not know');
        expect(stdout).toContain(`\n  tradeform cancel ${id} --env tcp\n`);
      }
      expect((await desk.tcp('resolve', id, ...NEVER)).code).toBe(64);
      expect(await desk.tcp('cancel', id)).toMatchObject({ code: 0 });
      expect(await desk.tcp('plan')).toMatchObject({ code: 0 });
    } finally {
      await other.close();
    }
  });
});

describe('at a terminal', () => {
  // A pseudo-terminal needs more than Node; what readline sees of one is this.
  const TERMINAL =
    'data:text/javascript,for (const it of [process.stdin, process.stderr]) Object.defineProperty(it, "isTTY", { value: true });';
  const FIRST = 'or Enter to leave it: ';

  interface Asked {
    readonly code: number | null;
    readonly text: string;
  }
  /** Answers each question once it is asked; what a person does in between is done before the answer. */
  async function asked(
    answers: readonly (readonly [question: string, answer: string, before?: () => Promise<unknown>])[],
  ): Promise<Asked> {
    const { CI: _, ...env } = process.env;
    const child: ChildProcess = spawn(
      process.execPath,
      ['--import', TERMINAL, BIN, 'resolve', 'dip-1', '--env', 'tcp'],
      {
        cwd: desk.dir,
        env: { ...env, E2E_KEY: 'k-e2e', E2E_SECRET: 's-e2e-not-to-be-printed', TERM: 'dumb', NO_COLOR: '1' },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    let [text, from, next] = ['', 0, 0];
    const answer = (): void => {
      const [question, words, before] = answers[next] ?? [];
      if (question === undefined || !text.slice(from).includes(question)) return;
      from = text.length;
      next += 1;
      void Promise.resolve(before?.()).then(() => child.stdin?.write(words ?? ''));
    };
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        answer();
      });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(next).toBe(answers.length);
    return { code, text };
  }

  const sure = 'Record for TCP that dip-1 never reached the venue, and may be sent again?';
  const grounds = [
    ['How do you know? ', 'venue desk, 14:05\r'],
    ['Who approved it, beside you? ', 'grace\r'],
  ] as const;

  it('asks what, how it is known and who approved it, and records at yes', async () => {
    await doubt();
    const { code, text } = await asked([[FIRST, 'never\r'], ...grounds, [sure, 'yes\r']]);
    expect(text).toContain('approved by grace: dip-1 was not executed');
    expect(code).toBe(0);
    const data = { outcome: 'not-executed', reason: 'venue desk, 14:05', approver: 'grace' };
    expect(await lastEvents(1)).toMatchObject([{ type: 'resolved', data }]);
  });

  it.each<readonly [string, Parameters<typeof asked>[0]]>([
    ['at Ctrl-C', [[FIRST, '\u0003']]],
    ['at Enter', [[FIRST, '\r']]],
    ['at Ctrl-C later', [[FIRST, 'never\r'], grounds[0], [grounds[1][0], '\u0003']]],
    ['at y', [[FIRST, 'never\r'], ...grounds, [sure, 'y\r']]],
  ])('records nothing %s', async (_when, answers) => {
    await doubt();
    const { code, text } = await asked(answers);
    expect(text).toContain('It stays as it is: nothing was recorded.');
    expect(code).toBe(6);
    expect(await lastEvents(1)).toMatchObject([{ type: 'in-doubt' }]);
  });

  it('looks again before it records: the order has come up meanwhile', async () => {
    const usernameRef = await doubt();
    let id = '';
    const arrives = async (): Promise<void> => {
      id = await byHand({ usernameRef });
    };
    const { code, text } = await asked([[FIRST, 'never\r'], ...grounds, [sure, 'yes\r', arrives]]);
    expect(text).toContain(`new since: order ${id}`);
    expect(text).toContain(`The venue shows it: ${id}.`);
    expect(code).toBe(64);
    expect(await lastEvents(1)).toMatchObject([{ type: 'in-doubt' }]);
    expect((await desk.tcp('apply', '--yes')).stdout).toContain('adopted');
    expect(desk.ledger().orders).toHaveLength(1);
  });

  it('looks again before it records: another order like it has come up', async () => {
    await doubt();
    const { code, text } = await asked([[FIRST, 'never\r'], ...grounds, [sure, 'yes\r', byHand]]);
    expect(text).toMatch(/An order on the same terms .* may be it/);
    expect(code).toBe(64);
    expect(await lastEvents(1)).toMatchObject([{ type: 'in-doubt' }]);
  });

  it('shows what a candidate has filled meanwhile, and takes it', async () => {
    await doubt();
    const id = await byHand();
    const fills = (): Promise<unknown> =>
      desk.control('POST', 'price', { ticker: 'BTC-USD', price: '59000' });
    const { code, text } = await asked([
      [FIRST, `${id}\r`],
      ...grounds,
      [`Record for TCP that dip-1 is order ${id}?`, 'yes\r', fills],
    ]);
    expect(text).toMatch(new RegExp(`moved since: order ${id}: filled`));
    expect(text).toContain(`dip-1 is order ${id}. It counts as placed.`);
    expect(code).toBe(0);
  });
});
