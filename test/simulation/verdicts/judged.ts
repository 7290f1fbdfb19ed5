import { parseExact } from '../../../src/venues/http/exact-json.ts';
import type { Answer } from '../../../src/venues/http/outcome.ts';

/** What was made of one random thing, in a word, and what was wrong with that. */
export interface Judged {
  readonly word: string;
  readonly faults: readonly string[];
}

/** As an adapter's client hands an answer over. */
export function answerOf(status: number, text: string): Answer {
  const parsed = parseExact(text);
  return {
    kind: 'answer',
    status,
    text,
    wellFormed: parsed.wellFormed,
    body: parsed.wellFormed ? parsed.body : undefined,
  };
}
