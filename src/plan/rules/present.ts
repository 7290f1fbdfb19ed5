import { generationFill } from '../case.ts';
import {
  isLive,
  isEnding,
  hasEnded,
  isReplacing,
  isUnplaced,
  words,
  endOf,
  filledText,
  isSettled,
  alteredField,
  endsUntold,
  expiryOf,
  expiresSoon,
  isRunOutside,
  isToBeSet,
} from '../facts.ts';
import { tell, withEntry, submitAgain, replaceLine, runLine } from '../line.ts';
import { runOf } from '../../model/order.ts';
import { isStrategy } from '../../model/terms.ts';
import type { Rule } from '../rules.ts';
import { submissionOf } from '../submission.ts';

/** What an entry asks for, given what became of its last attempt. */
export const PRESENT: readonly Rule[] = [
  {
    name: 'new entry',
    matches: (c) => c.last === undefined,
    line: (c) => submitAgain(c, 'new-entry', 'new entry'),
  },
  {
    name: 'account moved',
    matches: (c) => c.last?.state === 'accepted' && c.entry?.account !== c.last.account,
    line: (c) =>
      tell(
        c,
        'account-moved',
        'invalid',
        `rests on account ${c.last?.account ?? ''}: an order can't move; remove the entry, and add it under another name`,
      ),
  },
  {
    name: 'name used before',
    matches: (c) =>
      c.last?.released === true && (c.entry?.generation ?? 0) <= c.last.generation && !isUnplaced(c.last),
    line: (c) => {
      const when = new Date(c.last?.intentAt ?? 0).toISOString().slice(0, 10);
      const next = (c.last?.generation ?? 0) + 1;
      return tell(
        c,
        'name-used',
        'invalid',
        `this name was used for an order of ${when} (${endOf(c)}, ${filledText(c)}): take another name, or generation ${next}`,
      );
    },
  },
  {
    name: 'lower generation',
    matches: (c) => (c.entry?.generation ?? 0) < (c.last?.generation ?? 0),
    line: (c) =>
      tell(
        c,
        'lower-generation',
        'invalid',
        `generation is ${c.entry?.generation ?? 0}, but ${c.last?.generation ?? 0} was placed: a generation never goes down; set it back to ${c.last?.generation ?? 0}`,
      ),
  },
  { name: 'to be started or paused', matches: isToBeSet, line: runLine },
  {
    name: 'started or paused outside',
    matches: isRunOutside,
    line: (c) =>
      runOf(c.row?.status) === 'paused'
        ? tell(
            c,
            'paused-outside',
            'notice',
            'paused outside, by the venue or by a person, and no plan starts it again: start it at the venue, or apply run: paused, then run: started',
          )
        : tell(
            c,
            'started-outside',
            'notice',
            'started outside, though its entry says run: paused: pause it at the venue, or apply run: started, then run: paused',
          ),
  },
  {
    name: 'altered outside',
    matches: (c) => isSettled(c) && alteredField(c) !== undefined,
    line: (c) => {
      const field = alteredField(c) ?? 'priceLimit';
      const was = c.last === undefined || isStrategy(c.last.wire) ? '' : c.last.wire[field];
      const is = c.row?.[field] ?? '';
      return tell(
        c,
        'altered-outside',
        'notice',
        `altered outside: ${field} is ${is} at the venue, ${was ?? ''} was sent`,
      );
    },
  },
  {
    name: 'expiring',
    matches: (c) => isSettled(c) && expiresSoon(c),
    line: (c) =>
      tell(
        c,
        'expiring',
        'notice',
        `leaves the book by itself on ${new Date(expiryOf(c)).toISOString().slice(0, 10)}`,
      ),
  },
  {
    name: 'resting, target unchanged',
    matches: isSettled,
    line: (c) =>
      tell(
        c,
        'resting',
        'quiet',
        endsUntold(c)
          ? 'placed as asked for; what became of it since, its venue does not tell in full: check `states` and `filled` of the venue in tradeform.yaml'
          : 'rests as asked for',
      ),
  },
  {
    name: 'resting, target changed or asked for again',
    matches: isLive,
    line: (c) =>
      c.entry?.generation === c.last?.generation
        ? replaceLine(c, 'edited', 'cancel, then submit; not resting in between')
        : replaceLine(
            c,
            'new-generation',
            `generation ${c.entry?.generation ?? 0}: cancel, then submit from zero`,
          ),
  },
  {
    name: 'placed again by a higher generation',
    matches: (c) => (c.entry?.generation ?? 0) > (c.last?.generation ?? 0) && !isEnding(c),
    line: (c) => submitAgain(c, 'new-generation', `generation ${c.entry?.generation ?? 0} asks for it again`),
  },
  {
    name: 'lapsed',
    matches: (c) => c.last?.state === 'lapsed',
    line: (c) =>
      tell(
        c,
        'lapsed',
        'notice',
        `lapsed: ${c.last?.message ?? ''}; raise generation to ${(c.last?.generation ?? 0) + 1} to ask again, or remove the entry`,
      ),
  },
  {
    name: 'not sent',
    matches: (c) => c.last?.state === 'not-sent' || c.last?.state === 'not-executed',
    line: (c) => {
      const never =
        c.last?.state === 'not-executed'
          ? 'a person decided that the last attempt was not executed'
          : 'the last attempt was not sent';
      return submitAgain(c, 'retry', `retry, as ${never}${words(c.last)}`);
    },
  },
  {
    name: 'rejected, target changed',
    matches: (c) => c.last?.state === 'rejected' && (c.changes.length > 0 || c.moved),
    line: (c) => submitAgain(c, 'edited-after-refusal', 'edited after the venue refused it'),
  },
  {
    name: 'rejected',
    matches: (c) => c.last?.state === 'rejected',
    line: (c) =>
      tell(
        c,
        'rejected',
        'notice',
        `refused by the venue${words(c.last)}; edit the entry or raise generation to ${(c.last?.generation ?? 0) + 1} to send it again, or remove it`,
      ),
  },
  {
    name: 'replacing, old one final',
    matches: (c) => hasEnded(c) && isReplacing(c),
    line: (c) =>
      withEntry(c, (entry) =>
        submissionOf(c, entry, generationFill(c, entry)) === undefined
          ? tell(
              c,
              'filled-before-replace',
              'notice',
              'filled before it could be replaced: nothing is left to send',
            )
          : submitAgain(c, 'replacing', 'second half of a replace: its predecessor has ended'),
      ),
  },
  {
    name: 'filled',
    matches: (c) => c.changes.length === 0 && !c.moved && endOf(c) === 'filled',
    line: (c) => tell(c, 'finished', 'quiet', 'filled'),
  },
  {
    name: 'ended otherwise',
    matches: (c) => c.changes.length === 0 && !c.moved,
    line: (c) => {
      const next = (c.last?.generation ?? 0) + 1;
      const again = `nothing more will be sent; raise generation to ${next} to ask again, or remove the entry`;
      return tell(
        c,
        'ended',
        'notice',
        `${endOf(c)}${words(c.row ?? c.last?.final)}, ${filledText(c)}: ${again}`,
      );
    },
  },
  {
    name: 'edited after the end',
    matches: () => true,
    line: (c) => {
      const next = (c.last?.generation ?? 0) + 1;
      return tell(
        c,
        'edited-after-end',
        'notice',
        `edited after it was ${endOf(c)}: nothing will be sent; raise generation to ${next}`,
      );
    },
  },
];
