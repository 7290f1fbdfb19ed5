import { type Sight, type VenueSight, alike, isUnread, unclaimed } from '../execute/decide/sight.ts';
import { type Here, commandLine, shellWord } from '../model/command-line.ts';
import { nameOfKey } from '../model/ids.ts';
import { isFinal } from '../model/order.ts';

/** What can be done about an order that waits for a person: a sentence, and the lines to type. */
export interface WaysOn {
  readonly advice: string;
  readonly commands: readonly string[];
}

const GROUNDS = '--reason "…" --approver NAME';

/** Nobody but the venue knows; what it says is said again here. */
function openWays(sight: Sight, venue: VenueSight, resolve: (options: string) => string): WaysOn {
  const candidates = unclaimed(venue);
  const executed = candidates.length === 0 ? ['VENUE-ID'] : candidates.map(({ id }) => shellWord(id));
  const open = alike(venue);
  const others = open.map((id) => ` --other ${shellWord(id)}`).join('');
  const { tagSent } = sight.attempt;
  const may = ['', ' The candidate may be it.'];
  const told = may[open.length] ?? ' One of the candidates may be it.';
  const tag = tagSent ? '' : ' It carries no tag, so no later look can tell it apart either.';
  return {
    advice: `Ask the venue's people, who alone can know.${tag}${told} Then one of:`,
    commands: [
      ...executed.map((id) => resolve(`--executed ${id} ${GROUNDS}`)),
      resolve(`--not-executed${others} ${GROUNDS}`),
    ],
  };
}

/** What can be done now, as lines to type. */
export function waysOn(sight: Sight, here: Here): WaysOn {
  const name = nameOfKey(sight.attempt.key);
  const resolve = (options: string): string => commandLine(here, `resolve ${name} ${options}`);
  const cancel = (what: string): string => commandLine(here, `cancel ${what}`);
  const { venue } = sight;
  if (isUnread(venue))
    return { advice: 'Look again once it can be read:', commands: [commandLine(here, `resolve ${name}`)] };
  const ids = venue.found.map(({ id }) => shellWord(id));
  const keep = ids.map((id) => resolve(`--executed ${id} ${GROUNDS}`));
  switch (sight.question) {
    case 'in-doubt':
    case 'vanished':
      return openWays(sight, venue, resolve);
    case 'found':
      return {
        advice: 'There is nothing to doubt any more. The next apply takes it in; or do that now:',
        commands: [commandLine(here, 'apply'), ...keep],
      };
    case 'came-back':
      if (ids.length > 0 && venue.found.every(({ status }) => isFinal(status)))
        return {
          advice: 'It has ended since. An apply records that once two readings agree; or say what it was:',
          commands: [commandLine(here, 'apply'), ...keep],
        };
      return ids.length === 0
        ? openWays(sight, venue, resolve)
        : { advice: 'Take it out, or, where it may stay, say so:', commands: [cancel(name), ...keep] };
    case 'two-orders': {
      const live = venue.found.filter(({ status }) => !isFinal(status)).map(({ id }) => shellWord(id));
      return {
        advice: 'Cancel by its id what should not be there; then say which one it is:',
        commands: [...(live.length > 1 ? live.map((id) => cancel(id)) : []), ...keep],
      };
    }
  }
}
