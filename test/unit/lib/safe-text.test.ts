import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { safeCut, safeJson, safeLines, safeText } from '../../../src/lib/safe-text.ts';

describe('safe text', () => {
  it.each([
    ['plain text', 'BTC-USD ≤ 94000.00, Zürich, 東京, 🙂', 'BTC-USD ≤ 94000.00, Zürich, 東京, 🙂'],
    ['a terminal escape', '\u001B[2J\u009B31m', '\\x1b[2J\\x9b31m'],
    ['a bell and a backspace', 'a\u0007\u0008b', 'a\\x07\\x08b'],
    ['line breaks of every kind', 'a\r\nb\u2028c\u2029d\u0085e', 'a\\x0d\\x0ab\\u{2028}c\\u{2029}d\\x85e'],
    ['a right-to-left override', 'user\u202Etxt.exe', 'user\\u{202e}txt.exe'],
    ['isolates and marks', '\u2066a\u2069\u200F', '\\u{2066}a\\u{2069}\\u{200f}'],
    ['zero-width characters', 'b\u200Btc\uFEFF\u200D', 'b\\u{200b}tc\\u{feff}\\u{200d}'],
    ['a soft hyphen', 'a\u00ADb', 'a\\xadb'],
    ['letters that show nothing', 'a\u3164\u115F\u034F\uFE0Fb', 'a\\u{3164}\\u{115f}\\u{34f}\\u{fe0f}b'],
    ['invisible tags', '\u{E0041}\u{E007F}', '\\u{e0041}\\u{e007f}'],
    ['half a surrogate pair', 'a\uD83Db', 'a\\u{d83d}b'],
    ['non-characters', '\uFFFE\uFFFF', '\\u{fffe}\\u{ffff}'],
    ["a runner's command", '::error::x', '\\x3a:error::x'],
    ["a runner's command behind white space", ' \u00A0::add-mask::x', ' \u00A0\\x3a:add-mask::x'],
    ['colons elsewhere', 'a::b c:: :d', 'a::b c:: :d'],
    ["a runner's older command, anywhere", 'note ##[error]x ##[group]', 'note #\\x23[error]x #\\x23[group]'],
    [
      'a command to Azure, and to TeamCity',
      '##vso[x] ##TeamCity[y] ##x',
      '#\\x23vso[x] #\\x23TeamCity[y] ##x',
    ],
    ['a runner command behind a line break', 'a\n::error::x', 'a\\x0a::error::x'],
    ['nothing', '', ''],
  ])('shows %s', (_, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it('is one visible line that is no command, whatever comes in, and stays as it is when made safe again', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(':', '#', '[', ' ', '\n', '\u001B', '\u200B', '\uD83D', 'a', '🙂'),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
        const safe = safeText(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(safe.trimStart().startsWith('::')).toBe(false);
        expect(safe).not.toContain('##[');
        expect(safeText(safe)).toBe(safe);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what leaves the program', () => {
  const STYLED = '\u001B[1mLIVE\u001B[22m  desk';

  it('is lines, and styles where colours are on', () => {
    expect(safeLines(`${STYLED}\nsecond\n`, true)).toBe(`${STYLED}\nsecond\n`);
    expect(safeLines(STYLED, false)).toBe('\\x1b[1mLIVE\\x1b[22m  desk');
  });

  it('holds no other control, and no command at the start of any line', () => {
    expect(safeLines('a\u001B[2J\u001B]0;x\u0007\rb\u202E', true)).toBe(
      'a\\x1b[2J\\x1b]0;x\\x07\\x0db\\u{202e}',
    );
    expect(safeLines('a\n::error::b\n  ::c\n##[d]', true)).toBe('a\n\\x3a:error::b\n  \\x3a:c\n#\\x23[d]');
  });

  it('is, as JSON, the same value in what can be seen', () => {
    const value = { a: '\u001B[2J\u009B\u202E\uFEFF\u{E0041}\uD83D##[x] ::y', ['\u200B##vso[']: ['≤ é 🙂'] };
    const json = safeJson(value);
    expect(json).toMatch(/^[\x20-\x7E≤é🙂]*$/u);
    expect(json).not.toContain('##');
    expect(JSON.parse(json)).toEqual(value);
    expect(safeLines(json, false)).toBe(json);
  });
});

describe('cut text', () => {
  it('is whole where it fits, and ends in an ellipsis where it does not', () => {
    expect(safeCut('abcdef', 6)).toBe('abcdef');
    expect(safeCut('abcdefg', 6)).toBe('abcde…');
    expect(safeCut('ab\u001Bcdef', 6)).toBe('ab\\x1…');
  });

  it('never ends in half a character, and never is too long', () => {
    expect(safeCut('ab🙂cd', 4)).toBe('ab…');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '🙂', '\n') }),
        fc.integer({ min: 1, max: 20 }),
        (text, width) => {
          const cut = safeCut(text, width);
          expect(cut.length).toBeLessThanOrEqual(width);
          expect(cut).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });
});
