import { type ControlInput, ControlProblem } from './control-input.ts';
import { addFault, clearFaults, listFaults } from './fault-queue.ts';
import { FAULTS, isFaultName } from './faults.ts';
import type { Moment } from './moment.ts';
import { type Reply, ok } from './reply.ts';

const DEFAULT_STATUS = 503;

/** `POST /paper/faults`: queues a fault. */
export function queueFault({ store }: Moment, input: ControlInput): Reply {
  input.only('fault', 'match', 'times', 'skip', 'ms', 'status', 'text');
  const fault = input.text('fault');
  if (!isFaultName(fault))
    throw new ControlProblem(`fault must be one of: ${Object.keys(FAULTS).join(', ')}`);
  const status = input.has('status') ? input.whole('status', 500) : DEFAULT_STATUS;
  if (status > 599) throw new ControlProblem('status must be from 500 to 599');
  const text = input.optionalText('text');
  const queued = addFault(store, {
    fault,
    ...matchOf(input),
    // null: every call from now on, until the faults are cleared.
    remaining: input.isNull('times') ? null : input.has('times') ? input.whole('times', 1) : 1,
    skip: input.has('skip') ? input.whole('skip') : 0,
    ms: input.has('ms') ? input.whole('ms', fault === 'clock-skew' ? Number.NEGATIVE_INFINITY : 0) : 0,
    status,
    ...(text === undefined ? {} : { text }),
  });
  return ok(queued);
}

function matchOf(input: ControlInput): { method?: string; path?: string; contains?: string } {
  if (!input.has('match')) return {};
  const match = input.inner('match').only('method', 'path', 'contains');
  return Object.fromEntries(match.names.map((name) => [name, match.text(name)]));
}

export const showFaults = ({ store }: Moment): Reply => ok({ faults: listFaults(store) });

export function removeFaults({ store }: Moment): Reply {
  clearFaults(store);
  return ok({ faults: [] });
}
