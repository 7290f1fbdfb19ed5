import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN } from '../support/desk.ts';
import { blocksOf, readme } from './blocks.ts';
import { APPLY, LADDER } from './scenes.ts';
import { type Shown, Stage } from './stage.ts';

/* The README's runbook, command by command, on the paper venue and with its faults. */

const [, RUNBOOK = ''] = /^### Runbook\n([^]*?)^## /m.exec(readme()) ?? [];
const { entry = '' } = blocksOf(readme(), 'example');

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open(BIN);
});
afterEach(() => stage.close());

/** Runs a line of the runbook, on paper, with these words in the place of those that stand for something. */
function follow(line: string, words: Readonly<Record<string, string>> = {}, code = 0): Promise<Shown> {
  expect(RUNBOOK).toContain(line);
  const typed = Object.entries(words).reduce((text, [from, to]) => text.replace(from, to), line);
  return stage.run(typed.replace('--env live', '--env paper'), code);
}
/** A line that asks nobody, as nobody is there. */
const unasked = { '--env live': '--env live --yes' };

interface Ledger {
  readonly orders: readonly { readonly orderId: string; readonly status: string }[];
  readonly strategies: readonly { readonly strategyId: string; readonly status: string }[];
}
const ledger = async (): Promise<Ledger> => (await stage.control('GET', 'ledger')) as Ledger;
const resting = async (): Promise<readonly string[]> =>
  (await ledger()).orders.filter(({ status }) => status === 'AWAITING').map(({ orderId }) => orderId);

/** The fault that the runbook asks for with curl. */
async function faultOfTheRunbook(): Promise<void> {
  const [, body = ''] = /curl 127\.0\.0\.1:4010\/paper\/faults -d '([^']+)'/.exec(RUNBOOK) ?? [];
  await stage.control('POST', 'faults', JSON.parse(body) as unknown);
}

async function orderInDoubt(): Promise<void> {
  await stage.run(APPLY);
  stage.append(LADDER, `\n${entry}\n`);
  await faultOfTheRunbook();
  expect((await stage.run(APPLY, 6)).stdout).toContain('✗ btc-dip-5  in doubt');
}

describe('the runbook', () => {
  it('cancels everything now, and lets nothing follow', async () => {
    await stage.run(APPLY);
    await follow('npx tradeform halt --env live --reason "prices look wrong"');
    const { stdout } = await follow('npx tradeform cancel --all --env live');
    expect(stdout).toContain('8 orders ended. Nothing of ours is live in this scope (read twice).');
    expect(await resting()).toEqual([]);
    expect((await ledger()).strategies.map(({ status }) => status)).toEqual(['STOPPED']);
    stage.append(LADDER, `\n${entry}\n`);
    expect((await stage.run(APPLY, 4)).stdout).toContain('halted: prices look wrong');
    await follow('npx tradeform unhalt --approver grace --env live');
    await stage.run(APPLY);
    expect(await resting()).toHaveLength(1);
  });

  it('settles an order in doubt that never arrived', async () => {
    await orderInDoubt();
    await follow('npx tradeform status --env live', {}, 6);
    await follow(
      'npx tradeform resolve btc-dip-5 --env live --not-executed --reason "venue desk, 14:05: never arrived" --approver grace',
    );
    expect((await stage.run('npx tradeform plan')).stdout).toContain('+ btc-dip-5');
  });

  it('settles an order in doubt by its id', async () => {
    await orderInDoubt();
    const order = {
      ...{ accountId: 'CA1264810R', ticker: 'BTC-USD', tradeSide: 'buy', strategy: 'GTC' },
      ...{ receiveQuantity: '0.25', priceLimit: '84000.00' },
    };
    const { orderId } = (await stage.control('POST', 'order', order)) as { readonly orderId?: string };
    const id = orderId ?? (await resting()).at(-1) ?? '';
    await follow(
      'npx tradeform resolve btc-dip-5 --env live --executed VENUE-ID --reason "venue desk, 14:05" --approver grace',
      { 'VENUE-ID': id },
    );
    expect((await stage.run('npx tradeform plan')).stdout).toContain('No changes. 9 unchanged, 2 finished.');
  });

  it('puts a lost journal together again, and stops what it can’t know', async () => {
    await stage.run(APPLY);
    stage.remove('specs/.tradeform/paper/journal.sqlite');
    expect((await stage.run(APPLY, 5)).stderr).toContain('is gone or empty');
    await follow('npx tradeform journal rebuild --env live', unasked);
    const plan = await stage.run('npx tradeform plan', 4);
    expect(plan.stdout).toContain('No changes. 7 unchanged, 2 finished, 1 held back, 1 not ours.');
    const [strategy] = (await ledger()).strategies;
    await follow('npx tradeform cancel STRATEGY-ID --env live', {
      'STRATEGY-ID': strategy?.strategyId ?? '',
    });
    expect((await ledger()).strategies[0]?.status).toBe('STOPPED');
    await follow('npx tradeform unhalt --account bybit-main --approver grace --env live');
    expect((await stage.run('npx tradeform plan')).stdout).toContain('+ btc-accumulate');
  });

  it('takes out an order that vanished and came back', async () => {
    await stage.run(APPLY);
    stage.append(LADDER, `\n${entry}\n`);
    await stage.fault('late-visibility', { ms: 3_600_000 });
    expect((await stage.run(APPLY, 6)).stdout).toContain('✗ btc-dip-5  vanished');
    await follow(
      'npx tradeform resolve btc-dip-5 --env live --not-executed --reason "venue desk, 14:05: never arrived" --approver grace',
    );
    await stage.run('npx tradeform paper time +2h');
    // No apply has seen it yet: who looks sees it all the same.
    const back = await follow('npx tradeform resolve NAME --env live', { NAME: 'btc-dip-5' }, 6);
    expect(back.stdout).toContain('came back: at the venue, although it was over');
    await follow('npx tradeform cancel NAME --env live', { NAME: 'btc-dip-5' });
    expect(await resting()).toHaveLength(7);
  });

  it('knows a key that is refused, and one that asks too often', async () => {
    await stage.run(APPLY);
    stage.append(LADDER, `\n${entry}\n`);
    await stage.control('POST', 'faults', { fault: 'clock-skew', ms: 1_200_000, times: null });
    expect((await stage.run('npx tradeform plan', 1)).stdout).toMatch(
      /answered 401[^]*nothing is\s+changed on it/,
    );
    await stage.control('DELETE', 'faults');
    await stage.fault('429');
    expect((await stage.run(APPLY, 1)).stdout).toContain('✗ btc-dip-5  not sent');
    expect((await stage.run('npx tradeform plan')).stdout).toContain('+ btc-dip-5');
  });
});
