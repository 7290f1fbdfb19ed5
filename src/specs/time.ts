import type { Millis } from '../model/ids.ts';

export { parseDuration } from '../model/duration.ts';

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * The moment that an ISO 8601 text with an offset names. Undefined where the shape is another one, or where there is no such
 * moment: 30 February is an error here, not 2 March.
 */
export function parseTime(text: string): Millis | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const field = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(field) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = field(9) * 60 + field(10);
  if (hour > 23 || minute > 59 || second > 59 || field(10) > 59 || offset > 14 * 60) return undefined;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')));
  const date = new Date(local);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return local - (match[8] === '-' ? -offset : offset) * 60_000;
}
