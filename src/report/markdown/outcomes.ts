import type { ApplyReport } from '../../execute/apply.ts';
import { nameOfKey } from '../../model/ids.ts';
import { type Plan, isChange } from '../../model/plan.ts';
import { type Besides, type Outcome, laterText } from '../outcome-text.ts';
import { count } from '../style.ts';
import { troubleParts } from './attention.ts';
import { BREAK, hasSeveralAccounts, placeCell } from './cells.ts';
import { changeParts } from './changes.ts';
import { type Part, documentOf, marker, shownTable } from './document.ts';
import { type Markdown, NOTHING, code, gfm, joined, prose } from './escape.ts';
import { contextOf } from './plan.ts';
import { troubleText } from './verdict.ts';

/* What came of each approved change, what is left undone first; then what the book needs now; then what had been approved. */

const REST = gfm`${code('tradeform status')} and ${code('tradeform history')} show all of them.`;

/** `1 of 4 changes not done, 3 done`. */
function sumText(outcomes: readonly Outcome[]): string {
  const done = outcomes.filter(({ ok }) => ok).length;
  const all = outcomes.length;
  if (all === 0) return 'nothing to do';
  if (done === 0) return `${count(all, 'change')} not done`;
  return done === all
    ? `${count(done, 'change')} done`
    : `${all - done} of ${count(all, 'change')} not done, ${done} done`;
}

function verdictOf(
  { approved, interrupted, plan, after }: ApplyReport,
  outcomes: readonly Outcome[],
  later: number,
): Markdown {
  const environment = plan.environment.toUpperCase();
  if (!approved)
    return gfm`### ${prose(`${environment}: ${interrupted ? 'interrupted' : 'not approved'}; nothing was sent`)}`;
  const trouble = troubleText(after.plan.lines);
  const unapproved = later === 0 ? '' : `${count(later, 'change')} came up meanwhile`;
  const parts = [interrupted ? 'interrupted' : '', trouble, unapproved, sumText(outcomes)].filter(
    (part) => part !== '',
  );
  return gfm`### ${prose(`${environment}: ${parts.join('; ')}`)}`;
}

function outcomeParts(plan: Plan, outcomes: readonly Outcome[]): readonly Part[] {
  const places = new Map(plan.lines.filter(isChange).map(({ key, place }) => [key, place]));
  const several = hasSeveralAccounts(plan);
  const rows = outcomes
    .toSorted((a, b) => Number(a.ok) - Number(b.ok))
    .map(({ key, account, action, state, detail, ok }) => {
      const on = several ? gfm`on ${code(account)}` : NOTHING;
      const name = joined([code(nameOfKey(key)), on, placeCell(places.get(key))], BREAK);
      return [
        ok ? gfm`✓` : gfm`✗`,
        name,
        prose(action),
        ok ? prose(state) : gfm`**${prose(state)}**`,
        prose(detail),
      ];
    });
  return shownTable([gfm` `, gfm`name`, gfm`change`, gfm`outcome`, gfm`detail`], rows);
}

/** The changes that were approved, folded: the reader of a report on what was done asks for them second. */
function approvedParts(plan: Plan): readonly Part[] {
  const parts = changeParts(plan);
  if (parts.length === 0) return [];
  return [gfm`<details>\n<summary>What was approved</summary>`, ...parts, gfm`</details>`];
}

/** What the venue found wrong with which field, and what nobody has approved. */
function besideParts({ faults, later }: Besides): readonly Part[] {
  const rows = faults.map(({ name, place, field, message }) => [
    joined([code(name), placeCell(place)], BREAK),
    code(field),
    prose(message),
  ]);
  return [
    ...shownTable([gfm`name`, gfm`field`, gfm`what the venue says`], rows),
    ...(later.length === 0 ? [] : [prose(laterText(later))]),
  ];
}

export function renderOutcomesMarkdown(
  report: ApplyReport,
  outcomes: readonly Outcome[],
  besides: Besides,
): string {
  const { plan, after, approved } = report;
  const digest = plan.lines.some(isChange) ? [gfm`Digest ${code(plan.digest.slice(0, 12))}.`] : [];
  return documentOf(
    [
      gfm`${marker('apply', plan.environment)}\n${verdictOf(report, outcomes, besides.later.length)}`,
      contextOf(plan),
      ...outcomeParts(plan, outcomes),
      ...besideParts(besides),
      ...(approved ? troubleParts(after.plan) : troubleParts(plan)),
      ...approvedParts(plan),
      ...digest,
    ],
    REST,
  );
}
