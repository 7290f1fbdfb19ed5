import type { Stopped, Struck } from './struck.ts';
import { VIOLENT, type Violence } from './violence.ts';
import type { WireFault } from './wire-faults.ts';

export type Counts<Name extends string> = Partial<Record<Name, number>>;

/** What many rounds come to. */
export interface ChainTally {
  rounds: number;
  orders: number;
  /** Orders that a person had to decide on. */
  doubts: number;
  /** Intents without a verdict that a kill left, whose order the venue had. */
  acceptedUnheard: number;
  readonly desks: Counts<string>;
  readonly violence: Counts<Violence>;
  /** Faults of the venue that struck a request. */
  readonly faults: Counts<WireFault>;
  readonly kills: Counts<Struck>;
  readonly interruptions: Counts<Stopped>;
  readonly findings: string[];
  /** For whoever looks into them. */
  readonly notes: string[];
}

export const emptyTally = (): ChainTally => ({
  ...{ rounds: 0, orders: 0, doubts: 0, acceptedUnheard: 0, desks: {}, violence: {}, faults: {} },
  ...{ kills: {}, interruptions: {}, findings: [], notes: [] },
});

export function hit<Name extends string>(counts: Counts<Name>, name: Name, times = 1): void {
  counts[name] = (counts[name] ?? 0) + times;
}

/** Enough for everything to happen: from so many rounds on, what never struck is a finding. */
const ENOUGH = 150;

export function neverDone({ rounds, violence, kills }: ChainTally): readonly string[] {
  if (rounds < ENOUGH) return [];
  const places = ['before its first write', 'between an intent and its verdict'] as const;
  return [
    ...VIOLENT.filter((name) => violence[name] === undefined),
    ...places.filter((place) => kills[place] === undefined).map((place) => `kill -9 ${place}`),
  ].map((name) => `never struck, so that nothing is proved of it: ${name}`);
}
