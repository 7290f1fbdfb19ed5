/*
 * The tables of the Aquanow half that have changed since the first version of the state, and the way from there.
 */

/** An order that never rests has no limit (MARKET, RFQ), no expiry and, but for RFQ, no quote. */
const orderColumns = `
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    orderId TEXT NOT NULL UNIQUE, quoteId TEXT UNIQUE,
    source TEXT NOT NULL, request TEXT NOT NULL, nonce TEXT,
    accountId TEXT NOT NULL, usernameRef TEXT,
    strategy TEXT NOT NULL, ticker TEXT NOT NULL, tradeSide TEXT NOT NULL,
    leg TEXT NOT NULL, quantity TEXT NOT NULL, quoted TEXT NOT NULL, priceLimit TEXT,
    priceArrival TEXT NOT NULL,
    createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, expireTime INTEGER, visibleAt INTEGER NOT NULL,
    status TEXT NOT NULL, open INTEGER NOT NULL,
    cancelAt INTEGER, cancelLoses INTEGER NOT NULL DEFAULT 0, finalAt INTEGER,
    received TEXT NOT NULL, delivered TEXT NOT NULL, worth TEXT NOT NULL, held TEXT NOT NULL`;

export const ORDER_TABLES = `
  CREATE TABLE IF NOT EXISTS orders (${orderColumns});
  CREATE INDEX IF NOT EXISTS ordersOfAccount ON orders (accountId, sequence);
  CREATE INDEX IF NOT EXISTS openOrdersOfAccount ON orders (accountId, sequence) WHERE open = 1;
  CREATE INDEX IF NOT EXISTS ordersByReference ON orders (usernameRef, sequence);
  CREATE INDEX IF NOT EXISTS openOrdersByExpiry ON orders (expireTime) WHERE open = 1;
  CREATE INDEX IF NOT EXISTS openOrdersByCancel ON orders (cancelAt) WHERE open = 1 AND cancelAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS openOrdersByEnd ON orders (finalAt) WHERE open = 1 AND finalAt IS NOT NULL;
  CREATE TABLE IF NOT EXISTS rfqQuotes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    quoteId TEXT NOT NULL UNIQUE, request TEXT NOT NULL, nonce TEXT,
    accountId TEXT NOT NULL, usernameRef TEXT,
    ticker TEXT NOT NULL, tradeSide TEXT NOT NULL,
    leg TEXT NOT NULL, quantity TEXT NOT NULL, quoted TEXT NOT NULL, price TEXT NOT NULL,
    createdAt INTEGER NOT NULL, expireTime INTEGER NOT NULL,
    state TEXT NOT NULL, endedAt INTEGER, orderId TEXT);
  CREATE INDEX IF NOT EXISTS openRfqQuotes ON rfqQuotes (expireTime) WHERE state = 'open';
`;

/**
 * From version 1, which knew resting orders alone, so that every order had a limit, an expiry and a quote. SQLite can't take
 * NOT NULL off a column: the rows move into a table of the new form. What ORDER_TABLES adds beside it comes after.
 */
export const FROM_VERSION_1 = `
  CREATE TABLE ordersNew (${orderColumns});
  INSERT INTO ordersNew (
      sequence, orderId, quoteId, source, request, nonce, accountId, usernameRef, strategy, ticker, tradeSide, leg, quantity,
      quoted, priceLimit, priceArrival, createdAt, updatedAt, expireTime, visibleAt, status, open, cancelAt, cancelLoses,
      received, delivered, worth, held)
    SELECT sequence, orderId, quoteId, source, request, nonce, accountId, usernameRef, strategy, ticker, tradeSide, leg, quantity,
      quoted, priceLimit, priceArrival, createdAt, updatedAt, expireTime, visibleAt, status, open, cancelAt, cancelLoses,
      received, delivered, worth, held
    FROM orders;
  DROP TABLE orders;
  ALTER TABLE ordersNew RENAME TO orders;
`;
