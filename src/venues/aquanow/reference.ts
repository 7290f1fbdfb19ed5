import type { Account } from '../../model/order.ts';
import type { Tag } from '../../model/tag.ts';
import type { OrderTerms } from '../../model/terms.ts';

/** The venue refuses references of 64 characters and more, and anything but letters and digits. */
const REFERENCE = /^[A-Za-z0-9]{1,63}$/;

/** What is sent as `usernameRef`: the desk's reference with our tag behind it, as far as the account allows tags. */
export function referenceFor(terms: OrderTerms, tag: Tag, choice: Account['tag']): string | undefined {
  const reference = choice === 'usernameRef' ? (terms.usernameRef ?? '') + tag : terms.usernameRef;
  if (reference !== undefined && !REFERENCE.test(reference))
    throw new TypeError(`bug: not a usernameRef: ${JSON.stringify(reference)}`);
  return reference;
}
