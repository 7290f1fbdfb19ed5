import { EXIT } from '../lib/exit.ts';
import { TradeformError } from '../lib/errors.ts';
import type { JournalId } from '../model/ids.ts';

/** Which journal a command means to open. */
export type Expectation =
  /** `tradeform.yaml` names its id: live environments. */
  | { readonly kind: 'pinned'; readonly id: JournalId }
  /** Made at first use: paper. */
  | { readonly kind: 'automatic' }
  /** Whatever is there: a cancel must not fail because the id is not written down yet. */
  | { readonly kind: 'unpinned' };

/** Stands for the id of a journal that its first apply will make. */
export const NOT_MADE_YET = 'none' as JournalId;

const STILL_SAFE = 'Nothing is submitted until it is back; reads and cancels go on.';
const REMEDY =
  'Restore the journal from a backup. Until then `tradeform cancel` still works: it tells ours by their tags.';

export const lost = (message: string): TradeformError =>
  new TradeformError('journal/lost', `${message} ${STILL_SAFE}`, { exitCode: EXIT.stale, remedy: REMEDY });

/** For a store that holds no journal: `journal/lost`, or `journal/absent` where none was expected by name. */
export function absent(expect: Expectation, place: string): TradeformError {
  if (expect.kind !== 'unpinned') return lost(`The journal in ${place} is gone or empty.`);
  return new TradeformError('journal/absent', `There is no journal in ${place}.`, {
    exitCode: EXIT.stale,
    remedy: 'Make one with `tradeform journal init`.',
  });
}

/** The id of the journal that was found, where it is the expected one. Throws `journal/lost`, `journal/absent` or `journal/other`. */
export function identify(found: JournalId | undefined, expect: Expectation, place: string): JournalId {
  if (found === undefined) throw absent(expect, place);
  if (expect.kind === 'pinned' && expect.id !== found)
    throw new TradeformError(
      'journal/other',
      `The journal in ${place} is ${found}, but tradeform.yaml names ${expect.id}. ${STILL_SAFE}`,
      { exitCode: EXIT.stale, remedy: `Check where this environment's journal lies. ${REMEDY}` },
    );
  return found;
}
