import { describe, expect, it } from 'vitest';
import { approvalOf, asApproved } from '../../../src/execute/approval.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { Action, Plan, PlanLine, Submission } from '../../../src/model/plan.ts';
import type { Run } from '../../../src/model/terms.ts';
import { SMO, entryOf } from '../../support/cases.ts';
import { smoOf, termsOf } from '../../support/events.ts';

const submission = (over: Partial<Submission> = {}): Submission => ({
  ...{ generation: 1, attempt: 1, target: termsOf(), wire: termsOf() },
  ...over,
});
const left = (amount: string): Submission =>
  submission({ wire: termsOf({ receiveQuantity: decimal(amount) }) });
const strategy = (run?: Run): Submission => ({
  ...{ generation: 1, attempt: 1, target: SMO, wire: SMO },
  ...(run === undefined ? {} : { run }),
});
const setRun = (run: Run): PlanLine => ({ ...line('set-run'), run });
const line = (action: Action, sub?: Submission, name = 'dip'): PlanLine => ({
  ...{ action, code: 'new-entry', level: 'change', reason: 'r' },
  ...{ account: entryOf(name).account, key: entryOf(name).key },
  ...(sub === undefined ? {} : { submission: sub }),
});
const approved = (...lines: readonly PlanLine[]): ReturnType<typeof approvalOf> =>
  approvalOf({ lines } as unknown as Plan);

describe('what a run may do of a later plan', () => {
  it.each<[string, PlanLine, PlanLine, boolean]>([
    ['the same submit', line('submit', submission()), line('submit', submission()), true],
    [
      'the submit as a later attempt',
      line('submit', submission()),
      line('submit', submission({ attempt: 2 })),
      true,
    ],
    ['a submit of less', line('submit', submission()), line('submit', left('0.3')), true],
    ['a submit of as much', line('submit', left('0.3')), line('submit', left('0.30')), true],
    ['a submit of more', line('submit', left('0.3')), line('submit', left('0.30000001')), false],
    [
      'another generation',
      line('submit', submission()),
      line('submit', submission({ generation: 2 })),
      false,
    ],
    [
      'another target',
      line('submit', submission()),
      line('submit', submission({ target: termsOf({ priceLimit: decimal('1') }) })),
      false,
    ],
    ['a submit after a cancel', line('cancel'), line('submit', submission()), false],
    ['a submit after a replace', line('replace', submission()), line('submit', submission()), true],
    ['a replace', line('replace', submission()), line('replace', submission()), true],
    ['a replace by more', line('replace', left('0.3')), line('replace', submission()), false],
    ['a replace after a submit', line('submit', submission()), line('replace', submission()), false],
    ['a cancel', line('cancel'), line('cancel'), true],
    ['the cancel of a replace', line('replace', submission()), line('cancel'), true],
    ['a cancel after a submit', line('submit', submission()), line('cancel'), false],
    ['a start', setRun('started'), setRun('started'), true],
    ['a pause', setRun('paused'), setRun('paused'), true],
    ['a start where a pause was approved', setRun('paused'), setRun('started'), false],
    ['a pause where a start was approved', setRun('started'), setRun('paused'), false],
    ['a start after a submit', line('submit', strategy('started')), setRun('started'), false],
    ['a submit after a start', setRun('started'), line('submit', strategy('started')), false],
    ['a cancel after a pause', setRun('paused'), line('cancel'), false],
    ['a replace after a pause', setRun('paused'), line('replace', strategy('paused')), false],
    [
      'a strategy that begins as approved',
      line('submit', strategy('paused')),
      line('submit', strategy('paused')),
      true,
    ],
    [
      'a strategy that begins, where it was to wait',
      line('submit', strategy('paused')),
      line('submit', strategy('started')),
      false,
    ],
    [
      'a strategy that begins, where that was not said',
      line('replace', strategy()),
      line('submit', strategy('started')),
      false,
    ],
    [
      'a strategy with another parameter',
      line('submit', strategy('started')),
      line('submit', { ...strategy('started'), target: smoOf({ parameters: {} }) }),
      false,
    ],
    ['nothing', line('submit', submission()), line('none', submission()), false],
    ['another order', line('submit', submission()), line('submit', submission(), 'other'), false],
  ])('%s', (_what, before, after, may) => {
    expect(asApproved(approved(before), after)).toBe(may ? after : undefined);
  });

  it('is nothing of an order that has no name', () => {
    const { key: _, ...nameless } = line('cancel');
    expect(asApproved(approved(line('cancel'), nameless), nameless)).toBeUndefined();
  });

  it('is the cancel of a replace, where limits held back what was to follow', () => {
    const later = asApproved(approved(line('cancel')), line('replace', submission()));
    expect(later).toEqual(line('cancel'));
  });

  it('is the pause of an edit, where limits held back the rest of it', () => {
    const changes = [{ field: 'run', from: 'started', to: 'paused' }];
    const edit: PlanLine = { ...line('replace', strategy('paused')), changes };
    expect(asApproved(approved(setRun('paused')), edit)).toMatchObject({ action: 'set-run', run: 'paused' });
    expect(asApproved(approved(setRun('started')), edit)).toBeUndefined();
  });

  it('is nothing that was held back', () => {
    expect(approved(line('none', submission())).size).toBe(0);
  });
});
