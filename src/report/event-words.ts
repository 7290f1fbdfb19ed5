import { isZero } from '../model/decimal.ts';
import type {
  CiRun,
  EventData,
  EventDraft,
  EventType,
  KnownOrder,
  Subject,
  TradeFacts,
} from '../model/event.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Fill } from '../model/order.ts';
import { scopeText } from '../model/scope-text.ts';
import { type Terms, isStrategy } from '../model/terms.ts';
import { describeParameters, describeTerms } from './terms.ts';

/* Each event in plain words. Texts of venues and people are in them as they came: whoever prints them makes them safe. */

const because = (reason: string | undefined): string =>
  reason === undefined || reason === '' ? '' : `: ${reason}`;

/** A stored order may lack what a later version would need to describe it. */
function termsWords(terms: Terms): string {
  if (isStrategy(terms))
    return [describeTerms(terms), describeParameters(terms)].filter((part) => part !== '').join(', ');
  const quantity = terms.receiveQuantity ?? terms.deliverQuantity;
  return quantity === undefined ? `${terms.strategy} ${terms.side} ${terms.ticker}` : describeTerms(terms);
}

/** A leg of zero beside one that is not was not told: nothing trades for nothing. */
const fillWords = ({ received, delivered }: Fill): string => {
  const legs = Object.entries({ received, delivered }).filter(([, amount]) => !isZero(amount));
  return legs.length === 0 ? 'nothing traded' : legs.map((leg) => leg.join(' ')).join(', ');
};

const knownWords = ({ terms, orderId }: KnownOrder): string => `${termsWords(terms)}, order ${orderId}`;

/** `, fee 0.00, tradeDate 2025-01-29`. */
export const tradeWords = (trade: TradeFacts | undefined): string =>
  Object.entries(trade ?? {})
    .map(([name, text]) => `, ${name} ${text}`)
    .join('');

const ciWords = ({ pullRequest, run }: Partial<CiRun> = {}): string =>
  `${pullRequest === undefined ? '' : `, pull request ${pullRequest}`}${run === undefined ? '' : `, ${run}`}`;

const WORDS: { readonly [T in EventType]: (data: EventData[T]) => string } = {
  'run-started': ({ command, version, ci }) => `${command} began, tradeform ${version}${ciWords(ci)}`,
  'run-ended': ({ outcome }) => `ended: ${outcome}`,
  intent: ({ wire, run }) => `to be sent: ${termsWords(wire)}${run === undefined ? '' : `, run ${run}`}`,
  accepted: ({ orderId, venueRef, trade }) => {
    const facts = tradeWords(trade);
    return orderId === undefined
      ? `accepted by the venue${venueRef === undefined ? '' : `, its reference ${venueRef}`}${facts}`
      : `accepted by the venue: order ${orderId}${facts}`;
  },
  quoted: ({ quote, outcome, message }) => {
    const price = quote === undefined ? '' : ` ${quote.quoteId} at ${quote.price}`;
    return outcome === 'good' ? `quote${price}: good` : `quote${price} not used${because(message)}`;
  },
  'quote-dropped': ({ quoteId, outcome, message }) =>
    outcome === 'expired'
      ? `quote ${quoteId} taken back`
      : `quote ${quoteId} could not be taken back${because(message)}`,
  'run-intent': ({ run }) => `to be ${run}`,
  'run-set': ({ run }) => run,
  'run-refused': ({ run, message }) => `not ${run}${because(message)}`,
  linked: ({ orderId }) => `found in the venue's list: order ${orderId}`,
  rejected: ({ message, errorId }) =>
    `refused by the venue${because(message)}${errorId === undefined ? '' : ` (error ${errorId})`}`,
  'not-sent': ({ message }) => `not sent${because(message)}`,
  'in-doubt': ({ message }) => `in doubt${because(message)}`,
  adopted: ({ orderId }) => `was in doubt, and is at the venue: order ${orderId}`,
  observed: ({ status, statusText, fill }) => `seen ${status} (${statusText}), ${fillWords(fill)}`,
  final: ({ status, statusText, fill, message }) =>
    `over: ${status} (${statusText}), ${fillWords(fill)}${because(message)}`,
  'cancel-requested': ({ scope, reason }) => `cancel asked for ${scopeText(scope)}${because(reason)}`,
  'cancel-intent': ({ orderId }) => `cancel sent for order ${orderId}`,
  'cancel-refused': ({ message }) => `cancel refused by the venue${because(message)}`,
  replacing: ({ target }) => `to be replaced by ${termsWords(target)}`,
  resolved: ({ outcome, orderId, reason, approver, others = [] }) => {
    const what = outcome === 'executed' ? 'executed' : 'not executed';
    const order = orderId === undefined ? '' : `, order ${orderId}`;
    const beside = others.length === 0 ? '' : `, told apart from ${others.join(', ')}`;
    const by = approver === undefined ? '' : `, approved by ${approver}`;
    return `decided: ${what}${order}${beside}${by}${because(reason)}`;
  },
  vanished: ({ message }) => `vanished${because(message)}`,
  'came-back': ({ orderId, status }) => `came back: order ${orderId} is ${status}`,
  'foreign-writer': ({ orderId, tag }) => `order ${orderId} with our tag ${tag}, placed by somebody else`,
  'plan-used': ({ id, digest }) => `saved plan ${id} used, digest ${digest.slice(0, 12)}`,
  imported: (order) => `imported: ${knownWords(order)}`,
  rebuilt: (order) => `rebuilt from the venue's list: ${knownWords(order)}`,
  renamed: ({ renames }) =>
    `renamed: ${renames.map(({ from, to }) => `${nameOfKey(from)} to ${nameOfKey(to)}`).join(', ')}`,
  lapsed: ({ message }) => `lapsed${because(message)}`,
  protected: ({ on }) => (on ? 'protected' : 'no longer protected'),
  held: () => 'stands in the files',
  released: () => 'over, and gone from the files: its name is used up',
  overridden: ({ limit, reason, value, limitText }) =>
    `excepted from ${limit}: ${value}, where the limit is ${limitText}${because(reason)}`,
  'limits-used': () => 'sent under these limits from now on',
  halted: ({ scope, reason }) => `halted: ${scopeText(scope)}${because(reason)}`,
  unhalted: ({ scope, approver }) => `halt lifted: ${scopeText(scope)}, approved by ${approver}`,
};

/** What an event says. */
export function eventWords(event: EventDraft): string {
  const words = WORDS[event.type] as (data: EventDraft['data']) => string;
  return words(event.data);
}

/** `dip-1`, `dip-1 generation 2`, `dip-1 attempt 3`; the account where the event is about no order. */
export function subjectWords(subject: Subject | undefined): string {
  const { key, account, generation = 1, attempt = 1 } = subject ?? {};
  if (key === undefined) return account ?? '';
  return [
    nameOfKey(key),
    ...(generation === 1 ? [] : [`generation ${generation}`]),
    ...(attempt === 1 ? [] : [`attempt ${attempt}`]),
  ].join(' ');
}
