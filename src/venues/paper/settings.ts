import { type Decimal, decimal } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import type { Store } from './store.ts';

/** How the paper venue behaves where the sources are silent or name several ways. Kept in the state. */
export interface Settings {
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
}

export const DEFAULT_SETTINGS: Settings = {
  minimumSize: decimal('15'),
  strategies: { '*': ['LIMIT', 'GTC', 'GTD'] },
  tradePermission: true,
  pageSize: 100,
  pageBy: 'matches',
  pageEnd: 'null',
  cancelDelayMs: 0,
  restingStatus: 'AWAITING',
  openIncludesCancelPending: true,
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
