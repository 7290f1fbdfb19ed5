import type { Clock } from '../lib/clock.ts';
import type { History } from '../model/history.ts';
import { type AccountName, type VenueOrderId, nameOfKey } from '../model/ids.ts';
import { isFinal } from '../model/order.ts';
import type { UnknownSnapshot } from '../model/snapshot.ts';
import type { VenueWriter } from '../venues/venue.ts';
import {
  type CancelReading,
  type CancelScopeInput,
  type ScopedRow,
  type Unproved,
  keysOfTyped,
  readForCancel,
  unknownNames,
} from './cancel-reading.ts';

/*
 * `cancel` must work when little else does: without specs, without the run lock, without a journal, with an account that can't be
 * read. It believes nothing but what the venue shows afterwards, and says what it could not prove.
 */

export interface CancelNow extends CancelScopeInput {
  /** Undefined where the journal can't be read: then tags alone tell what is ours. */
  readonly history: () => Promise<History | undefined>;
  readonly clock: Clock;
  readonly tell: (text: string) => void;
}

export interface CancelReport {
  /** Ours that have ended, before or by this. */
  readonly ended: readonly ScopedRow[];
  readonly stillLive: readonly ScopedRow[];
  readonly unproved: readonly Unproved[];
  readonly unreadable: readonly UnknownSnapshot[];
  /** Typed names that neither the journal nor the venue knows. */
  readonly unknownNames: readonly string[];
  /** Whether the journal could be read. */
  readonly journalRead: boolean;
  /** Live, and nobody can tell whose: the journal can't be read, and orders of their account carry no tag. */
  readonly perhapsOurs: readonly ScopedRow[];
  readonly notOurs: number;
  /** Two readings in a row showed nothing of ours that is live, and nothing was left open. */
  readonly proved: boolean;
}

const READINGS = 2;
/** How long it goes on without getting anywhere, beyond `settle`. */
const PATIENCE = 30_000;
const POLL = 500;
const BETWEEN_READINGS = 50;
/** A venue that does not even answer is not asked about every order. */
const MOST_UNANSWERED = 3;

class CancelRun {
  readonly #of: CancelNow;
  readonly #writers: ReadonlyMap<AccountName, VenueWriter>;
  readonly #seen = new Map<VenueOrderId, ScopedRow>();
  readonly #unreadable = new Map<AccountName, UnknownSnapshot>();
  readonly #asked = new Set<string>();
  /** What the venue said to the last cancel of an order, other than yes; told where the order turns out to be live still. */
  readonly #said = new Map<VenueOrderId, string>();
  readonly #told = new Set<string>();

  constructor(of: CancelNow) {
    this.#of = of;
    this.#writers = new Map([...of.venues].map(([name, venue]) => [name, venue.writer()]));
  }

