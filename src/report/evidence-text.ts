import {
  type Candidate,
  type Question,
  type Sight,
  type VenueSight,
  isUnread,
} from '../execute/decide/sight.ts';
import { oddFields } from '../model/odd-fields.ts';
import { wantedOf } from '../execute/survey.ts';
import { safeText } from '../lib/safe-text.ts';
import { isZero } from '../model/decimal.ts';
import { type Attempt, canBeFound } from '../model/history.ts';
import { nameOfKey } from '../model/ids.ts';
import type { OrderRow } from '../model/order.ts';
import { isStrategy, pairOfTerms } from '../model/terms.ts';
import { type Layout, count, hanging, paint, paintSymbol } from './style.ts';
import { describeParameters, describeTerms } from './terms.ts';

/*
 * What is known about an order that nobody knows, for the person who decides: what was sent and when, what was looked for and where,
 * what else could be it. It is read at three in the morning, and then to the venue's people over the phone.
 */

/** Who sent it, as the journal has it. */
export interface Sender {
  readonly actor: string;
  readonly commit?: string;
}

export interface EvidenceFacts {
  readonly sight: Sight;
  readonly sender: Sender | undefined;
  /** `aquanow CA1264810R`. */
  readonly account: string;
}

const TITLES: Readonly<Record<Question, string>> = {
  'in-doubt': 'in doubt: sent, and nobody knows whether it was accepted',
  vanished: 'vanished: accepted, and not at the venue now; it counts as live',
  'came-back': 'came back: at the venue, although it was over',
  'two-orders': 'more than one order under its tag',
  found: 'found: it was in doubt, and is at the venue',
};

const titleOf = ({ question, attempt }: Sight): string =>
  question === 'vanished' && !canBeFound(attempt)
    ? 'not linked: accepted, and no look-up can tell which order it is; it counts as live'
    : TITLES[question];

/** `2026-12-01 14:00:03Z`. */
const instant = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** `8 s`, `4 min`, `7 h`, `3 days`: how long a doubt has lasted. */
function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

const LABEL = 11;
type Fact = readonly [label: string, ...lines: readonly string[]];

const factText = ([label, ...lines]: Fact, layout: Layout): string =>
  lines
    .map((line, at) => {
      const head = at === 0 ? paint(layout, 'bold', label.padEnd(LABEL)) : ' '.repeat(LABEL);
      return `  ${head} ${hanging(safeText(line), layout.width, LABEL + 3)}`;
    })
    .join('\n');

