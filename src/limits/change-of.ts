import type { PlanLine } from '../model/plan.ts';
import type { Change, LimitWorld } from './world.ts';

/** What a line would send, or start; undefined where it does neither. */
export function changeOf(line: PlanLine, { entries }: Pick<LimitWorld, 'entries'>): Change | undefined {
  const { action, account, key, submission, order, run } = line;
  const isStart = action === 'set-run' && run === 'started';
  if (action !== 'submit' && action !== 'replace' && !isStart) return undefined;
  if (key === undefined) throw new TypeError("bug: an order without a key can't be held to limits");
  const replaces = action === 'submit' || order?.tag === undefined ? {} : { replaces: order.tag };
  const base = { account, key, ...replaces };
  if (submission !== undefined) {
    const { generation, target, wire } = submission;
    return { kind: 'submit', ...base, generation, target, wire };
  }
  const terms = order?.terms;
  if (!isStart || terms === undefined) throw new TypeError(`bug: nobody knows what ${key} would send`);
  const { generation } = entries.get(key) ?? { generation: 1 };
  return { kind: 'start', ...base, generation, target: terms, wire: terms };
}
