import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { localTime, startOfDay } from '../../../src/limits/local-time.ts';
import { parseHours } from '../../../src/model/limit-text.ts';
import type { Hours } from '../../../src/model/limits.ts';
import { DAY, NOW } from '../../support/cases.ts';
import { instantOf, termsOf } from '../../support/events.ts';
import { type Setting, checksOf, of, strategyOf, submitOf, verdict } from '../../support/limits.ts';

const iso = (time: number): string => new Date(time).toISOString();
const hours = (days: string, from: string, to: string): Hours => {
  const parsed = parseHours({ days, from, to });
  if (parsed === undefined) throw new Error('no hours');
  return parsed;
};

describe('a clock in a time zone', () => {
  it.each([
    ['2026-12-01T14:00:00Z', 'UTC', '2026-12-01 tue 840'],
    ['2026-12-01T04:59:59Z', 'America/Toronto', '2026-11-30 mon 1439'],
    ['2026-12-01T05:00:00Z', 'America/Toronto', '2026-12-01 tue 0'],
    ['2026-12-01T18:15:00Z', 'Asia/Kathmandu', '2026-12-02 wed 0'],
    ['2026-12-06T12:00:00Z', 'Pacific/Kiritimati', '2026-12-07 mon 120'],
  ])('%s in %s', (time, zone, expected) => {
    const { date, weekday, minute } = localTime(Date.parse(time), zone);
    expect(`${date} ${weekday} ${minute}`).toBe(expected);
  });

  it('shows the same in UTC, which is reckoned, as in its other name, which is looked up', () => {
    const moment = fc.integer({ min: 0, max: Date.parse('2199-12-31T23:59:59.999Z') });
    fc.assert(
      fc.property(moment, (at) => {
        expect(localTime(at, 'UTC')).toEqual(localTime(at, 'Etc/UTC'));
      }),
    );
  });
});

