import { type Decimal, canonical, decimal, parseDecimal } from '../model/decimal.ts';
import { parseDuration } from '../model/duration.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import { parseHours, parsePercent } from '../model/limit-text.ts';
import {
  type AccountLimits,
  type ByCurrency,
  type Hours,
  type InstrumentBounds,
  type Limits,
  NO_LIMITS,
} from '../model/limits.ts';
import type {
  AccountLimits as AccountText,
  Bounds as BoundsText,
  Limits as LimitsText,
} from './generated/project.gen.ts';

// `limits:` of a project file that the schema and the rules have let through.

/** A part of the file that may be unset, as it is read; unset it stays away. */
const given = <Name extends string, Text, Value>(
  name: Name,
  text: Text | undefined,
  read: (text: Text) => Value,
): { readonly [N in Name]?: Value } =>
  (text === undefined ? {} : { [name]: read(text) }) as { readonly [N in Name]?: Value };

function checked<Value>(text: string, value: Value | undefined): Value {
  if (value === undefined) throw new TypeError(`bug: a limit was let through that can't be read: ${text}`);
  return value;
}

const percent = (text: string): Decimal => checked(text, parsePercent(text));
const duration = (text: string): Millis => checked(text, parseDuration(text));
const isTrue = (text: string): boolean => text === 'true';
const list = (names: readonly string[]): readonly string[] => Object.freeze([...names]);
const hours = (text: NonNullable<AccountText['hours']>): Hours =>
  Object.freeze(checked(JSON.stringify(text), parseHours(text)));

const map = <Text, Value>(
  texts: Readonly<Record<string, Text>>,
  read: (text: Text) => Value,
): Readonly<Record<string, Value>> =>
  Object.freeze(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, read(text)])));
const amounts = (texts: Readonly<Record<string, string>>): ByCurrency => map(texts, decimal);

const boundsOf = (text: BoundsText): InstrumentBounds => amounts(text as Readonly<Record<string, string>>);

function accountLimitsOf(text: AccountText): AccountLimits {
  const { selfCross, balanceCheck, allow } = text;
  return Object.freeze({
    timezone: text.timezone ?? 'UTC',
    ...given('allow', allow, ({ instruments, strategies }) =>
      Object.freeze({ ...given('instruments', instruments, list), ...given('strategies', strategies, list) }),
    ),
    ...given('maxQuantity', text.maxQuantity, amounts),
    ...given('maxNotional', text.maxNotional, amounts),
    ...given('maxOpenOrders', text.maxOpenOrders, Number),
    ...given('maxOpenNotional', text.maxOpenNotional, amounts),
    ...given('maxDailyNotional', text.maxDailyNotional, amounts),
    ...given('priceCollar', text.priceCollar, percent),
    ...given('maxDistance', text.maxDistance, percent),
    ...given('maxResting', text.maxResting, duration),
    ...given('allowNoExpiry', text.allowNoExpiry, isTrue),
    ...given('duplicateWindow', text.duplicateWindow, duration),
    ...(selfCross === undefined ? {} : { selfCross }),
    ...given('hours', text.hours, hours),
    ...given('requireLabels', text.requireLabels, list),
    ...(balanceCheck === undefined ? {} : { balanceCheck }),
    ...given('allowUnboundedMarket', text.allowUnboundedMarket, isTrue),
    ...given('reference', text.reference, (texts) => Object.freeze({ ...texts })),
    ...given('instruments', text.instruments, (texts) => map(texts, boundsOf)),
  });
}

/** One spelling for each value, so that a digest, and a comparison with an earlier text, see only what changed. */
function canonicalValue(value: unknown): unknown {
  if (typeof value === 'string') {
    const [amount, share] = [parseDecimal(value), parsePercent(value)];
    if (amount !== undefined) return canonical(amount);
    return share === undefined ? value : `${canonical(share)}%`;
  }
  // Every list of limits is a set of names.
  if (Array.isArray(value)) return value.map(String).sort();
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, canonicalValue(part)]),
  );
}

/** The limits of an environment; {@link NO_LIMITS} where its file gives none. */
export function limitsOf(text: LimitsText | undefined): Limits {
  if (text === undefined || Object.keys(text).length === 0) return NO_LIMITS;
  const accounts = Object.entries(text.accounts ?? {}).map(
    ([name, own]) => [name as AccountName, accountLimitsOf(own)] as const,
  );
  return Object.freeze({
    referenceMaxAge: NO_LIMITS.referenceMaxAge,
    ...given('referenceMaxAge', text.referenceMaxAge, duration),
    ...given('maxSubmitsPerApply', text.maxSubmitsPerApply, Number),
    ...given('maxSubmitsPerSecond', text.maxSubmitsPerSecond, Number),
    ...given('maxCancelShare', text.maxCancelShare, percent),
    ...given('consecutiveFailures', text.consecutiveFailures, Number),
    accounts: new Map(accounts),
    text: JSON.stringify(canonicalValue(text)),
  });
}
