import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type ApplyReport, apply } from '../../../src/execute/apply.ts';
import { RunJournal } from '../../../src/execute/run.ts';
import { openSqlite } from '../../../src/journal/sqlite.ts';
import { fold } from '../../../src/model/fold.ts';
import { type History, emptyHistory } from '../../../src/model/history.ts';
import { type Key, type RunId, orderKey, strategyKey } from '../../../src/model/ids.ts';
import type { Entry } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { type Tag, encodeTag, scopeOf } from '../../../src/model/tag.ts';
import { type Terms, isStrategy } from '../../../src/model/terms.ts';
import type { Venue, Verdict, Wanted } from '../../../src/venues/venue.ts';
import { FREE } from '../../support/cases.ts';
import type { Example, Rig, RigOptions, VenueCase } from './rig.ts';

/* A desk of one account: the real planner, executor and journal, on a rig. Every run is a process of its own as far as the venue can tell. */

const PROJECT = 'contract-desk';
const ENVIRONMENT = 'rig';
const SCOPE = scopeOf(PROJECT, ENVIRONMENT);

const keyOf = (terms: Terms, name: string): Key => (isStrategy(terms) ? strategyKey(name) : orderKey(name));
export const tagOf = (terms: Terms, name: string, attempt = 1): Tag =>
  encodeTag(SCOPE, keyOf(terms, name), 1, attempt);

export const entryOf = (rig: Rig, example: Example, name: string, over: Partial<Entry> = {}): Entry => ({
  key: keyOf(example.terms, name),
  account: rig.account.name,
  terms: example.terms,
  ...(example.run === undefined ? {} : { run: example.run }),
  ...(example.kinds === undefined ? {} : { kinds: example.kinds }),
  generation: 1,
  formerly: [],
  protect: false,
  labels: {},
  place: { file: 'orders.yaml', line: 1, column: 1 },
  ...over,
});

/** What is looked for after a submission. */
export function wantedOf(terms: Terms, tag: Tag, verdict?: Verdict): Wanted {
  const reference = `${isStrategy(terms) ? '' : (terms.usernameRef ?? '')}${tag}`;
  const orderId = verdict?.kind === 'accepted' ? verdict.orderId : undefined;
  const tagSent = !isStrategy(terms);
  return { tag, tagSent, reference, terms, ...(orderId === undefined ? {} : { orderId }) };
}

/** Sends an example by the port alone: its quote where it needs one, then the order, once. */
export async function send(venue: Venue, rig: Rig, example: Example, tag: Tag): Promise<Verdict> {
  const writer = venue.writer();
  const { terms, run } = example;
  const answer = await writer.prepare(rig.account, terms, tag);
  if (answer !== undefined && answer.kind !== 'quote') throw new Error(JSON.stringify(answer));
  const quote = answer === undefined ? {} : { quote: answer.quote };
  return writer.send(
    writer.draft(rig.account, terms, tag, { ...quote, ...(run === undefined ? {} : { run }) }),
  );
}

export class ContractDesk {
  readonly rig: Rig;
  readonly #dir: string;
  #runs = 0;

  constructor(rig: Rig, dir: string) {
    this.rig = rig;
    this.#dir = dir;
  }

  #journal() {
    return openSqlite({ dir: this.#dir, clock: this.rig.clock, expect: { kind: 'automatic' } });
  }

  async history(): Promise<History> {
    const journal = await this.#journal();
    const history = fold(emptyHistory(journal.id), await journal.read());
    await journal.close();
    return history;
  }

  async #run(entries: readonly Entry[], approved: boolean): Promise<ApplyReport> {
    const { account, clock } = this.rig;
    this.#runs += 1;
    const journal = await this.#journal();
    const run = `run-${this.#runs}` as RunId;
    const context = { run, actor: 'ada', project: PROJECT, environment: ENVIRONMENT };
    const holder = { actor: 'ada', command: 'apply', host: 'here', pid: this.#runs, since: '' };
    const lock = await journal.lock(context, holder, 0);
    const venue = this.rig.connect();
    try {
      return await apply({
        ...{ project: PROJECT, environment: ENVIRONMENT, scope: SCOPE, entries, clock },
        accounts: new Map([[account.name, account]]),
        venues: new Map([[account.name, venue]]),
        journal: await RunJournal.open(journal, lock, 'apply', 'test'),
        stop: new AbortController().signal,
        tell: () => undefined,
        limits: FREE,
        approve: () => Promise.resolve(approved),
      });
    } finally {
      await lock.release();
      await venue.close();
      await journal.close();
    }
  }

  /** What `apply --yes` would tell. */
  apply(...entries: readonly Entry[]): Promise<ApplyReport> {
    return this.#run(entries, true);
  }

  /** The lines of a plan that nobody approves. */
  async plan(...entries: readonly Entry[]): Promise<readonly PlanLine[]> {
    const { plan } = await this.#run(entries, false);
    return plan.lines;
  }
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A rig that is taken down after the test. */
export async function rigOf(venue: VenueCase, options: RigOptions = {}): Promise<Rig> {
  const rig = await venue.make(options);
  closers.push(() => rig.close());
  return rig;
}

/** A desk on a rig of its own. */
export async function deskOf(venue: VenueCase, options: RigOptions = {}): Promise<ContractDesk> {
  const dir = await mkdtemp(join(tmpdir(), 'tradeform-contract-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  return new ContractDesk(await rigOf(venue, options), dir);
}
