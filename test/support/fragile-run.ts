import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../src/execute/apply.ts';
import type { LimitSettings } from '../../src/execute/limits.ts';
import { RunJournal } from '../../src/execute/run.ts';
import type { Journal, RunLock } from '../../src/journal/journal.ts';
import { openSqlite } from '../../src/journal/sqlite.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { Secret } from '../../src/lib/secret.ts';
import { fold } from '../../src/model/fold.ts';
import { type History, emptyHistory } from '../../src/model/history.ts';
import { type AccountId, type AccountName, type RunId, orderKey } from '../../src/model/ids.ts';
import type { Account, Entry } from '../../src/model/order.ts';
import type { PlanLine } from '../../src/model/plan.ts';
import { scopeOf } from '../../src/model/tag.ts';
import type { OrderTerms } from '../../src/model/terms.ts';
import { FREE } from './cases.ts';
import { createAquanow } from '../../src/venues/aquanow/aquanow.ts';
import { type Paper, openPaper } from '../../src/venues/paper/venue.ts';

/*
 * The real executor, journal, adapter and paper venue in one process, with one thing that reality has and tests lack: the process
 * dies at a chosen step. A step is an append to the journal or a request to the venue; it dies before the step, or after it has
 * taken effect and before anyone hears of it. From then on nothing of that run has any effect.
 */

export type When = 'before' | 'after';
export interface Crash {
  readonly step: number;
  readonly when: When;
}

class Died extends Error {}

/** Counts steps, and ends the run at the chosen one. */
class Life {
  readonly #crash: Crash | undefined;
  steps = 0;
  dead = false;

  constructor(crash?: Crash) {
    this.#crash = crash;
  }

  async step<T>(act: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Died();
    this.steps += 1;
    const here = this.steps === this.#crash?.step ? this.#crash.when : undefined;
    if (here === 'before') this.#die();
    const done = await act();
    if (here === 'after') this.#die();
    return done;
  }

  #die(): never {
    this.dead = true;
    throw new Died();
  }
}

/** Time that passes only where somebody waits for it. */
export class WaitingClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    this.#now += Math.max(1, ms);
    return Promise.resolve();
  }
}

const ACCOUNT: Account = {
  name: 'treasury' as AccountName,
  venue: 'aquanow',
  id: 'CA1264810R' as AccountId,
  tag: 'usernameRef',
};
const SCOPE = scopeOf('crash-desk', 'paper');
const KEY = { apiKey: 'k', apiSecret: 's' };

export const entry = (name: string, terms: Partial<OrderTerms> = {}): Entry => ({
  key: orderKey(name),
  account: ACCOUNT.name,
  terms: {
    strategy: 'GTC',
    ticker: 'BTC-USD',
    side: 'buy',
    receiveQuantity: '0.10' as NonNullable<OrderTerms['receiveQuantity']>,
    priceLimit: '60000.00' as NonNullable<OrderTerms['priceLimit']>,
    ...terms,
  },
  generation: 1,
  formerly: [],
  protect: false,
  labels: {},
  place: { file: 'orders.yaml', line: 1, column: 1 },
});

export interface RunEnd {
  readonly died: boolean;
  readonly steps: number;
  /** What the run had judged at its end; undefined where it died. */
  readonly lines: readonly PlanLine[] | undefined;
}

/** A desk whose processes may die, and whose venue and disk live on. */
export class FragileDesk {
  readonly clock = new WaitingClock(Date.parse('2026-12-01T14:00:00Z'));
  readonly paper: Paper;
  readonly #dir: string;
  #runs = 0;

  private constructor(dir: string) {
    this.#dir = dir;
    this.paper = openPaper({
      path: ':memory:',
      clock: this.clock,
      accounts: [ACCOUNT.id],
      key: KEY,
      rate: 'off',
      epoch: 'crash',
      seed: 'crash',
    });
  }

  static async open(): Promise<FragileDesk> {
    return new FragileDesk(await mkdtemp(join(tmpdir(), 'tradeform-crash-')));
  }

  async close(): Promise<void> {
    this.paper.close();
    await rm(this.#dir, { recursive: true });
  }

  #journal(): Promise<Journal> {
    return openSqlite({ dir: this.#dir, clock: this.clock, expect: { kind: 'automatic' } });
  }

  async history(): Promise<History> {
    const journal = await this.#journal();
    const history = fold(emptyHistory(journal.id), await journal.read());
    await journal.close();
    return history;
  }

  async control(path: string, body: unknown): Promise<void> {
    const response = await this.paper.fetch(`http://127.0.0.1/paper/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** One `apply --yes` of these entries, which dies at `crash`. */
  async apply(entries: readonly Entry[], crash?: Crash, limits: LimitSettings = FREE): Promise<RunEnd> {
    // Nonces are drawn from the clock: the next process starts later.
    await this.clock.sleep(5_000);
    const life = new Life(crash);
    const journal = await this.#journal();
    const aquanow = createAquanow({
      settings: {
        url: 'http://127.0.0.1',
        marketUrl: 'http://127.0.0.1',
        apiKey: new Secret(KEY.apiKey),
        apiSecret: new Secret(KEY.apiSecret),
        settle: 100,
        rate: { perSecond: 1e6, burst: 1e6 },
      },
      clock: this.clock,
      fetch: (input, init) => life.step(() => this.paper.fetch(input, init)),
    });
    this.#runs += 1;
    const context = {
      run: `run-${this.#runs}` as RunId,
      actor: 'test',
      project: 'crash-desk',
      environment: 'paper',
    };
    const holder = { actor: 'test', command: 'apply', host: 'here', pid: this.#runs, since: '' };
    const real = await journal.lock(context, holder, 0);
    const lock: RunLock = {
      approve: (plan) => real.approve(plan),
      append: (draft) => life.step(() => real.append(draft)),
      appendAll: (drafts) => life.step(() => real.appendAll(drafts)),
      appendIntent: (draft, planned) => life.step(() => real.appendIntent(draft, planned)),
      release: () => real.release(),
    };
    try {
      const report = await apply({
        project: 'crash-desk',
        environment: 'paper',
        scope: SCOPE,
        entries,
        accounts: new Map([[ACCOUNT.name, ACCOUNT]]),
        venues: new Map([[ACCOUNT.name, aquanow]]),
        journal: await RunJournal.open(journal, lock, 'apply', 'test'),
        clock: this.clock,
        stop: new AbortController().signal,
        tell: () => undefined,
        limits,
        approve: () => Promise.resolve(true),
      });
      return { died: life.dead, steps: life.steps, lines: life.dead ? undefined : report.after.all };
    } catch (error) {
      if (!life.dead) throw error;
      return { died: true, steps: life.steps, lines: undefined };
    } finally {
      await real.release();
      await aquanow.close();
      await journal.close();
    }
  }
}
