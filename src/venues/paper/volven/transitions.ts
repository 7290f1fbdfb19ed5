import type { StrategyStatus } from './strategies.ts';

/** What a user asks a strategy to do. */
export type Action = 'start' | 'pause' | 'stop';

/** From which statuses an action is legal (reference, section 12). */
const LEGAL: Readonly<Record<Action, readonly StrategyStatus[]>> = {
  start: ['CREATED', 'PAUSED'],
  pause: ['RUNNING', 'WAITING_TRIGGER'],
  stop: ['CREATED', 'WAITING_TRIGGER', 'RUNNING', 'PAUSED'],
};

export const isLegal = (action: Action, status: StrategyStatus): boolean => LEGAL[action].includes(status);
