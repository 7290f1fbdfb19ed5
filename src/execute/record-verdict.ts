import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Subject } from '../model/event.ts';
import { type Key, nameOfKey } from '../model/ids.ts';
import type { Verdict } from '../venues/venue.ts';
import type { Desk } from './desk.ts';

/** What was learnt of an attempt that the journal takes for in doubt, and what to do about that. */
function lost(name: string, verdict: Verdict): { readonly said: string; readonly next: string } {
  const resolve = `tradeform resolve ${name}`;
  switch (verdict.kind) {
    case 'accepted': {
      const { orderId, venueRef } = verdict;
      const id = orderId ?? venueRef;
      return {
        said: `The venue accepted ${name}${id === undefined ? '' : ` (${id})`}`,
        next: `The next apply looks it up by its tag. If it finds nothing: ${resolve}${orderId === undefined ? '' : ` --executed ${orderId}`}`,
      };
    }
    case 'rejected':
      return { said: `The venue refused ${name}`, next: `Then: ${resolve} --not-executed` };
    case 'not-sent':
      return { said: `${name} was not sent`, next: `Then: ${resolve} --not-executed` };
    case 'in-doubt':
      return {
        said: `${name} may or may not have been accepted`,
        next: `The next apply looks it up by its tag. If it finds nothing: ${resolve}`,
      };
  }
}

/** Journals what a send proved. Throws `journal/verdict-lost`, with what to type, where that can't be written. */
export async function recordVerdict(desk: Desk, subject: Subject, verdict: Verdict): Promise<void> {
  const { kind, ...told } = verdict;
  const { fields: _, final, ...data } = { fields: undefined, final: undefined, ...told };
  try {
    await desk.journal.append({ type: kind, subject, data } as Parameters<Desk['journal']['append']>[0]);
    // An order that never rests is over with its answer; a crash in between leaves the venue's list to tell it.
    if (final !== undefined) await desk.journal.append({ type: 'final', subject, data: final });
  } catch (cause) {
    const { said, next } = lost(nameOfKey(subject.key ?? ('' as Key)), verdict);
    const message = `${said}, and that could not be written to the journal.`;
    const remedy = `Mend the journal's storage. ${next}`;
    throw new TradeformError('journal/verdict-lost', message, { exitCode: EXIT.person, remedy, cause });
  }
}
