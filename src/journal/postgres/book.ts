import type { EventDraft, JournalEvent, RunContext } from '../../model/event.ts';
import type { JournalId, Key, Millis } from '../../model/ids.ts';
import { type Break, GENESIS, type Head, link } from '../chain.ts';
import { lost } from '../identity.ts';
import type { Holder } from '../journal.ts';
import { type Standing, namesOf } from '../refusal.ts';
import { broken } from './failure.ts';
import { type LockKey, lockKeyOf, lockRows } from './lock-key.ts';
import { EVENT_COLUMNS, type EventRow, columnsOf, eventAlone, eventOf } from './rows.ts';
import type { Ask, Session } from './session.ts';
import { pooled } from './server.ts';

/** The journal's row: where it stands, and which run took its lock last. */
export interface State extends Head {
  readonly fence: number;
}
interface StateRow {
  readonly sequence: string;
  readonly hash: string;
  readonly fence: string;
  readonly pid: number;
}

/** What an event is made of, beside its place in the chain. */
export interface Entry {
  readonly time: Millis;
  readonly run: RunContext;
  readonly draft: EventDraft;
}

/** Read at once: a long journal does not come in one answer. */
const PAGE = 5_000;
const CONTROL = `type IN ('halted', 'unhalted', 'cancel-requested', 'renamed')`;
const READ = `SELECT sequence, hash, NULL AS event, NULL AS type, NULL AS key, NULL::bigint AS generation, NULL::bigint AS attempt
    FROM tradeform.journals WHERE id = $1 AND set_aside IS NULL
  UNION ALL (SELECT ${EVENT_COLUMNS} FROM tradeform.events WHERE journal = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3)`;
const LOCK_ROW = `SELECT sequence, hash, fence, pg_backend_pid() AS pid FROM tradeform.journals
  WHERE id = $1 AND set_aside IS NULL FOR UPDATE`;
/*
 * One statement, so that it is one transaction and one way there and back: the chain goes on only from the very head that the event was
 * made for, by the run that took the lock last, in the session that holds it. Whoever else appends at this moment waits for the row, or
 * is waited for.
 */
const ADVANCE = `WITH moved AS (
    UPDATE tradeform.journals SET sequence = $2::bigint, hash = $3
    WHERE id = $1 AND sequence = $2::bigint - 1 AND hash = $4 AND set_aside IS NULL
      AND fence = $5::bigint AND pg_backend_pid() = $6::int
    RETURNING id
  )
  INSERT INTO tradeform.events (journal, sequence, hash, event, type, key, generation, attempt)
  SELECT id, $2::bigint, $3, $7, $8, $9, $10::bigint, $11::bigint FROM moved
  RETURNING sequence`;
const TAKE_OVER = `UPDATE tradeform.journals SET fence = fence + 1, holder = $2, holder_session = pg_backend_pid()
  WHERE id = $1 AND set_aside IS NULL
    AND EXISTS (SELECT FROM ${lockRows('$3', '$4')} AND l.pid = pg_backend_pid() AND l.pid = $5::int)
  RETURNING sequence, hash, fence, pg_backend_pid() AS pid`;
const HOLDER = `SELECT j.holder, j.holder_session IS NOT DISTINCT FROM l.pid AS signed
  FROM tradeform.journals j, ${lockRows('$2', '$3')} AND j.id = $1`;
const FORGET_HOLDER =
  'UPDATE tradeform.journals SET holder = NULL, holder_session = NULL WHERE id = $1 AND fence = $2';

/** One journal, as one session sees it. What takes `ask` is asked in a turn of that session. */
export class Book {
  readonly id: JournalId;
  readonly session: Session;
  readonly #lock: LockKey;

  constructor(session: Session, id: JournalId) {
    this.session = session;
    this.id = id;
    this.#lock = lockKeyOf(id);
  }

  /** Events after `after`, with the chain checked to the head that the journal had when its last page was read. */
  async read(ask: Ask, after: number, size = PAGE): Promise<readonly JournalEvent[]> {
    const events: JournalEvent[] = [];
    await this.each(ask, after, (event) => events.push(event), size);
    return events;
  }

  /** As {@link read}, one by one. */
  async each(ask: Ask, after: number, take: (event: JournalEvent) => void, size = PAGE): Promise<void> {
    let at: Head | undefined = after === 0 ? GENESIS : undefined;
    for (;;) {
      const { head, rows } = await this.#page(ask, at === undefined ? after : at.sequence + 1, size + 1);
      at ??= this.#anchor(after, head, rows.shift());
      for (const row of rows) {
        const event = eventOf(at, row);
        if ('reason' in event) throw this.#broken(event);
        take(event);
        at = event;
      }
      if (rows.length > 0 && at.sequence < head.sequence) continue;
      if (at.sequence !== head.sequence || at.hash !== head.hash)
        throw this.#broken({ sequence: at.sequence + 1, reason: 'is missing' });
      return;
    }
  }

  /** Throws `journal/lost` where the journal has never been at `head`: it was rolled back or replaced. */
  async mustHaveReached(ask: Ask, head: Head): Promise<void> {
    const page = await this.#page(ask, Math.max(1, head.sequence), 1);
    const at = this.#anchor(head.sequence, page.head, page.rows[0]);
    if (at.hash !== head.hash)
      throw lost(
        `The journal in ${this.session.place} has another event #${head.sequence} than it had before.`,
      );
  }

