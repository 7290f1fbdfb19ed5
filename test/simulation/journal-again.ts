import type { JournalEvent } from '../../src/model/event.ts';
import { GrowingHistory } from '../../src/model/fold.ts';
import { type History, covers, emptyHistory, openAttempts } from '../../src/model/history.ts';
import { LOST_JOURNAL } from '../../src/model/ids.ts';
import type { Tag } from '../../src/model/tag.ts';
import type { Approved } from './desk.ts';
import type { Finding } from './offences.ts';

type Event<Type extends JournalEvent['type']> = Extract<JournalEvent, { readonly type: Type }>;

/** Events that say that an order was never made. */
const DENIALS: ReadonlySet<string> = new Set(['not-sent', 'rejected', 'resolved']);

export interface Reading {
  readonly events: () => readonly JournalEvent[];
  readonly approved: (sender: string) => Approved | undefined;
  /** Tags of the ledger's orders. */
  readonly accepted: ReadonlySet<Tag | undefined>;
}

/**
 * The journal read again as it grew: no intent was written while a halt covered it, nor after a cancel request that came
 * while its run was at work, nor beside an order in doubt on the same account; and no verdict was false, also where that came out later.
 */
export function readAgain({ events, approved, accepted }: Reading): readonly Finding[] {
  const findings: Finding[] = [];
  const before = new GrowingHistory(emptyHistory(LOST_JOURNAL));
  const requests: Event<'cancel-requested'>[] = [];
  for (const event of events()) {
    if (event.type === 'cancel-requested') requests.push(event);
    if (event.type === 'intent') {
      const begun = approved(event.run)?.begun ?? 0;
      const since = requests.filter(({ sequence }) => sequence > begun);
      findings.push(...againstIntent(event, before.view(), since));
    }
    before.add(event);
    const tag = deniedBy(event, before);
    if (tag !== undefined && accepted.has(tag)) {
      const what = `${tag} was accepted, and event #${event.sequence} says ${event.type}`;
      findings.push({ offence: 'lost', what });
    }
  }
  return findings;
}

/** The tag of the order that an event says was never made. */
function deniedBy(event: JournalEvent, history: GrowingHistory): Tag | undefined {
  if (!DENIALS.has(event.type) || (event.type === 'resolved' && event.data.outcome === 'executed'))
    return undefined;
  const { key, generation, attempt } = event.subject ?? {};
  if (key === undefined) return undefined;
  const attempts = history.view().keys.get(key) ?? [];
  return attempts.find((one) => one.generation === generation && one.attempt === attempt)?.tag;
}

function againstIntent(
  { sequence, subject }: Event<'intent'>,
  history: History,
  requests: readonly Event<'cancel-requested'>[],
): readonly Finding[] {
  const { account, key } = subject ?? {};
  if (account === undefined || key === undefined) return [];
  const intent = `intent #${sequence} of ${key} was written`;
  const asked = requests.find(({ data }) => covers(data.scope, account, key));
  const doubt = openAttempts(history).find((one) => one.account === account && one.state === 'in-doubt');
  const found: (Finding | false)[] = [
    history.halts.some(({ scope }) => covers(scope, account, key)) && {
      offence: 'halted',
      what: `${intent} under a halt`,
    },
    asked !== undefined && { offence: 'halted', what: `${intent} after cancel request #${asked.sequence}` },
    doubt !== undefined && {
      offence: 'unheld',
      what: `${intent} while ${doubt.key} was in doubt on its account`,
    },
  ];
  return found.filter((one) => one !== false);
}
