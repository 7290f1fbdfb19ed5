import { isZero } from '../model/decimal.ts';
import type { PlanLine } from '../model/plan.ts';
import { changesText } from './line-words.ts';

/** From this many on, orders that change alike are told once: a reviewer would not read the tenth. */
const ALIKE = 3;
/** What a replace changes, where nothing of the order is filled; edits with one text are one decision. */
const editOf = (line: PlanLine): string | undefined =>
  line.code === 'edited' &&
  line.action === 'replace' &&
  line.order !== undefined &&
  isZero(line.order.fill.received)
    ? changesText(line)
    : undefined;

/** Edits with one text, in groups that are worth telling once. */
export const equalEdits = (lines: readonly PlanLine[]): readonly (readonly PlanLine[])[] =>
  [...Map.groupBy(lines, editOf)].flatMap(([edit, group]) =>
    edit === undefined || group.length < ALIKE ? [] : [group],
  );
