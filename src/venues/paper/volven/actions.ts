import type { Millis } from '../../../model/ids.ts';
import type { Store } from '../store.ts';
import { type World, clipFill, halted, started, traded } from './engine.ts';
import type { Fill, Strategy } from './strategies.ts';
import { type Action, isLegal } from './transitions.ts';

/** An action that was accepted: it takes effect later, and may come too late. */
export interface RequestedAction {
  readonly sequence: number;
  readonly strategyId: string;
  readonly action: Action | 'schedule-opening-pause';
  readonly source: 'api' | 'control';
  readonly at: Millis;
  readonly dueAt: Millis;
  /** 1: the order at the exchange trades before it is taken back. */
  readonly loses: 0 | 1;
  /** When it had its effect, or was found to have none any more. */
  readonly settledAt: Millis | null;
  readonly outcome: 'done' | 'too-late' | null;
}

type NewAction = Omit<RequestedAction, 'sequence' | 'settledAt' | 'outcome'>;

export function requestAction(
  store: Store,
  { strategyId, action, source, at, dueAt, loses }: NewAction,
): void {
  store.run(
    `INSERT INTO strategyActions (strategyId, action, source, at, dueAt, loses) VALUES (?, ?, ?, ?, ?, ?)`,
    ...[strategyId, action, source, at, dueAt, loses],
  );
}

/** The actions of a strategy whose effect is still to come, in the order in which they fall due. */
export const pendingActions = (store: Store, strategyId: string): readonly RequestedAction[] =>
  store.all<RequestedAction>(
    'SELECT * FROM strategyActions WHERE strategyId = ? AND settledAt IS NULL ORDER BY dueAt, sequence',
    strategyId,
  );

export function settleAction(
  store: Store,
  { sequence, dueAt }: RequestedAction,
  outcome: 'done' | 'too-late',
): void {
  store.run(
    'UPDATE strategyActions SET settledAt = ?, outcome = ? WHERE sequence = ?',
    ...[dueAt, outcome, sequence],
  );
}

/** What an action makes of a strategy, and the trade that came before it. The strategy itself: it came too late. */
export function acted(
  strategy: Strategy,
  { action, dueAt, loses }: RequestedAction,
  world: World,
): { readonly strategy: Strategy; readonly fills: readonly Fill[]; readonly done: boolean } {
  if (action === 'schedule-opening-pause') return { strategy, fills: [], done: true };
  const fills =
    loses === 1 && strategy.status === 'RUNNING' && strategy.clip !== null
      ? [clipFill(strategy, world, dueAt)]
      : [];
  const before = fills.reduce(traded, strategy);
  if (!isLegal(action, before.status)) return { strategy: before, fills, done: false };
  const after =
    action === 'start'
      ? started(before, world, dueAt)
      : halted(before, action === 'pause' ? 'PAUSED' : 'STOPPED', dueAt);
  return { strategy: after, fills, done: true };
}
