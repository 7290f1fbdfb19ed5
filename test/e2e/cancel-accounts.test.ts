import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBothVenues, specOf } from '../support/both-venues.ts';
import type { Desk } from '../support/desk.ts';
import { Middle } from '../support/middle.ts';

/* A cancel where a venue can't even tell which account is meant: the other venue's orders, and what the journal knows, are cancelled. */

const NO = { status: 400, text: '{"message":"no"}' };

let desk: Desk;
let middle: Middle;
beforeEach(async () => {
  desk = await openBothVenues();
  middle = await Middle.before(desk);
  await desk.journal();
  await desk.write(
    'orders.yaml',
    specOf({
      orders: { dip: { strategy: 'GTC', side: 'buy', receiveQuantity: '0.1 BTC', priceLimit: 60000 } },
      strategies: { smo: { side: 'buy', size: 0.1, priceLimit: 60000, run: 'started' } },
    }),
  );
  const { code, stdout, stderr } = await desk.tcp('apply', '--yes');
  if (code !== 0) throw new Error(stdout + stderr);
});
afterEach(async () => {
  await middle.close();
  await desk.close();
});

const standing = (): readonly string[] => {
  const { orders, strategies } = desk.ledger();
  return [...orders, ...strategies].map(({ status }) => status);
};

describe('cancel --all', () => {
  it('goes by the id that the journal has, where the list of accounts can’t be read', async () => {
    middle.tricks = { instead: ({ path }) => (path.startsWith('/as/v3/accounts') ? NO : undefined) };
    const ended = await desk.tcp('cancel', '--all');
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('Nothing of ours is live in this scope (read twice).');
    expect(standing()).toEqual(['CANCELLED', 'STOPPED']);
  });

  it('cancels at the one venue while the other one is gone, and says what it could not prove', async () => {
    const isVolven = (path: string): boolean => /^\/(as|mms|strategy-orchestrator)\//.test(path);
    middle.tricks = { instead: ({ path }) => (isVolven(path) ? NO : undefined) };
    const ended = await desk.tcp('cancel', '--all');
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr).not.toContain('bug');
    expect(ended.stdout).toMatch(/^- dip +cancelled/m);
    expect(ended.stdout).toMatch(/^\? smo +its account could not be read/m);
    expect(ended.stdout).not.toContain('(read twice)');
    expect(standing()).toEqual(['CANCELLED', 'RUNNING']);
  });

  it('cancels at the one venue while the secret of the other one is missing, and names the variable', async () => {
    const ended = await desk.start(['cancel', '--all', '--env', 'tcp'], { E2E_TOKEN: '' }).ended;
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stdout).toMatch(/^- dip +cancelled/m);
    expect(ended.stdout).toContain('the environment variable E2E_TOKEN is empty');
    expect(ended.stdout).not.toContain('(read twice)');
    expect(standing()).toEqual(['CANCELLED', 'RUNNING']);
    const other = await desk.start(['cancel', '--all', '--env', 'tcp'], { E2E_SECRET: '' }).ended;
    expect(other).toMatchObject({ code: 1 });
    expect(standing()).toEqual(['CANCELLED', 'STOPPED']);
  });

  it('does so without a journal, too', async () => {
    await desk.write('.tradeform/tcp/journal.sqlite', '');
    middle.tricks = { instead: ({ path }) => (path.startsWith('/as/v3/accounts') ? NO : undefined) };
    const ended = await desk.tcp('cancel', '--all');
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr).not.toContain('bug');
    expect(ended.stdout).toMatch(/^- \S+ +cancelled, buy BTC-USD/m);
    expect(ended.stdout).toMatch(/^\? bybit-main +the list of accounts/m);
    expect(standing()).toEqual(['CANCELLED', 'RUNNING']);
  });
});

describe('an account that is named by exchange and name', () => {
  const unmanaged = async (): Promise<string> => {
    const theirs = { strategyType: 'SMO', productCode: 'btcusdt_f', accountId: '99998', side: 'BUY' };
    await desk.control('POST', 'strategy', { ...theirs, size: 0.2, priceLimit: 60000, autoRun: true });
    return desk.ledger().strategies.at(-1)?.strategyId ?? '';
  };

  it('is looked at by import, too', async () => {
    const id = await unmanaged();
    const ended = await desk.tcp('import', '--all');
    expect(ended.stderr).not.toContain('bug');
    expect(ended.stdout).toContain(id);
  });

  it('that is not found is named by every command, and none calls it a bug', async () => {
    const id = await unmanaged();
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replace('name: Bybit', 'name: Bibyt'));
    for (const args of [
      ['plan'],
      ['status'],
      ['apply', '--yes'],
      ['import', 'theirs', id],
      ['import', '--all'],
      ['resolve', 'smo'],
      ['journal', 'rebuild', '--yes'],
      ['lookup', 'accounts'],
      ['lookup', 'products'],
    ]) {
      const { code, stdout, stderr } = await desk.tcp(...args);
      expect([args, (stdout + stderr).match(/bug/g)]).toEqual([args, null]);
      expect([args, code]).not.toEqual([args, 0]);
    }
    // The journal has the id under which the strategy was created.
    expect(await desk.tcp('cancel', '--all')).toMatchObject({ code: 0 });
    expect(standing()).toEqual(['CANCELLED', 'STOPPED', 'RUNNING']);
  });
});
