import type { Clock } from '../lib/clock.ts';
import type { Here } from '../model/command-line.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Scope } from '../model/tag.ts';
import type { VenueReader, VenueWriter } from '../venues/venue.ts';
import type { LimitGate } from './limit-gate.ts';
import type { Listener } from './progress-event.ts';
import type { RunJournal } from './run.ts';

/** One account's way to its venue, for a run that may write. */
export interface Counterparty {
  readonly reader: VenueReader;
  readonly writer: VenueWriter;
  readonly settle: Millis;
  /** Venue, host, account and epoch as the last snapshot showed them. */
  readonly identity: string;
  /** How many quotes are asked for before an order is left for later. */
  readonly quoteAttempts: number;
  /** The desk's word that a quote which was taken back unexecuted was not executed. */
  readonly quoteExpiryIsProof: boolean;
}

/** What the execution of changes needs. */
export interface Desk {
  readonly journal: RunJournal;
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly scope: Scope;
  /** What a line that a person is to type has to say. */
  readonly here: Here;
  readonly clock: Clock;
  /** Aborted: start nothing new, finish what is in flight. */
  readonly stop: AbortSignal;
  readonly tell: Listener;
  /** The limits, held once more before each send. */
  readonly limits: LimitGate;
  venueOf(account: AccountName): Counterparty;
}
