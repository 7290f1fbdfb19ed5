import type { AccountName, JournalId, Millis } from './ids.ts';
import type { Account } from './order.ts';

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
}

export interface Environment {
  readonly name: string;
  /** `paper`: both venues are simulated in this process. */
  readonly kind: 'paper' | 'live';
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** Accounts of venues that this version knows and does not support: orders may not name them. */
  readonly unsupportedAccounts?: ReadonlySet<AccountName>;
  /** Globs of the spec files of this environment, relative to the project's folder. Unset: every one. */
  readonly specs?: readonly string[];
  readonly journal: JournalSettings;
  readonly aquanow: AquanowSettings | undefined;
  readonly paper: PaperSettings;
  /** Where two currencies are possible, an amount must name its own. Live default: true; paper default: false. */
  readonly requireUnits: boolean;
  /** As written; this version accepts limits and, until it checks them, submits nothing outside a paper venue. */
  readonly limits: unknown;
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
