import type { OrderStrategy } from '../../../src/model/terms.ts';
import { quoted } from './desk.ts';

/* The rules of the design once more, over the text itself, written without the table. */

/** The quote that an RFQ executes in these tests. */
export const QUOTE = quoted().quoteId;
const KNOWN_REFUSAL =
  /^(User not authorized for [A-Z]+|You don't have permission to do this, contact \S+@aquanow\.io if you have questions)$/;

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (id: unknown): boolean =>
  typeof id === 'number' || (typeof id === 'string' && !['', '-'].includes(id));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the ids of an answer allow, for a strategy; undefined where there are none. */
function byIds(strategy: OrderStrategy, body: unknown): readonly string[] | undefined {
  const data = isLoose(body) ? body['data'] : undefined;
  if (!isLoose(body) || !isLoose(data) || (!isId(data['orderId']) && !isId(data['quoteId'])))
    return undefined;
  if (strategy === 'RFQ') {
    if (isId(data['quoteId']) && data['quoteId'] !== QUOTE) return ['in-doubt'];
    if (isId(data['orderId'])) return ['accepted'];
    const withError = ['errors', 'error', 'message'].some((name) => name in body);
    return body['type'] === 'rfqExecuteQuoteAck' && !withError ? ['accepted'] : ['in-doubt'];
  }
  const resting = ['LIMIT', 'GTC', 'GTD'].includes(strategy);
  return isId(data['orderId']) || resting ? ['accepted'] : ['in-doubt'];
}

type Errors = { readonly form: 'v1' | 'v2'; readonly words: readonly string[] };
const isSaid = (value: unknown): boolean => isId(value);
const has = (value: Loose, ...names: readonly string[]): boolean =>
  Object.keys(value).length === names.length && names.every((name) => isSaid(value[name]));

/** The two forms in which the pages tell an error, and nothing beside them; undefined for any other body. */
function errorsIn(body: unknown): Errors | undefined {
  if (!isLoose(body)) return undefined;
  if (has(body, 'message')) return { form: 'v1', words: [String(body['message'])] };
  const { errors, ...rest } = body;
  if (!Array.isArray(errors) || errors.length === 0 || Object.keys(rest).length > 0) return undefined;
  const all: readonly unknown[] = errors;
  const isListed = all.every((error) => isLoose(error) && has(error, 'id', 'message'));
  return isListed
    ? { form: 'v2', words: all.map((error) => String((error as Loose)['message'])) }
    : undefined;
}

/** What an answer without an id proves, by its status and its words. */
function byWords(strategy: OrderStrategy, status: number, body: unknown): string {
  const errors = errorsIn(body);
  if (errors === undefined) return 'in-doubt';
  const { form, words } = errors;
  if ([400, 403, 404, 422].includes(status)) {
    // Of a quote that somebody has executed already it is not known who.
    const isExecuted = strategy === 'RFQ' && words.some((said) => /alr\w*dy been processed/.test(said));
    return isExecuted ? 'in-doubt' : 'rejected';
  }
  const [only = ''] = form === 'v2' && words.length === 1 ? words : [];
  const isKnown =
    ([500, 502].includes(status) && KNOWN_REFUSAL.test(only)) ||
    (status === 200 && only === 'Insufficient Trade Credit') ||
    (status === 200 && strategy === 'RFQ' && only === 'The quote has already expired');
  return isKnown ? 'rejected' : 'in-doubt';
}

/** The verdicts that may be given on an answer: one, but where the text says one thing twice. */
export function judge(strategy: OrderStrategy, status: number, text: string): readonly string[] {
  const body = parsed(text);
  const told = byIds(strategy, body);
  if (told) return told;
  if (status === 401 || status === 429) return ['not-sent'];
  const verdict = byWords(strategy, status, body);
  // What is not the same when it is written again has a member twice: some readers take the one, some the other, ours neither.
  return JSON.stringify(body) === text.trim() ? [verdict] : [verdict, 'in-doubt'];
}

const isTold = (value: unknown): boolean => value !== undefined && value !== null && value !== '-';

/** Whether what an answer tells beyond the page agrees with the quote. */
const repeatsQuote = (data: Loose): boolean =>
  !isTold(data['tradeStatus']) &&
  (['receiveQuantity', 'deliverQuantity'] as const).every(
    (name) => !isTold(data[name]) || Number(data[name]) === Number(quoted()[name]),
  );

/** Whether an answer may tell an end: both legs traded, or neither did, in the one form that the page shows. */
export function mayEnd(strategy: OrderStrategy, status: number, text: string): boolean {
  const body = parsed(text);
  const data = isLoose(body) ? body['data'] : undefined;
  if (status !== 200 || !isLoose(body) || !isLoose(data)) return false;
  if (strategy === 'RFQ')
    return (
      body['type'] === 'rfqExecuteQuoteAck' &&
      data['quoteId'] === QUOTE &&
      repeatsQuote(data) &&
      !body['error']
    );
  const traded = ['receiveQuantity', 'deliverQuantity'].map((name) => Number(data[name]) > 0);
  if (traded[0] !== traded[1]) return false;
  if (strategy === 'MARKET') return body['type'] === 'marketOrderSubmitAck';
  return strategy === 'FOK' && data['tradeStatus'] === (traded[0] === true ? 'COMPLETE' : 'CANCELLED');
}
