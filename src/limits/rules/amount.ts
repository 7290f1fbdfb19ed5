import { compare, mul } from '../../model/decimal.ts';
import { type Terms, quantityOf } from '../../model/terms.ts';
import { isInQuote } from '../measure.ts';
import type { Measure } from '../measure.ts';
import { type Rule, quantityField } from '../question.ts';
import { judged } from '../verdict.ts';
import { limitFor, money, sum } from '../words.ts';
import type { Decimal } from '../../model/decimal.ts';

/* One order: how much of it, and what it is worth. */

/** Exact: an order in quote currency is compared in quote currency, so that nothing is divided. */
function isWithin(max: Decimal, wire: Terms, { base, price }: Measure & { readonly base: Decimal }): boolean {
  return isInQuote(wire) && price !== undefined
    ? compare(quantityOf(wire).amount, mul(max, price)) <= 0
    : compare(base, max) <= 0;
}

/** TF-L04. */
export const quantity: Rule = ({ own, change: { wire }, of }) => {
  const { pair, base } = of;
  if (pair === undefined || base === undefined) return [];
  const max = limitFor(own.maxQuantity, pair.base);
  if (max === undefined) return [];
  const [value, limit] = [money(base, pair.base), money(max, pair.base)];
  return [
    judged('TF-L04', isWithin(max, wire, { ...of, base }), {
      ...{ limit: sum(pair.base, max), value: sum(pair.base, base), field: quantityField(wire) },
      good: `its quantity is ${value}, of at most ${limit}`,
      bad: `its quantity, ${value}, is above maxQuantity, ${limit}`,
    }),
  ];
};

/** TF-L05. */
export const notional: Rule = ({ own, change: { wire }, of }) => {
  const { pair, notional: worth } = of;
  if (pair === undefined || worth === undefined) return [];
  const max = limitFor(own.maxNotional, pair.quote);
  if (max === undefined) return [];
  const [value, limit] = [money(worth, pair.quote), money(max, pair.quote)];
  return [
    judged('TF-L05', compare(worth, max) <= 0, {
      ...{ limit: sum(pair.quote, max), value: sum(pair.quote, worth), field: quantityField(wire) },
      good: `its notional is ${value}, of at most ${limit}`,
      bad: `its notional, ${value}, is above maxNotional, ${limit}`,
    }),
  ];
};
