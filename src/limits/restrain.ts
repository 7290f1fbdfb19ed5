import type { LimitCheck, LimitSummary } from '../model/limits.ts';
import type { PlanLine } from '../model/plan.ts';
import { cancelChecks, isByAbsence } from './cancels.ts';
import { changeOf } from './change-of.ts';
import { judgeChange } from './check-change.ts';
import { loosened } from './loosened.ts';
import { Standing } from './standing.ts';
import { isRefused } from './verdict.ts';
import type { LimitWorld } from './world.ts';

/*
 * All lines of a plan against the limits, in the order in which they would be executed. What passes is counted, so that the lines after it
 * are judged as if it had been sent; what a cancel or a replace ends makes room. A refused change stops nothing but itself: of a refused
 * replace the order that rests goes on resting.
 */

export interface Restrained {
  readonly lines: readonly PlanLine[];
  readonly summary: LimitSummary;
}

/** The line as it is, or held back by what refuses it. */
function ruled(line: PlanLine, checks: readonly LimitCheck[]): PlanLine {
  const against = checks.filter(isRefused);
  if (against.length === 0) return { ...line, checks };
  const field = against.find((check) => check.field !== undefined)?.field;
  // A line without a submission does not say by itself what is held back.
  const what = line.action === 'set-run' ? 'not started: ' : '';
  return {
    ...line,
    ...{ action: 'none', code: 'blocked-limits', level: 'refused', checks },
    reason: `${what}${against.map(({ code, message }) => `${code}: ${message}`).join('; ')}`,
    ...(field === undefined ? {} : { field }),
  };
}

function summaryOf(lines: readonly PlanLine[], world: LimitWorld): LimitSummary {
  const counts = { passed: 0, warned: 0, overridden: 0, refused: 0 };
  for (const { checks = [] } of lines) for (const { status } of checks) counts[status] += 1;
  const { previously, limits, denyByDefault } = world;
  return {
    ...counts,
    loosened: previously === undefined ? [] : loosened(previously, limits.text, denyByDefault),
  };
}

/** Every line with what the limits say of it; `lines`: all of a plan, in its order. */
export function restrain(lines: readonly PlanLine[], world: LimitWorld): Restrained {
  const standing = new Standing(world);
  const absent = cancelChecks(lines, world, standing);
  const cancels = lines.map((line) => {
    const check = isByAbsence(line) ? absent.get(line.account) : undefined;
    const kept = check === undefined ? line : ruled(line, [check]);
    if (kept.action === 'cancel' && kept.order?.tag !== undefined)
      standing.of(kept.account).free(kept.order.tag);
    return kept;
  });
  const ruledLines = cancels.map((line) => {
    const change = changeOf(line, world);
    if (change === undefined) return line;
    const { checks, of } = judgeChange(change, world, standing);
    if (!checks.some(isRefused)) standing.take(change, of);
    return ruled(line, checks);
  });
  return { lines: ruledLines, summary: summaryOf(ruledLines, world) };
}
