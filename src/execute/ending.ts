import { type Decimal, compare, decimalOfJson, isZero, mul } from '../model/decimal.ts';
import type { QuoteTerms } from '../model/event.ts';
import { type Fill, filledOn } from '../model/order.ts';
import { type OrderTerms, type Terms, isStrategy, pairOf, quantityOf } from '../model/terms.ts';
import type { Verdict } from '../venues/venue.ts';

type Accepted = Extract<Verdict, { readonly kind: 'accepted' }>;

/** The average price that the venue told, where it told one that can be read; of an executed quote, its price. */
function averageOf({ trade }: Accepted, executed: QuoteTerms | undefined): Decimal | undefined {
  const told = trade?.['tradePriceAvg'] ?? trade?.['price'];
  return told === undefined ? executed?.price : decimalOfJson(told);
}

/** Whether a MARKET traded beyond its guard: by the average that the venue told, or else by what was given for what. */
function isBeyond({ priceGuard, side }: OrderTerms, fill: Fill, average: Decimal | undefined): boolean {
  if (priceGuard === undefined) return false;
  const beyond =
    average === undefined
      ? side === 'buy'
        ? compare(fill.delivered, mul(priceGuard, fill.received))
        : compare(fill.received, mul(priceGuard, fill.delivered))
      : compare(average, priceGuard);
  return side === 'buy' ? beyond > 0 : beyond < 0;
}

function filledText(wire: OrderTerms, fill: Fill, average: Decimal | undefined): string {
  const { leg, currency } = quantityOf(wire);
  const at = average === undefined ? '' : ` at ${average} ${pairOf(wire.ticker).quote}`;
  return `filled ${filledOn(fill, leg)} ${currency}${at}`;
}

/** What came of an order that never rests, for people; nothing for one that does. */
export function endOf(
  wire: Terms,
  accepted: Accepted,
  executed?: QuoteTerms,
): { readonly note?: string; readonly ok?: boolean } {
  const { final } = accepted;
  if (final === undefined || isStrategy(wire)) return {};
  const { status, statusText, message = statusText, fill } = final;
  const isFilled = !isZero(fill.received) || !isZero(fill.delivered);
  const average = averageOf(accepted, executed);
  const traded = isFilled ? filledText(wire, fill, average) : 'nothing was traded';
  const note = status === 'filled' ? traded : `${status}: ${message}; ${traded}`;
  if (isFilled && isBeyond(wire, fill, average))
    return {
      note: `${note}, worse than its priceGuard ${wire.priceGuard}: the guard is no bound`,
      ok: false,
    };
  return status === 'failed' ? { note, ok: false } : { note };
}
