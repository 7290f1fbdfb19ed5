import { cancelNow } from '../../src/execute/cancel-now.ts';
import { type ApplyInput, apply } from '../../src/execute/apply.ts';
import { findOrders } from '../../src/execute/found-orders.ts';
import { haltIncomplete, mustBeSameVenue, readAll, record } from '../../src/execute/rebuild.ts';
import { RunJournal } from '../../src/execute/run.ts';
import type { Holder } from '../../src/journal/journal.ts';
import { keepSecret } from '../../src/lib/scrub.ts';
import { Secret } from '../../src/lib/secret.ts';
import type { EventDraft, RunContext, Scope } from '../../src/model/event.ts';
import { fold } from '../../src/model/fold.ts';
import { type History, emptyHistory } from '../../src/model/history.ts';
import {
  type AccountId,
  type AccountName,
  LOST_JOURNAL,
  type RunId,
  nameOfKey,
} from '../../src/model/ids.ts';
import type { Account, Entry } from '../../src/model/order.ts';
import { scopeOf } from '../../src/model/tag.ts';
import type { Judged } from '../../src/plan/plan.ts';
import { type AquanowVenueSettings, createAquanow } from '../../src/venues/aquanow/aquanow.ts';
import type { Venue } from '../../src/venues/venue.ts';
import { type DeskLimits, UNLIMITED } from './limits/desk-limits.ts';
import { ModelJournal } from './world/model-journal.ts';
import { TIMEOUT } from './world/network.ts';
import type { Process } from './world/process.ts';
import type { World } from './world/world.ts';

/* What tradeform's commands do, in a world of ours: the real planner, executor and adapter over a modelled disk and network. */

const PROJECT = 'simulated-desk';
const ENVIRONMENT = 'live';
export const SCOPE = scopeOf(PROJECT, ENVIRONMENT);

const account = (name: string, id: string): Account => ({
  name: name as AccountName,
  venue: 'aquanow',
  id: id as AccountId,
  tag: 'usernameRef',
});
export const TREASURY = account('treasury', 'CA1264810R');
export const RESERVE = account('reserve', 'CA1000051R');

/** What the desk has set for its venue. */
export type VenueWord = Pick<AquanowVenueSettings, 'settle' | 'acceptanceHorizon' | 'quoteExpiryIsProof'>;

/** Kept from every sink, as the settings' reader keeps what it reads. */
const kept = (text: string): Secret => {
  keepSecret(text);
  return new Secret(text);
};
const CREDENTIALS = { apiKey: kept('simulated-key'), apiSecret: kept('simulated-secret') };

const context = (process: Process): RunContext => ({
  run: process.name as RunId,
  actor: 'ada',
  project: PROJECT,
  environment: ENVIRONMENT,
});
const holderOf = (process: Process): Holder => ({
  ...{ actor: 'ada', command: 'apply', host: 'here', pid: 1 },
  since: process.name,
});

export interface ApplyOptions {
  readonly entries: readonly Entry[];
  /** How long it waits for the run lock. */
  readonly waitMs?: number;
  readonly approve?: (judged: Judged) => Promise<boolean>;
}

/** What a process was allowed to do, and under which limits. */
export interface Approved {
  readonly judged: Judged;
  readonly entries: readonly Entry[];
  readonly limits: DeskLimits;
  /** The journal's head when it began. */
  readonly begun: number;
}

/** A project's folder and its venue, for processes that come and go. */
export class SimulatedDesk {
  readonly world: World;
  readonly word: VenueWord;
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly approved = new Map<string, Approved>();
  /** As the project's file has them today. */
  limits = UNLIMITED;
  /** Orders of which a rebuild said that their rows tell too little: they are for a person. */
  readonly unclear = new Set<string>();
  /** How the last apply saw things at its end. */
  last: Judged | undefined;

  constructor(world: World, word: VenueWord, accounts: readonly Account[]) {
    this.world = world;
    this.word = word;
    this.accounts = new Map(accounts.map((it) => [it.name, it]));
    world.disk.pinned = world.disk.make().id;
  }

