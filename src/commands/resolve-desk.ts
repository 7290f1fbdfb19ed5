import { type Decision, type Grounds, resolvedOf } from '../execute/decide/decision.ts';
import { whyNotThat } from '../execute/decide/executed.ts';
import { type Eyes, look } from '../execute/decide/look.ts';
import { whyNotNever } from '../execute/decide/not-executed.ts';
import { type Refused, refused } from '../execute/decide/refused.ts';
import { type Sight, type Unread, isUnread } from '../execute/decide/sight.ts';
import { type Journal, eachEvent } from '../journal/journal.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { type Here, commandLine } from '../model/command-line.ts';
import { GrowingHistory } from '../model/fold.ts';
import { emptyHistory } from '../model/history.ts';
import { type Key, nameOfKey } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { type Invocation, hereOf } from './invocation.ts';
import { runContext, scopeOfProject } from './project.ts';

/** A desk at which somebody decides about an order. */
export interface DecisionDesk {
  readonly inv: Invocation;
  readonly project: Project;
  readonly journal: Journal;
  readonly eyes: Eyes;
  readonly here: Here;
}

export function deskOf(
  inv: Invocation,
  project: Project,
  venues: OpenVenues,
  journal: Journal,
): DecisionDesk {
  const { byAccount, accounts, clock, troubles } = venues;
  const readers = new Map([...byAccount].map(([name, venue]) => [name, venue.reader]));
  const growing = new GrowingHistory(emptyHistory(journal.id));
  const history: Eyes['history'] = async () => {
    await eachEvent(journal, growing.sequence, (event) => growing.add(event));
    return growing.view();
  };
  const eyes = { of: { readers, accounts, clock, troubles }, scope: scopeOfProject(project), history };
  return { inv, project, journal, eyes, here: hereOf(inv, project.environment.name) };
}

/** `decided`: a decision was made, and is not recorded. */
const errorOf = ({ code, message, remedy }: Refused, decided?: true): TradeformError =>
  new TradeformError(`resolve/${code}`, safeText(message), {
    exitCode: code === 'unread' || code === 'candidates-unread' ? EXIT.error : EXIT.usage,
    // First: a command that ends a remedy is pasted without what follows it.
    remedy: decided === undefined ? remedy : `Nothing was recorded. ${remedy}`,
  });

/** What is open under any of these keys. Throws where nothing is (`resolve/settled`), and where that can't be told. */
export async function sightOf({ eyes, here }: DecisionDesk, keys: readonly Key[]): Promise<Sight> {
  let unread: Unread | undefined;
  for (const key of keys.toReversed()) {
    const seen = await look(eyes, key);
    if (seen === undefined) continue;
    if (!isUnread(seen)) return seen;
    unread ??= seen;
  }
  const name = nameOfKey(keys.at(-1) ?? ('' as Key));
  if (unread !== undefined)
    throw errorOf(
      refused('unread', `What is open about ${name} can't be told: ${unread.reason}.`, unread.remedy),
    );
  const { keys: known } = await eyes.history();
  const last = keys.flatMap((key) => known.get(key) ?? []).at(-1);
  throw errorOf(
    refused(
      'settled',
      `${name} is not in doubt: it is ${last?.final?.status ?? last?.state ?? 'unknown'}.`,
      `There is nothing to decide. What is known of it: ${commandLine(here, `status ${name}`)}`,
    ),
  );
}

/** Throws where what the venue shows speaks against the decision. */
export async function mustHold(
  { eyes, here }: DecisionDesk,
  sight: Sight,
  decision: Decision,
): Promise<void> {
  const { venue } = sight;
  if (isUnread(venue))
    throw errorOf(
      refused(
        'unread',
        `The venue can't be read: ${venue.reason}.`,
        `${venue.remedy} Decide when it can be: until then the order stays as it is.`,
      ),
      true,
    );
  const { of } = eyes;
  const history = await eyes.history();
  const why =
    decision.outcome === 'executed'
      ? await whyNotThat({ of, history, here }, sight, venue, decision.orderId)
      : whyNotNever(sight, venue, decision.others, of.clock.now());
  if (why !== undefined) throw errorOf(why, true);
}

/** Writes the decision, and before it what it rests on and no run has written. Needs no lock. */
export async function recordDecision(
  { inv, project, journal }: DecisionDesk,
  { attempt, learned }: Sight,
  decision: Decision,
  grounds: Grounds,
): Promise<void> {
  const context = runContext(inv, project);
  for (const draft of learned) await journal.control(context, draft);
  const { account, accountId, key, generation } = attempt;
  await journal.control(context, {
    type: 'resolved',
    subject: { account, accountId, key, generation, attempt: attempt.attempt },
    data: resolvedOf(decision, grounds),
  });
}
