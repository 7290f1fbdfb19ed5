import type { Entry } from '../model/order.ts';
import type { Product } from '../model/product.ts';
import { type Terms, isStrategy } from '../model/terms.ts';
import type { Case } from './case.ts';
import type { Hold } from './submission.ts';

// What a strategy trades, as its venue describes it. Orders name a pair, of which their venue publishes no bounds.

const productsOf = (c: Case): ReadonlyMap<string, Product> | undefined => c.account.book?.snapshot.products;

/** The venue's word for a currency; anything else would stand in the journal and in every report as it came. */
const isCurrency = (word: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/.test(word);

/** Terms with the currencies of their product, so that whoever reads the journal later knows what was counted in what. */
export function withPair(c: Case, terms: Terms): Terms {
  if (!isStrategy(terms)) return terms;
  const { base = '', quote = '' } = productsOf(c)?.get(terms.productCode) ?? {};
  return isCurrency(base) && isCurrency(quote) ? { ...terms, pair: { base, quote } } : terms;
}

const hold = (code: Hold['code'], level: Hold['level'], field: string, reason: string): Hold => ({
  ...{ code, level, field, reason },
});

/** Why a product can't be traded, or undefined; how much of it and at which prices, the limits say (TF-L11). */
export function productHold(c: Case, entry: Entry, wire: Terms): Hold | undefined {
  if (!isStrategy(wire)) return undefined;
  const products = productsOf(c);
  const { productCode } = wire;
  if (products === undefined)
    return hold(
      'blocked-product',
      'blocked',
      'productCode',
      `the products of account ${entry.account} could not be read: nothing new is sent before they are`,
    );
  const product = products.get(productCode);
  if (product === undefined || product.removed) {
    const what =
      product === undefined
        ? `account ${entry.account} has no product ${productCode}`
        : `product ${productCode} of account ${entry.account} was removed by its venue`;
    return hold('blocked-product', 'invalid', 'productCode', `${what}; see tradeform lookup products`);
  }
  if (product.closed !== undefined)
    return hold(
      'blocked-product',
      'invalid',
      'account',
      `product ${productCode} can't be traded on account ${entry.account}: ${product.closed}; see tradeform lookup accounts`,
    );
  return undefined;
}
