import type { Decision, Grounds } from '../execute/decide/decision.ts';
import { resolvedOf } from '../execute/decide/decision.ts';
import { type Sight, isUnread } from '../execute/decide/sight.ts';
import type { Stranger } from '../execute/decide/stranger.ts';
import { safeText } from '../lib/safe-text.ts';
import { isFinal } from '../model/order.ts';
import { commandLine, shellWord } from '../model/command-line.ts';
import { nameOfKey } from '../model/ids.ts';
import { waysOn } from '../report/decision-text.ts';
import { type Sender, renderEvidence } from '../report/evidence-text.ts';
import { commandsText } from '../report/next-text.ts';
import { renderStranger, strangerWays } from '../report/stranger-text.ts';
import { hanging, paint } from '../report/style.ts';
import { layoutOf, writeJson } from './invocation.ts';
import type { DecisionDesk } from './resolve-desk.ts';

/** What every document and every page of this command begins with. */
const head = ({ project }: DecisionDesk): Readonly<Record<string, unknown>> => ({
  format: 1,
  project: project.name,
  environment: project.environment.name,
});

function heading({ inv, project }: DecisionDesk): string {
  const environment = paint(layoutOf(inv.out), 'bold', project.environment.name.toUpperCase());
  return `${environment}  ${safeText(project.name)}\n\n`;
}

/** Who sent it, by the event of its intent. */
async function senderOf({ journal }: DecisionDesk, { attempt }: Sight): Promise<Sender | undefined> {
  const [event] = await journal.read(attempt.intentSequence - 1);
  if (event === undefined) return undefined;
  const { actor, commit } = event;
  return { actor, ...(commit === undefined ? {} : { commit }) };
}

/** What a program is told of an attempt and of what the venue shows. */
function sightJson(sight: Sight): Readonly<Record<string, unknown>> {
  const { attempt, question, readAt, venue } = sight;
  const { key, account, generation, tag, tagSent, wire, intentAt, message, vanished, orderId } = attempt;
  const seen = isUnread(venue)
    ? { unread: venue }
    : {
        found: venue.found,
        candidates: venue.candidates,
        ...(venue.unclear === undefined ? {} : { unclear: venue.unclear }),
        ...(venue.balances === undefined ? {} : { balances: Object.fromEntries(venue.balances) }),
      };
  return {
    ...{ question, key, account, generation, attempt: attempt.attempt, tag, tagSent, orderId },
    ...{ terms: wire, sentAt: intentAt, message: vanished ?? message, readAt, ...seen },
  };
}

/** The evidence, and what can be done; `ways`: as lines to type, where nothing is decided yet. */
export async function showSight(desk: DecisionDesk, sight: Sight, ways: boolean): Promise<void> {
  const { inv, eyes, here } = desk;
  if (inv.options.format === 'json') {
    writeJson(inv.out, { ...head(desk), ...sightJson(sight), next: waysOn(sight, here).commands });
    return;
  }
  const account = eyes.of.accounts.get(sight.attempt.account);
  const where = `${account?.venue ?? 'unknown'} ${sight.attempt.accountId}`;
  const facts = { sight, sender: await senderOf(desk, sight), account: where };
  inv.out.write(`${heading(desk)}${renderEvidence(facts, layoutOf(inv.out))}`);
  if (ways) showWays(desk, sight);
}

/** What can be done, as lines to type. */
export function showWays({ inv, here }: DecisionDesk, sight: Sight): void {
  if (inv.options.format === 'json') return;
  const { advice, commands } = waysOn(sight, here);
  inv.out.write(`\n${hanging(advice, layoutOf(inv.out).width, 0)}\n${linesOf(commands)}`);
}

const linesOf = (commands: readonly string[]): string =>
  commands.map((command) => `  ${safeText(command)}\n`).join('');

export function showStranger(desk: DecisionDesk, stranger: Stranger): void {
  const { inv, here, journal } = desk;
  if (inv.options.format === 'json') {
    const { account, row, tag, key } = stranger;
    const next = strangerWays(stranger, here).map(([command]) => command);
    writeJson(inv.out, {
      ...head(desk),
      question: 'foreign-writer',
      account: account.name,
      key,
      order: row,
      tag,
      next,
    });
  } else inv.out.write(`${heading(desk)}${renderStranger(stranger, journal.id, here, layoutOf(inv.out))}`);
}

/** What is left to be done once a decision stands. */
function afterwards({ here }: DecisionDesk, sight: Sight, decision: Decision): readonly string[] {
  const { venue } = sight;
  if (decision.outcome === 'not-executed') return [commandLine(here, 'plan')];
  // Of two orders under one tag, the other one still holds the account up.
  const others = isUnread(venue)
    ? []
    : venue.found.filter(({ id, status }) => id !== decision.orderId && !isFinal(status));
  return [
    ...others.map(({ id }) => commandLine(here, `cancel ${shellWord(id)}`)),
    commandLine(here, `status ${nameOfKey(sight.attempt.key)}`),
  ];
}

export function showRecorded(desk: DecisionDesk, sight: Sight, decision: Decision, grounds: Grounds): void {
  const { inv } = desk;
  const next = afterwards(desk, sight, decision);
  if (inv.options.format === 'json') {
    const recorded = { ...resolvedOf(decision, grounds), actor: inv.actor };
    writeJson(inv.out, { ...head(desk), ...sightJson(sight), decision: recorded, next });
    return;
  }
  const name = nameOfKey(sight.attempt.key);
  const said =
    decision.outcome === 'executed'
      ? `${name} is order ${decision.orderId}. It counts as placed`
      : `${name} was not executed. The next plan offers it again, where its entry still asks for it`;
  const text = `Recorded by ${inv.actor}, approved by ${grounds.approver}: ${said}.`;
  inv.out.write(`\n${hanging(safeText(text), layoutOf(inv.out).width, 0)}\n${commandsText(next)}`);
}
