import type { EventType, JournalEvent } from './event.ts';
import {
  type Attempt,
  type History,
  type UsedOverride,
  coversRenamed,
  mayBeLive,
  proofOf,
} from './history.ts';
import type { Key } from './ids.ts';
import { type Fill, largerFill } from './order.ts';
import { isSpelledAlike } from './terms.ts';

/*
 * The journal is the list of what happened; this is what it adds up to. Two tables: what an event does to the attempt that
 * it is about, and what it does to the whole. An event about an attempt that the journal does not know changes nothing.
 */

type EventOf<T extends EventType> = Extract<JournalEvent, { readonly type: T }>;
type Patch<T extends EventType> = (attempt: Attempt, event: EventOf<T>) => Attempt;
type Optional =
  | 'vanished'
  | 'cameBack'
  | 'code'
  | 'message'
  | 'cancelWanted'
  | 'protect'
  | 'replacing'
  | 'runAsked'
  | 'runRefused';

function without(attempt: Attempt, ...fields: readonly Optional[]): Attempt {
  // Deleting makes an object slow and large: only where there is something to delete.
  if (fields.every((field) => attempt[field] === undefined)) return attempt;
  const copy = { ...attempt };
  for (const field of fields) delete copy[field];
  return copy;
}

const located = (a: Attempt, event: EventOf<'linked'> | EventOf<'adopted'>): Attempt => ({
  ...without(a, 'vanished', 'code', 'message'),
  state: a.state === 'in-doubt' ? 'accepted' : a.state,
  acceptedAt: a.acceptedAt ?? event.time,
  orderId: event.data.orderId,
  // Somebody settled it as not executed while a run saw it at the venue: it is back before it was gone.
  ...(a.state === 'not-executed' ? { cameBack: event.data.orderId } : {}),
});

/** A list that lags may show less than it has shown before: nothing that is sent may rest on that. */
const tradedBy = ({ traded }: Attempt, fill: Fill): Pick<Attempt, 'traded'> => ({
  traded: traded === undefined ? fill : largerFill(traded, fill),
});

/** Whether a person's word on it is asked for: what its venue has told of it since they looked stands above that. */
const isOpenQuestion = ({ state, vanished, cameBack }: Attempt): boolean =>
  state === 'in-doubt' || vanished !== undefined || cameBack !== undefined;

const PATCHES: { readonly [T in EventType]?: Patch<T> } = {
  accepted: (a, { data, time }) => ({
    ...a,
    state: 'accepted',
    acceptedAt: time,
    ...(data.venueRef === undefined ? {} : { venueRef: data.venueRef }),
    ...(data.orderId === undefined ? {} : { orderId: data.orderId }),
    ...(data.trade === undefined ? {} : { trade: data.trade }),
  }),
  linked: located,
  adopted: located,
  rejected: (a, { data }) => ({
    ...a,
    state: 'rejected',
    code: data.code,
    message: data.message,
    ...(data.errorId === undefined ? {} : { errorId: data.errorId }),
  }),
  // It settles a doubt, and nothing that somebody settled while a run came to that conclusion.
  'not-sent': (a, { data }) => (a.state === 'in-doubt' ? { ...a, state: 'not-sent', ...data } : a),
  'in-doubt': (a, { data }) => ({ ...a, state: 'in-doubt', code: data.code, message: data.message }),
  observed: (a, { data, time }) => ({ ...a, observed: { ...data, at: time }, ...tradedBy(a, data.fill) }),
  final: (a, { data, time }) => ({
    ...without(a, 'cancelWanted', 'cameBack', 'vanished'),
    state: 'final',
    final: { ...data, at: time },
    ...tradedBy(a, data.fill),
  }),
  'cancel-intent': (a, { time }) => ({ ...a, cancelWanted: true, cancelSentAt: time }),
  'cancel-refused': (a, { data }) => ({ ...a, cancelRefused: data.message }),
  // Of an order whose cancel a person wants nothing follows, though a run that has not heard of that notes a replace of it.
  replacing: (a, { data }) =>
    a.cancelWanted === true && a.replacing === undefined ? a : { ...a, replacing: data.target },
  'run-intent': (a, { data, time }) => ({
    ...a,
    runAsked: data.run,
    ...(data.run === 'started' ? { startedAt: time } : {}),
  }),
  'run-set': (a, { data, time }) => ({ ...without(a, 'runAsked', 'runRefused'), run: data.run, runAt: time }),
  'run-refused': (a, { data }) => ({ ...without(a, 'runAsked'), runRefused: data.message }),
  resolved: (a, { data, time }) =>
    data.outcome === 'not-executed' && !isOpenQuestion(a)
      ? a
      : {
          ...without(a, 'vanished', 'cameBack', 'code'),
          state: data.outcome === 'executed' ? 'accepted' : 'not-executed',
          message: data.reason,
          acceptedAt: a.acceptedAt ?? time,
          ...(data.orderId === undefined ? {} : { orderId: data.orderId, origin: 'resolved' }),
        },
  lapsed: (a, { data }) => ({ ...a, state: 'lapsed', message: data.message }),
  protected: (a, { data }) => (data.on ? { ...a, protect: true } : without(a, 'protect')),
  held: (a) => ({ ...a, held: true }),
  released: (a) => ({ ...a, released: true }),
  vanished: (a, { data }) => ({ ...a, vanished: data.message }),
  'came-back': (a, { data }) => ({ ...a, cameBack: data.orderId }),
};

