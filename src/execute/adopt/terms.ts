import { type Entry, NO_FILL, type OrderRow } from '../../model/order.ts';
import { type OrderTerms, RESTING_STRATEGIES } from '../../model/terms.ts';
import { knownTerms } from '../known-terms.ts';
import { type Refusal, type Standing, ownTag, refuse, tagOf } from './standing.ts';

/** What the desk wrote into the order's reference, before a tag of whatever project; undefined where no entry can say it. */
function referenceOf(row: OrderRow): string | undefined {
  const { reference = '' } = row;
  const own = reference.slice(0, reference.length - (tagOf(row)?.tag.length ?? 0));
  return /^[A-Za-z0-9]{1,42}$/.test(own) ? own : undefined;
}

/** What of the order an entry can't say, for people. */
export function noteOn(standing: Standing, row: OrderRow): string | undefined {
  if (ownTag(standing, row) !== undefined || row.reference === undefined) return undefined;
  if (tagOf(row) !== undefined)
    return 'carries the tag of another tradeform project or environment, which may manage it too';
  return referenceOf(row) === undefined
    ? 'its reference is none that an entry can have, and is left out'
    : undefined;
}

function missingIn({ strategy, priceLimit, size, expiresAt }: OrderRow): readonly string[] {
  return [
    ...(priceLimit === undefined ? ['its priceLimit'] : []),
    ...(size === undefined ? ['its size'] : []),
    ...(strategy === 'GTD' && expiresAt === undefined ? ['when it expires'] : []),
  ];
}

/** The terms of a live row, in an entry's spelling where there is one; or why it doesn't tell them. */
export function termsOf(standing: Standing, row: OrderRow, entry: Entry | undefined): OrderTerms | Refusal {
  if (!RESTING_STRATEGIES.some((name) => name === row.strategy))
    return refuse(
      `is of strategy ${row.strategy}, and entries are ${RESTING_STRATEGIES.join(', ')}`,
      'Leave it where it is: no plan touches it.',
    );
  const missing = missingIn(row);
  const { reference: _, ...bare } = row;
  const told = missing.length > 0 ? undefined : knownTerms(bare, NO_FILL, entry);
  if (told === undefined)
    return refuse(
      `can't be written as an entry: the venue doesn't tell ${missing.join(' and ')}`,
      'Leave it where it is, or cancel it at the venue and place it through an entry.',
    );
  // A size in the other currency is an estimate: it says nothing about an entry in this one, unless its tag does.
  if (told.quantityFromFile && ownTag(standing, row) === undefined)
    return refuse(
      'is shown by the venue in another currency than the entry names, so nobody can tell whether they are one',
      'Give it another name, or write the entry in base currency.',
    );
  const usernameRef = referenceOf(row);
  return { ...told.target, ...(usernameRef === undefined ? {} : { usernameRef }) };
}
