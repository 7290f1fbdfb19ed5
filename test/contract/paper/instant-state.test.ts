import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Paper, openPaper } from '../../../src/venues/paper/venue.ts';
import { buy, createQuote, executeQuote, getQuote, market } from '../../support/paper-aquanow.ts';
import { ACCOUNT, HandClock, KEY, PaperClient, START, resting } from '../../support/paper-client.ts';

let folder: string;
let path: string;
let paper: Paper | undefined;
const clock = new HandClock(START);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-paper-'));
  path = join(folder, 'paper.db');
});
afterEach(() => {
  paper?.close();
  paper = undefined;
  rmSync(folder, { recursive: true });
});

let nonces = START;
const nonceClock = { now: () => ++nonces, monotonic: () => 0, sleep: async () => {} };
function reopened(): { paper: Paper; client: PaperClient } {
  paper?.close();
  paper = openPaper({ path, clock, accounts: [ACCOUNT], key: KEY, rate: 'off' });
  return { paper, client: new PaperClient('http://paper', nonceClock, paper.fetch) };
}

const indicative = { accountId: ACCOUNT, ticker: 'BTC-USD', tradeSide: 'buy', receiveQuantity: '1' };

describe('the state', () => {
  it('keeps quotes, orders under way and settings when it is opened again', async () => {
    const { client, paper: first } = reopened();
    await client.control('settings', { rfqExecuteDelayMs: 5000, marketDepth: '2.50', quoteTtlMs: 9000 });
    const open = (await createQuote(client, buy({ usernameRef: 'open' }))).json.data.quoteId;
    const used = (await createQuote(client, buy({ usernameRef: 'used' }))).json.data.quoteId;
    await executeQuote(client, used);
    await market(client, buy({ usernameRef: 'market', receiveQuantity: '3' }));
    await client.submit(buy({ usernameRef: 'fok', strategy: 'FOK', tradePrice: '1000000' }));
    await getQuote(client, indicative);
    const ledger = first.ledger();
    const list = (await client.list()).text;

    const again = reopened();
    expect(again.paper.ledger()).toEqual(ledger);
    expect((await again.client.list()).text).toBe(list);
    expect(ledger.orders.map(({ strategy, status }) => [strategy, status])).toEqual([
      ['RFQ', 'RFQ_EXECUTE'],
      ['MARKET', 'CANCELLED'],
      ['FOK', 'COMPLETE'],
    ]);
    expect((await again.client.control('state')).json.settings).toMatchObject({
      ...{ rfqExecuteDelayMs: 5000, marketDepth: '2.50', quoteTtlMs: 9000 },
    });
    await again.client.control('time', { advanceMs: 5000 });
    expect((await again.client.row('used')).tradeStatus).toBe('COMPLETE');
    expect((await executeQuote(again.client, open)).json.type).toBe('rfqExecuteQuoteAck');
    expect((await executeQuote(again.client, used)).status).toBe(400);
  });

  it('has everything switched on, eight seconds for a quote and a bottomless market by default', async () => {
    expect((await reopened().client.control('state')).json.settings).toMatchObject({
      strategies: { '*': ['RFQ', 'MARKET', 'FOK', 'LIMIT', 'GTC', 'GTD'] },
      quoteTtlMs: 8000,
      rfqExecuteDelayMs: 0,
      marketDepth: null,
    });
  });

  it('takes the depth back', async () => {
    const { client } = reopened();
    await client.control('settings', { marketDepth: 1 });
    await client.control('settings', { marketDepth: null });
    expect((await market(client, buy({ receiveQuantity: '3' }))).json.data.receiveQuantity).toBe(
      '3.00000000',
    );
  });
});

/** The orders table as the first version made it: every order had a limit, an expiry and a quote. */
const VERSION_1 = `
  DROP TABLE rfqQuotes;
  CREATE TABLE old (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    orderId TEXT NOT NULL UNIQUE, quoteId TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL, request TEXT NOT NULL, nonce TEXT,
    accountId TEXT NOT NULL, usernameRef TEXT,
    strategy TEXT NOT NULL, ticker TEXT NOT NULL, tradeSide TEXT NOT NULL,
    leg TEXT NOT NULL, quantity TEXT NOT NULL, quoted TEXT NOT NULL, priceLimit TEXT NOT NULL,
    priceArrival TEXT NOT NULL,
    createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, expireTime INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    status TEXT NOT NULL, open INTEGER NOT NULL,
    cancelAt INTEGER, cancelLoses INTEGER NOT NULL DEFAULT 0,
    received TEXT NOT NULL, delivered TEXT NOT NULL, worth TEXT NOT NULL, held TEXT NOT NULL);
  INSERT INTO old SELECT sequence, orderId, quoteId, source, request, nonce, accountId, usernameRef, strategy, ticker,
    tradeSide, leg, quantity, quoted, priceLimit, priceArrival, createdAt, updatedAt, expireTime, visibleAt, status, open,
    cancelAt, cancelLoses, received, delivered, worth, held FROM orders;
  DROP TABLE orders;
  ALTER TABLE old RENAME TO orders;
  CREATE INDEX ordersOfAccount ON orders (accountId, sequence);
  CREATE INDEX openOrdersOfAccount ON orders (accountId, sequence) WHERE open = 1;
  CREATE INDEX ordersByReference ON orders (usernameRef, sequence);
  CREATE INDEX openOrdersByExpiry ON orders (expireTime) WHERE open = 1;
  CREATE INDEX openOrdersByCancel ON orders (cancelAt) WHERE open = 1 AND cancelAt IS NOT NULL;
  UPDATE facts SET value = 1 WHERE name = 'schema';
`;

function onDisk<T>(work: (database: DatabaseSync) => T): T {
  paper?.close();
  paper = undefined;
  const database = new DatabaseSync(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}
const indexes = (database: DatabaseSync): readonly unknown[] =>
  database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`)
    .all()
    .map(({ name }) => name);

describe('a state of version 1', () => {
  it('is brought up to date: orders, order of arrival, indexes; and takes the new strategies', async () => {
    const { client, paper: first } = reopened();
    await client.submit(resting({ usernameRef: 'a' }));
    await client.submit(resting({ usernameRef: 'b', receiveQuantity: '0.10000000000000000001' }));
    await client.control('fill', { usernameRef: 'a' });
    const ledger = first.ledger();
    const list = (await client.list()).text;
    const made = onDisk(indexes);
    onDisk((database) => database.exec(VERSION_1));

    const again = reopened();
    expect(again.paper.ledger()).toEqual(ledger);
    expect((await again.client.list()).text).toBe(list);
    expect((await market(again.client, buy({ usernameRef: 'm' }))).status).toBe(200);
    const { json } = await createQuote(again.client, buy());
    expect((await executeQuote(again.client, json.data.quoteId)).json.type).toBe('rfqExecuteQuoteAck');
    expect(again.paper.ledger().orders.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(onDisk(indexes)).toEqual(made);
    expect(reopened().paper.ledger().orders).toHaveLength(4);
  });
});
