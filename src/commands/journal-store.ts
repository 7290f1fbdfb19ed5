import { join, relative } from 'node:path';
import type { Head } from '../journal/chain.ts';
import type { KnownHead } from '../journal/head.ts';
import type { Expectation } from '../journal/identity.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';
import type { JournalId } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import type { StoreFacts } from '../report/journal-text.ts';
import { resolveText } from '../specs/references.ts';
import type { Invocation } from './invocation.ts';

/** How a journal is opened; what each field means, `journal/sqlite.ts` and `journal/postgres.ts` say. */
export interface OpenStore {
  readonly clock: Clock;
  readonly expect: Expectation;
  readonly head?: Head & { readonly journal?: JournalId };
  readonly noteHead?: (head: KnownHead) => void;
}

/** The place where an environment's journal is kept. */
export interface JournalStore {
  readonly facts: StoreFacts;
  open(options: OpenStore): Promise<Journal>;
  /** Makes a journal there, and returns its id. Throws `journal/exists` where there is one. */
  create(clock: Clock): Promise<JournalId>;
  /** Moves what is left of a lost journal aside. Returns where to, from the working directory; undefined where nothing was left. */
  setAside(clock: Clock): Promise<string | undefined>;
}

/** State of an environment on this machine: a SQLite journal, a paper venue, how far the journal was. */
export const stateDirOf = (project: Project): string =>
  join(project.dir, '.tradeform', project.environment.name);

async function sqliteStore({ cwd }: Invocation, project: Project): Promise<JournalStore> {
  const { createSqlite, openSqlite, setAsideSqlite } = await import('../journal/sqlite.ts');
  const dir = stateDirOf(project);
  return {
    facts: { type: 'sqlite', path: relative(cwd, dir) },
    open: (options) => openSqlite({ ...options, dir }),
    create: (clock) => createSqlite(dir, clock),
    setAside: async (clock) => {
      const folder = await setAsideSqlite(dir, clock);
      return folder === undefined ? undefined : relative(cwd, folder);
    },
  };
}

async function postgresStore({ env }: Invocation, project: Project): Promise<JournalStore> {
  const { name, journal } = project.environment;
  const url = resolveText(journal.url ?? '', env, `journal.url of environment ${name}`);
  const { createPostgres, openPostgres, serverOf } = await import('../journal/postgres.ts');
  const place = { url, folder: project.dir, owner: { project: project.name, environment: name } };
  return {
    facts: { type: 'postgres', ...serverOf(place) },
    open: ({ expect, ...options }) => {
      if (expect.kind === 'automatic')
        throw new TypeError('a PostgreSQL journal is made by `journal init` alone');
      return openPostgres({ ...place, ...options, expect });
    },
    create: (clock) => createPostgres(place, clock),
    // A journal that is out of use stays in its tables, and there is never half of one.
    setAside: () => Promise.resolve(undefined),
  };
}

/** The journal's place in the chosen environment. Throws `project/missing-variable` and `journal/url` where its url can't be used. */
export const journalStoreOf = (inv: Invocation, project: Project): Promise<JournalStore> =>
  project.environment.journal.type === 'sqlite' ? sqliteStore(inv, project) : postgresStore(inv, project);
