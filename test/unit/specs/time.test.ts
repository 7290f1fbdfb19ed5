import { describe, expect, it } from 'vitest';
import { parseDuration, parseTime } from '../../../src/specs/time.ts';

describe('a time', () => {
  it.each([
    ['2027-02-15T21:00:00Z', Date.UTC(2027, 1, 15, 21)],
    ['2027-02-15T16:00:00-05:00', Date.UTC(2027, 1, 15, 21)],
    ['2027-02-16T02:30:00+05:30', Date.UTC(2027, 1, 15, 21)],
    ['2027-02-15T21:00Z', Date.UTC(2027, 1, 15, 21)],
    ['2027-02-15T21:00:00.5Z', Date.UTC(2027, 1, 15, 21, 0, 0, 500)],
    ['2027-02-15T21:00:00.050Z', Date.UTC(2027, 1, 15, 21, 0, 0, 50)],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('%s is read exactly', (text, millis) => expect(parseTime(text)).toBe(millis));

  it.each([
    '2027-02-15',
    '2027-02-15T21:00:00',
    '2027-02-15 21:00:00Z',
    '15.02.2027',
    '2027-2-5T1:00Z',
    'tomorrow',
    '',
  ])('%j has another shape', (text) => expect(parseTime(text)).toBeUndefined());
  it.each(['2027-02-29T00:00:00Z', '2027-02-30T00:00:00Z', '2027-13-01T00:00:00Z', '2027-00-10T00:00:00Z'])(
    '%s is no day',
    (text) => expect(parseTime(text)).toBeUndefined(),
  );
  it.each([
    '2027-01-01T24:00:00Z',
    '2027-01-01T23:60:00Z',
    '2027-01-01T23:59:60Z',
    '2027-01-01T00:00:00+15:00',
    '2027-01-01T00:00:00+01:60',
  ])('%s is no moment', (text) => expect(parseTime(text)).toBeUndefined());
});

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['90d', 7_776_000_000],
    ['0s', 0],
  ])('%s', (text, millis) => expect(parseDuration(text)).toBe(millis));
  it.each(['10', '10 s', '1.5s', '-1s', '10sec', 's', ''])('%j is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});
