import type { Plan, PlanLine } from '../../model/plan.ts';
import { describeTerms } from '../terms.ts';
import { count, symbolOf } from '../style.ts';
import { edited } from '../line-words.ts';
import { liveText } from '../status-text.ts';
import { BREAK, hasSeveralAccounts, nameCell } from './cells.ts';
import { documentOf, marker, shownTable } from './document.ts';
import { NOTHING, code, gfm, joined, prose } from './escape.ts';
import { contextOf } from './plan.ts';
import { troubleText } from './verdict.ts';

const REST = gfm`${code('tradeform status --format json')} has all of them.`;

/** Every line of a status, in the order in which it comes: what needs a person first. */
export function renderStatusMarkdown(plan: Plan, lines: readonly PlanLine[]): string {
  const several = hasSeveralAccounts({ ...plan, lines });
  const orders = lines.filter(({ key }) => key !== undefined).length;
  const verdict = [troubleText(lines), count(orders, 'order')].filter((part) => part !== '').join('; ');
  const rows = lines.map((line) => {
    const terms = line.submission?.target ?? line.order?.terms;
    const symbol = symbolOf(line);
    return [
      symbol === ' ' ? NOTHING : code(symbol),
      nameCell(line, several),
      terms === undefined ? NOTHING : prose(describeTerms(terms)),
      prose(liveText(line)),
      joined(
        [
          joined([code(line.code), prose(edited(line))], gfm`: `),
          line.next === undefined ? NOTHING : code(line.next),
        ],
        BREAK,
      ),
    ];
  });
  return documentOf(
    [
      gfm`${marker('status', plan.environment)}\n### ${prose(`${plan.environment.toUpperCase()}: ${verdict}`)}`,
      contextOf(plan),
      ...shownTable([gfm` `, gfm`name`, gfm`order`, gfm`venue`, gfm`state`], rows),
    ],
    REST,
  );
}
