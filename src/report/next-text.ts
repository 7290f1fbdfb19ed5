import { safeText } from '../lib/safe-text.ts';
import type { PlanLine } from '../model/plan.ts';

/** So many lines to type are shown; whoever has more of them begins with these. */
const MOST = 12;

/** Lines to type, each by itself and never broken, so that it can be pasted; empty where there is none. */
export function commandsText(commands: Iterable<string>): string {
  const all = [...new Set(commands)];
  if (all.length === 0) return '';
  const more = all.length > MOST ? [`  … and ${all.length - MOST} more`] : [];
  const shown = all.slice(0, MOST).map((command) => `  ${safeText(command)}`);
  return `\nNext:\n${[...shown, ...more].join('\n')}\n`;
}

/** What to type about lines that wait for a person. */
export const nextText = (lines: readonly PlanLine[]): string =>
  commandsText(lines.flatMap(({ next }) => next ?? []));
