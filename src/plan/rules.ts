import type { Attempt } from '../model/history.ts';
import { type Entry, NO_FILL, type OrderRow, filledOn, isFinal } from '../model/order.ts';
import type { Action, Level, PlanLine, ReasonCode } from '../model/plan.ts';
import { quantityOf } from '../model/terms.ts';
import { type Case, generationFill, lastFill, orderFacts } from './case.ts';
import { holdOf, submissionOf, submitLine } from './submission.ts';

/*
 * The table. An order is not a server: when it is missing from the list of open orders it has normally done its job, so "missing,
 * therefore create" is wrong here. An entry means: this intent is placed once, and while it rests it rests on these terms.
 * Every end satisfies it; only a higher generation asks again.
 *
 * Rows are tried in order and the first that matches answers. They go from what we must not touch (doubt) over what is under
 * way (cancels, replaces) to what the entry asks for. A test walks the product of all states and finds an answer for each.
 */
export interface Rule {
  readonly name: string;
  readonly matches: (c: Case) => boolean;
  readonly line: (c: Case) => PlanLine;
}

type Live = OrderRow & { readonly status: Exclude<OrderRow['status'], never> };
const liveRow = (c: Case): Live | undefined =>
  c.row !== undefined && !isFinal(c.row.status) ? c.row : undefined;
const isLive = (c: Case): boolean => c.last?.state === 'accepted' && liveRow(c) !== undefined;
/** The venue shows an end that is not yet confirmed by a second reading. */
const isEnding = (c: Case): boolean =>
  c.last?.state === 'accepted' && c.row !== undefined && isFinal(c.row.status);
const hasEnded = (c: Case): boolean => c.last?.state === 'final';
const isUnplaced = (a: Attempt | undefined): boolean =>
  a?.state === 'rejected' || a?.state === 'not-sent' || a?.state === 'not-executed';

function tell(c: Case, code: ReasonCode, level: Level, reason: string, action: Action = 'none'): PlanLine {
  const order = orderFacts(c);
  const place = c.entry?.place;
  return {
    ...{ action, code, level, reason, key: c.key, account: c.account.name },
    ...(place === undefined ? {} : { place }),
    ...(order === undefined ? {} : { order }),
  };
}

/** For rules whose condition includes an entry. */
function withEntry(c: Case, line: (entry: Entry) => PlanLine): PlanLine {
  if (c.entry === undefined) throw new TypeError(`a rule for entries answered for ${c.key} without one`);
  return line(c.entry);
}

const submitAgain = (c: Case, code: ReasonCode, reason: string): PlanLine =>
  withEntry(c, (entry) => {
    const submission = submissionOf(c, entry, generationFill(c, entry.generation));
    if (submission === undefined) return tell(c, 'finished', 'quiet', 'filled by earlier attempts');
    return submitLine(c, entry, submission, code, reason);
  });

function replaceLine(c: Case, code: ReasonCode, reason: string): PlanLine {
  return withEntry(c, (entry) => {
    const fromZero = entry.generation > (c.last?.generation ?? 0);
    const fill = fromZero ? NO_FILL : generationFill(c, entry.generation);
    const submission = submissionOf(c, entry, fill);
    const base = tell(c, code, 'change', reason);
    if (submission === undefined)
      return tell(
        c,
        'blocked-remainder',
        'blocked',
        'the new quantity is filled already: nothing would be left to send',
      );
    const hold = holdOf(c, entry);
    // What would not be sent must not cost the order that rests.
    if (hold) return { ...base, ...hold, submission, changes: c.changes };
    return { ...base, action: 'replace', submission, changes: c.changes };
  });
}

const words = (said: { readonly message?: string } | undefined): string =>
  said?.message === undefined ? '' : `: ${said.message}`;
const endOf = (c: Case): string => c.row?.status ?? c.last?.final?.status ?? 'ended';

function filledText(c: Case): string {
  if (c.last === undefined) return 'filled nothing';
  const { leg, amount, currency } = quantityOf(c.last.wire);
  return `filled ${filledOn(c.row?.fill ?? lastFill(c.last), leg)} of ${amount} ${currency}`;
}

