import { LOST_JOURNAL, type Millis, nameOfKey } from '../../model/ids.ts';
import { type Plan, isChange } from '../../model/plan.ts';
import { quietText } from '../plan-words.ts';
import { count } from '../style.ts';
import { day, minute, second } from '../terms.ts';
import { noticeParts, troubleParts } from './attention.ts';
import { changeParts } from './changes.ts';
import { type Part, documentOf, marker } from './document.ts';
import { type Markdown, NOTHING, code, joined, gfm, prose } from './escape.ts';
import { loosenedParts, riskParts } from './risk.ts';
import { verdictOf } from './verdict.ts';

/*
 * A plan as a pull request's comment. Its reader decides with it and answers for it: what would happen and what stands in the way comes
 * first, then what is at stake, then each change, then what is good to know, then how to approve exactly this.
 */

/** How the plan is applied by who approves it. */
export interface Approving {
  /** What to type, but for the digest: `tradeform apply plan.json --env live`. */
  readonly command: string;
  /** The file that it was saved to, and when its approval ends. */
  readonly saved?: { readonly file: string; readonly until: Millis };
}

/** Where all rows are. A workflow keeps what it saves as an artifact. */
const restOf = ({ saved }: Approving): Markdown =>
  saved === undefined
    ? gfm`${code('tradeform plan --format json')} has all of them.`
    : gfm`the saved plan (${code(saved.file)}, in a workflow among the artifacts of its run) has all of them.`;
const FEW = 10;

function few(parts: readonly Markdown[]): Markdown {
  const more = parts.length > FEW ? [gfm`${parts.length - FEW} more`] : [];
  return joined([...parts.slice(0, FEW), ...more], gfm`, `);
}

/** `treasury-desk`, commit, journal and when the book was read. */
export function contextOf(plan: Plan): Markdown {
  const { commit, dirty, journal, accounts } = plan;
  const tree = dirty === true ? gfm` **with uncommitted changes**` : NOTHING;
  const read = accounts.flatMap((account) => account.readAt ?? []);
  const last = Math.max(...read);
  const parts = [
    code(plan.project),
    commit === undefined ? gfm`not in Git` : gfm`commit ${code(commit.slice(0, 7))}${tree}`,
    journal.id === LOST_JOURNAL ? gfm`**journal lost**` : gfm`journal event ${journal.sequence}`,
    read.length === 0 ? gfm`book not read` : gfm`book read ${prose(`${day(last)} ${second(last)}`)}`,
  ];
  return joined(parts, gfm`, `);
}

function accountsOf({ accounts, lines }: Plan): Markdown {
  const told = new Set(lines.map(({ account }) => account));
  const named = accounts
    .filter(({ name }) => told.has(name))
    .map(({ name, venue, id }) => gfm`${code(name)} is ${prose(venue)} ${code(id)}`);
  return named.length === 0 ? NOTHING : gfm`${few(named)}.`;
}

function onlyOf({ only }: Plan): Markdown {
  if (only === undefined) return NOTHING;
  const left = only.leftOut === 0 ? 'nothing' : count(only.leftOut, 'change of others', 'changes of others');
  return gfm`**Only** ${few(only.keys.map((key) => code(nameOfKey(key))))}: ${prose(left)} left out.`;
}

/** Whether there is something to approve: no plan without its journal can be applied. */
const isApplicable = (plan: Plan): boolean => plan.lines.some(isChange) && plan.journal.id !== LOST_JOURNAL;

function approvalOf(plan: Plan, { command, saved }: Approving): readonly Markdown[] {
  if (!isApplicable(plan)) return [];
  const digest = plan.digest.slice(0, 12);
  const typed = saved === undefined ? `${command} --expect ${digest}` : command;
  const time = saved === undefined ? NOTHING : gfm`, once, until ${prose(minute(saved.until))}`;
  return [
    gfm`**To approve**: digest ${code(digest)}. ${code(typed)} sends exactly this${time}, or nothing where anything has moved.`,
  ];
}

/** The parts of a plan below its verdict. */
export const bodyOf = (plan: Plan): readonly Part[] => [
  ...loosenedParts(plan),
  ...troubleParts(plan),
  ...riskParts(plan),
  ...changeParts(plan),
  ...noticeParts(plan),
  joined([onlyOf(plan), prose(quietText(plan)), accountsOf(plan)], gfm` `),
];

export function renderPlanMarkdown(plan: Plan, approving: Approving): string {
  return documentOf(
    [
      gfm`${marker('plan', plan.environment)}\n${verdictOf(plan)}`,
      contextOf(plan),
      ...bodyOf(plan),
      ...approvalOf(plan, approving),
    ],
    restOf(approving),
  );
}
