import { safeText } from '../lib/safe-text.ts';
import type { QuoteTerms } from '../model/event.ts';
import type { AccountName } from '../model/ids.ts';
import type { Product } from '../model/product.ts';
import { type Side, currencyOf, pairOf } from '../model/terms.ts';
import { type Layout, paint, hanging } from './style.ts';
import { renderTable } from './table.ts';
import { second } from './terms.ts';

/** An account as its venue offers it, and as tradeform.yaml names it. */
export interface AccountFacts {
  readonly account?: AccountName;
  readonly venue: string;
  readonly id: string;
  readonly name: string;
  readonly exchangeCode?: string;
  readonly spot: boolean;
  readonly futures: boolean;
}

const yes = (is: boolean): string => (is ? 'yes' : 'no');

export function renderAccounts(accounts: readonly AccountFacts[], layout: Layout): string {
  const rows = accounts.map(({ account, venue, id, exchangeCode, name, spot, futures }) => {
    // A venue that has one kind of trading doesn't speak of it.
    const parts = exchangeCode === undefined ? ['', ''] : [yes(spot), yes(futures)];
    return [account ?? '-', venue, id, exchangeCode ?? '', name, ...parts];
  });
  return renderTable(['ACCOUNT', 'VENUE', 'ID', 'EXCHANGE', 'NAME', 'SPOT', 'FUTURES'], rows, layout);
}

/** What may be traded, by account. */
export interface ProductFacts {
  /** What was searched for; empty: nothing. */
  readonly search: string;
  readonly products: readonly { readonly account: AccountName; readonly products: readonly Product[] }[];
  /** Accounts whose venue has no such list. */
  readonly unlisted: readonly { readonly account: AccountName; readonly venue: string }[];
}

const AMOUNTS = new Set(['MIN SIZE', 'MAX SIZE', 'STEP', 'PRICE STEP', 'MIN WORTH']);
const HEADINGS = ['PRODUCT', 'PAIR', 'MIN SIZE', 'MAX SIZE', 'STEP', 'PRICE STEP', 'MIN WORTH', ''];

const standing = ({ removed, closed }: Product): string =>
  removed ? 'removed' : closed === undefined ? '' : 'closed';

const tableOf = (products: readonly Product[], layout: Layout): string =>
  renderTable(
    HEADINGS,
    products.map((it) => [
      it.code,
      `${it.base}/${it.quote}`,
      ...[it.minSize, it.maxSize, it.sizeIncrement, it.priceIncrement, it.minNotional].map(
        (text) => text ?? '',
      ),
      standing(it),
    ]),
    layout,
    AMOUNTS,
  );

/** `btcusdt  BTC/USDT, size from 0.000001 to 17000 in steps of 0.000001, price in steps of 0.01, worth at least 5 USDT`. */
function sentenceOf(product: Product, width: number): string {
  const { code, base, quote, minSize, maxSize, sizeIncrement, priceIncrement, minNotional } = product;
  const size = [
    minSize === undefined ? '' : ` from ${minSize}`,
    maxSize === undefined ? '' : ` to ${maxSize}`,
    sizeIncrement === undefined ? '' : ` in steps of ${sizeIncrement}`,
  ].join('');
  const parts = [
    `${base}/${quote}`,
    ...(size === '' ? [] : [`size${size}`]),
    ...(priceIncrement === undefined ? [] : [`price in steps of ${priceIncrement}`]),
    ...(minNotional === undefined ? [] : [`worth at least ${minNotional} ${quote}`]),
    ...(standing(product) === '' ? [] : [standing(product)]),
  ];
  return `${safeText(code)}\n    ${hanging(safeText(parts.join(', ')), width, 4)}\n`;
}

/** A table; where that is wider than the screen, a few words each. */
function listOf(products: readonly Product[], layout: Layout): string {
  const table = tableOf(products, { ...layout, color: false });
  const fits = table.split('\n').every((line) => line.length <= layout.width);
  return fits
    ? tableOf(products, layout)
    : products.map((product) => sentenceOf(product, layout.width)).join('');
}

export function renderProducts({ search, products, unlisted }: ProductFacts, layout: Layout): string {
  const found = products.filter((one) => one.products.length > 0);
  const none = `No product has "${safeText(search)}" in its code, name or currencies.\n`;
  const blocks = found.map(
    (one) => `${paint(layout, 'bold', safeText(one.account))}\n${listOf(one.products, layout)}`,
  );
  const others = unlisted.map(
    ({ account, venue }) =>
      `${hanging(`${safeText(account)}: ${venue} has no list of products; ask for a price with tradeform lookup quote`, layout.width, 2)}\n`,
  );
  return [
    ...(found.length === 0 && products.length > 0 ? [none] : []),
    ...blocks,
    ...(others.length === 0 ? [] : [others.join('')]),
  ].join('\n');
}

/** A quote, and what it is for. */
export interface QuoteFacts extends QuoteTerms {
  readonly account: AccountName;
  readonly ticker: string;
  readonly side: Side;
}

export function renderQuote(quote: QuoteFacts): string {
  const { side, ticker, price, deliverQuantity, receiveQuantity, expiresAt, account } = quote;
  const deliver = `${deliverQuantity} ${currencyOf('deliver', side, ticker)}`;
  const receive = `${receiveQuantity} ${currencyOf('receive', side, ticker)}`;
  const lines = [
    `${side} ${ticker} at ${price} ${pairOf(ticker).quote}: deliver ${deliver}, receive ${receive}`,
    `account ${account}, good until ${second(expiresAt)}; an indication, which nobody can execute`,
  ];
  return `${lines.map((line) => safeText(line)).join('\n')}\n`;
}
