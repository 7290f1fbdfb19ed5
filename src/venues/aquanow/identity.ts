import type { Http } from '../http/client.ts';
import { type Identify, createIdentify as createIdentifyOf } from '../http/identity.ts';
import type { Outcome } from '../http/outcome.ts';
import { troubleWith } from './advice.ts';

export { PAPER_STATE } from '../http/identity.ts';

/** Aquanow, host, account and a paper venue's epoch: what the journal pins. */
export const createIdentify = (http: Http, readState: (signal?: AbortSignal) => Promise<Outcome>): Identify =>
  createIdentifyOf({ venue: 'aquanow', http, readState, troubleWith });
