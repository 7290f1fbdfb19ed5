import { amount, digest, fill, run, terms } from '../journal/order-shape.ts';
import {
  type Check,
  anyOf,
  fields,
  listOf,
  matching,
  moment,
  oneOf,
  optional,
  recordOf,
  text,
  truth,
  whole,
} from '../journal/shape.ts';
import type { Decimal } from '../model/decimal.ts';
import { LIMIT_NAMES, type LimitCheck } from '../model/limits.ts';
import { FINAL_STATUSES, LIVE_STATUSES, type Place } from '../model/order.ts';
import type {
  Exposure,
  OrderFacts,
  Plan,
  PlanAccount,
  PlanLimits,
  PlanLine,
  PlanQuote,
  PlanReference,
  Sums,
  Submission,
} from '../model/plan.ts';
import type { FieldChange } from '../model/terms.ts';
import type { SavedPlan } from '../plan/saved.ts';

/*
 * What a saved plan must look like to be read. `schemas/saved-plan.schema.json` says the same to other programs; a test holds the
 * two together.
 */

const orderKey = matching(/^(order|strategy)\//);

const one: Check = (value) => (value === 1 ? undefined : '');

/** ISO 8601 as `Date.toISOString` writes it, of a date that exists. */
const instant: Check = (value) => {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(time) && new Date(time).toISOString() === value ? undefined : '';
};

const submission = fields<Submission>({
  generation: whole,
  attempt: whole,
  target: terms,
  wire: terms,
  run: optional(run),
  notAfter: optional(moment),
});
const order = fields<OrderFacts>({
  id: optional(text),
  tag: optional(matching(/^tf[a-z2-7]{19}$/)),
  status: oneOf(...LIVE_STATUSES, ...FINAL_STATUSES, 'in-doubt', 'not-listed', 'rejected'),
  fill,
  fillNotTold: optional(truth),
  terms: optional(terms),
  run: optional(run),
  trade: optional(recordOf(text)),
  errorId: optional(text),
});
const planQuote = anyOf(
  fields<Extract<PlanQuote, { readonly unknown: string }>>({ unknown: text }),
  fields<Extract<PlanQuote, { readonly price: Decimal }>>({
    price: amount,
    receiveQuantity: amount,
    deliverQuantity: amount,
    expiresAt: moment,
  }),
);
const line = fields<PlanLine>({
  action: oneOf('submit', 'replace', 'cancel', 'set-run', 'none'),
  code: text,
  level: oneOf('change', 'quiet', 'notice', 'blocked', 'refused', 'invalid', 'unknown', 'person'),
  account: text,
  key: optional(orderKey),
  place: optional(fields<Place>({ file: text, line: whole, column: whole })),
  reason: text,
  next: optional(text),
  submission: optional(submission),
  order: optional(order),
  changes: optional(
    listOf(
      fields<Partial<Record<'from' | 'to', string>> & Pick<FieldChange, 'field'>>({
        field: text,
        from: optional(text),
        to: optional(text),
      }),
    ),
  ),
  run: optional(run),
  field: optional(text),
  quote: optional(planQuote),
  checks: optional(
    listOf(
      fields<LimitCheck>({
        code: oneOf(...Object.keys(LIMIT_NAMES)),
        status: oneOf('passed', 'warned', 'overridden', 'refused'),
        limit: text,
        value: text,
        message: text,
        field: optional(text),
        reason: optional(text),
      }),
    ),
  ),
});
const plan = fields<Plan>({
  format: one,
  project: text,
  environment: text,
  journal: fields<Plan['journal']>({ id: text, sequence: whole }),
  commit: optional(text),
  dirty: optional(truth),
  now: moment,
  accounts: listOf(
    fields<PlanAccount>({
      name: text,
      venue: oneOf('aquanow', 'volven'),
      id: text,
      readAt: optional(moment),
    }),
  ),
  lines: listOf(line),
  references: recordOf(fields<PlanReference>({ bid: amount, ask: amount })),
  renames: listOf(fields<Plan['renames'][number]>({ from: orderKey, to: orderKey })),
  only: optional(fields<NonNullable<Plan['only']>>({ keys: listOf(orderKey), leftOut: whole })),
  exposure: fields<Exposure>({
    orders: whole,
    buys: recordOf(amount),
    sells: recordOf(amount),
    unpriced: whole,
    atOnce: fields<Sums>({ orders: whole, buys: recordOf(amount), sells: recordOf(amount) }),
  }),
  limits: optional(
    fields<PlanLimits>({
      passed: whole,
      warned: whole,
      overridden: whole,
      refused: whole,
      loosened: listOf(text),
      digest,
    }),
  ),
  counts: fields<Plan['counts']>({
    submit: whole,
    replace: whole,
    cancel: whole,
    setRun: whole,
    unchanged: whole,
    finished: whole,
    unmanaged: whole,
  }),
  digest,
});

/** The path of the first thing that is wrong in what should be a saved plan (empty: all of it), or undefined. */
export const savedPlanFault: Check = fields<SavedPlan>({
  format: one,
  type: oneOf('saved-plan'),
  id: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  version: text,
  project: text,
  environment: text,
  commit: optional(text),
  dirty: optional(truth),
  journal: fields<SavedPlan['journal']>({ id: text, sequence: whole, hash: digest }),
  createdAt: instant,
  expiresAt: instant,
  digest,
  plan,
  checksum: digest,
});

export const isSavedPlan = (value: unknown): value is SavedPlan => savedPlanFault(value) === undefined;
