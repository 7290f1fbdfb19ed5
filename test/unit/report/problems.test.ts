import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/problem.ts';
import { renderProblems } from '../../../src/report/problems.ts';

const problem = (more: Partial<Problem> = {}): Problem => ({
  code: 'spec/unknown-field',
  message: 'unknown field `priceLimits`',
  remedy: 'did you mean priceLimit? Allowed here: strategy, account',
  place: { file: 'specs/treasury.yaml', line: 14, column: 5 },
  excerpt: '    priceLimits: 95000',
  length: 11,
  ...more,
});
/** The excerpt's two lines, as they are printed. */
function picture(excerpt: string, column: number, length: number, width = 80): readonly string[] {
  const place = { file: 'a', line: 1, column };
  return renderProblems([problem({ excerpt, length, place })], { width })
    .split('\n')
    .slice(1, 3);
}

describe('problems for people', () => {
  it('show place, message, line, caret and remedy', () =>
    expect(renderProblems([problem()])).toBe(`\
specs/treasury.yaml:14:5  unknown field \`priceLimits\`
    14 |     priceLimits: 95000
       |     ^^^^^^^^^^^
      did you mean priceLimit? Allowed here: strategy, account

1 problem in 1 file. Nothing was planned, nothing was sent.`));

  it.each([
    ['a place', 'specs/a.yaml'],
    ['a place that is longer than the terminal is wide', `specs/${'long '.repeat(20)}.yaml`],
  ])('break no word of a message on a terminal, and nothing of %s', (_, file) => {
    const message =
      'both `receiveQuantity` and `deliverQuantity`: an order has exactly one, and this one has two';
    const one = problem({ message, excerpt: '', place: { file, line: 14, column: 5 } });
    const whole = `${file}:14:5  ${message}`;
    const shown = renderProblems([one], { isTerminal: true }).split('\n\n')[0] ?? '';
    const [head = '', ...rest] = shown.split('\n').slice(0, -1);
    expect([head, ...rest.map((line) => line.trim())].join(' ').replace(/ {2,}both/, '  both')).toBe(whole);
    expect(rest.length).toBeGreaterThan(0);
    expect(Math.max(...rest.map((line) => line.length))).toBeLessThanOrEqual(80);
    if (file.length < 80) expect(head.length).toBeLessThanOrEqual(80);
    expect(renderProblems([one])).toContain(whole);
  });

  it('show both places, where there are two', () => {
    const related = { message: 'first used here', place: { file: 'b.yaml', line: 3, column: 1 } };
    expect(renderProblems([problem({ related, remedy: 'rename one' })])).toContain(`
       |     ^^^^^^^^^^^
      first used here: b.yaml:3:1
      rename one
`);
  });
  it('do without a place or a line', () =>
    expect(renderProblems([{ code: 'x', message: 'no files', remedy: 'add one' }])).toBe(
      'no files\n      add one\n\n1 problem. Nothing was planned, nothing was sent.',
    ));
  it('show no empty line', () => expect(renderProblems([problem({ excerpt: '' })])).not.toContain('|'));
  it('are counted', () => {
    const other = problem({ place: { file: 'x.yaml', line: 1, column: 1 } });
    expect(renderProblems([problem(), problem(), other])).toMatch(/\n\n3 problems in 2 files\. Nothing was/);
    expect(renderProblems([problem(), problem()])).toMatch(/\n\n2 problems in 1 file\. Nothing was/);
  });
  it('are capped, and counted all the same', () => {
    const text = renderProblems(Array.from({ length: 60 }, () => problem()));
    expect(text.match(/unknown field/g)).toHaveLength(50);
    expect(text).toMatch(/\n\n… and 10 more\n\n60 problems in 1 file\. /);
  });
  it('break long remedies, and leave the message on its line', () => {
    const remedy = Array.from({ length: 30 }, (_, i) => `word${i}`).join(' ');
    const lines = renderProblems([problem({ remedy })], { width: 60 }).split('\n');
    expect(lines.slice(3, 7).every((line) => line.startsWith('      word') && line.length <= 60)).toBe(true);
  });
});

describe('the caret', () => {
  it.each([
    ['side: BUY', 7, 3, '     1 | side: BUY', '       |       ^^^'],
    ['\tside: BUY', 8, 3, '     1 |   side: BUY', '       |         ^^^'],
    ['a: "日本", b: BUY', 13, 3, '     1 | a: "日本", b: BUY', '       |               ^^^'],
    ['a: "😀", b: BUY', 13, 3, '     1 | a: "😀", b: BUY', '       |             ^^^'],
    ['a: "e\u0301", b: BUY', 13, 3, '     1 | a: "e\u0301", b: BUY', '       |            ^^^'],
    ['# \u202ex', 3, 1, '     1 | # \\u{202e}x', '       |   ^^^^^^^^'],
    ['side:', 6, 1, '     1 | side:', '       |      ^'],
    ['', 1, 1, '      did you mean priceLimit? Allowed here: strategy, account', ''],
  ])('in %j at %i stands right', (excerpt, column, length, line, caret) =>
    expect(picture(excerpt, column, length)).toEqual([line, caret]),
  );

  it('stays in sight in a long line', () => {
    const long = `${'a'.repeat(300)}BUY${'b'.repeat(300)}`;
    const [line = '', caret = ''] = picture(long, 301, 3);
    expect(line).toMatch(/^ {5}1 \| …a+BUYb+…$/);
    expect(line).toHaveLength(80);
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BUY');
  });
  it.each([
    [1, /^ {5}1 \| BUYx+…$/],
    [598, /^ {5}1 \| …x+BUY$/],
  ])('stays in sight at column %i', (column, shape) => {
    const long = `${'x'.repeat(column - 1)}BUY${'x'.repeat(598 - column)}`;
    const [line = '', caret = ''] = picture(long, column, 3);
    expect(line).toMatch(shape);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BUY');
  });
  it('is cut where all of a long line is meant', () => {
    const [line = '', caret = ''] = picture('x'.repeat(300), 1, 300);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(caret.length).toBeLessThanOrEqual(80);
  });
  it('stays in sight on a narrow terminal', () =>
    expect(picture(`${'a'.repeat(90)}BUY`, 91, 3, 10)[0]).toContain('BUY'));
});

describe('text from files', () => {
  it('can not speak to the terminal or to a CI runner', () => {
    const text = renderProblems([
      problem({
        message: 'unknown \u001b[2J\u202e field',
        remedy: '::error::x\u0007',
        excerpt: '::set-env name=a::b \u001b]0;x\u0007',
        place: { file: '::warning file=x\n.yaml', line: 1, column: 1 },
      }),
    ]);
    // oxlint-disable-next-line no-control-regex -- these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([]);
  });
  it('is coloured only where that is asked for', () => {
    // oxlint-disable-next-line no-control-regex -- colours are these
    const colours = /\u001b\[\d+m/g;
    expect(renderProblems([problem()])).not.toMatch(colours);
    const coloured = renderProblems([problem()], { color: true });
    expect(coloured).toMatch(colours);
    expect(coloured.replaceAll(colours, '')).toBe(renderProblems([problem()]));
  });
});
