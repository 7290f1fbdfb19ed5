import { describe, expect, it } from 'vitest';
import { listed, nearest } from '../../../src/specs/suggest.ts';

const FIELDS = ['strategy', 'account', 'side', 'priceLimit', 'receiveQuantity', 'expirationTime'];

describe('did you mean', () => {
  it.each([
    ['priceLimits', 'priceLimit'],
    ['price_limit', 'priceLimit'],
    ['pricelimit', 'priceLimit'],
    ['acount', 'account'],
    ['sdie', 'side'],
    ['recieveQuantity', 'receiveQuantity'],
  ])('%s: %s', (word, meant) => expect(nearest(word, FIELDS)).toBe(meant));

  it.each(['', '___', 'xyzzy', 'foo', 'a'.repeat(65)])('%j: nothing', (word) =>
    expect(nearest(word, FIELDS)).toBeUndefined(),
  );
  it('takes the nearest of several', () => expect(nearest('liv', ['paper', 'live', 'life2'])).toBe('live'));
  it('takes nothing from nothing', () => expect(nearest('live', [])).toBeUndefined());
});

describe('a list of words', () => {
  it('stays readable', () => expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more'));
  it('is whole where it is short', () => expect(listed(['a', 'b'])).toBe('a, b'));
});
