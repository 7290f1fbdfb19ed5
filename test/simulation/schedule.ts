import { CLOCKS_APART } from '../../src/model/odd-fields.ts';
import type { Plan as TradePlan } from '../../src/model/plan.ts';
import type { Judged } from '../../src/plan/plan.ts';
import { RESERVE, TREASURY, type VenueWord } from './desk.ts';
import { LimitsFile } from './limits/desk-limits.ts';
import { Mischief, type Reach } from './mischief.ts';
import type { Finding } from './offences.ts';
import { Person, liftHalts, settleDoubts } from './person.ts';
import { Scene, type SceneOptions } from './scene.ts';
import { amountOf } from './world/amount.ts';
import { ASK } from './world/exchange-api.ts';
import type { Process } from './world/process.ts';
import type { FaultName, Running } from './world/world.ts';
import { Stuck } from './world/world-time.ts';

/*
 * One schedule: a few days at a desk, with whatever can go wrong between its parts, thrown by one seed. At its end all faults
 * are over; people apply again, settle what is in doubt, and apply again; and then the judge looks.
 */

export interface ScheduleEnd {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** Of everything that happened, in order. */
  readonly hash: string;
  readonly hits: ReadonlyMap<FaultName, number>;
  /** Orders of ours that the venue accepted. */
  readonly orders: number;
  readonly processes: number;
  /** Doubts that were left for a person. */
  readonly doubts: number;
  readonly lines: readonly string[] | undefined;
}

export interface ScheduleOptions extends SceneOptions {
  /** Faults that are to come often. */
  readonly focus?: readonly FaultName[];
}

class Schedule extends Scene {
  readonly person: Person;
  readonly #mischief: Mischief;
  readonly #reach: Reach;
  /** Where the desk has limits. */
  readonly #limits: LimitsFile | undefined;
  /** The digest of a plan that somebody looked at, and approved for later. */
  #digest: TradePlan['digest'] | undefined;
  processes = 0;

  constructor({ focus = [], ...scene }: ScheduleOptions) {
    super(scene);
    const { dice, exchange } = this.world;
    const settle = dice.pick([1_000, 2_000, 4_000]);
    const word: VenueWord = {
      settle,
      ...(dice.chance(0.35) ? { acceptanceHorizon: 30_000 } : {}),
      ...(dice.chance(0.3) ? { quoteExpiryIsProof: true } : {}),
    };
    exchange.lag = dice.chance(0.5) ? 0 : dice.whole(1, settle);
    exchange.booking = dice.chance(0.5) ? 0 : settle - exchange.lag;
    exchange.cancelDelay = dice.pick([0, 300, 3_000]);
    exchange.racing = dice.pick([0, 0.2, 0.6]);
    const often = (name: FaultName, usually: number, then: number): number =>
      focus.includes(name) ? then : usually;
    const isPair = dice.chance(often('held back by a limit before a send', 0.35, 0.9));
    this.open(word, isPair ? [TREASURY, RESERVE] : [TREASURY]);
    const accounts = [...this.desk.accounts.values()];
    if (dice.chance(often('exception from a limit', 0.35, 0.9)))
      this.#limits = new LimitsFile(dice, accounts);
    if (this.#limits !== undefined) this.desk.limits = this.#limits.read();
    this.person = new Person({
      ...{ world: this.world, judge: this.judge, accounts: accounts.map(({ name }) => name) },
      isLimited: this.#limits !== undefined,
      exceptions: often('exception from a limit', 0.2, 0.5),
    });
    this.#mischief = new Mischief({ world: this.world, word, focus });
    this.#reach = {
      apply: () => void this.#apply(),
      halt: (scope) => {
        const draft = { type: 'halted', data: { scope, reason: 'markets are wild' } } as const;
        this.#launch('halt', (process) => this.desk.note(process, draft));
      },
      cancel: (scope) => void this.#launch('cancel', (process) => this.desk.cancel(process, scope)),
      keys: () => this.person.entries.map(({ key }) => key),
      accounts: [...this.desk.accounts.keys()],
    };
  }

  #launch(name: string, main: (process: Process) => Promise<void>): Running {
    this.processes += 1;
    return this.world.launch(name, main, this.#mischief.fate());
  }

