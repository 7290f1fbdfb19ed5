import type { Place } from '../../model/order.ts';
import type { Plan, PlanLine } from '../../model/plan.ts';
import { titleOf } from '../line-words.ts';
import { type Markdown, NOTHING, code, joined, gfm, prose } from './escape.ts';

// Cells that several tables have.

export const BREAK = gfm`<br>`;

/** `orders.yaml:3`, as code. */
export const placeCell = (place: Place | undefined): Markdown =>
  place === undefined ? NOTHING : code(`${place.file}:${place.line}`);

/** What a line is about, and where it stands in the files. */
export const nameCell = (line: PlanLine, several: boolean): Markdown => {
  const account = several ? gfm`on ${code(line.account)}` : NOTHING;
  return joined([code(titleOf(line)), account, placeCell(line.place)], BREAK);
};

/** Texts one under the other in one cell. */
export const stacked = (texts: readonly string[]): Markdown =>
  joined(
    texts.map((text) => prose(text)),
    BREAK,
  );

/** Whether the plan tells of more than one account, so that each row has to name its own. */
export const hasSeveralAccounts = ({ lines }: Plan): boolean =>
  new Set(lines.map(({ account }) => account)).size > 1;
