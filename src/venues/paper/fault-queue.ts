import type { Call } from './call.ts';
import { type ActiveFault, type FaultName, kindOf } from './faults.ts';
import type { Store } from './store.ts';

/** A fault as it was asked for, and how often it has struck. */
export interface QueuedFault extends ActiveFault {
  readonly method?: string;
  readonly path?: string;
  /** Only requests whose query or body holds this text. */
  readonly contains?: string;
  /** How many more calls it strikes; null: every one. */
  readonly remaining: number | null;
  /** How many matching calls it still lets pass first. */
  readonly skip: number;
  readonly hits: number;
}

export type NewFault = Omit<QueuedFault, 'id' | 'hits'>;

interface FaultRow {
  readonly id: number;
  readonly fault: FaultName;
  readonly json: string;
  readonly remaining: number | null;
  readonly skip: number;
  readonly hits: number;
}

const queued = ({ json, ...row }: FaultRow): QueuedFault => ({ ...JSON.parse(json), ...row });

export const listFaults = (store: Store): readonly QueuedFault[] =>
  store.all<FaultRow>('SELECT * FROM faults ORDER BY id').map(queued);

export function addFault(store: Store, { fault, remaining, skip, ...rest }: NewFault): QueuedFault {
  const row = store.one<FaultRow>(
    'INSERT INTO faults (fault, json, remaining, skip, hits) VALUES (?, ?, ?, ?, 0) RETURNING *',
    fault,
    JSON.stringify(rest),
    remaining,
    skip,
  );
  if (!row) throw new TypeError('the fault was not stored');
  return queued(row);
}

export const clearFaults = (store: Store): void => store.run('DELETE FROM faults');

/** `*` in a pattern stands for one part of a path, such as an id. */
function isPath(path: string, pattern: string): boolean {
  const [parts, wanted] = [path.split('/'), pattern.split('/')];
  return parts.length === wanted.length && wanted.every((each, i) => each === '*' || each === parts[i]);
}

function concerns(fault: QueuedFault, call: Call): boolean {
  const about = kindOf(fault.fault).about ?? [[call.method, call.path]];
  return (
    about.some(
      ([method, path]) => call.method === (fault.method ?? method) && isPath(call.path, fault.path ?? path),
    ) &&
    (fault.contains === undefined ||
      call.body.includes(fault.contains) ||
      call.query.toString().includes(fault.contains))
  );
}

/**
 * The fault that this call meets: the oldest one that concerns it and is not used up. One call meets one fault, so that
 * faults on the same calls strike one after the other.
 */
export function takeFault(store: Store, call: Call): ActiveFault | undefined {
  for (const fault of listFaults(store)) {
    if (fault.remaining === 0 || !concerns(fault, call)) continue;
    if (fault.skip > 0) {
      store.run('UPDATE faults SET skip = skip - 1 WHERE id = ?', fault.id);
      continue;
    }
    store.run('UPDATE faults SET hits = hits + 1, remaining = remaining - 1 WHERE id = ?', fault.id);
    return fault;
  }
  return undefined;
}
