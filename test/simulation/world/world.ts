import { Dice } from './dice.ts';
import { Disk } from './disk.ts';
import { Exchange, type Witness } from './exchange.ts';
import { FATE_NAMES, type About, type FateName } from './fates.ts';
import { Network, type Sendings } from './network.ts';
import { type Fate, type Machine, Process } from './process.ts';
import { Trace } from './trace.ts';
import { WorldTime } from './world-time.ts';

export const JOURNAL_LOSSES = [
  'journal lost',
  'journal emptied',
  'journal rolled back',
  'journal exchanged',
] as const;

/** Faults beside those of single requests. */
export const EVENTS = [
  'kill -9',
  'loss of power',
  'unsynced write lost',
  'failing flush',
  'suspended',
  'suspended past its lock',
  'clock jump',
  'another machine',
  'SIGINT',
  'two runs at once',
  'venue restart',
  'fill',
  'part of a fill',
  'halt',
  'cancel',
  'resolved by a person',
  ...JOURNAL_LOSSES,
  'edit',
  'entry removed',
  'entry added',
  'rename',
  'higher generation',
  'approval declined',
  'approved before',
  'orders of others',
  'limits loosened',
  'limits tightened',
  'held back by a limit',
  'held back by a limit before a send',
  'exception from a limit',
] as const;
export type FaultName = (typeof EVENTS)[number] | FateName;
export const FAULTS: readonly FaultName[] = [...FATE_NAMES.filter((name) => name !== 'answered'), ...EVENTS];

/** What decides, in one schedule, which faults strike where. Everything is off where nothing is said. */
export interface Plan {
  readonly fateOf: (about: About, process: Process, path: string) => FateName;
  readonly lateness: () => number;
  /** How long a suspended process stands still. */
  readonly stillness: () => number;
}

export interface Running {
  readonly process: Process;
  isOver: boolean;
  /** What it ended with, where that was an error. */
  error: unknown;
}

export interface WorldOptions {
  readonly seed: number;
  readonly isTraced?: boolean;
  readonly witness: Witness & Sendings;
}

/** One venue, one disk, and the processes that come and go between them. */
export class World {
  readonly dice: Dice;
  readonly time = new WorldTime();
  readonly trace: Trace;
  readonly disk: Disk;
  readonly exchange: Exchange;
  readonly network: Network;
  readonly machine: Machine = { offset: 0, slept: 0 };
  readonly hits = new Map<FaultName, number>();
  plan: Plan = QUIET;
  #running: Running[] = [];
  #started = 0;

  constructor({ seed, isTraced, witness }: WorldOptions) {
    const { time } = this;
    this.dice = new Dice(seed);
    this.trace = new Trace(isTraced ?? false);
    const { dice, trace } = this;
    this.disk = new Disk(time);
    this.exchange = new Exchange({ time, dice, trace, witness });
    this.network = new Network({
      ...{ time, dice, trace, exchange: this.exchange },
      fateOf: (about, process, path) => this.plan.fateOf(about, process, path),
      lateness: () => this.plan.lateness(),
      hit: (name) => this.hit(name),
      witness,
    });
  }

  hit(name: FaultName, times = 1): void {
    if (times > 0) this.hits.set(name, (this.hits.get(name) ?? 0) + times);
  }

  /** Everything that runs now. */
  get alive(): readonly Running[] {
    return this.#running.filter(({ isOver }) => !isOver);
  }

  /** Everything that has run, and ended by itself. */
  get ended(): readonly Running[] {
    return this.#running.filter(({ isOver }) => isOver);
  }

  /** Starts a process; it goes on while time does. */
  launch(name: string, main: (process: Process) => Promise<void>, fate?: Fate): Running {
    const process = new Process(`${name}-${++this.#started}`, {
      ...{ time: this.time, dice: this.dice, trace: this.trace, machine: this.machine },
      ...(fate === undefined ? {} : { fate }),
      powerLost: () => this.losePower(),
      standsStill: () => this.plan.stillness(),
    });
    this.trace.note(this.time.now, `${process.name} starts`);
    const running: Running = { process, isOver: false, error: undefined };
    this.#running.push(running);
    process.whenDead(() => {
      running.isOver = true;
    });
    main(process).then(
      () => this.#ends(running),
      (error: unknown) => this.#ends(running, error),
    );
    return running;
  }

  #ends(running: Running, error?: unknown): void {
    if (!running.process.isAlive) return;
    running.isOver = true;
    running.error = error;
    running.process.isAlive = false;
    const how = error instanceof Error ? error.message : '';
    this.trace.note(this.time.now, `${running.process.name} ends ${how}`);
  }

  /** Every process of the machine dies, and with them what was not on the disk. */
  losePower(): void {
    this.hit('loss of power');
    for (const { process } of this.alive) process.die('power');
    this.hit('unsynced write lost', this.disk.losePower());
  }

  /** Until nobody runs any more. */
  async untilOver(): Promise<void> {
    await this.time.run(() => this.alive.length === 0);
  }

  /** Until every request that has left has arrived, and every list shows what is. */
  async untilQuiet(): Promise<void> {
    do {
      await this.time.run(() => this.isQuiet);
      await this.time.pass(3 * Math.max(this.exchange.lag, 2_000) + this.exchange.cancelDelay);
      // Somebody may have begun again meanwhile.
    } while (!this.isQuiet);
  }

  /** Nothing is on its way, and nobody is there to send anything. */
  get isQuiet(): boolean {
    return this.network.isQuiet && this.alive.length === 0;
  }
}

export const QUIET: Plan = { fateOf: () => 'answered', lateness: () => 60_000, stillness: () => 1_000 };
