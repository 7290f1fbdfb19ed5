import type { EventDraft } from '../model/event.ts';
import type { Attempt, History } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import type { Account, Entry } from '../model/order.ts';
import type { Reference, Snapshot } from '../model/snapshot.ts';
import type { Scope } from '../model/tag.ts';

/** Everything a plan depends on. Equal inputs give the same plan, byte for byte. */
export interface PlanInput {
  readonly project: string;
  readonly environment: string;
  readonly scope: Scope;
  readonly entries: readonly Entry[];
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** With what the snapshots teach already folded in (see `observe.ts`). */
  readonly history: History;
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  readonly references: ReadonlyMap<string, Reference>;
  readonly now: Millis;
  /** What the snapshots taught, of which the adoptions are told. */
  readonly learned: readonly EventDraft[];
  /** Why no order may be sent for want of a journal; unset: there is one. */
  readonly loss?: string;
  /** Why no order may be sent for want of limits; undefined where that doesn't apply. */
  readonly limits: string | undefined;
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
