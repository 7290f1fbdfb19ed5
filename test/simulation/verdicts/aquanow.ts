import { QUOTE, judge, mayEnd } from '../../contract/aquanow/fuzz-judge.ts';
import { quoted, terms } from '../../contract/aquanow/desk.ts';
import type { AccountId } from '../../../src/model/ids.ts';
import type { OrderStrategy } from '../../../src/model/terms.ts';
import type { Asked } from '../../../src/venues/aquanow/order-body.ts';
import { verdictOf } from '../../../src/venues/aquanow/verdicts.ts';
import type { Dice } from '../world/dice.ts';
import { randomAnswer } from './answers.ts';
import { type Judged, answerOf } from './judged.ts';

const CALLS: Readonly<Partial<Record<OrderStrategy, Asked['call']>>> = {
  RFQ: 'executeQuote',
  MARKET: 'market',
};
const askedOf = (strategy: OrderStrategy): Asked => ({
  call: CALLS[strategy] ?? 'order',
  account: 'CA1264810R' as AccountId,
  terms: terms({ strategy, ...(strategy === 'GTD' ? { expirationTime: 1_738_351_211_000 } : {}) }),
  ...(strategy === 'RFQ' ? { quote: quoted({ quoteId: QUOTE }) } : {}),
});

/** One random answer to a submission at Aquanow. */
export function judgeAquanow(dice: Dice): Judged {
  const { strategy, status, text } = randomAnswer(dice);
  const verdict = verdictOf(askedOf(strategy), answerOf(status, text), 'venue.test');
  const end = verdict.kind === 'accepted' ? verdict.final : undefined;
  const isRight =
    judge(strategy, status, text).includes(verdict.kind) &&
    (end === undefined || mayEnd(strategy, status, text));
  const word = end === undefined ? verdict.kind : `${verdict.kind}, ${end.status}`;
  return { word, faults: isRight ? [] : [`to ${strategy}: ${status} ${text}`] };
}
