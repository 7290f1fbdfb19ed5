import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TradeformError } from '../../../src/lib/errors.ts';
import { EXIT } from '../../../src/lib/exit.ts';

describe('an error for users', () => {
  it('says what happened, what to do next, and how to end', () => {
    const cause = new Error('disk');
    const error = new TradeformError('journal/unwritable', 'The disk is full.', {
      exitCode: EXIT.stale,
      remedy: 'Make room.',
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'TradeformError',
      code: 'journal/unwritable',
      message: 'The disk is full.',
      remedy: 'Make room.',
      exitCode: 5,
      problems: [],
      cause,
    });
  });

  it('carries the problems that it is about', () => {
    const problems = [{ code: 'spec/unknown-field', message: 'no such field', remedy: 'remove it' }];
    expect(new TradeformError('spec/invalid', 'm', { exitCode: EXIT.invalid, problems }).problems).toEqual(
      problems,
    );
  });

  it('has no cause where there is none', () => {
    const error = new TradeformError('c', 'm', { exitCode: EXIT.error, remedy: 'r' });
    expect('cause' in error).toBe(false);
  });
});

const SRC = new URL('../../../src', import.meta.url).pathname;

/** What stands between the brackets that open at `from`. */
function bracketed(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text.charAt(at))) depth += 1;
    if (')]}'.includes(text.charAt(at)) && --depth === 0) return text.slice(from + 1, at);
  }
  throw new Error('a bracket that is not closed');
}

/** Every place of the program that makes an error for users. */
const made = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return [...text.matchAll(/new TradeformError(?=\()/g)].map(({ index, 0: { length } }) => ({
      file,
      said: bracketed(text, index + length).trim(),
    }));
  });
const codes = made.flatMap(({ said }) => /^'([^']*)'/.exec(said)?.[1] ?? []);

describe('every error of the program', () => {
  it('is found here', () => {
    expect(made.length).toBeGreaterThan(50);
    expect(codes).toEqual(expect.arrayContaining(['journal/held', 'plan/moved', 'usage/apply']));
  });

  it('has a code of an area and a word, or takes one from whoever calls', () => {
    expect(codes.filter((code) => code !== 'bug' && !/^[a-z]+\/[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
    const others = made.filter(({ said }) => !/^('|`[a-z]+\/|code\b)/.test(said));
    expect(others).toEqual([]);
  });

  it('says what to do next', () => {
    // The compiler asks for it as well; an empty text would pass there.
    const silent = made.filter(
      ({ said }) => !/\b(remedy|problems)\b/.test(said) || /remedy: ('')/.test(said),
    );
    expect(silent).toEqual([]);
  });

  it('says the same of a code wherever it comes from: the code of one area never ends differently', () => {
    const ends = new Map<string, Set<string>>();
    for (const { said } of made) {
      const code = /^'([^']*)'/.exec(said)?.[1];
      const exit = /exitCode: EXIT\.(\w+)/.exec(said)?.[1];
      if (code !== undefined && exit !== undefined) ends.set(code, (ends.get(code) ?? new Set()).add(exit));
    }
    expect([...ends].filter(([, exits]) => exits.size > 1)).toEqual([]);
  });
});
