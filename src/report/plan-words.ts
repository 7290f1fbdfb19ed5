import { type Decimal, decimal } from '../model/decimal.ts';
import { type Millis, nameOfKey } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import type { Run } from '../model/terms.ts';
import { count } from './style.ts';
import { day, minute, padLike } from './terms.ts';

// What a plan comes to, in plain words: every report lays them out in its own way.

/** Worths are told with cents at least. */
const CENTS = decimal('0.00');

/** `47000.00 USD`. */
export const money = (amount: Decimal, currency: string): string => `${padLike(amount, CENTS)} ${currency}`;

function worth(sums: Readonly<Record<string, Decimal>>, word: string): readonly string[] {
  const parts = Object.entries(sums).map(([currency, amount]) => money(amount, currency));
  return parts.length === 0 ? [] : [`${parts.join(' and ')} of ${word}`];
}

/** `After apply: 2 open orders, at most 94750.00 USD of buys.` */
export function afterText({ exposure }: Plan): string {
  const sums = [...worth(exposure.buys, 'buys'), ...worth(exposure.sells, 'sells')];
  const most = sums.length === 0 ? '' : `, at most ${sums.join(' and ')}`;
  const unpriced =
    exposure.unpriced === 0 ? '' : `, and ${count(exposure.unpriced, 'order')} that no price bounds`;
  const { atOnce } = exposure;
  const traded = [...worth(atOnce.buys, 'buys'), ...worth(atOnce.sells, 'sells')].join(' and ');
  const now = `${count(atOnce.orders, 'trades', 'trade')} at once or not at all${traded === '' ? '' : `, for about ${traded}`}`;
  const after = `After apply: ${count(exposure.orders, 'open order')}${most}${unpriced}.`;
  return atOnce.orders === 0 ? after : `${after} ${now}.`;
}

/** `Limits: 11 passed, 1 warned.`; empty where nothing was held to any. */
export function limitsText({ limits }: Plan): string {
  if (limits === undefined) return '';
  const { passed, warned, overridden, refused } = limits;
  const parts = [
    passed > 0 ? `${passed} passed` : '',
    warned > 0 ? `${warned} warned` : '',
    overridden > 0 ? `${overridden} overridden` : '',
    refused > 0 ? `${refused} refused` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `Limits: ${parts.join(', ')}.`;
}

/** What stands above a plan: limits that are looser than before, and exceptions from them. */
export function headsOf({ limits, lines }: Plan): readonly string[] {
  const exceptions = lines.flatMap(({ key, checks = [] }) =>
    checks
      .filter(({ status }) => status === 'overridden')
      .map(
        ({ code, message, reason = '' }) =>
          `exception from ${code} for ${key === undefined ? '' : nameOfKey(key)}: ${message}; reason: ${reason}`,
      ),
  );
  return [...(limits?.loosened ?? []).map((text) => `limits are looser than before: ${text}`), ...exceptions];
}

/** `4 unchanged, 12 finished, 1 not ours.`; empty where there is nothing to count. */
export function quietText({ counts }: Plan): string {
  const parts = [
    counts.unchanged > 0 ? `${counts.unchanged} unchanged` : '',
    counts.finished > 0 ? `${counts.finished} finished` : '',
    counts.unmanaged > 0 ? `${counts.unmanaged} not ours` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** `1 submit, 2 cancels. 4 unchanged, 12 finished, 1 not ours.` */
export function countsText({ counts, lines }: Plan): string {
  const held = lines.filter((line) => line.level === 'blocked' || line.level === 'refused').length;
  const people = lines.filter((line) => line.level === 'person').length;
  const runs = (run: Run): number =>
    lines.filter((line) => line.action === 'set-run' && line.run === run).length;
  const changes = [
    counts.submit > 0 ? count(counts.submit, 'submit') : '',
    counts.replace > 0 ? count(counts.replace, 'replace') : '',
    counts.cancel > 0 ? count(counts.cancel, 'cancel') : '',
    runs('started') > 0 ? count(runs('started'), 'start') : '',
    runs('paused') > 0 ? count(runs('paused'), 'pause') : '',
  ].filter((part) => part !== '');
  const rest = [
    counts.unchanged > 0 ? `${counts.unchanged} unchanged` : '',
    counts.finished > 0 ? `${counts.finished} finished` : '',
    held > 0 ? `${held} held back` : '',
    people > 0 ? count(people, 'needs a person', 'need a person') : '',
    counts.unmanaged > 0 ? `${counts.unmanaged} not ours` : '',
  ].filter((part) => part !== '');
  const first = changes.length === 0 ? 'No changes.' : `${changes.join(', ')}.`;
  return rest.length === 0 ? first : `${first} ${rest.join(', ')}.`;
}

/** `until tomorrow 14:02Z`; beyond tomorrow, the date. */
export function untilText(until: Millis, now: Millis): string {
  const DAY = 86_400_000;
  const words = new Map([
    [day(now), 'today'],
    [day(now + DAY), 'tomorrow'],
  ]);
  return `until ${minute(until).replace(day(until), words.get(day(until)) ?? day(until))}`;
}
