import { join } from 'node:path';
import type { Children, Program } from './child.ts';
import type { VenueProcess } from './venue-process.ts';

/** What scenarios are made of. */
export interface Bench {
  readonly root: string;
  readonly bin: string;
  /** For files that are gone after the run. */
  readonly folder: string;
  readonly children: Children;
  readonly venue: VenueProcess;
}

/** A program, and the least that could be done in its place, which is run beside it. */
export interface Contest {
  readonly kind: 'contest';
  readonly ours: Program;
  readonly floor: Program;
  /** Before each run of either. */
  readonly before?: (program: Program) => Promise<void>;
  /** After each run of ours: how much slower it was at its end than at its beginning. */
  readonly slope?: () => number;
}

/** A program, and the time that arithmetic says it takes at least. */
export interface Optimum {
  readonly kind: 'optimum';
  readonly ours: Program;
  readonly before: () => Promise<void>;
  /** Milliseconds, for so many requests. */
  readonly optimum: (requests: number) => number;
}

/** A program whose first words on a terminal are waited for. */
export interface First {
  readonly kind: 'first';
  readonly ours: Program;
  readonly before?: () => Promise<void>;
}

/** At most; unset: nobody has said. */
export interface Budget {
  /** Times the floor's wall time. */
  readonly ratio?: number;
  /** MiB. */
  readonly memory?: number;
  /** Milliseconds. */
  readonly within?: number;
}

export interface Scenario {
  readonly name: string;
  /** What the floor is. */
  readonly floor?: string;
  readonly budget: Budget;
  /** How many rounds, of those that `--rounds` says: more of what is short, for chance is much of it, and less of what is long. */
  readonly often?: number;
  readonly setUp: (bench: Bench) => Promise<Contest | Optimum | First>;
}

/** A program of `floors/`. */
export const floorOf = ({ root }: Bench, name: string, ...args: readonly string[]): readonly string[] => [
  join(root, 'test/bench/floors', `${name}.mjs`),
  ...args,
];

/** {@link Scenario.often} of those that take many seconds. */
export const FEW = 0.6;
