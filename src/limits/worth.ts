import { type Decimal, ZERO, add, larger, mul, sub } from '../model/decimal.ts';
import type { Attempt } from '../model/history.ts';
import { nameOfKey } from '../model/ids.ts';
import { type Pair, type Side, instrumentOf, priceOf, quantityOf } from '../model/terms.ts';
import { isInQuote } from './measure.ts';

/** What an order of ours is worth, in quote currency. */
export type Worth =
  | { readonly kind: 'priced'; readonly currency: string; readonly amount: Decimal }
  /** It names no price: so much base currency, at what the market asks when somebody wants to know. */
  | {
      readonly kind: 'unpriced';
      readonly currency: string;
      readonly instrument: string;
      readonly side: Side;
      readonly size: Decimal;
    }
  /** Its venue has not told in what it is counted. */
  | { readonly kind: 'unknown'; readonly name: string };

/** The most that one attempt may come to: at its price, by its quote, or as it was filled. In doubt, all of it. */
export function worthOf({ wire, quote, final, observed, key }: Attempt, pair: Pair | undefined): Worth {
  if (pair === undefined) return { kind: 'unknown', name: nameOfKey(key) };
  const currency = pair.quote;
  const { amount } = quantityOf(wire);
  const price = priceOf(wire);
  if (!isInQuote(wire) && price === undefined)
    return { kind: 'unpriced', currency, instrument: instrumentOf(wire), side: wire.side, size: amount };
  const asked = isInQuote(wire) || price === undefined ? amount : mul(amount, price);
  const told =
    wire.side === 'buy'
      ? [quote?.deliverQuantity, final?.fill.delivered, observed?.fill.delivered]
      : [quote?.receiveQuantity, final?.fill.received, observed?.fill.received];
  return {
    kind: 'priced',
    currency,
    amount: told.reduce<Decimal>((most, one) => (one === undefined ? most : larger(most, one)), asked),
  };
}

/** What one unit of an instrument costs whoever buys it, or brings whoever sells it. */
export type PriceOf = (instrument: string, side: Side) => Decimal | undefined;

/** A sum in one currency, or why nobody can tell it. */
export type Total = Decimal | { readonly missing: string };
export const isTold = (total: Total): total is Decimal => typeof total === 'string';

type Unpriced = Extract<Worth, { readonly kind: 'unpriced' }>;
interface Group extends Omit<Unpriced, 'kind'> {
  readonly count: number;
}
const groupOf = ({ instrument, side, currency }: Unpriced): string => `${instrument} ${side} ${currency}`;

/** Sums of worths by currency, from which single ones may be taken away again. */
export class Worths {
  readonly #priced = new Map<string, Decimal>();
  readonly #unpriced = new Map<string, Group>();
  readonly #unknown = new Map<string, number>();

  add(worth: Worth): void {
    this.#change(worth, 1);
  }

  remove(worth: Worth): void {
    this.#change(worth, -1);
  }

  #change(worth: Worth, by: 1 | -1): void {
    const sum = by === 1 ? add : sub;
    if (worth.kind === 'priced')
      this.#priced.set(worth.currency, sum(this.#priced.get(worth.currency) ?? ZERO, worth.amount));
    else if (worth.kind === 'unknown')
      this.#unknown.set(worth.name, (this.#unknown.get(worth.name) ?? 0) + by);
    else {
      const { instrument, side, currency } = worth;
      const { size, count } = this.#unpriced.get(groupOf(worth)) ?? { size: ZERO, count: 0 };
      const group = { instrument, side, currency, size: sum(size, worth.size), count: count + by };
      this.#unpriced.set(groupOf(worth), group);
    }
  }

  /** All of one currency, `less` taken away; orders without a price at `price`. */
  total(currency: string, price: PriceOf, less?: Worth): Total {
    if (less !== undefined) {
      this.remove(less);
      const total = this.total(currency, price);
      this.add(less);
      return total;
    }
    for (const [name, count] of this.#unknown)
      if (count > 0) return { missing: `what ${name} is counted in` };
    let sum = this.#priced.get(currency) ?? ZERO;
    for (const group of this.#unpriced.values()) {
      if (group.currency !== currency || group.count === 0) continue;
      const one = price(group.instrument, group.side);
      if (one === undefined) return { missing: `a price of ${group.instrument}` };
      sum = add(sum, mul(group.size, one));
    }
    return sum;
  }

  /** Instruments whose price a total needs. */
  get needs(): readonly string[] {
    return [...this.#unpriced.values()].flatMap(({ instrument, count }) => (count > 0 ? [instrument] : []));
  }
}
