import type { AccountName } from '../model/ids.ts';

export type Phase = 'cancel' | 'submit';

/** How much there is to do on one account. */
export interface Work {
  readonly account: AccountName;
  readonly phase: Phase;
  readonly total: number;
}

/** What a run tells while it works; who listens decides how it looks. */
export type ProgressEvent =
  | { readonly kind: 'begin'; readonly work: readonly Work[] }
  | {
      readonly kind: 'step';
      readonly account: AccountName;
      readonly phase: Phase;
      readonly name: string;
      /** One or two plain words: `accepted`, `refused: …`. */
      readonly outcome: string;
      readonly ok: boolean;
    }
  | { readonly kind: 'reading' }
  | { readonly kind: 'waiting'; readonly reason: string };

export type Listener = (event: ProgressEvent) => void;
