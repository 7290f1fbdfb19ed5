import type { Problem } from '../model/problem.ts';
import type { ExitCode } from './exit.ts';

interface Ends {
  readonly exitCode: ExitCode;
  /** A report that says it is on stdout already. */
  readonly told?: boolean;
  readonly cause?: unknown;
}
/** What to do next: one sentence, or with each problem. No error comes without. */
type WayOn =
  | { readonly remedy: string; readonly problems?: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/**
 * An end that we expect and explain: what happened, and what to do next. Anything else that is thrown is a bug of ours.
 * Venue and journal failures carry their `cause`, never a raw HTTP error (those hold headers and keys).
 */
export class TradeformError extends Error {
  override readonly name = 'TradeformError';
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly remedy: string | undefined;
  readonly problems: readonly Problem[];
  /** A report that says it is on stdout already. */
  readonly told: boolean;

  constructor(code: string, message: string, options: Ends & WayOn) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exitCode = options.exitCode;
    this.remedy = 'remedy' in options ? options.remedy : undefined;
    this.problems = options.problems ?? [];
    this.told = options.told ?? false;
  }
}
