import type { ActiveFault } from './faults.ts';

/** A request as it came over the wire. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The body's text, byte for byte. */
  readonly body: string;
  /** The fault that this call meets, if any. */
  readonly fault?: ActiveFault;
}