/** `open (AWAITING), GTC buy BTC-USD, 0.25 at 84000.00, filled nothing, made 2026-12-01 14:00:04Z`. */
export function rowText(row: OrderRow): string {
  const { status, statusText, strategy, side, ticker, size, priceLimit, fill, createdAt, message } = row;
  const traded = side === 'buy' ? fill.received : fill.delivered;
  return [
    statusText.toLowerCase() === status ? status : `${status} (${statusText})`,
    `${strategy} ${side} ${ticker}`,
    `${size === undefined ? '' : size}${priceLimit === undefined ? '' : ` at ${priceLimit}`}`.trim(),
    isZero(traded) ? 'nothing traded' : `traded ${traded}`,
    createdAt === undefined ? 'the time is not told' : `made ${instant(createdAt)}`,
    ...(message === undefined ? [] : [message]),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function sentFact({ sight: { attempt }, sender, account }: EvidenceFacts): Fact {
  const { generation, tag, tagSent, wire, intentAt, origin } = attempt;
  const by = sender === undefined ? '' : ` by ${sender.actor}`;
  const from = sender?.commit === undefined ? '' : `, commit ${sender.commit.slice(0, 7)}`;
  const parameters = describeParameters(wire);
  // Imported and rebuilt orders were sent by nobody that this journal knows.
  const when =
    origin === 'imported' || origin === 'rebuilt' ? `${origin} ${instant(intentAt)}` : instant(intentAt);
  return [
    'sent',
    `${when}${by}${from}, to ${attempt.account} (${account})`,
    `${describeTerms(wire)}${isStrategy(wire) ? '' : ` (${wire.ticker})`}`,
    ...(parameters === '' ? [] : [parameters]),
    `generation ${generation}, attempt ${attempt.attempt}`,
    tagSent
      ? `usernameRef ${wantedOf(attempt).reference}`
      : `tag ${tag}, which was not sent: no row shows it`,
  ];
}

/** What is known of the answer; where it was over, of that. */
function answerOf({ attempt, question }: Sight): Fact {
  const { state, message, errorId, vanished, venueRef, orderId, acceptedAt, final } = attempt;
  const ids = [
    ...(orderId === undefined ? [] : [`order ${orderId}`]),
    ...(venueRef === undefined ? [] : [`its reference ${venueRef}`]),
    ...(errorId === undefined ? [] : [`error ${errorId}`]),
  ].join(', ');
  const and = ids === '' ? '' : `: ${ids}`;
  if (state === 'in-doubt')
    return ['answer', `${message ?? 'the run ended before an answer was recorded'}${and}`];
  const at = acceptedAt === undefined ? '' : ` ${instant(acceptedAt)}`;
  if (question === 'came-back' || state !== 'accepted') {
    const over =
      state === 'final' && final !== undefined ? `over: ${final.status} ${instant(final.at)}` : OVER[state];
    return ['before', `${over ?? `accepted${at}`}${and}${message === undefined ? '' : `: ${message}`}`];
  }
  return ['answer', `accepted${at}${and}`, ...(vanished === undefined ? [] : [vanished])];
}

const OVER: Readonly<Partial<Record<Attempt['state'], string>>> = {
  rejected: 'refused by the venue',
  'not-sent': 'not sent',
  lapsed: 'not sent, and too late now',
  'not-executed': 'decided: not executed',
};

/** What was looked for, and where. */
function lookedFact({ attempt, question, readAt }: Sight, { found, settle }: VenueSight): Fact {
  const { tag, tagSent, orderId, intentAt } = attempt;
  const keys = [...(tagSent ? [`tag ${tag}`] : []), ...(orderId === undefined ? [] : [`id ${orderId}`])];
  const since = readAt - intentAt;
  const times = question === 'vanished' ? ', three times' : '';
  const when = `${instant(readAt).slice(11)}, ${age(since)} after it was sent, in complete lists${times}`;
  if (found.length > 0) return ['looked for', when, ...found.flatMap((row) => [row.id, `  ${rowText(row)}`])];
  const late = since < settle ? ['Too soon: these lists may be late to show it. Look again.'] : [];
  const what = keys.join(' and ');
  if (what === '') return ['looked for', when, 'nothing: no tag was sent, and no id is known', ...late];
  return ['looked for', when, `${what}: not there. That alone proves nothing.`, ...late];
}

function candidateLines({ row, owner }: Candidate, attempt: Attempt): readonly string[] {
  const odd = oddFields(row, attempt).map(({ field }) => field);
  const notes = [
    ...(owner === undefined ? [] : [`that is ${nameOfKey(owner)}`]),
    ...(odd.length === 0 ? [] : [`other ${odd.join(', ')}`]),
  ];
  return [`${row.id}${notes.length === 0 ? '' : `: ${notes.join('; ')}`}`, `  ${rowText(row)}`];
}

function unclearLines(unclear: NonNullable<VenueSight['unclear']>): readonly string[] {
  if (unclear.length === 0) return [];
  return [
    `${count(unclear.length, 'order')} that may be it, as far as can be told; look at the venue:`,
    ...unclear.flatMap(({ id, reason }) => [id, `  ${reason}`]),
  ];
}

function candidatesFact({ attempt }: Sight, { candidates, unclear = [] }: VenueSight): Fact {
  if (isUnread(candidates)) return ['candidates', `not known: ${candidates.reason}. ${candidates.remedy}`];
  const what = 'on the same terms, without another tag, and made at about that time';
  const told = candidates.length === 0 ? [] : [`${count(candidates.length, 'order')} ${what}:`];
  const lines = [...candidates.flatMap((one) => candidateLines(one, attempt)), ...unclearLines(unclear)];
  const [first = `none: no order is ${what}`, ...more] = [...told, ...lines];
  return ['candidates', first, ...more];
}

/** What is free of the two currencies that it is about. */
function balancesFact({ attempt: { wire } }: Sight, { balances }: VenueSight): Fact {
  const pair = pairOfTerms(wire);
  if (balances === undefined) return ['balances', 'the venue does not tell them'];
  const wanted = pair === undefined ? [...balances.keys()] : [pair.base, pair.quote];
  const told = wanted.map((currency) => `${balances.get(currency) ?? 'not told'} ${currency}`);
  return ['balances', `free now: ${told.join(', ')}; what resting orders hold is not free`];
}

function venueFacts(sight: Sight): readonly Fact[] {
  const { venue, question } = sight;
  if (isUnread(venue))
    return [
      [
        'venue',
        `can't be read: ${venue.reason}. ${venue.remedy}`,
        'Until it can be, nothing can be decided: it stays as it is.',
      ],
    ];
  const isOpen = question === 'in-doubt' || question === 'vanished';
  return [
    lookedFact(sight, venue),
    ...(isOpen ? [candidatesFact(sight, venue)] : []),
    balancesFact(sight, venue),
  ];
}

/** The evidence, above whatever can be done about it. */
export function renderEvidence(facts: EvidenceFacts, layout: Layout): string {
  const { sight } = facts;
  const name = paint(layout, 'bold', nameOfKey(sight.attempt.key));
  const title = `${paintSymbol(layout, '?')} ${name}  ${titleOf(sight)}`;
  const all = [sentFact(facts), answerOf(sight), ...venueFacts(sight)];
  return `${title}\n${all.map((fact) => factText(fact, layout)).join('\n')}\n`;
}
