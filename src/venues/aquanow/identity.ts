import type { AccountId } from '../../model/ids.ts';
import { fieldOf } from '../http/exact-json.ts';
import type { Http } from '../http/client.ts';
import type { Outcome } from '../http/outcome.ts';
import { type Trouble, troubleWith } from './advice.ts';
import { textOf } from './shapes.ts';

/** Where a paper venue tells its epoch; asked on loopback alone, and unsigned. */
export const PAPER_STATE = '/paper/state';

export type Identify = (account: AccountId, signal?: AbortSignal) => Promise<string | Trouble>;

/** What follows host and account: a paper venue's epoch, nothing at any other venue; or why that could not be told. */
function suffixOf(outcome: Outcome, host: string): string | Trouble {
  if (outcome.kind !== 'answer' || outcome.status >= 500 || outcome.status === 429 || outcome.status === 408)
    return troubleWith('what venue this is', outcome, host);
  const epoch = outcome.status === 200 ? textOf(fieldOf(outcome.body, 'epoch')) : undefined;
  return epoch === undefined ? '' : ` paper:${encodeURIComponent(epoch)}`;
}

/**
 * Host, account and a paper venue's epoch: what the journal pins, so that its orders are never looked for elsewhere.
 * A paper venue's port may change; its epoch says enough.
 */
export function createIdentify(http: Http, readState: (signal?: AbortSignal) => Promise<Outcome>): Identify {
  let known: string | undefined;
  return async (account, signal) => {
    if (known === undefined) {
      const suffix = http.loopback ? suffixOf(await readState(signal), http.host) : '';
      if (typeof suffix !== 'string') return suffix;
      known = suffix;
    }
    const host = known === '' ? http.host : http.hostname;
    // Encoded: an account's id can't pass for an epoch.
    return `aquanow ${host} ${encodeURIComponent(account)}${known}`;
  };
}