  #venues(process: Process): ReadonlyMap<AccountName, Venue> {
    const url = 'https://venue.test';
    const venue = createAquanow({
      settings: {
        ...{ url, marketUrl: url, timeout: TIMEOUT, ...this.word },
        ...{
          ...CREDENTIALS,
          rate: { perSecond: 1e6, burst: 1e6 },
        },
      },
      clock: process.clock,
      fetch: this.world.network.fetchOf(process),
      random: this.world.dice.next,
    });
    return new Map([...this.accounts.keys()].map((name) => [name, venue]));
  }

  journal(process: Process): ModelJournal {
    const { disk } = this.world;
    const expect =
      disk.pinned === undefined
        ? ({ kind: 'unpinned' } as const)
        : ({ kind: 'pinned', id: disk.pinned } as const);
    return ModelJournal.open(disk, { clock: process.clock, process }, expect, disk.head);
  }

  /** `tradeform apply`. */
  async apply(process: Process, options: ApplyOptions): Promise<void> {
    const journal = this.journal(process);
    try {
      const lock = await journal.lock(context(process), holderOf(process), options.waitMs ?? 0);
      try {
        const book = await RunJournal.open(journal, lock, 'apply', 'simulated');
        const report = await apply(this.#input(process, book, options));
        this.last = report.after;
        for (const { limited } of report.results.values())
          if (limited === true) this.world.hit('held back by a limit before a send');
        await book.end(report.interrupted ? 'interrupted' : 'done');
      } finally {
        await lock.release();
      }
    } finally {
      await journal.close();
    }
  }

  #input(process: Process, journal: RunJournal, { entries, approve }: ApplyOptions): ApplyInput {
    const { limits } = this;
    const begun = journal.history.sequence;
    return {
      ...{ project: PROJECT, environment: ENVIRONMENT, scope: SCOPE, entries, journal },
      ...{
        accounts: this.accounts,
        venues: this.#venues(process),
        clock: process.clock,
        stop: process.stop.signal,
      },
      tell: () => undefined,
      limits: limits.settings,
      approve: async (judged) => {
        const held = judged.plan.lines.filter(({ code }) => code === 'blocked-limits').length;
        this.world.hit('held back by a limit', held);
        const yes = approve === undefined || (await approve(judged));
        if (yes) this.approved.set(process.name, { judged, entries, limits, begun });
        return yes;
      },
    };
  }

  /** `tradeform cancel`: writes its request, and cancels what it sees. */
  async cancel(process: Process, what: Scope): Promise<void> {
    const journal = this.journal(process);
    try {
      await journal.control(context(process), { type: 'cancel-requested', data: { scope: what } });
      await cancelNow({
        ...{
          what,
          scope: SCOPE,
          accounts: this.accounts,
          venues: this.#venues(process),
          clock: process.clock,
        },
        names: what.kind === 'keys' ? what.keys.map(nameOfKey) : [],
        history: async () => fold(emptyHistory(journal.id), await journal.read()),
        stop: process.stop.signal,
        tell: () => undefined,
      });
    } finally {
      await journal.close();
    }
  }

  /** `halt`, `unhalt`, `resolve`: one event of the control lane. */
  async note(process: Process, draft: EventDraft): Promise<void> {
    const journal = this.journal(process);
    try {
      await journal.control(context(process), draft);
    } finally {
      await journal.close();
    }
  }

  /** `tradeform journal rebuild`, where the journal is gone or behind. */
  async rebuild(process: Process, entries: readonly Entry[], names: readonly Entry['key'][]): Promise<void> {
    const { disk } = this.world;
    const venues = this.#venues(process);
    const readers = new Map([...venues].map(([name, venue]) => [name, venue.reader]));
    // Another journal in its place is moved away first.
    if (disk.journal?.id !== disk.pinned) disk.journal = undefined;
    const before = disk.journal;
    const journal =
      before === undefined
        ? undefined
        : ModelJournal.open(disk, { clock: process.clock, process }, { kind: 'unpinned' });
    const known =
      journal === undefined
        ? emptyHistory(LOST_JOURNAL)
        : fold(emptyHistory(journal.id), await journal.read());
    const accounts = await readAll({ accounts: this.accounts, readers, clock: process.clock });
    mustBeSameVenue(known, accounts);
    const found = findOrders({ history: known, scope: SCOPE, entries, names, accounts });
    for (const { row } of found.unclear) this.unclear.add(row.id);
    const store = before ?? disk.make();
    const open = journal ?? ModelJournal.open(disk, { clock: process.clock, process }, { kind: 'unpinned' });
    const lock = await open.lock(context(process), holderOf(process), 0);
    const book = await RunJournal.open(open, lock, 'journal rebuild', 'simulated');
    await record(book, found);
    await haltIncomplete(book, this.accounts.values(), found);
    await book.end('done');
    disk.pinned = store.id;
    disk.head = { journal: store.id, sequence: book.history.sequence, hash: book.history.hash };
    await lock.release();
    await open.close();
  }

  /** What the last apply saw counts no more. */
  forget(): void {
    this.last = undefined;
  }

  /** Whether the journal is the one that the project names, and not behind where it was known to be. */
  get isJournalSound(): boolean {
    const { journal, pinned, head } = this.world.disk;
    return journal?.id === pinned && (head?.sequence ?? 0) <= (journal?.rows.length ?? 0);
  }

  /** What the journal adds up to; empty where there is none. */
  history(): History {
    const { journal } = this.world.disk;
    if (journal === undefined) return emptyHistory(LOST_JOURNAL);
    return fold(
      emptyHistory(journal.id),
      journal.rows.map(({ event }) => event),
    );
  }
}
