import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { ancestry } from '../lib/git.ts';

const short = (commit: string): string => commit.slice(0, 10);

/** Why applying `commit` after `last` would go back, or undefined. */
export async function goesBack(
  dir: string,
  commit: string | undefined,
  last: string | undefined,
): Promise<TradeformError | undefined> {
  // Outside of Git, and before the first apply from it, there is nothing to go back from.
  if (commit === undefined || last === undefined) return undefined;
  const relation = await ancestry(dir, last, commit);
  if (relation === 'descends') return undefined;
  const [code, message, remedy] =
    relation === 'apart'
      ? [
          'git/rollback',
          `Commit ${short(commit)} does not descend from ${short(last)}, which was applied last: orders would go back to older files.`,
          'Merge or rebase onto that commit; if going back is meant, add --rollback.',
        ]
      : [
          'git/history',
          `Whether commit ${short(commit)} descends from ${short(last)}, which was applied last, can't be told here: Git does not have all of its history.`,
          'Fetch the whole history (git fetch --unshallow; in a workflow, fetch-depth: 0); if that commit is gone on purpose, add --rollback.',
        ];
  return new TradeformError(code, message, {
    exitCode: EXIT.stale,
    remedy: `${remedy} Nothing was sent.`,
  });
}
