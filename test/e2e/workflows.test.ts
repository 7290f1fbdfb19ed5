import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describePostgres } from '../support/postgres.ts';
import { ACTION, WORKFLOWS, textOf } from '../support/workflow/file.ts';
import { LADDER, OrdersRepository } from '../support/workflow/orders.ts';
import { PROTECTED } from '../support/workflow/github.ts';
import type { JobRun, Run } from '../support/workflow/runner.ts';

/*
 * The workflows that `init --github` writes, step by step in a repository of their own: from a pull request to resting orders, and back. The
 * tests follow each other, as pull requests do.
 */

const SLOW = 300_000;
let orders: OrdersRepository;
const received = (): number => orders.desk.ledger().requests.received;
const live = (): readonly string[] =>
  orders.desk
    .ledger()
    .orders.filter(({ status }) => status === 'AWAITING')
    .map(({ priceLimit }) => priceLimit ?? '');

function job(run: Run, name: string): JobRun {
  const found = run.jobs[name];
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
}
const results = (run: Run): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(run.jobs).map(([name, { result }]) => [name, result]));
/** What went wrong, for whoever reads a failing test. */
const told = (run: Run): string =>
  Object.entries(run.jobs)
    .flatMap(([name, { steps }]) =>
      steps.map((step) => `${name} ${step.name}: ${step.outcome}\n${step.said}`),
    )
    .join('\n');
const digestShown = (): string =>
  /<!-- tradeform-digest (\w+) -->/.exec(orders.comments.at(-1)?.body ?? '')?.[1] ?? '';
const edit = async (from: string, to: string): Promise<void> =>
  orders.write(LADDER, (await orders.read(LADDER)).replace(from, to));

