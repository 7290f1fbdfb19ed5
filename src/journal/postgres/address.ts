import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';
import { keepSecret } from '../../lib/scrub.ts';
import { Secret } from '../../lib/secret.ts';

/*
 * The url is a secret as a whole. Of its parts the host, the port and the database alone are ever shown; a fault never quotes it, for
 * in a url that was mistyped nobody knows which part is the password.
 */

export interface Address {
  /** A name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Host and port, for people. */
  readonly server: string;
  readonly user: Secret;
  readonly password: Secret | undefined;
  /** Undefined: not encrypted. */
  readonly tls: ConnectionOptions | undefined;
  /** Where that is, for people: `database tradeform on db.example:5432`. */
  readonly place: string;
}

const DEFAULT_PORT = 5432;
const PARAMETERS = ['host', 'user', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
type Parameters = Partial<Record<(typeof PARAMETERS)[number], string>>;
/** `prefer` and `allow` would go on in the open where the server, or somebody in between, refuses TLS. */
const MODES: readonly string[] = ['disable', 'require', 'verify-ca', 'verify-full'];

const FORM = 'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full';

const fault = (message: string, remedy: string): TradeformError =>
  new TradeformError('journal/url', `The url of the journal ${message}.`, {
    exitCode: EXIT.invalid,
    remedy: `${remedy}.`,
  });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw fault('has a % that begins no escape', 'Write %25 for a percent sign in a user name or password');
  }
};

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') ||
    url.hash !== ''
  )
    throw fault(
      'is not one of PostgreSQL',
      `${FORM}; in a password @ : / ? # and % are written %40 %3A %2F %3F %23 and %25`,
    );
  return url;
}

function parametersOf(url: URL): Parameters {
  const given = Object.fromEntries(url.searchParams);
  const known: readonly string[] = PARAMETERS;
  if (Object.keys(given).some((name) => !known.includes(name)))
    throw fault('has a parameter that is not known here', `After ? there may be ${PARAMETERS.join(', ')}`);
  return given;
}

const isThisMachine = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

function contentOf(name: string, path: string, folder: string): string {
  try {
    return readFileSync(resolve(folder, path), 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw fault(
      `names a file in ${name} that can't be read (${why})`,
      'Give its path, absolute or from the folder of tradeform.yaml',
    );
  }
}

/** Without `sslmode` nothing leaves this machine in the open, nor to a server that has not proved who it is. */
function tlsOf(host: string, parameters: Parameters, folder: string): ConnectionOptions | undefined {
  const {
    sslmode = isThisMachine(host) ? 'disable' : 'verify-full',
    sslrootcert,
    sslcert,
    sslkey,
  } = parameters;
  if (!MODES.includes(sslmode))
    throw fault(
      'has an sslmode that is not known here',
      `Take ${MODES.join(', ')}: others may go on without encryption`,
    );
  if (sslmode === 'disable') return undefined;
  const file = (name: string, path: string | undefined): string | undefined =>
    path === undefined ? undefined : contentOf(name, path, folder);
  const ca = sslrootcert === 'system' ? undefined : file('sslrootcert', sslrootcert);
  const cert = file('sslcert', sslcert);
  const key = file('sslkey', sslkey);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: sslmode !== 'require',
    checkServerIdentity: (_name, certificate) =>
      sslmode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  };
}

/**
 * What a url, its references replaced, says; paths in it are from `folder`. Throws TradeformError `journal/url` (exit 3), which
 * quotes nothing of it. From now on no sink shows it.
 */
export function addressOf(text: string, folder: string): Address {
  keepSecret(text);
  const url = urlOf(text);
  const password = decoded(url.password);
  keepSecret(url.password);
  keepSecret(password);
  const parameters = parametersOf(url);
  const host = parameters.host ?? decoded(url.hostname).replace(/^\[(.*)\]$/, '$1');
  const user = decoded(url.username) || (parameters.user ?? '');
  const database = decoded(url.pathname.slice(1));
  if (host === '') throw fault('names no host', FORM);
  if (user === '') throw fault('names no user', FORM);
  if (database === '' || database.includes('/')) throw fault('names no database', FORM);
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  const server = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return {
    ...{ host, port, database, server },
    user: new Secret(user),
    password: password === '' ? undefined : new Secret(password),
    tls: tlsOf(host, parameters, folder),
    place: `database ${database} on ${server}`,
  };
}
