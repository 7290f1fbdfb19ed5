import type { VolvenSettings } from '../../../model/project.ts';

/** The settings with which tradeform reads this venue's `state`: which keys it has, and what its statuses mean. */
export const PAPER_STATES = {
  states: {
    field: 'status',
    map: {
      CREATED: 'paused',
      WAITING_TRIGGER: 'open',
      RUNNING: 'open',
      PAUSED: 'paused',
      STOPPED: 'cancelled',
      FINISHED: 'filled',
    },
  },
  filled: { field: 'filledSize' },
} as const satisfies Pick<VolvenSettings, 'states' | 'filled'>;
