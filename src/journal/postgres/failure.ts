import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';
import { lost } from '../identity.ts';

/*
 * What PostgreSQL, the network and TLS say, in plain words. Their own texts may quote names and values of the url, so they are
 * never part of a message.
 */

/** Why no session could be had. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const NO_SESSION = new Map([
  ['28P01', 'it refused the user name or the password'],
  ['28000', 'it does not let this user in from here, or not without TLS (its pg_hba.conf decides)'],
  ['3D000', 'it has no such database'],
  ['42501', 'this user may not connect to the database'],
  ['53300', 'it has no connection left to give'],
  ['57P03', 'it is starting up or shutting down'],
]);
const NETWORK = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOENT', 'there is no such socket'],
  ['EACCES', 'access to its socket was denied'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name could not be looked up'],
  ['ETIMEDOUT', 'it did not answer in time'],
  ['EHOSTUNREACH', 'no way leads there'],
  ['ENETUNREACH', 'no way leads there'],
  ['ECONNRESET', 'it broke the connection off'],
]);
const TLS = new Map([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is signed by nobody that is trusted here'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is signed by nobody that is trusted here'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is signed by nobody that is trusted here'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its certificate is signed by nobody that is trusted here'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is signed by nobody that is trusted here'],
]);
/** Errors of the driver have texts alone. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/timeout/i, 'it did not answer in time'],
  [/does not support SSL/, 'it does not speak TLS'],
  [/password must be a/, 'it asks for a password, and the url has none'],
  [/terminated/, 'it broke the connection off'],
];

/** The server's word that the session is over. */
const SESSION_OVER = /^(57P0\d|08\w{3}|25P0[34])$/;
const UNWRITABLE = new Map([
  ['25006', 'the server, or this user, is set to read only'],
  ['53100', "the server's disk is full"],
  ['53200', 'the server is out of memory'],
  ['55P03', "another session keeps the journal's row locked"],
  ['57014', 'the server cancelled the statement'],
  ['58030', "the server's disk reported an error"],
]);
/** Also a table or column that is not as this version made it. */
const BROKEN = /^(22|23|XX)\w{3}$|^42(703|804|883)$/;
const GONE: ReadonlySet<string> = new Set(['42P01', '3F000']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const textOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** The server alone gives its errors a severity. */
const isServers = (error: unknown): boolean => error instanceof Error && 'severity' in error;

/** What a server says of who wants to come in names the user. */
const causeOf = (error: unknown): Error =>
  new Error(
    isServers(error) ? `PostgreSQL error ${codeOf(error)}` : `${codeOf(error)} ${textOf(error)}`.trim(),
  );

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = NO_SESSION.get(code) ?? NETWORK.get(code) ?? TLS.get(code);
  if (known !== undefined) return known;
  return (
    TEXTS.find(([text]) => text.test(textOf(error)))?.[1] ?? `it answered ${code || 'what is no answer'}`
  );
}

const unreachable = (message: string, remedy: string, cause: unknown): TradeformError =>
  new TradeformError('journal/unreachable', message, {
    exitCode: EXIT.stale,
    remedy: `${remedy} Nothing is submitted without it; reads and cancels go on.`,
    cause: causeOf(cause),
  });

/** For a session that could not be opened. */
export function unopened(error: unknown, place: string): TradeformError {
  if (error instanceof TradeformError) return error;
  const isTls = TLS.has(codeOf(error));
  return unreachable(
    `The journal in ${place} can't be reached: ${reasonOf(error)}.`,
    isTls
      ? 'Give the certificate of whoever signs for the server with sslrootcert=FILE in the url, and the host by the name that the certificate has.'
      : 'Check the url of the journal, the network and the server.',
    error,
  );
}

/** For a session that ended under a command: what it asked last may have been done or not. */
export const brokenOff = (error: unknown, place: string): TradeformError =>
  unreachable(
    `The connection to the journal in ${place} was lost.`,
    'A run that held its lock has lost that, too, and stops. Run the command again: it begins with what was in flight.',
    error,
  );

/** Whether a failed statement means that the whole session is gone. */
export const isSessionOver = (error: unknown): boolean =>
  !isServers(error) || SESSION_OVER.test(codeOf(error));

const unwritable = (place: string, reason: string, cause: unknown): TradeformError =>
  new TradeformError('journal/unwritable', `The journal in ${place} can't be used: ${reason}.`, {
    exitCode: EXIT.stale,
    remedy: 'Nothing is submitted without it. Mend that, then run the command again.',
    cause: causeOf(cause),
  });

/** For a statement that failed in a session that goes on. */
export function failed(error: unknown, place: string): TradeformError {
  if (error instanceof TradeformError) return error;
  const code = codeOf(error);
  if (GONE.has(code)) return lost(`The journal in ${place} is gone: its tables are not there.`);
  if (BROKEN.test(code))
    return broken(`The journal in ${place} can't be used: its tables contradict it.`, error);
  if (code === '42501') return unwritable(place, 'this user lacks a right that it needs', error);
  return unwritable(place, UNWRITABLE.get(code) ?? `the server answered with error ${code}`, error);
}

/** How a journal is put out of use and kept, in SQL. */
export const setAsideSql = (id: string): string =>
  `UPDATE tradeform.journals SET set_aside = now() WHERE id = '${id.replaceAll("'", "''")}'`;

export const broken = (message: string, cause?: unknown): TradeformError =>
  new TradeformError('journal/broken', message, {
    exitCode: EXIT.stale,
    remedy:
      'Nothing is submitted on it; reads and cancels go on. Restore an up-to-date backup of the database; or set the journal aside (UPDATE tradeform.journals SET set_aside = now() WHERE id = …), which keeps it as evidence, and run `tradeform journal rebuild`.',
    ...(cause === undefined ? {} : { cause: causeOf(cause) }),
  });
