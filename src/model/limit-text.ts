import { type Decimal, parseDecimal } from './decimal.ts';
import { type Hours, WEEKDAYS, type Weekday } from './limits.ts';

// How the values of limits are written in a project file.

/** The number of `2%`. */
export const parsePercent = (text: string): Decimal | undefined =>
  text.endsWith('%') ? parseDecimal(text.slice(0, -1)) : undefined;

const weekdayOf = (text: string): Weekday | undefined => WEEKDAYS.find((day) => day === text);

/** The days of `mon-fri`, `sat-mon` or `wed`. */
export function parseDays(text: string): readonly Weekday[] | undefined {
  const dash = text.indexOf('-');
  const from = weekdayOf(dash < 0 ? text : text.slice(0, dash));
  const to = weekdayOf(text.slice(dash + 1));
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [WEEKDAYS.indexOf(from), WEEKDAYS.indexOf(to)];
  const count = ((last - first + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return [...WEEKDAYS, ...WEEKDAYS].slice(first, first + count);
}

/** Minutes since midnight of `08:00`; `24:00` is the end of the day. */
export function parseClock(text: string): number | undefined {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  const minute = Number(match?.[1]) * 60 + Number(match?.[2]);
  return match !== null && minute <= 24 * 60 ? minute : undefined;
}

/** Hours as a file gives them; undefined where they are none. */
export function parseHours(text: {
  readonly days: string;
  readonly from: string;
  readonly to: string;
}): Hours | undefined {
  const [days, from, to] = [parseDays(text.days), parseClock(text.from), parseClock(text.to)];
  return days === undefined || from === undefined || to === undefined ? undefined : { days, from, to };
}

/** Hours that go over midnight belong to the day on which they begin. */
export function isWithinHours({ days, from, to }: Hours, weekday: Weekday, minute: number): boolean {
  if (from < to) return days.includes(weekday) && minute >= from && minute < to;
  const today = WEEKDAYS.indexOf(weekday);
  const begins = (back: number): boolean =>
    days.some((day) => WEEKDAYS.indexOf(day) === (today + WEEKDAYS.length - back) % WEEKDAYS.length);
  return (minute >= from && begins(0)) || (minute < to && begins(1));
}
