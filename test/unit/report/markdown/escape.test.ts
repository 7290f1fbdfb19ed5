import * as fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { safeCut } from '../../../../src/lib/safe-text.ts';
import { keepSecret } from '../../../../src/lib/scrub.ts';
import { code, fence, fencedText, gfm, prose } from '../../../../src/report/markdown/escape.ts';
import { cellsOf, dangersOf, seen, withoutCode } from '../../../support/markdown.ts';

/** What means something to GitHub, alone and side by side with anything. */
const SIGNS = [
  ...['|', '`', '``', '<', '>', '&', '#', '@', '*', '_', '~~', '[', ']', '(', ')', '!', '\\', '$', '"', "'"],
  ...[
    ' ',
    '  ',
    '-',
    '+',
    '=',
    '1.',
    '1)',
    'a',
    'B',
    '9',
    'é',
    '😀',
    '\u00a0',
    '\n',
    '\t',
    '\u202e',
    '\u200b',
  ],
  ...[
    '://',
    'www.',
    ':',
    '::',
    'http',
    'gh-1',
    'abcdef1',
    '&#64;',
    '&lt;',
    '<!--',
    '-->',
    '</td>',
    '<details>',
  ],
  ...['<img src=x onerror=alert(1)>', '[x](javascript:1)', '![x](http://e.x)', '@everyone', '#12', 'x@y.zz'],
  ...[
    '- ',
    '# ',
    '> ',
    '---',
    '===',
    '```',
    '    ',
    '.',
    ';',
    '{',
    '}',
    '^',
    '%',
    '[^1]:',
    ':smile:',
    '| --- |',
  ],
  ...['__proto__', 'constructor', '::error::', 'https://e.x/', 'o/r#1', '\\|', '\\`'],
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 14 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
/** A sentence as it should be seen: nothing hidden, one blank between words, and no marks around what is code anyway. */
const wanted = (text: string): string =>
  safeCut(text, 600)
    .replaceAll(/`\p{Zs}*([^`\p{Zs}][^`]*?)\p{Zs}*`/gu, '$1')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim();

describe('a sentence of others', () => {
  it.each([
    ['new entry', 'new entry'],
    ['6.9 % below ask, rests until 2027-02-19', '6.9 % below ask, rests until 2027-02-19'],
    ['price 95000.00 → 95500.00 (≤ 5 %), at 14:02:10Z', 'price 95000.00 → 95500.00 (≤ 5 %), at 14:02:10Z'],
    ['|<img onerror>', '&#124;`<img onerror>`'],
    ['ask @everyone, please', 'ask `@everyone`, please'],
    ['see (#12) or GH-3', 'see (`#12`) or `GH-3`'],
    ['read https://evil.example now', 'read `https://evil.example` now'],
    ['mail ops@venue.example', 'mail `ops@venue.example`'],
    ['*bold* _it_ ~~no~~', '`*bold* _it_ ~~no~~`'],
    ['[a](b) and <b>', '`[a](b)` and `<b>`'],
    ['cost $5 and $6', 'cost `$5` and `$6`'],
    ['it`s', '`it`&#96;`s`'],
    ['set `states` and (`filled|x`), now', 'set `states` and (`filled`&#124;`x`), now'],
    ['`<b>`@all', '`<b>@all`'],
    [':white_check_mark: all is well', '`:white_check_mark:` all is well'],
    ['commit 4f2c9ab of 1000000 USD', 'commit `4f2c9ab` of 1000000 USD'],
    ['AT&amp;T &#64;x', '`AT&amp;T &#64;x`'],
    ['1. not a list', '`1.` not a list'],
    ['- nor this', '`-` nor this'],
    ['=== nor a heading', '`===` nor a heading'],
    ['back\\slash', '`back\\slash`'],
    ['a \u202Eturned', 'a `\\u{202e}turned`'],
    ['two\nlines', '`two\\x0alines`'],
    ['__proto__', '`__proto__`'],
    ['', ''],
    ['  blank  ', 'blank'],
  ])('%j', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  it('means nothing to GitHub, and is seen as it is', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const markdown = prose(text);
        expect(dangersOf(markdown)).toEqual([]);
        expect(seen(markdown)).toBe(wanted(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('stays in its cell', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(cellsOf(`| ${prose(a)} | ${code(b)} |`)).toEqual([prose(a), code(b).trim()]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is cut where it is long, and stays whole code', () => {
    const long = prose(`${'word '.repeat(100)}${'<'.repeat(1000)}`);
    expect(seen(long)).toHaveLength(600);
    expect(dangersOf(long)).toEqual([]);
  });
});

describe('a secret', () => {
  it('is found before its text is cut or taken apart', () => {
    const secret = 'pass|word`with everything';
    keepSecret(secret);
    expect(prose(`key ${secret} was wrong`)).toBe('key `[redacted]` was wrong');
    expect(code(secret)).toBe('`[redacted]`');
    expect(prose(`${'x'.repeat(590)} ${secret}`)).not.toContain('pass');
  });
});

describe('a name of others', () => {
  it.each([
    ['btc-dip-1', '`btc-dip-1`'],
    ['orders|a.yaml:3', '`orders`&#124;`a.yaml:3`'],
    ['``', '&#96;&#96;'],
    [' a ', ' `a` '],
    ['', ''],
  ])('%j', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });

  it('is code, but for bars and backticks', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const markdown = code(text);
        expect(withoutCode(markdown).outside.replaceAll(/\0|&#124;|&#96;|\p{Zs}/gu, '')).toBe('');
        expect(seen(markdown)).toBe(safeCut(text, 600));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('a block of text of others', () => {
  it('ends where we end it', () => {
    const text = 'a\n```\n<img>\n`````x';
    const { open, close } = fence([text]);
    expect([open, close]).toEqual(['``````text', '``````']);
    expect(fencedText(text).split('\n')).not.toContain(close);
  });
});

describe('Markdown of ours', () => {
  it('takes in what came through the escape, and nothing else', () => {
    expect(gfm`**${prose('<b>')}** ${3}`).toBe('**`<b>`** 3');
    // @ts-expect-error a text is no Markdown
    expect(gfm`${'<b>'}`).toBe('<b>');
  });
});
