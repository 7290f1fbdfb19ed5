import { instrumentOf } from '../../model/terms.ts';
import { meet } from '../crossings.ts';
import { boundOf } from '../measure.ts';
import { type Rule, priceField } from '../question.ts';
import { judged, passed, refused } from '../verdict.ts';
import { duration, moment } from '../words.ts';

/* What else is there: an order that may be the same one, and those of ours that it would trade with. */

/** TF-L12. What is started was sent, and looked at, before. */
export const duplicate: Rule = ({ own, standing, change: { target, key, kind } }) => {
  const { duplicateWindow: window } = own;
  if (window === undefined || kind === 'start') return [];
  const limit = duration(window);
  const twin = standing.twinOf(target, key);
  if (twin === undefined)
    return [
      passed('TF-L12', { limit, value: 'none', message: `no order on the same terms within ${limit}` }),
    ];
  const same = 'the same instrument, side, quantity and price as';
  const message =
    twin.key === undefined
      ? `${same} order ${twin.name}, which rests at the venue and is not ours`
      : `${same} ${twin.name}, of ${moment(twin.at)}: a new name for it needs formerly, and the same again a higher generation`;
  return [refused('TF-L12', { limit, value: twin.name, message })];
};

/** TF-L13. */
export const selfCross: Rule = ({ own, standing, change: { wire, replaces } }) => {
  if (own.selfCross !== 'deny') return [];
  const other = standing.opposite(wire, replaces);
  const price = boundOf(wire);
  const crosses =
    other !== undefined && (wire.side === 'buy' ? meet(price, other.price) : meet(other.price, price));
  const [side, at] = [wire.side === 'buy' ? 'sell' : 'buy', other?.price ?? 'any price'];
  return [
    judged('TF-L13', !crosses, {
      ...{ limit: 'deny', value: price ?? 'any price', field: priceField(wire) },
      good: `it would trade with no ${side} of ours in ${instrumentOf(wire)}`,
      bad: `it would trade with our own ${side} ${other?.name ?? ''} at ${at}`,
    }),
  ];
};
