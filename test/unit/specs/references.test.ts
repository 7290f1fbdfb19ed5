import { describe, expect, it } from 'vitest';
import { TradeformError } from '../../../src/lib/errors.ts';
import { blotted, referenceFault, resolveText, venueUrlFault } from '../../../src/specs/references.ts';

const failure = (run: () => unknown): TradeformError => {
  try {
    run();
  } catch (error) {
    if (error instanceof TradeformError) return error;
  }
  throw new Error('nothing was thrown');
};

describe('resolving a text', () => {
  it('replaces each reference', () =>
    expect(resolveText('https://${HOST_1}/${PATH_2}?', { HOST_1: 'a.b', PATH_2: 'c' }, 'x')).toBe(
      'https://a.b/c?',
    ));
  it('leaves other text alone', () => expect(resolveText('pa$$word $1 $x', {}, 'x')).toBe('pa$$word $1 $x'));
  it('takes a value as it is, even one that looks like a reference', () =>
    expect(resolveText('${A}', { A: '${B}$&' }, 'x')).toBe('${B}$&'));

  it.each([undefined, ''])('names a variable that is %j, and what it is for', (value) => {
    const error = failure(() =>
      resolveText(
        'a${AQUANOW_API_KEY}',
        { AQUANOW_API_KEY: value, OTHER: 's3cret' },
        'venues.aquanow.apiKey',
      ),
    );
    expect(error).toMatchObject({ code: 'project/missing-variable', exitCode: 1 });
    expect(error.message).toContain('venues.aquanow.apiKey: the environment variable AQUANOW_API_KEY is');
    expect(error.remedy).toContain('export AQUANOW_API_KEY=');
    expect(error.message + error.remedy).not.toContain('s3cret');
  });

  it.each(['${name}', '${A', '${}', '${A B}', '$AQUANOW_KEY', '${A}${'])('refuses %s', (text) =>
    expect(failure(() => resolveText(text, { A: '1', name: '2' }, 'x'))).toMatchObject({ exitCode: 3 }),
  );
});

describe('a reference', () => {
  it.each(['', 'plain', '${A}', '${A_1}${B}', 'x$', '$1', '$$', 'a$b'])('%j is well written', (text) =>
    expect(referenceFault(text)).toBeUndefined(),
  );
  it('is upper-case', () => expect(referenceFault('${api_key}')?.remedy).toContain('${API_KEY}'));
  it('is closed', () => expect(referenceFault('${API_KEY')?.message).toContain('not closed'));
  it('has braces', () => expect(referenceFault('$API_KEY')?.remedy).toBe('write ${API_KEY}, with braces'));
});

describe('the URL of a venue', () => {
  it.each([
    'https://api.aquanow.io',
    'https://h/x',
    'http://127.0.0.1:8080',
    'http://localhost',
    'http://[::1]:1',
    'http://127.9.9.9',
  ])('%s is taken', (url) => expect(venueUrlFault(url)).toBeUndefined());
  it.each([
    'http://api.aquanow.io',
    'http://127.0.0.1.evil.example',
    'http://localhost.example',
    'http://0.0.0.0',
    'ftp://h',
    'file:///etc/passwd',
    'https://me:pw@h',
    'https://h?x=1',
    'https://h#x',
    'api.aquanow.io',
    '',
  ])('%j is refused', (url) => expect(venueUrlFault(url)).toBeDefined());
});

describe('an excerpt of a project file', () => {
  it.each([
    ['apiSecret: abc', 'apiSecret: •••'],
    ['{ apiKey: abc, token: "d e" }', '{ apiKey: •••, token: ••••• }'],
    ['url: postgres://me:pw@h/db', `url: ${'•'.repeat('postgres://me:pw@h/db'.length)}`],
    ['apiKey: "${A}x"', `apiKey: ${'•'.repeat(7)}`],
  ])('blots out %s', (line, shown) => {
    expect(blotted(line)).toBe(shown);
    expect(blotted(line)).toHaveLength(line.length);
  });
  it.each([
    'url: https://api.aquanow.io',
    'apiKey: "${AQUANOW_API_KEY}"',
    'apiKey: ${api_key}',
    'token: "$TOKEN"',
    'project: desk',
  ])('shows %s', (line) => expect(blotted(line)).toBe(line));
});
