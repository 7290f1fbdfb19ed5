import { type Decimal, compare } from '../model/decimal.ts';
import type { Side } from '../model/terms.ts';
import type { Tag } from '../model/tag.ts';

/** One of our orders that rests, or may. */
export interface Resting {
  /** Unset: this plan sends it. */
  readonly tag?: Tag;
  readonly name: string;
  /** Unset: it trades at any price. */
  readonly price: Decimal | undefined;
}

/** Whether a buy and a sell at these prices would trade with each other. */
export const meet = (buy: Decimal | undefined, sell: Decimal | undefined): boolean =>
  buy === undefined || sell === undefined || compare(buy, sell) >= 0;

/** Before another one: the better price for whoever takes it, and any price before all. */
function before(side: Side, a: Resting, b: Resting): number {
  if (a.price === undefined || b.price === undefined)
    return Number(b.price === undefined) - Number(a.price === undefined);
  return side === 'buy' ? compare(b.price, a.price) : compare(a.price, b.price);
}

/**
 * One side of our own orders of an instrument, of which only the best matters: what rests is sorted once, what is taken out is passed
 * over once, and what a plan adds is never taken out.
 */
export class OwnSide {
  readonly #side: Side;
  readonly #gone = new Set<Tag>();
  readonly #resting: Resting[] = [];
  #isSorted = true;
  #from = 0;
  #added: Resting | undefined;

  constructor(side: Side) {
    this.#side = side;
  }

  rest(order: Resting): void {
    this.#resting.push(order);
    this.#isSorted = false;
  }

  add(order: Resting): void {
    if (this.#added === undefined || before(this.#side, order, this.#added) < 0) this.#added = order;
  }

  remove(tag: Tag): void {
    this.#gone.add(tag);
  }

  /** The best of what is left, `except` passed over. */
  best(except?: Tag): Resting | undefined {
    if (!this.#isSorted) this.#resting.sort((a, b) => before(this.#side, a, b));
    this.#isSorted = true;
    const isGone = ({ tag }: Resting): boolean => tag !== undefined && this.#gone.has(tag);
    while (this.#from < this.#resting.length && isGone(this.#resting[this.#from] as Resting)) this.#from += 1;
    let at = this.#from;
    for (let one = this.#resting[at]; one !== undefined; one = this.#resting[at]) {
      if (!isGone(one) && one.tag !== except) break;
      at += 1;
    }
    const [resting, added] = [this.#resting[at], this.#added];
    if (resting === undefined || added === undefined) return resting ?? added;
    return before(this.#side, added, resting) < 0 ? added : resting;
  }
}