  /** Inside a transaction: nobody else appends until it ends. */
  async lockRow(ask: Ask): Promise<State> {
    const [row] = await ask<StateRow>(LOCK_ROW, this.id);
    if (row === undefined) throw this.#gone();
    if (row.pid !== this.session.pid) throw pooled(this.session.place);
    return stateOf(row);
  }

  /** Appends after `head`, durably; undefined where the journal is no longer there, or `fence` is not the last one. */
  async advance(ask: Ask, head: Head, fence: number, entry: Entry): Promise<JournalEvent | undefined> {
    const { text, event } = link(head, entry.time, entry.run, entry.draft);
    const [type, key, generation, attempt] = columnsOf(event);
    const { sequence, hash } = event;
    const at = [this.id, sequence, hash, head.hash, fence, this.session.pid] as const;
    const rows = await ask(ADVANCE, ...at, text, type, key, generation, attempt);
    return rows.length === 0 ? undefined : event;
  }

  /** Control events after `control.at(-1)`, and all of the names that `key` had. */
  async standing(ask: Ask, key: Key, control: JournalEvent[]): Promise<Standing> {
    const since = control.at(-1)?.sequence ?? 0;
    const newer = `SELECT ${EVENT_COLUMNS} FROM tradeform.events WHERE journal = $1 AND ${CONTROL} AND sequence > $2 ORDER BY sequence`;
    for (const row of await ask<EventRow>(newer, this.id, since)) control.push(this.#alone(row));
    const renames = control.filter((event) => event.type === 'renamed');
    const ofNames = `SELECT ${EVENT_COLUMNS} FROM tradeform.events WHERE journal = $1 AND key = ANY($2) ORDER BY sequence`;
    const rows = await ask<EventRow>(ofNames, this.id, [...namesOf(key, renames)]);
    const own = rows.map((row) => this.#alone(row));
    const ofKey = renames.length === 0 ? own : [...own, ...renames].sort((a, b) => a.sequence - b.sequence);
    return { journal: this.id, control, ofKey };
  }

  /** Whether this session has the run lock now, and none had it. */
  async tryLock(ask: Ask): Promise<boolean> {
    const [row] = await ask<{ readonly got: boolean }>(
      'SELECT pg_try_advisory_lock($1::bigint) AS got',
      this.#lock.whole,
    );
    return row?.got === true;
  }

  /** Makes every earlier holder's token worthless. Throws `journal/pooler` where the lock is not this very session's. */
  async takeOver(ask: Ask, holder: Holder): Promise<State> {
    const { classid, objid } = this.#lock;
    const { pid, place } = this.session;
    const [row] = await ask<StateRow>(TAKE_OVER, this.id, JSON.stringify(holder), classid, objid, pid);
    if (row !== undefined) return stateOf(row);
    const there = await ask(`SELECT FROM tradeform.journals WHERE id = $1 AND set_aside IS NULL`, this.id);
    throw there.length === 0 ? this.#gone() : pooled(place);
  }

  async unlock(ask: Ask, fence: number): Promise<void> {
    await ask(FORGET_HOLDER, this.id, fence);
    await ask('SELECT pg_advisory_unlock($1::bigint)', this.#lock.whole);
  }

  /** Who has the run lock now; undefined: nobody. A holder that has not signed yet is told as `unsigned`. */
  async holder(ask: Ask): Promise<Holder | 'unsigned' | undefined> {
    const { classid, objid } = this.#lock;
    type Held = { readonly holder: string | null; readonly signed: boolean };
    const [row] = await ask<Held>(HOLDER, this.id, classid, objid);
    if (row === undefined) return undefined;
    return row.holder === null || !row.signed ? 'unsigned' : (JSON.parse(row.holder) as Holder);
  }

  /** The head, and events from `from` on that it is the head of: both from one moment. */
  async #page(
    ask: Ask,
    from: number,
    size: number,
  ): Promise<{ readonly head: Head; readonly rows: EventRow[] }> {
    const rows = await ask<EventRow | (EventRow & { readonly event: null })>(READ, this.id, from, size);
    const top = rows.find(({ event }) => event === null);
    if (top === undefined) throw this.#gone();
    return {
      head: { sequence: Number(top.sequence), hash: top.hash },
      rows: rows.filter((row) => row !== top).sort((a, b) => Number(a.sequence) - Number(b.sequence)),
    };
  }

  /** The event at `sequence`, which the journal must have had. */
  #anchor(sequence: number, head: Head, row: EventRow | undefined): Head {
    if (sequence === 0) return GENESIS;
    if (sequence > head.sequence)
      throw lost(
        `The journal in ${this.session.place} was rolled back: it ends at event #${head.sequence}, but had #${sequence} before.`,
      );
    if (row === undefined || Number(row.sequence) !== sequence)
      throw this.#broken({ sequence, reason: 'is missing' });
    return { sequence, hash: row.hash };
  }

  #alone(row: EventRow): JournalEvent {
    const event = eventAlone(row);
    if ('reason' in event) throw this.#broken(event);
    return event;
  }

  #broken({ sequence, reason }: Break) {
    return broken(`Event #${sequence} of the journal in ${this.session.place} ${reason}.`);
  }

  #gone() {
    return lost(`The journal in ${this.session.place} is gone, or was set aside.`);
  }
}

const stateOf = ({ sequence, hash, fence }: StateRow): State => ({
  ...{ sequence: Number(sequence), hash },
  fence: Number(fence),
});
