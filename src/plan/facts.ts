import { type Decimal, eq } from '../model/decimal.ts';
import { type Attempt, mayBeUnderWay } from '../model/history.ts';
import { filledOn, isFinal, runOf } from '../model/order.ts';
import type { EchoedField } from '../model/snapshot.ts';
import { effectiveExpiry, isImmediate, isStrategy, quantityOf, strategyOf } from '../model/terms.ts';
import { type Case, lastFill } from './case.ts';

// What the rules ask of a case, in words.

export const isLive = (c: Case): boolean =>
  c.last?.state === 'accepted' && c.row !== undefined && !isFinal(c.row.status);
/** Another run has the lock, and has written that it sends this, and nothing of what came of it. */
export const isBeingSent = ({ last, account, now }: Case): boolean =>
  account.gates.runner !== undefined && last !== undefined && mayBeUnderWay(last, now);
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
/** How it ended: as it was settled, also where a list is late to show that. */
export const endOf = ({ last, row }: Case): string => last?.final?.status ?? row?.status ?? 'ended';

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

/** Nobody could say how it ends: its venue tells no states or no fills, or not of this one. */
export const endsUntold = ({ account, row }: Case): boolean =>
  account.book?.snapshot.tellsEnds === false || row?.fillNotTold === true;

/** The first field in which a row differs from what was sent, of those that the venue shows exactly. */
export function alteredField(c: Case): EchoedField | undefined {
  const { row, last } = c;
  if (row === undefined || last === undefined || isStrategy(last.wire)) return undefined;
  const { wire } = last;
  return c.account.book?.snapshot.echoes.find((field) => {
    const [is, was] = [row[field], wire[field]];
    if (is === undefined || was === undefined) return false;
    return field === 'priceLimit' ? !eq(is as Decimal, was as Decimal) : is !== was;
  });
}

const WEEK = 7 * 86_400_000;
export const expiryOf = (c: Case): number =>
  c.row?.expiresAt ??
  (c.last === undefined ? Infinity : (effectiveExpiry(c.last.wire, c.last.intentAt) ?? Infinity));
/** A LIMIT order lives for a day, and one that trades at once never rests: that they end soon is no news. */
export const expiresSoon = (c: Case): boolean =>
  c.last !== undefined &&
  strategyOf(c.last.wire) !== 'LIMIT' &&
  !isImmediate(c.last.wire) &&
  expiryOf(c) - c.now < WEEK;

/**
 * Live, unchanged but for whether it is to work: we asked for something else last, or an unanswered request of ours may have left it
 * otherwise, and the venue doesn't show that it is as the entry says.
 */
export function isToBeSet(c: Case): boolean {
  const { entry, last, row } = c;
  if (!isSettled(c) || entry?.run === undefined || last?.run === undefined) return false;
  return entry.run !== last.run || (last.runAsked !== undefined && runOf(row?.status) !== entry.run);
}

/** Live, but somebody at the venue started or paused it. A list that lags shows our own last doing late. */
function runDiffers({ account, last, row, now }: Case): boolean {
  const is = runOf(row?.status);
  if (is === undefined || last?.run === undefined || is === last.run) return false;
  return now - (last.runAt ?? last.acceptedAt ?? last.intentAt) >= (account.book?.snapshot.settle ?? 0);
}

export const isRunOutside = (c: Case): boolean => isSettled(c) && runDiffers(c);

/** Somebody paused what the entry still wants to work: whatever takes its place would start again. */
export const wouldStartAgain = (c: Case): boolean =>
  isLive(c) &&
  c.entry?.run === 'started' &&
  c.last?.run === 'started' &&
  c.last.runAsked === undefined &&
  runDiffers(c);
