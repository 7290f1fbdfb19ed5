import { type Decimal, add, compare } from '../../model/decimal.ts';
import type { LimitCheck } from '../../model/limits.ts';
import { isImmediate } from '../../model/terms.ts';
import { pricesOn } from '../market.ts';
import { type Rule, quantityField } from '../question.ts';
import { judged, refused } from '../verdict.ts';
import { limitFor, money, sum } from '../words.ts';
import { type Total, isTold } from '../worth.ts';

/* All orders of an account together. What trades at once or not at all never rests, and is open nowhere. */

/** TF-L06. */
export const openOrders: Rule = ({ own, standing, change: { wire, replaces } }) => {
  const { maxOpenOrders: max } = own;
  if (max === undefined || isImmediate(wire)) return [];
  const open = standing.openOrders(replaces) + 1;
  return [
    judged('TF-L06', open <= max, {
      ...{ limit: String(max), value: String(open) },
      good: `open order ${open}, of at most ${max}`,
      bad: `it would be open order ${open}, and maxOpenOrders is ${max}`,
    }),
  ];
};

interface Sum {
  readonly code: 'TF-L07' | 'TF-L08';
  /** What was there before it. */
  readonly total: Total;
  readonly worth: Decimal;
  readonly max: Decimal;
  readonly currency: string;
  readonly field: string;
  readonly what: string;
  readonly name: string;
}

function withinSum({ code, total, worth, max, currency, field, what, name }: Sum): LimitCheck {
  if (!isTold(total))
    return refused('TF-L10', {
      ...{ limit: sum(currency, max), value: 'not known', field },
      message: `what ${what} comes to can't be told without ${total.missing}, and ${name} needs it`,
    });
  const after = add(total, worth);
  const [value, limit] = [money(after, currency), money(max, currency)];
  return judged(code, compare(after, max) <= 0, {
    ...{ limit: sum(currency, max), value: sum(currency, after), field },
    good: `with it ${what} comes to ${value}, of at most ${limit}`,
    bad: `with it ${what} would come to ${value}, above ${name}, ${limit}`,
  });
}

/** TF-L07. */
export const openNotional: Rule = ({ own, world, standing, change, of: { pair, notional } }) => {
  const { wire, account, replaces } = change;
  if (pair === undefined || notional === undefined || isImmediate(wire)) return [];
  const max = limitFor(own.maxOpenNotional, pair.quote);
  if (max === undefined) return [];
  const total = standing.openWorth(pair.quote, pricesOn(world, account), replaces);
  const words = { field: quantityField(wire), what: 'all that is open', name: 'maxOpenNotional' };
  return [withinSum({ code: 'TF-L07', total, worth: notional, max, currency: pair.quote, ...words })];
};

/** TF-L08. A replaced order was sent, too; one that is started today is counted once. */
export const notionalToday: Rule = ({ own, world, standing, change, of: { pair, notional } }) => {
  const { wire, account, replaces, kind } = change;
  if (pair === undefined || notional === undefined) return [];
  const max = limitFor(own.maxDailyNotional, pair.quote);
  if (max === undefined) return [];
  const except = kind === 'start' ? replaces : undefined;
  const total = standing.worthToday(pair.quote, pricesOn(world, account), except);
  const words = { field: quantityField(wire), what: 'all that is sent today', name: 'maxDailyNotional' };
  return [withinSum({ code: 'TF-L08', total, worth: notional, max, currency: pair.quote, ...words })];
};
