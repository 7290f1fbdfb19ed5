import type { Scope } from '../../src/model/event.ts';
import type { AccountName, JournalId, Key } from '../../src/model/ids.ts';
import { CLOCKS_APART } from '../../src/model/odd-fields.ts';
import type { VenueWord } from './desk.ts';
import { StoredJournal } from './world/disk.ts';
import { FATE_NAMES, FAULTS_OF, type FateName, INCOMPLETE, WHOLE } from './world/fates.ts';
import type { Fate } from './world/process.ts';
import { type FaultName, JOURNAL_LOSSES, type Plan, QUIET, type Running, type World } from './world/world.ts';

/*
 * What goes wrong in one schedule. Faults come in themes: a few of them often, so that they meet each other, and all of them now
 * and then. What is assumed of a venue and of people holds here, too, and is written down where it is kept to:
 *
 * - who sets an `acceptanceHorizon` has a venue that accepts nothing later, and whose lists leave nothing out;
 * - two wall clocks, and two times of one, are at most five minutes apart;
 * - nobody loses a journal, or settles a doubt, while a request is on its way;
 * - a journal that goes back behind its last known head is noticed; behind what nobody noted it can't be.
 */

const FAULTY = FATE_NAMES.filter((name) => name !== 'answered');

const BLOWS = { kill: 'kill -9', power: 'loss of power', suspend: 'suspended' } as const;

/** What mischief can do to the desk's processes. */
export interface Reach {
  readonly apply: () => void;
  readonly halt: (scope: Scope) => void;
  readonly cancel: (scope: Scope) => void;
  readonly keys: () => readonly Key[];
  readonly accounts: readonly AccountName[];
}

export interface MischiefOptions {
  readonly world: World;
  readonly word: VenueWord;
  /** Faults that are to come often: where one mistake is looked for. */
  readonly focus: readonly FaultName[];
}

export class Mischief {
  readonly #world: World;
  readonly #word: VenueWord;
  readonly #focus: ReadonlySet<FaultName>;
  /** How likely a fault is at a request, or at a step; 0: this schedule is a quiet one. */
  readonly level: number;
  #backup: StoredJournal | undefined;

  constructor({ world, word, focus }: MischiefOptions) {
    this.#world = world;
    this.#word = word;
    this.#focus = new Set(focus);
    this.level = world.dice.pick(focus.length > 0 ? [0.02, 0.1] : [0, 0.02, 0.05, 0.15]);
    world.plan = this.#plan();
  }

