import { describe, expect, it } from 'vitest';
import {
  isWithinHours,
  parseClock,
  parseDays,
  parseHours,
  parsePercent,
} from '../../../src/model/limit-text.ts';

describe('how limits are written', () => {
  it.each([
    ['mon-fri', 'mon tue wed thu fri'],
    ['sat-mon', 'sat sun mon'],
    ['wed', 'wed'],
    ['wed-wed', 'wed'],
    ['mon-sun', 'mon tue wed thu fri sat sun'],
    ['tue-mon', 'tue wed thu fri sat sun mon'],
    ['moon', undefined],
    ['mon-moon', undefined],
    ['moon-mon', undefined],
    ['', undefined],
    ['mon-', undefined],
  ])('the days of %s', (text, days) => expect(parseDays(text)?.join(' ')).toBe(days));
  it.each([
    ['00:00', 0],
    ['08:30', 510],
    ['23:59', 1439],
    ['24:00', 1440],
    ['24:01', undefined],
    ['8:30', undefined],
    ['08:60', undefined],
    ['25:00', undefined],
    ['', undefined],
  ])('the minute of %s', (text, minute) => expect(parseClock(text)).toBe(minute));
  it.each([
    ['2%', '2'],
    ['0.50%', '0.50'],
    ['2', undefined],
    ['%', undefined],
    ['1e3%', undefined],
  ])('the share of %s', (text, share) => expect(parsePercent(text)).toBe(share));
  it('hours are whole, or none', () => {
    expect(parseHours({ days: 'mon', from: '08:00', to: '09:00' })).toEqual({
      days: ['mon'],
      from: 480,
      to: 540,
    });
    expect(parseHours({ days: 'x', from: '08:00', to: '09:00' })).toBeUndefined();
    expect(parseHours({ days: 'mon', from: 'x', to: '09:00' })).toBeUndefined();
    expect(parseHours({ days: 'mon', from: '08:00', to: 'x' })).toBeUndefined();
  });
  it('every minute of a week is within a day or a night, and within one', () => {
    const day = parseHours({ days: 'mon-sun', from: '06:00', to: '22:00' });
    const night = parseHours({ days: 'mon-sun', from: '22:00', to: '06:00' });
    if (day === undefined || night === undefined) throw new Error('no hours');
    for (let minute = 0; minute < 1440; minute++)
      expect(isWithinHours(day, 'wed', minute)).toBe(!isWithinHours(night, 'wed', minute));
  });
});
