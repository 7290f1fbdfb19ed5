// A bare loop of an apply's shape: one send in flight per account, one durable append before and after each.
import { DatabaseSync } from 'node:sqlite';
import { signed } from './signed.mjs';

const [orders, ...accounts] = process.argv.slice(2);
const db = new DatabaseSync('loop.sqlite');
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON');
db.exec('CREATE TABLE events (sequence INTEGER PRIMARY KEY, event TEXT NOT NULL)');
const append = db.prepare('INSERT INTO events (event) VALUES (?)');

async function send(account, order) {
  const terms = { strategy: 'GTC', ticker: 'BTC-USD', tradeSide: 'buy', receiveQuantity: '0.01' };
  const priceLimit = `${30_000 + (order % 60_000)}.50`;
  const usernameRef = `bench${account}x${order}`;
  const body = JSON.stringify({ accountId: account, ...terms, priceLimit, usernameRef });
  append.run(JSON.stringify({ type: 'intent', order, body, room: 'x'.repeat(600) }));
  const answer = await signed('POST', '/trades/v2/order', '', body);
  append.run(JSON.stringify({ type: 'accepted', order, answer: JSON.parse(answer), room: 'x'.repeat(400) }));
}

await Promise.all(
  accounts.map(async (account) => {
    for (let order = 0; order < orders / accounts.length; order++) await send(account, order);
  }),
);
