import { safeText } from '../lib/safe-text.ts';
import type { Difference } from '../model/difference.ts';
import { nameOfKey } from '../model/ids.ts';
import { type Layout, wrap } from './style.ts';
import { minute } from './terms.ts';

/** Facts in the words of the report; any other goes by its own name. */
const WORDS: Readonly<Record<string, string>> = {
  accountId: 'venue account',
  'order.id': 'order id',
  'order.tag': 'order tag',
  'order.status': 'status',
  'order.received': 'received so far',
  'order.delivered': 'delivered so far',
  only: '--only',
  limits: 'limits',
};
const TIMES: ReadonlySet<string> = new Set(['notAfter', 'target.expirationTime', 'wire.expirationTime']);

function nameOf(fact: string): string {
  const rename = /^rename \w+\/(.*)$/.exec(fact)?.[1];
  if (rename !== undefined) return `rename to ${rename}`;
  if (fact.startsWith('wire.')) return `what is sent: ${fact.slice(5)}`;
  return WORDS[fact] ?? fact.replace('target.', '');
}

function textOf(fact: string, value: string | undefined): string {
  if (value === undefined) return 'none';
  if (TIMES.has(fact)) return minute(Number(value));
  return fact === 'only' || fact.startsWith('rename ') ? value.replaceAll(/\b\w+\//g, '') : value;
}

/** One difference, without its name: `priceLimit 95000.00 → 95500.00`. */
export function describeDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'gone':
      return `${difference.action} no longer planned: ${difference.reason ?? 'neither in the files nor in the journal'}`;
    case 'new':
      return `${difference.action} was not in the approved plan: ${difference.reason ?? ''}`;
    case 'fact':
    case 'plan': {
      const { fact, was, is } = difference;
      return `${nameOf(fact)} ${textOf(fact, was)} → ${textOf(fact, is)}`;
    }
    case 'order':
      return 'the same changes in another order';
  }
}

/** So many are told; the count tells of the rest. */
const MOST = 40;

/** What moved since a plan was approved, one line each. */
export function renderDifferences(differences: readonly Difference[], layout: Layout): string {
  const names = differences.map((d) => ('key' in d ? nameOfKey(d.key) : ''));
  const width = Math.min(28, Math.max(...names.map((name) => name.length)));
  const lines = differences.slice(0, MOST).map((difference, index) => {
    const text = safeText(describeDifference(difference));
    const indent = width === 0 ? 2 : width + 4;
    const name = safeText(names[index] ?? '');
    const title = width === 0 ? '  ' : `  ${name.padEnd(width)}  `;
    return title + wrap(text, layout.width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
  });
  const rest = differences.length - MOST;
  return ['Moved since it was approved:', ...lines, ...(rest > 0 ? [`  … and ${rest} more`] : []), ''].join(
    '\n',
  );
}
