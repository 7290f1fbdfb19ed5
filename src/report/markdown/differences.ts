import { nameOfKey } from '../../model/ids.ts';
import type { Difference } from '../../model/difference.ts';
import type { Plan } from '../../model/plan.ts';
import { describeDifference } from '../difference-text.ts';
import { count } from '../style.ts';
import { documentOf, marker, shownTable } from './document.ts';
import { code, gfm, prose } from './escape.ts';
import { bodyOf, contextOf } from './plan.ts';

const REST = gfm`a new plan has all of them.`;

/** What moved since a plan was approved, and the plan of now. Nothing of it was sent. */
export function renderMovedMarkdown(plan: Plan, differences: readonly Difference[]): string {
  const rows = differences.map((difference) => [
    'key' in difference ? code(nameOfKey(difference.key)) : gfm`the plan`,
    prose(describeDifference(difference)),
  ]);
  const moved = differences.length === 0 ? '' : `, ${count(differences.length, 'difference')}`;
  const verdict = `${plan.environment.toUpperCase()}: not the plan that was approved${moved}; nothing was sent`;
  return documentOf(
    [
      gfm`${marker('apply', plan.environment)}\n### ${prose(verdict)}`,
      contextOf(plan),
      ...shownTable([gfm`name`, gfm`moved since it was approved`], rows),
      gfm`**The plan of now**`,
      ...bodyOf(plan),
      gfm`**To go on**: look at the plan of now, and have that approved.`,
    ],
    REST,
  );
}
