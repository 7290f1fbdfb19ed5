import { type Decimal, compare, isMultipleOf, mul } from '../../../model/decimal.ts';
import type { Moment } from '../moment.ts';
import { type ExchangeAccount, accountById } from './accounts.ts';
import type { Draft, Violations } from './create-request.ts';
import { Market } from './market.ts';
import { lastPrice } from './pegging.ts';
import { PRODUCTS, type Product, productOn } from './products.ts';

/* What a request may ask for on the account and the product that it names. Nothing is ever rounded. */

const atLeast = (least: Decimal): string => `must be greater than or equal to ${least}`;
const multipleOf = (increment: Decimal): string => `must be a multiple of ${increment}`;

function checkSize(
  name: 'size' | 'orderMaxSize',
  draft: Draft,
  product: Product,
  price: Decimal,
  violations: Violations,
): void {
  const size = draft[name];
  if (size === undefined || violations.has(name)) return;
  const { minSize, maxSize, sizeIncrement, minNotionalValue } = product;
  if (compare(size, minSize) < 0) violations.add(name, atLeast(minSize));
  else if (compare(size, maxSize) > 0) violations.add(name, `must be less than or equal to ${maxSize}`);
  else if (!isMultipleOf(size, sizeIncrement)) violations.add(name, multipleOf(sizeIncrement));
  else if (minNotionalValue !== undefined && compare(mul(size, price), minNotionalValue) < 0)
    violations.add(name, `notional value must be greater than or equal to ${minNotionalValue}`);
}

function checkPrice(
  name: 'priceLimit' | 'triggerPrice',
  draft: Draft,
  { minPrice, priceIncrement }: Product,
  violations: Violations,
): void {
  const price = draft[name];
  if (price === undefined || violations.has(name)) return;
  if (compare(price, minPrice) < 0) violations.add(name, atLeast(minPrice));
  else if (!isMultipleOf(price, priceIncrement)) violations.add(name, multipleOf(priceIncrement));
}

function checkActivity(account: ExchangeAccount, { productType }: Product, violations: Violations): void {
  const active = productType === 'SPOT' ? account.spot : account.futures;
  if (active === 0) violations.add('accountId', `${productType} trading is not active on this account`);
}

const isNowhere = (productCode: string): boolean =>
  PRODUCTS.every((product) => product.productCode !== productCode);

/** The account and product of a request, with all that is wrong with its terms there; undefined where one is unknown. */
export function checkAgainstProduct(
  moment: Moment,
  draft: Draft,
  violations: Violations,
): Product | undefined {
  const { accountId, productCode } = draft;
  const account = accountId === undefined ? undefined : accountById(moment.store, accountId);
  if (accountId !== undefined && !account) violations.add('accountId', 'unknown account');
  if (productCode === undefined) return undefined;
  const product = account && productOn(account.exchangeCode, productCode);
  if (account && !product) violations.add('productCode', `unknown product on ${account.exchangeCode}`);
  if (!account && isNowhere(productCode)) violations.add('productCode', 'unknown product');
  if (!account || !product) return undefined;
  if (product.removed) violations.add('productCode', 'product is removed');
  checkActivity(account, product, violations);
  const price =
    draft.priceLimit ?? lastPrice(new Market(moment).quoteAt(product.follows, moment.now), product);
  checkSize('size', draft, product, price, violations);
  checkSize('orderMaxSize', draft, product, price, violations);
  checkPrice('priceLimit', draft, product, violations);
  checkPrice('triggerPrice', draft, product, violations);
  return product;
}
