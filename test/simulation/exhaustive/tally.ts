import type { Family } from './family.ts';

/** What one thread is to do: all points of every `step`-th combination of every family, from `from` on. */
export interface CasesJob {
  readonly from: number;
  readonly step: number;
}

export interface FamilyTally {
  readonly name: string;
  cases: number;
  /** Numbers that are no case of their own: their run is over before anything strikes. */
  beyond: number;
  orders: number;
  doubts: number;
  /** Of the longest run. */
  steps: number;
  readonly failing: { readonly index: number; readonly what: readonly string[] }[];
}

export const tallyOf = ({ name }: Family): FamilyTally => ({
  ...{ name, cases: 0, beyond: 0, orders: 0, doubts: 0, steps: 0, failing: [] },
});

export function add(sum: FamilyTally, more: FamilyTally): void {
  sum.cases += more.cases;
  sum.beyond += more.beyond;
  sum.orders += more.orders;
  sum.doubts += more.doubts;
  sum.steps = Math.max(sum.steps, more.steps);
  sum.failing.push(...more.failing);
}
