import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, ladder } from '../support/desk.ts';

/*
 * What is loaded is what is waited for: each command loads what it needs, and nothing that only others need. Times differ from machine to
 * machine; the modules of the bundle that Node loads do not.
 */

/** Words that stand in a library's code, and in nobody else's. */
const LIBRARIES = {
  commander: 'commander.helpDisplayed',
  yaml: 'YAMLMap',
  ajv: 'Ajv',
  ky: 'RateLimit-Retry-After',
  listr2: 'ListrError',
  pg: 'pg-pool',
  hono: 'HonoRequest',
} as const;
type Library = keyof typeof LIBRARIES;
const NAMES = Object.keys(LIBRARIES) as readonly Library[];
const librariesIn = (text: string): readonly Library[] =>
  NAMES.filter((name) => text.includes(LIBRARIES[name]));

let folder = '';
let venue: Server;
let url = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-start-up-'));
  venue = createServer((_, response) => response.writeHead(403).end('{"message":"Forbidden"}'));
  const { promise, resolve } = Promise.withResolvers<void>();
  venue.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = venue.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  writeFileSync(
    join(folder, 'tradeform.yaml'),
    `version: 1
project: start-up
accounts:
  treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef }
environments:
  live:
    journal: { type: sqlite }
    venues:
      aquanow: { url: "${url}", marketUrl: "${url}", apiKey: "\${KEY}", apiSecret: "\${SECRET}" }
`,
  );
  writeFileSync(join(folder, 'orders.yaml'), ladder(['dip-1']));
  // Tells, at its end, which modules were loaded from files.
  writeFileSync(
    join(folder, 'hook.mjs'),
    `import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
process.on('exit', () => writeFileSync(process.env.LOADED, JSON.stringify(loaded)));
`,
  );
});
afterAll(async () => {
  await new Promise((closed) => {
    venue.close(closed);
    venue.closeAllConnections();
  });
  rmSync(folder, { recursive: true, force: true });
});

async function loadedBy(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number | null;
  readonly stderr: string;
  readonly libraries: readonly Library[];
}> {
  const { code, stderr, files } = await filesOf(args, env);
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return { code, stderr, libraries: librariesIn(text) };
}

async function filesOf(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number | null;
  readonly stderr: string;
  readonly files: readonly string[];
}> {
  const LOADED = join(folder, 'loaded.json');
  const hook = join(folder, 'hook.mjs');
  const child = spawn(process.execPath, ['--import', hook, BIN, ...args], {
    cwd: folder,
    env: { ...process.env, CI: '', LOADED, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  const code = await promise;
  const urls = JSON.parse(readFileSync(LOADED, 'utf8')) as readonly string[];
  const files = urls.filter((one) => one.startsWith('file:')).map((one) => fileURLToPath(one));
  return { code, stderr, files };
}

describe('what is loaded at the start', () => {
  it('can be told: every library stands in the bundle, each in chunks of its own', () => {
    const chunks = join(dirname(BIN), 'chunks');
    const texts = readdirSync(chunks).map((file) => readFileSync(join(chunks, file), 'utf8'));
    expect(NAMES.filter((name) => !texts.some((text) => text.includes(LIBRARIES[name])))).toEqual([]);
  });

  it.each([['--version'], ['--help']])('%s: the command line alone', async (flag) => {
    expect(await loadedBy([flag])).toEqual({ code: 0, stderr: '', libraries: ['commander'] });
  });

  it('validate: YAML; no HTTP, no database, and validators that were compiled before', async () => {
    expect(await loadedBy(['validate', '--env', 'live'])).toMatchObject({
      code: 0,
      libraries: ['commander', 'yaml'],
    });
  });

  it('validate: few files, each of which Node would have to find, and nothing of Node that is not named', async () => {
    const { files } = await filesOf(['validate', '--env', 'live']);
    expect(files.length).toBeLessThanOrEqual(12);
    // A static import of Node's own modules reads, and so loads, all that hangs on them.
    expect(files.filter((file) => readFileSync(file, 'utf8').includes('from"node:'))).toEqual([]);
  });

  it('plan: no more than that before its first request', async () => {
    const { code, stderr, libraries } = await loadedBy(['plan', '--env', 'live']);
    expect({ code, libraries }).toEqual({ code: 1, libraries: ['commander', 'yaml'] });
    expect(stderr).toContain('KEY is not set');
  });

  it('plan: then what asks the venue, and nothing of terminals, other journals or the paper venue', async () => {
    const keys = { KEY: 'a-key-of-the-test', SECRET: 'a-secret-of-the-test' };
    await loadedBy(['journal', 'init', '--env', 'live'], keys);
    const { libraries } = await loadedBy(['plan', '--env', 'live'], keys);
    expect(libraries).toEqual(['commander', 'yaml', 'ky']);
  });
});
