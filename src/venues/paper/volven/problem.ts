import type { Moment } from '../moment.ts';
import type { Reply } from '../reply.ts';

/** One thing that is wrong with one field of a request. */
export interface Violation {
  readonly field: string;
  readonly description: string;
  /** The value as it was written; absent where the field is. */
  readonly rejected?: string;
}

/** `UPPER_CASE` words are invented: the OpenAPI names a field for them and no value. */
type ProblemCode =
  | 'VALIDATION_FAILED'
  | 'WARNINGS'
  | 'MALFORMED_JSON'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'ILLEGAL_STATE';

/** Thrown by a rule that refuses a request; carries what the venue answers. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: ProblemStatus;
  readonly code: ProblemCode;
  readonly violations: readonly Violation[];
  /** Where it isn't the path that was called. */
  readonly path: string | undefined;

  constructor(
    status: ProblemStatus,
    code: ProblemCode,
    text: string,
    violations: readonly Violation[] = [],
    path?: string,
  ) {
    super(text);
    this.status = status;
    this.code = code;
    this.violations = violations;
    this.path = path;
  }
}

const REASON_PHRASES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
} as const;
type ProblemStatus = keyof typeof REASON_PHRASES;

const byField = (a: Violation, b: Violation): number => (a.field < b.field ? -1 : Number(a.field > b.field));

const openapiError = ({ field, description, rejected }: Violation): unknown => ({
  fields: [field],
  description,
  ...(rejected === undefined ? {} : { rejectedValue: rejected }),
  firstField: field,
});

/**
 * A problem in the shape that a setting chooses: the quickstart's sample, or the OpenAPI's ApiError. They contradict each
 * other (status as text or as a number, a message or an error code, `field` or `fields`), and a client has to take both.
 */
export function problemReply({ settings, now }: Moment, problem: ApiProblem, called: string): Reply {
  const { status, code, message, violations } = problem;
  const timestamp = new Date(now).toISOString().replace('Z', '+00:00');
  const error = REASON_PHRASES[status];
  const path = problem.path ?? called;
  const sorted = violations.toSorted(byField);
  const body =
    settings.errorShape === 'quickstart'
      ? {
          ...{ timestamp, status: String(status), error, message, path },
          ...(sorted.length === 0
            ? {}
            : { errors: sorted.map(({ field, description }) => ({ field, description })) }),
        }
      : {
          ...{ timestamp, status, error, errorCode: code, path },
          ...(sorted.length === 0 ? {} : { errors: sorted.map(openapiError) }),
        };
  return { status, body };
}
