import { type Decimal, isZero } from '../../model/decimal.ts';
import type { Product } from '../../model/product.ts';
import { type JsonObject, isObject } from '../http/exact-json.ts';
import { type AccountRow, describeAccount } from './accounts.ts';
import { amountOf, textOf, withoutUndefined } from './fields.ts';

/** The exchanges that the list can be narrowed to; of any other the whole list is read. Source: seed, "Products metadata". */
export const EXCHANGES = ['BIN', 'BYB', 'OKX', 'CRYPTO', 'IB', 'VB'] as const;

const BOUNDS = {
  minSize: 'minSize',
  maxSize: 'maxSize',
  sizeIncrement: 'sizeIncrement',
  minPrice: 'minPrice',
  priceIncrement: 'priceIncrement',
  minNotionalValue: 'minNotional',
} as const;

function kindOf(row: JsonObject): Product['kind'] {
  switch (row['productType']) {
    case 'SPOT':
      return 'spot';
    case 'FUTURES':
      return 'futures';
    default:
      return 'unknown';
  }
}

/** A product as its exchange has it, whatever account is to trade it. */
function productOf(row: JsonObject): Product | undefined {
  const [code, base, quote] = ['productCode', 'base', 'quote'].map((name) => textOf(row[name]));
  if (code === undefined || base === undefined || quote === undefined) return undefined;
  const bounds: Record<string, Decimal> = {};
  const unclear: string[] = [];
  for (const [name, bound] of Object.entries(BOUNDS)) {
    const value = row[name];
    if (value === undefined || value === null || value === '') continue;
    const amount = amountOf(value);
    if (amount === undefined) unclear.push(name);
    // Zero bounds nothing.
    else if (!isZero(amount)) bounds[bound] = amount;
  }
  const { removed } = row;
  if (removed !== undefined && removed !== null && typeof removed !== 'boolean') unclear.push('removed');
  const closed =
    unclear.length === 0 ? undefined : `the venue's ${unclear.join(' and ')} of it can't be understood`;
  const name = textOf(row['volvenName']) ?? textOf(row['name']);
  const told = withoutUndefined({ name, closed });
  return { code, base, quote, kind: kindOf(row), removed: removed === true, ...bounds, ...told };
}

/** Every product of an answer by exchange and code; undefined where the answer is anything but a list. */
export function productsOf(body: unknown): readonly (readonly [string, Product])[] | undefined {
  if (!Array.isArray(body)) return undefined;
  return body.flatMap((row: unknown) => {
    const product = isObject(row) ? productOf(row) : undefined;
    const exchange = isObject(row) ? textOf(row['exchangeCode']) : undefined;
    return product === undefined || exchange === undefined ? [] : [[exchange, product] as const];
  });
}

function closedFor(account: AccountRow, { kind }: Product): string | undefined {
  return kind === 'unknown' || account[kind]
    ? undefined
    : `${kind} is not active on account ${describeAccount(account)}`;
}

/** What one account may trade, by code. A code that is listed twice on its exchange stands for nothing. */
export function productsFor(
  account: AccountRow,
  all: readonly (readonly [string, Product])[],
): ReadonlyMap<string, Product> {
  const products = new Map<string, Product>();
  for (const [exchange, product] of all) {
    if (exchange !== account.exchangeCode) continue;
    const twice = products.has(product.code) ? 'the venue lists it twice' : undefined;
    const closed = twice ?? product.closed ?? closedFor(account, product);
    products.set(product.code, { ...product, ...withoutUndefined({ closed }) });
  }
  return products;
}
