import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';

/** What a server says of itself and of the session that asks. */
export interface ServerFacts {
  /** `server_version_num`: 160004 for 16.4. */
  readonly version: number;
  /** The process that serves this session. */
  readonly pid: number;
  readonly encoding: string;
  readonly recovering: boolean;
  readonly fsync: string;
}

/**
 * The first version that notices, while a session waits for a lock, that its client is gone (`client_connection_check_interval`), and that
 * can be told to leave an idle session alone (`idle_session_timeout`).
 */
const OLDEST = 14;

export const FACTS = `SELECT current_setting('server_version_num')::int AS version, pg_backend_pid() AS pid,
  current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS recovering, current_setting('fsync') AS fsync`;

/*
 * - synchronous_commit: an append is durable when it returns. `remote_apply` is more than `on`, and is left.
 * - statement_timeout 0: to cancel a commit that waits for its standby would make it look replicated. Who waits too long here hangs up.
 * - idle_in_transaction_session_timeout: a process that is suspended while it holds the journal's row must not keep a halt or a cancel out.
 * - idle_session_timeout 0: a run keeps its lock while a person reads the plan.
 * - tcp_*: a machine that is gone without a word loses its lock within half a minute.
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['search_path', `'pg_catalog'`],
  ['client_encoding', `'UTF8'`],
  [
    'synchronous_commit',
    `CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END`,
  ],
  ['default_transaction_isolation', `'read committed'`],
  ['lock_timeout', `'10s'`],
  ['statement_timeout', `'0'`],
  ['idle_in_transaction_session_timeout', `'5s'`],
  ['idle_session_timeout', `'0'`],
  ['tcp_keepalives_idle', `'10'`],
  ['tcp_keepalives_interval', `'5'`],
  ['tcp_keepalives_count', `'3'`],
  ['tcp_user_timeout', `'25s'`],
];

/** Sets what a session needs. */
export const SET_UP = `SELECT ${SETTINGS.map(([name, value]) => `set_config('${name}', ${value}, false)`).join(', ')}`;
/** What came of the one setting that orders rest on. */
export const DURABLE = `SELECT current_setting('synchronous_commit') AS durable`;

/** Not every system that a server runs on can do this: it is tried. */
export const NOTICE_GONE_CLIENTS = `SET client_connection_check_interval = '1s'`;

const refuse = (code: string, message: string, remedy: string): TradeformError =>
  new TradeformError(code, message, { exitCode: EXIT.stale, remedy: `${remedy} Nothing was sent.` });

export const pooled = (place: string): TradeformError =>
  refuse(
    'journal/pooler',
    `Between here and the journal in ${place} stands a connection pooler.`,
    "A run's lock belongs to one session of the server, and a pooler hands sessions around. Give the server's own host and port in the url (of PgBouncer's servers often 5432 instead of 6432).",
  );

/** Why a journal can't be kept there, or undefined. `announced` is the process that the connection said it is served by. */
export function serverFault(
  facts: ServerFacts,
  announced: number | null | undefined,
  place: string,
): TradeformError | undefined {
  const { version, pid, encoding, recovering, fsync } = facts;
  if (Math.floor(version / 10_000) < OLDEST)
    return refuse(
      'journal/server',
      `The server of the journal in ${place} is PostgreSQL ${versionText(version)}, which is too old.`,
      `Use PostgreSQL ${OLDEST} or newer.`,
    );
  // A pooler invents the process that a client may ask to cancel: it can't know yet which one will serve.
  if (announced !== pid) return pooled(place);
  if (recovering)
    return refuse(
      'journal/server',
      `The server of the journal in ${place} is a standby: it only repeats another one, and may lag behind it.`,
      'Give the primary server in the url.',
    );
  if (encoding !== 'UTF8')
    return refuse(
      'journal/server',
      `The journal would stand in ${place}, whose encoding is ${encoding}: it could not keep every text.`,
      'Make a database WITH ENCODING UTF8 for it.',
    );
  if (fsync !== 'on')
    return refuse(
      'journal/server',
      `The server of the journal in ${place} runs with fsync=off: what it has promised to keep, a crash can take.`,
      'Set fsync=on there.',
    );
  return undefined;
}

export const notDurable = (place: string): TradeformError =>
  refuse(
    'journal/server',
    `The server of the journal in ${place} does not take synchronous_commit=on for this session.`,
    'An order is sent only after its intent is on the disk: allow the setting.',
  );

const versionText = (version: number): string =>
  version >= 100_000
    ? `${Math.floor(version / 10_000)}.${version % 10_000}`
    : `${Math.floor(version / 10_000)}.${Math.floor(version / 100) % 100}`;
