import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../journal/durable.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { commandLine } from '../model/command-line.ts';
import type { JournalId } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { withJournalId } from '../specs/edit/journal-id.ts';
import { type Invocation, hereOf } from './invocation.ts';
import { type JournalStore, journalStoreOf } from './journal-store.ts';
import { projectOf } from './project.ts';

/** Writes a journal's id into tradeform.yaml, the rest kept as it is. */
export async function pin(project: Project, id: JournalId): Promise<void> {
  const { name } = project.environment;
  const path = join(project.dir, 'tradeform.yaml');
  replaceFile(path, withJournalId(await readFile(path, 'utf8'), name, id));
}

/** A journal that was made and never used: the id of an `init` that ended before it could write it down. */
async function unusedJournal(inv: Invocation, store: JournalStore): Promise<JournalId | undefined> {
  const journal = await store.open({ clock: inv.clock, expect: { kind: 'unpinned' } });
  try {
    return (await journal.read()).length === 0 ? journal.id : undefined;
  } finally {
    await journal.close();
  }
}

async function make(inv: Invocation, project: Project): Promise<JournalId> {
  const store = await journalStoreOf(inv, project);
  try {
    return await store.create(inv.clock);
  } catch (error) {
    if (!(error instanceof TradeformError) || error.code !== 'journal/exists') throw error;
    const id = await unusedJournal(inv, store);
    if (id === undefined) throw error;
    return id;
  }
}

/** Makes the journal of an environment and pins its id in tradeform.yaml. */
export async function init(inv: Invocation): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const { environment } = project;
  const { name } = environment;
  if (environment.kind === 'paper') {
    inv.out.write('PAPER  needs no init: its journal is made at first use.\n');
    return EXIT.done;
  }
  if (environment.journal.id !== undefined)
    throw new TradeformError(
      'journal/pinned',
      `Environment ${name} has its journal pinned: ${environment.journal.id}.`,
      {
        exitCode: EXIT.error,
        remedy: `An empty journal would not know what was sent. If its store is gone, restore a backup, or run: ${commandLine(hereOf(inv, name), 'journal rebuild')}`,
      },
    );
  const id = await make(inv, project);
  await pin(project, id);
  inv.out.write(
    `${name.toUpperCase()}  journal ${id} made, and pinned in ${safeText(project.file)}. Commit that change.\n`,
  );
  return EXIT.done;
}
