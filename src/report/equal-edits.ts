import type { Plan, PlanLine } from '../model/plan.ts';
import { changesText, isFilled, wouldTradeAtOnce } from './line-words.ts';

/** From this many on, orders that change alike are told once: a reviewer would not read the tenth. */
const ALIKE = 3;

/** What a reviewer has to see of this one order: that it would trade at once, or what a limit says of it. */
const standsOut = (line: PlanLine, plan: Plan): boolean =>
  wouldTradeAtOnce(line, plan) ||
  (line.checks ?? []).some(({ status }) => status === 'warned' || status === 'overridden');

/** What a replace changes, where nothing of the order is filled; edits with one text are one decision. */
const editOf = (line: PlanLine, plan: Plan): string | undefined =>
  line.code === 'edited' &&
  line.action === 'replace' &&
  line.order !== undefined &&
  !isFilled(line) &&
  !standsOut(line, plan)
    ? changesText(line)
    : undefined;

/** Edits with one text, in groups that are worth telling once. */
export const equalEdits = (lines: readonly PlanLine[], plan: Plan): readonly (readonly PlanLine[])[] =>
  [...Map.groupBy(lines, (line) => editOf(line, plan))].flatMap(([edit, group]) =>
    edit === undefined || group.length < ALIKE ? [] : [group],
  );
