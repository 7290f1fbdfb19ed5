import { safeCut, safeText } from '../lib/safe-text.ts';
import { nameOfKey } from '../model/ids.ts';
import { type Decimal, isZero, sub } from '../model/decimal.ts';
import { filledOn } from '../model/order.ts';
import type { Plan, PlanAccount, PlanLine } from '../model/plan.ts';
import { type Terms, instrumentOf, quantityOf } from '../model/terms.ts';
import {
  describeDistance,
  describeExpiry,
  describeParameters,
  describeQuote,
  describeTerms,
  tradesAtOnce,
} from './terms.ts';

// What one line of a plan says, in plain words: every report lays them out in its own way.

/**
 * What is filled, and of how much. An edit goes on where all attempts of its generation have come to, so that this and what is
 * sent add up to what the entry asks for; all else is about the one order.
 */
function fillFacts({
  code,
  order,
  submission,
}: PlanLine): { readonly filled: Decimal; readonly of: Terms } | undefined {
  if (order === undefined) return undefined;
  if (submission !== undefined && code === 'edited') {
    const { target, wire } = submission;
    return { filled: sub(quantityOf(target).amount, quantityOf(wire).amount), of: target };
  }
  const of = order.terms ?? submission?.target;
  return of === undefined ? undefined : { filled: filledOn(order.fill, quantityOf(of).leg), of };
}

/** `filled 0.1 of 0.50 BTC`; empty where there is no order. */
export function fillOf(line: PlanLine): string {
  const facts = fillFacts(line);
  if (facts === undefined) return '';
  const { amount, currency } = quantityOf(facts.of);
  return `filled ${facts.filled} of ${amount} ${currency}`;
}

export function isFilled(line: PlanLine): boolean {
  const facts = fillFacts(line);
  return facts !== undefined && !isZero(facts.filled);
}

/** A value of a field as it is written for people. */
export const spelled = (field: string, value: string | undefined): string =>
  value === undefined
    ? 'none'
    : field === 'expirationTime'
      ? new Date(Number(value)).toISOString()
      : safeText(value);

/** `priceLimit 95000.00 → 95500.00`. */
export const changesText = (line: PlanLine): string =>
  (line.changes ?? [])
    .map(({ field, from, to }) => `${field} ${spelled(field, from)} → ${spelled(field, to)}`)
    .join(', ');

/** Why a line is there, and of an edit what is edited: beside what rests, the terms that an entry asks for alone would not tell. */
export const edited = (line: PlanLine): string =>
  [changesText(line), line.reason].filter((part) => part !== '').join(': ');

/** What a replace changes, and what the old order filled. */
export const replaceText = (line: PlanLine): string =>
  [changesText(line), fillOf(line)].filter((part) => part !== '').join(', ');

/** What would be sent, how far it is from the market, and how long it lives. */
export function submitText(line: PlanLine, terms: Terms, plan: Plan): string {
  const distance =
    line.quote === undefined ? describeDistance(terms, plan.references[instrumentOf(terms)]) : '';
  const now = describeExpiry(terms, plan.now, line.submission?.run);
  return [describeTerms(terms), distance, now].filter((part) => part !== '').join(', ');
}

/** Whether it sends an order that was meant to rest, and would not. */
export const wouldTradeAtOnce = ({ submission }: PlanLine, { references }: Plan): boolean =>
  submission !== undefined && tradesAtOnce(submission.wire, references[instrumentOf(submission.wire)]);

/** What else is sent, and what the venue would ask for it now. */
export function detailsOf({ submission, quote, checks = [] }: PlanLine): readonly string[] {
  if (submission === undefined) return [];
  const parameters = safeText(describeParameters(submission.wire));
  const asked = quote === undefined ? [] : [describeQuote(submission.wire, quote)];
  const warned = checks
    .filter(({ status }) => status === 'warned' || status === 'overridden')
    .map(({ code, status, message }) => safeText(`${status}: ${code}: ${message}`));
  return [...(parameters === '' ? [] : [parameters]), ...asked, ...warned];
}

/** The beginning of a venue's id, made safe before it is cut, so that no escape is cut in two. */
export const shortId = (order: PlanLine['order']): string => safeCut(order?.id ?? '', 9);

/** The entry's name; for an order that no entry stands for, the beginning of its id. */
export const titleOf = ({ key, order }: PlanLine): string =>
  key === undefined ? shortId(order) : nameOfKey(key);

/** `aquanow CA1264810R`; the venue alone where it has not told which account is meant. */
export const whereOf = ({ venue, id }: PlanAccount): string =>
  id === '' ? venue : `${venue} ${safeText(id)}`;
