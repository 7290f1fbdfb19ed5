import { isWithinHours } from '../../model/limit-text.ts';
import { effectiveExpiry, isImmediate, isStrategy, strategyOf } from '../../model/terms.ts';
import { localTime } from '../local-time.ts';
import { type Rule, strategyField } from '../question.ts';
import { judged } from '../verdict.ts';
import { clock, duration, hoursText, moment } from '../words.ts';

/* When orders may be sent, and for how long. */

/** TF-L14. */
export const hours: Rule = ({ own, world }) => {
  const { hours: open, timezone } = own;
  if (open === undefined) return [];
  const local = localTime(world.now, timezone);
  const [now, limit] = [`${local.weekday} ${clock(local.minute)}`, `${hoursText(open)} ${timezone}`];
  return [
    judged('TF-L14', isWithinHours(open, local.weekday, local.minute), {
      ...{ limit, value: now },
      good: `${now}, within ${limit}`,
      bad: `it is ${now} there, outside hours, ${limit}`,
    }),
  ];
};

/** TF-L16. */
export const resting: Rule = ({ own, world, denies, change: { wire } }) => {
  if (isImmediate(wire)) return [];
  const { maxResting: max, allowNoExpiry = false } = own;
  const field =
    !isStrategy(wire) && wire.expirationTime !== undefined ? 'expirationTime' : strategyField(wire);
  const expiry = effectiveExpiry(wire, world.now);
  if (expiry === undefined) {
    if (max === undefined && !denies) return [];
    const what = strategyOf(wire);
    return [
      judged('TF-L16', allowNoExpiry, {
        ...{ limit: `allowNoExpiry: ${allowNoExpiry}`, value: 'no expiry', field },
        good: `${what} works until it is filled or stopped, which the account allows (allowNoExpiry)`,
        bad: `${what} works until it is filled or stopped: the account needs allowNoExpiry: true`,
      }),
    ];
  }
  if (max === undefined) return [];
  const [until, limit] = [moment(expiry), duration(max)];
  return [
    judged('TF-L16', expiry - world.now <= max, {
      ...{ limit, value: `until ${until}`, field },
      good: `rests until ${until}, for at most ${limit}`,
      bad: `rests until ${until}, longer than maxResting, ${limit}`,
    }),
  ];
};
