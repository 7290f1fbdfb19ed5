import type { JournalEvent } from '../../model/event.ts';
import { type Break, type Head, follow } from '../chain.ts';

/** `bigint` comes as text: it may be larger than a number can tell. Sequences, fences and generations never are. */
type Big = string;

export interface EventRow {
  readonly sequence: Big;
  readonly hash: string;
  readonly event: string;
  readonly type: string;
  readonly key: string | null;
  readonly generation: Big | null;
  readonly attempt: Big | null;
}
export const EVENT_COLUMNS = 'sequence, hash, event, type, key, generation, attempt';

/** What stands in columns of its own, in the order of {@link EVENT_COLUMNS}. */
export function columnsOf({
  type,
  subject,
}: JournalEvent): readonly [string, string | null, number | null, number | null] {
  return [type, subject?.key ?? null, subject?.generation ?? null, subject?.attempt ?? null];
}

const same = (column: string | null, value: string | number | null): boolean =>
  column === (value === null ? null : String(value));

/** The row as the next event after `head`. A column that says something else than the text would hide it from a search. */
export function eventOf(head: Head, row: EventRow): JournalEvent | Break {
  const event = follow(head, row.event, row.hash);
  if ('reason' in event) return event;
  const [type, key, generation, attempt] = columnsOf(event);
  const agrees =
    same(row.sequence, event.sequence) &&
    same(row.type, type) &&
    same(row.key, key) &&
    same(row.generation, generation) &&
    same(row.attempt, attempt);
  return agrees ? event : { sequence: event.sequence, reason: 'is not what its columns say' };
}

/** An event by itself, whatever came before it. */
export function eventAlone(row: EventRow): JournalEvent | Break {
  let previous: unknown;
  try {
    previous = (JSON.parse(row.event) as { readonly previous?: unknown }).previous;
  } catch {
    previous = undefined;
  }
  return eventOf({ sequence: Number(row.sequence) - 1, hash: String(previous) }, row);
}
