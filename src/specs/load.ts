import { join, relative, resolve, sep } from 'node:path';
import type { YAMLMap } from 'yaml';
import { EXIT } from '../lib/exit.ts';
import { TradeformError } from '../lib/errors.ts';
import { keepHeapSmall } from '../lib/memory.ts';
import type { Entry, VenueName } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import type { Environment, Project } from '../model/project.ts';
import { deskOf } from './desk.ts';
import { PAPER, type PlaceOf, environmentOf } from './environment.ts';
import { exists, findFiles, prefixOf } from './find-files.ts';
import type { ProjectFile } from './generated/project.gen.ts';
import { validateProjectFile } from './generated/validators.gen.js';
import { nodeAt, pairIn, plainOf, spanOf } from './located.ts';
import { Names } from './names.ts';
import { parseYaml } from './parse-yaml.ts';
import { projectProblems, textProblems } from './project-rules.ts';
import { MAX_SPEC_BYTES, readEdited, readText, realPathOf } from './read-text.ts';
import { blotted } from './references.ts';
import { schemaProblems } from './schema-problems.ts';
import { type Finding, type Source, byPlace, placeAt, problemAt } from './source.ts';
import { readSpecFile } from './spec-file.ts';
import { listed, nearest } from './suggest.ts';

export const PROJECT_FILE = 'tradeform.yaml';

export type ProjectResult =
  | { readonly ok: true; readonly project: Project }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type EntriesResult =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly files: number }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ProjectOptions {
  /** `--dir`: the only folder that is looked in, where it is given. */
  readonly dir?: string;
  /** `paper`, unless given. */
  readonly environment?: string;
  readonly cwd: string;
}

/**
 * Reads `tradeform.yaml` for one environment: from `dir`, or from `.`, then `./specs`. References stay as they are written, and nothing but
 * the file is read. Throws TradeformError (exit 64) where there is no such file or environment.
 */
export async function loadProject(options: ProjectOptions): Promise<ProjectResult> {
  const dir = folderOf(options);
  const path = join(dir, PROJECT_FILE);
  const shownAs = shown(options.cwd, path);
  const read = readText(realPathOf(path), shownAs);
  const checked = read.ok ? checkProject({ ...read.source, show: blotted }) : read;
  if (!checked.ok) return checked;
  const { file } = checked;
  const environment = options.environment ?? PAPER;
  const environments = [...new Set([PAPER, ...Object.keys(file.environments ?? {})])];
  if (!environments.includes(environment)) throw unknownEnvironment(environment, environments, shownAs);
  const project = projectOf(checked, dir, environments, environment);
  const unset = unsetVenues(project.environment);
  if (unset.length === 0) return { ok: true, project };
  const span = spanOf(pairIn(nodeAt(checked.root, ['environments']), environment)?.key);
  return failed(unset.map((finding) => problemAt(checked.source, span, finding)));
}

/** A project file that holds nothing wrong, and where things stand in it. */
interface CheckedProject {
  readonly ok: true;
  readonly file: ProjectFile;
  readonly root: YAMLMap;
  readonly source: Source;
}

function checkProject(source: Source): CheckedProject | ReturnType<typeof failed> {
  const parsed = parseYaml(source);
  if (!parsed.ok) return failed(parsed.problems);
  const { root } = parsed;
  const found: Problem[] = [];
  const file: unknown = plainOf(source, root, found);
  found.push(...textProblems(root, source));
  if (!validateProjectFile(file)) {
    const name = spanOf(root.items[0]?.key as never);
    const ground = { source, kind: 'project', roots: [root], name } as const;
    return failed([...found, ...schemaProblems(validateProjectFile.errors ?? [], ground)]);
  }
  const problems = [...found, ...projectProblems(file, root, source)];
  return problems.length > 0 ? failed(problems) : { ok: true, file, root, source };
}

function projectOf(
  { file, root, source }: CheckedProject,
  dir: string,
  environments: readonly string[],
  environment: string,
): Project {
  const placeOf: PlaceOf = (path) => {
    const map = nodeAt(root, path.slice(0, -1));
    return placeAt(source, spanOf(pairIn(map, path.at(-1) ?? '')?.key)[0]);
  };
  const { project, exclude, strategyTypes } = file;
  const types = strategyTypes?.replace(/\/$/, '');
  return {
    name: project,
    dir,
    file: source.file,
    environments,
    hasLive: environments.some((name) => name !== PAPER),
    environment: environmentOf(file, environment, placeOf),
    ...(exclude === undefined ? {} : { exclude }),
    ...(types === undefined ? {} : { strategyTypes: { folder: types, place: placeOf(['strategyTypes']) } }),
  };
}

