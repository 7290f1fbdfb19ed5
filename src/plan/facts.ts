import { type Decimal, eq } from '../model/decimal.ts';
import type { Attempt } from '../model/history.ts';
import { filledOn, isFinal } from '../model/order.ts';
import type { EchoedField } from '../model/snapshot.ts';
import { effectiveExpiry, quantityOf } from '../model/terms.ts';
import { type Case, lastFill } from './case.ts';

// What the rules ask of a case, in words.

export const isLive = (c: Case): boolean =>
  c.last?.state === 'accepted' && c.row !== undefined && !isFinal(c.row.status);
/** The venue shows an end that is not yet confirmed by a second reading. */
export const isEnding = (c: Case): boolean =>
  c.last?.state === 'accepted' && c.row !== undefined && isFinal(c.row.status);
/** It was cancelled to make room for other terms. Noted alone, before any cancel, that is not yet so. */
export const isReplacing = ({ last }: Case): boolean =>
  last?.replacing !== undefined && last.cancelSentAt !== undefined;
/** Its cancel was asked for by a replace that its entry still wants. */
export const isHalfReplaced = (c: Case): boolean =>
  c.last?.cancelWanted === true &&
  isReplacing(c) &&
  c.entry !== undefined &&
  !c.moved &&
  c.entry.generation >= c.last.generation;
export const hasEnded = (c: Case): boolean => c.last?.state === 'final';
export const isUnplaced = (a: Attempt | undefined): boolean =>
  a?.state === 'rejected' || a?.state === 'not-sent' || a?.state === 'not-executed' || a?.state === 'lapsed';

export const words = (said: { readonly message?: string } | undefined): string =>
  said?.message === undefined ? '' : `: ${said.message}`;
export const endOf = (c: Case): string => c.row?.status ?? c.last?.final?.status ?? 'ended';

export function filledText(c: Case): string {
  if (c.last === undefined) return 'filled nothing';
  const { leg, amount, currency } = quantityOf(c.last.wire);
  return `filled ${filledOn(lastFill(c.last, c.row), leg)} of ${amount} ${currency}`;
}

/** Live, and as the entry wants it. */
export const isSettled = (c: Case): boolean =>
  isLive(c) && c.changes.length === 0 && c.entry?.generation === c.last?.generation;

/** Live, while the entry is gone, edited, or asks for it again. */
export const isUnwanted = (c: Case): boolean =>
  c.entry === undefined || c.changes.length > 0 || c.entry.generation > (c.last?.generation ?? 0);

/** The first field in which a row differs from what was sent, of those that the venue shows exactly. */
export function alteredField(c: Case): EchoedField | undefined {
  const { row, last } = c;
  if (row === undefined || last === undefined) return undefined;
  return c.account.book?.snapshot.echoes.find((field) => {
    const [is, was] = [row[field], last.wire[field]];
    if (is === undefined) return false;
    return field === 'priceLimit' ? !eq(is as Decimal, was as Decimal) : is !== was;
  });
}

const WEEK = 7 * 86_400_000;
export const expiryOf = (c: Case): number =>
  c.row?.expiresAt ?? (c.last === undefined ? Infinity : effectiveExpiry(c.last.wire, c.last.intentAt));
/** A LIMIT order lives for a day: that it ends soon is no news. */
export const expiresSoon = (c: Case): boolean =>
  c.last?.wire.strategy !== 'LIMIT' && expiryOf(c) - c.now < WEEK;
