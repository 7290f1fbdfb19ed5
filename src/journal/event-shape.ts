import type { CiRun, Envelope, EventData, EventType, KnownOrder, Scope, Subject } from '../model/event.ts';
import { LIMIT_NAMES } from '../model/limits.ts';
import { FINAL_STATUSES, LIVE_STATUSES } from '../model/order.ts';
import { digest, fill, quoteTerms, run, terms } from './order-shape.ts';
import {
  type Check,
  anything,
  fields,
  isRecord,
  listOf,
  moment,
  oneOf,
  optional,
  recordOf,
  text,
  truth,
  whole,
  within,
} from './shape.ts';

/*
 * What a stored event must look like to be believed. `schemas/journal-event.schema.json` says the same to other programs;
 * a test holds the two together.
 */

const orderStatus = oneOf(...LIVE_STATUSES, ...FINAL_STATUSES);

const SCOPES: Record<Scope['kind'], Check> = {
  all: fields<Extract<Scope, { kind: 'all' }>>({ kind: text }),
  account: fields<Extract<Scope, { kind: 'account' }>>({ kind: text, account: text }),
  keys: fields<Extract<Scope, { kind: 'keys' }>>({ kind: text, keys: listOf(text) }),
};
const scope: Check = (value) => {
  const kind = isRecord(value) ? value['kind'] : undefined;
  if (kind !== 'all' && kind !== 'account' && kind !== 'keys') return 'kind';
  return SCOPES[kind](value);
};

type Rename = EventData['renamed']['renames'][number];
const knownOrder = fields<KnownOrder>({
  tag: text,
  tagSent: truth,
  orderId: text,
  terms,
  wire: optional(terms),
  identity: text,
  createdAt: optional(moment),
});
const ciRun = fields<CiRun>({
  system: oneOf('github', 'gitlab', 'other'),
  run: optional(text),
  commit: optional(text),
  pullRequest: optional(text),
});
const words = { code: text, message: text };
const order = { orderId: text };

const DATA: { readonly [T in EventType]: Check } = {
  'run-started': fields<EventData['run-started']>({ command: text, version: text, ci: optional(ciRun) }),
  'run-ended': fields<EventData['run-ended']>({ outcome: oneOf('done', 'failed', 'interrupted') }),
  intent: fields<EventData['intent']>({
    tag: text,
    tagSent: truth,
    target: terms,
    wire: terms,
    identity: text,
    request: text,
    nonce: optional(text),
    deadline: moment,
    run: optional(run),
    quote: optional(quoteTerms),
  }),
  accepted: fields<EventData['accepted']>({
    venueRef: optional(text),
    orderId: optional(text),
    trade: optional(recordOf(text)),
    ack: anything,
  }),
  quoted: fields<EventData['quoted']>({
    quote: optional(quoteTerms),
    outcome: oneOf('good', 'worse', 'late', 'other', 'refused', 'unknown'),
    message: optional(text),
    ack: optional(anything),
  }),
  'quote-dropped': fields<EventData['quote-dropped']>({
    quoteId: text,
    outcome: oneOf('expired', 'refused', 'unknown'),
    message: text,
    ack: optional(anything),
  }),
  'run-intent': fields<EventData['run-intent']>({ ...order, run }),
  'run-set': fields<EventData['run-set']>({ run }),
  'run-refused': fields<EventData['run-refused']>({ run, message: text }),
  linked: fields<EventData['linked']>(order),
  rejected: fields<EventData['rejected']>({ ...words, errorId: optional(text), ack: anything }),
  'not-sent': fields<EventData['not-sent']>(words),
  'in-doubt': fields<EventData['in-doubt']>({ ...words, ack: optional(anything) }),
  adopted: fields<EventData['adopted']>(order),
  observed: fields<EventData['observed']>({ status: orderStatus, statusText: text, fill }),
  final: fields<EventData['final']>({
    status: oneOf(...FINAL_STATUSES),
    statusText: text,
    fill,
    message: optional(text),
  }),
  'cancel-requested': fields<EventData['cancel-requested']>({ scope, reason: optional(text) }),
  'cancel-intent': fields<EventData['cancel-intent']>(order),
  'cancel-refused': fields<EventData['cancel-refused']>({ message: text }),
  replacing: fields<EventData['replacing']>({ target: terms }),
  resolved: fields<EventData['resolved']>({
    outcome: oneOf('executed', 'not-executed'),
    orderId: optional(text),
    reason: text,
    approver: optional(text),
    others: optional(listOf(text)),
  }),
  vanished: fields<EventData['vanished']>({ message: text }),
  'came-back': fields<EventData['came-back']>({ ...order, status: orderStatus }),
  'foreign-writer': fields<EventData['foreign-writer']>({ ...order, tag: text }),
  'plan-used': fields<EventData['plan-used']>({ id: text, digest }),
  imported: knownOrder,
  rebuilt: knownOrder,
  renamed: fields<EventData['renamed']>({ renames: listOf(fields<Rename>({ from: text, to: text })) }),
  lapsed: fields<EventData['lapsed']>({ message: text }),
  protected: fields<EventData['protected']>({ on: truth }),
  held: fields<EventData['held']>({}),
  released: fields<EventData['released']>({}),
  overridden: fields<EventData['overridden']>({
    limit: oneOf(...Object.keys(LIMIT_NAMES)),
    reason: text,
    value: text,
    limitText: text,
  }),
  'limits-used': fields<EventData['limits-used']>({ text }),
  halted: fields<EventData['halted']>({ scope, reason: text }),
  unhalted: fields<EventData['unhalted']>({ scope, approver: text }),
};

const someSubject = fields<Subject>({
  account: text,
  accountId: text,
  key: optional(text),
  generation: optional(whole),
  attempt: optional(whole),
});
const attemptSubject = fields<Required<Subject>>({
  account: text,
  accountId: text,
  key: text,
  generation: whole,
  attempt: whole,
});

interface Stored extends Omit<Envelope, 'hash'> {
  readonly type: EventType;
  readonly subject?: Subject;
  readonly data: unknown;
}
const envelope = fields<Stored>({
  type: oneOf(...Object.keys(DATA)),
  sequence: whole,
  time: moment,
  previous: digest,
  run: text,
  actor: text,
  project: text,
  environment: text,
  commit: optional(text),
  plan: optional(text),
  subject: optional(someSubject),
  data: anything,
});

/** Events that begin an attempt must say which. */
const CREATES: ReadonlySet<EventType> = new Set(['intent', 'imported', 'rebuilt']);

/** The path of the first thing that is wrong in an event without its hash (empty: all of it), or undefined. */
export function faultOf(value: unknown): string | undefined {
  const fault = envelope(value);
  if (fault !== undefined) return fault;
  const { type, subject, data } = value as Stored;
  const about = CREATES.has(type) ? attemptSubject(subject) : undefined;
  return within('subject', about) ?? within('data', DATA[type](data));
}
