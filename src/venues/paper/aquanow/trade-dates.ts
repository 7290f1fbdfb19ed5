import type { Millis } from '../../../model/ids.ts';

const DAY: Millis = 86_400_000;
const dateOf = (at: Millis): string => new Date(at).toISOString().slice(0, 10);

/** The date of a trade and of its settlement: the next day, as in all of the seed's samples. */
export const tradeDates = (at: Millis): { readonly tradeDate: string; readonly valueDate: string } => ({
  tradeDate: dateOf(at),
  valueDate: dateOf(at + DAY),
});
