import type { Account } from '../../model/order.ts';
import type { Tag } from '../../model/tag.ts';
import { type OrderTerms, quantityOf } from '../../model/terms.ts';

/** The venue refuses references of 64 characters and more, and anything but letters and digits. */
const REFERENCE = /^[A-Za-z0-9]{1,63}$/;

/** What is sent as `usernameRef`: the desk's reference with our tag behind it, as far as the account allows tags. */
export function referenceFor(terms: OrderTerms, tag: Tag, choice: Account['tag']): string | undefined {
  const reference = choice === 'usernameRef' ? (terms.usernameRef ?? '') + tag : terms.usernameRef;
  if (reference !== undefined && !REFERENCE.test(reference))
    throw new TypeError(`bug: not a usernameRef: ${JSON.stringify(reference)}`);
  return reference;
}

/**
 * The body of `POST /trades/v2/order`: compact, fields in the seed's order, amounts as JSON strings with every digit of the
 * file, `expirationTime` as a JSON number.
 */
export function orderBody(account: Account, terms: OrderTerms, reference: string | undefined): string {
  const { strategy, ticker, side, receiveQuantity, deliverQuantity, priceLimit, expirationTime } = terms;
  if (receiveQuantity !== undefined && deliverQuantity !== undefined)
    throw new TypeError('bug: terms with two quantities');
  if ((expirationTime === undefined) === (strategy === 'GTD'))
    throw new TypeError(
      `bug: ${strategy} ${expirationTime === undefined ? 'without' : 'with'} expirationTime`,
    );
  const { leg, amount } = quantityOf(terms);
  return JSON.stringify({
    strategy,
    accountId: account.id,
    ticker,
    tradeSide: side,
    [leg === 'receive' ? 'receiveQuantity' : 'deliverQuantity']: amount,
    priceLimit,
    ...(expirationTime === undefined ? {} : { expirationTime }),
    ...(reference === undefined ? {} : { usernameRef: reference }),
  });
}
