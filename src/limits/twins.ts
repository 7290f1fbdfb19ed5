import { canonical, mul } from '../model/decimal.ts';
import type { Key, Millis } from '../model/ids.ts';
import type { OrderRow } from '../model/order.ts';
import { type Terms, instrumentOf, priceOf, quantityOf } from '../model/terms.ts';
import { isInQuote } from './measure.ts';

/** An order that may be the same one under another name. */
export interface Twin {
  /** Unset: the venue shows it, and it isn't ours. */
  readonly key?: Key;
  readonly at: Millis;
  /** For people: its name, or its id at the venue. */
  readonly name: string;
}

/**
 * One text for each instrument, side, quantity and price. An order that names its quantity in quote currency is the same as one that
 * names so much base currency.
 */
export function signatureOf(terms: Terms): string {
  const { amount } = quantityOf(terms);
  const price = priceOf(terms);
  const what = `${instrumentOf(terms)} ${terms.side}`;
  if (price === undefined) return `${what} ${isInQuote(terms) ? 'for' : 'of'} ${canonical(amount)}`;
  const worth = isInQuote(terms) ? amount : mul(amount, price);
  return `${what} for ${canonical(worth)} at ${canonical(price)}`;
}

/** As {@link signatureOf}; undefined where the row doesn't show how much was asked for. */
export function signatureOfRow({ ticker, side, size, priceLimit }: OrderRow): string | undefined {
  if (size === undefined) return undefined;
  return priceLimit === undefined
    ? `${ticker} ${side} of ${canonical(size)}`
    : `${ticker} ${side} for ${canonical(mul(size, priceLimit))} at ${canonical(priceLimit)}`;
}

/**
 * Of each signature the latest order, and the latest one under another name: enough to tell of any name whether there is one under
 * another, however many there are.
 */
export class Twins {
  readonly #known = new Map<string, readonly [Twin, Twin?]>();

  add(signature: string, twin: Twin): void {
    const [first, second] = this.#known.get(signature) ?? [];
    if (first === undefined) this.#known.set(signature, [twin]);
    else if (twin.at >= first.at)
      this.#known.set(
        signature,
        twin.key === first.key ? (second === undefined ? [twin] : [twin, second]) : [twin, first],
      );
    else if (twin.key !== first.key && (second === undefined || twin.at > second.at))
      this.#known.set(signature, [first, twin]);
  }

  /** The latest order of this signature under another name, if it is as young as `since`. */
  find(signature: string, key: Key, since: Millis): Twin | undefined {
    return this.#known
      .get(signature)
      ?.find((twin): twin is Twin => twin !== undefined && twin.key !== key && twin.at >= since);
  }
}
