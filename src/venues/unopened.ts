import type { TradeformError } from '../lib/errors.ts';
import type { AccountTrouble, Venue, VenueReader, VenueWriter } from './venue.ts';

function readerOf(trouble: AccountTrouble): VenueReader {
  const unknown = { state: 'unknown', ...trouble } as const;
  return {
    snapshot: ({ name: account, venue, id: accountId }) =>
      Promise.resolve({ ...{ account, venue, accountId, readAt: 0 }, ...unknown }),
    find: () => Promise.resolve({ unknown: trouble.reason }),
    history: () => Promise.resolve(unknown),
    reference: () => Promise.resolve(undefined),
    quote: () => Promise.resolve({ kind: 'unknown', message: trouble.reason }),
    products: () => Promise.resolve(unknown),
    balances: () => Promise.resolve(undefined),
    evidence: () => Promise.resolve(unknown),
  };
}

function writerOf({ reason }: AccountTrouble): VenueWriter {
  const unknown = { kind: 'unknown', message: reason } as const;
  return {
    prepare: () => Promise.resolve(unknown),
    dropQuote: () => Promise.resolve({ outcome: 'unknown', message: reason }),
    draft: () => {
      throw new TypeError('bug: an order for a venue that could not be opened');
    },
    send: () => Promise.resolve({ kind: 'not-sent', code: 'venue-unopened', message: reason }),
    cancel: () => Promise.resolve(unknown),
    setRun: () => Promise.resolve({ kind: 'not-sent', message: reason }),
  };
}

/**
 * Stands for a venue that could not be opened: a secret is missing, or a setting can't be used. Nothing is known of its accounts and
 * nothing is sent, so that what has to go on at the other venue does.
 */
export function unopened({ message: reason, remedy = '' }: TradeformError): Venue {
  const trouble = { reason, remedy };
  const writer = writerOf(trouble);
  return {
    capabilities: { settle: 0 },
    reader: readerOf(trouble),
    writer: () => writer,
    findAccount: () => Promise.resolve({ kind: 'unknown', ...trouble }),
    close: () => Promise.resolve(),
  };
}
