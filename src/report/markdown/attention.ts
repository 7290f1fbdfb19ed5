import { type Level, type Plan, type PlanLine, isChange } from '../../model/plan.ts';
import { describeTerms } from '../terms.ts';
import { BREAK, hasSeveralAccounts, nameCell, stacked } from './cells.ts';
import { type Part, foldedTable, shownTable } from './document.ts';
import { type Markdown, NOTHING, code, joined, gfm, prose } from './escape.ts';

/** In the order in which they need somebody. A plan's quiet lines are only counted. */
const WORDS: Readonly<Partial<Record<Level, Markdown>>> = {
  person: gfm`**needs a person**`,
  unknown: gfm`**unknown**`,
  invalid: gfm`**wrong**`,
  refused: gfm`**refused**`,
  blocked: gfm`**held back**`,
};
const URGENCY = ['person', 'unknown', 'invalid', 'refused', 'blocked'] as const satisfies readonly Level[];

/** Lines that stand in the way of something, the most urgent first. */
export const troubleOf = (lines: readonly PlanLine[]): readonly PlanLine[] =>
  URGENCY.flatMap((level) => lines.filter((line) => line.level === level && !isChange(line)));

/** So many are seen at once. */
const OPEN = 10;

const saysCell = ({ submission, reason, next }: PlanLine): Markdown => {
  const held = submission === undefined ? NOTHING : gfm`${prose(describeTerms(submission.wire))}: not sent`;
  return joined([held, prose(reason), next === undefined ? NOTHING : code(next)], BREAK);
};

/** What a person has to look at before anything else. */
export function troubleParts(plan: Plan): readonly Part[] {
  const several = hasSeveralAccounts(plan);
  const rows = troubleOf(plan.lines).map((line) => [
    WORDS[line.level] ?? NOTHING,
    joined([nameCell(line, several || line.key === undefined)], BREAK),
    saysCell(line),
  ]);
  return shownTable([gfm``, gfm`name`, gfm`what is wrong, and what to do`], rows);
}

/** What is good to know, and changes nothing. */
export function noticeParts(plan: Plan): readonly Part[] {
  const several = hasSeveralAccounts(plan);
  const lines = plan.lines.filter((line) => line.level === 'notice' && !isChange(line));
  const rows = lines.map((line) => [nameCell(line, several), stacked([line.reason])]);
  const summary = rows.length === 1 ? gfm`1 thing to know` : gfm`${rows.length} things to know`;
  return foldedTable(summary, [gfm`name`, gfm`what`], rows, rows.length <= OPEN);
}
