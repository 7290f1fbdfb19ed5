import type { Trouble } from '../http/identity.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import { wordsOf } from './shapes.ts';

/** What can be wrong where Volven lets a call in by no door. */
export const ACCESS = '`token`, or `username` and `password`, of venues.volven in tradeform.yaml';
export const TOO_MANY = 'too many requests: lower `rate` of venues.volven in tradeform.yaml';

/** `api.example answered 503: words`. */
export function answered(host: string, answer: Answer): string {
  const words = wordsOf(answer);
  return `${host} answered ${answer.status}${words === '' ? '' : `: ${words}`}`;
}

function adviceOn({ status }: Answer): string {
  switch (status) {
    case 401:
      return `Check ${ACCESS}.`;
    case 403:
      return 'Check what this user may do at the venue.';
    case 404:
    case 405:
      return 'Check `venues.volven.url` in tradeform.yaml.';
    case 429:
      return `Wait a moment: ${TOO_MANY}.`;
    default:
      return status >= 500
        ? 'Try again later, and ask the venue if it stays.'
        : 'If it stays, show this message to the venue.';
  }
}

export const NOT_UNDERSTOOD = 'If it stays, show this message to the venue.';

function remedyFor(code: string): string {
  switch (code) {
    case 'interrupted':
      return 'Run it again.';
    case 'no-connection':
      return 'Run it again once it can be reached.';
    case 'no-access':
      return 'Correct that, then run it again.';
    default:
      return 'Check the network and `venues.volven.url` in tradeform.yaml, then run it again.';
  }
}

/** Why a read gave nothing to rely on, for people. */
export function troubleWith(what: string, outcome: Outcome, host: string): Trouble {
  return outcome.kind === 'answer'
    ? { reason: `${what}: ${answered(host, outcome)}`, remedy: adviceOn(outcome) }
    : { reason: `${what}: ${outcome.message}`, remedy: remedyFor(outcome.code) };
}

export const isTrouble = (value: object): value is Trouble => 'remedy' in value && 'reason' in value;
