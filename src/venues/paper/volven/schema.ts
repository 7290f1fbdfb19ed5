/** The tables of the Volven half, beside those of the store. Only ever added to, so that older states open as they are. */
export const VOLVEN_SCHEMA = `
  CREATE TABLE IF NOT EXISTS volvenSessions (
    token TEXT PRIMARY KEY, refreshToken TEXT NOT NULL UNIQUE, expiresAt INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS volvenChallenges (session TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS volvenAccounts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    exchangeCode TEXT NOT NULL, name TEXT NOT NULL, apiKey TEXT NOT NULL,
    createdAt INTEGER NOT NULL, validatedAt INTEGER NOT NULL, eventTime INTEGER NOT NULL,
    spot INTEGER NOT NULL, futures INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS strategies (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    strategyId TEXT NOT NULL UNIQUE, source TEXT NOT NULL, userId TEXT NOT NULL, request TEXT NOT NULL, params TEXT NOT NULL,
    strategyType TEXT NOT NULL, accountId TEXT NOT NULL, exchangeCode TEXT NOT NULL, productCode TEXT NOT NULL,
    side TEXT NOT NULL, size TEXT NOT NULL, priceLimit TEXT, orderMaxSize TEXT, aggressiveness TEXT NOT NULL,
    triggerPrice TEXT, useSpikeProtection INTEGER NOT NULL, alwaysPassive INTEGER NOT NULL,
    autoRun INTEGER NOT NULL, ignoreWarnings INTEGER NOT NULL,
    createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    status TEXT NOT NULL, reason TEXT, version INTEGER NOT NULL,
    filledSize TEXT NOT NULL, worth TEXT NOT NULL, rejects INTEGER NOT NULL,
    triggered INTEGER NOT NULL, armed TEXT, clip TEXT, placeAt INTEGER, workingSince INTEGER,
    pauseFrom INTEGER, pauseTo INTEGER);
  CREATE INDEX IF NOT EXISTS workingStrategies ON strategies (sequence) WHERE status IN ('WAITING_TRIGGER', 'RUNNING');
  CREATE TABLE IF NOT EXISTS strategyActions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, strategyId TEXT NOT NULL,
    action TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, dueAt INTEGER NOT NULL, loses INTEGER NOT NULL,
    settledAt INTEGER, outcome TEXT);
  CREATE INDEX IF NOT EXISTS actionsOfStrategy ON strategyActions (strategyId, sequence);
  CREATE INDEX IF NOT EXISTS dueActions ON strategyActions (strategyId) WHERE settledAt IS NULL;
  CREATE TABLE IF NOT EXISTS strategyFills (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, strategyId TEXT NOT NULL,
    at INTEGER NOT NULL, size TEXT NOT NULL, price TEXT NOT NULL, source TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS fillsOfStrategy ON strategyFills (strategyId, sequence);
`;
