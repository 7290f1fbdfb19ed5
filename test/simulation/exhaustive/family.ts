import type { Entry } from '../../../src/model/order.ts';
import { type Key, orderKey } from '../../../src/model/ids.ts';
import type { Decimal } from '../../../src/model/decimal.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import { TREASURY } from '../desk.ts';
import type { ScheduleEnd } from '../schedule.ts';
import { Scene } from '../scene.ts';
import type { About, FateName } from '../world/fates.ts';
import type { Blow, Fate, Moment, Process } from '../world/process.ts';
import { type Plan, QUIET, type Running } from '../world/world.ts';

/*
 * Small worlds, enumerated: every combination of a few choices is a case, and every case has a number. Nothing is thrown here
 * but how long things take.
 */

/** How a case ended, and how many steps the run made that its point struck, or could have. */
export interface CaseEnd extends ScheduleEnd {
  readonly steps: number;
}

export interface Family {
  readonly name: string;
  /** In words: what is combined with what. */
  readonly of: string;
  /** Numbers of cases go up to this one; some are of points that their run never comes to. */
  readonly size: number;
  /** So many points, one after the other, make one combination of all other choices; its first case has none. */
  readonly points: number;
  /** Points are enumerated up to this step. */
  readonly steps: number;
  readonly run: (index: number, isTraced?: boolean) => Promise<CaseEnd>;
  /** Whether a case is the undisturbed one once more, as that run of `steps` steps is over before anything strikes. */
  readonly isBeyond: (index: number, steps: number) => boolean;
}

/** Lists of choices; a case takes one of each. */
type Dimensions = Readonly<Record<string, readonly unknown[]>> & {
  /** The first is none at all. */
  readonly points: readonly [undefined, ...Point[]];
  /** Also a step, at which something else happens. */
  readonly fillAt?: readonly number[];
};
type Choice<D extends Dimensions> = { readonly [K in keyof D]: D[K][number] };

export function family<const D extends Dimensions>(
  name: string,
  of: string,
  dimensions: D,
  play: (scene: CaseScene, choice: Choice<D>) => Promise<void>,
): Family {
  const entries: readonly (readonly [string, readonly unknown[]])[] = Object.entries(dimensions);
  const chosen = (index: number): Choice<D> => {
    let rest = index;
    return Object.fromEntries(
      entries.map(([what, list]) => {
        const value: unknown = list[rest % list.length];
        rest = Math.floor(rest / list.length);
        return [what, value];
      }),
    ) as Choice<D>;
  };
  const counts = entries.map(([what, list]) => [what, list.length] as const);
  return {
    name,
    of: `${of}: ${counts.map(([what, count]) => (what === 'points' ? what : `${count} ${what}`)).join(' × ')}`,
    size: counts.reduce((product, [, count]) => product * count, 1),
    steps: MOST_STEPS,
    points: dimensions.points.length,
    isBeyond: (index, steps) => {
      const { points: point, fillAt = 0 } = chosen(index) as { points: Point | undefined; fillAt?: number };
      return (point?.step ?? 0) > steps || fillAt > steps;
    },
    run: async (index, isTraced = false) => {
      const scene = new CaseScene({ seed: 1, isTraced });
      await play(scene, chosen(index));
      return scene.end(index);
    },
  };
}

/** Where a process meets its blow. */
export interface Point {
  readonly step: number;
  readonly moment: Moment;
  readonly blow: Blow;
}

/** More than any run here makes: one that makes more is told. */
export const MOST_STEPS = 60;

/** No point, and every point of a run: each blow at each moment of each step, and beside a kill the power lost while it is under way. */
export function points(
  blows: readonly Blow[] = ['kill'],
  moments: readonly Moment[] = ['before', 'under-way', 'unheard'],
): readonly [undefined, ...Point[]] {
  const steps = Array.from({ length: MOST_STEPS }, (_, n) => n + 1);
  const ofStep = (step: number): readonly Point[] => [
    ...blows.flatMap((blow) => moments.map((moment) => ({ step, moment, blow }))),
    ...(blows.includes('kill') && moments.includes('under-way')
      ? [{ step, moment: 'under-way', blow: 'power' } as const]
      : []),
  ];
  return [undefined, ...steps.flatMap(ofStep)];
}

export const strikes =
  (point: Point | undefined): Fate =>
  (step, moment) =>
    step === point?.step && moment === point.moment ? point.blow : undefined;

export const entryOf = (name: string, over: Partial<OrderTerms> = {}): Entry => ({
  key: orderKey(name),
  account: TREASURY.name,
  terms: {
    ...{ strategy: 'GTC', ticker: 'BTC-USD', side: 'buy' },
    receiveQuantity: '0.40' as Decimal,
    priceLimit: '60000.00' as Decimal,
    ...over,
  },
  ...{ generation: 1, formerly: [], protect: false, labels: {} },
  place: { file: 'orders.yaml', line: 1, column: 1 },
});

export class CaseScene extends Scene {
  #sent = 0;
  #hasBegun = false;
  #struck: Running | undefined;

  /** A desk with these entries, and a venue whose lists are never late. */
  begin(entries: readonly Entry[]): void {
    this.open({ settle: 1_000 }, [TREASURY]);
    this.world.exchange.moods = { badQuotes: 0, slowQuotes: 0 };
    for (const { key } of entries) this.judge.names.give(key);
  }

  /** What becomes of each sort of request; `submit` is told which submission it is, counted from one. */
  meet(fates: {
    readonly submit?: (number: number) => FateName;
    /** Lists are whole until the first order, or cancel, has been sent. */
    readonly list?: FateName;
    readonly cancel?: FateName;
    readonly lateness?: number;
    readonly stillness?: number;
  }): void {
    const { lateness = 3_600_000, stillness = 2_000 } = fates;
    const fateOf = (about: About): FateName => {
      if (about === 'list') return this.#hasBegun ? (fates.list ?? 'answered') : 'answered';
      if (about === 'any') return 'answered';
      this.#hasBegun = true;
      return (about === 'submit' ? fates.submit?.(++this.#sent) : fates.cancel) ?? 'answered';
    };
    const plan: Plan = { fateOf, lateness: () => lateness, stillness: () => stillness };
    this.world.plan = plan;
  }

  apply(entries: readonly Entry[], fate?: Fate, waitMs = 0): Running {
    const main = (process: Process): Promise<void> => this.desk.apply(process, { entries, waitMs });
    const running = this.world.launch('apply', main, fate);
    if (fate !== undefined) this.#struck ??= running;
    return running;
  }

  /** A run that nothing happens to. */
  async calmly(entries: readonly Entry[]): Promise<void> {
    const { plan } = this.world;
    this.world.plan = QUIET;
    this.apply(entries);
    await this.world.untilOver();
    this.world.plan = plan;
  }

  /** Somebody tries again; then all faults are over. */
  async finish(
    entries: readonly Entry[],
    names: readonly Key[] = entries.map(({ key }) => key),
  ): Promise<void> {
    await this.world.untilOver();
    this.apply(entries);
    await this.world.untilOver();
    await this.settle(entries, names);
  }

  end(index: number): CaseEnd {
    const { trace, hits } = this.world;
    const { findings, accepts } = this.judge;
    return {
      ...{ seed: index, findings, hash: trace.hash, hits, orders: accepts, lines: trace.lines },
      ...{ processes: this.world.ended.length, doubts: hits.get('resolved by a person') ?? 0 },
      steps: this.#struck?.process.steps ?? 0,
    };
  }
}
