import type { AccountId } from '../../model/ids.ts';
import type { VenueName } from '../../model/order.ts';
import type { Http } from './client.ts';
import { fieldOf } from './exact-json.ts';
import type { Outcome } from './outcome.ts';

/** Where a paper venue tells its epoch; asked on loopback alone, and without credentials. */
export const PAPER_STATE = '/paper/state';

/** Why a read gave nothing to rely on, and what to do about it. */
export interface Trouble {
  readonly reason: string;
  readonly remedy: string;
}

export type Identify = (account: AccountId, signal?: AbortSignal) => Promise<string | Trouble>;

export interface IdentityParts {
  readonly venue: VenueName;
  readonly http: Pick<Http, 'host' | 'hostname' | 'loopback'>;
  /** One retried read of {@link PAPER_STATE}. */
  readonly readState: (signal?: AbortSignal) => Promise<Outcome>;
  /** The venue's own words for what went wrong. */
  readonly troubleWith: (what: string, outcome: Outcome, host: string) => Trouble;
}

/** What follows host and account: a paper venue's epoch, nothing at any other venue; or why that could not be told. */
function suffixOf(outcome: Outcome, { http, troubleWith }: IdentityParts): string | Trouble {
  if (outcome.kind !== 'answer' || outcome.status >= 500 || outcome.status === 429 || outcome.status === 408)
    return troubleWith('asking what venue this is', outcome, http.host);
  const epoch = outcome.status === 200 ? fieldOf(outcome.body, 'epoch') : undefined;
  return typeof epoch === 'string' && epoch !== '' ? ` paper:${encodeURIComponent(epoch)}` : '';
}

/**
 * Venue, host, account and a paper venue's epoch: what the journal pins, so that its orders are never looked for elsewhere.
 * A paper venue's port may change; its epoch says enough.
 */
export function createIdentify(parts: IdentityParts): Identify {
  const { venue, http, readState } = parts;
  let known: string | undefined;
  return async (account, signal) => {
    if (known === undefined) {
      const suffix = http.loopback ? suffixOf(await readState(signal), parts) : '';
      if (typeof suffix !== 'string') return suffix;
      known = suffix;
    }
    const host = known === '' ? http.host : http.hostname;
    // Encoded: an account's id can't pass for an epoch.
    return `${venue} ${host} ${encodeURIComponent(account)}${known}`;
  };
}
