import type { Millis } from '../../../model/ids.ts';
import type { Moment } from '../moment.ts';
import type { Store } from '../store.ts';
import { acted, pendingActions, settleAction } from './actions.ts';
import { type World, changed, worked } from './engine.ts';
import { Market } from './market.ts';
import {
  type Fill,
  type Strategy,
  type StrategyProgress,
  isWorking,
  storeFill,
  storeProgress,
} from './strategies.ts';

/** Up to when every working strategy has been brought. Kept only while there is one. */
const UP_TO = 'strategiesUpTo';

const unfinished = (store: Store): readonly Strategy[] =>
  store.all<Strategy>(
    `SELECT * FROM strategies WHERE status IN ('WAITING_TRIGGER', 'RUNNING')
     UNION ALL SELECT * FROM strategies
       WHERE strategyId IN (SELECT strategyId FROM strategyActions WHERE settledAt IS NULL)
         AND status NOT IN ('WAITING_TRIGGER', 'RUNNING')
     ORDER BY sequence`,
  );

/** The world from an earlier instant up to now; by default, as it is now. */
export const worldOf = (moment: Moment, from: Millis = moment.now): World => ({
  market: new Market(moment, from),
  settings: moment.settings,
});

/** Writes what has become of a strategy; it is worked on from `moment.now` on. */
export function keep(
  { store, now }: Moment,
  before: Strategy,
  after: Strategy,
  fills: readonly Fill[],
): void {
  for (const fill of fills) storeFill(store, after.strategyId, fill);
  if (after !== before) storeProgress(store, after);
  if (isWorking(after.status)) store.setFact(UP_TO, now);
}

function bringUp(moment: Moment, world: World, strategy: Strategy, from: Millis): void {
  const { store, now } = moment;
  const fills: Fill[] = [];
  let [current, at] = [strategy, from];
  const work = (until: Millis): void => {
    const life = worked(current, world, at, until);
    for (const fill of life.fills) fills.push(fill);
    [current, at] = [life.strategy, until];
  };
  for (const action of pendingActions(store, strategy.strategyId)) {
    if (action.dueAt > now) break;
    // A trade of the same instant comes first: the client has to live with it.
    work(action.dueAt);
    const life = acted(current, action, world);
    fills.push(...life.fills);
    current = life.strategy;
    settleAction(store, action, life.done ? 'done' : 'too-late');
  }
  work(now);
  keep(moment, strategy, current, fills);
}

/** Brings every strategy up to `moment.now`: what should have happened since the last time is worked out. */
export function runStrategies(moment: Moment): void {
  const { store, now } = moment;
  const strategies = unfinished(store);
  if (strategies.length === 0) return;
  const from = Number(store.fact(UP_TO) ?? now);
  const world = worldOf(moment, from);
  for (const strategy of strategies) bringUp(moment, world, strategy, from);
  store.setFact(UP_TO, now);
}

/** Changes a strategy now and lets follow what follows from it at this instant. */
export function amend(moment: Moment, strategy: Strategy, change: Partial<StrategyProgress>): Strategy {
  const world = worldOf(moment);
  const life = worked(changed(strategy, change, moment.now), world, moment.now, moment.now);
  keep(moment, strategy, life.strategy, life.fills);
  return life.strategy;
}
