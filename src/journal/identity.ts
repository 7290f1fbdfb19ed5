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

/** What makes a journal unusable for submits, and leaves reads and cancels as they are. */
const LOSSES: ReadonlySet<string> = new Set([
  'journal/lost',
  'journal/other',
  'journal/absent',
  'journal/broken',
  'journal/unwritable',
  'journal/head',
  'journal/unreachable',
]);
export const isLoss = (error: unknown): error is TradeformError =>
  error instanceof TradeformError && LOSSES.has(error.code);

const STILL_SAFE = 'Nothing is submitted until it is back; reads and cancels go on.';
const REBUILD =
  'Restore the journal from a backup that is up to date, or run `tradeform journal rebuild`: it puts one together from what the venue shows of our orders.';
const FORGET = 'On paper, `tradeform paper reset` forgets both.';
const CANCEL = 'Until then `tradeform cancel` still works: it tells ours by their tags.';

const remedyFor = (expect: Expectation | undefined): string =>
  [REBUILD, ...(expect?.kind === 'automatic' ? [FORGET] : []), CANCEL].join(' ');

export const lost = (message: string, expect?: Expectation): TradeformError =>
  new TradeformError('journal/lost', `${message} ${STILL_SAFE}`, {
    exitCode: EXIT.stale,
    remedy: remedyFor(expect),
  });

/** For a store that holds no journal: `journal/lost`, or `journal/absent` where none was expected by name. */
export function absent(expect: Expectation, place: string): TradeformError {
  if (expect.kind !== 'unpinned') return lost(`The journal in ${place} is gone or empty.`, expect);
  return new TradeformError('journal/absent', `There is no journal in ${place}.`, {
    exitCode: EXIT.stale,
    remedy: 'Make one with `tradeform journal init`.',
  });
}

/**
 * The id of the journal that was found, where it is the expected one; `before` is the one that was used here last, which
 * counts where none is pinned. `moveAway` tells how this store keeps one that is out of use. Throws `journal/lost`, `journal/absent` or
 * `journal/other`.
 */
export function identify(
  found: JournalId | undefined,
  expect: Expectation,
  place: string,
  before?: JournalId,
  moveAway?: string,
): JournalId {
  if (found === undefined) throw absent(expect, place);
  if (expect.kind === 'pinned' && expect.id !== found)
    throw other(
      `The journal in ${place} is ${found}, but tradeform.yaml names ${expect.id}.`,
      expect,
      moveAway,
    );
  if (expect.kind === 'automatic' && before !== undefined && before !== found)
    throw other(`The journal in ${place} is ${found}, but ${before} was used before.`, expect);
  return found;
}

export const other = (
  message: string,
  expect: Expectation,
  moveAway = 'move this one away, and keep it',
): TradeformError =>
  new TradeformError('journal/other', `${message} ${STILL_SAFE}`, {
    exitCode: EXIT.stale,
    remedy: `Put the right one back. If it is gone, ${moveAway}; then run \`tradeform journal rebuild\`. ${
      expect.kind === 'automatic' ? FORGET : CANCEL
    }`,
  });
