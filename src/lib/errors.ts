import type { Problem } from '../model/problem.ts';
import type { ExitCode } from './exit.ts';

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

  constructor(
    code: string,
    message: string,
    options: { exitCode: ExitCode; remedy?: string; problems?: readonly Problem[]; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exitCode = options.exitCode;
    this.remedy = options.remedy;
    this.problems = options.problems ?? [];
  }
}
