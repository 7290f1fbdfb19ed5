import { type Decimal, compare } from '../../model/decimal.ts';
import { LIMIT_NAMES, type LimitCheck } from '../../model/limits.ts';
import { type Plan, type PlanLine, isChange } from '../../model/plan.ts';
import { isStrategy, notionalOf, priceOf } from '../../model/terms.ts';
import { titleOf, wouldTradeAtOnce } from '../line-words.ts';
import { afterText, money } from '../plan-words.ts';
import type { Part } from './document.ts';
import { type Markdown, NOTHING, code, joined, gfm, prose } from './escape.ts';

interface Largest {
  readonly line: PlanLine;
  readonly amount: Decimal;
}

/** The largest of the orders that would be sent, by quote currency. */
function largestOf(lines: readonly PlanLine[]): ReadonlyMap<string, Largest> {
  const largest = new Map<string, Largest>();
  for (const line of lines) {
    const worth = line.submission === undefined ? undefined : notionalOf(line.submission.wire);
    if (worth === undefined) continue;
    const { currency, amount } = worth;
    const known = largest.get(currency);
    if (known === undefined || compare(amount, known.amount) > 0) largest.set(currency, { line, amount });
  }
  return largest;
}

/** Nothing that the venue holds to bounds its price. */
function isUnbounded({ submission }: PlanLine): boolean {
  if (submission === undefined) return false;
  const { wire } = submission;
  return priceOf(wire) === undefined || (!isStrategy(wire) && wire.priceGuard !== undefined);
}

const SHOWN = 10;

function namesOf(lines: readonly PlanLine[]): Markdown {
  const names = lines.slice(0, SHOWN).map((line) => code(titleOf(line)));
  const more = lines.length > SHOWN ? [gfm`${lines.length - SHOWN} more`] : [];
  return joined([...names, ...more], gfm`, `);
}

function largestPoint(sent: readonly PlanLine[]): Markdown {
  const parts = [...largestOf(sent)].map(
    ([currency, { line, amount }]) => gfm`${code(titleOf(line))}, ${prose(money(amount, currency))}`,
  );
  const more = parts.length > SHOWN ? [gfm`and of ${parts.length - SHOWN} more currencies`] : [];
  const told = joined([...parts.slice(0, SHOWN), ...more], gfm`; `);
  return parts.length === 0 ? NOTHING : gfm`- Largest order: ${told}.`;
}

const STATUSES = [
  'refused',
  'overridden',
  'warned',
  'passed',
] as const satisfies readonly LimitCheck['status'][];

interface Checked {
  readonly line: PlanLine;
  readonly check: LimitCheck;
}

/** Each way in which the limits are looser than those under which orders were last sent. */
export function loosenedParts({ limits }: Plan): readonly Part[] {
  const rows = (limits?.loosened ?? []).map((how) => gfm`- ${prose(how)}`);
  const title = gfm`**The limits are looser than those under which orders were last sent**`;
  return rows.length === 0 ? [] : [{ before: [title, gfm``], rows, after: [] }];
}

const checksOf = (plan: Plan): readonly Checked[] =>
  plan.lines.flatMap((line) => (line.checks ?? []).map((check) => ({ line, check })));

function limitsPoint({ limits }: Plan): Markdown {
  const parts = STATUSES.flatMap((status) => {
    const n = limits?.[status] ?? 0;
    return n === 0 ? [] : [gfm`${n} ${prose(status)}`];
  });
  return parts.length === 0 ? NOTHING : gfm`- Limits: ${joined(parts, gfm`, `)}.`;
}

/** `TF-L09 priceCollar and maxDistance`. */
export const limitName = ({ code: limit }: LimitCheck): string => `${limit} ${LIMIT_NAMES[limit]}`;

/** Where a limit let something through that a person should know of; what it refused stands with the change that it held back. */
const checkPoint = ({ line, check }: Checked): Markdown => {
  const { status, message, reason } = check;
  const how = status === 'overridden' ? gfm`**overridden**` : gfm`**warned**`;
  const why = reason === undefined ? NOTHING : gfm`, because: ${prose(reason)}`;
  return gfm`  - ${how} ${prose(limitName(check))}, ${code(titleOf(line))}: ${prose(message)}${why}`;
};

/** What would be at stake. Empty where nothing changes. */
export function riskParts(plan: Plan): readonly Part[] {
  const changes = plan.lines.filter(isChange);
  const checks = checksOf(plan);
  if (changes.length === 0 && checks.length === 0) return [];
  const unbounded = changes.filter(isUnbounded);
  const atOnce = changes.filter((line) => wouldTradeAtOnce(line, plan));
  const points = [
    gfm`- ${prose(afterText(plan))}`,
    largestPoint(changes),
    atOnce.length === 0 ? NOTHING : gfm`- **Would trade at once**, instead of resting: ${namesOf(atOnce)}.`,
    unbounded.length === 0 ? NOTHING : gfm`- **No price bounds** ${namesOf(unbounded)}.`,
    limitsPoint(plan),
  ].filter((point) => point !== '');
  const told = checks.filter(({ check }) => check.status === 'warned' || check.status === 'overridden');
  return [
    {
      before: [gfm`**Risk**`, gfm``, ...points],
      rows: told.map(checkPoint),
      after: [],
    },
  ];
}
