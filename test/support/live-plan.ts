import { restrain } from '../../src/limits/restrain.ts';
import { type LimitWorld, referenceKey } from '../../src/limits/world.ts';
import { decimal } from '../../src/model/decimal.ts';
import type { AccountName } from '../../src/model/ids.ts';
import type { PlanLine } from '../../src/model/plan.ts';
import { type Terms, isStrategy } from '../../src/model/terms.ts';
import { NOW, byAccount, historyOf, productOf, snapshotOf } from './cases.ts';
import { TREASURY } from './events.ts';
import { loadFrom } from './specs.ts';

/** As the example projects call it. */
const BYBIT = 'bybit-main' as AccountName;

const withPair = (terms: Terms): Terms =>
  isStrategy(terms) ? { ...terms, pair: { base: 'BTC', quote: 'USDT' } } : terms;

/**
 * The plan of a live desk whose every entry is new, by its own limits, with bitcoin at 101000 and ether at 3300. What has no limit is
 * denied.
 */
export async function livePlan(cwd: string, over: Partial<LimitWorld> = {}) {
  const loaded = await loadFrom(cwd, 'live');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const lines = loaded.entries.map(({ key, account, terms, generation }): PlanLine => {
    const sent = withPair(terms);
    return {
      ...{ action: 'submit', code: 'new-entry', level: 'change', account, key, reason: 'new entry' },
      submission: { generation, attempt: 1, target: sent, wire: sent },
    };
  });
  const price = (bid: string, ask: string) => ({ ticker: '', bid: decimal(bid), ask: decimal(ask), at: NOW });
  return restrain(lines, {
    limits: loaded.project.environment.limits,
    denyByDefault: () => true,
    ...{ now: NOW, history: historyOf(), submits: 0 },
    snapshots: byAccount([
      snapshotOf([], { account: TREASURY }),
      snapshotOf([], { account: BYBIT, venue: 'volven', products: new Map([['btcusdt_f', productOf()]]) }),
    ]),
    references: new Map([
      [referenceKey(TREASURY, 'BTC-USD'), price('101000', '101010')],
      [referenceKey(TREASURY, 'ETH-USD'), price('3300', '3301')],
    ]),
    entries: new Map(loaded.entries.map((entry) => [entry.key, entry])),
    ...over,
  });
}
