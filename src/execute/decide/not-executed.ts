import { mayBeUnderWay } from '../../model/history.ts';
import type { Millis, VenueOrderId } from '../../model/ids.ts';
import { type Refused, refused } from './refused.ts';
import { type Sight, type VenueSight, alike, isUnread } from './sight.ts';

/*
 * That an order was not executed is the decision that can send it twice: its entry is offered again. It can be said of nothing that
 * the venue shows, nor of what may still be on its way, nor while an order like it has not been told apart.
 */

const ids = (rows: readonly { readonly id: VenueOrderId }[]): string => rows.map(({ id }) => id).join(', ');

function foundRefusal({ question }: Sight, { found }: VenueSight): Refused {
  if (question === 'came-back')
    return refused('found', `The venue shows it: ${ids(found)}.`, 'Cancel it, or say that it may stay.');
  if (question === 'two-orders')
    return refused(
      'found',
      `The venue shows more than one order under its tag: ${ids(found)}.`,
      'Cancel by its id what should not be there, then say which one it is.',
    );
  return refused(
    'found',
    `The venue shows it: ${ids(found)}.`,
    'There is nothing to doubt any more: the next apply takes it in.',
  );
}

/** Why it can't be said that this order was not executed, or undefined. */
export function whyNotNever(
  sight: Sight,
  venue: VenueSight,
  others: readonly VenueOrderId[],
  now: Millis,
): Refused | undefined {
  if (venue.found.length > 0) return foundRefusal(sight, venue);
  if (mayBeUnderWay(sight.attempt, now))
    return refused(
      'under-way',
      `It may be on its way to the venue: a run may send it until ${new Date(sight.attempt.deadline).toISOString()}.`,
      'Wait until then, and look again.',
    );
  const { intentAt } = sight.attempt;
  if (now < intentAt + venue.settle)
    return refused(
      'too-soon',
      `It was sent at ${new Date(intentAt).toISOString()}, and the venue's lists may be late to show it.`,
      `Look again after ${new Date(intentAt + venue.settle).toISOString()}.`,
    );
  const { candidates } = venue;
  if (isUnread(candidates))
    return refused(
      'candidates-unread',
      `Whether an order like it is at the venue can't be told: ${candidates.reason}.`,
      `${candidates.remedy} Until it can be told, the order stays in doubt.`,
    );
  const open = alike(venue).filter((id) => !others.includes(id));
  if (open.length === 0) return undefined;
  return open.length === 1
    ? refused(
        'candidates',
        `An order on the same terms and of about the same time may be it: ${open.join(', ')}.`,
        'Say that it is this one, or, with --other, that it is another.',
      )
    : refused(
        'candidates',
        `${open.length} orders on the same terms and of about the same time may be it: ${open.join(', ')}.`,
        'Say that it is one of them, or, with --other for each, that they are others.',
      );
}
