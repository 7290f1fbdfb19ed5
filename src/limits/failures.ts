import type { History } from '../model/history.ts';
import type { AccountName } from '../model/ids.ts';

/**
 * Orders of an account that were refused or not sent, one after another, since the last one that the venue took, or since a person lifted
 * the account's halt. At `consecutiveFailures` of them the account halts.
 */
export const failuresInARow = (history: History, account: AccountName): number =>
  history.failures.get(account) ?? 0;
