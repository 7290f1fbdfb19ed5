import type { Millis } from '../../../model/ids.ts';
import { knownInstrument } from '../instruments.ts';
import type { Moment } from '../moment.ts';
import type { Quote } from '../price-path.ts';
import { pinnedQuote } from '../quotes.ts';

/** One ticker's prices, as far as they were asked for. */
interface Prices {
  readonly pinned: Quote | undefined;
  /** From the span's first step on: thousands of strategies walk over the same months. */
  readonly deviations: number[];
  readonly quotes: Map<number, Quote>;
}

/**
 * Prices over a span of venue time that ends at `moment.now` and in which no control has moved them: a pinned price stood
 * still, any other follows the seeded path, a step a minute.
 */
export class Market {
  readonly #moment: Moment;
  readonly #firstStep: number;
  readonly #prices = new Map<string, Prices>();

  /** `from`: the earliest instant that is asked about. */
  constructor(moment: Moment, from: Millis = moment.now) {
    this.#moment = moment;
    this.#firstStep = moment.path.stepAt(from);
  }

  #of(ticker: string): Prices {
    const known = this.#prices.get(ticker);
    if (known) return known;
    const made = { pinned: pinnedQuote(this.#moment.store, ticker), deviations: [], quotes: new Map() };
    this.#prices.set(ticker, made);
    return made;
  }

  #deviation(ticker: string, { deviations }: Prices, step: number): number {
    return (deviations[step - this.#firstStep] ??= this.#moment.path.deviation(ticker, step));
  }

  #quote(ticker: string, prices: Prices, step: number): Quote {
    const known = prices.quotes.get(step);
    if (known) return known;
    const deviation = this.#deviation(ticker, prices, step);
    const made = this.#moment.path.quote(knownInstrument(ticker), deviation);
    prices.quotes.set(step, made);
    return made;
  }

  quoteAt(ticker: string, at: Millis): Quote {
    const prices = this.#of(ticker);
    return prices.pinned ?? this.#quote(ticker, prices, this.#moment.path.stepAt(at));
  }

  /**
   * The first instant of `from` to `to` at which `test` holds, which must go on to hold for every lower (`-1`) or higher
   * (`1`) price. So only new lows or highs are asked about: a month is 43,200 steps, and few of them are.
   */
  first(
    ticker: string,
    [from, to]: readonly [from: Millis, to: Millis],
    direction: -1 | 1,
    test: (quote: Quote) => boolean,
  ): Millis | undefined {
    if (from > to) return undefined;
    if (test(this.quoteAt(ticker, from))) return from;
    const prices = this.#of(ticker);
    if (prices.pinned) return undefined;
    const { path } = this.#moment;
    const last = path.stepAt(to);
    let step = path.stepAt(from);
    let furthest = this.#deviation(ticker, prices, step) * direction;
    while (++step <= last) {
      const deviation = this.#deviation(ticker, prices, step) * direction;
      if (deviation <= furthest) continue;
      furthest = deviation;
      if (test(this.#quote(ticker, prices, step))) return path.timeOf(step);
    }
    return undefined;
  }
}
