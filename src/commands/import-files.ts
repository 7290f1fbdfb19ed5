import type { Adoption, Judged } from '../execute/adopt.ts';
import type { LiveOrder } from '../execute/adopt/standing.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { changedFields } from '../model/terms.ts';
import { type EntryText, entryText } from '../specs/edit/entry-lines.ts';
import { type Placed, type Wanted, placeEntries } from '../specs/edit/place.ts';
import { entryReader } from '../specs/edit/read-back.ts';
import type { Found } from '../specs/find-files.ts';

/* The files' half of an import: what an adopted order is as an entry, and where that goes. */

export const textOf = ({ key, account, order, generation }: Adoption): EntryText =>
  entryText(nameOfKey(key), account.name, order.terms, generation);

/** Whether an entry asks for exactly the adopted order. */
const fits =
  ({ account, order, generation }: Adoption) =>
  (entry: Entry): boolean =>
    entry.account === account.name &&
    entry.generation === generation &&
    entry.formerly.length === 0 &&
    changedFields(order.terms, entry.terms).length === 0;

/** Moves out what the reader would not take as the entry of its order: that would be imported and never held. */
export async function keepReadable(
  project: Project,
  judged: Judged,
  live: readonly LiveOrder[],
): Promise<Judged> {
  const readEntry = await entryReader(project);
  const adoptions: Adoption[] = [];
  const refused = [...judged.refused];
  for (const adoption of judged.adoptions) {
    const read = adoption.entry ?? readEntry(textOf(adoption));
    const fault =
      typeof read === 'string' ? read : fits(adoption)(read) ? undefined : 'it would read otherwise';
    const order = live.find(({ row }) => row.id === adoption.order.orderId);
    if (fault === undefined || order === undefined) adoptions.push(adoption);
    else
      refused.push({
        order,
        why: { reason: `can't be written as an entry: ${fault}`, remedy: 'Leave it where it is.' },
      });
  }
  return { adoptions, refused };
}

const NOWHERE: Placed = { edits: [], places: new Map(), unplaced: new Map() };

/** Where the entries of these orders go, read back and not yet written. */
export async function placing(
  project: Project,
  entries: readonly Entry[],
  adoptions: readonly Adoption[],
  chosen: Found | undefined,
): Promise<Placed> {
  const missing = adoptions.filter(({ entry }) => entry === undefined);
  if (missing.length === 0) return NOWHERE;
  const wanted = missing.map((adoption): Wanted => ({
    text: textOf(adoption),
    account: adoption.account.name,
    fits: fits(adoption),
  }));
  return placeEntries(project, entries, wanted, chosen);
}