describePostgres('orders as pull requests', () => {
  let ladder = '';
  let applied: Run;

  beforeAll(async () => {
    orders = await OrdersRepository.open();
    ladder = await orders.read(LADDER);
    await orders.remove(LADDER);
    orders.commit('Begin the desk');
  }, SLOW);
  afterAll(() => orders.close());

  it('work with the very files of this repository', async () => {
    const mine = WORKFLOWS.filter((path) => !path.endsWith('/ci.yml'));
    for (const path of [...mine, ACTION]) expect(await orders.read(path)).toBe(textOf(path));
  });

  it('a pull request is validated and planned, and shows one comment', { timeout: SLOW }, async () => {
    orders.git('switch', '--quiet', '--create', 'ladder');
    await orders.write(LADDER, ladder);
    orders.commit('Two buys below the market');
    const run = await orders.pullRequest(1, 'ladder');
    expect(results(run), told(run)).toEqual({ validate: 'success', plan: 'success' });
    expect(orders.comments).toHaveLength(1);
    const [comment] = orders.comments;
    expect(comment?.body).toMatch(
      /^<!-- tradeform-plan live -->\n<!-- tradeform-digest [0-9a-f]{64} -->\n### LIVE/,
    );
    expect(comment?.body).toContain('would submit 2 orders');
    expect(comment?.body.match(/tradeform-plan live/g)).toHaveLength(1);
    expect(job(run, 'plan').summary).toContain('would submit 2 orders');
    expect(received()).toBe(0);
  });

  it('the comment is brought up to date, not repeated', { timeout: SLOW }, async () => {
    const before = digestShown();
    await edit('96000.00', '95500.00');
    orders.commit('A little lower');
    expect(results(await orders.pullRequest(1, 'ladder'))).toEqual({ validate: 'success', plan: 'success' });
    expect(orders.comments).toHaveLength(1);
    expect(orders.comments[0]?.body).toContain('95500.00');
    expect(digestShown()).not.toBe(before);
  });

  it('what a branch calls its plan is not shown as one', { timeout: SLOW }, async () => {
    orders.git('switch', '--quiet', '--create', 'forged');
    for (const name of ['plan.md', 'plan.json']) {
      await orders.write(name, '### LIVE: nothing to see');
      orders.git('add', '--force', name);
    }
    orders.commit('A plan of my own');
    const run = await orders.pullRequest(1, 'forged');
    expect(results(run), told(run)).toEqual({ validate: 'success', plan: 'success' });
    expect(orders.comments[0]?.body).toContain('would submit 2 orders');
    expect(orders.comments[0]?.body).not.toContain('nothing to see');
    expect(job(run, 'plan').summary).not.toContain('nothing to see');
    orders.git('switch', '--quiet', 'ladder');
  });

  it('an invalid file fails without any key, and no plan is made', { timeout: SLOW }, async () => {
    orders.git('switch', '--quiet', '--create', 'broken');
    await edit('side: buy', 'side: bye');
    orders.commit('A slip');
    const run = await orders.pullRequest(2, 'broken');
    expect(results(run)).toEqual({ validate: 'failure', plan: 'skipped' });
    expect(told(run)).toContain('::error file=specs/btc-ladder.yaml,line=15');
    expect(orders.comments).toHaveLength(1);
    orders.git('switch', '--quiet', 'ladder');
  });

  it('a fork gets no keys: it is validated, and told why it has no plan', { timeout: SLOW }, async () => {
    const run = await orders.pullRequest(3, 'ladder', 'stranger/orders');
    expect(results(run)).toEqual({ validate: 'success', plan: 'skipped' });
    // Nor does it learn which environment is meant.
    expect(job(run, 'validate').summary).toContain('### PAPER: the files are valid');
    expect(job(run, 'validate').summary).toMatch(/\*\*No plan here\*\*.* checked as for paper\./);
    expect(orders.comments).toHaveLength(1);
  });

  it('after the merge the plan is made afresh, is as reviewed, and waits', { timeout: SLOW }, async () => {
    const shown = digestShown();
    applied = await orders.merge(1, 'ladder');
    expect(results(applied), told(applied)).toEqual({ plan: 'success', apply: 'waiting' });
    expect(job(applied, 'plan').summary).toContain(
      `**As reviewed**: this plan, \`${shown.slice(0, 12)}\`, is the one that pull request #1 showed.`,
    );
    expect(received()).toBe(0);
  });

  it(
    'once approved, that very plan is applied, and the journal knows by which run',
    { timeout: SLOW },
    async () => {
      const run = await orders.approve(applied);
      expect(results(run), told(run)).toEqual({ plan: 'success', apply: 'success' });
      expect(live()).toEqual(['95500.00', '93000.00']);
      expect(job(run, 'apply').summary).toContain('`btc-dip-1`');
      expect(job(run, 'apply').summary).not.toContain('**Exit');
      const { stdout } = await orders.run('history', '--export');
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const commit = orders.github.known.main;
      expect(events[0]).toMatchObject({
        type: 'run-started',
        actor: 'ada',
        commit,
        data: {
          ci: {
            ...{ system: 'github', commit, pullRequest: '1' },
            run: `https://github.invalid/desk/orders/actions/runs/${run.id}/attempts/1`,
          },
        },
      });
      expect((await orders.run('history')).stdout).toContain('pull request 1');
    },
  );

  it('a plan is applied once, however often it is approved', { timeout: SLOW }, async () => {
    const again = await orders.approve(applied);
    expect(results(again)).toEqual({ plan: 'success', apply: 'failure' });
    expect(job(again, 'apply').summary).toContain('**Exit 5: a stale plan');
    expect(received()).toBe(2);
  });

  it('what agrees opens no issue', { timeout: SLOW }, async () => {
    const run = await orders.dispatched('orders-drift');
    expect(results(run), told(run)).toEqual({ drift: 'success' });
    expect(orders.issues).toEqual([]);
  });

  it(
    'a push without a pull request is called that; what it changes is told in one issue',
    { timeout: SLOW },
    async () => {
      orders.git('switch', '--quiet', 'main');
      await edit('93000.00', '92000.00');
      const older = await orders.pushed(orders.commit('In a hurry'));
      expect(results(older)).toEqual({ plan: 'success', apply: 'waiting' });
      expect(job(older, 'plan').summary).toContain(
        '**Not reviewed**: this commit came without a pull request.',
      );
      for (const _ of ['opened', 'brought up to date']) {
        const drift = await orders.dispatched('orders-drift');
        expect(results(drift), told(drift)).toEqual({ drift: 'success' });
        expect(orders.issues).toHaveLength(1);
      }
      expect(orders.issues[0]).toMatchObject({
        title: 'Orders of live: files and venue differ',
        state: 'open',
      });
      expect(orders.issues[0]?.body).toContain('92000.00');

      // It is taken back before anybody approves it; whoever approves the older run now approves what is no longer wanted.
      await edit('92000.00', '93000.00');
      const newer = await orders.pushed(orders.commit('Take that back'));
      expect(results(newer), told(newer)).toEqual({ plan: 'success', apply: 'skipped' });
      const late = await orders.approve(older);
      expect(results(late)).toEqual({ plan: 'success', apply: 'failure' });
      expect(job(late, 'apply').summary).toContain('**Not the newest commit**');
      expect(live()).toEqual(['95500.00', '93000.00']);

      await orders.dispatched('orders-drift');
      expect(orders.issues).toHaveLength(1);
      expect(orders.issues[0]?.state).toBe('closed');
      expect(orders.comments.at(-1)?.body).toContain('found no difference');
    },
  );

  it('what nobody would have to approve is not applied', { timeout: SLOW }, async () => {
    await edit('93000.00', '91000.00');
    const commit = orders.commit('Unprotected');
    for (const environments of [{}, { live: { protection_rules: [] } }]) {
      orders.github.know({ environments });
      const run = await orders.pushed(commit);
      expect(results(run)).toEqual({ plan: 'failure', apply: 'skipped' });
      expect(job(run, 'plan').summary).toContain('**Nobody would have to approve**');
    }
    orders.github.know({ environments: { live: PROTECTED } });
    expect(received()).toBe(2);
  });

  it(
    'a plan without its journal is no plan to approve, and the reason is told',
    { timeout: SLOW },
    async () => {
      await orders.withoutJournal(async () => {
        const run = await orders.pushed(orders.github.known.main);
        expect(results(run), told(run)).toEqual({ plan: 'failure', apply: 'skipped' });
        expect(job(run, 'plan').summary).toContain('or an unusable journal.**');
        expect(job(run, 'plan').summary).not.toContain('eviewed**');
      });
    },
  );

  it('what moved between plan and approval is refused, and told', { timeout: SLOW }, async () => {
    const run = await orders.pushed(orders.github.known.main);
    expect(results(run)).toEqual({ plan: 'success', apply: 'waiting' });
    const [, second] = orders.desk.ledger().orders;
    await orders.desk.control('POST', 'fill', { orderId: second?.orderId, quantity: '0.01' });
    const late = await orders.approve(run);
    expect(results(late)).toEqual({ plan: 'success', apply: 'failure' });
    expect(job(late, 'apply').summary).toContain('**Exit 5: a stale plan');

    // A plan of now would be applied, were it not another one than was approved.
    const now = await orders.pushed(orders.github.known.main);
    expect(results(now)).toEqual({ plan: 'success', apply: 'waiting' });
    await orders.swapArtifacts(now, run);
    const swapped = await orders.approve(run);
    expect(results(swapped)).toEqual({ plan: 'success', apply: 'failure' });
    expect(told(swapped)).toMatch(/The plan's digest is [0-9a-f]{64}, and [0-9a-f]{64} was approved/);
    expect(received()).toBe(2);
  });

  it('what a limit refuses is held back, and the rest may be approved', { timeout: SLOW }, async () => {
    const before = await orders.read(LADDER);
    await orders.write(
      LADDER,
      `${before}\n  btc-large:\n    side: buy\n    receiveQuantity: 5.00 BTC\n    priceLimit: 90000.00 USD\n    labels: { ticket: TRE-1 }\n`,
    );
    const run = await orders.pushed(orders.commit('Too much'));
    expect(results(run), told(run)).toEqual({ plan: 'success', apply: 'waiting' });
    expect(job(run, 'plan').summary).toContain('**Exit 4: refused by a limit or a halt.**');
    const approved = await orders.approve(run);
    expect(results(approved)).toEqual({ plan: 'success', apply: 'failure' });
    expect(job(approved, 'apply').summary).toContain('**Exit 4: refused by a limit or a halt.**');
    expect(live()).toEqual(['95500.00', '91000.00']);
    await orders.write(LADDER, before);
  });

  it('an order in doubt is a person’s, and says so everywhere', { timeout: SLOW }, async () => {
    await edit('91000.00', '90500.00');
    const match = { method: 'POST', path: '/trades/v2/order' };
    await orders.desk.control('POST', 'faults', { fault: 'drop-before', match, times: 1 });
    const run = await orders.approve(await orders.pushed(orders.commit('Lower still')));
    expect(results(run)).toEqual({ plan: 'success', apply: 'failure' });
    expect(job(run, 'apply').summary).toContain('**Exit 6: an order needs a person.**');
    const drift = await orders.dispatched('orders-drift');
    expect(results(drift)).toEqual({ drift: 'failure' });
    expect(orders.issues.at(-1)?.title).toBe('Orders of live: an order needs a person');
  });

  describe('by hand', () => {
    const byHand = async (
      command: string,
      inputs: Readonly<Record<string, string | boolean>> = {},
    ): Promise<JobRun> => {
      const run = await orders.dispatched('orders-ops', { command, ...inputs });
      expect(results(run)).toEqual({ run: 'waiting' });
      return job(await orders.approve(run), 'run');
    };

    it('an order in doubt is shown and decided about', { timeout: SLOW }, async () => {
      expect((await byHand('status')).summary).toMatch(/^ {4}LIVE[^]*in-doubt/);
      const undecided = await byHand('resolve', { names: 'btc-dip-2' });
      expect(undecided.summary).toMatch(/^ {4}LIVE/);
      const resolved = await byHand('resolve', {
        names: 'btc-dip-2',
        'not-executed': true,
        reason: 'venue desk, 14:05',
        approver: 'grace',
      });
      expect(resolved.result, resolved.summary).toBe('success');
    });

    it(
      'orders are halted, whatever the reason holds, and the halt is lifted by two',
      { timeout: SLOW },
      async () => {
        const reason = '$(touch pwned) `touch pwned`"; touch pwned #';
        const halted = await byHand('halt', { reason });
        expect(halted.result, halted.summary).toBe('success');
        expect(halted.summary).toContain(reason);
        expect(existsSync(join(halted.workspace, 'pwned'))).toBe(false);
        // Names would be left out, and all of it lifted.
        const named = await byHand('unhalt', { approver: 'grace', names: 'treasury' });
        expect(named.result).toBe('failure');
        expect(named.summary).toContain('**Exit 64: wrong usage.**');
        const alone = await byHand('unhalt', { approver: 'ada' });
        expect(alone.result).toBe('failure');
        expect(alone.summary).toContain('nobody approves what they do themselves');
        const lifted = await byHand('unhalt', { approver: 'grace' });
        expect(lifted.result, lifted.summary).toBe('success');
      },
    );

    it('a name can’t be taken for an option', { timeout: SLOW }, async () => {
      const run = await byHand('cancel', { names: '--all' });
      expect(run.result).toBe('failure');
      expect(live()).not.toEqual([]);
    });

    it('orders are cancelled', { timeout: SLOW }, async () => {
      const one = await byHand('cancel', { names: 'btc-dip-2\nbtc-dip-1' });
      expect(one.result, one.summary).toBe('success');
      expect(one.summary).toContain('1 order ended. Nothing of ours is live in this scope (read twice).');
      expect(live()).toEqual([]);
      expect((await byHand('cancel', { everything: true })).result).toBe('success');
    });
  });

  it('no secret is in any comment, issue or artifact', async () => {
    const known = JSON.stringify(orders.github.known);
    expect(known).not.toContain('s-e2e-not-to-be-printed');
    expect(known).not.toContain(new URL(orders.database.url).password || 'no password at all');
  });
});
