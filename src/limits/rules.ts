import type { Rule } from './question.ts';
import { account, currencies, environment, instrument, strategy } from './rules/allowed.ts';
import { notional, quantity } from './rules/amount.ts';
import { balance } from './rules/balance.ts';
import { bounds } from './rules/bounds.ts';
import { labels } from './rules/entry.ts';
import { notionalToday, openNotional, openOrders } from './rules/open.ts';
import { duplicate, selfCross } from './rules/others.ts';
import { distance, reference, unbounded } from './rules/price.ts';
import { failures, submits } from './rules/run.ts';
import { hours, resting } from './rules/when.ts';

/** Without these nothing else can be told: where one refuses, it is the only answer. */
export const GATES: readonly Rule[] = [environment, account];

/** In the order of their codes. TF-L18 paces; TF-L19 is about cancels (`cancels.ts`); TF-L22 is the planner's, and the journal's. */
export const RULES: readonly Rule[] = [
  instrument,
  currencies,
  strategy,
  quantity,
  notional,
  openOrders,
  openNotional,
  notionalToday,
  distance,
  reference,
  bounds,
  duplicate,
  selfCross,
  hours,
  labels,
  resting,
  submits,
  balance,
  failures,
  unbounded,
];
