import { isDeepStrictEqual } from 'node:util';
import type { Key } from '../../model/ids.ts';
import type { Entry } from '../../model/order.ts';
import type { Project } from '../../model/project.ts';
import { type Desk, deskOf } from '../desk.ts';
import { loadEntries } from '../load.ts';
import { Names } from '../names.ts';
import type { Source } from '../source.ts';
import { readSpecFile } from '../spec-file.ts';
import { type EntryText, entryLines } from './entry-lines.ts';

/*
 * No edit is written before the real reader has read it: it must give exactly the entries that were meant, and every other entry of
 * the project as it was.
 */

/** What an entry must be after an edit. */
export type Expected = ReadonlyMap<Key, (entry: Entry) => boolean>;

/** Whether two entries say the same, wherever they stand. */
export const sameEntry = (a: Entry, b: Entry): boolean =>
  isDeepStrictEqual({ ...a, place: undefined }, { ...b, place: undefined });

/** All of these entries, as they are. */
export const unchanged = (entries: Iterable<Entry>): Map<Key, (entry: Entry) => boolean> =>
  new Map([...entries].map((entry) => [entry.key, (after: Entry) => sameEntry(entry, after)]));

/** What the edited files would hold that was not meant, in one sentence; undefined where the edit is right. */
export async function faultOfEdit(
  project: Project,
  edited: ReadonlyMap<string, string>,
  expected: Expected,
): Promise<string | undefined> {
  const loaded = await loadEntries(project, edited);
  if (!loaded.ok) {
    const [first] = loaded.problems;
    const at = first?.place === undefined ? '' : `${first.place.file}:${first.place.line}: `;
    return `the edited files would not be valid (${at}${first?.message ?? ''})`;
  }
  if (loaded.entries.length !== expected.size) return 'the edited files would hold other entries';
  const wrong = loaded.entries.find((entry) => expected.get(entry.key)?.(entry) !== true);
  return wrong === undefined ? undefined : `\`${wrong.key}\` would read otherwise`;
}

/** The entries of one file's text by itself, or the first thing that is wrong with it. */
export function readAlone(
  desk: Desk,
  source: Source,
): { readonly entries: readonly Entry[]; readonly fault: string | undefined } {
  const { entries, problems } = readSpecFile(source, desk, new Names());
  return { entries, fault: problems[0]?.message };
}

/** How the reader of a project takes entries that stand alone; or what is wrong with one. */
export async function entryReader(project: Project): Promise<(entry: EntryText) => Entry | string> {
  const { desk } = await deskOf(project);
  return (entry) => {
    const text = ['version: 1', `${entry.block}:`, ...entryLines(entry, 2, 2), ''].join('\n');
    const { entries, fault } = readAlone(desk, { file: entry.name, text });
    return entries[0] ?? fault ?? 'it is no entry';
  };
}
