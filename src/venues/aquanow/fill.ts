import { type Decimal, isZero } from '../../model/decimal.ts';
import { type Fill, NO_FILL, type OrderStatus, isFinal } from '../../model/order.ts';
import { type Side, currencyOf } from '../../model/terms.ts';
import { type JsonObject, fieldOf } from '../http/exact-json.ts';
import { amountOf, fits } from './fields.ts';

/**
 * `fillQtyBase` is in the row's own `baseSymbol`, which is the currency delivered and not the pair's base (INFERRED from
 * every sample). Where the row names its currencies they decide; currencies of neither leg decide nothing.
 */
function baseIsDelivered(fields: JsonObject, ticker: string, side: Side): boolean | undefined {
  const [base, quote] = [fieldOf(fields, 'baseSymbol'), fieldOf(fields, 'quoteSymbol')];
  const [delivered, received] = [currencyOf('deliver', side, ticker), currencyOf('receive', side, ticker)];
  if (fits(base, delivered) && fits(quote, received)) return true;
  return fits(base, received) && fits(quote, delivered) ? false : undefined;
}

const hasTraded = (status: OrderStatus): boolean => status === 'filled' || status === 'ended-partly-filled';

/**
 * What an order has traded, or why that can't be told. A replacement is the target less this, so a fill that is not told is
 * never taken for none: only a live order, or one whose `fillPct` says so, may leave both amounts out.
 */
export function fillOf(
  fields: JsonObject,
  status: OrderStatus,
  ticker: string,
  side: Side,
): Fill | { readonly unclear: string } {
  const [base, quote] = [amountOf(fields, 'fillQtyBase'), amountOf(fields, 'fillQtyQuote')];
  const percent = amountOf(fields, 'fillPct');
  if (base === 'unclear' || quote === 'unclear' || percent === 'unclear')
    return { unclear: 'its fill is not a number' };
  const fill = base === 'absent' && quote === 'absent' ? NO_FILL : orient(base, quote, fields, ticker, side);
  if (fill === undefined) return { unclear: 'its fill is told on one leg only, or in unknown currencies' };

  const nothing = isZero(fill.received) && isZero(fill.delivered);
  const told = base !== 'absent' || quote !== 'absent';
  if (nothing && percent !== 'absent' && !isZero(percent))
    return { unclear: `it is filled to ${percent} % without an amount` };
  if (nothing && hasTraded(status)) return { unclear: 'it has traded, but not how much' };
  if (nothing && isFinal(status) && !told && percent === 'absent')
    return { unclear: 'it has ended, and whether it traded is not told' };
  return fill;
}

function orient(
  base: Decimal | 'absent',
  quote: Decimal | 'absent',
  fields: JsonObject,
  ticker: string,
  side: Side,
): Fill | undefined {
  const inBase = base === 'absent' ? alsoNothing(quote) : base;
  const inQuote = quote === 'absent' ? alsoNothing(base) : quote;
  if (inBase === undefined || inQuote === undefined) return undefined;
  const straight = baseIsDelivered(fields, ticker, side);
  if (straight === undefined) return undefined;
  return straight ? { delivered: inBase, received: inQuote } : { delivered: inQuote, received: inBase };
}

/** Nothing on the one leg is nothing on the other. */
const alsoNothing = (amount: Decimal | 'absent'): Decimal | undefined =>
  amount !== 'absent' && isZero(amount) ? amount : undefined;
