import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = new URL('../..', import.meta.url).pathname;
const TERMINAL = new URL('terminal.ts', import.meta.url).href;

/** As wide as a page of GitHub's shows without scrolling. */
export const COLUMNS = 100;

export interface Shown {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line as a shell would hand it over. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Where the desk's folder stood is nobody's business. */
const anonymous = (text: string, folder: string): string => text.replaceAll(`${folder}/`, '');

/**
 * A desk of its own: the example project under Git, the paper venue with its prices pinned where they begin, and the bin as its users run
 * it. The paper venue is served beside it, so that faults can be asked for and its ledger be read.
 */
export class Stage {
  readonly #bin: string;
  readonly folder: string;
  readonly #children = new Set<ChildProcess>();
  #url = '';

  private constructor(bin: string) {
    this.#bin = bin;
    this.folder = mkdtempSync(join(tmpdir(), 'tradeform-captures-'));
  }

  static async open(bin: string, limits = ''): Promise<Stage> {
    const stage = new Stage(bin);
    const isSource = (path: string): boolean => !path.includes('/.tradeform');
    cpSync(join(ROOT, 'specs'), stage.#path('specs'), { recursive: true, filter: isSource });
    stage.append('specs/tradeform.yaml', limits);
    stage.commit();
    await stage.#serve();
    for (const [ticker, price] of [
      ['BTC-USD', '101000'],
      ['ETH-USD', '3300'],
    ] as const)
      await stage.control('POST', 'price', { ticker, price });
    return stage;
  }

  #path(file: string): string {
    return join(this.folder, file);
  }

  /** Everything as it is now, in one commit. */
  commit(): void {
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: this.folder,
        stdio: 'ignore',
      });
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'commit.gpgSign=false', 'commit', '--quiet', '--allow-empty', '--message', 'Orders');
  }

  edit(file: string, from: string, to: string): void {
    const text = readFileSync(this.#path(file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(this.#path(file), text.replace(from, to));
  }

  append(file: string, more: string): void {
    writeFileSync(this.#path(file), readFileSync(this.#path(file), 'utf8') + more);
  }

  remove(...files: readonly string[]): void {
    for (const file of files) rmSync(this.#path(file));
  }

  /** Starts `npx tradeform …`. */
  start(
    line: string,
    env: NodeJS.ProcessEnv = {},
  ): { readonly child: ChildProcess; readonly ended: Promise<Shown> } {
    const { CI: _, GITHUB_ACTIONS: __, FORCE_COLOR: ___, ...inherited } = process.env;
    const [npx, name, ...words] = wordsOf(line);
    if (npx !== 'npx' || name !== 'tradeform') throw new Error(`not a line to type: ${line}`);
    const child = spawn(process.execPath, ['--import', TERMINAL, this.#bin, ...words], {
      cwd: this.folder,
      env: {
        ...{ ...inherited, NO_COLOR: '1', TERM: 'xterm-256color', CAPTURE_COLUMNS: String(COLUMNS) },
        ...{ npm_command: 'exec', TRADEFORM_ACTOR: 'ada', ...env },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const { promise: ended, resolve } = Promise.withResolvers<Shown>();
    const told = (text: string): string => anonymous(text, this.folder).trimEnd();
    child.on('close', (code) => {
      this.#children.delete(child);
      resolve({ code, stdout: told(stdout), stderr: told(stderr) });
    });
    return { child, ended };
  }

  /** Runs a line and expects it to end so. */
  async run(line: string, code = 0, env: NodeJS.ProcessEnv = {}): Promise<Shown> {
    const shown = await this.start(line, env).ended;
    if (shown.code === code) return shown;
    throw new Error(`${line} ended with ${shown.code}, not ${code}:\n${shown.stdout}\n${shown.stderr}`);
  }

  /** What a reader sees who types a line: the line, and what it prints as its result, or the part of it that is told. */
  async type(line: string, code = 0, part = (text: string): string => text): Promise<string> {
    const { stdout } = await this.run(line, code);
    return `$ ${line}\n${part(stdout)}`;
  }

  async #serve(): Promise<void> {
    const { child, ended } = this.start('npx tradeform paper serve --port 0 --format json');
    const line = Promise.withResolvers<string>();
    if (child.stdout) createInterface(child.stdout).once('line', line.resolve);
    void ended.then(({ stderr }) => line.reject(new Error(stderr)));
    this.#url = (JSON.parse(await line.promise) as { readonly url: string }).url;
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${this.#url}/paper/${path}`, init);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  /** The next order meets this fault. */
  async fault(fault: string, more: object = {}): Promise<void> {
    const match = { method: 'POST', path: '/trades/v2/order' };
    await this.control('POST', 'faults', { fault, match, times: 1, ...more });
  }

  close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
