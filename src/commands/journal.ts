import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { createSqlite } from '../journal/sqlite.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { Invocation } from './invocation.ts';
import { projectOf, stateDirOf } from './project.ts';

/** Makes the journal of an environment and pins its id in tradeform.yaml, comments kept. */
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
        remedy: 'If its store is gone, restore it from a backup; a new journal would not know what was sent.',
      },
    );
  const path = join(project.dir, 'tradeform.yaml');
  const document = parseDocument(await readFile(path, 'utf8'));
  const id = await createSqlite(stateDirOf(project), inv.clock);
  if (!isMap(document.getIn(['environments', name, 'journal'])))
    document.setIn(['environments', name, 'journal'], document.createNode({ type: 'sqlite' }));
  document.setIn(['environments', name, 'journal', 'id'], id);
  await writeFile(path, document.toString({ lineWidth: 0 }));
  inv.out.write(
    `${name.toUpperCase()}  journal ${id} made, and pinned in ${safeText(project.file)}. Commit that change.\n`,
  );
  return EXIT.done;
}
