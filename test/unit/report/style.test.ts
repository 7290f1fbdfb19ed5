import { describe, expect, it } from 'vitest';
import { count, sideBySide, wrap } from '../../../src/report/style.ts';

describe('wrapping', () => {
  it('breaks between words, and leaves short text alone', () => {
    expect(wrap('one two three', 80)).toBe('one two three');
    expect(wrap('one two three', 7)).toBe('one two\nthree');
    expect(wrap('', 7)).toBe('');
  });

  it('indents what follows, within the width', () => {
    const lines = wrap('aa bb cc dd ee ff', 8, 3).split('\n');
    expect(lines).toEqual(['aa bb cc', '   dd ee', '   ff']);
    expect(lines.every((line) => line.length <= 8)).toBe(true);
  });

  it('lets a word that is longer than the width stand alone, whole', () => {
    expect(wrap('id 52a5b418-9ab0-45b4 ends', 10)).toBe('id\n52a5b418-9ab0-45b4\nends');
  });

  it('loses and adds no word', () => {
    const text = Array.from({ length: 60 }, (_, i) => 'w'.repeat((i * 7) % 11) + i).join(' ');
    for (let width = 1; width < 60; width++) expect(wrap(text, width, 4).split(/\s+/).join(' ')).toBe(text);
  });

  it('moves no command for a CI runner to the start of a line', () => {
    for (let width = 1; width < 40; width++) {
      const wrapped = wrap('refused: bad ::error::pwned and ::stop-commands::x', width, 2);
      expect(wrapped.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
      expect(wrapped.replaceAll('\\x3a', ':').split(/\s+/).join(' ')).toContain('::error::pwned and ::stop');
    }
  });
});

it('puts facts side by side, and none in two', () => {
  const facts = ['LIVE', 'treasury desk', 'journal #18', 'book read 14:02:10Z'];
  expect(sideBySide(facts, 80)).toBe('LIVE  treasury desk  journal #18  book read 14:02:10Z');
  expect(sideBySide(facts, 40)).toBe('LIVE  treasury desk  journal #18\n  book read 14:02:10Z');
  expect(sideBySide(facts, 20)).toBe('LIVE  treasury desk\n  journal #18\n  book read 14:02:10Z');
});

it('counts in words', () => {
  expect([count(0, 'order'), count(1, 'order'), count(2, 'order')]).toEqual([
    '0 orders',
    '1 order',
    '2 orders',
  ]);
  expect(count(2, 'needs a person', 'need a person')).toBe('2 need a person');
});