export const RULES: readonly Rule[] = [
  {
    name: 'two orders of ours with one tag',
    matches: (c) => c.rows.length > 1,
    line: (c) =>
      tell(
        c,
        'two-orders-one-tag',
        'person',
        `the venue shows ${c.rows.length} orders with one tag (${c.rows.map((r) => r.id).join(', ')}): cancel what should not be, then resolve`,
      ),
  },
  {
    name: 'in doubt',
    matches: (c) => c.last?.state === 'in-doubt',
    line: (c) =>
      tell(
        c,
        'in-doubt',
        'person',
        `may or may not have been accepted${words(c.last)}; the account takes no new order until tradeform resolve`,
      ),
  },
  {
    name: 'came back',
    matches: (c) => c.last?.cameBack !== undefined,
    line: (c) =>
      tell(
        c,
        'came-back',
        'person',
        `order ${c.last?.cameBack ?? ''} is at the venue although it had ended: cancel it or resolve it`,
      ),
  },
  {
    name: 'cancel under way',
    matches: (c) => isLive(c) && c.last?.cancelWanted === true && c.row?.status === 'cancelling',
    line: (c) => tell(c, 'cancelling', 'notice', 'the venue is cancelling it'),
  },
  {
    name: 'cancel wanted',
    matches: (c) => isLive(c) && c.last?.cancelWanted === true,
    line: (c) => {
      const refused = c.last?.cancelRefused;
      const reason =
        refused === undefined ? 'a cancel was asked for' : `asked for again; the venue said: ${refused}`;
      return tell(c, 'cancel-wanted', 'change', reason, 'cancel');
    },
  },
  {
    name: 'vanished',
    matches: (c) => c.last?.vanished !== undefined && c.row === undefined,
    line: (c) => tell(c, 'vanished', 'person', `${c.last?.vanished ?? ''}: ask the venue, then resolve`),
  },
  {
    name: 'accepted and not listed yet',
    matches: (c) => c.last?.state === 'accepted' && c.row === undefined,
    line: (c) => {
      const settle = c.account.book?.snapshot.settle ?? 0;
      const recent = c.now - (c.last?.acceptedAt ?? 0) < settle;
      return recent
        ? tell(c, 'settling', 'notice', 'accepted, not in the venue’s list yet')
        : tell(
            c,
            'not-listed',
            'notice',
            'accepted, but not in the venue’s list: apply looks three times before it calls it vanished',
          );
    },
  },
  {
    name: 'end seen once',
    matches: (c) =>
      isEnding(c) &&
      (c.last?.replacing !== undefined || (c.entry?.generation ?? 0) > (c.last?.generation ?? 0)),
    line: (c) => tell(c, 'ending', 'notice', 'ended; sent again only once a second reading says the same'),
  },
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
    name: 'entry removed',
    matches: (c) => c.entry === undefined,
    line: (c) => tell(c, 'entry-removed', 'change', 'entry removed', 'cancel'),
  },
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
    name: 'lower generation',
    matches: (c) => (c.entry?.generation ?? 0) < (c.last?.generation ?? 0),
    line: (c) =>
      tell(
        c,
        'lower-generation',
        'invalid',
        `generation is ${c.entry?.generation ?? 0}, but ${c.last?.generation ?? 0} was placed: a generation never goes down`,
      ),
  },
  {
    name: 'resting, target unchanged',
    matches: (c) => isLive(c) && c.changes.length === 0 && c.entry?.generation === c.last?.generation,
    line: (c) => tell(c, 'resting', 'quiet', 'rests as asked for'),
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
    name: 'not sent',
    matches: (c) => c.last?.state === 'not-sent' || c.last?.state === 'not-executed',
    line: (c) => submitAgain(c, 'retry', `retry, as the last attempt was not sent${words(c.last)}`),
  },
  {
    name: 'rejected, target changed',
    matches: (c) => c.last?.state === 'rejected' && c.changes.length > 0,
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
        `refused by the venue${words(c.last)}; edit the entry to send it again, or remove it`,
      ),
  },
  {
    name: 'replacing, old one final',
    matches: (c) => hasEnded(c) && c.last?.replacing !== undefined,
    line: (c) =>
      withEntry(c, (entry) =>
        submissionOf(c, entry, generationFill(c, entry.generation)) === undefined
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
    matches: (c) => c.changes.length === 0 && endOf(c) === 'filled',
    line: (c) => tell(c, 'finished', 'quiet', 'filled'),
  },
  {
    name: 'ended otherwise',
    matches: (c) => c.changes.length === 0,
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

/** The one row of the table that answers for this case. */
export function judge(c: Case): PlanLine {
  const rule = RULES.find((r) => r.matches(c));
  if (rule === undefined) throw new TypeError(`no rule answers for ${c.key}`);
  return rule.line(c);
}
