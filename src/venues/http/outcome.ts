import type { Secret } from '../../lib/secret.ts';

/**
 * What became of one request, as a value: no HTTP error leaves this folder, because those hold headers, keys and queries.
 * `message` is one sentence for people, without secrets.
 */
export type Outcome = Answer | NotSent | Unknown;

/** A whole answer, whatever its status. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly retryAfter?: string;
  readonly text: string;
  /** Whether `text` is one JSON value. */
  readonly wellFormed: boolean;
  /** That value, each number as its source text; undefined where `text` isn't JSON. */
  readonly body: unknown;
  /** The header that the request named as holding a secret, where the answer has it. */
  readonly secretHeader?: Secret;
}

/** Proof that no byte of the request reached the venue. */
export interface NotSent {
  readonly kind: 'not-sent';
  readonly code: string;
  readonly message: string;
}

/** The venue may or may not have acted on the request. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly code: string;
  readonly message: string;
}
