import { safeText } from '../lib/safe-text.ts';
import type { Phase, ProgressEvent, Work } from './progress-event.ts';

/** Shows a run's events until it is closed. */
export interface Progress {
  readonly tell: (event: ProgressEvent) => void;
  close(): Promise<void>;
}

export const VERBS: Readonly<Record<Phase, string>> = { cancel: 'cancelling', submit: 'submitting' };
export const rowKey = ({ account, phase }: Pick<Work, 'account' | 'phase'>): string => `${account} ${phase}`;

/** One plain line a step, for logs and pipes. */
export function plainProgress(write: (text: string) => void): Progress {
  const done = new Map<string, number>();
  const totals = new Map<string, number>();
  return {
    tell: (event) => {
      if (event.kind === 'begin') for (const work of event.work) totals.set(rowKey(work), work.total);
      if (event.kind !== 'step') return;
      const key = rowKey(event);
      const at = (done.get(key) ?? 0) + 1;
      done.set(key, at);
      const { account, phase, name, outcome } = event;
      const of = `${at}/${totals.get(key) ?? at}`;
      write(`${safeText(account)}: ${VERBS[phase]} ${of} ${name}: ${safeText(outcome)}\n`);
    },
    close: () => Promise.resolve(),
  };
}