describe('midnight', () => {
  it.each([
    ['2026-12-01T14:00:00Z', 'UTC', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01T00:00:00Z', 'UTC', '2026-12-01T00:00:00.000Z'],
    ['2026-11-30T23:59:59.999Z', 'UTC', '2026-11-30T00:00:00.000Z'],
    ['2026-12-01T14:00:00Z', 'America/Toronto', '2026-12-01T05:00:00.000Z'],
    // Clocks go forward at 2: the day has 23 hours.
    ['2026-03-09T03:59:59Z', 'America/Toronto', '2026-03-08T05:00:00.000Z'],
    ['2026-03-09T04:00:00Z', 'America/Toronto', '2026-03-09T04:00:00.000Z'],
    // Back at 2: it has 25.
    ['2026-11-02T04:59:59Z', 'America/Toronto', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02T05:00:00Z', 'America/Toronto', '2026-11-02T05:00:00.000Z'],
    // Forward at midnight: the day begins at 1.
    ['2026-04-24T12:00:00Z', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    // Back at midnight: the hour before it comes twice, and is still yesterday.
    ['2026-04-05T12:00:00Z', 'America/Santiago', '2026-04-05T04:00:00.000Z'],
    // Half an hour.
    ['2026-10-04T05:00:00Z', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z'],
    ['2026-06-01T00:00:00Z', 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
  ])('of %s in %s', (now, zone, expected) => expect(iso(startOfDay(Date.parse(now), zone))).toBe(expected));

  it('is kept for its day alone, forwards and backwards', () => {
    const midnight = (now: string): string => iso(startOfDay(Date.parse(now), 'America/Toronto'));
    expect(midnight('2026-11-01T12:00:00Z')).toBe('2026-11-01T04:00:00.000Z');
    expect(midnight('2026-11-01T03:59:59.999Z')).toBe('2026-10-31T04:00:00.000Z');
    expect(midnight('2026-11-01T04:00:00Z')).toBe('2026-11-01T04:00:00.000Z');
    // The last hours of a day of 25.
    expect(midnight('2026-11-02T04:59:59.999Z')).toBe('2026-11-01T04:00:00.000Z');
    expect(midnight('2026-11-02T05:00:00Z')).toBe('2026-11-02T05:00:00.000Z');
    expect(iso(startOfDay(Date.parse('2026-11-02T05:00:00Z'), 'UTC'))).toBe('2026-11-02T00:00:00.000Z');
  });
});

describe('TF-L14, hours', () => {
  const at = (time: string, open: Hours, timezone = 'UTC'): string =>
    verdict(checksOf({ own: { hours: open, timezone }, world: { now: Date.parse(time) } }), 'TF-L14').split(
      ':',
    )[0] ?? '';
  const office = hours('mon-fri', '08:00', '17:00');
  it.each<[string, string, Hours, string, string]>([
    ['at the first minute', '2026-12-01T08:00:00Z', office, 'UTC', 'passed'],
    ['a millisecond before', '2026-12-01T07:59:59.999Z', office, 'UTC', 'refused'],
    ['in the last minute', '2026-12-01T16:59:59.999Z', office, 'UTC', 'passed'],
    ['at the end', '2026-12-01T17:00:00Z', office, 'UTC', 'refused'],
    ['on Saturday', '2026-12-05T12:00:00Z', office, 'UTC', 'refused'],
    ['on Friday', '2026-12-04T12:00:00Z', office, 'UTC', 'passed'],
    ['by the clock of the account', '2026-12-01T21:59:00Z', office, 'America/Toronto', 'passed'],
    ['by the clock of the account, after', '2026-12-01T22:00:00Z', office, 'America/Toronto', 'refused'],
    [
      'on its day of the week',
      '2026-12-05T01:00:00Z',
      hours('fri', '20:00', '21:00'),
      'America/Toronto',
      'passed',
    ],
    ['in summer', '2026-07-01T12:00:00Z', office, 'America/Toronto', 'passed'],
    ['in winter, at the same moment', '2026-12-01T12:00:00Z', office, 'America/Toronto', 'refused'],
    ['over midnight, before', '2026-12-01T23:00:00Z', hours('tue', '22:00', '02:00'), 'UTC', 'passed'],
    ['over midnight, after', '2026-12-02T01:59:00Z', hours('tue', '22:00', '02:00'), 'UTC', 'passed'],
    ['over midnight, at the end', '2026-12-02T02:00:00Z', hours('tue', '22:00', '02:00'), 'UTC', 'refused'],
    [
      'over midnight, of the day before',
      '2026-12-01T01:00:00Z',
      hours('tue', '22:00', '02:00'),
      'UTC',
      'refused',
    ],
    ['from Sunday into Monday', '2026-12-07T01:00:00Z', hours('sun', '22:00', '02:00'), 'UTC', 'passed'],
    ['whole days', '2026-12-01T23:59:59Z', hours('tue', '00:00', '24:00'), 'UTC', 'passed'],
    ['whole days, and no longer', '2026-12-02T00:00:00Z', hours('tue', '00:00', '24:00'), 'UTC', 'refused'],
  ])('%s', (_what, time, open, zone, expected) => expect(at(time, open, zone)).toBe(expected));
  it('says what time it is there', () => {
    const checks = checksOf({
      own: { hours: office, timezone: 'America/Toronto' },
      world: { now: Date.parse('2026-12-05T01:30:00Z') },
    });
    expect(of(checks, 'TF-L14')).toEqual([
      {
        ...{
          code: 'TF-L14',
          status: 'refused',
          limit: 'mon-fri 08:00-17:00 America/Toronto',
          value: 'fri 20:30',
        },
        message: 'it is fri 20:30 there, outside hours, mon-fri 08:00-17:00 America/Toronto',
      },
    ]);
    for (const [days, text] of [
      ['sat-sun', 'sat-sun'],
      ['sat-mon', 'sat-mon'],
      ['wed', 'wed'],
    ] as const)
      expect(of(checksOf({ own: { hours: hours(days, '08:00', '17:00') } }), 'TF-L14')[0]?.limit).toBe(
        `${text} 08:00-17:00 UTC`,
      );
  });
  it('of any day that were given one by one are told so', () => {
    const open: Hours = { days: ['mon', 'wed', 'fri'], from: 480, to: 1020 };
    expect(of(checksOf({ own: { hours: open } }), 'TF-L14')[0]?.limit).toBe('mon, wed, fri 08:00-17:00 UTC');
  });
});

describe('TF-L15, labels', () => {
  const own: Setting['own'] = { requireLabels: ['desk', 'ticket'] };
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['all there', { desk: 'treasury', ticket: 'TRE-118', more: 'x' }, 'passed'],
    ['one missing', { desk: 'treasury' }, 'refused: its account requires the label ticket: add under labels'],
    ['both missing', {}, 'refused: its account requires the labels desk, ticket: add under labels'],
    [
      'one empty',
      { desk: 'treasury', ticket: ' ' },
      'refused: its account requires the label ticket: add under labels',
    ],
  ])('%s', (_what, labels, expected) =>
    expect(verdict(checksOf({ own, entry: { labels } }), 'TF-L15')).toBe(expected),
  );
  it('a label with the name of something else is none', () =>
    expect(verdict(checksOf({ own: { requireLabels: ['constructor'] } }), 'TF-L15')).toContain('refused'));
  it('an order without an entry has none', () =>
    expect(verdict(checksOf({ own, world: { entries: new Map() } }), 'TF-L15')).toContain('desk, ticket'));
  it('of accounts that require none are not looked at', () =>
    expect(verdict(checksOf({}), 'TF-L15')).toBe('-'));
});

describe('TF-L16, how long an order rests', () => {
  const gtd = (until: number) => submitOf(termsOf({ strategy: 'GTD', expirationTime: until }));
  it.each<[string, number, ReturnType<typeof submitOf>, string]>([
    ['LIMIT, a day', DAY, submitOf(termsOf({ strategy: 'LIMIT' })), 'passed'],
    [
      'LIMIT, in less',
      DAY - 1,
      submitOf(termsOf({ strategy: 'LIMIT' })),
      'refused: rests until 2026-12-02 14:00Z, longer than maxResting, 86399999ms',
    ],
    ['GTC, 90 days', 90 * DAY, submitOf(), 'passed'],
    [
      'GTC, in less',
      89 * DAY,
      submitOf(),
      'refused: rests until 2027-03-01 14:00Z, longer than maxResting, 89d',
    ],
    ['GTD, to the moment', 36 * 3_600_000, gtd(NOW + 36 * 3_600_000), 'passed'],
    [
      'GTD, a moment longer',
      36 * 3_600_000,
      gtd(NOW + 36 * 3_600_000 + 1),
      'refused: rests until 2026-12-03 02:00Z, longer than maxResting, 36h',
    ],
    ['what never rests', 0, submitOf(instantOf('FOK')), '-'],
  ])('%s', (_what, maxResting, change, expected) =>
    expect(verdict(checksOf({ own: { maxResting } }, change), 'TF-L16')).toBe(expected),
  );
  it('points at the date, or at the strategy', () => {
    expect(of(checksOf({ own: { maxResting: 0 } }, gtd(NOW + 1)), 'TF-L16')[0]?.field).toBe('expirationTime');
    expect(of(checksOf({ own: { maxResting: 0 } }), 'TF-L16')[0]?.field).toBe('strategy');
    expect(of(checksOf({ own: { maxResting: 0 } }, strategyOf()), 'TF-L16')[0]?.field).toBe('type');
  });
  const needs = 'refused: SMO works until it is filled or stopped: the account needs allowNoExpiry: true';
  it.each<[string, boolean, Setting['own'], string]>([
    ['where resting is limited', false, { maxResting: DAY }, needs],
    ['outside paper', true, {}, needs],
    ['in paper', false, {}, '-'],
    ['where it is allowed', true, { maxResting: DAY, allowNoExpiry: true }, 'passed'],
  ])('a strategy ends by nothing: %s', (_what, denies, own, expected) =>
    expect(verdict(checksOf({ denies, own }, strategyOf()), 'TF-L16')).toBe(expected),
  );
  it('is not limited where nobody says so', () => expect(verdict(checksOf({}), 'TF-L16')).toBe('-'));
});
