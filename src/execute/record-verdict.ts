import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { type Here, commandLine, shellWord } from '../model/command-line.ts';
import type { Subject } from '../model/event.ts';
import { type Key, type VenueOrderId, nameOfKey } from '../model/ids.ts';
import type { Verdict } from '../venues/venue.ts';
import type { Desk } from './desk.ts';

interface Lost {
  readonly said: string;
  /** What finds it out without a person, where anything does; then the line to type where a person has to. */
  readonly next: string;
}

const DECIDES = '--reason "…" --approver NAME';

/** What was learnt of an attempt that the journal takes for in doubt, and what to do about that. */
function lost(name: string, verdict: Verdict, here: Here): Lost {
  const resolve = (options = ''): string => commandLine(here, `resolve ${name}${options}`);
  const executed = (id: VenueOrderId): string => ` --executed ${shellWord(id)} ${DECIDES}`;
  const never = resolve(` --not-executed ${DECIDES}`);
  switch (verdict.kind) {
    case 'accepted': {
      const { orderId, venueRef } = verdict;
      const id = orderId ?? venueRef;
      return {
        said: `The venue accepted ${name}${id === undefined ? '' : ` (${id})`}`,
        next: `The next apply looks it up by its tag. If it finds nothing: ${resolve(orderId === undefined ? '' : executed(orderId))}`,
      };
    }
    case 'rejected':
      return { said: `The venue refused ${name}`, next: `Then: ${never}` };
    case 'not-sent':
      return { said: `${name} was not sent`, next: `Then: ${never}` };
    case 'in-doubt':
      return {
        said: `${name} may or may not have been accepted`,
        next: `The next apply looks it up by its tag. If it finds nothing: ${resolve()}`,
      };
  }
}

/** Of an order that trades at once the journal has the acceptance, and the end alone is missing: there is no doubt to decide. */
const endLost = (name: string, status: string, here: Here): Lost => ({
  said: `The venue accepted ${name}, which has ended (${status})`,
  next: `The next apply reads its end from the venue's list. If it is not there: ${commandLine(here, `resolve ${name}`)}`,
});

const verdictLost = ({ said, next }: Lost, cause: unknown): TradeformError =>
  new TradeformError('journal/verdict-lost', `${said}, and that could not be written to the journal.`, {
    ...{ exitCode: EXIT.person, cause },
    remedy: `Mend the journal's storage. ${next}`,
  });

/** Journals what a send proved. Throws `journal/verdict-lost`, with what to type, where that can't be written. */
export async function recordVerdict(desk: Desk, subject: Subject, verdict: Verdict): Promise<void> {
  const { journal, here } = desk;
  const { kind, ...told } = verdict;
  const { fields: _, final, ...data } = { fields: undefined, final: undefined, ...told };
  const name = nameOfKey(subject.key ?? ('' as Key));
  try {
    await journal.append({ type: kind, subject, data } as Parameters<Desk['journal']['append']>[0]);
  } catch (cause) {
    throw verdictLost(lost(name, verdict, here), cause);
  }
  if (final === undefined) return;
  // An order that never rests is over with its answer; a crash in between leaves the venue's list to tell it.
  try {
    await journal.append({ type: 'final', subject, data: final });
  } catch (cause) {
    throw verdictLost(endLost(name, final.status, here), cause);
  }
}
