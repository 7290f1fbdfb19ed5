import { type Sight, isUnread } from '../execute/decide/sight.ts';
import type { OrderRow } from '../model/order.ts';
import { rowText } from './evidence-text.ts';

/** Every order that a sight shows, by id. */
function rowsOf({ venue }: Sight): ReadonlyMap<string, OrderRow> {
  if (isUnread(venue)) return new Map();
  const { found, candidates } = venue;
  const rows = [...found, ...(isUnread(candidates) ? [] : candidates.map(({ row }) => row))];
  return new Map(rows.map((row) => [row.id, row]));
}

/** What moved between the evidence that a person was shown and now. */
export function newsOf(before: Sight, now: Sight): readonly string[] {
  const [was, is] = [rowsOf(before), rowsOf(now)];
  const moved = [...is].flatMap(([id, row]) => {
    const old = was.get(id);
    const text = rowText(row);
    if (old === undefined) return [`new since: order ${id}: ${text}`];
    return rowText(old) === text ? [] : [`moved since: order ${id}: ${text}`];
  });
  // Of an order that is found no candidates are asked for.
  const gone = now.question === before.question ? [...was.keys()].filter((id) => !is.has(id)) : [];
  return [...moved, ...gone.map((id) => `gone since: order ${id}`)];
}
