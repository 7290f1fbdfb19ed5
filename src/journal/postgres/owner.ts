import type { JournalId } from '../../model/ids.ts';
import { type Expectation, identify, lost, other } from '../identity.ts';
import { setAsideSql } from './failure.ts';
import type { Ask } from './session.ts';

/** Whose journal it is: several stand in one database. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
}

interface Row extends Owner {
  readonly id: JournalId;
  readonly aside: boolean;
}

const FIND = `SELECT id, project, environment, set_aside IS NOT NULL AS aside FROM tradeform.journals
  WHERE (project = $1 AND environment = $2 AND set_aside IS NULL) OR id = $3`;

/**
 * The id of the owner's journal, where it is the expected one. Without `ask` there are no tables, and so no journal. Throws
 * `journal/lost`, `journal/absent` or `journal/other`.
 */
export async function identified(
  ask: Ask | undefined,
  { project, environment }: Owner,
  expect: Expectation,
  place: string,
): Promise<JournalId> {
  const pinned = expect.kind === 'pinned' ? expect.id : null;
  const rows = (await ask?.<Row>(FIND, project, environment, pinned)) ?? [];
  const own = rows.find((row) => !row.aside && row.project === project && row.environment === environment);
  const named = rows.find((row) => row.id === pinned);
  if (own === undefined && named !== undefined) {
    if (named.aside) throw lost(`The journal ${named.id} in ${place} was set aside.`, expect);
    throw other(
      `The journal ${named.id} in ${place} is of ${named.project}, environment ${named.environment}, and not of ${project}, environment ${environment}.`,
      expect,
    );
  }
  const moveAway =
    own === undefined ? undefined : `set this one aside, which keeps it: ${setAsideSql(own.id)}`;
  return identify(own?.id, expect, place, undefined, moveAway);
}
