import type { Place } from './order.ts';

/** Something in the user's files or arguments that stops a command: what, where, and what to do about it. */
export interface Problem {
  /** Stable, for programs: `spec/unknown-field`. */
  readonly code: string;
  readonly message: string;
  /** What to write instead, or which command helps. */
  readonly remedy: string;
  readonly place?: Place;
  /** The source line at `place`, without its line break. */
  readonly excerpt?: string;
  /** How many characters of the excerpt are meant; the caret line is this long. */
  readonly length?: number;
  /** A second place that belongs to it, such as the first use of a name. */
  readonly related?: { readonly message: string; readonly place: Place };
}
