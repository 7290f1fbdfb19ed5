import type { Here } from '../model/command-line.ts';
import type { EventDraft } from '../model/event.ts';
import type { Attempt, History } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import type { Account, Entry } from '../model/order.ts';
import type { PlanLimits, PlanLine, PlanQuote } from '../model/plan.ts';
import type { Reference, Snapshot } from '../model/snapshot.ts';
import type { Scope } from '../model/tag.ts';

/** The lines as the limits leave them, and what the limits say of all of them. */
export type Restrain = (
  lines: readonly PlanLine[],
  history: History,
) => { readonly lines: readonly PlanLine[]; readonly summary: PlanLimits };

/** Everything a plan depends on. Equal inputs give the same plan, byte for byte. */
export interface PlanInput extends Here {
  readonly project: string;
  readonly scope: Scope;
  readonly entries: readonly Entry[];
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** With what the snapshots teach already folded in (see `observe.ts`). */
  readonly history: History;
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  /** Best prices, by account and instrument with a blank between them. */
  readonly references: ReadonlyMap<string, Reference>;
  /** Indicative quotes for what is sent on a quote (RFQ, MARKET). */
  readonly quotes?: ReadonlyMap<Key, PlanQuote>;
  readonly now: Millis;
  /** What the snapshots taught, of which the adoptions are told. */
  readonly learned: readonly EventDraft[];
  /** Halts beside those of the journal. */
  readonly halts?: History['halts'];
  /** The run that has the lock while this one only reads, in words; unset: nobody, or this one. */
  readonly runner?: string;
  /** Why no order may be sent for want of a journal; unset: there is one. */
  readonly loss?: string;
  /** Holds lines, given in the order in which they would be executed, to the limits; unset: nothing is held to any. */
  readonly restrain?: Restrain;
  /** Keys that may change (`--only`); unset: all of them. */
  readonly only?: readonly Key[];
  readonly commit?: string;
  readonly dirty?: boolean;
}

/** A key with what the files and the journal say of it. */
export interface Keyed {
  readonly key: Key;
  readonly entry: Entry | undefined;
  readonly attempts: readonly Attempt[];
}
