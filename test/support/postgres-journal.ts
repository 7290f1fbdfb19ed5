import type { Journal } from '../../src/journal/journal.ts';
import {
  type PostgresOptions,
  type PostgresPlace,
  createPostgres,
  openPostgres,
} from '../../src/journal/postgres.ts';
import type { EventDraft } from '../../src/model/event.ts';
import type { JournalId } from '../../src/model/ids.ts';
import { steppingClock } from '../contract/journal.ts';
import { runContext } from './events.ts';
import type { Database } from './postgres.ts';

export const RUN = runContext();
export const HOLDER = {
  ...{ actor: 'ada', command: 'apply', host: 'desk-1', pid: 4711 },
  since: '2026-11-21T14:00:00.000Z',
};
export const STARTED: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };
export const HALT: EventDraft = { type: 'halted', data: { scope: { kind: 'all' }, reason: 'fat finger' } };

export const clock = steppingClock();

let projects = 0;
/** A project that no other test of this file has. */
export const anyProject = (): string => `desk-${++projects}`;

/** The journal of a project in a database, and every handle that a test opens on it. */
export class Place {
  readonly place: PostgresPlace;
  readonly #opened: Journal[] = [];

  constructor({ url }: Pick<Database, 'url'>, project = anyProject(), environment = 'live') {
    this.place = { url, folder: '.', owner: { project, environment } };
  }

  make(): Promise<JournalId> {
    return createPostgres(this.place, clock);
  }

  /** Whatever is there, unless `over` says what is expected. */
  async open(over: Partial<PostgresOptions> = {}): Promise<Journal> {
    const journal = await openPostgres({ ...this.place, clock, expect: { kind: 'unpinned' }, ...over });
    this.#opened.push(journal);
    return journal;
  }

  async close(): Promise<void> {
    for (const journal of this.#opened.splice(0)) await journal.close();
  }
}

/** A journal with `count` events, and its place. */
export async function filled(place: Place, count: number): Promise<JournalId> {
  const id = await place.make();
  const journal = await place.open();
  const lock = await journal.lock(RUN, HOLDER, 0);
  for (let n = 0; n < count; n++) await lock.append(STARTED);
  await journal.close();
  return id;
}
