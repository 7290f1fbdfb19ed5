import { isLive, isEnding, hasEnded, isUnplaced, isUnwanted } from '../facts.ts';
import { tell } from '../line.ts';
import type { Rule } from '../rules.ts';

/** Orders whose entry is gone, and protection, which stands above both a missing and an edited entry. */
export const ABSENT: readonly Rule[] = [
  {
    name: 'replacement dropped',
    matches: (c) => c.entry === undefined && hasEnded(c),
    line: (c) => tell(c, 'finished', 'quiet', 'ended'),
  },
  {
    name: 'no entry, never placed',
    matches: (c) => c.entry === undefined && (c.last === undefined || isUnplaced(c.last)),
    line: (c) => tell(c, 'finished', 'quiet', 'never placed'),
  },
  {
    name: 'no entry, ending',
    matches: (c) => c.entry === undefined && isEnding(c),
    line: (c) => tell(c, 'finished', 'quiet', 'ended'),
  },
  {
    name: 'not in the files yet',
    matches: (c) => c.entry === undefined && c.last?.origin !== undefined && c.last.held === undefined,
    line: (c) =>
      tell(
        c,
        'not-in-files',
        'notice',
        `${c.last?.origin ?? ''}, and not in the files yet: add an entry for it, or cancel it`,
      ),
  },
  {
    name: 'protected',
    matches: (c) => isLive(c) && c.last?.protect === true && isUnwanted(c),
    line: (c) =>
      tell(
        c,
        'protected',
        'blocked',
        'protected: lift protect in a reviewed change first; tradeform cancel still works',
      ),
  },
  {
    name: 'entry removed',
    matches: (c) => c.entry === undefined,
    line: (c) => tell(c, 'entry-removed', 'change', 'entry removed', 'cancel'),
  },
];
