import { ZERO, add, compare, sub } from '../../model/decimal.ts';
import { delivered } from '../measure.ts';
import { type Rule, quantityField } from '../question.ts';
import { passed, refused, warned } from '../verdict.ts';
import { money, sum } from '../words.ts';

/** TF-L20. What this plan's earlier orders take is gone; what an order that makes room holds comes back. */
export const balance: Rule = ({ own, world, standing, change, of }) => {
  const { account, wire, replaces, kind } = change;
  const { balanceCheck = 'off' } = own;
  const need = delivered(wire, of);
  if (balanceCheck === 'off' || need?.amount === undefined) return [];
  const { currency } = need;
  const short = balanceCheck === 'refuse' ? refused : warned;
  const credit = kind === 'submit' ? standing.held(replaces) : ZERO;
  const more = sub(need.amount, credit);
  const total = add(standing.needed(currency), compare(more, ZERO) > 0 ? more : ZERO);
  const free = world.balances?.get(account)?.get(currency);
  const words = { value: sum(currency, total), field: quantityField(wire) };
  if (free === undefined) {
    const message = `the venue doesn't tell how much ${currency} account ${account} has free`;
    return [short('TF-L20', { ...words, limit: 'not known', message })];
  }
  const [takes, has] = [money(total, currency), money(free, currency)];
  const limit = `${sum(currency, free)} free`;
  return [
    compare(total, free) <= 0
      ? passed('TF-L20', { ...words, limit, message: `takes ${takes}, of ${has} that are free` })
      : short('TF-L20', {
          ...{ ...words, limit },
          message: `with what is sent before it, it takes ${takes}, and ${has} are free`,
        }),
  ];
};
