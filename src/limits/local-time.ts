import type { Millis } from '../model/ids.ts';
import { WEEKDAYS, type Weekday } from '../model/limits.ts';

/** A moment as a clock in one time zone shows it. */
export interface LocalTime {
  /** `2026-12-01`. */
  readonly date: string;
  readonly weekday: Weekday;
  /** Since midnight by that clock. */
  readonly minute: number;
}

/** What {@link formatOf} asks for is there. */
type Parts = Readonly<Record<'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute', string>>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone: making one costs more than a thousand uses. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const number = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
    ...{ year: 'numeric', month: number, day: number, hour: number, minute: number },
  });
  formats.set(zone, format);
  return format;
}

/** The last answer for each zone: a plan asks ten thousand times what time it is now. */
const last = new Map<string, readonly [at: Millis, time: LocalTime]>();

/** `zone`: an IANA name that was checked when it was read. */
export function localTime(at: Millis, zone: string): LocalTime {
  const [known, answer] = last.get(zone) ?? [];
  if (answer !== undefined && known === at) return answer;
  const time = timeIn(at, zone);
  last.set(zone, [at, time]);
  return time;
}

/** Without `Intl`, whose first use is a good part of the time of a small plan: most desks have no other zone. */
function timeInUtc(at: Millis): LocalTime {
  const clock = new Date(at);
  return {
    date: clock.toISOString().slice(0, 10),
    // Those begin on Monday, JavaScript's on Sunday.
    weekday: WEEKDAYS[(clock.getUTCDay() + 6) % 7] ?? 'mon',
    minute: clock.getUTCHours() * 60 + clock.getUTCMinutes(),
  };
}

function timeIn(at: Millis, zone: string): LocalTime {
  if (zone === 'UTC') return timeInUtc(at);
  const parts = formatOf(zone).formatToParts(at);
  const named = Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Parts;
  return {
    date: `${named.year}-${named.month}-${named.day}`,
    weekday: named.weekday.toLowerCase() as Weekday,
    minute: Number(named.hour) * 60 + Number(named.minute),
  };
}

const TWO_DAYS: Millis = 2 * 86_400_000;
/** No day is shorter, wherever clocks are put forward. */
const SHORTEST_DAY: Millis = 22 * 3_600_000;

/** When the day began that was asked for last, in each zone: every reading of a run asks again. */
const mornings = new Map<string, Millis>();

/**
 * The moment at which the day of `now` began in a time zone. It is looked for among moments, and not reckoned from the clock's hours:
 * a day may have 23 hours or 25, and in some places its midnight does not exist.
 */
export function startOfDay(now: Millis, zone: string): Millis {
  const known = mornings.get(zone);
  if (known !== undefined && now >= known && now - known < SHORTEST_DAY) return known;
  const since = searchedStart(now, zone);
  mornings.set(zone, since);
  return since;
}

function searchedStart(now: Millis, zone: string): Millis {
  const today = localTime(now, zone).date;
  let [before, since] = [now - TWO_DAYS, now];
  while (since - before > 1) {
    const middle = before + Math.floor((since - before) / 2);
    if (localTime(middle, zone).date < today) before = middle;
    else since = middle;
  }
  return since;
}
