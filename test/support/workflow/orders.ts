import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BIN, Desk, type Ended } from '../desk.ts';
import { type Database, type Role, makeDatabase, makeRole } from '../postgres.ts';
import { ROOT } from './file.ts';
import { type Comment, GitHub, type Issue } from './github.ts';
import { type Event, type Run, Runner } from './runner.ts';

export const LADDER = 'specs/btc-ladder.yaml';
export const KEYS = { AQUANOW_API_KEY: 'k-e2e', AQUANOW_API_SECRET: 's-e2e-not-to-be-printed' };

/**
 * A desk's repository, as `init --github` makes it, with its `live` environment on a paper venue that is served over TCP and a journal in
 * PostgreSQL. Plans are made by a database user who can only read.
 */
export class OrdersRepository {
  readonly desk: Desk;
  readonly database: Database;
  readonly github: GitHub;
  readonly #folder: string;
  readonly #role: Role;
  readonly #runner: Runner;

  private constructor(folder: string, desk: Desk, database: Database, role: Role) {
    this.#folder = folder;
    this.desk = desk;
    this.database = database;
    this.#role = role;
    this.github = new GitHub(folder);
    this.#runner = new Runner({
      origin: join(folder, 'origin.git'),
      folder,
      github: this.github,
      vars: { TRADEFORM_ENV: 'live' },
      secrets: {
        AQUANOW_READ_API_KEY: KEYS.AQUANOW_API_KEY,
        AQUANOW_READ_API_SECRET: KEYS.AQUANOW_API_SECRET,
        TRADEFORM_JOURNAL_READ_URL: role.url,
      },
      environments: { live: { ...KEYS, TRADEFORM_JOURNAL_URL: database.url } },
    });
  }

  static async open(): Promise<OrdersRepository> {
    const folder = await mkdtemp(join(tmpdir(), 'tradeform-orders-'));
    const [desk, database] = await Promise.all([Desk.open(), makeDatabase()]);
    const repository = new OrdersRepository(folder, desk, database, await makeRole(database));
    await repository.#make();
    return repository;
  }

  get work(): string {
    return join(this.#folder, 'desk');
  }

  /** Programs that come before those of the machine. */
  get bin(): string {
    return join(this.#folder, 'bin');
  }

  /** The journal, for a user who can only read. */
  get readUrl(): string {
    return this.#role.url;
  }

  /** A clone of what was pushed, as a CI makes one for a job. */
  clone(name: string): string {
    const folder = join(this.#folder, name);
    execFileSync('git', ['clone', '--quiet', join(this.#folder, 'origin.git'), folder]);
    return folder;
  }

  async #make(): Promise<void> {
    const { work } = this;
    await mkdir(work);
    await mkdir(this.bin);
    await this.#run('init', '--github');
    await this.#pinTarball();
    // Its live venue is the paper venue of the test.
    const project = await this.read('specs/tradeform.yaml');
    const urls = project.replaceAll(/https:\/\/(api|market)\.aquanow\.io/g, this.desk.url);
    await this.write('specs/tradeform.yaml', urls.replace('apiSecret:', 'settle: 200ms\n        apiSecret:'));
    this.git('init', '--quiet', '--initial-branch=main');
    execFileSync('git', [
      'init',
      '--quiet',
      '--bare',
      '--initial-branch=main',
      join(this.#folder, 'origin.git'),
    ]);
    this.git('remote', 'add', 'origin', join(this.#folder, 'origin.git'));
    const made = await this.#run('journal', 'init', '--env', 'live');
    if (made.code !== 0) throw new Error(made.stderr);
    await this.database.sql(`GRANT USAGE ON SCHEMA tradeform TO ${this.#role.name}`);
    await this.database.sql(`GRANT SELECT ON ALL TABLES IN SCHEMA tradeform TO ${this.#role.name}`);
  }

  /** The package as it would be published, in the repository itself: there is no registry here. */
  async #pinTarball(): Promise<void> {
    const source = join(this.#folder, 'package');
    await mkdir(source);
    await cp(dirname(BIN), join(source, 'dist'), { recursive: true });
    await cp(join(ROOT, 'schemas'), join(source, 'schemas'), { recursive: true });
    const {
      scripts: _,
      devDependencies: __,
      ...manifest
    } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(join(source, 'package.json'), JSON.stringify(manifest));
    const npm = (cwd: string, ...args: readonly string[]): string =>
      execFileSync('npm', [...args], {
        cwd,
        encoding: 'utf8',
        env: this.#npmEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    npm(source, 'pack', '--silent', '--pack-destination', this.work);
    const pinned = await this.read('package.json');
    await this.write(
      'package.json',
      pinned.replace(/"tradeform": "(.*)"/, '"tradeform": "file:tradeform-$1.tgz"'),
    );
    npm(this.work, 'install', '--no-audit', '--no-fund');
  }

  get #npmEnv(): NodeJS.ProcessEnv {
    return { ...process.env, npm_config_offline: 'true', npm_config_cache: join(this.#folder, 'npm') };
  }

  /** The bin, at the desk, by a person. */
  #run(...args: readonly string[]): Promise<Ended> {
    const env = { ...KEYS, TRADEFORM_JOURNAL_URL: this.database.url };
    return this.desk.start([...args, '--dir', args[0] === 'init' ? this.work : join(this.work, 'specs')], env)
      .ended;
  }
  readonly run = (...args: readonly string[]): Promise<Ended> => this.#run(...args, '--env', 'live');

  git(...args: readonly string[]): string {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid'];
    return execFileSync('git', ['-C', this.work, ...who, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  }

  read(file: string): Promise<string> {
    return readFile(join(this.work, file), 'utf8');
  }

  async write(file: string, content: string): Promise<void> {
    await writeFile(join(this.work, file), content);
  }

  remove(file: string): Promise<void> {
    return rm(join(this.work, file));
  }

  /** Commits everything, and pushes the branch. Returns the commit. */
  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    const branch = this.git('branch', '--show-current');
    this.git('push', '--quiet', '--force', 'origin', branch);
    const sha = this.git('rev-parse', 'HEAD');
    if (branch === 'main') this.github.know({ main: sha });
    return sha;
  }

  async workflow(name: string, event: Event): Promise<Run> {
    return this.#runner.run(await this.read(`.github/workflows/${name}.yml`), event);
  }

  approve(run: Run): Promise<Run> {
    return this.#runner.approve(run);
  }

  /** A pull request of the branch: its merge is what is checked out. */
  pullRequest(number: number, branch: string, from = 'desk/orders'): Promise<Run> {
    this.git('switch', '--quiet', '--detach', 'main');
    this.git('merge', '--quiet', '--no-ff', '--message', `Merge pull request ${number}`, branch);
    const sha = this.git('rev-parse', 'HEAD');
    const ref = `refs/pull/${number}/merge`;
    this.git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
    this.git('switch', '--quiet', branch);
    const { pulls } = this.github.known;
    this.github.know({ pulls: [...pulls.filter((pull) => pull.number !== number), { number }] });
    const payload = { pull_request: { number, head: { repo: { full_name: from } } } };
    return this.workflow('orders-plan', { name: 'pull_request', sha, ref, payload });
  }

  /** Merges it, which starts orders-apply. */
  async merge(number: number, branch: string): Promise<Run> {
    this.git('switch', '--quiet', 'main');
    this.git('merge', '--quiet', '--no-ff', '--message', `Merge pull request ${number}`, branch);
    const sha = this.commit('After the merge');
    const pulls = this.github.known.pulls.filter((pull) => pull.number !== number);
    this.github.know({
      pulls: [...pulls, { number, merged_at: '2026-11-21T14:00:00Z', merge_commit_sha: sha }],
    });
    return this.pushed(sha);
  }

  pushed(sha: string): Promise<Run> {
    return this.workflow('orders-apply', { name: 'push', sha, ref: 'refs/heads/main', actor: 'ada' });
  }

  async dispatched(name: string, inputs: Readonly<Record<string, string | boolean>> = {}): Promise<Run> {
    const all = {
      names: '',
      account: '',
      everything: false,
      reason: '',
      approver: '',
      executed: '',
      'not-executed': false,
    };
    const event = { name: 'workflow_dispatch', sha: this.github.known.main, ref: 'refs/heads/main' } as const;
    return this.workflow(name, { ...event, inputs: { ...all, ...inputs } });
  }

  /** While the journal is lost. */
  async withoutJournal(work: () => Promise<void>): Promise<void> {
    await this.database.sql('ALTER SCHEMA tradeform RENAME TO elsewhere');
    try {
      await work();
    } finally {
      await this.database.sql('ALTER SCHEMA elsewhere RENAME TO tradeform');
    }
  }

  /** Puts the plan of one run in the place of another's. */
  async swapArtifacts({ id: from }: Run, { id: to }: Run): Promise<void> {
    const [source, target] = [from, to].map((id) =>
      join(this.#folder, 'artifacts', String(id), `orders-apply-${id}-1`, 'plan.json'),
    );
    await cp(source ?? '', target ?? '');
  }

  get comments(): readonly Comment[] {
    return this.github.known.comments;
  }
  get issues(): readonly Issue[] {
    return this.github.known.issues;
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.#role.drop();
    await this.database.drop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
