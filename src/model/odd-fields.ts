import { isAbout } from './about.ts';
import type { Decimal } from './decimal.ts';
import type { Attempt } from './history.ts';
import type { Millis } from './ids.ts';
import type { OrderRow } from './order.ts';
import { type Terms, instrumentOf, isStrategy, pairOf, priceOf, quantityOf, strategyOf } from './terms.ts';

/** What a row tells otherwise than it was sent. */
export interface Odd {
  readonly field: string;
  readonly sent: string;
  readonly shown: string;
}

/** How far two wall clocks may be apart: a venue's and ours, or those of two runs. */
export const CLOCKS_APART: Millis = 5 * 60_000;

/** The size as rows tell it: in base currency. Undefined where the other one was sent. */
function sizeOf(terms: Terms): Decimal | undefined {
  if (isStrategy(terms)) return terms.size;
  const { amount, currency } = quantityOf(terms);
  return currency === pairOf(terms.ticker).base ? amount : undefined;
}

/** The price of a resting order or a strategy: rows of the others don't tell theirs. */
const limitOf = (terms: Terms): Decimal | undefined =>
  isStrategy(terms) || terms.priceLimit !== undefined ? priceOf(terms) : undefined;

const amount = (field: string, sent: Decimal | undefined, shown: Decimal | undefined): readonly Odd[] =>
  sent === undefined || shown === undefined || isAbout(shown, sent) ? [] : [{ field, sent, shown }];

const text = (field: string, sent: string, shown: string): readonly Odd[] =>
  sent === shown || shown === 'unknown' ? [] : [{ field, sent, shown }];

/** Where a row and what was sent contradict each other; what the row doesn't tell contradicts nothing. */
export function oddFields(row: OrderRow, { wire }: Attempt): readonly Odd[] {
  const { ticker, side, strategy, size, priceLimit } = row;
  return [
    ...text(isStrategy(wire) ? 'productCode' : 'ticker', instrumentOf(wire), ticker),
    ...text('side', wire.side, side),
    ...text(isStrategy(wire) ? 'type' : 'strategy', strategyOf(wire), strategy),
    ...amount('size', sizeOf(wire), size),
    ...amount('priceLimit', limitOf(wire), priceLimit),
  ];
}

/** Whether the order was there before the attempt was sent, however the clocks are set. */
export const isOlder = ({ createdAt }: OrderRow, { intentAt }: Attempt): boolean =>
  createdAt !== undefined && createdAt < intentAt - CLOCKS_APART;