/** A history that grows with its journal: maps of its own, and a private list for each key that was touched. */
export class GrowingHistory {
  readonly keys: Map<Key, readonly Attempt[]>;
  readonly proven: Set<string>;
  readonly identities: Map<Attempt['account'], string>;
  readonly failures: Map<Attempt['account'], number>;
  readonly overrides: Map<Key, readonly UsedOverride[]>;
  readonly usedPlans: Set<string>;
  readonly foreign: Set<NonNullable<Attempt['orderId']>>;
  halts: History['halts'];
  commit: string | undefined;
  limits: string | undefined;
  readonly journal: History['journal'];
  sequence: number;
  hash: string;
  readonly #own = new Map<Key, Attempt[]>();

  constructor(history: History) {
    this.keys = new Map(history.keys);
    this.proven = new Set(history.proven);
    this.identities = new Map(history.identities);
    this.failures = new Map(history.failures);
    this.overrides = new Map(history.overrides);
    this.usedPlans = new Set(history.usedPlans);
    this.foreign = new Set(history.foreign);
    this.halts = history.halts;
    this.commit = history.commit;
    this.limits = history.limits;
    this.journal = history.journal;
    this.sequence = history.sequence;
    this.hash = history.hash;
  }

  add(event: JournalEvent): void {
    step(this, event);
    // What was only looked at, or refused, moves no commit.
    if (event.plan !== undefined) this.commit = event.commit ?? this.commit;
    this.sequence = event.sequence;
    this.hash = event.hash;
  }

  /** What it adds up to now. It shares its maps: read it before the next `add`. */
  view(): History {
    const { journal, sequence, hash, keys, proven, identities, usedPlans, foreign, halts, commit } = this;
    const { failures, overrides, limits } = this;
    const sums = { keys, proven, identities, usedPlans, foreign, halts, failures, overrides };
    const whole = { journal, sequence, hash, ...sums };
    return {
      ...whole,
      ...(commit === undefined ? {} : { commit }),
      ...(limits === undefined ? {} : { limits }),
    };
  }

  attempts(key: Key): Attempt[] {
    const own = this.#own.get(key) ?? [...(this.keys.get(key) ?? [])];
    this.#own.set(key, own);
    this.keys.set(key, own);
    return own;
  }

  /** Removes a key, and returns what stood under it. */
  take(key: Key): readonly Attempt[] {
    const attempts = this.keys.get(key) ?? [];
    this.keys.delete(key);
    this.#own.delete(key);
    return attempts;
  }

