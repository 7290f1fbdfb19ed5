import { TradeformError } from '../../src/lib/errors.ts';
import type { Key } from '../../src/model/ids.ts';
import type { Account, Entry } from '../../src/model/order.ts';
import { SimulatedDesk, type VenueWord } from './desk.ts';
import { Judge } from './judge.ts';
import { liftHalts, settleDoubts } from './person.ts';
import type { Process } from './world/process.ts';
import { JOURNAL_LOSSES, type Plan, QUIET, World } from './world/world.ts';

export interface SceneOptions {
  readonly seed: number;
  readonly isTraced?: boolean;
}

/** How often people try again, once all faults are over. */
const PATIENCE = 6;

/** A world with a desk in it and a judge beside it: what every schedule and every case is made of, and how each of them ends. */
export class Scene {
  readonly world: World;
  readonly judge: Judge;
  #desk: SimulatedDesk | undefined;

  constructor({ seed, isTraced = false }: SceneOptions) {
    this.judge = new Judge({
      approved: (sender) => this.desk.approved.get(sender),
      events: () => this.world.disk.journal?.rows.map(({ event }) => event) ?? [],
      unclear: () => this.desk.unclear,
      isForgetful: () => JOURNAL_LOSSES.some((name) => this.world.hits.has(name)),
    });
    this.world = new World({ seed, isTraced, witness: this.judge });
  }

  get desk(): SimulatedDesk {
    if (this.#desk === undefined) throw new TypeError('nobody has opened the desk');
    return this.#desk;
  }

  open(word: VenueWord, accounts: readonly Account[]): SimulatedDesk {
    this.#desk = new SimulatedDesk(this.world, word, accounts);
    return this.#desk;
  }

  /**
   * After all faults: people apply again, settle what is in doubt, and apply again; then the judge looks. `names`: all that there
   * ever were; `odd`: what lists may still be.
   */
  async settle(entries: readonly Entry[], names: readonly Key[], odd: Plan = QUIET): Promise<void> {
    const { world, desk, judge } = this;
    // Whatever was still to strike.
    await world.time.pass(10_000);
    await world.untilOver();
    world.plan = odd;
    world.disk.failing = 0;
    world.exchange.moods = { badQuotes: 0, slowQuotes: 0 };
    await world.untilQuiet();
    world.machine.offset = 0;
    // Beyond any clock's jump, and whatever a list may lag.
    await world.time.pass(900_000);
    for (let n = 0; n < PATIENCE && !desk.isJournalSound; n++)
      await this.#tried('rebuild', (process) => desk.rebuild(process, entries, names));
    let before = this.#written;
    await this.#read(entries);
    judge.echoes(desk.last);
    await liftHalts(desk);
    await settleDoubts(desk);
    // An apply that writes nothing has nothing to say to the next one, either. Where a limit lets one order through, each sends one.
    for (let n = -entries.length; this.#written !== before && n < PATIENCE; n++) {
      before = this.#written;
      await world.untilQuiet();
      await this.#read(entries);
    }
    if (this.#written !== before)
      judge.find('stuck', 'each apply finds something to do after the one before');
    if (!desk.isJournalSound) judge.find('stuck', 'the journal could not be rebuilt');
    judge.lost(desk.history());
    judge.stuck(entries, desk.last);
    judge.ordered();
    for (const { process, error } of world.ended) this.crashed(process.name, error);
  }

  /** Which journal, and how far it goes. */
  get #written(): string {
    const { journal } = this.world.disk;
    return `${journal?.id ?? ''} ${journal?.rows.length ?? 0}`;
  }

  /** Applies until every account could be read: lists that are odd are refused as a whole, and read again. */
  async #read(entries: readonly Entry[]): Promise<void> {
    this.desk.forget();
    for (let n = 0; n < PATIENCE; n++) {
      if (n === PATIENCE - 1) this.world.plan = QUIET;
      await this.#tried('apply', (process) => this.desk.apply(process, { entries }));
      if (this.desk.last?.all.every((line) => line.code !== 'account-unknown') === true) return;
    }
  }

  async #tried(name: string, main: (process: Process) => Promise<void>): Promise<void> {
    this.world.launch(name, main);
    await this.world.untilOver();
  }

  /** What a process ends with is an end that a person can act on, or a bug. */
  crashed(name: string, error: unknown): void {
    if (error === undefined || error instanceof TradeformError) return;
    const what = error instanceof Error ? (error.stack ?? error.message) : typeof error;
    this.judge.find('crashed', `${name}: ${what}`);
  }
}
