import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft, RunContext, Scope } from '../../../src/model/event.ts';
import { fold } from '../../../src/model/fold.ts';
import {
  type Attempt,
  type History,
  emptyHistory,
  lastAttempt,
  mayBeLive,
  openAttempts,
} from '../../../src/model/history.ts';
import { type JournalId, type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { Run } from '../../../src/model/terms.ts';
import {
  DESK,
  T0,
  TREASURY,
  arbitraryEvents,
  chained,
  intentOf,
  quoteOf,
  runContext,
  smoOf,
  subjectOf,
  termsOf,
} from '../../support/events.ts';

const EMPTY = emptyHistory('j' as JournalId);
const O1 = 'o-1' as VenueOrderId;
const O2 = 'o-2' as VenueOrderId;
const FILL = { received: decimal('0.1'), delivered: decimal('9500') };
const ALL: Scope = { kind: 'all' };
const subject = subjectOf('a');
const doubt: EventDraft = { type: 'in-doubt', subject, data: { code: 'timeout', message: 'no answer' } };
const accepted: EventDraft = { type: 'accepted', subject, data: { venueRef: 'q-1', ack: {} } };
const linked: EventDraft = { type: 'linked', subject, data: { orderId: O1 } };
const adopted: EventDraft = { type: 'adopted', subject, data: { orderId: O1 } };
const vanished: EventDraft = { type: 'vanished', subject, data: { message: 'in no list' } };
const final: EventDraft = {
  type: 'final',
  subject,
  data: { status: 'filled', statusText: 'FILLED', fill: FILL },
};
const working = intentOf('a', {}, { target: smoOf(), wire: smoOf(), run: 'started', tagSent: false });
const asked = (run: Run): EventDraft => ({ type: 'run-intent', subject, data: { orderId: O1, run } });
const set = (run: Run): EventDraft => ({ type: 'run-set', subject, data: { run } });
const cancel = (scope: Scope): EventDraft => ({ type: 'cancel-requested', data: { scope } });

const halted = (scope: Scope): EventDraft => ({ type: 'halted', data: { scope, reason: 'r' } });
const lifted = (scope: Scope): EventDraft => ({ type: 'unhalted', data: { scope, approver: 'grace' } });
const after = (drafts: readonly EventDraft[], run?: RunContext): History => fold(EMPTY, chained(drafts, run));
/** The one attempt that the drafts are about, after its intent. */
function attemptAfter(...drafts: readonly EventDraft[]): Attempt {
  const attempt = lastAttempt(after([intentOf('a'), ...drafts]), orderKey('a'));
  if (!attempt) throw new Error('no attempt');
  return attempt;
}

describe('any journal', () => {
  it('adds up to the same one event at a time and all at once, whatever the order of its events', () => {
    fc.assert(
      fc.property(arbitraryEvents, fc.nat(40), (events, cut) => {
        const whole = fold(EMPTY, events);
        let stepwise = EMPTY;
        for (const event of events) stepwise = fold(stepwise, [event]);
        expect(stepwise).toEqual(whole);
        expect(fold(fold(EMPTY, events.slice(0, cut)), events.slice(cut))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the history that it started from as it was', () => {
    fc.assert(
      fc.property(arbitraryEvents, arbitraryEvents, (first, second) => {
        const history = fold(EMPTY, first);
        const copy = structuredClone(history);
        fold(history, second);
        expect(history).toEqual(copy);
      }),
    );
  });

  it('knows as many attempts as events began one, stands at its last event, and never has a key without attempts', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        const history = fold(EMPTY, events);
        const intents = events.filter((event) => ['intent', 'imported', 'rebuilt'].includes(event.type));
        expect([...history.keys.values()].flat()).toHaveLength(intents.length);
        expect([...history.keys.values()].every((attempts) => attempts.length > 0)).toBe(true);
        expect(history.sequence).toBe(events.length);
        expect(history.hash).toBe(events.at(-1)?.hash ?? EMPTY.hash);
      }),
    );
  });
});

describe('an attempt', () => {
  it('is in doubt from its intent on, with what was asked for and what was sent', () => {
    const wire = termsOf({ receiveQuantity: decimal('0.40') });
    const history = after([intentOf('a', { generation: 2, attempt: 3 }, { wire })]);
    expect(lastAttempt(history, orderKey('a'))).toMatchObject({
      ...subjectOf('a', { generation: 2, attempt: 3 }),
      state: 'in-doubt',
      target: termsOf(),
      wire,
      intentAt: T0,
      intentSequence: 1,
      deadline: T0 + 5000,
      tagSent: true,
    });
  });

  it.each<[string, readonly EventDraft[], Partial<Attempt>]>([
    ['in doubt, with the reason', [doubt], { state: 'in-doubt', code: 'timeout', message: 'no answer' }],
    [
      'accepted, before it is linked',
      [accepted],
      { state: 'accepted', acceptedAt: T0 + 1000, venueRef: 'q-1' },
    ],
    ['linked to its id', [accepted, linked], { state: 'accepted', acceptedAt: T0 + 1000, orderId: O1 }],
    ['adopted out of doubt', [doubt, adopted], { state: 'accepted', acceptedAt: T0 + 2000, orderId: O1 }],
    [
      'rejected, with the words of the venue',
      [
        {
          type: 'rejected',
          subject,
          data: { code: 'credit', message: 'no credit', errorId: 'e-1', ack: {} },
        },
      ],
      { state: 'rejected', code: 'credit', message: 'no credit', errorId: 'e-1' },
    ],
    [
      'not sent',
      [{ type: 'not-sent', subject, data: { code: 'dns', message: 'no such host' } }],
      { state: 'not-sent', code: 'dns', message: 'no such host' },
    ],
    [
      'observed',
      [accepted, { type: 'observed', subject, data: { status: 'open', statusText: 'OPEN', fill: FILL } }],
      { state: 'accepted', observed: { status: 'open', statusText: 'OPEN', fill: FILL, at: T0 + 2000 } },
    ],
    [
      'final',
      [accepted, final],
      { state: 'final', final: { status: 'filled', statusText: 'FILLED', fill: FILL, at: T0 + 2000 } },
    ],
    [
      'to be cancelled',
      [
        accepted,
        { type: 'cancel-intent', subject, data: { orderId: O1 } },
        { type: 'cancel-refused', subject, data: { message: 'too late' } },
      ],
      { state: 'accepted', cancelWanted: true, cancelSentAt: T0 + 2000, cancelRefused: 'too late' },
    ],
    [
      'being replaced',
      [accepted, { type: 'replacing', subject, data: { target: termsOf({ side: 'sell' }) } }],
      { state: 'accepted', replacing: termsOf({ side: 'sell' }) },
    ],
    ['vanished', [accepted, vanished], { state: 'accepted', vanished: 'in no list' }],
    [
      'come back',
      [final, { type: 'came-back', subject, data: { orderId: O2, status: 'open' } }],
      { state: 'final', cameBack: O2 },
    ],
    [
      'resolved as executed',
      [doubt, { type: 'resolved', subject, data: { outcome: 'executed', orderId: O2, reason: 'called' } }],
      { state: 'accepted', orderId: O2, message: 'called' },
    ],
    [
      'resolved as not executed',
      [doubt, { type: 'resolved', subject, data: { outcome: 'not-executed', reason: 'called' } }],
      { state: 'not-executed', message: 'called' },
    ],
  ])('is %s', (_, drafts, expected) => {
    expect(attemptAfter(...drafts)).toMatchObject(expected);
  });

  it.each<[string, readonly EventDraft[], Partial<Attempt>]>([
    ['to work, as its intent says', [], { run: 'started' }],
    ['asked to pause', [asked('paused')], { run: 'started', runAsked: 'paused' }],
    ['paused', [asked('paused'), set('paused')], { run: 'paused', runAt: T0 + 2000 }],
    [
      'as it was, where the venue would not pause it',
      [asked('paused'), { type: 'run-refused', subject, data: { run: 'paused', message: 'stopped' } }],
      { run: 'started', runRefused: 'stopped' },
    ],
  ])('of a strategy is %s', (_, drafts, expected) => {
    const attempt = lastAttempt(after([working, ...drafts]), orderKey('a'));
    expect(attempt).toMatchObject(expected);
    for (const gone of ['runAsked', 'runRefused', 'runAt'] as const)
      if (!(gone in expected)) expect(attempt).not.toHaveProperty(gone);
  });

  it('of a strategy has nothing left of what was asked for once that was taken', () => {
    const refused: EventDraft = { type: 'run-refused', subject, data: { run: 'paused', message: 'm' } };
    const attempt = lastAttempt(after([working, refused, asked('paused'), set('paused')]), orderKey('a'));
    expect(attempt).not.toHaveProperty('runAsked');
    expect(attempt).not.toHaveProperty('runRefused');
  });

  it('keeps the quote that it was executed on, and what the venue told of the trade', () => {
    const trade = { fee: '0.00', tradePriceAvg: '94900' };
    const told: EventDraft = { type: 'accepted', subject, data: { orderId: O1, trade, ack: {} } };
    const history = after([intentOf('a', {}, { quote: quoteOf() }), told]);
    expect(lastAttempt(history, orderKey('a'))).toMatchObject({ quote: quoteOf(), trade });
  });

  it('is none for quotes alone: they are asked for before anything is sent', () => {
    const quoted: EventDraft = { type: 'quoted', subject, data: { outcome: 'worse', quote: quoteOf() } };
    const dropped: EventDraft = {
      type: 'quote-dropped',
      subject,
      data: { quoteId: 'q-1', outcome: 'expired', message: 'm' },
    };
    expect(after([quoted, dropped]).keys.size).toBe(0);
    // Nor do they say anything of the attempt that was sent.
    expect(attemptAfter(quoted, dropped)).toEqual(attemptAfter());
  });

  it('is no longer vanished once it is found, nor wanted out of the book once it is over', () => {
    expect(attemptAfter(accepted, vanished, linked)).not.toHaveProperty('vanished');
    const over = attemptAfter(accepted, vanished, cancel(ALL), final);
    expect(over).not.toHaveProperty('cancelWanted');
    expect(over).not.toHaveProperty('vanished');
  });

  it('has no doubt left once a person resolved it', () => {
    const drafts = [
      doubt,
      { type: 'resolved', subject, data: { outcome: 'not-executed', reason: 'called' } },
    ] as const;
    expect(attemptAfter(...drafts)).not.toHaveProperty('code');
  });

  describe('that a person settles while a run finds out about it', () => {
    const never: EventDraft = {
      type: 'resolved',
      subject,
      data: { outcome: 'not-executed', reason: 'the desk called' },
    };
    const is: EventDraft = {
      type: 'resolved',
      subject,
      data: { outcome: 'executed', orderId: O2, reason: 'the desk called' },
    };
    const absent: EventDraft = { type: 'not-sent', subject, data: { code: 'absent', message: 'm' } };

    it.each<[string, readonly EventDraft[], Partial<Attempt>]>([
      ['as not executed, and that sees it, is back', [doubt, never, adopted], { cameBack: O1, orderId: O1 }],
      ['as executed, stays that where the run concludes from absence', [is, absent], { state: 'accepted' }],
      ['as not executed, stays that where nothing was sent', [never, absent], { state: 'not-executed' }],
      [
        'as not executed, is what its venue says once it has answered',
        [accepted, never],
        { state: 'accepted' },
      ],
      ['as not executed, stays what was found of it', [doubt, adopted, never], { state: 'accepted' }],
      ['as not executed, stays over once it is', [accepted, final, never], { state: 'final' }],
      [
        'as not executed, is believed to have vanished',
        [accepted, vanished, never],
        { state: 'not-executed' },
      ],
    ])('%s', (_what, drafts, expected) => {
      expect(attemptAfter(...drafts)).toMatchObject(expected);
    });
  });

  it('may be live while it is in doubt, accepted or come back; not when it is over', () => {
    const back: EventDraft = { type: 'came-back', subject, data: { orderId: O2, status: 'open' } };
    expect([attemptAfter(), attemptAfter(accepted), attemptAfter(final, back)].map(mayBeLive)).toEqual([
      true,
      true,
      true,
    ]);
    const refused: EventDraft = { type: 'not-sent', subject, data: { code: 'c', message: 'm' } };
    expect([attemptAfter(final), attemptAfter(refused)].map(mayBeLive)).toEqual([false, false]);
    expect(openAttempts(after([intentOf('a'), final, intentOf('b')])).map((a) => a.key)).toEqual([
      orderKey('b'),
    ]);
  });

  it('is told apart from other attempts, generations and keys', () => {
    const history = after([
      intentOf('a'),
      { type: 'not-sent', subject, data: { code: 'c', message: 'm' } },
      intentOf('a', { attempt: 2 }),
      intentOf('b'),
      { type: 'accepted', subject: subjectOf('a', { attempt: 2 }), data: { orderId: O1, ack: {} } },
      { type: 'accepted', subject: subjectOf('a', { generation: 9 }), data: { orderId: O2, ack: {} } },
      { type: 'accepted', subject: subjectOf('unknown'), data: { orderId: O2, ack: {} } },
    ]);
    const states = [...history.keys].map(([key, attempts]) => [
      key,
      attempts.map((a) => [a.attempt, a.state]),
    ]);
    expect(states).toEqual([
      [
        orderKey('a'),
        [
          [1, 'not-sent'],
          [2, 'accepted'],
        ],
      ],
      [orderKey('b'), [[1, 'in-doubt']]],
    ]);
  });
});

describe('a cancel request', () => {
  const two = [
    intentOf('a'),
    intentOf('b', { account: DESK }),
    intentOf('c'),
    { ...final, subject: subjectOf('c') },
  ];
  const wanted = (scope: Scope): readonly string[] =>
    [...after([...two, cancel(scope)]).keys.values()].flat().flatMap((a) => (a.cancelWanted ? [a.key] : []));

  it('wants out of the book what it covers and may be live', () => {
    expect(wanted(ALL)).toEqual([orderKey('a'), orderKey('b')]);
    expect(wanted({ kind: 'account', account: TREASURY })).toEqual([orderKey('a')]);
    expect(wanted({ kind: 'keys', keys: [orderKey('b'), orderKey('c')] })).toEqual([orderKey('b')]);
  });

  it('is of an order that was renamed a moment before, also by its old name while no other has that', () => {
    const renamed: EventDraft = {
      type: 'renamed',
      data: { renames: [{ from: orderKey('a'), to: orderKey('new') }] },
    };
    const wantedOf = (...then: readonly EventDraft[]): unknown =>
      lastAttempt(
        after([intentOf('a'), renamed, ...then, cancel({ kind: 'keys', keys: [orderKey('a')] })]),
        orderKey('new'),
      )?.cancelWanted;
    expect(wantedOf()).toBe(true);
    const again = intentOf('new', { attempt: 2 });
    expect(wantedOf({ ...final, subject: subjectOf('new') }, again)).toBe(true);
    expect(wantedOf(intentOf('a', { generation: 2 }))).toBeUndefined();
  });

  it('says nothing of orders that come later', () => {
    expect(lastAttempt(after([cancel(ALL), intentOf('a')]), orderKey('a'))).not.toHaveProperty(
      'cancelWanted',
    );
  });
});

describe('halts', () => {
  const account: Scope = { kind: 'account', account: TREASURY };

  it.each<[string, readonly EventDraft[], readonly Scope[]]>([
    ['stand until they are lifted', [halted(account)], [account]],
    ['are lifted by their own scope', [halted(account), halted(ALL), lifted(account)], [ALL]],
    ['are all lifted by everything', [halted(account), halted(ALL), lifted(ALL)], []],
    ['are not lifted by another scope', [halted(ALL), lifted(account)], [ALL]],
    ['can be set again', [halted(ALL), lifted(ALL), halted(ALL)], [ALL]],
  ])('%s', (_, drafts, scopes) => {
    expect(after(drafts).halts.map((halt) => halt.scope)).toEqual(scopes);
  });
});

const rebuilt = (generation: number, attempt: number, tagSent = true): EventDraft => ({
  type: 'rebuilt',
  subject: subjectOf('a', { generation, attempt }),
  data: { tag: 'tf' as never, tagSent, orderId: O1, terms: termsOf(), identity: 'aquanow here' },
});
const slots = (history: History): readonly string[] =>
  (history.keys.get(orderKey('a')) ?? []).map((a) => `${a.generation}/${a.attempt}`);

describe('an order that was found at the venue', () => {
  it('is accepted on its terms, and tells what was sent where that was less', () => {
    const wire = termsOf({ receiveQuantity: decimal('0.1') });
    expect(lastAttempt(after([rebuilt(1, 1)]), orderKey('a'))).toMatchObject({
      ...{ state: 'accepted', origin: 'rebuilt', orderId: O1, acceptedAt: T0 },
      ...{ target: termsOf(), wire: termsOf() },
    });
    const known = rebuilt(1, 1);
    const less = { ...known, data: { ...known.data, wire } } as EventDraft;
    expect(lastAttempt(after([less]), orderKey('a'))).toMatchObject({ target: termsOf(), wire });
  });

  it('takes its place among the attempts, however late it is found: the last one counts', () => {
    expect(slots(after([rebuilt(1, 2), rebuilt(2, 1), rebuilt(1, 1), rebuilt(1, 3)]))).toEqual([
      '1/1',
      '1/2',
      '1/3',
      '2/1',
    ]);
    expect(slots(after([intentOf('a', { attempt: 2 }), rebuilt(1, 1)]))).toEqual(['1/1', '1/2']);
  });

  it('proves its tag, pins the venue, and is nobody else’s any more', () => {
    const foreign: EventDraft = { type: 'foreign-writer', data: { orderId: O1, tag: 'tf' as never } };
    const history = after([foreign, rebuilt(1, 1)]);
    expect(history.proven).toEqual(new Set([`${TREASURY}/GTC`]));
    expect(history.identities).toEqual(new Map([[TREASURY, 'aquanow here']]));
    expect(history.foreign).toEqual(new Set());
    expect(after([rebuilt(1, 1, false)]).proven).toEqual(new Set());
  });
});

describe('the whole', () => {
  const PROOF = `${TREASURY}/GTC`;

  it('proves a strategy of an account once its tag was found, and takes that back when an order vanishes', () => {
    expect(after([intentOf('a'), accepted]).proven).toEqual(new Set());
    expect(after([intentOf('a'), accepted, linked]).proven).toEqual(new Set([PROOF]));
    expect(after([intentOf('a'), doubt, adopted]).proven).toEqual(new Set([PROOF]));
    expect(after([intentOf('a'), accepted, linked, vanished]).proven).toEqual(new Set());
    expect(after([intentOf('a', {}, { tagSent: false }), accepted, linked]).proven).toEqual(new Set());
  });

  it("pins an account's identity at its first intent", () => {
    const moved = intentOf('b', {}, { identity: 'aquanow elsewhere' });
    expect(after([intentOf('a'), moved]).identities).toEqual(
      new Map([[TREASURY, 'aquanow 127.0.0.1 CA1264810R']]),
    );
  });

  it('keeps the commit of the last run whose plan was approved', () => {
    const started: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };
    const plan = '0'.repeat(64);
    expect(after([started], runContext({ commit: 'c0ffee' }))).not.toHaveProperty('commit');
    const first = after([started], runContext({ commit: 'c0ffee', plan }));
    expect(first.commit).toBe('c0ffee');
    expect(fold(first, chained([started], runContext({ plan }))).commit).toBe('c0ffee');
    expect(fold(first, chained([started], runContext({ commit: 'decaf' }))).commit).toBe('c0ffee');
  });

  it('keeps orders of ours that it did not place', () => {
    const foreign: EventDraft = { type: 'foreign-writer', data: { orderId: O2, tag: 'tf' as never } };
    expect(after([foreign]).foreign).toEqual(new Set([O2]));
  });
});