  patch<T extends EventType>(event: EventOf<T>, change: Patch<T>): Attempt | undefined {
    const { key, generation, attempt } = event.subject ?? {};
    if (key === undefined || !this.keys.has(key)) return undefined;
    const attempts = this.attempts(key);
    const at = attempts.findLastIndex((a) => a.generation === generation && a.attempt === attempt);
    const before = attempts[at];
    if (!before) return undefined;
    const after = change(before, event);
    attempts[at] = after;
    return after;
  }
}

function addAttempt(draft: GrowingHistory, event: EventOf<'intent'>): void {
  const { key, generation, attempt, account, accountId } = event.subject ?? {};
  if (key === undefined || generation === undefined || attempt === undefined) return;
  if (account === undefined || accountId === undefined) return;
  const { tag, tagSent, target, wire: sentTerms, identity: toldIdentity, deadline, run, quote } = event.data;
  if (!draft.identities.has(account)) draft.identities.set(account, toldIdentity);
  // Of ten thousand orders, most say the same here: one text and one object of each are enough.
  const pinned = draft.identities.get(account);
  const identity = pinned === toldIdentity ? pinned : toldIdentity;
  const wire = isSpelledAlike(target, sentTerms) ? target : sentTerms;
  const sent = {
    ...{ tag, tagSent, target, wire, identity, deadline },
    ...(run === undefined ? {} : { run }),
    ...(quote === undefined ? {} : { quote }),
  };
  const placed = { intentAt: event.time, intentSequence: event.sequence, state: 'in-doubt' } as const;
  draft.attempts(key).push({ key, generation, attempt, account, accountId, ...sent, ...placed });
}

function addKnown(growing: GrowingHistory, event: EventOf<'imported'> | EventOf<'rebuilt'>): void {
  const { key, generation, attempt, account, accountId } = event.subject ?? {};
  if (key === undefined || generation === undefined || attempt === undefined) return;
  if (account === undefined || accountId === undefined) return;
  const { tag, tagSent, terms, wire = terms, identity, orderId, createdAt } = event.data;
  if (!growing.identities.has(account)) growing.identities.set(account, identity);
  growing.foreign.delete(orderId);
  const { time, sequence, type: origin } = event;
  // Found by its tag in the venue's list: that proves as much as a look-up after a send.
  if (tagSent) growing.proven.add(proofOf(account, wire));
  const attempts = growing.attempts(key);
  // The last attempt is the one that counts: one that is found late still stands before those that followed it.
  const later = attempts.findIndex(
    (a) => a.generation > generation || (a.generation === generation && a.attempt > attempt),
  );
  attempts.splice(later === -1 ? attempts.length : later, 0, {
    ...{ key, generation, attempt, account, accountId, identity, tag, tagSent, orderId, origin },
    ...{ target: terms, wire, state: 'accepted' },
    ...{ intentAt: time, intentSequence: sequence, deadline: time, acceptedAt: time },
    ...(createdAt === undefined ? {} : { createdAt }),
  });
}

/** All at once: what stood under each old name moves, then all of it stands under the new ones. */
function rename(growing: GrowingHistory, { data: { renames } }: EventOf<'renamed'>): void {
  const moved = renames.map(({ from, to }) => ({ from, to, attempts: growing.take(from) }));
  for (const { from, to, attempts } of moved)
    if (attempts.length > 0)
      growing.attempts(to).push(...attempts.map((attempt) => ({ ...attempt, key: to, formerKey: from })));
  const used = renames.map(({ from, to }) => ({ from, to, list: growing.overrides.get(from) }));
  for (const { from } of used) growing.overrides.delete(from);
  for (const { to, list } of used)
    if (list !== undefined) growing.overrides.set(to, [...(growing.overrides.get(to) ?? []), ...list]);
}

