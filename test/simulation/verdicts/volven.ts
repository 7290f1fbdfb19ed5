import { verdictOf } from '../../../src/venues/volven/verdicts.ts';
import type { Dice } from '../world/dice.ts';
import { type Judged, answerOf } from './judged.ts';
import { randomCreation } from './volven-answers.ts';
import { volvenJudge } from './volven-judge.ts';

/** One random answer to the creation of a strategy at Volven. */
export function judgeVolven(dice: Dice): Judged {
  const { status, text } = randomCreation(dice);
  const { kind: word } = verdictOf(answerOf(status, text), 'venue.test');
  const isRight = volvenJudge(status, text).includes(word);
  return { word, faults: isRight ? [] : [`${status} ${text}`] };
}
