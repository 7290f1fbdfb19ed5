import type { Entry, Place } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { spanOfField } from './entry-checks.ts';
import { type EntrySource, type Root, entrySource } from './entry-source.ts';
import { rankOfField } from './field-order.ts';
import { type Plain, isPlainMap, pairIn, spanOf } from './located.ts';
import { type Source, placeAt } from './source.ts';

/* Where each value of an entry comes from. */

export interface Origin {
  readonly field: string;
  /** For `labels`: which one. */
  readonly label?: string;
  readonly value: Plain;
  readonly from: 'entry' | 'defaults';
  readonly place: Place;
}

/** The values of one field or label: the entry's own, else the default's. */
function originsIn(source: Source, roots: readonly Root[]): readonly Omit<Origin, 'label'>[] {
  const found = new Map<string, Omit<Origin, 'label'>>();
  for (const { from, node, plain } of roots) {
    if (!isPlainMap(plain)) continue;
    for (const [field, value] of Object.entries(plain)) {
      const place = placeAt(source, spanOf(pairIn(node, field)?.key)[0]);
      if (!found.has(field)) found.set(field, { field, value, from, place });
    }
  }
  return [...found.values()];
}

/** Every value of an entry with the place where it stands, its defaults merged in; undefined where its file changed meanwhile. */
export async function originsOf(project: Project, entry: Entry): Promise<readonly Origin[] | undefined> {
  const read = entrySource(project, entry.place.file, [entry]);
  if (read === undefined) return undefined;
  const { source, roots } = read;
  const fields = originsIn(source, roots(entry));
  if (fields.length === 0) return undefined;
  return fields
    .toSorted((a, b) => rankOfField(a.field) - rankOfField(b.field))
    .flatMap((origin): readonly Origin[] =>
      origin.field === 'labels' && isPlainMap(origin.value)
        ? originsIn(source, roots(entry, 'labels')).map(({ field, ...rest }) => ({
            ...rest,
            field: 'labels',
            label: field,
          }))
        : [origin],
    );
}

/** The venues' names for fields that specs call otherwise. */
const VENUE_NAMES: Readonly<Record<string, string>> = {
  strategyType: 'type',
  accountId: 'account',
  autoRun: 'run',
  tradeSide: 'side',
};

/** A field of an entry that somebody has something to say of. */
export interface FieldOf {
  readonly entry: Entry;
  readonly field: string;
}

/**
 * Where fields of entries stand, for what is found out later: the entry's own value, else the default that it takes; the entry's
 * name where the file says nothing of it, or was changed since. Takes the venues' names for fields, too. Each file is read once.
 */
export async function placesOfFields(
  project: Project,
  wanted: readonly FieldOf[],
): Promise<readonly Place[]> {
  const files = Map.groupBy(wanted, ({ entry }) => entry.place.file);
  const places = new Map<FieldOf, Place>();
  for (const [file, fields] of files) {
    const read = entrySource(
      project,
      file,
      fields.map(({ entry }) => entry),
    );
    for (const of of fields) places.set(of, read === undefined ? of.entry.place : placeIn(read, of));
  }
  return wanted.map((of) => places.get(of) ?? of.entry.place);
}

function placeIn({ source, roots }: EntrySource, { entry, field }: FieldOf): Place {
  const name = Object.hasOwn(VENUE_NAMES, field) ? (VENUE_NAMES[field] ?? field) : field;
  const nodes = roots(entry).map(({ node }) => node);
  // The entry is gone: the defaults say nothing of it.
  const span = nodes[0] === undefined ? undefined : spanOfField(nodes, name);
  return span === undefined ? entry.place : placeAt(source, span[0]);
}

/** As {@link placesOfFields}, for one. */
export const placeOfField = async (project: Project, entry: Entry, field: string): Promise<Place> =>
  (await placesOfFields(project, [{ entry, field }]))[0] ?? entry.place;