  #plan(): Plan {
    const { dice } = this.#world;
    const { acceptanceHorizon } = this.#word;
    const isHeld = acceptanceHorizon !== undefined;
    const fits = (name: FateName): boolean =>
      !isHeld || !(INCOMPLETE.has(name) || name === 'late visibility');
    const themes = this.#themes(fits);
    const [often, seldom] =
      this.level === 0 ? [0, 0] : [dice.pick([0.3, 0.6, 0.9]), dice.pick([0.03, 0.15, 0.4])];
    return {
      fateOf: (about) => {
        if (dice.chance(this.level / 2)) return dice.pick(FAULTS_OF[about].filter(fits)) ?? 'answered';
        const theme = dice.pick(themes.filter((name) => FAULTS_OF[about].includes(name)));
        // Lists are read many times, an order is sent once.
        return theme !== undefined && dice.chance(about === 'submit' || about === 'cancel' ? often : seldom)
          ? theme
          : 'answered';
      },
      lateness: () => (isHeld ? dice.whole(6_000, acceptanceHorizon) : dice.pick([6_000, 60_000, 3_600_000])),
      stillness: () => (isHeld ? dice.whole(10, 5_000) : dice.pick([2_000, 30_000, 600_000])),
    };
  }

  #themes(fits: (name: FateName) => boolean): readonly FateName[] {
    const { dice } = this.#world;
    const chosen = FAULTY.filter((name) => this.#focus.has(name) && fits(name));
    if (chosen.length > 0) return chosen;
    return Array.from({ length: dice.whole(0, 3) }).flatMap(() => {
      const about = dice.pick(['submit', 'submit', 'list', 'cancel', 'cancel'] as const);
      return dice.pick(FAULTS_OF[about].filter(fits)) ?? [];
    });
  }

  /** After the last day: lists may be odd for ever, each in its way, as long as they say all there is to say. */
  get afterwards(): Plan {
    const { dice } = this.#world;
    if (!dice.chance(0.3)) return QUIET;
    const wanted = WHOLE.filter((name) => this.#focus.has(name));
    const usual = dice.pick(wanted.length > 0 ? wanted : WHOLE) ?? 'answered';
    const often = dice.pick([0.2, 0.8]);
    return {
      ...QUIET,
      fateOf: (about) => (about === 'list' && dice.chance(often) ? usual : 'answered'),
    };
  }

  #chance(chance: number, ...names: readonly FaultName[]): boolean {
    const isFocused = names.some((name) => this.#focus.has(name));
    return this.#world.dice.chance(isFocused ? 0.5 : chance);
  }

  /** Blows for one process: at most one, at a step that the dice choose. */
  fate(): Fate | undefined {
    const { dice } = this.#world;
    if (this.level === 0 || !this.#chance(this.level * 4, ...Object.values(BLOWS))) return undefined;
    const blows = (['kill', 'kill', 'power', 'suspend'] as const).filter(
      (blow) => this.#focus.size === 0 || this.#focus.has(BLOWS[blow]) || dice.chance(0.3),
    );
    const [at, blow] = [dice.whole(1, 30), dice.pick(blows)];
    const when = dice.pick(['before', 'under-way', 'unheard'] as const);
    return (step, moment) => {
      if (step !== at || moment !== when || blow === undefined) return undefined;
      if (blow !== 'power') this.#world.hit(BLOWS[blow]);
      return blow;
    };
  }

  /** What happens beside a run, some time during it. */
  beside(running: Running, reach: Reach): void {
    const { dice, time, exchange, disk } = this.#world;
    const some = (chance: number, names: FaultName | readonly FaultName[], act: () => void): void => {
      // Most runs are over within a second.
      if (this.#chance(chance, ...[names].flat()))
        time.in(dice.whole(0, dice.chance(0.7) ? 800 : 6_000), act);
    };
    const plainly = (chance: number, name: FaultName, act: () => void): void =>
      some(chance, name, () => {
        this.#world.hit(name);
        act();
      });
    for (let n = 0; n < 2; n++) some(0.3, ['fill', 'part of a fill'], () => this.#fill());
    plainly(0.08, 'halt', () => reach.halt(this.#scope(reach)));
    plainly(0.08, 'cancel', () => reach.cancel(this.#scope(reach)));
    if (this.level === 0) return;
    plainly(0.08, 'SIGINT', () => running.process.stop.abort());
    // Between two readings, or a send and a look for it, as well as between two jumps.
    for (let n = 0; n < 3; n++) plainly(0.03, 'clock jump', () => this.#setsClock());
    plainly(0.03, 'venue restart', () => exchange.restart());
    plainly(0.15, 'two runs at once', () => reach.apply());
    some(0.05, 'failing flush', () => {
      disk.failing = 1;
    });
    some(0.05, 'suspended past its lock', () => this.#seizeLock(running, reach));
  }

  /** However often it is set: of two times that it tells, neither is more than five minutes off by the other. */
  #setsClock(): void {
    const { dice, machine } = this.#world;
    machine.offset = dice.whole(-CLOCKS_APART / 2, CLOCKS_APART / 2);
  }

  /** Between two days: another machine, with a clock of its own, goes on with what the one before began. */
  moves(): void {
    if (this.level === 0 || !this.#chance(0.1, 'another machine')) return;
    this.#world.hit('another machine');
    this.#setsClock();
  }

  #fill(): void {
    const { dice, exchange } = this.#world;
    const order = dice.pick(exchange.orders.filter((one) => one.isLive && one.isOurs));
    if (order === undefined) return;
    const share = dice.pick([0.5, 1]);
    this.#world.hit(share === 1 ? 'fill' : 'part of a fill');
    exchange.fill(order, share);
  }

  /** The session that held the lock is gone, and its process stands still: another run takes over. */
  #seizeLock({ process }: Running, reach: Reach): void {
    const { disk, plan } = this.#world;
    const { journal } = disk;
    if (!process.isAlive || journal?.holder === undefined) return;
    this.#world.hit('suspended past its lock');
    process.standStill(plan.stillness());
    journal.holder = undefined;
    journal.fence += 1;
    reach.apply();
  }

  #scope({ keys, accounts }: Reach): Scope {
    const { dice } = this.#world;
    const [throws, key, account] = [dice.next(), dice.pick(keys()), dice.pick(accounts)];
    if (throws < 0.3 || key === undefined || account === undefined) return { kind: 'all' };
    return throws < 0.6 ? { kind: 'account', account } : { kind: 'keys', keys: [key] };
  }

  /** Somebody makes a copy of the journal, for a day on which it is put back. */
  copies(): void {
    if (this.#chance(0.6, 'journal rolled back')) this.#backup ??= this.#world.disk.copy();
  }

  /** Between two days: what becomes of a journal when nobody looks. */
  async damage(): Promise<void> {
    const { dice, disk, exchange, trace, time } = this.#world;
    if (this.level === 0 || !this.#chance(0.08, ...JOURNAL_LOSSES)) return;
    await this.#world.untilQuiet();
    const { journal } = disk;
    if (journal === undefined || exchange.orders.length === 0) return;
    const wanted = JOURNAL_LOSSES.filter((kind) => this.#focus.size === 0 || this.#focus.has(kind));
    const what = dice.pick(wanted.length > 0 ? wanted : JOURNAL_LOSSES) ?? 'journal lost';
    const after = this.#damaged(what, journal);
    if (after === 'unnoticed') return;
    disk.journal = after;
    this.#world.hit(what);
    trace.note(time.now, what);
  }

  #damaged(what: FaultName, { id, rows }: StoredJournal): StoredJournal | undefined | 'unnoticed' {
    const { head } = this.#world.disk;
    const behind = (kept: StoredJournal | undefined) =>
      kept?.id === id && head !== undefined && head.sequence > kept.rows.length ? kept : 'unnoticed';
    if (what === 'journal emptied') return behind(new StoredJournal(id));
    if (what === 'journal rolled back') return behind(this.#backup);
    if (what !== 'journal exchanged') return undefined;
    // A new one that somebody made, or an older one of another place: of all that is certain, its id alone is not ours.
    return new StoredJournal('another' as JournalId, this.#world.dice.chance(0.5) ? [] : [...rows]);
  }
}
