import { type Plan, type PlanLine, isChange } from '../../model/plan.ts';
import type { FieldChange } from '../../model/terms.ts';
import { equalEdits } from '../equal-edits.ts';
import { detailsOf, fillOf, isFilled, shortId, spelled, submitText, titleOf } from '../line-words.ts';
import { describeTerms } from '../terms.ts';
import { BREAK, hasSeveralAccounts, nameCell, stacked } from './cells.ts';
import { type Part, foldedTable, shownTable } from './document.ts';
import { type Markdown, NOTHING, code, joined, gfm, prose } from './escape.ts';

/** So many rows are seen at once; the others stand folded below them. */
const AT_ONCE = 25;
/** So many names of one edit are seen at once. */
const NAMED = 5;

const VERBS = {
  submit: gfm`+ submit`,
  replace: gfm`± replace`,
  cancel: gfm`- cancel`,
  'set-run': gfm`~ run`,
  none: NOTHING,
} as const;

/** `priceLimit 95000.00 → **95500.00**`, one under the other. */
const editCell = (changes: readonly FieldChange[]): Markdown =>
  joined(
    changes.map(
      ({ field, from, to }) =>
        gfm`${prose(field)} ${prose(spelled(field, from))} → **${
          prose(spelled(field, to)) || gfm`(empty)`
        }**`,
    ),
    BREAK,
  );

function orderTexts(line: PlanLine, plan: Plan): readonly string[] {
  const { submission, order, action } = line;
  if (submission !== undefined && action !== 'cancel' && action !== 'set-run') {
    // The order itself on the first line, what becomes of it on the next.
    const terms = describeTerms(submission.wire);
    const rest = submitText(line, submission.wire, plan).slice(terms.length).replace(/^, /, '');
    return [terms, rest, ...detailsOf(line)];
  }
  return order?.terms === undefined ? [] : [describeTerms(order.terms)];
}

function whyTexts(line: PlanLine): readonly string[] {
  const filled = isFilled(line) ? [fillOf(line)] : [];
  const id = shortId(line.order);
  switch (line.action) {
    case 'replace': {
      const why = line.code === 'edited' ? [] : [line.reason];
      return [...why, `cancel ${id}, then submit; not resting in between`, ...filled];
    }
    case 'cancel':
    case 'set-run':
      return [line.reason, ...(id === '' ? [] : [`order ${id}`]), ...filled];
    case 'submit':
    case 'none':
      return [line.reason];
  }
}

interface Row {
  readonly verb: Markdown;
  readonly name: Markdown;
  readonly order: Markdown;
  readonly edit: Markdown;
  readonly why: Markdown;
}

const rowOf = (line: PlanLine, plan: Plan, several: boolean): Row => ({
  verb: VERBS[line.action],
  name: nameCell(line, several),
  order: stacked(orderTexts(line, plan)),
  edit: editCell(line.action === 'replace' ? (line.changes ?? []) : []),
  why: stacked(whyTexts(line)),
});

/** One row for edits that are alike. */
function groupRow(group: readonly PlanLine[]): Row {
  // Never “and 1 more”: its name is no longer than that.
  const named = group.length === NAMED + 1 ? group.length : NAMED;
  const names = group.slice(0, named).map((line) => code(titleOf(line)));
  const more = group.length > named ? [gfm`and ${group.length - named} more`] : [];
  return {
    verb: VERBS.replace,
    name: joined([...names, ...more], BREAK),
    order: gfm`${group.length} orders that change alike, none filled`,
    edit: editCell(group[0]?.changes ?? []),
    why: gfm`cancel each, then submit; not resting in between`,
  };
}

const HEADINGS = [gfm``, gfm`name`, gfm`order`, gfm`was → is`, gfm`why`] as const;
const EDIT = 3;

/** Headings and cells; without the column of edits where nothing is edited. */
function columns(rows: readonly Row[]): Parameters<typeof shownTable> {
  const edits = rows.some(({ edit }) => edit !== '');
  const kept = <T>(cells: readonly T[]): readonly T[] => (edits ? cells : cells.toSpliced(EDIT, 1));
  return [
    kept(HEADINGS),
    rows.map(({ verb, name, order, edit, why }) => kept([verb, name, order, edit, why])),
  ];
}

/** What would be done, in the order in which it is done; equal edits once, each of them folded below. */
export function changeParts(plan: Plan): readonly Part[] {
  const several = hasSeveralAccounts(plan);
  const changes = plan.lines.filter(isChange);
  const accounts = Map.groupBy(changes, ({ account }) => account);
  const groups = [...accounts.values()].flatMap((lines) => equalEdits(lines, plan));
  const groupOf = new Map(groups.flatMap((group) => group.map((line) => [line, group] as const)));
  const rows = changes.flatMap((line) => {
    const group = groupOf.get(line);
    if (group === undefined) return [rowOf(line, plan, several)];
    return group[0] === line ? [groupRow(group)] : [];
  });
  const [shown, folded] = [rows.slice(0, AT_ONCE), rows.slice(AT_ONCE)];
  const each = groups.flat();
  return [
    ...shownTable(...columns(shown)),
    ...foldedTable(gfm`${folded.length} more changes`, ...columns(folded)),
    ...foldedTable(
      gfm`Each of the ${each.length} orders that change alike`,
      ...columns(each.map((line) => rowOf(line, plan, several))),
    ),
  ];
}