const failed = (
  problems: readonly Problem[],
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems: problems.toSorted(byPlace),
});

const VENUE_SETTINGS: Readonly<Record<VenueName, string>> = {
  aquanow: 'url, marketUrl, apiKey and apiSecret',
  volven: 'url and token, or url, username and password',
};

/** A live environment can't reach accounts whose venue it has no settings for. */
function unsetVenues({ kind, name, accounts, ...settings }: Environment): readonly Finding[] {
  if (kind === 'paper') return [];
  const venues = [...new Set([...accounts.values()].map(({ venue }) => venue))];
  return venues.flatMap((venue) =>
    settings[venue] === undefined
      ? [
          {
            code: 'project/missing-field',
            message: `environment \`${name}\` has ${venue} accounts and no settings for ${venue}`,
            remedy: `add \`venues: ${venue}:\` with ${VENUE_SETTINGS[venue]}`,
          },
        ]
      : [],
  );
}

/** A path as people are shown it. */
const shown = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/');

function folderOf({ dir, cwd }: ProjectOptions): string {
  const folders = dir === undefined ? ['.', 'specs'] : [dir];
  for (const folder of folders) if (exists(resolve(cwd, folder, PROJECT_FILE))) return resolve(cwd, folder);
  for (const folder of folders)
    if (exists(resolve(cwd, folder, 'tradeform.yml')))
      throw new TradeformError('usage/no-project', `${join(folder, 'tradeform.yml')} is not read`, {
        exitCode: EXIT.usage,
        remedy: 'rename it to tradeform.yaml',
      });
  throw new TradeformError(
    'usage/no-project',
    `no ${PROJECT_FILE} in ${folders.map((folder) => (folder === '.' ? 'this folder' : folder)).join(' or in ')}`,
    {
      exitCode: EXIT.usage,
      remedy: 'name its folder with `--dir`',
    },
  );
}

function unknownEnvironment(name: string, environments: readonly string[], file: string): TradeformError {
  const meant = nearest(name, environments);
  return new TradeformError('usage/unknown-environment', `no environment \`${name}\` in ${file}`, {
    exitCode: EXIT.usage,
    remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Environments: ${listed(environments)}`,
  });
}

/** The spec files of a project's environment, by name, and what can't be looked into. */
export const specFilesOf = (project: Project): ReturnType<typeof findFiles> =>
  findFiles({
    dir: project.dir,
    prefix: prefixOf(project),
    exclude: project.exclude ?? [],
    specs: project.environment.specs,
  });

/** Characters of all files from which on a desk is a large one: some two thousand orders. */
const LARGE = 200_000;

/**
 * The entries of a project's environment, frozen, by file path and then in the order of the file. All of them, or problems: a file that
 * can't be read or has a mistake never looks like orders that were removed. `edited` holds, by file name, what a file would say
 * after an edit that is not written yet; one that isn't there would be made.
 */
export async function loadEntries(
  project: Project,
  edited: ReadonlyMap<string, string> = new Map(),
): Promise<EntriesResult> {
  const prefix = prefixOf(project);
  const { files: found, problems: missing } = specFilesOf(project);
  const made = [...edited.keys()].filter((name) => !found.some((file) => file.name === name));
  const files = [...found, ...made.map((name) => ({ path: join(project.dir, name), name }))];
  const { desk, problems: typeProblems } = await deskOf(project);
  const names = new Names();
  const problems: Problem[] = [...missing, ...typeProblems];
  const entries: Entry[] = [];
  let size = 0;
  for (const { path, name } of files) {
    const text = edited.get(name);
    const file = prefix + name;
    const read = text === undefined ? readText(path, file, MAX_SPEC_BYTES) : readEdited(text, file);
    size += read.ok ? read.source.text.length : 0;
    if (size > LARGE) keepHeapSmall();
    const result = read.ok
      ? readSpecFile(read.source, desk, names)
      : { entries: [], problems: read.problems };
    problems.push(...result.problems);
    // One entry at a time: a spread of very many arguments overflows the stack.
    for (const entry of result.entries) entries.push(entry);
  }
  return problems.length > 0 ? failed(problems) : { ok: true, entries, files: files.length };
}
