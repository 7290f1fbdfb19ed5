import { LOST_JOURNAL } from '../../model/ids.ts';
import type { Level, Plan, PlanLine } from '../../model/plan.ts';
import { count } from '../style.ts';
import { type Markdown, gfm, prose } from './escape.ts';

/*
 * What a reviewer reads first, and often alone: what would happen, in words. What stands in the way comes before what would be done.
 */

const TROUBLE: readonly (readonly [Level, one: string, many: string])[] = [
  ['person', 'order needs a person', 'orders need a person'],
  ['unknown', 'account is unknown', 'accounts are unknown'],
  ['invalid', 'entry is wrong', 'entries are wrong'],
  ['refused', 'change is refused', 'changes are refused'],
  ['blocked', 'change is held back', 'changes are held back'],
];

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** `would submit 2 orders, replace 1 and cancel 1`; empty where nothing changes. */
export function wouldText({ counts }: Plan): string {
  const verbs: readonly (readonly [string, number, string])[] = [
    ['submit', counts.submit, 'order'],
    ['replace', counts.replace, 'order'],
    ['cancel', counts.cancel, 'order'],
    ['start or pause', counts.setRun, 'strategy'],
  ];
  const done = verbs.filter(([, n]) => n > 0);
  const parts = done.map(([verb, n, noun], index) => {
    const named = index === 0 || noun !== 'order';
    return `${verb} ${named ? count(n, noun, noun === 'strategy' ? 'strategies' : undefined) : n}`;
  });
  return parts.length === 0 ? '' : `would ${listed(parts)}`;
}

/** `1 order needs a person, 2 changes are held back`; empty where nothing stands in the way. */
export const troubleText = (lines: readonly PlanLine[]): string =>
  TROUBLE.flatMap(([level, one, many]) => {
    const n = lines.filter((line) => line.level === level).length;
    return n === 0 ? [] : [count(n, one, many)];
  }).join(', ');

/** What speaks against the plan as a whole. */
const graveTexts = ({ journal, limits }: Plan): readonly string[] => [
  ...(journal.id === LOST_JOURNAL ? ['its journal can’t be used'] : []),
  ...((limits?.loosened.length ?? 0) === 0 ? [] : ['the limits are looser than before']),
];

const overriddenText = (overridden: number): string =>
  overridden === 0 ? '' : count(overridden, 'limit is overridden', 'limits are overridden');

/** `LIVE: 1 change is held back; would submit 1 order and cancel 2`. */
export function verdictOf(plan: Plan): Markdown {
  const overridden = overriddenText(plan.limits?.overridden ?? 0);
  const trouble = [...graveTexts(plan), troubleText(plan.lines), overridden]
    .filter((text) => text !== '')
    .join(', ');
  const would = wouldText(plan);
  const notices = plan.lines.filter(({ level }) => level === 'notice').length;
  const quiet = notices === 0 ? 'no changes' : `no changes, ${count(notices, 'thing')} to know`;
  const done = would !== '' ? would : trouble === '' ? quiet : 'nothing would be sent';
  const text = trouble === '' ? done : `${trouble}; ${done}`;
  return gfm`### ${prose(`${plan.environment.toUpperCase()}: ${text}`)}`;
}
