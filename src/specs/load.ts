import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { EXIT } from '../lib/exit.ts';
import { TradeformError } from '../lib/errors.ts';
import type { Entry } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import type { Environment, Project } from '../model/project.ts';
import type { Desk } from './entry.ts';
import { PAPER, environmentOf } from './environment.ts';
import { exists, findFiles } from './find-files.ts';
import { validateProjectFile } from './generated/validators.gen.js';
import type { ProjectFile } from './generated/project.gen.ts';
import { plainOf, pairIn, spanOf } from './located.ts';
import { Names } from './names.ts';
import { parseYaml } from './parse-yaml.ts';
import { projectProblems, textProblems } from './project-rules.ts';
import { readEdited, readText } from './read-text.ts';
import { blotted } from './references.ts';
import { schemaProblems } from './schema-problems.ts';
import { type Source, byPlace, problemAt } from './source.ts';
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
  const dir = await folderOf(options);
  const path = join(dir, PROJECT_FILE);
  const file = shown(options.cwd, path);
  const read = await readText(await realpath(path).catch(() => path), file);
  if (!read.ok) return read;
  const source: Source = { ...read.source, show: blotted };
  const parsed = parseYaml(source);
  if (!parsed.ok) return parsed;
  const found: Problem[] = [];
  const plain: unknown = plainOf(source, parsed.root, found);
  found.push(...textProblems(parsed.root, source));
  const name = spanOf(parsed.root.items[0]?.key as never);
  if (!validateProjectFile(plain))
    return failed([
      ...found,
      ...schemaProblems(validateProjectFile.errors ?? [], {
        source,
        kind: 'project',
        roots: [parsed.root],
        name,
      }),
    ]);
  const problems = [...found, ...projectProblems(plain, parsed.root, source)];
  if (problems.length > 0) return failed(problems);

  const environment = options.environment ?? PAPER;
  const environments = [...new Set([PAPER, ...Object.keys(plain.environments ?? {})])];
  if (!environments.includes(environment)) throw unknownEnvironment(environment, environments, file);
  const project = projectOf(plain, dir, file, environments, environment);
  const { accounts, aquanow, kind } = project.environment;
  if (kind === 'live' && accounts.size > 0 && aquanow === undefined)
    return failed([
      problemAt(source, spanOf(pairIn(pairIn(parsed.root, 'environments')?.value, environment)?.key), {
        code: 'project/missing-field',
        message: `environment \`${environment}\` has aquanow accounts and no settings for aquanow`,
        remedy: 'add `venues: aquanow:` with url, marketUrl, apiKey and apiSecret',
      }),
    ]);
  return { ok: true, project };
}

const failed = (
  problems: readonly Problem[],
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems: problems.toSorted(byPlace),
});

function projectOf(
  file: ProjectFile,
  dir: string,
  shownAs: string,
  environments: readonly string[],
  environment: string,
): Project {
  return {
    name: file.project,
    dir,
    file: shownAs,
    environments,
    hasLive: environments.some((name) => name !== PAPER),
    environment: environmentOf(file, environment),
    ...(file.exclude === undefined ? {} : { exclude: file.exclude }),
  };
}

/** A path as people are shown it. */
const shown = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/');

async function folderOf({ dir, cwd }: ProjectOptions): Promise<string> {
  const folders = dir === undefined ? ['.', 'specs'] : [dir];
  for (const folder of folders)
    if (await exists(resolve(cwd, folder, PROJECT_FILE))) return resolve(cwd, folder);
  for (const folder of folders)
    if (await exists(resolve(cwd, folder, 'tradeform.yml')))
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

/** What people are shown before a file's name: `specs/`. */
export function prefixOf(project: Project): string {
  const folder = dirname(project.file);
  return folder === '.' ? '' : `${folder}/`;
}

/** What the entries of an environment are checked against. */
export const deskOf = (environment: Environment): Desk => ({
  environment: environment.name,
  accounts: environment.accounts,
  unsupportedAccounts: environment.unsupportedAccounts ?? new Set<string>(),
  requireUnits: environment.requireUnits,
});

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
  const { files: found, problems: missing } = await specFilesOf(project);
  const made = [...edited.keys()].filter((name) => !found.some((file) => file.name === name));
  const files = [...found, ...made.map((name) => ({ path: join(project.dir, name), name }))];
  const desk = deskOf(project.environment);
  const names = new Names();
  const problems: Problem[] = [...missing];
  const entries: Entry[] = [];
  for (const { path, name } of files) {
    const text = edited.get(name);
    const file = prefix + name;
    const read = text === undefined ? await readText(path, file) : readEdited(text, file);
    const result = read.ok
      ? readSpecFile(read.source, desk, names)
      : { entries: [], problems: read.problems };
    problems.push(...result.problems);
    // One entry at a time: a spread of very many arguments overflows the stack.
    for (const entry of result.entries) entries.push(entry);
  }
  return problems.length > 0 ? failed(problems) : { ok: true, entries, files: files.length };
}
