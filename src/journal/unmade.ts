import { NOT_MADE_YET } from './identity.ts';
import type { Journal } from './journal.ts';

const unwritable = (): Promise<never> =>
  Promise.reject(new TypeError('the journal was opened with create: false and is not made yet'));

/** What a dry run reads where the first apply has not made the journal yet: empty, and not to be written. */
export const unmadeJournal: Journal = {
  id: NOT_MADE_YET,
  read: () => Promise.resolve([]),
  lock: unwritable,
  control: unwritable,
  holder: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
};
