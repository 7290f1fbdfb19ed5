import { type Decimal, decimal, divide, mul, round } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import type { Instrument } from './instruments.ts';

/*
 * Prices as a pure function of (seed, ticker, minutes since the start): no state to keep, any instant can be asked for,
 * and the same seed gives the same prices. The path is a sum of smooth noises with periods from a day to a minute,
 * each bounded, so that the price stays within about 5 % of the start.
 */

export const STEP: Millis = 60_000;

/** Period in steps, greatest deviation in parts per million. */
const WAVES: readonly (readonly [period: number, amplitude: number])[] = [
  [1440, 16_000],
  [240, 5_000],
  [60, 1_500],
  [15, 500],
  [1, 100],
];
const MILLION = decimal('1000000');
const BELOW = decimal('0.99985');
const ABOVE = decimal('1.00015');

/** Best bid and ask, in quote currency. */
export interface Quote {
  readonly bid: Decimal;
  readonly ask: Decimal;
}

/** A bid and an ask, 3 basis points apart, around `mid`. */
export const quoteAround = (mid: Decimal, places: number): Quote => ({
  bid: round(mul(mid, BELOW), places),
  ask: round(mul(mid, ABOVE), places),
});

const mix = (hash: number, value: number): number => {
  const product = Math.imul(hash ^ value, 0x85ebca6b);
  const folded = Math.imul(product ^ (product >>> 13), 0xc2b2ae35);
  return folded ^ (folded >>> 16);
};
const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, character) => mix(hash, character.codePointAt(0) ?? 0), 0x9e3779b9);
/** From -1 to 1. */
const lattice = (hash: number, index: number): number => mix(hash, index + 1) / 0x8000_0000;

function wave(hash: number, step: number, period: number): number {
  const index = Math.floor(step / period);
  const part = (step % period) / period;
  const from = lattice(hash, index);
  return from + (lattice(hash, index + 1) - from) * part * part * (3 - 2 * part);
}

export class PricePath {
  readonly #seed: string;
  readonly #start: Millis;
  readonly #hashes = new Map<string, { readonly hashes: readonly number[]; readonly origin: number }>();

  constructor(seed: string, start: Millis) {
    this.#seed = seed;
    this.#start = start;
  }

  stepAt(at: Millis): number {
    return Math.max(0, Math.floor((at - this.#start) / STEP));
  }

  timeOf(step: number): Millis {
    return this.#start + step * STEP;
  }

  /** Deviation from the start price in whole parts per million; 0 at step 0. Prices rise with it. */
  deviation(ticker: string, step: number): number {
    const { hashes, origin } = this.#of(ticker);
    return Math.round(this.#sum(hashes, step) - origin);
  }

  quote(instrument: Instrument, deviation: number): Quote {
    const factor = divide(decimal(String(1_000_000 + deviation)), MILLION, 6);
    return quoteAround(mul(instrument.start, factor), instrument.places);
  }

  #of(ticker: string): { readonly hashes: readonly number[]; readonly origin: number } {
    const known = this.#hashes.get(ticker);
    if (known) return known;
    const hashes = WAVES.map(([period]) => hashOf(`${this.#seed}/${ticker}/${period}`));
    const made = { hashes, origin: this.#sum(hashes, 0) };
    this.#hashes.set(ticker, made);
    return made;
  }

  #sum(hashes: readonly number[], step: number): number {
    return WAVES.reduce(
      (sum, [period, amplitude], i) => sum + amplitude * wave(hashes[i] ?? 0, step, period),
      0,
    );
  }
}
