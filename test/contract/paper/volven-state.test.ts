import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Paper, type PaperOptions, openPaper } from '../../../src/venues/paper/venue.ts';
import { PAPER_STATES } from '../../../src/venues/paper/volven/words.ts';
import { ACCOUNT, HandClock, KEY, PaperClient, START, resting } from '../../support/paper-client.ts';
import { BYBIT, VolvenClient, smo } from '../../support/volven-client.ts';

let folder: string;
let path: string;
const clock = new HandClock(START);
const open: Paper[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-volven-'));
  path = join(folder, 'paper.db');
});
const close = (): void => open.splice(0).forEach((paper) => paper.close());
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

function opened(options: Partial<PaperOptions> = {}): { paper: Paper; client: VolvenClient } {
  const paper = openPaper({ path, clock, accounts: [ACCOUNT], key: KEY, ...options });
  open.push(paper);
  return { paper, client: new VolvenClient('http://volven', paper.fetch) };
}

describe('the state', () => {
  it('outlives the process: strategies at work, accounts, tokens, settings', async () => {
    const { paper, client } = opened({ volvenAccounts: [{ id: '7', name: 'desk' }] });
    await client.control('price', { ticker: 'BTC-USDT', bid: '100000', ask: '100010' });
    await client.control('settings', { actionDelayMs: 5000, errorShape: 'openapi' });
    await client.control('volven/account', { id: BYBIT, spot: false });
    const signedIn = await client.login({ username: 'paper@example.com', password: 'paper-password' });
    const { strategyId } = (await client.create(smo())).json;
    await client.create(smo({ triggerPrice: 90000 }));
    await client.control('time', { advanceMs: 1500 });
    await client.act(strategyId, 'stop');
    const [ledger, list] = [paper.ledger(), (await client.find()).text];
    const accounts = (await client.call('GET', '/as/v3/accounts')).text;
    close();

    const again = opened();
    expect(again.paper.ledger()).toEqual(ledger);
    again.client.token = signedIn.headers.get('authorization')?.replace('Bearer ', '');
    expect((await again.client.call('GET', '/as/v3/accounts')).text).toBe(accounts);
    expect((await again.client.find()).text).toBe(list);
    await again.client.control('time', { advanceMs: 1499 });
    expect(await again.client.state(strategyId)).toMatchObject({ status: 'RUNNING', filledSize: '0.06' });
    await again.client.control('time', { advanceMs: 5000 });
    expect(await again.client.state(strategyId)).toMatchObject({ status: 'FINISHED', filledSize: '0.1' });
  });

  it('of before the Volven half opens as it is, with its orders', async () => {
    const first = opened();
    const aquanow = new PaperClient('http://paper', clock, first.paper.fetch);
    await aquanow.submit(resting({ usernameRef: 'kept' }));
    const { orders, epoch } = first.paper.ledger();
    close();
    const database = new DatabaseSync(path);
    for (const table of [
      'strategies',
      'strategyActions',
      'strategyFills',
      'volvenAccounts',
      'volvenSessions',
      'volvenChallenges',
    ])
      database.exec(`DROP TABLE ${table}`);
    database.close();

    const { paper, client } = opened();
    expect(paper.ledger()).toMatchObject({ epoch, orders, strategies: [] });
    expect((await client.create(smo())).status).toBe(201);
  });

  it('takes new accounts and keeps what is known of the old ones', async () => {
    await opened({ volvenAccounts: [{ name: 'desk' }] }).client.control('volven/account', {
      id: '100001',
      futures: false,
    });
    close();
    const { client } = opened({ volvenAccounts: [{ name: 'desk' }, { name: 'other' }] });
    const { json } = await client.call('GET', '/as/v3/accounts');
    expect(json.slice(2)).toMatchObject([
      { id: '100001', name: 'desk', futures: { isActive: false } },
      { id: '100002', name: 'other', futures: { isActive: true } },
    ]);
  });

  it('is one for two venues on one file', async () => {
    const [a, b] = [opened(), opened()];
    const { strategyId } = (await a.client.create(smo())).json;
    await b.client.control('time', { advanceMs: 60_000 });
    expect((await a.client.state(strategyId))['status']).toBe('FINISHED');
    expect(a.paper.ledger()).toEqual(b.paper.ledger());
  });
});

describe('the words for tradeform', () => {
  it('name keys that every state has, and each status', async () => {
    const { client } = opened();
    const seen = new Set<string | undefined>();
    const see = async (id: string): Promise<void> => {
      const state = await client.state(id);
      expect(state[PAPER_STATES.filled.field]).toMatch(/^0(\.1)?$/);
      seen.add(state[PAPER_STATES.states.field]);
    };
    const { strategyId } = (await client.create(smo({ autoRun: false }))).json;
    const waiting = (await client.create(smo({ triggerPrice: 10 }))).json.strategyId;
    await see(strategyId);
    await see(waiting);
    await client.control('strategy/fill', { strategyId: waiting });
    await see(waiting);
    for (const action of ['start', 'pause', 'stop']) {
      await client.act(strategyId, action);
      await see(strategyId);
    }
    expect(seen).toEqual(new Set(Object.keys(PAPER_STATES.states.map)));
  });
});
