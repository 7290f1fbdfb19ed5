import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Problem } from '../model/problem.ts';
import type { Project } from '../model/project.ts';
import { anyGlobMatches } from './glob.ts';
import { systemReason } from './read-text.ts';

/** One file to read: where it is, and how people are shown it. */
export interface Found {
  /** Absolute, without a symbolic link as its last part. */
  readonly path: string;
  /** Relative to the project's folder, with forward slashes. */
  readonly name: string;
}

export interface Search {
  /** Absolute folder of the project. */
  readonly dir: string;
  /** What names are shown with: `specs/`. */
  readonly prefix: string;
  readonly exclude: readonly string[];
  /** Which files belong to the environment; undefined: every one. */
  readonly specs: readonly string[] | undefined;
}

/** What people are shown before the name of a project's file: `specs/`. */
export function prefixOf({ file }: Project): string {
  const folder = dirname(file);
  return folder === '.' ? '' : `${folder}/`;
}

const IS_YAML = /\.ya?ml$/i;
const fileProblem = (
  search: Search,
  name: string,
  code: string,
  message: string,
  remedy: string,
): Problem => ({
  code,
  message,
  remedy,
  place: { file: search.prefix + name, line: 1, column: 1 },
});

/**
 * Every YAML file below the project's folder but tradeform.yaml itself, by name. What can't be looked into is a problem: a file that is
 * silently left out would look like orders that were removed.
 */
export function findFiles(search: Search): {
  readonly files: readonly Found[];
  readonly problems: readonly Problem[];
} {
  const files: Found[] = [];
  const problems: Problem[] = [];
  const root = realpathSync.native(search.dir);
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = list(search, folder, problems);
    for (const entry of entries) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (name === 'tradeform.yaml' || anyGlobMatches(search.exclude, name)) continue;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') folders.push(name);
      } else if (entry.isSymbolicLink()) {
        follow(search, root, name, entry.name, files, problems);
      } else if (IS_YAML.test(entry.name)) files.push({ path: join(root, name), name });
    }
  }
  return { files: selected(search, root, files, problems), problems };
}

function list(search: Search, folder: string, problems: Problem[]): readonly Dirent[] {
  try {
    return readdirSync(join(search.dir, folder), { withFileTypes: true });
  } catch (error) {
    problems.push(
      fileProblem(
        search,
        folder === '' ? '.' : folder,
        'file/unreadable',
        `the folder can't be read (${systemReason(error)})`,
        'make it readable, or list it under `exclude:` in tradeform.yaml',
      ),
    );
    return [];
  }
}

/** A link to a spec file within the folder is read at its target; one that leads elsewhere, or to a folder, is a problem. */
function follow(
  search: Search,
  root: string,
  name: string,
  base: string,
  files: Found[],
  problems: Problem[],
): void {
  const refuse = (message: string, remedy: string): void => {
    problems.push(fileProblem(search, name, 'file/link', message, remedy));
  };
  const remedy = 'put the file itself here, or list the link under `exclude:` in tradeform.yaml';
  const target = targetOf(join(search.dir, name));
  if (target === undefined) {
    if (IS_YAML.test(base)) refuse('a symbolic link that leads nowhere', remedy);
    return;
  }
  const folder = statSync(target).isDirectory();
  if (!folder && !IS_YAML.test(base)) return;
  if (target !== root && !target.startsWith(root + sep)) {
    // A linked tool folder is skipped by name, as it would be without a link.
    if (folder && (base.startsWith('.') || base === 'node_modules')) return;
    refuse("a symbolic link that leads out of the project's folder", remedy);
  } else if (folder) {
    if (!base.startsWith('.') && base !== 'node_modules')
      refuse('a symbolic link to a folder of the project: its files would be read twice', remedy);
  } else files.push({ path: target, name });
}

/** Where a link leads; undefined: nowhere. */
function targetOf(link: string): string | undefined {
  try {
    return realpathSync.native(link);
  } catch {
    return undefined;
  }
}

/** The files of the environment, by name, each once. */
function selected(
  search: Search,
  root: string,
  files: readonly Found[],
  problems: Problem[],
): readonly Found[] {
  const { specs } = search;
  const wanted = specs === undefined ? files : files.filter(({ name }) => anyGlobMatches(specs, name));
  for (const glob of specs ?? [])
    if (!files.some(({ name }) => anyGlobMatches([glob], name)))
      problems.push(
        fileProblem(
          search,
          'tradeform.yaml',
          'project/specs',
          `\`specs:\` has the glob \`${glob}\`, which fits no file`,
          'correct it, or remove it: a wrong glob would look like orders that were removed',
        ),
      );
  const byName = wanted.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  // A link and the file that it leads to are one; the file's own name counts, then the first link's.
  const taken = new Set(byName.filter(({ path, name }) => path === join(root, name)).map(({ path }) => path));
  return byName.filter(({ path, name }) => {
    if (path === join(root, name)) return true;
    if (taken.has(path)) return false;
    taken.add(path);
    return true;
  });
}

/** Whether something stands at this path, link or not. */
export function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