/** An exception goes with its order, which is sent after it: what it let out is known even if that send is lost. */
function noteOverride(growing: GrowingHistory, { subject, data }: EventOf<'overridden'>): void {
  const { key, generation } = subject ?? {};
  if (key === undefined || generation === undefined) return;
  const { limit, reason } = data;
  growing.overrides.set(key, [...(growing.overrides.get(key) ?? []), { generation, limit, reason }]);
}

const failed = (growing: GrowingHistory, _event: JournalEvent, after: Attempt | undefined): void => {
  if (after) growing.failures.set(after.account, (growing.failures.get(after.account) ?? 0) + 1);
};

/** Somebody stepped in before it left: nothing is wrong with the account. */
const UNWANTED: ReadonlySet<string> = new Set(['halted', 'cancel-requested', 'decided']);

const worked = (growing: GrowingHistory, _event: JournalEvent, after: Attempt | undefined): void => {
  if (after) growing.failures.delete(after.account);
};

function wantCancels(draft: GrowingHistory, event: EventOf<'cancel-requested'>): void {
  for (const [key, attempts] of draft.keys) {
    const last = attempts.at(-1);
    if (!last || !coversRenamed(event.data.scope, draft.keys, last.account, key)) continue;
    // Who asks for a cancel does not want what a replace would send in its place.
    const own = without(last, 'replacing');
    if (mayBeLive(last)) draft.attempts(key)[attempts.length - 1] = { ...own, cancelWanted: true };
    else if (last.replacing !== undefined) draft.attempts(key)[attempts.length - 1] = own;
  }
}

function lift(draft: GrowingHistory, { data: { scope } }: EventOf<'unhalted'>): void {
  const lifted = JSON.stringify(scope);
  draft.halts =
    scope.kind === 'all' ? [] : draft.halts.filter((halt) => JSON.stringify(halt.scope) !== lifted);
  if (scope.kind === 'all') draft.failures.clear();
  else if (scope.kind === 'account') draft.failures.delete(scope.account);
}

const prove = (draft: GrowingHistory, _event: JournalEvent, after: Attempt | undefined): void => {
  if (after?.tagSent) draft.proven.add(proofOf(after.account, after.wire));
};

type Effect<T extends EventType> = (
  draft: GrowingHistory,
  event: EventOf<T>,
  after: Attempt | undefined,
) => void;

const EFFECTS: { readonly [T in EventType]?: Effect<T> } = {
  intent: addAttempt,
  linked: prove,
  accepted: worked,
  adopted: (draft, event, after) => {
    prove(draft, event, after);
    worked(draft, event, after);
  },
  rejected: failed,
  'not-sent': (growing, event, after) => {
    if (!UNWANTED.has(event.data.code)) failed(growing, event, after);
  },
  vanished: (draft, _event, after) => {
    if (after) draft.proven.delete(proofOf(after.account, after.wire));
  },
  imported: addKnown,
  rebuilt: addKnown,
  renamed: rename,
  'plan-used': (growing, event) => {
    growing.usedPlans.add(event.data.id);
  },
  'limits-used': (growing, event) => {
    growing.limits = event.data.text;
  },
  'cancel-requested': wantCancels,
  'foreign-writer': (draft, event) => {
    draft.foreign.add(event.data.orderId);
  },
  halted: (draft, event) => {
    draft.halts = [...draft.halts, event.data];
  },
  unhalted: lift,
  overridden: noteOverride,
};

function step(draft: GrowingHistory, event: JournalEvent): void {
  // Each table pairs a type with what takes that type's events; the compiler can't follow the pairing through a look-up.
  const patch = PATCHES[event.type] as Patch<EventType> | undefined;
  const effect = EFFECTS[event.type] as Effect<EventType> | undefined;
  // Outside the call: an optional call does not even evaluate its arguments where there is nothing to call.
  const after = patch && draft.patch(event, patch);
  effect?.(draft, event, after);
}

/** `history` with the events added; what it was stays as it was. */
export function fold(history: History, events: Iterable<JournalEvent>): History {
  const growing = new GrowingHistory(history);
  for (const event of events) growing.add(event);
  return growing.view();
}
