import { BrokenAnswer } from './body.ts';
import type { NotSent, Unknown } from './outcome.ts';

/*
 * Tells "no byte left" from "bytes may have left" by the error codes of Node's network stack. Only codes that can't appear
 * once a request is under way count as not sent. OpenSSL's other errors (`ERR_SSL_WRONG_VERSION_NUMBER`…) can also break a
 * connection that was fine, so they prove nothing.
 */
const DNS = 'its name is not known';
const REFUSED = 'the connection was refused';
const UNREACHABLE = 'there is no route to it';
const SLOW = 'the connection was not made in time';
const CERTIFICATE = 'its TLS certificate was not accepted';
const HANDSHAKE = 'the TLS handshake failed';

const NEVER_CONNECTED: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', DNS],
  ['EAI_AGAIN', 'its name could not be looked up (DNS)'],
  ['ECONNREFUSED', REFUSED],
  ['UND_ERR_CONNECT_TIMEOUT', SLOW],
  ['ENETUNREACH', UNREACHABLE],
  ['EHOSTUNREACH', UNREACHABLE],
  ['EADDRNOTAVAIL', UNREACHABLE],
  ['CERT_HAS_EXPIRED', 'its TLS certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its TLS certificate is not valid yet'],
  ['CERT_REVOKED', CERTIFICATE],
  ['CERT_REJECTED', CERTIFICATE],
  ['CERT_UNTRUSTED', CERTIFICATE],
  ['CERT_SIGNATURE_FAILURE', CERTIFICATE],
  ['CERT_CHAIN_TOO_LONG', CERTIFICATE],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', CERTIFICATE],
  ['SELF_SIGNED_CERT_IN_CHAIN', CERTIFICATE],
  ['UNABLE_TO_GET_ISSUER_CERT', CERTIFICATE],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', CERTIFICATE],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', CERTIFICATE],
  ['INVALID_CA', CERTIFICATE],
  ['INVALID_PURPOSE', CERTIFICATE],
  ['HOSTNAME_MISMATCH', CERTIFICATE],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its TLS certificate is for another host'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', HANDSHAKE],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', HANDSHAKE],
]);

// Node's own words (lib/_tls_wrap.js) for a socket that closed before the handshake was over; its code is ECONNRESET.
const BEFORE_TLS = 'Client network socket disconnected before secure TLS connection was established';

interface Fault {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
}

/** The error and its causes, outermost first. */
function chain(error: unknown): readonly Fault[] {
  const out: Fault[] = [];
  let next: unknown = error;
  // Deeper than Node and ky ever nest; a cycle ends here too.
  while (typeof next === 'object' && next !== null && out.length < 8) {
    out.push(next);
    next = (next as { readonly cause?: unknown }).cause;
  }
  return out;
}

/** Why this fault proves that no connection was made, or undefined where it doesn't. */
function neverConnected(fault: Fault): string | undefined {
  if (Array.isArray(fault.errors)) {
    // One host, several addresses: each of them has to have failed before a connection was made.
    const reasons = fault.errors.map((inner: Fault) => neverConnected(inner));
    return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
  }
  if (typeof fault.code !== 'string') return undefined;
  if (fault.code === 'ECONNRESET' && fault.message === BEFORE_TLS) return HANDSHAKE;
  const listed = NEVER_CONNECTED.get(fault.code);
  if (listed !== undefined) return listed;
  if (fault.syscall === 'getaddrinfo') return DNS;
  return fault.syscall === 'connect' ? 'no connection could be made' : undefined;
}

const codeOf = (fault: Fault): string => (typeof fault.code === 'string' ? fault.code : 'network');

const unknown = (code: string, message: string): Unknown => ({ kind: 'unknown', code, message });

/** Where a request was going, in words for people. */
export interface Destination {
  readonly host: string;
  readonly timeout: number;
  /** Setting that holds the address, such as `venues.aquanow.url`. */
  readonly setting: string;
}

/** What a failed request proves. `error` is whatever fetch or ky threw once the request had been handed to them. */
export function classify(error: unknown, to: Destination): NotSent | Unknown {
  if (error instanceof BrokenAnswer)
    return error.code === 'answer-too-large'
      ? unknown(error.code, `${to.host} sent an answer larger than any order list; it was not read`)
      : unknown(error.code, `the connection to ${to.host} broke in the middle of its answer`);
  const faults = chain(error);
  if (faults.some((fault) => (fault as Error).name === 'TimeoutError'))
    return unknown('timeout', `${to.host} did not answer within ${to.timeout / 1000} s`);
  if (faults.some((fault) => fault.message === 'unexpected redirect')) return redirected(to.host);
  const fault = faults.find((one) => typeof one.code === 'string') ?? {};
  const reason = neverConnected(fault);
  if (reason === undefined)
    return unknown('connection-lost', `the connection to ${to.host} was lost (${codeOf(fault)})`);
  const message = `could not connect to ${to.host}: ${reason} (${codeOf(fault)}); check \`${to.setting}\` in tradeform.yaml and this machine's network`;
  return { kind: 'not-sent', code: 'no-connection', message };
}

/** A signed request is never carried to another address. */
export const redirected = (host: string): Unknown => ({
  kind: 'unknown',
  code: 'redirected',
  message: `${host} answered with a redirect, which is never followed`,
});
