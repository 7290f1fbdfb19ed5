import type { Quote, QuoteAnswer, QuoteDropped, Verdict } from '../../../../src/venues/venue.ts';
import type { OrderTerms } from '../../../../src/model/terms.ts';

/*
 * The examples of Aquanow's page "Trading Strategies" (v2), answers as printed there, one for each of its tabs. The page shows no
 * requests: `terms` are those that the answer repeats, `sent` is what its request tables ask for them.
 */
export type SeedCall = 'getQuote' | 'createQuote' | 'executeQuote' | 'expireQuote' | 'market' | 'order';

type WithoutAck<T> = T extends { readonly ack?: unknown } ? Omit<T, 'ack'> : T;

/** What comes of it; its `ack` is always the whole answer, each number as its text. */
export type Told =
  | WithoutAck<Verdict>
  | WithoutAck<QuoteAnswer>
  | { readonly kind: 'quote'; readonly quote: Omit<Quote, 'ack'> }
  | WithoutAck<QuoteDropped>;

export interface SeedExample {
  readonly call: SeedCall;
  /** The tab's heading. */
  readonly heading: string;
  readonly terms: OrderTerms;
  /** Where the page shows another account than `CA1264810R`. */
  readonly account?: string;
  /** The quote that is executed or taken back. */
  readonly quoteId?: string;
  /** The request's query, or its body without `,"usernameRef":…` and the closing brace. */
  readonly sent: string;
  readonly status: number;
  readonly answer: string;
  readonly told: Told;
}

export type Section = readonly [title: string, examples: readonly SeedExample[]];

export const errors = (id: string, words: string): string =>
  `{\n  "errors": [\n    {\n      "id": "${id}",\n      "message": "${words}"\n    }\n  ]\n}`;

const DOOR =
  "; check this machine's clock, the path (`url` in tradeform.yaml), the key's IP list and its trade permission";

/** As a refusal is told to people: whose, with which status, in which words. */
export const saidBy = (status: number, words: string): string =>
  `api.aquanow.io answered ${status}: ${words}${status === 403 ? DOOR : ''}`;

export type Request = Pick<SeedExample, 'call' | 'terms' | 'sent' | 'quoteId'>;

/** A tab that shows an error body. */
export function refused(
  request: Request,
  heading: string,
  code: string,
  id: string,
  words: string,
): SeedExample {
  const status = Number(heading.slice(0, 3));
  const message = saidBy(status, words);
  const told: Told =
    request.call.endsWith('ateQuote') || request.call === 'getQuote'
      ? { kind: 'refused', code, message }
      : { kind: 'rejected', code, message, errorId: id };
  return { ...request, heading, status, answer: errors(id, words), told };
}
