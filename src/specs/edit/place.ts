import type { AccountName } from '../../model/ids.ts';
import { nameOfKey, orderKey, strategyKey } from '../../model/ids.ts';
import type { Entry, Place } from '../../model/order.ts';
import type { Project } from '../../model/project.ts';
import { type Desk, deskOf } from '../desk.ts';
import type { Found } from '../find-files.ts';
import { specFilesOf } from '../load.ts';
import type { EntryText } from './entry-lines.ts';
import { NEW_FILE, insertEntries } from './insert.ts';
import { layoutsOf } from './layout.ts';
import { faultOfEdit, readAlone, unchanged } from './read-back.ts';
import { type FileEdit, type SpecText, namedFile, readSpecText } from './spec-text.ts';

/*
 * Which file new entries go to: the one that a person names; else the first whose defaults are for their account and leave them
 * what they are; else `imported.yaml`. What is decided here has been read back by the real reader, and is written elsewhere.
 */

export interface Wanted {
  readonly text: EntryText;
  readonly account: AccountName;
  /** Whether an entry says what is wanted, once the file's defaults are merged in. */
  readonly fits: (entry: Entry) => boolean;
}

export interface Placed {
  readonly edits: readonly FileEdit[];
  /** Where each entry will stand, by name. */
  readonly places: ReadonlyMap<string, Place>;
  /** Why an entry fits nowhere, by name. */
  readonly unplaced: ReadonlyMap<string, string>;
}

const NEW_NAME = 'imported.yaml';

class Placing {
  readonly #project: Project;
  readonly #desk: Desk;
  readonly #texts = new Map<string, SpecText>();
  readonly edited = new Map<string, string>();
  readonly places = new Map<string, Place>();
  readonly unplaced = new Map<string, string>();

  constructor(project: Project, desk: Desk) {
    this.#project = project;
    this.#desk = desk;
  }

  async textOf(found: Found): Promise<SpecText> {
    const known = this.#texts.get(found.name) ?? (await readSpecText(this.#project, found));
    this.#texts.set(found.name, known);
    return known;
  }

  /** Puts those in the file that fit there; returns the others, with the reason of the last refusal. */
  async put(found: Found, wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
    const { name, file, text: before, before: there } = await this.textOf(found);
    const current = this.edited.get(name) ?? (there === undefined ? NEW_FILE : before);
    const refuse = (these: readonly Wanted[], why: string): void => {
      for (const { text } of these) this.unplaced.set(text.name, `${file}: ${why}`);
    };
    let trying = wanted;
    while (trying.length > 0) {
      const inserted = insertEntries(
        { file, text: current },
        trying.map(({ text }) => text),
      );
      if (!inserted.ok) {
        refuse(trying, inserted.reason);
        return wanted;
      }
      const { entries, fault } = readAlone(this.#desk, { file, text: inserted.text });
      const read = new Map(entries.map((entry) => [nameOfKey(entry.key), entry]));
      const fitting = trying.filter(({ text, fits }) => {
        const entry = read.get(text.name);
        return entry !== undefined && fits(entry);
      });
      if (fitting.length === trying.length && fault === undefined) {
        this.edited.set(name, inserted.text);
        for (const { text } of trying) {
          const place = read.get(text.name)?.place;
          if (place !== undefined) this.places.set(text.name, place);
          this.unplaced.delete(text.name);
        }
        return wanted.filter((one) => !trying.includes(one));
      }
      refuse(trying, fault ?? 'its defaults would make it another order');
      if (fitting.length === trying.length) return wanted;
      trying = fitting;
    }
    return wanted;
  }

  get edits(): readonly FileEdit[] {
    return [...this.edited].flatMap(([name, text]) => {
      const of = this.#texts.get(name);
      return of === undefined ? [] : [{ of, text }];
    });
  }
}

/** Files that are tried for entries of an account, in order; or why there is none. */
async function candidates(
  placing: Placing,
  project: Project,
  files: readonly Found[],
  { account, text: { block } }: Wanted,
): Promise<readonly Found[] | string> {
  const own: Found[] = [];
  for (const found of files) {
    const { file, text } = await placing.textOf(found);
    if (layoutsOf({ file, text })?.[block].defaults['account'] === account) own.push(found);
  }
  const last = namedFile(project, project.dir, NEW_NAME, files);
  if (!('unfit' in last)) return own.some(({ name }) => name === NEW_NAME) ? own : [...own, last];
  return own.length > 0 ? own : `${NEW_NAME} can't be made (${last.unfit}): name a file with --file`;
}

/** Finds a file for each entry. `chosen`: the one file that a person named. `entries`: all that the project has. */
export async function placeEntries(
  project: Project,
  entries: readonly Entry[],
  wanted: readonly Wanted[],
  chosen?: Found,
): Promise<Placed> {
  const { desk } = await deskOf(project);
  const placing = new Placing(project, desk);
  const { files } = specFilesOf(project);
  for (const group of Map.groupBy(wanted, ({ account, text }) => `${text.block} ${account}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const tries = chosen === undefined ? await candidates(placing, project, files, first) : [chosen];
    let rest: readonly Wanted[] = group;
    if (typeof tries === 'string') for (const { text } of rest) placing.unplaced.set(text.name, tries);
    else for (const found of tries) rest = await placing.put(found, rest);
  }
  const expected = unchanged(entries);
  for (const { text, fits } of wanted)
    if (placing.places.has(text.name))
      expected.set((text.block === 'orders' ? orderKey : strategyKey)(text.name), fits);
  const fault = placing.edited.size === 0 ? undefined : await faultOfEdit(project, placing.edited, expected);
  if (fault === undefined) return placing;
  return { edits: [], places: new Map(), unplaced: new Map(wanted.map(({ text }) => [text.name, fault])) };
}
