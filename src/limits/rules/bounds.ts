import { notionalFault, priceFault, sizeFault } from '../../model/bounds.ts';
import { type Decimal, compare, eq, isZero, mul } from '../../model/decimal.ts';
import type { InstrumentBounds } from '../../model/limits.ts';
import type { Product } from '../../model/product.ts';
import { type Terms, instrumentOf, isStrategy, quantityOf } from '../../model/terms.ts';
import { isInQuote } from '../measure.ts';
import type { Measure } from '../measure.ts';
import { type Question, type Rule, ownPrice, quantityField } from '../question.ts';
import { passed, refused } from '../verdict.ts';

/*
 * TF-L11. What the venue publishes and what the desk says both hold, so that the desk can narrow a bound and never widen one. Nothing is
 * rounded: a message names the amounts that would do.
 */

interface Fault {
  readonly field: string;
  readonly value: string;
  readonly message: string;
}

/** What the desk says, as a product that a venue could have. */
const asProduct = (code: string, pair: Measure['pair'], bounds: InstrumentBounds): Product => ({
  ...{ code, kind: 'unknown', removed: false },
  ...(pair ?? { base: '', quote: '' }),
  ...bounds,
});

/** Fields of an order that count in sizes or in prices, with their amounts. */
function amountsOf({
  change: { wire },
  entry,
}: Question): readonly (readonly [string, 'size' | 'price', Decimal])[] {
  if (!isStrategy(wire)) {
    const own = ownPrice(wire);
    return [
      ...(isInQuote(wire) ? [] : [[quantityField(wire), 'size', quantityOf(wire).amount] as const]),
      ...(own === undefined ? [] : [[own.field, 'price', own.price] as const]),
    ];
  }
  const amounts = { ...wire.parameters, size: wire.size, priceLimit: wire.priceLimit };
  const kinds = { size: 'size', priceLimit: 'price', ...entry?.kinds } as const;
  return Object.entries(kinds).flatMap(([field, kind]) => {
    const amount = amounts[field as keyof typeof amounts];
    return typeof amount === 'string' ? [[field, kind, amount] as const] : [];
  });
}

/** An order in quote currency: how much base that is, only the price of its trade tells; compared without dividing. */
function sizeInQuoteFault(wire: Terms, { price }: Measure, product: Product): string | undefined {
  const { minSize, maxSize, code, base } = product;
  if (!isInQuote(wire) || price === undefined) return undefined;
  const { amount } = quantityOf(wire);
  const [field, at] = [quantityField(wire), `${amount} at ${price}`];
  if (minSize !== undefined && compare(amount, mul(minSize, price)) < 0)
    return `${field} ${at} is below the smallest of ${code}, ${minSize} ${base}`;
  return maxSize !== undefined && compare(amount, mul(maxSize, price)) > 0
    ? `${field} ${at} is above the largest of ${code}, ${maxSize} ${base}`
    : undefined;
}

function faultsOf(question: Question, product: Product): readonly Fault[] {
  const { change, of } = question;
  const { wire, target } = change;
  const quantity = { field: quantityField(wire), value: quantityOf(wire).amount };
  // Of a replace a rest may go out that stands in no file.
  const isRest = !eq(quantityOf(target).amount, quantity.value);
  const amounts = amountsOf(question).map(([field, kind, amount]) => {
    const what = isRest && field === quantity.field ? 'the unfilled rest of' : field;
    const message = (kind === 'size' ? sizeFault : priceFault)(what, amount, product);
    return { field, value: amount, message };
  });
  const worth = of.notional === undefined ? undefined : notionalFault(of.notional, product);
  return [
    ...amounts,
    { ...quantity, message: sizeInQuoteFault(wire, of, product) },
    { ...quantity, message: worth },
  ].flatMap(({ message, ...fault }) => (message === undefined ? [] : [{ ...fault, message }]));
}

const isBounded = (product: Product): boolean =>
  [
    product.minSize,
    product.maxSize,
    product.sizeIncrement,
    product.minPrice,
    product.priceIncrement,
    product.minNotional,
  ].some((bound) => bound !== undefined && !isZero(bound));

function productsOf({ world, own, change: { account, wire }, of }: Question): readonly Product[] {
  const snapshot = world.snapshots.get(account);
  const code = instrumentOf(wire);
  const told = snapshot?.state === 'known' ? snapshot.products?.get(code) : undefined;
  const bounds =
    own.instruments !== undefined && Object.hasOwn(own.instruments, code) ? own.instruments[code] : undefined;
  return [
    ...(told === undefined ? [] : [told]),
    ...(bounds === undefined ? [] : [asProduct(code, of.pair ?? told, bounds)]),
  ].filter(isBounded);
}

export const bounds: Rule = (question) => {
  const { world, change } = question;
  const code = instrumentOf(change.wire);
  const products = productsOf(question);
  const limit = `bounds of ${code}`;
  if (products.length === 0) {
    const message = `the bounds of ${code} are not known: the venue may refuse what it finds too small, or between two steps`;
    return world.limits.accounts.has(change.account)
      ? [passed('TF-L11', { limit: 'not known', value: code, message })]
      : [];
  }
  const faults = products.flatMap((product) => faultsOf(question, product));
  if (faults.length === 0)
    return [passed('TF-L11', { limit, value: code, message: `within the bounds of ${code}` })];
  const first = new Map<string, Fault>();
  for (const fault of faults) if (!first.has(fault.field)) first.set(fault.field, fault);
  return [...first.values()].map(({ field, value, message }) =>
    refused('TF-L11', { limit, value, message, field }),
  );
};
