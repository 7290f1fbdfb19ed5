import { type Decimal, decimal } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import type { Store } from './store.ts';
import { DEFAULT_VOLVEN_SETTINGS, type VolvenSettings } from './volven/settings.ts';

/** Aquanow's strategies, which a setting switches on and off by account. */
export const STRATEGIES = ['RFQ', 'MARKET', 'FOK', 'LIMIT', 'GTC', 'GTD'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** How the paper venue behaves where the sources are silent or name several ways. Kept in the state. */
export interface Settings extends VolvenSettings {
  /** Smallest order, in quote currency at its limit price. */
  readonly minimumSize: Decimal;
  /** Strategies that are switched on, by account id; `*` for every account that isn't named. */
  readonly strategies: Readonly<Record<string, readonly string[]>>;
  /** Whether the key may trade at all. */
  readonly tradePermission: boolean;
  /** Rows of one page of the order list. */
  readonly pageSize: number;
  /** Whether a page holds `pageSize` matching rows, or the matching ones among `pageSize` rows that were looked at. */
  readonly pageBy: 'matches' | 'scan';
  /** How the last page says that it is the last. */
  readonly pageEnd: 'null' | 'empty' | 'missing';
  /** Venue time from a cancel's answer to CANCELLED. */
  readonly cancelDelayMs: Millis;
  /** The word for a resting order. */
  readonly restingStatus: 'AWAITING' | 'CREATE';
  /** Whether `openOrders=true` lists orders in CANCEL_PENDING. */
  readonly openIncludesCancelPending: boolean;
  /** Venue time for which a quote can be executed. */
  readonly quoteTtlMs: Millis;
  /** Venue time from the execution of a quote to COMPLETE; until then the order is in RFQ_EXECUTE. */
  readonly rfqExecuteDelayMs: Millis;
  /** Largest base quantity that a quote, a MARKET or a FOK order can have; null: any. */
  readonly marketDepth: Decimal | null;
}

export const DEFAULT_SETTINGS: Settings = {
  ...DEFAULT_VOLVEN_SETTINGS,
  minimumSize: decimal('15'),
  strategies: { '*': STRATEGIES },
  tradePermission: true,
  pageSize: 100,
  pageBy: 'matches',
  pageEnd: 'null',
  cancelDelayMs: 0,
  restingStatus: 'AWAITING',
  openIncludesCancelPending: true,
  quoteTtlMs: 8000,
  rfqExecuteDelayMs: 0,
  marketDepth: null,
};

export function readSettings(store: Store): Settings {
  const rows = store.all<{ name: string; json: string }>('SELECT name, json FROM settings');
  return {
    ...DEFAULT_SETTINGS,
    ...Object.fromEntries(rows.map(({ name, json }) => [name, JSON.parse(json)])),
  };
}

export function changeSettings(store: Store, changes: Partial<Settings>): void {
  for (const [name, value] of Object.entries(changes))
    store.run(
      'INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
      name,
      JSON.stringify(value),
    );
}
