import { type Decimal, canonical } from '../model/decimal.ts';
import type { Millis } from '../model/ids.ts';
import { type ByCurrency, type Hours, WEEKDAYS } from '../model/limits.ts';

// How limits are spelled out for people.

/** What a limit allows of one currency. */
export const limitFor = (limit: ByCurrency | undefined, currency: string): Decimal | undefined =>
  limit !== undefined && Object.hasOwn(limit, currency) ? limit[currency] : undefined;

/** `USD 250000`: as the file has it. */
export const sum = (currency: string, amount: Decimal): string => `${currency} ${canonical(amount)}`;
/** `250000 USD`: in a sentence. */
export const money = (amount: Decimal, currency: string): string => `${canonical(amount)} ${currency}`;

/** `none`, `A, B`; of many the first ten. */
export function listed(names: readonly string[]): string {
  const more = names.length - 10;
  const first = names.slice(0, 10).join(', ');
  return more > 0 ? `${first} and ${more} more` : first || 'none';
}

export const percent = (value: Decimal): string => `${canonical(value)}%`;

export const seconds = (time: Millis): string => `${time / 1000} s`;

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
] as const;

/** `90d`, `36h`: in the largest unit that says it exactly. */
export function duration(time: Millis): string {
  const [size, unit] = UNITS.find(([one]) => time % one === 0) ?? [1, 'ms'];
  return `${time / size}${unit}`;
}

/** `2027-02-19 14:02Z`. */
export const moment = (time: Millis): string => {
  const text = new Date(time).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}Z`;
};

const two = (value: number): string => String(value).padStart(2, '0');
/** `08:00`, of minutes since midnight. */
export const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** `mon-fri 08:00-17:00`. */
export function hoursText({ days, from, to }: Hours): string {
  const first = WEEKDAYS.findIndex((day) => day === days[0]);
  const inRow = days.every((day, index) => day === WEEKDAYS[(first + index) % WEEKDAYS.length]);
  const named = days.length > 1 && inRow ? [days[0], days.at(-1)].join('-') : days.join(', ');
  return `${named} ${clock(from)}-${clock(to)}`;
}
