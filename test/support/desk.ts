import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSqlite } from '../../src/journal/sqlite.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Ledger } from '../../src/venues/paper/ledger.ts';
import { type ServedPaper, servePaper } from '../../src/venues/paper/serve.ts';
import { type Paper, openPaper } from '../../src/venues/paper/venue.ts';
import { freePort } from './free-port.ts';

/** Built by the run's global set-up. */
export const BIN = process.env['TRADEFORM_TEST_BIN'] ?? '';
const KEY = { apiKey: 'k-e2e', apiSecret: 's-e2e-not-to-be-printed' };
type ApiKey = typeof KEY;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a folder of its own, the built bin, and (for environment `tcp`) a paper venue that is served on loopback. */
export class Desk {
  readonly dir: string;
  readonly paper: Paper;
  readonly #key: ApiKey;
  readonly #children = new Set<ChildProcess>();
  #served: ServedPaper;

  private constructor(dir: string, paper: Paper, served: ServedPaper, key: ApiKey) {
    this.dir = dir;
    this.paper = paper;
    this.#served = served;
    this.#key = key;
  }

  static async open(key: ApiKey = KEY): Promise<Desk> {
    const dir = await mkdtemp(join(tmpdir(), 'tradeform-desk-'));
    const paper = openPaper({
      path: join(dir, 'venue.sqlite'),
      clock: systemClock,
      accounts: ['CA1264810R', 'CA1000051R'],
      key,
      rate: 'off',
    });
    const served = await servePaper(paper, { port: await freePort() });
    const desk = new Desk(dir, paper, served, key);
    await desk.write('tradeform.yaml', desk.#project());
    return desk;
  }

  #project(): string {
    const { url } = this.#served;
    return `version: 1
project: e2e-desk
accounts:
  treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef }
  reserve: { venue: aquanow, id: CA1000051R, tag: usernameRef }
environments:
  paper: {}
  # A venue that is reached over the network, and is a paper venue all the same.
  tcp:
    journal: { type: sqlite }
    venues:
      aquanow:
        url: ${url}
        marketUrl: ${url}
        apiKey: "\${E2E_KEY}"
        apiSecret: "\${E2E_SECRET}"
        settle: 200ms
        timeout: 3s
        rate: { perSecond: 1000, burst: 5000 }
`;
  }

  async write(file: string, text: string): Promise<void> {
    const path = join(this.dir, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  read(file: string): Promise<string> {
    return readFile(join(this.dir, file), 'utf8');
  }

  remove(file: string): Promise<void> {
    return rm(join(this.dir, file));
  }

  /** Starts the bin as a user would. */
  start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, npm_command: ____, ...inherited } = process.env;
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: this.dir,
      env: { ...inherited, E2E_KEY: this.#key.apiKey, E2E_SECRET: this.#key.apiSecret, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const { promise: ended, resolve } = Promise.withResolvers<Ended>();
    child.on('close', (code, signal) => {
      this.#children.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
    return { child, ended };
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /** As {@link run}, in environment `tcp`. */
  tcp(...args: readonly string[]): Promise<Ended> {
    return this.run(...args, '--env', 'tcp');
  }

  /** Makes the journal of `tcp` and pins it, as `journal init` does, without a process for it. */
  async journal(): Promise<void> {
    const id = await createSqlite(join(this.dir, '.tradeform', 'tcp'), systemClock);
    const project = await this.read('tradeform.yaml');
    const pinned = project.replace('type: sqlite }', `type: sqlite, id: ${id} }`);
    if (pinned === project) throw new Error('tradeform.yaml has no journal in a file that is not pinned');
    await this.write('tradeform.yaml', pinned);
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await this.paper.fetch(`http://127.0.0.1/paper/${path}`, init);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  /** Where the venue is served. */
  get url(): string {
    return this.#served.url;
  }

  /** Every order that the served venue accepted. */
  ledger(): Ledger {
    return this.paper.ledger();
  }

  /** Resolves once the served venue has seen `count` submissions. */
  async submissions(count: number): Promise<void> {
    for (let turns = 0; turns < 200_000; turns++) {
      if (this.ledger().requests.received >= count) return;
      // Its sockets live in this very process: they need their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`the venue saw ${this.ledger().requests.received} submissions, not ${count}`);
  }

  /** Breaks all connections and stops listening, as a venue that is gone. */
  unplug(): Promise<void> {
    return this.#served.close();
  }

  async plugIn(): Promise<void> {
    const port = Number(new URL(this.#served.url).port);
    this.#served = await servePaper(this.paper, { port });
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.#served.close().catch(() => undefined);
    this.paper.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** Resolves once a running program has said on stderr what is waited for; rejects where it ends without. */
export function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let text = '';
  child.stderr?.on('data', (more: string) => {
    text += more;
    if (pattern.test(text)) resolve();
  });
  child.on('close', () => reject(new Error(`ended without saying ${pattern.source}: ${text}`)));
  return promise;
}

/** A spec file with one resting buy for each name, at prices that no paper market reaches by itself. */
export function ladder(
  names: readonly string[],
  options: { readonly price?: string; readonly account?: string } = {},
): string {
  const { price = '60000.00', account = 'treasury' } = options;
  const orders = names.map(
    (name) => `  ${name}:
    strategy: GTC
    account: ${account}
    ticker: BTC-USD
    side: buy
    receiveQuantity: 0.10 BTC
    priceLimit: ${price}
`,
  );
  return `version: 1\norders:${orders.length === 0 ? ' {}' : ''}\n${orders.join('')}`;
}

/** What an intent's tag or the ledger calls twice: references that more than one accepted order carries. */
export function duplicates(ledger: Ledger): readonly string[] {
  const seen = ledger.orders.flatMap((order) => order.usernameRef ?? []);
  return seen.filter((reference, index) => seen.indexOf(reference) !== index);
}
