import { type Decimal, add, canonical, compare, eq, isZero, sub } from '../model/decimal.ts';
import { type Entry, type Fill, type OrderRow, filledOn } from '../model/order.ts';
import {
  type Leg,
  ORDER_STRATEGIES,
  type OrderTerms,
  PRICE_FIELD,
  type PriceField,
  currencyOf,
  isStrategy,
  pairOf,
} from '../model/terms.ts';
import { TAG_LENGTH } from '../model/tag.ts';

/** What an order that the venue shows asked for, as far as its row and its entry tell. */
export interface KnownTerms {
  readonly target: OrderTerms;
  /** The target less what earlier attempts of its generation had filled, where they had. */
  readonly wire?: OrderTerms;
  /** The row doesn't show the quantity on the leg that the entry names: it is taken from the file. */
  readonly quantityFromFile: boolean;
}

/** Expiries come back stamped by the venue. */
const SAME_EXPIRY = 60_000;

const baseLeg = ({ side, ticker }: OrderRow): Leg =>
  currencyOf('receive', side, ticker) === pairOf(ticker).base ? 'receive' : 'deliver';

const quantity = (leg: Leg, amount: Decimal): Pick<OrderTerms, 'receiveQuantity' | 'deliverQuantity'> =>
  leg === 'receive' ? { receiveQuantity: amount } : { deliverQuantity: amount };

/** The rest of an entry's quantity after `before`; the quantity itself where nothing is left, which a row then contradicts. */
function rest(amount: Decimal, before: Decimal): Decimal {
  if (isZero(before)) return amount;
  const left = canonical(sub(amount, before));
  return compare(left, '0' as Decimal) > 0 ? left : amount;
}

const askedOf = (entry: Entry | undefined): OrderTerms | undefined =>
  entry === undefined || isStrategy(entry.terms) ? undefined : entry.terms;

/** A row of an order that never rested may not say at which price it was to trade: then its entry does, or what it traded at. */
function priceIn(
  field: PriceField,
  row: OrderRow,
  asked: OrderTerms | undefined,
): { readonly [F in PriceField]?: Decimal } | undefined {
  const own = asked?.[field];
  const said =
    row.priceLimit ??
    (field === 'priceLimit' && row.strategy !== 'RFQ' ? undefined : (own ?? row.priceAverage));
  if (said === undefined) return undefined;
  return { [field]: own !== undefined && eq(own, said) ? own : said };
}

/** Everything but the quantity; an entry's spelling of a value is kept where the value is the same. */
function plainTerms(
  row: OrderRow,
  entry: Entry | undefined,
): Omit<OrderTerms, 'receiveQuantity'> | undefined {
  const strategy = ORDER_STRATEGIES.find((name) => name === row.strategy);
  if (strategy === undefined) return undefined;
  const asked = askedOf(entry);
  const price = priceIn(PRICE_FIELD[strategy], row, asked);
  if (price === undefined) return undefined;
  const usernameRef = row.reference?.slice(0, -TAG_LENGTH) ?? '';
  const near =
    asked?.expirationTime !== undefined &&
    row.expiresAt !== undefined &&
    Math.abs(asked.expirationTime - row.expiresAt) <= SAME_EXPIRY;
  const expiry = near ? asked.expirationTime : row.expiresAt;
  return {
    ...{ strategy, ticker: row.ticker, side: row.side, ...price },
    ...(strategy === 'GTD' && expiry !== undefined ? { expirationTime: expiry } : {}),
    ...(usernameRef === '' ? {} : { usernameRef }),
  };
}

/**
 * The terms of an order of ours, of which the venue shows `row`; `before` is what earlier attempts of its generation traded.
 * A row tells its size in the base currency, and only that exactly. `entry`: the one with its name and generation.
 * Undefined where the row doesn't tell enough.
 */
export function knownTerms(row: OrderRow, before: Fill, entry: Entry | undefined): KnownTerms | undefined {
  const plain = plainTerms(row, entry);
  if (plain === undefined) return undefined;
  const leg = baseLeg(row);
  const other: Leg = leg === 'receive' ? 'deliver' : 'receive';
  const asked = askedOf(entry);
  const inQuote = other === 'receive' ? asked?.receiveQuantity : asked?.deliverQuantity;
  const comparable = asked?.side === row.side && asked.ticker === row.ticker;
  if (comparable && inQuote !== undefined) {
    const target = { ...plain, ...quantity(other, inQuote) };
    const sent = rest(inQuote, filledOn(before, other));
    const wire = sent === inQuote ? {} : { wire: { ...plain, ...quantity(other, sent) } };
    return { target, ...wire, quantityFromFile: true };
  }
  if (row.size === undefined) return undefined;
  const filled = filledOn(before, leg);
  const whole = isZero(filled) ? row.size : canonical(add(row.size, filled));
  const inBase = leg === 'receive' ? asked?.receiveQuantity : asked?.deliverQuantity;
  const amount = comparable && inBase !== undefined && eq(inBase, whole) ? inBase : whole;
  const target = { ...plain, ...quantity(leg, amount) };
  const wire = isZero(filled) ? {} : { wire: { ...plain, ...quantity(leg, row.size) } };
  return { target, ...wire, quantityFromFile: false };
}
