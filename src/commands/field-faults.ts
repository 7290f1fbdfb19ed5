import { nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import type { FieldFault, Outcome } from '../report/outcome-text.ts';
import { placesOfFields } from '../specs/origins.ts';

/** What the venue found wrong with a field, with the line where the field stands. */
export async function fieldFaults(
  outcomes: readonly Outcome[],
  project: Project,
  entries: readonly Entry[],
): Promise<readonly FieldFault[]> {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const faults = outcomes.flatMap(({ key, fields = [] }) =>
    fields.map((fault) => ({ key, entry: byKey.get(key), ...fault })),
  );
  const known = faults.flatMap((fault) =>
    fault.entry === undefined ? [] : [{ ...fault, entry: fault.entry }],
  );
  const places = (await placesOfFields(project, known)).values();
  return faults.map(({ key, entry, field, message }) => {
    const place = entry === undefined ? undefined : places.next().value;
    return { name: nameOfKey(key), field, message, ...(place === undefined ? {} : { place }) };
  });
}
