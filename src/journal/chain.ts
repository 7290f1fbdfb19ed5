import { hash as digest } from 'node:crypto';
import type { EventDraft, JournalEvent, RunContext } from '../model/event.ts';
import type { Millis } from '../model/ids.ts';
import { faultOf } from './event-shape.ts';

/** Where a journal stands: its last event. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** The head of a journal without events. */
export const GENESIS: Head = { sequence: 0, hash: '0'.repeat(64) };

/** An event, and the text that is stored and hashed. */
export interface Link {
  readonly text: string;
  readonly event: JournalEvent;
}

/** Why a journal can't be believed from `sequence` on, for people. */
export interface Break {
  readonly sequence: number;
  readonly reason: string;
}

export const hashOf = (text: string): string => digest('sha256', text, 'hex');

/** One text for each JSON value: keys sorted, nothing undefined, exact numbers (`JSON.rawJSON`) kept as text. */
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    if (JSON.isRawJSON(part)) return part.rawJSON;
    // Object.fromEntries, unlike assignment, keeps a key named __proto__ as a plain key.
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/**
 * The event that `draft` becomes after `head`. Throws TypeError where the draft could not be read again
 * (a bug of ours, better found now than by whoever reads the journal next).
 */
export function link(head: Head, time: Millis, run: RunContext, draft: EventDraft): Link {
  const { run: id, actor, project, environment, commit, plan } = run;
  const context = { run: id, actor, project, environment, commit, plan };
  const place = { sequence: head.sequence + 1, time, previous: head.hash };
  const { type, subject, data } = draft;
  const text = canonicalText({ ...context, ...place, type, subject, data });
  const value: unknown = JSON.parse(text);
  const fault = faultOf(value);
  if (fault !== undefined) throw new TypeError(`a draft of type ${type} has a bad ${fault}`);
  return { text, event: eventOf(value, hashOf(text)) };
}

/** Reads what {@link link} wrote as the next event after `head`, or says why it is not that. */
export function follow(head: Head, text: string, hash: string): JournalEvent | Break {
  const sequence = head.sequence + 1;
  if (hashOf(text) !== hash) return { sequence, reason: 'was altered: its hash does not match' };
  const value = parsed(text);
  const fault = faultOf(value);
  if (fault !== undefined) return { sequence, reason: `can't be read: bad ${fault || 'text'}` };
  const event = eventOf(value, hash);
  if (event.sequence !== sequence)
    return { sequence, reason: `is missing: event ${event.sequence} stands in its place` };
  if (event.previous !== head.hash) return { sequence, reason: 'does not follow from the event before it' };
  return event;
}

/** The first event that does not follow from the ones before it, or undefined where the whole chain holds. */
export function verify(events: Iterable<JournalEvent>, from: Head = GENESIS): Break | undefined {
  let head = from;
  for (const { hash, ...rest } of events) {
    const next = follow(head, canonicalText(rest), hash);
    if ('reason' in next) return next;
    head = next;
  }
  return undefined;
}

/** Whether a journal with these events (from its first) has been at `head`: false means that it was rolled back or replaced. */
export const hasReached = (events: readonly JournalEvent[], head: Head): boolean =>
  head.sequence === 0 ? head.hash === GENESIS.hash : events[head.sequence - 1]?.hash === head.hash;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For a value that {@link faultOf} finds nothing wrong with. */
const eventOf = (value: unknown, hash: string): JournalEvent =>
  Object.assign(value as Omit<JournalEvent, 'hash'>, { hash }) as JournalEvent;