  #apply(): Running {
    const { dice } = this.world;
    const { entries } = this.person;
    const waitMs = dice.pick([0, 0, 5_000]);
    const decides = this.#decision();
    return this.#launch('apply', (process) =>
      this.desk.apply(process, { entries, waitMs, approve: (judged) => decides(process, judged) }),
    );
  }

  /** How one run comes by its approval: at once, after some thought, not at all, or by what was approved before. */
  #decision(): (process: Process, judged: Judged) => Promise<boolean> {
    const { dice } = this.world;
    const throws = dice.next();
    if (throws < 0.03)
      return async () => {
        this.world.hit('approval declined');
        return false;
      };
    if (throws < 0.1)
      return async (_, { plan }) => {
        this.#digest = plan.digest;
        return false;
      };
    const approved = this.#digest;
    this.#digest = undefined;
    if (approved !== undefined)
      return async (_, { plan }) => {
        this.world.hit('approved before');
        return plan.digest === approved;
      };
    const thinks = throws < 0.2 ? dice.whole(1, 20_000) : 0;
    return async (process) => {
      if (thinks > 0) await process.clock.sleep(thinks);
      return true;
    };
  }

  #edits(): void {
    const { dice } = this.world;
    for (let n = dice.whole(1, 2); n > 0; n--) this.person.edit();
    if (this.#limits !== undefined && dice.chance(0.3)) {
      this.world.hit(this.#limits.edit(dice));
      this.desk.limits = this.#limits.read();
    }
  }

  async #day(): Promise<void> {
    const { dice, time } = this.world;
    await this.#mischief.damage();
    this.#mischief.moves();
    this.#mischief.beside(this.#apply(), this.#reach);
    await this.world.untilOver();
    // Wall clocks are apart: that an order never came to be is concluded only when more time has passed than that.
    await time.pass(dice.chance(0.3) ? dice.whole(CLOCKS_APART, 3_600_000) : dice.whole(0, 8_000));
    this.#mischief.copies();
    if (dice.chance(0.3)) await this.#putRight();
  }

  /** Somebody puts things right before the next day. */
  async #putRight(): Promise<void> {
    if (!this.desk.isJournalSound) return;
    await liftHalts(this.desk);
    if (!this.world.dice.chance(0.5)) return;
    await this.world.untilQuiet();
    await settleDoubts(this.desk);
  }

  /** Somebody else's orders on the same accounts, with and without references of their own. */
  #others(): void {
    const { dice, exchange } = this.world;
    const price = ASK - (amountOf('3000') ?? 0n);
    const base = { account: TREASURY.id, strategy: 'GTC', ticker: 'BTC-USD', side: 'buy' as const, price };
    for (let n = dice.whole(0, 2); n > 0; n--) {
      this.world.hit('orders of others');
      const reference = dice.pick([undefined, 'desk7', `tf${'a'.repeat(19)}`]);
      exchange.enter({ ...base, quantity: 10n ** 9n, ...(reference === undefined ? {} : { reference }) }, {});
    }
  }

  async run(): Promise<void> {
    const { dice } = this.world;
    this.#others();
    for (let n = dice.pick([1, 1, 2, 3]); n > 0; n--) this.person.add();
    await this.#day();
    for (let n = dice.pick([0, 1, 1, 2]); n > 0; n--) {
      this.#edits();
      await this.#day();
    }
    await this.settle(this.person.entries, this.person.names, this.#mischief.afterwards);
  }
}

/** What the adapter loads at its first call: from the disk, in a time that is not the world's. */
const loaded = Promise.all([import('ky'), import('p-retry')]);

/** Runs the schedule of a seed, to its end. */
export async function runSchedule(options: ScheduleOptions): Promise<ScheduleEnd> {
  await loaded;
  const schedule = new Schedule(options);
  const { judge, world } = schedule;
  try {
    await schedule.run();
  } catch (error) {
    // Whatever it is, it belongs to this seed.
    if (error instanceof Stuck) judge.find('stuck', error.message);
    else judge.find('crashed', error instanceof Error ? (error.stack ?? error.message) : typeof error);
  }
  const { trace, hits, disk } = world;
  world.hit('failing flush', disk.failed);
  return {
    ...{ seed: options.seed, findings: judge.findings, hash: trace.hash, hits, lines: trace.lines },
    ...{
      orders: judge.accepts,
      processes: schedule.processes,
      doubts: hits.get('resolved by a person') ?? 0,
    },
  };
}
