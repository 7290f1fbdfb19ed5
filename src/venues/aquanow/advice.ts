import type { Answer, Outcome } from '../http/outcome.ts';
import { shapeOf, wordsOf } from './shapes.ts';

/** What can be wrong where Aquanow lets a call in by no door: its 401 and 403 don't tell these apart. */
export const ACCESS =
  "this machine's clock, the path (`url` in tradeform.yaml), the key's IP list and its trade permission";

/** An old nonce is a 401 too, and calls that are under way at once can overtake each other. */
export const OTHERS = 'whether another program uses this key: each makes the nonces of the other old';

/** `api.aquanow.io answered 503: words`. */
export function answered(host: string, answer: Answer): string {
  const words = wordsOf(shapeOf(answer));
  return `${host} answered ${answer.status}${words === '' ? '' : `: ${words}`}`;
}

/** The day's requests are used up; the counter starts again at midnight UTC (INFERRED from AWS's gateway). */
export const isQuotaSpent = (answer: Answer): boolean =>
  answer.status === 429 && wordsOf(shapeOf(answer)) === 'Limit Exceeded';

export const TOO_MANY =
  'too many requests with this key: lower its `rate` in tradeform.yaml, and use one key for one job';
export const QUOTA = "the key's requests of the day are used up, until 00:00 UTC";

function adviceOn(answer: Answer): string {
  switch (answer.status) {
    case 401:
      return `Check ${ACCESS}, and ${OTHERS}.`;
    case 403:
      return `Check ${ACCESS}.`;
    case 404:
    case 405:
      return 'Check `url` in tradeform.yaml.';
    case 429:
      return isQuotaSpent(answer) ? `Wait: ${QUOTA}.` : `Wait a moment: ${TOO_MANY}.`;
    default:
      return answer.status >= 500
        ? "Try again later, and look at the venue's status page."
        : 'If it stays, show this message to the venue.';
  }
}

export interface Trouble {
  readonly reason: string;
  readonly remedy: string;
}

/** What is told already by what went wrong itself is not told again. */
const REMEDIES: Readonly<Record<string, string>> = {
  interrupted: 'Run it again.',
  'no-connection': 'Run it again once it can be reached.',
};

/** Why a read gave nothing to rely on, for people. */
export function troubleWith(what: string, outcome: Outcome, host: string): Trouble {
  if (outcome.kind === 'answer') {
    const status = answered(host, outcome);
    return { reason: `${what}: ${status}`, remedy: adviceOn(outcome) };
  }
  const remedy =
    REMEDIES[outcome.code] ?? 'Check the network and `url` in tradeform.yaml, then run it again.';
  return { reason: `${what}: ${outcome.message}`, remedy };
}
