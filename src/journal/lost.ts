import type { TradeformError } from '../lib/errors.ts';
import { LOST_JOURNAL } from '../model/ids.ts';
import type { Journal } from './journal.ts';

/** What a read goes on with where the journal can't be used: it knows nothing, and whatever would write throws `loss`. */
export function lostJournal(loss: TradeformError): Journal {
  const refuse = (): Promise<never> => Promise.reject(loss);
  return {
    id: LOST_JOURNAL,
    read: () => Promise.resolve([]),
    lock: refuse,
    control: refuse,
    holder: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
