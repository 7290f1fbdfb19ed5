import { type Planted, planted, swap } from './planted.ts';

const OBSERVE = 'plan/observe.ts';
const VERDICTS = 'venues/aquanow/verdicts.ts';

/** On the way back: what an answer, or its absence, is taken to prove. */
export const PROOF: readonly Planted[] = [
  planted(
    'a 5xx counts as refused',
    ['5xx after', '500 after, in the error form'],
    swap(
      VERDICTS,
      `if (row?.verdict === 'rejected') {`,
      `if (row?.verdict === 'rejected' || outcome.status >= 500) {`,
    ),
  ),
  planted(
    'a lost connection counts as not sent',
    ['drop after'],
    swap(
      'venues/http/faults.ts',
      `['ECONNREFUSED', REFUSED],`,
      `['ECONNREFUSED', REFUSED],\n  ['ECONNRESET', REFUSED],`,
    ),
  ),
  planted(
    'silence counts as not sent',
    ['silence after', 'accepted after every deadline'],
    swap(
      VERDICTS,
      `  if (outcome.kind === 'unknown')\n`,
      `  if (outcome.kind === 'unknown' && outcome.code === 'timeout')
    return { kind: 'not-sent', code: 'timeout', message: 'no answer' };
  if (outcome.kind === 'unknown')\n`,
    ),
  ),
  planted(
    'a 200 that says nothing counts as refused',
    ['200 that says nothing, after', 'truncated body'],
    swap(
      VERDICTS,
      `  if (row?.verdict === 'not-sent')`,
      `  if (outcome.status === 200) return { kind: 'rejected', code: 'odd', message: 'odd', ack: null };
  if (row?.verdict === 'not-sent')`,
    ),
  ),
  planted(
    'not found counts as never accepted',
    ['accepted after every deadline', 'late visibility', 'missing row'],
    swap(OBSERVE, `if (acceptanceHorizon === undefined || !attempt.tagSent`, `if (!attempt.tagSent`),
    swap(
      OBSERVE,
      `since < acceptanceHorizon + settle) return [];`,
      `since < (acceptanceHorizon ?? 0) + settle) return [];`,
    ),
  ),
  planted(
    'time is told by the wall clock',
    ['clock jump', 'another machine', 'drop before', 'accepted after every deadline'],
    swap('execute/time-passed.ts', `if (!known.isOlder) return waited;`, `return readAt - at;`),
  ),
  planted(
    'vanished counts as gone',
    ['late visibility', 'higher generation', 'missing row'],
    swap(
      'model/fold.ts',
      `vanished: (a, { data }) => ({ ...a, vanished: data.message }),`,
      `vanished: (a) => ({ ...a, state: 'not-sent' }),`,
    ),
  ),
  planted(
    'the first of two matches is taken',
    ['two orders of one request'],
    swap(OBSERVE, `  rows.length > 1 || rows.some(`, `  rows.length < 0 && rows.some(`),
  ),
  planted(
    'equal terms are taken for the same order',
    ['drop before', 'silence before'],
    swap(
      OBSERVE,
      `const tagged = book.byTag.get(attempt.tag) ?? [];`,
      `const tagged = book.byTag.get(attempt.tag) ?? [...book.byId.values()]
    .filter(({ side, ticker }) => side === attempt.wire.side && 'ticker' in attempt.wire && ticker === attempt.wire.ticker)
    .slice(0, 1);`,
    ),
  ),
  planted(
    'two readings at once are enough',
    ['cancel after a part', 'edit', 'part of a fill'],
    swap(
      OBSERVE,
      `if (!isFinal(status) || passed(attempt, before.at, readAt) < settle) return [];`,
      `if (!isFinal(status)) return [];`,
    ),
  ),
  planted(
    'a slow answer makes a reading later',
    ['cancel after a part', 'edit', 'part of a fill'],
    swap(
      'execute/apply.ts',
      `    this.#snapshots = read;`,
      `    for (const [name, one] of read) read.set(name, { ...one, readAt: clock.now() });
    this.#snapshots = read;`,
    ),
  ),
  planted(
    'an unknown status counts as ended',
    ['unknown status', 'higher generation'],
    swap(
      'venues/aquanow/statuses.ts',
      `STATUSES.get(word) ?? 'unknown'`,
      `STATUSES.get(word) ?? 'cancelled'`,
    ),
  ),
  planted(
    'the answer to a cancel counts as the end',
    ['edit', 'cancel loses to a fill'],
    swap(
      'execute/cancel.ts',
      `    case 'requested':\n`,
      `    case 'requested':
      await record({ type: 'final', subject, data: { status: 'cancelled', statusText: '', fill: { received: '0', delivered: '0' } } } as never);\n`,
    ),
  ),
  planted(
    'a quote in doubt counts as not executed',
    ['drop after', 'silence after'],
    swap('execute/submit.ts', `return outcome === 'expired' && desk`, `return outcome !== undefined || desk`),
    swap(
      'execute/submit.ts',
      `if (await lookFor(desk, account, subject.key)) return { kind: 'accepted' };
  if (!unexecuted)`,
      `if (!unexecuted && (await lookFor(desk, account, subject.key))) return { kind: 'accepted' };
  if (!unexecuted)`,
    ),
  ),
];
