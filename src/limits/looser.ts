import { type Decimal, compare, decimal, isMultipleOf, isZero, parseDecimal } from '../model/decimal.ts';
import { parseDuration } from '../model/duration.ts';
import { isWithinHours, parseHours, parsePercent } from '../model/limit-text.ts';
import { type Hours, WEEKDAYS } from '../model/limits.ts';

/* For every limit: whether one value of it is looser than another. */

export type HoursText = Parameters<typeof parseHours>[0];
/** A value of a limit, as a canonical text holds it. */
export type Leaf = string | readonly string[] | HoursText;
type Value = Leaf | undefined;

/** Whether `is` is looser than `was`, which differs from it; a text says how, where both would be long. */
export type Sense = (was: Value, is: Value, denies: boolean) => boolean | string;

type Read = (text: string) => Decimal | undefined;
const duration: Read = (text) => {
  const time = parseDuration(text);
  return time === undefined ? undefined : decimal(String(time));
};
const amountOf = (value: Value, read: Read): Decimal | undefined =>
  typeof value === 'string' ? read(value) : undefined;

/** Whether a value is above another one; what can't be read may be. */
const isAbove = (a: Value, b: Value, read: Read): boolean => {
  const [one, other] = [amountOf(a, read), amountOf(b, read)];
  return one === undefined || other === undefined || compare(one, other) > 0;
};

/** More is looser, and so is none. */
const max =
  (read: Read, unset?: string): Sense =>
  (was = unset, is = unset) =>
    was !== undefined && (is === undefined || isAbove(is, was, read));

/** Less is looser, and so is none. */
const min =
  (read: Read): Sense =>
  (was, is) =>
    was !== undefined && (is === undefined || isAbove(was, is, read));

/** As `max`; a currency that had none took no order, where what has no limit takes none. */
const maxOfCurrency: Sense = (was, is, denies) =>
  was === undefined ? denies : max(parseDecimal)(was, is, denies);

/** Only a multiple of a step allows nothing that the step did not; zero is none. */
const step: Sense = (was, is) => {
  const [before, after] = [amountOf(was ?? '0', parseDecimal), amountOf(is ?? '0', parseDecimal)];
  if (before === undefined || after === undefined) return true;
  return !isZero(before) && (isZero(after) || !isMultipleOf(after, before));
};

const listOf = (value: Value): readonly string[] | undefined => (Array.isArray(value) ? value : undefined);

/** More names are looser, and so is no list where that allows all. */
const names: Sense = (was, is, denies) => {
  const [before, after] = [listOf(was), listOf(is)];
  if (before === undefined) return denies;
  if (after === undefined) return true;
  const added = after.filter((name) => !before.includes(name));
  return added.length > 0 && `with ${added.join(', ')}`;
};

/** Fewer names are looser. */
const required: Sense = (was, is) => {
  const after = listOf(is) ?? [];
  const gone = (listOf(was) ?? []).filter((name) => !after.includes(name));
  return gone.length > 0 && `without ${gone.join(', ')}`;
};

/** A switch that lets orders through; where nothing is denied by default, unset lets them through as well. */
const switched: Sense = (was, is, denies) =>
  is === 'true' || (is === undefined && was === 'false' && !denies);

const rank = (order: readonly string[], value: Value): number =>
  Math.max(0, typeof value === 'string' ? order.indexOf(value) : 0);
/** From loose to strict; unset is the first. */
const ranked =
  (...order: readonly string[]): Sense =>
  (was, is) =>
    rank(order, is) < rank(order, was);

const MINUTES = Array.from({ length: 24 * 60 }, (_, minute) => minute);
const isOpen = (hours: Hours | undefined, day: (typeof WEEKDAYS)[number], minute: number): boolean =>
  hours === undefined || isWithinHours(hours, day, minute);
const hoursOf = (value: Value): Hours | undefined =>
  typeof value === 'object' && !Array.isArray(value) ? parseHours(value as HoursText) : undefined;

/** A minute of the week that was closed, and is no more. */
const hours: Sense = (was, is) => {
  const [before, after] = [hoursOf(was), hoursOf(is)];
  return WEEKDAYS.some((day) =>
    MINUTES.some((minute) => isOpen(after, day, minute) && !isOpen(before, day, minute)),
  );
};

const always: Sense = () => true;

const OVERALL: Readonly<Record<string, Sense>> = {
  referenceMaxAge: max(duration, '5s'),
  maxSubmitsPerApply: max(parseDecimal),
  maxSubmitsPerSecond: max(parseDecimal),
  maxCancelShare: max(parsePercent),
  consecutiveFailures: max(parseDecimal),
};

const OF_ACCOUNT: Readonly<Record<string, Sense>> = {
  'allow/instruments': names,
  'allow/strategies': names,
  'maxQuantity/*': maxOfCurrency,
  'maxNotional/*': maxOfCurrency,
  maxOpenOrders: max(parseDecimal),
  'maxOpenNotional/*': max(parseDecimal),
  'maxDailyNotional/*': max(parseDecimal),
  priceCollar: max(parsePercent),
  maxDistance: max(parsePercent),
  maxResting: max(duration),
  allowNoExpiry: switched,
  duplicateWindow: min(duration),
  selfCross: ranked('allow', 'deny'),
  hours,
  requireLabels: required,
  balanceCheck: ranked('off', 'warn', 'refuse'),
  allowUnboundedMarket: switched,
  'instruments/*/minSize': min(parseDecimal),
  'instruments/*/maxSize': max(parseDecimal),
  'instruments/*/sizeIncrement': step,
  'instruments/*/minPrice': min(parseDecimal),
  'instruments/*/priceIncrement': step,
  'instruments/*/minNotional': min(parseDecimal),
};

/** Names within these are the desk's. */
const BY_NAME: ReadonlySet<string> = new Set([
  ...['maxQuantity', 'maxNotional', 'maxOpenNotional', 'maxDailyNotional', 'instruments'],
]);

const senseIn = (table: Readonly<Record<string, Sense>>, name: string): Sense =>
  (Object.hasOwn(table, name) ? table[name] : undefined) ?? always;

/** How a limit of the environment is compared; of one that nobody knows, any difference is looser. */
export const overallSense = (path: readonly string[]): Sense => senseIn(OVERALL, path.join('/'));

/** How a limit of an account is compared; as {@link overallSense}. */
export function accountSense(path: readonly string[]): Sense {
  const [first = ''] = path;
  const named = path.map((step_, index) => (index === 1 && BY_NAME.has(first) ? '*' : step_));
  return senseIn(OF_ACCOUNT, named.join('/'));
}