  async run(): Promise<CancelReport> {
    const { clock, stop } = this.#of;
    let [clear, fewest, since] = [0, Infinity, clock.monotonic()];
    for (;;) {
      const history = await this.#of.history();
      const skip = new Set(this.#unreadable.keys());
      const now = await readForCancel(this.#of, history, skip, this.#live);
      await this.#goOnWithout(now.unreadable, history, now.unproved);
      for (const row of now.rows) this.#seen.set(row.id, row);
      const live = this.#live.filter((row) => !this.#unreadable.has(row.account));
      const passing = now.unproved.some(({ until }) => until !== undefined && clock.now() <= until);
      clear = live.length === 0 && !passing ? clear + 1 : 0;
      if (live.length < fewest) [fewest, since] = [live.length, clock.monotonic()];
      const patient = clock.monotonic() - since <= PATIENCE + now.settle;
      if (clear >= READINGS || !patient || stop.aborted) return this.#report(now, history, clear >= READINGS);
      if (await this.#cancel(live)) since = clock.monotonic();
      // Without a journal nobody knows what was sent a moment ago: only a list that has had time to settle tells.
      const between = history === undefined ? Math.max(now.settle, BETWEEN_READINGS) : BETWEEN_READINGS;
      const pause = clear > 0 ? between : Math.min(POLL, BETWEEN_READINGS * (this.#seen.size + 1));
      await clock.sleep(pause, stop).catch(() => undefined);
    }
  }

  /** What was live when it was seen last. That it is in no list any more is no end: only a final status is. */
  get #live(): readonly ScopedRow[] {
    return [...this.#seen.values()].filter((row) => !isFinal(row.status));
  }

  /** Asks for the cancel of each live order; true where one of them was asked for the first time. */
  async #cancel(live: readonly ScopedRow[]): Promise<boolean> {
    const { accounts, stop, tell } = this.#of;
    let isNew = false;
    for (const row of live) {
      const account = accounts.get(row.account);
      if (account === undefined || row.status === 'cancelling') continue;
      if (stop.aborted) break;
      const before = this.#said.get(row.id);
      const said =
        before === undefined ? '' : `${row.key === undefined ? row.id : nameOfKey(row.key)}: ${before}`;
      // Asked for again and again: what is said each time is told once.
      if (said !== '' && !this.#told.has(said)) tell(said);
      this.#told.add(said);
      isNew ||= !this.#asked.has(row.id);
      this.#asked.add(row.id);
      const answer = await this.#writers.get(row.account)?.cancel(account, row.id);
      if (answer === undefined || answer.kind === 'requested') this.#said.delete(row.id);
      else this.#said.set(row.id, answer.message);
    }
    return isNew;
  }

  /**
   * An account that can't be read does not hold up the others. What is known of it is cancelled unseen: ids that the journal has,
   * and ids that a person typed.
   */
  async #goOnWithout(
    unreadable: readonly UnknownSnapshot[],
    history: History | undefined,
    unproved: readonly Unproved[],
  ): Promise<void> {
    const { names, accounts, stop, tell } = this.#of;
    for (const snapshot of unreadable) {
      this.#unreadable.set(snapshot.account, snapshot);
      const account = accounts.get(snapshot.account);
      const writer = this.#writers.get(snapshot.account);
      if (account === undefined || writer === undefined) continue;
      const known = unproved.flatMap(({ attempt }) =>
        attempt.account === account.name && attempt.accountId === account.id ? (attempt.orderId ?? []) : [],
      );
      const typed = names.filter((name) => keysOfTyped(history, name).length === 0) as VenueOrderId[];
      let unanswered = 0;
      for (const id of new Set([...known, ...typed])) {
        if (stop.aborted || unanswered >= MOST_UNANSWERED) break;
        const answer = await writer.cancel(account, id);
        unanswered = answer.kind === 'unknown' ? unanswered + 1 : 0;
        const said = answer.kind === 'requested' ? 'a cancel was sent' : answer.message;
        if (known.includes(id) || answer.kind === 'requested')
          tell(`${id}: ${said}; ${account.name} can't be read, so that nothing shows whether it worked`);
      }
    }
  }

  #report(last: CancelReading, history: History | undefined, clear: boolean): CancelReport {
    const { names, stop } = this.#of;
    const couldRead = this.#unreadable.size === 0 && !stop.aborted;
    const unknown = couldRead ? unknownNames(names, history, this.#seen.values()) : [];
    return {
      ended: [...this.#seen.values()].filter((row) => isFinal(row.status)),
      stillLive: this.#live,
      unproved: last.unproved,
      unreadable: [...this.#unreadable.values()],
      unknownNames: unknown,
      journalRead: history !== undefined,
      perhapsOurs: last.perhapsOurs,
      notOurs: last.notOurs,
      proved: clear && couldRead && last.unproved.length === 0 && last.perhapsOurs.length === 0,
    };
  }
}

/** Cancels what is live of ours in the scope, and reads until two readings show nothing left or patience ends. */
export const cancelNow = (of: CancelNow): Promise<CancelReport> => new CancelRun(of).run();
