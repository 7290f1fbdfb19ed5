import { Dice } from '../world/dice.ts';
import { judgeAquanow } from './aquanow.ts';
import type { Judged } from './judged.ts';
import { judgeList } from './lists.ts';
import { judgeVolven } from './volven.ts';

/** What became of many random things, each sort counted by itself. */
export interface VerdictTally {
  /** Of each venue. */
  answers: number;
  lists: number;
  readonly verdicts: Partial<Record<string, number>>;
  readonly wrong: string[];
}

export const emptyTally = (): VerdictTally => ({ answers: 0, lists: 0, verdicts: {}, wrong: [] });

const MOST_TOLD = 20;

function note({ verdicts, wrong }: VerdictTally, about: string, { word, faults }: Judged): void {
  const name = `${about}: ${word}`;
  verdicts[name] = (verdicts[name] ?? 0) + 1;
  for (const fault of faults) if (wrong.length < MOST_TOLD) wrong.push(`${name} ${fault}`);
}

export interface Share {
  readonly seed: number;
  readonly answers: number;
  readonly lists: number;
}

/** Judges so many random answers of each venue, and lists, and holds each verdict against rules that know nothing of the tables. */
export async function fuzzSome({ seed, answers, lists }: Share): Promise<VerdictTally> {
  const dice = new Dice(seed);
  const tally = emptyTally();
  for (; tally.answers < answers; tally.answers++) {
    note(tally, 'Aquanow', judgeAquanow(dice));
    note(tally, 'Volven', judgeVolven(dice));
  }
  for (; tally.lists < lists; tally.lists++) {
    const [word, faults] = await judgeList(dice);
    note(tally, 'list', { word, faults });
  }
  return tally;
}
