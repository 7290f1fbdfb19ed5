import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { servePaper } from '../../../src/venues/paper/serve.ts';
import { type Paper, type PaperOptions, openPaper } from '../../../src/venues/paper/venue.ts';
import {
  ACCOUNT,
  HandClock,
  KEY,
  PaperClient,
  START,
  resting,
  servedVenue,
} from '../../support/paper-client.ts';

// Before anything is served in this process.
const NATIVE = { Request: globalThis.Request, Response: globalThis.Response };

let folder: string;
let path: string;
const open: Paper[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-paper-'));
  path = join(folder, 'state', 'paper.db');
});
afterEach(() => {
  for (const paper of open.splice(0)) paper.close();
  rmSync(folder, { recursive: true });
});

const clock = new HandClock(START);
let nonces = START;
/** Nonces of one key are unique over all of its clients, which is the caller's duty. */
const nonceClock = { now: () => ++nonces, monotonic: () => 0, sleep: async () => {} };
function opened(options: Partial<PaperOptions> = {}): { paper: Paper; client: PaperClient } {
  const paper = openPaper({ path, clock, accounts: [ACCOUNT], key: KEY, rate: 'off', ...options });
  open.push(paper);
  return { paper, client: new PaperClient('http://paper', nonceClock, paper.fetch) };
}
function reopened(): { paper: Paper; client: PaperClient } {
  for (const paper of open.splice(0)) paper.close();
  return opened();
}

describe('the state', () => {
  it('outlives the process: epoch, orders, price, time, settings, faults, nonces', async () => {
    const first = opened({ seed: 'other' });
    await first.client.submit(resting({ usernameRef: 'o' }));
    await first.client.control('price', { ticker: 'BTC-USD', bid: '90000.10', ask: '90001' });
    await first.client.control('time', { advanceMs: 5000 });
    await first.client.control('settings', { pageSize: 7 });
    await first.client.control('faults', { fault: '429', match: { path: '/nowhere' } });
    const nonce = String(++nonces);
    await first.client.call('GET', '/trades/v2/order', undefined, { nonce });
    const before = (await first.client.control('state')).json;
    const ledger = first.paper.ledger();

    const second = reopened();
    const after = (await second.client.control('state')).json;
    expect(after).toEqual(before);
    expect(after).toMatchObject({
      epoch: first.paper.epoch,
      seed: 'other',
      now: START + 5000,
      settings: { pageSize: 7 },
    });
    expect(after.prices['BTC-USD']).toEqual({ bid: '90000.10', ask: '90001', pinned: true });
    expect(second.paper.ledger()).toEqual(ledger);
    expect((await second.client.control('faults')).json.faults).toHaveLength(1);
    expect((await second.client.call('GET', '/trades/v2/order', undefined, { nonce })).status).toBe(401);
  });

  it('has an epoch of its own each time that it is made', () => {
    expect(opened().paper.epoch).not.toBe(opened({ path: ':memory:' }).paper.epoch);
  });

  it('repeats to the byte for one epoch, seed and start', async () => {
    const texts = await Promise.all(
      [1, 2].map(async () => {
        const { client } = opened({ path: ':memory:', epoch: 'fixed', start: 1_800_000_000_123 });
        const { text } = await client.submit(resting());
        return [text, (await client.list()).text];
      }),
    );
    expect(texts[0]).toEqual(texts[1]);
  });

  it('starts at the instant that it is told, and runs with real time from there', () => {
    const own = new HandClock(START);
    const { paper } = opened({ clock: own, start: 1_900_000_000_000 });
    own.advance(250);
    expect(paper.now()).toBe(1_900_000_000_250);
  });

  it('takes new accounts and keeps the old ones’ balances', async () => {
    await opened().client.control('balances', { accountId: ACCOUNT, symbol: 'USD', total: '1.5' });
    for (const paper of open.splice(0)) paper.close();
    const { client } = opened({ accounts: [ACCOUNT, 'NEW'] });
    const total = async (accountId: string): Promise<number> =>
      (await client.call('GET', `/users/v1/userbalance?accountId=${accountId}&symbol=USD`)).json.totalBalance;
    expect([await total(ACCOUNT), await total('NEW')]).toEqual([1.5, 10_000_000]);
  });

  it('of another version is refused', () => {
    opened().paper.close();
    open.length = 0;
    const database = new DatabaseSync(path);
    database.exec(`UPDATE facts SET value = 99 WHERE name = 'schema'`);
    database.close();
    expect(() => opened()).toThrow(/version 99/);
  });
});

describe('two venues on one file', () => {
  it('are one venue', async () => {
    const [a, b] = [opened(), opened()];
    expect(a.paper.epoch).toBe(b.paper.epoch);
    await a.client.submit(resting({ usernameRef: 'a' }));
    await b.client.submit(resting({ usernameRef: 'b' }));
    await b.client.control('time', { advanceMs: 1000 });
    await b.client.control('faults', { fault: '5xx-before', match: { method: 'POST' } });
    expect((await a.client.submit(resting())).status).toBe(503);
    const { json } = await a.client.list();
    expect(json.data.map((row: { usernameRef: string }) => row.usernameRef)).toEqual(['a', 'b']);
    expect(a.paper.now()).toBe(START + 1000);
    expect(a.paper.ledger()).toEqual(b.paper.ledger());
  });

  it('in processes of their own, opened at once, lose and repeat nothing', async () => {
    const script = new URL('../../support/paper-process.ts', import.meta.url).pathname;
    const names = ['a', 'b', 'c', 'd'];
    const runs = await Promise.all(
      names.map((name, i) =>
        promisify(execFile)(process.execPath, [script, path, name, '40', String(i * 60_000)]),
      ),
    );
    const said = runs.map(({ stdout }): { epoch: string; quoteIds: string[] } => JSON.parse(stdout));
    const { paper } = opened();
    const { orders, requests } = paper.ledger();
    expect(new Set(said.map(({ epoch }) => epoch))).toEqual(new Set([paper.epoch]));
    expect(requests).toEqual({ received: 160, accepted: 160 });
    expect(orders.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 160 }, (_, i) => i + 1));
    expect(orders.map(({ quoteId }) => quoteId ?? '').sort()).toEqual(
      said.flatMap(({ quoteIds }) => quoteIds).sort(),
    );
    for (const [i, name] of names.entries()) {
      const own = orders.filter(({ usernameRef }) => usernameRef?.startsWith(`${name}x`));
      expect(own.map(({ quoteId }) => quoteId)).toEqual(said[i]?.quoteIds);
    }
  });
});

describe('serving', () => {
  it('listens on loopback alone and says where', async () => {
    const venue = await servedVenue();
    expect(venue.served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await venue.close();
  });

  it('explains a port that is taken', async () => {
    const venue = await servedVenue();
    const port = Number(new URL(venue.served.url).port);
    await expect(servePaper(venue.paper, { port })).rejects.toThrow(`can't listen on 127.0.0.1:${port}`);
    await venue.close();
  });

  it('leaves the process’s own Request and Response alone', async () => {
    const venue = await servedVenue();
    await venue.client.list();
    expect([globalThis.Request === NATIVE.Request, globalThis.Response === NATIVE.Response]).toEqual([
      true,
      true,
    ]);
    await venue.close();
  });
});
