import { lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { gitRoot } from '../lib/git.ts';
import { version } from '../lib/version.ts';
import { type InitFacts, renderInit } from '../report/init-text.ts';
import { type Invocation, writeJson } from './invocation.ts';
import { type Files, starter } from './starter-files.ts';

export interface InitOptions {
  /** With the workflows of pull requests. */
  readonly github?: boolean;
}

/** The name of the project in the starter's files. */
const EXAMPLE = 'my-desk';
const PROJECT_FILES = ['tradeform.yaml', 'tradeform.yml', 'specs/tradeform.yaml', 'specs/tradeform.yml'];

/** A project's name, made of its folder's: lower-case letters, digits and hyphens, a letter first. */
export function projectName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return name === '' ? EXAMPLE : name;
}

/** Without a name: npm refuses one that a dependency has too. */
function packageText(): string {
  const manifest = {
    private: true,
    description: 'Orders of this desk, as files.',
    dependencies: { tradeform: version() },
    engines: { node: '>=24' },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

const isThere = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => undefined)) !== undefined;

/** What belongs into a folder. One that holds a project gets no second one: its orders would be planned with the others. */
async function filesFor(dir: string, github: boolean): Promise<Files> {
  const { specs, desk, github: workflows } = starter();
  const found = await Promise.all(PROJECT_FILES.map((file) => isThere(join(dir, file))));
  const name = projectName(basename(dir));
  const files = {
    ...(found.includes(true) ? {} : specs),
    ...{ 'package.json': packageText(), ...desk },
    ...(github ? workflows : {}),
  };
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replaceAll(EXAMPLE, name)]),
  );
}

/** Whether it was written; false where something of that name is there, which stays as it is. */
async function writeNew(dir: string, path: string, text: string): Promise<boolean> {
  const file = join(dir, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (reason === 'EEXIST' && (await isThere(file))) return false;
    throw new TradeformError('init/unwritable', `${path} can't be written to ${dir} (${reason}).`, {
      exitCode: EXIT.error,
      remedy:
        'Name a folder that may be written to, and run this again: what is written stays, and is left alone.',
      cause: error,
    });
  }
}

/** What is to be done about the package that a folder's package.json pins. */
async function installIn(dir: string, isNew: boolean): Promise<InitFacts['install']> {
  if (isNew) return 'pinned';
  if (!(await isPinned(dir))) return 'pin';
  return (await isThere(join(dir, 'node_modules/tradeform'))) ? 'nothing' : 'pinned';
}

/** Whether package.json names this package; what can't be read names nothing. */
async function isPinned(dir: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'));
    const { dependencies = {}, devDependencies = {} } = manifest as Manifest;
    return 'tradeform' in { ...dependencies, ...devDependencies };
  } catch {
    return false;
  }
}

interface Manifest {
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

/** Writes a starter project, and with `--github` the workflows. Overwrites nothing. */
export async function init(
  inv: Invocation,
  folder: string | undefined,
  { github = false }: InitOptions,
): Promise<ExitCode> {
  const dir = resolve(inv.cwd, folder ?? inv.options.dir ?? '.');
  const written: string[] = [];
  const kept: string[] = [];
  const files = await filesFor(dir, github);
  for (const [path, text] of Object.entries(files))
    ((await writeNew(dir, path, text)) ? written : kept).push(path);
  const facts = { folder: relative(inv.cwd, dir), version: version(), written, kept };
  if (inv.options.format === 'json') {
    writeJson(inv.out, { format: 1, ...facts });
    return EXIT.done;
  }
  const hasProject = !('specs/tradeform.yaml' in files);
  const install = await installIn(dir, written.includes('package.json'));
  const root = await gitRoot(dir);
  const below = root === undefined || root === (await realpath(dir)) ? {} : { root };
  inv.out.write(renderInit({ ...facts, hasProject, install, github, ...below }));
  return EXIT.done;
}
