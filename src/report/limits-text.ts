import { safeText } from '../lib/safe-text.ts';
import { compare } from '../model/decimal.ts';
import type { LimitUsage } from '../model/limits.ts';
import { type Layout, hanging, paint } from './style.ts';

/* What `status --limits` prints: of every limit that fills up, how far it has. */

const nameOf = ({ name, currency }: LimitUsage): string =>
  currency === undefined ? name : `${name} ${currency}`;

const isFull = (usage: LimitUsage): boolean => 'note' in usage || compare(usage.used, usage.limit) >= 0;

/** `212000 of 1000000, 21.2 %`. */
function amountText(usage: LimitUsage): string {
  if ('note' in usage) return `of ${usage.limit}: ${safeText(usage.note)}`;
  const { used, limit, share } = usage;
  return `${used} of ${limit}${share === undefined ? '' : `, ${share} %`}`;
}

function rowText(usage: LimitUsage, width: number, layout: Layout): string {
  const indent = width + 6;
  const text = hanging(amountText(usage), layout.width, indent);
  // A symbol says what the colour does: nothing more fits, or nobody can tell.
  const mark = isFull(usage) ? paint(layout, 'yellow', '!') : ' ';
  return `${mark}   ${safeText(nameOf(usage)).padEnd(width)}  ${text}`;
}

/** A block for each account, in the order of the project file. */
export function renderLimits(usages: readonly LimitUsage[], layout: Layout): string {
  if (usages.length === 0) return 'Limits: none is set that fills up.\n';
  const width = Math.max(...usages.map((usage) => nameOf(usage).length));
  const blocks = [...Map.groupBy(usages, ({ account }) => account)].flatMap(([account, own]) => [
    '',
    paint(layout, 'bold', safeText(account)),
    ...own.map((usage) => rowText(usage, width, layout)),
  ]);
  return ['Limits, and what is used of them', ...blocks, ''].join('\n');
}
