import { nameOfKey } from '../../model/ids.ts';
import type { Entry } from '../../model/order.ts';
import type { Project } from '../../model/project.ts';
import { type Desk, deskOf } from '../desk.ts';
import { prefixOf } from '../find-files.ts';
import { specFilesOf } from '../load.ts';
import { faultOfEdit, readAlone, sameEntry, unchanged } from './read-back.ts';
import { type Removal, removeEntries } from './remove.ts';
import { type FileEdit, readSpecText } from './spec-text.ts';

export interface Tidied {
  /** Read back, and not written yet. */
  readonly edits: readonly FileEdit[];
  /** Which lines of which file go, in the order of the files. */
  readonly removals: readonly (Removal & { readonly file: string })[];
  /** Files that no program should edit, and why. */
  readonly untouched: ReadonlyMap<string, string>;
}

/** The files without some of their entries. Each was read back: what stays in it says what it said. */
export async function withoutEntries(
  project: Project,
  entries: readonly Entry[],
  gone: readonly Entry[],
): Promise<Tidied> {
  const prefix = prefixOf(project);
  const { files } = specFilesOf(project);
  const { desk } = await deskOf(project);
  const goneIn = Map.groupBy(gone, ({ place }) => place.file);
  const edits: FileEdit[] = [];
  const removals: Tidied['removals'][number][] = [];
  const untouched = new Map<string, string>();
  for (const found of files) {
    const file = prefix + found.name;
    const leaving = goneIn.get(file);
    if (leaving === undefined) continue;
    const of = await readSpecText(project, found);
    const names = new Set(leaving.map(({ key }) => nameOfKey(key)));
    const removed = removeEntries({ file, text: of.text }, names);
    const stay = entries.filter(({ place, key }) => place.file === file && !names.has(nameOfKey(key)));
    if (
      removed === undefined ||
      removed.removals.length !== names.size ||
      !leaves(desk, file, removed.text, stay)
    ) {
      untouched.set(file, 'is written in a way that only a person should edit');
      continue;
    }
    edits.push({ of, text: removed.text });
    removals.push(...removed.removals.map((removal) => ({ ...removal, file })));
  }
  const edited = new Map(edits.map(({ of, text }) => [of.name, text]));
  const left = new Set(removals.map(({ name }) => name));
  const expected = unchanged(entries.filter(({ key }) => !left.has(nameOfKey(key))));
  const fault = edits.length === 0 ? undefined : await faultOfEdit(project, edited, expected);
  if (fault === undefined) return { edits, removals, untouched };
  return { edits: [], removals: [], untouched: new Map([...goneIn.keys()].map((file) => [file, fault])) };
}

/** Whether a file's new text holds exactly the entries that stay. */
function leaves(desk: Desk, file: string, text: string, stay: readonly Entry[]): boolean {
  const { entries, fault } = readAlone(desk, { file, text });
  if (fault !== undefined || entries.length !== stay.length) return false;
  return stay.every((before, index) => {
    const after = entries[index];
    return after !== undefined && sameEntry(before, after);
  });
}
