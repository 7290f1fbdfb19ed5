import type { Key } from './ids.ts';
import type { Action } from './plan.ts';

/** One thing that moved between an approved plan and the plan of now. */
export type Difference =
  /** Was to be done, and is no more; or is to be done, and was not. `reason`: what the plan of now says of it. */
  | {
      readonly kind: 'gone' | 'new';
      readonly key: Key;
      readonly action: Action;
      readonly reason: string | undefined;
    }
  /** A fact of a change: `priceLimit`, `order.received`, `attempt`. */
  | {
      readonly kind: 'fact';
      readonly key: Key;
      readonly fact: string;
      readonly was: string | undefined;
      readonly is: string | undefined;
    }
  /** A fact of the plan as a whole. */
  | {
      readonly kind: 'plan';
      readonly fact: string;
      readonly was: string | undefined;
      readonly is: string | undefined;
    }
  /** The same changes, in another order. */
  | { readonly kind: 'order' };
