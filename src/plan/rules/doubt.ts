import { isBeingSent, isEnding, isHalfReplaced, isLive, isReplacing } from '../facts.ts';
import { type Attempt, canBeFound } from '../../model/history.ts';
import { isFinal } from '../../model/order.ts';
import { type Case, orderFacts } from '../case.ts';
import { replaceLine, tell } from '../line.ts';
import { isTwofold } from '../observe.ts';
import type { Rule } from '../rules.ts';

/** What the journal holds of an attempt that is at the venue all the same. */
function wasOver(attempt: Attempt | undefined): string {
  switch (attempt?.state) {
    case 'rejected':
      return 'the venue had refused it';
    case 'not-sent':
    case 'lapsed':
      return 'it was not sent';
    case 'not-executed':
      return 'it was settled as not executed';
    case 'in-doubt':
    case 'accepted':
    case 'final':
    case undefined:
      return 'it had ended';
  }
}

/** In the words of what happened to it, which say that nobody knows; of a run that died there are none. */
const inDoubt = ({ last }: Case): string =>
  last?.message === undefined ? 'may or may not have been accepted' : `in doubt: ${last.message}`;

/** What must not be touched, or is under way: it answers before anything that an entry asks for. */
export const DOUBT: readonly Rule[] = [
  {
    name: 'two orders of ours with one tag',
    matches: (c) => c.last !== undefined && isTwofold(c.last, c.rows),
    line: (c) => {
      const ids = new Set([
        ...(c.last?.orderId === undefined ? [] : [c.last.orderId]),
        ...c.rows.map((r) => r.id),
      ]);
      return tell(
        c,
        'two-orders-one-tag',
        'person',
        `the venue shows ${ids.size} orders with one tag (${[...ids].join(', ')}): cancel by its id what should not be, then decide which one it is`,
      );
    },
  },
  {
    name: 'being sent by another run',
    matches: isBeingSent,
    line: (c) =>
      tell(
        c,
        'sending',
        'unknown',
        `is being sent: ${c.account.gates.runner ?? ''}; plan again when that has ended`,
      ),
  },
  {
    name: 'in doubt',
    matches: (c) => c.last?.state === 'in-doubt',
    line: (c) =>
      tell(c, 'in-doubt', 'person', `${inDoubt(c)}; the account takes no new order until a person decides`),
  },
  {
    name: 'came back',
    matches: (c) => c.returned !== undefined,
    line: (c) => {
      const order = `order ${c.returned?.cameBack ?? ''}`;
      const status = orderFacts(c)?.status;
      const reason =
        status !== undefined && isFinal(status)
          ? `${order} was at the venue although ${wasOver(c.returned)}, and has ended since (${status}): apply records that once two readings agree`
          : `${order} is at the venue although ${wasOver(c.returned)}: cancel it, or decide that it may stay`;
      return tell(c, 'came-back', 'person', reason);
    },
  },
  {
    name: 'replace under way',
    matches: (c) => isLive(c) && isHalfReplaced(c) && replaceLine(c, 'replacing', '').action === 'replace',
    line: (c) => replaceLine(c, 'replacing', 'begun by an earlier run, and not over'),
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
    line: (c) =>
      tell(
        c,
        'vanished',
        'person',
        `${c.last?.vanished ?? ''}; it counts as live: ${c.last !== undefined && canBeFound(c.last) ? 'ask the venue, then decide' : 'look which order it is, then decide'}`,
      ),
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
    matches: (c) => isEnding(c) && (isReplacing(c) || (c.entry?.generation ?? 0) > (c.last?.generation ?? 0)),
    line: (c) => tell(c, 'ending', 'notice', 'ended; apply sends again once a second reading says the same'),
  },
];
