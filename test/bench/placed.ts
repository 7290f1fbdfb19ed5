// Orders that rest at the venue, with all that a journal says of them: a hundred thousand in seconds, where `apply` takes minutes.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Head, link } from '../../src/journal/chain.ts';
import type { EventDraft, JournalEvent } from '../../src/model/event.ts';
import type { Key } from '../../src/model/ids.ts';
import { encodeTag, scopeOf } from '../../src/model/tag.ts';
import { ENVIRONMENT, PROJECT, SIZE, idOf, nameOf, priceOf } from './desk.ts';
import type { Placed } from './venue.ts';
import type { VenueProcess } from './venue-process.ts';

/** In one message to the venue. */
const AT_ONCE = 10_000;

export const journalOf = (cwd: string): DatabaseSync =>
  new DatabaseSync(join(cwd, '.tradeform', ENVIRONMENT, 'journal.sqlite'));

const keyOf = (order: number): Key => `order/${nameOf(order)}` as Key;
const placedAt = (order: number, id: string): Placed => ({
  id,
  reference: encodeTag(scopeOf(PROJECT, ENVIRONMENT), keyOf(order), 1, 1),
  priceLimit: priceOf(order),
});

/** What the program wrote of the first order, as texts: intent, accepted, linked. */
interface Example {
  readonly event: JournalEvent;
  readonly text: string;
}

function examplesOf(journal: DatabaseSync): readonly [readonly Example[], Placed] {
  const rows = journal.prepare('SELECT event FROM events WHERE key IS NOT NULL ORDER BY sequence').all();
  const events = rows.map((row) => JSON.parse(String(row['event'])) as JournalEvent);
  const id = events.flatMap(({ type, data }) => (type === 'linked' ? [data.orderId] : []))[0] ?? '';
  const examples = events.map((event) => {
    const { type, subject, data } = event;
    return { event, text: JSON.stringify({ type, subject, data }) };
  });
  return [examples, placedAt(0, id)];
}

/** The same of another order. */
function draftOf({ text }: Example, first: Placed, order: number, placed: Placed): EventDraft {
  const own = text
    .replace(`"${keyOf(0)}"`, `"${keyOf(order)}"`)
    .replaceAll(`"${first.priceLimit}"`, `"${placed.priceLimit}"`)
    .replaceAll(first.reference, placed.reference)
    .replaceAll(first.id, placed.id);
  return JSON.parse(own) as EventDraft;
}

/** All orders of a desk but the first, which `apply` has placed, are placed as it was: at the venue and in the journal. */
export async function placeRest(venue: VenueProcess, cwd: string, orders: number): Promise<void> {
  const journal = journalOf(cwd);
  const [examples, first] = examplesOf(journal);
  let head = journal.prepare('SELECT sequence, hash FROM journal').get() as unknown as Head;
  const insert = journal.prepare('INSERT INTO events (sequence, event, hash) VALUES (?, ?, ?)');
  journal.exec('BEGIN IMMEDIATE');
  let held: Placed[] = [];
  for (let order = 1; order < orders; order++) {
    const placed = placedAt(order, randomUUID());
    for (const example of examples) {
      const draft = draftOf(example, first, order, placed);
      const { text, event } = link(head, example.event.time, example.event, draft);
      insert.run(event.sequence, text, event.hash);
      head = event;
    }
    held.push(placed);
    if (held.length < AT_ONCE && order < orders - 1) continue;
    await venue.hold({ accountId: idOf(0), size: SIZE, placed: held });
    held = [];
  }
  journal.prepare('UPDATE journal SET sequence = ?, hash = ?').run(head.sequence, head.hash);
  journal.exec('COMMIT');
  journal.close();
}
