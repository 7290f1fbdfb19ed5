import type { JournalEvent } from '../../../src/model/event.ts';
import type { Ended } from '../../support/desk.ts';

/* Where a blow met a run: its own journal tells, as far as the run came. */

export const STRUCK = [
  'before its first write',
  'between an intent and its verdict',
  'elsewhere between two writes',
  'after its last write',
  'it had ended already',
] as const;
export type Struck = (typeof STRUCK)[number];

const VERDICTS: ReadonlySet<string> = new Set(['accepted', 'rejected', 'not-sent', 'in-doubt', 'adopted']);

/** The intents of `written` that no verdict follows. */
export function openIntents(written: readonly JournalEvent[]): readonly JournalEvent[] {
  const open = new Map<string, JournalEvent>();
  for (const event of written) {
    const attempt = JSON.stringify(event.subject);
    if (event.type === 'intent') open.set(attempt, event);
    else if (VERDICTS.has(event.type)) open.delete(attempt);
  }
  return [...open.values()];
}

/** `written`: what was appended since the run began, by it alone. */
export function struckAt(ended: Ended, written: readonly JournalEvent[]): Struck {
  if (ended.signal === null) return 'it had ended already';
  if (written.length === 0) return 'before its first write';
  if (written.at(-1)?.type === 'run-ended') return 'after its last write';
  return openIntents(written).length > 0
    ? 'between an intent and its verdict'
    : 'elsewhere between two writes';
}

export const STOPPED = [
  'it ended what was in flight, with 130',
  'before it listened',
  'it had ended already',
] as const;
export type Stopped = (typeof STOPPED)[number];

/** What became of a run that was asked to stop. */
export function stoppedAt({ code, signal }: Ended): Stopped {
  if (code === 130) return 'it ended what was in flight, with 130';
  return signal === null ? 'it had ended already' : 'before it listened';
}
