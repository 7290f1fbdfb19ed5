import type { Clock } from '../../../src/lib/clock.ts';
import type { Dice } from './dice.ts';
import type { Trace } from './trace.ts';
import type { WorldTime } from './world-time.ts';

/** When the worlds begin: a time like any other. */
export const BEGINNING = Date.UTC(2026, 11, 1, 14);

/** A computer: its processes share its clock, and its power. */
export interface Machine {
  /** How far its wall clock is ahead of true time. */
  offset: number;
  /** How long it has slept: its monotonic clock stood still. */
  slept: number;
}

/** What can happen to a process at one of its steps. */
export type Blow =
  /** Killed: what it wrote is on its way. */
  | 'kill'
  /** The machine loses power: what was not on the disk is gone. */
  | 'power'
  /** It stands still (SIGSTOP, a paused machine) and goes on later. */
  | 'suspend';

/** A step's moments: about to do it; done, and nobody knows; done for good, and the process has not heard. */
export type Moment = 'before' | 'under-way' | 'unheard';

/** Asked at every moment of every step; what it answers happens. */
export type Fate = (step: number, moment: Moment, what: string) => Blow | undefined;

export interface Surroundings {
  readonly time: WorldTime;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly machine: Machine;
  readonly fate?: Fate;
  /** What the blows mean outside the process. */
  readonly powerLost: () => void;
  /** How long it will stand still. */
  readonly standsStill: (process: Process) => number;
}

/**
 * One run of tradeform as the operating system sees it. All that it does to the world are steps; it can die, or stand still, at
 * each of them. Of a dead one nothing has any effect any more: its promises are never kept.
 */
export class Process {
  readonly name: string;
  readonly clock: Clock;
  readonly stop = new AbortController();
  isAlive = true;
  steps = 0;
  #stillUntil = 0;
  readonly #of: Surroundings;
  readonly #onDeath = new Set<() => void>();

  constructor(name: string, of: Surroundings) {
    this.name = name;
    this.#of = of;
    const { time, machine } = of;
    this.clock = {
      now: () => BEGINNING + time.now + machine.offset,
      monotonic: () => time.now - machine.slept,
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  get now(): number {
    return this.#of.time.now;
  }

  /** Does one thing to the world a moment from now, and says which step it was. */
  step(what: string, act: (step: number) => void): void {
    const { dice } = this.#of;
    this.deliver(dice.chance(0.1) ? dice.whole(1, 40) : 1, () => {
      const step = ++this.steps;
      if (!this.#meets(step, 'before', what)) return;
      if (this.#stillUntil > this.now) this.deliver(0, () => act(step));
      else act(step);
    });
  }

  /** Lets `act` happen in this process, `delay` from now: later where it stands still then, never where it is dead. */
  deliver(delay: number, act: () => void): void {
    this.#of.time.in(delay, () => {
      if (!this.isAlive) return;
      if (this.#stillUntil > this.now) this.deliver(this.#stillUntil - this.now, act);
      else act();
    });
  }

  /** Says that the step has reached this moment. */
  reaches(step: number, moment: Moment, what: string): void {
    if (this.isAlive) this.#meets(step, moment, what);
  }

  whenDead(act: () => void): () => void {
    this.#onDeath.add(act);
    return () => this.#onDeath.delete(act);
  }

  die(how: string): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#of.trace.note(this.now, `${this.name} dies: ${how}`);
    for (const act of this.#onDeath) act();
    this.#onDeath.clear();
  }

  standStill(duration: number): void {
    this.#of.trace.note(this.now, `${this.name} stands still for ${duration} ms`);
    this.#stillUntil = Math.max(this.#stillUntil, this.now + duration);
  }

  /** True where the process goes on from here. */
  #meets(step: number, moment: Moment, what: string): boolean {
    const blow = this.#of.fate?.(step, moment, what);
    if (blow === undefined) return true;
    if (blow === 'suspend') {
      this.standStill(this.#of.standsStill(this));
      return true;
    }
    this.die(`${blow}, ${moment} step ${step}, ${what}`);
    if (blow === 'power') this.#of.powerLost();
    return false;
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    const interrupted = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', interrupted, { once: true });
    this.deliver(ms, () => {
      signal?.removeEventListener('abort', interrupted);
      resolve();
    });
    return promise;
  }
}
