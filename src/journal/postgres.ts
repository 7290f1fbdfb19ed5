import { randomUUID } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { CONTROL_TYPES, type EventDraft, type JournalEvent, type RunContext } from '../model/event.ts';
import type { JournalId } from '../model/ids.ts';
import { GENESIS, type Head } from './chain.ts';
import type { KnownHead } from './head.ts';
import type { Expectation } from './identity.ts';
import type { Holder, Journal, RunLock } from './journal.ts';
import { held, unsigned } from './lock-errors.ts';
import { type Address, addressOf } from './postgres/address.ts';
import { Book, type State } from './postgres/book.ts';
import { type Owner, identified } from './postgres/owner.ts';
import { PostgresRunLock } from './postgres/run-lock.ts';
import { migrate, mustBeAble } from './postgres/schema.ts';
import { type Ask, Session, transaction } from './postgres/session.ts';
import { patiently } from './waiting.ts';

export interface PostgresPlace {
  /** A secret; `${NAME}` is replaced. */
  readonly url: string;
  /** What paths in the url start from: the folder of `tradeform.yaml`. */
  readonly folder: string;
  readonly owner: Owner;
}

export interface PostgresOptions extends PostgresPlace {
  readonly clock: Clock;
  readonly expect: Exclude<Expectation, { readonly kind: 'automatic' }>;
  /** Where a journal is known to have been (a plan, the `head` file); behind it, it is lost. Of another journal it says nothing. */
  readonly head?: Head & { readonly journal?: JournalId };
  /** Told where the journal stands when it is closed, if anything was appended here. Must not throw. */
  readonly noteHead?: (head: KnownHead) => void;
}

/** Of a place, what may be shown. Throws `journal/url`. */
export function serverOf({ url, folder }: PostgresPlace): Pick<Address, 'server' | 'database'> {
  const { server, database } = addressOf(url, folder);
  return { server, database };
}

const sessionName = (what: string, { project, environment }: Owner): string =>
  `tradeform ${what} ${project}/${environment}`;

/** Opens a session for `work`, and closes it where that fails. */
async function opening<T>(
  address: Address,
  name: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await Session.open(address, name);
  try {
    return await work(session);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/**
 * The journal of a project's environment in a database. Throws TradeformError (exit 5): `journal/unreachable`, `journal/server`,
 * `journal/pooler`, `journal/rights`, `journal/lost` (absent, rolled back), `journal/other`, `journal/absent` (unpinned),
 * `journal/broken`, `journal/newer`; and `journal/url` (exit 3).
 */
export async function openPostgres(options: PostgresOptions): Promise<Journal> {
  const { url, folder, owner, expect, head } = options;
  const address = addressOf(url, folder);
  return opening(address, sessionName('reads', owner), (session) =>
    session.use(async (ask) => {
      const { place } = session;
      const isMade = await migrate(ask, place, { create: false });
      if (isMade) await mustBeAble(ask, 'read', place);
      const book = new Book(session, await identified(isMade ? ask : undefined, owner, expect, place));
      if (head !== undefined && (head.journal ?? book.id) === book.id) await book.mustHaveReached(ask, head);
      return new PostgresJournal(book, address, options);
    }),
  );
}

/**
 * Makes a journal, and the tables where there are none, and returns its id for `tradeform.yaml`. Throws `journal/exists` where the
 * project's environment has one in this database.
 */
export async function createPostgres(
  { url, folder, owner }: PostgresPlace,
  clock: Clock,
): Promise<JournalId> {
  const address = addressOf(url, folder);
  const session = await Session.open(address, sessionName('init', owner));
  try {
    return await session.use(async (ask) => {
      await migrate(ask, session.place, { create: true });
      await mustBeAble(ask, 'create', session.place);
      return await make(ask, owner, clock, session.place);
    });
  } finally {
    await session.close();
  }
}

const MAKE = `INSERT INTO tradeform.journals (id, project, environment, created, sequence, hash, fence)
  VALUES ($1, $2, $3, $4, $5, $6, 0)
  ON CONFLICT (project, environment) WHERE set_aside IS NULL DO NOTHING RETURNING id`;

async function make(ask: Ask, owner: Owner, clock: Clock, place: string): Promise<JournalId> {
  const { project, environment } = owner;
  const id = randomUUID() as string as JournalId;
  const created = Math.trunc(clock.now());
  const rows = await ask(MAKE, id, project, environment, created, GENESIS.sequence, GENESIS.hash);
  if (rows.length > 0) return id;
  throw new TradeformError(
    'journal/exists',
    `There is a journal of ${project}, environment ${environment}, in ${place} already.`,
    {
      exitCode: EXIT.error,
      remedy:
        'It was left as it is. If this is the same desk, write its id (tradeform journal status) into tradeform.yaml; to begin anew, set it aside first: it knows what was sent.',
    },
  );
}

class PostgresJournal implements Journal {
  readonly id: JournalId;
  readonly #book: Book;
  readonly #address: Address;
  readonly #options: PostgresOptions;
  readonly #locks = new Set<PostgresRunLock>();
  #written: Head | undefined;

  constructor(book: Book, address: Address, options: PostgresOptions) {
    this.id = book.id;
    this.#book = book;
    this.#address = address;
    this.#options = options;
  }

  read(after = 0): Promise<readonly JournalEvent[]> {
    return this.#book.session.use((ask) => this.#book.read(ask, after));
  }

  readEach(after: number, take: (event: JournalEvent) => void): Promise<void> {
    return this.#book.session.use((ask) => this.#book.each(ask, after, take));
  }

  async lock(run: RunContext, holder: Holder, waitMs: number): Promise<RunLock> {
    const { clock, owner } = this.#options;
    return opening(this.#address, sessionName(holder.command, owner), async (session) => {
      const book = new Book(session, this.id);
      await session.use((ask) => mustBeAble(ask, 'write', session.place));
      const attempt = async (ask: Ask): Promise<State | undefined> =>
        (await book.tryLock(ask)) ? book.takeOver(ask, holder) : undefined;
      const state = await patiently(clock, waitMs, () => session.use(attempt));
      if (state === undefined) throw held(await this.holder());
      const lock = new PostgresRunLock(book, clock, run, state);
      this.#locks.add(lock);
      return lock;
    });
  }

  async control(run: RunContext, draft: EventDraft): Promise<JournalEvent> {
    if (!(CONTROL_TYPES as readonly string[]).includes(draft.type))
      throw new TypeError(`${draft.type} needs the run lock`);
    const book = this.#book;
    const event = await book.session.use(async (ask) => {
      await mustBeAble(ask, 'write', book.session.place);
      return transaction(ask, async () => {
        const { fence, ...head } = await book.lockRow(ask);
        return book.advance(ask, head, fence, { time: this.#options.clock.now(), run, draft });
      });
    });
    if (event === undefined) throw new TypeError('the row was locked, and could not be changed');
    this.#written = { sequence: event.sequence, hash: event.hash };
    return event;
  }

  async holder(): Promise<Holder | undefined> {
    const holder = await this.#book.session.use((ask) => this.#book.holder(ask));
    return holder === 'unsigned' ? unsigned(this.#options.clock.now()) : holder;
  }

  async close(): Promise<void> {
    for (const lock of this.#locks) await lock.release();
    const heads = [this.#written, ...[...this.#locks].map((lock) => lock.reached)];
    const last = heads.reduce((a, b) => ((b?.sequence ?? 0) > (a?.sequence ?? 0) ? b : a), undefined);
    if (last !== undefined) this.#options.noteHead?.({ journal: this.id, ...last });
    await this.#book.session.close();
  }
}
