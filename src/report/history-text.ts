import { safeText } from '../lib/safe-text.ts';
import type { EventData, JournalEvent } from '../model/event.ts';
import { covers } from '../model/history.ts';
import type { AccountName, Key } from '../model/ids.ts';
import { eventWords, subjectWords } from './event-words.ts';
import { type Layout, count, hanging, paint } from './style.ts';
import { day, second } from './terms.ts';

/*
 * The journal as a ledger: a heading for each run (when, who, on which commit, what), below it what it wrote. Newest last.
 */

const byRun = (events: readonly JournalEvent[]): readonly (readonly [JournalEvent, ...JournalEvent[]])[] => {
  const runs: [JournalEvent, ...JournalEvent[]][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0].run === event.run) last.push(event);
    else runs.push([event]);
  }
  return runs;
};

const SHORT = 8;

/** When, who, on which commit, what; and where CI shows it. */
function heading(
  first: JournalEvent,
  started: EventData['run-started'] | undefined,
  layout: Layout,
): readonly string[] {
  const { time, actor, commit, run } = first;
  const { command, ci } = started ?? {};
  const parts = [
    `${day(time)} ${second(time)}`,
    safeText(actor),
    ...(command === undefined ? [] : [safeText(command)]),
    ...(commit === undefined ? [] : [`commit ${safeText(commit.slice(0, 7))}`]),
    ...(ci?.pullRequest === undefined ? [] : [`pull request ${safeText(ci.pullRequest)}`]),
    `run ${safeText(run.slice(0, SHORT))}`,
  ];
  return [
    paint(layout, 'bold', hanging(parts.join('  '), layout.width, 0)),
    ...(ci?.run === undefined
      ? []
      : [paint(layout, 'dim', `  ${hanging(safeText(ci.run), layout.width, 2)}`)]),
  ];
}

function line(event: JournalEvent, digits: number, layout: Layout): string {
  const place = `  ${`#${event.sequence}`.padStart(digits + 1)}  ${second(event.time)}  `;
  const about = subjectWords(event.subject);
  const text = safeText(`${about === '' ? '' : `${about}: `}${eventWords(event)}`);
  return `${paint(layout, 'dim', place)}${hanging(text, layout.width, place.length)}`;
}

/** Events that bear on one order, under all the names that it has had. */
export function eventsOf(events: readonly JournalEvent[], key: Key): readonly JournalEvent[] {
  const out: JournalEvent[] = [];
  const accounts = new Set<AccountName>();
  for (const { subject } of events) if (subject?.key === key) accounts.add(subject.account);
  // From the newest back, so that each rename gives the name that stood before it.
  let name = key;
  for (const event of events.toReversed()) {
    if (bearsOn(event, name, accounts)) out.push(event);
    if (event.type !== 'renamed') continue;
    const before = event.data.renames.find(({ to }) => to === name);
    if (before === undefined) continue;
    name = before.from;
    for (const { subject } of events) if (subject?.key === name) accounts.add(subject.account);
  }
  return out.toReversed();
}

function bearsOn(event: JournalEvent, key: Key, accounts: ReadonlySet<AccountName>): boolean {
  if (event.subject?.key !== undefined) return event.subject.key === key;
  if (event.type === 'renamed') return event.data.renames.some(({ from, to }) => from === key || to === key);
  if (event.type !== 'halted' && event.type !== 'unhalted' && event.type !== 'cancel-requested') return false;
  return [...accounts].some((account) => covers(event.data.scope, account, key));
}

export interface HistoryText {
  readonly project: string;
  readonly environment: string;
  readonly journal: string;
  /** Everything in the journal. */
  readonly all: readonly JournalEvent[];
  /** What is to be shown of it. */
  readonly shown: readonly JournalEvent[];
}

export function renderHistory(
  { project, environment, journal, all, shown }: HistoryText,
  layout: Layout,
): string {
  const digits = String(all.length).length;
  const starts = new Map(
    all.flatMap((event) => (event.type === 'run-started' ? [[event.run, event.data] as const] : [])),
  );
  const groups = byRun(shown.filter(({ type }) => type !== 'run-started')).flatMap((events) => [
    '',
    ...heading(events[0], starts.get(events[0].run), layout),
    ...events.map((event) => line(event, digits, layout)),
  ]);
  const title = [
    paint(layout, 'bold', environment.toUpperCase()),
    safeText(project),
    `journal ${safeText(journal)}`,
  ];
  const some = shown.length === all.length ? '' : `${shown.length} of `;
  return [title.join('  '), ...groups, '', `${some}${count(all.length, 'event')}.`, ''].join('\n');
}
