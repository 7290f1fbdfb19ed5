import type { FaultName } from '../world/world.ts';

/*
 * Mistakes that this code could have, planted one by one to see that the simulation finds each. Production code knows nothing of
 * them: a test alone loads a module with a passage exchanged (see plant.ts). A passage that is no longer there is an error, so
 * that no fault of these lists wears off unseen.
 */

export interface Swap {
  /** Below `src/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Planted {
  readonly name: string;
  readonly swaps: readonly Swap[];
  /** What brings it to light: schedules with much of that find it sooner. */
  readonly focus: readonly FaultName[];
}

export const planted = (name: string, focus: readonly FaultName[], ...swaps: readonly Swap[]): Planted => ({
  ...{ name, focus, swaps },
});

export const swap = (file: string, from: string, to: string): Swap => ({ file, from, to });
