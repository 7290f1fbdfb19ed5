import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { History } from '../model/history.ts';
import { type Key, keysNamed, nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import { knownKeys } from '../plan/only.ts';
import { nearest } from '../specs/suggest.ts';

/** The keys that `--only` names, each once and sorted; throws for a name that nothing has (64). */
export function onlyOf(
  names: readonly string[] | undefined,
  entries: readonly Entry[],
  history: History,
): readonly Key[] | undefined {
  if (names === undefined) return undefined;
  const known = knownKeys(entries, history);
  // An order and a strategy, where both had the name.
  const keysOf = (name: string): readonly Key[] => keysNamed(name).filter((key) => known.has(key));
  const unknown = names.find((name) => keysOf(name).length === 0);
  if (unknown === undefined) return [...new Set(names.flatMap(keysOf))].sort();
  const meant = nearest(unknown, [...known].map(nameOfKey));
  throw new TradeformError('usage/unknown-order', `No order is called ${safeText(unknown)}.`, {
    exitCode: EXIT.usage,
    remedy: `${meant === undefined ? 'See tradeform status.' : `Did you mean ${meant}?`} Nothing was planned.`,
  });
}
