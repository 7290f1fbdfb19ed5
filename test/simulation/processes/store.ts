import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journal } from '../../../src/journal/journal.ts';
import { openPostgres } from '../../../src/journal/postgres.ts';
import { openSqlite } from '../../../src/journal/sqlite.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { JournalEvent } from '../../../src/model/event.ts';
import type { JournalId } from '../../../src/model/ids.ts';

/** Where a desk's journal is, and how somebody who judges reads it without touching it. */
export interface Store {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Its line in `tradeform.yaml`. */
  readonly yaml: string;
  read(): Promise<Written>;
}

export interface Written {
  readonly id: JournalId;
  readonly events: readonly JournalEvent[];
}

const expect = { kind: 'unpinned' } as const;

async function allOf(journal: Journal): Promise<Written> {
  try {
    return { id: journal.id, events: await journal.read() };
  } finally {
    await journal.close();
  }
}

/** Reads a copy: opening the files themselves would put in order what a killed process left, and spare the next one that. */
export const sqliteAt = (dir: string): Store => ({
  ...{ name: 'SQLite', yaml: 'journal: { type: sqlite }' },
  async read() {
    const copy = await mkdtemp(join(tmpdir(), 'tradeform-read-'));
    try {
      await cp(dir, copy, { recursive: true });
      return await allOf(await openSqlite({ dir: copy, clock: systemClock, expect }));
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  },
});

/** The environment variable from which the program takes the journal's address. */
export const DATABASE = 'ROUNDS_DATABASE';

export const postgresAt = (url: string, project: string): Store => ({
  ...{ name: 'PostgreSQL', yaml: `journal: { type: postgres, url: "\${${DATABASE}}" }` },
  read: async () =>
    allOf(
      await openPostgres({
        ...{ url, folder: '.', owner: { project, environment: 'tcp' }, clock: systemClock, expect },
      }),
    ),
});
