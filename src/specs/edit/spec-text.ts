import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { EXIT } from '../../lib/exit.ts';
import { TradeformError } from '../../lib/errors.ts';
import type { Project } from '../../model/project.ts';
import { type Found, prefixOf } from '../find-files.ts';
import { anyGlobMatches } from '../glob.ts';
import { PROJECT_FILE } from '../load.ts';
import { isSystemError, systemReason } from '../read-text.ts';

/** A spec file as an editor sees it. */
export interface SpecText {
  /** Where it is, links followed. */
  readonly path: string;
  /** Relative to the project's folder, with forward slashes. */
  readonly name: string;
  /** As people are shown it. */
  readonly file: string;
  /** Without its byte order mark, which {@link writeSpecText} puts back. */
  readonly text: string;
  /** The file's characters as they were read; undefined for one that is not there yet. */
  readonly before: string | undefined;
}

const MARK = '\uFEFF';

export async function readSpecText(project: Project, { path, name }: Found): Promise<SpecText> {
  const before = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw unreadable(name, error);
  });
  const text = before === undefined ? '' : before.startsWith(MARK) ? before.slice(1) : before;
  return { path, name, file: prefixOf(project) + name, text, before };
}

const unreadable = (name: string, error: unknown): TradeformError =>
  new TradeformError('file/unreadable', `${name} can't be read (${systemReason(error)}).`, {
    exitCode: EXIT.error,
    remedy: 'Nothing was written.',
    cause: error,
  });

const unwritten = (file: string, why: string, cause?: unknown): TradeformError =>
  new TradeformError('file/unwritten', `${file} was not written: ${why}.`, {
    exitCode: EXIT.error,
    remedy: 'It is as it was. Run the command again.',
    cause,
  });

/**
 * Puts `text` in the file's place, in one step: whoever reads it sees the old file or the new one. Throws TradeformError
 * `file/unwritten`, and leaves the file, where it can't be written or was changed since it was read.
 */
export async function writeSpecText(of: SpecText, text: string): Promise<void> {
  const { path, file, before } = of;
  const beside = join(dirname(path), `.tradeform-${randomUUID()}.tmp`);
  try {
    const mode = before === undefined ? 0o666 : (await stat(path)).mode & 0o777;
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(before?.startsWith(MARK) === true ? MARK + text : text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // As late as possible: an editor may have saved the file meanwhile.
    const now = await readFile(path, 'utf8').catch(() => undefined);
    if (now !== before) throw unwritten(file, 'it was changed at the same time');
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error instanceof TradeformError ? error : unwritten(file, systemReason(error), error);
  }
}

/** A file and what it shall say. */
export interface FileEdit {
  readonly of: SpecText;
  readonly text: string;
}

/** Writes all of them, and says by file why those that failed did: an edit that can't be made must not hide the others. */
export async function writeEdits(edits: readonly FileEdit[]): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const { of, text } of edits) {
    try {
      await writeSpecText(of, text);
    } catch (error) {
      if (!(error instanceof TradeformError)) throw error;
      failures.set(of.file, error.message);
    }
  }
  return failures;
}

/** The spec file that a person named, or why it can't be one of this project and environment. */
export function namedFile(
  project: Project,
  cwd: string,
  given: string,
  found: readonly Found[],
): Found | { readonly unfit: string } {
  const path = resolve(cwd, given);
  const name = relative(project.dir, path).split(sep).join('/');
  const known = found.find((file) => file.name === name);
  if (known !== undefined) return known;
  const folders = name.split('/').slice(0, -1);
  const { specs } = project.environment;
  if (folders.includes('..') || name === '..') return { unfit: `it is not below ${project.dir}` };
  if (!/\.ya?ml$/i.test(name) || name === PROJECT_FILE) return { unfit: 'spec files are called NAME.yaml' };
  if (folders.some((folder) => folder.startsWith('.') || folder === 'node_modules'))
    return { unfit: 'dot folders and node_modules are not read' };
  if (anyGlobMatches(project.exclude ?? [], name))
    return { unfit: '`exclude:` in tradeform.yaml leaves it out' };
  if (specs !== undefined && !anyGlobMatches(specs, name))
    return { unfit: `\`specs:\` of environment ${project.environment.name} leaves it out` };
  return { path, name };
}
