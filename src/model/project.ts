import type { AccountName, JournalId, Millis } from './ids.ts';
import type { Limits } from './limits.ts';
import type { Account, OrderStatus, Place } from './order.ts';

/** `tradeform.yaml`, validated, for one chosen environment. Texts may still hold `${NAME}` references. */
export interface Project {
  readonly name: string;
  /** Folder of `tradeform.yaml`, absolute; spec places are relative to the working directory. */
  readonly dir: string;
  readonly file: string;
  readonly environments: readonly string[];
  /** Whether any environment of the project reaches a venue (is not `paper`). */
  readonly hasLive: boolean;
  readonly environment: Environment;
  /** Globs of YAML files and folders that are no specs, relative to `dir`. */
  readonly exclude?: readonly string[];
  /** The folder of the project's own strategy types, relative to `dir`, and where tradeform.yaml names it. */
  readonly strategyTypes?: { readonly folder: string; readonly place: Place };
}

export interface Environment {
  readonly name: string;
  /** `paper`: both venues are simulated in this process. */
  readonly kind: 'paper' | 'live';
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** Globs of the spec files of this environment, relative to the project's folder. Unset: every one. */
  readonly specs?: readonly string[];
  readonly journal: JournalSettings;
  readonly aquanow: AquanowSettings | undefined;
  readonly volven: VolvenSettings | undefined;
  readonly paper: PaperSettings;
  /** Where two currencies are possible, an amount must name its own. Live default: true; paper default: false. */
  readonly requireUnits: boolean;
  /** Checks before an order leaves. */
  readonly limits: Limits;
}

export interface JournalSettings {
  readonly type: 'sqlite' | 'postgres';
  /** Unset before `journal init`. */
  readonly id?: JournalId;
  readonly url?: string;
}

export interface PaperSettings {
  /** The paper venue's clock starts here at first use; unset: at the present. */
  readonly clock?: Millis;
}

/** Durations in milliseconds. Texts may hold `${NAME}`. */
export interface AquanowSettings {
  readonly url: string;
  readonly marketUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** How long lists may lag: default 10 s. */
  readonly settle?: Millis;
  /** Per call: default 10 s. */
  readonly timeout?: Millis;
  readonly rate?: { readonly perSecond?: number; readonly burst?: number; readonly perDay?: number };
  /** UNVERIFIED at the venue: default `DELETE /trades/v1/order`. */
  readonly cancel?: { readonly method?: string; readonly path?: string };
  /** From here on, absence from complete lists proves that an order was not accepted. Unset: it proves nothing. */
  readonly acceptanceHorizon?: Millis;
  readonly quoteExpiryIsProof?: boolean;
  readonly quoteAttempts?: number;
}

/** Durations in milliseconds. Texts may hold `${NAME}`. A token, or a user with a password. */
export interface VolvenSettings {
  readonly url: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  /** Base32: one-time passwords are made of it. Unset: asked for on a terminal. */
  readonly totpSecret?: string;
  /** How long lists may lag: default 10 s. */
  readonly settle?: Millis;
  /** Per call: default 10 s. */
  readonly timeout?: Millis;
  readonly rate?: { readonly perSecond?: number; readonly burst?: number; readonly perDay?: number };
  readonly acceptanceHorizon?: Millis;
  /** Which key of a strategy's `state` tells its state, and what its words mean. Unset: no state is known. */
  readonly states?: StateWords;
  /** Which key of `state` tells the size that has traded, in base currency. Unset: no fill is known. */
  readonly filled?: { readonly field: string };
}

export interface StateWords {
  readonly field: string;
  /** The venue's words in ours. A word that is not in it counts as live. */
  readonly map: Readonly<Record<string, OrderStatus>>;
}
