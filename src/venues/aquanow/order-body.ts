import type { QuoteTerms } from '../../model/event.ts';
import type { AccountId } from '../../model/ids.ts';
import type { Account } from '../../model/order.ts';
import { type OrderTerms, quantityOf } from '../../model/terms.ts';
import type { Call, SubmitCall } from './calls.ts';

/*
 * What is asked for, by call: compact JSON, fields in the order of the seed's request tables, amounts as JSON strings with every
 * digit of the file. Terms that a call can't say in full are a bug, and throw: what is left out of a body bounds nothing.
 */

/** What a verdict has to know of the request that was answered. */
export interface Asked {
  readonly call: Call;
  readonly account: AccountId;
  readonly terms: OrderTerms;
  /** executeQuote: the quote that it names. */
  readonly quote?: QuoteTerms;
}
export interface Submission extends Asked {
  readonly call: SubmitCall;
  readonly body: string;
}

function quantityField(terms: OrderTerms): Record<string, string> {
  if (terms.receiveQuantity !== undefined && terms.deliverQuantity !== undefined)
    throw new TypeError('bug: terms with two quantities');
  const { leg, amount } = quantityOf(terms);
  return { [leg === 'receive' ? 'receiveQuantity' : 'deliverQuantity']: amount };
}

const referenceField = (reference: string | undefined): Record<string, string> =>
  reference === undefined ? {} : { usernameRef: reference };

function needed<T>(value: T | undefined, { strategy }: OrderTerms, field: string): T {
  if (value === undefined) throw new TypeError(`bug: ${strategy} without ${field}`);
  return value;
}

/** What `getQuote` asks in its query and `createQuote` in its body. */
export const quoteFields = (account: Account, terms: OrderTerms): Record<string, string> => ({
  ticker: terms.ticker,
  accountId: account.id,
  tradeSide: terms.side,
  ...quantityField(terms),
});

export const createQuoteBody = (account: Account, terms: OrderTerms, reference: string | undefined): string =>
  JSON.stringify({ ...quoteFields(account, terms), ...referenceField(reference) });

const marketBody = ({ id }: Account, terms: OrderTerms, reference: string | undefined): string =>
  JSON.stringify({
    ticker: terms.ticker,
    tradeSide: terms.side,
    accountId: id,
    ...quantityField(terms),
    ...referenceField(reference),
  });

const orderFields = ({ id }: Account, { strategy, ticker, side }: OrderTerms): Record<string, string> => ({
  strategy,
  accountId: id,
  ticker,
  tradeSide: side,
});

const fokBody = (account: Account, terms: OrderTerms, reference: string | undefined): string =>
  JSON.stringify({
    ...orderFields(account, terms),
    ...quantityField(terms),
    tradePrice: needed(terms.tradePrice, terms, 'tradePrice'),
    ...referenceField(reference),
  });

/** LIMIT, GTC, GTD. The date is a JSON number. */
function restingBody(account: Account, terms: OrderTerms, reference: string | undefined): string {
  const { strategy, priceLimit, expirationTime } = terms;
  if (strategy !== 'GTD' && expirationTime !== undefined)
    throw new TypeError(`bug: ${strategy} with expirationTime`);
  const expiration =
    strategy === 'GTD' ? { expirationTime: needed(expirationTime, terms, 'expirationTime') } : {};
  return JSON.stringify({
    ...orderFields(account, terms),
    priceLimit: needed(priceLimit, terms, 'priceLimit'),
    ...quantityField(terms),
    ...expiration,
    ...referenceField(reference),
  });
}

/** The one request that may make an order of `terms`. An RFQ executes its quote, which the tag went out with. */
export function submissionOf(
  account: Account,
  terms: OrderTerms,
  reference: string | undefined,
  quote: QuoteTerms | undefined,
): Submission {
  const asked = { account: account.id, terms };
  switch (terms.strategy) {
    case 'RFQ': {
      const executed = needed(quote, terms, 'a quote');
      const body = JSON.stringify({ quoteId: executed.quoteId });
      return { ...asked, call: 'executeQuote', quote: executed, body };
    }
    case 'MARKET':
      return { ...asked, call: 'market', body: marketBody(account, terms, reference) };
    case 'FOK':
      return { ...asked, call: 'order', body: fokBody(account, terms, reference) };
    case 'LIMIT':
    case 'GTC':
    case 'GTD':
      return { ...asked, call: 'order', body: restingBody(account, terms, reference) };
  }
}
