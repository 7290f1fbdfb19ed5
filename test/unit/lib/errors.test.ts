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
    const problems = [{ code: 'spec/unknown-field', message: 'no such field' }];
    expect(new TradeformError('spec/invalid', 'm', { exitCode: EXIT.invalid, problems }).problems).toEqual(
      problems,
    );
  });

  it('has no cause where there is none', () => {
    const error = new TradeformError('c', 'm', { exitCode: EXIT.error });
    expect('cause' in error).toBe(false);
    expect(error.remedy).toBeUndefined();
  });
});
