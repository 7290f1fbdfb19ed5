import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Journal } from '../journal/journal.ts';
import { lost } from '../journal/identity.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { version } from '../lib/version.ts';
import { commandLine, shellWord } from '../model/command-line.ts';
import type { History } from '../model/history.ts';
import type { Millis } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import {
  type Refusal,
  type SavedPlan,
  expired,
  makeSaved,
  misplaced,
  readSaved,
  savedText,
} from '../plan/saved.ts';
import { minute } from '../report/terms.ts';
import { type Invocation, hereOf } from './invocation.ts';
import { isSavedPlan } from './saved-plan-shape.ts';

/** A plan of 100,000 changes has about 150 MB; beyond this it is no plan. */
const MOST_BYTES = 256 * 1024 * 1024;
const START = '{\n  "format": 1,\n  "type": "saved-plan"';

const reason = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';

const stale = ({ code, message, remedy }: Refusal): TradeformError =>
  new TradeformError(code, message, { exitCode: EXIT.stale, remedy: `${remedy} Nothing was sent.` });

/** What a regular file holds; undefined where it is not one, or too large. */
async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = await handle.stat();
  return stat.isFile() && stat.size <= MOST_BYTES ? handle.readFile() : undefined;
}

/** The saved plan that a file holds; undefined where it is none, or anything of it was changed. */
export function savedPlanOf(bytes: Uint8Array): SavedPlan | undefined {
  // Latin 1 gives every byte a character of its own: no two files read alike. What is saved is ASCII.
  return readSaved(Buffer.from(bytes).toString('latin1'), isSavedPlan);
}

/** An older plan gives way; anything else that has the name is more likely a slip of the finger. */
async function mayBeReplaced(path: string): Promise<boolean> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat === undefined) return true;
  if (!stat.isFile()) return false;
  const bytes = await bytesOf(path).catch(() => undefined);
  return bytes !== undefined && (bytes.length === 0 || Buffer.from(bytes).indexOf(START) === 0);
}

/** Whole or not at all: a reader never sees half a plan. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    {
      await using handle = await open(draft, 'wx');
      await handle.writeFile(text);
      await handle.sync();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Saves a plan, made on `history`, for `apply FILE`. */
export async function savePlan(
  inv: Invocation,
  file: string,
  plan: Plan,
  history: History,
): Promise<SavedPlan> {
  const path = resolve(inv.cwd, file);
  if (!(await mayBeReplaced(path)))
    throw new TradeformError('plan/in-the-way', `${file} is there, and is not a saved plan.`, {
      exitCode: EXIT.usage,
      remedy: 'Give --out another name, or move that away.',
    });
  const saved = makeSaved(plan, history.hash, randomUUID(), version());
  try {
    await writeWhole(path, savedText(saved));
  } catch (error) {
    throw new TradeformError('plan/unwritable', `The plan can't be written to ${file} (${reason(error)}).`, {
      exitCode: EXIT.error,
      remedy: 'Give --out a file in a folder that is there and may be written to.',
      cause: error,
    });
  }
  return saved;
}

/** Reads a saved plan that is meant for this project and environment; throws what speaks against it (64, 5). */
export async function loadPlan(inv: Invocation, file: string, project: Project): Promise<SavedPlan> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await bytesOf(resolve(inv.cwd, file));
  } catch (error) {
    const here = hereOf(inv, project.environment.name);
    const why = reason(error);
    const what = why === 'ENOENT' ? `There is no file ${file}.` : `The plan ${file} can't be read (${why}).`;
    throw new TradeformError('usage/plan-file', what, {
      exitCode: EXIT.usage,
      remedy: `Make it with: ${commandLine(here, `plan --out ${shellWord(file)}`)}`,
      cause: error,
    });
  }
  const saved = bytes === undefined ? undefined : savedPlanOf(bytes);
  if (saved === undefined)
    throw stale({
      code: 'plan/altered',
      message: `${file} is not a saved plan, or was changed after it was saved.`,
      remedy: 'Make a new one with `tradeform plan --out`, and pass it on byte for byte.',
    });
  const here = { project: project.name, environment: project.environment.name, version: version() };
  const wrong = misplaced(saved, here);
  if (wrong !== undefined) throw stale(wrong);
  return saved;
}

async function useOf(journal: Journal, id: string): Promise<string> {
  const use = (await journal.read()).find((event) => event.type === 'plan-used' && event.data.id === id);
  return use === undefined ? 'before' : `on ${minute(use.time)} by ${use.actor} (run ${use.run})`;
}

/** Under the lock: throws where the journal or the clock speaks against the plan. */
export async function mustHold(
  saved: SavedPlan,
  journal: Journal,
  history: History,
  now: Millis,
): Promise<void> {
  const used = history.usedPlans.has(saved.id) ? await useOf(journal, saved.id) : undefined;
  const refusal = expired(saved, { journal: journal.id, used, now });
  if (refusal !== undefined) throw stale(refusal);
  const { sequence, hash } = saved.journal;
  if (sequence === 0) return;
  const [event] = history.sequence < sequence ? [] : await journal.read(sequence - 1);
  if (event?.hash === hash) return;
  throw lost(
    `The plan was made when the journal had event #${sequence}, and ${
      event === undefined ? `it ends at #${history.sequence}` : 'that is another one now'
    }: it was rolled back.`,
  );
}
