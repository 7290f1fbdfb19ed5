import { describe, expect, it } from 'vitest';
import type { SubmitOutcome } from '../../../src/execute/outgoing.ts';
import { submitOnce } from '../../../src/execute/submit.ts';
import { unproven } from '../../../src/execute/tag-proof.ts';
import { TradeformError } from '../../../src/lib/errors.ts';
import { EXIT } from '../../../src/lib/exit.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { type Account, NO_FILL, type OrderRow } from '../../../src/model/order.ts';
import type { Submission } from '../../../src/model/plan.ts';
import type { Verdict } from '../../../src/venues/venue.ts';
import { NOW, SETTLE, accountOf, attemptOf, fillOf, rowOf } from '../../support/cases.ts';
import { instantOf, termsOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';

const KEY = orderKey('dip');
const DIP = attemptOf('dip');
const OTHER = attemptOf('other');
const SUBMISSION: Submission = { generation: 1, attempt: 1, target: termsOf(), wire: termsOf() };
/** An earlier order of the same strategy that was found by its tag: the account's tag is proven. */
const PROVEN: readonly EventDraft[] = [OTHER.intent(), OTHER.accepted(), OTHER.linked('o-0')];
const IN_DOUBT: Verdict = { kind: 'in-doubt', code: 'http/500', message: 'no answer' };
const mine = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: DIP.tag, ...over });

const submit = (
  { desk, journal }: Bench,
  over: Partial<Submission> = {},
  account: Account = accountOf(),
): Promise<SubmitOutcome> =>
  submitOnce(desk, account, KEY, { ...SUBMISSION, ...over }, journal.events.length);

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('one submission', () => {
  it('writes its intent before it sends, and the verdict after', async () => {
    const b = await bench(PROVEN);
    expect(await submit(b)).toEqual({ kind: 'accepted' });
    expect(b.log).toEqual(['draft', 'journal run-started', 'journal intent', 'send', 'journal accepted']);
    const intent = b.journal.events.findLast((event) => event.type === 'intent');
    expect(intent?.data).toMatchObject({
      ...{ tag: DIP.tag, tagSent: true, target: termsOf(), wire: termsOf() },
      ...{ request: 'a'.repeat(64), nonce: '1', deadline: NOW + 5000 },
    });
  });

  it.each([
    [
      'rejected',
      { kind: 'rejected', code: 'credit', message: 'no credit', ack: {} },
      { kind: 'rejected', message: 'no credit' },
    ],
    [
      'not sent',
      { kind: 'not-sent', code: 'dns', message: 'no route' },
      { kind: 'not-sent', message: 'no route', stop: true },
    ],
  ] as const)('records that it was %s', async (_name, verdict, outcome) => {
    const b = await bench(PROVEN);
    b.venue.verdicts = [verdict];
    expect(await submit(b)).toEqual(outcome);
    expect(lastAttempt(b.desk.journal.history, KEY)).toMatchObject({
      state: verdict.kind,
      message: verdict.message,
    });
    expect(b.log.filter((step) => step === 'send')).toHaveLength(1);
  });

  it('notes in the intent that no tag was sent where the account sends none', async () => {
    const account = accountOf(undefined, { tag: 'none' });
    const b = await bench([], account);
    expect(await submit(b, {}, account)).toEqual({ kind: 'accepted' });
    expect(lastAttempt(b.desk.journal.history, KEY)).toMatchObject({ tagSent: false, state: 'accepted' });
    expect(b.log).not.toContain('find');
  });
});

describe('its deadline', () => {
  it.each([
    [0, 'accepted'],
    [5000, 'accepted'],
    [5001, 'not-sent'],
  ] as const)('%i ms after the intent: %s', async (delay, kind) => {
    const b = await bench(PROVEN);
    b.venue.delay = delay;
    expect((await submit(b)).kind).toBe(kind);
    expect(b.log.includes('send')).toBe(kind === 'accepted');
    expect(lastAttempt(b.desk.journal.history, KEY)?.state).toBe(kind);
  });

  it('is kept by the clock that never jumps where the wall clock was set back', async () => {
    const b = await bench(PROVEN);
    b.venue.delay = 6000;
    const send = b.venue.writer.send.bind(b.venue.writer);
    b.venue.writer.send = (draft, mayGo) => {
      b.clock.time -= 3_600_000;
      return send(draft, mayGo);
    };
    expect((await submit(b)).kind).toBe('not-sent');
    expect(b.log).not.toContain('send');
  });

  it('is kept by the wall clock where the other one stood still', async () => {
    const b = await bench(PROVEN);
    const send = b.venue.writer.send.bind(b.venue.writer);
    b.venue.writer.send = (draft, mayGo) => {
      b.clock.time += 3_600_000;
      return send(draft, mayGo);
    };
    expect((await submit(b)).kind).toBe('not-sent');
    expect(b.log).not.toContain('send');
  });

  it('is never later than notAfter', async () => {
    const b = await bench(PROVEN);
    b.venue.delay = 2000;
    // Its own time: it says nothing about the orders that follow on this account.
    expect(await submit(b, { notAfter: NOW + 1999 })).toEqual({
      kind: 'not-sent',
      message: 'notAfter passed before it could be sent',
      stop: false,
    });
    expect(b.log).not.toContain('send');

    const inTime = await bench(PROVEN);
    inTime.venue.delay = 2000;
    expect((await submit(inTime, { notAfter: NOW + 2000 })).kind).toBe('accepted');
  });

  it('leaves no intent where notAfter has passed before', async () => {
    const b = await bench(PROVEN);
    expect(await submit(b, { notAfter: NOW - 1 })).toEqual({
      kind: 'not-sent',
      message: 'notAfter has passed',
      stop: false,
    });
    expect(b.log).toEqual([]);
  });
});

const refused = async (
  past: readonly EventDraft[],
): Promise<{ readonly b: Bench; readonly outcome: SubmitOutcome }> => {
  const b = await bench([...PROVEN, ...past]);
  return { b, outcome: await submitOnce(b.desk, accountOf(), KEY, SUBMISSION, PROVEN.length) };
};

describe('what the journal refuses', () => {
  it.each([
    ['a halt', [DIP.about('halted', { scope: { kind: 'all' }, reason: 'closed' })], true],
    [
      'a cancel that was asked for since the plan',
      [DIP.about('cancel-requested', { scope: { kind: 'all' } })],
      false,
    ],
    ['an attempt in doubt', [DIP.intent()], false],
    ['an attempt that may be live', [DIP.intent(), DIP.accepted()], false],
    [
      'an attempt that came back',
      [
        DIP.intent(),
        DIP.final('cancelled'),
        DIP.about('came-back', { orderId: 'o-1' as VenueOrderId, status: 'open' }),
      ],
      false,
    ],
    ['the same attempt once more', [DIP.intent(), DIP.about('not-sent', { code: 'c', message: 'm' })], false],
  ] as const)('%s is not sent', async (_name, past, stop) => {
    const { b, outcome } = await refused(past);
    expect(outcome).toMatchObject({ kind: 'not-sent', stop });
    expect(b.log).not.toContain('send');
    expect(b.log).not.toContain('journal intent');
  });

  it('sends what a cancel request before the plan covers', async () => {
    const asked = DIP.about('cancel-requested', { scope: { kind: 'all' } });
    const b = await bench([...PROVEN, asked]);
    expect((await submit(b)).kind).toBe('accepted');
  });
});

describe('a journal that fails', () => {
  it('before the send: nothing is sent', async () => {
    const b = await bench(PROVEN);
    b.journal.broken = 'intent';
    expect(await caught(submit(b))).toMatchObject({ message: 'disk full' });
    expect(b.log).not.toContain('send');
  });

  it.each([
    [
      { kind: 'accepted', orderId: 'o-9' as VenueOrderId, ack: {} },
      'The venue accepted dip (o-9)',
      'tradeform resolve dip --executed o-9 --reason "…" --approver NAME --env paper',
    ],
    [
      { kind: 'accepted', venueRef: 'q-9', ack: {} },
      'The venue accepted dip (q-9)',
      'tradeform resolve dip --env paper',
    ],
    [{ kind: 'accepted', ack: {} }, 'The venue accepted dip,', 'tradeform resolve dip --env paper'],
    [
      { kind: 'rejected', code: 'c', message: 'm', ack: {} },
      'The venue refused dip',
      'tradeform resolve dip --not-executed --reason "…" --approver NAME --env paper',
    ],
    [
      { kind: 'not-sent', code: 'c', message: 'm' },
      'dip was not sent',
      'tradeform resolve dip --not-executed --reason "…" --approver NAME --env paper',
    ],
    [IN_DOUBT, 'dip may or may not have been accepted', 'tradeform resolve dip --env paper'],
  ] satisfies readonly (readonly [Verdict, string, string])[])(
    'after the send: says what the venue said of %j, and what to type',
    async (verdict, said, then) => {
      const b = await bench(PROVEN);
      b.venue.verdicts = [verdict];
      b.journal.broken = verdict.kind;
      const error = await caught(submit(b));
      expect(error).toBeInstanceOf(TradeformError);
      expect(error).toMatchObject({ code: 'journal/verdict-lost', exitCode: EXIT.person });
      if (!(error instanceof TradeformError)) return;
      expect(error.message).toContain(said);
      expect(error.remedy?.endsWith(then)).toBe(true);
      expect(b.log.filter((step) => step === 'send')).toHaveLength(1);
      // The next run finds the intent in doubt, and looks.
      expect(lastAttempt(b.desk.journal.history, KEY)?.state).toBe('in-doubt');
    },
  );
});

describe('a journal that fails once it has taken that an order was accepted', () => {
  it('names its end, and what reads it again: there is no doubt to decide', async () => {
    const b = await bench(PROVEN);
    const ending = { status: 'filled', statusText: 'COMPLETE', fill: NO_FILL } as const;
    b.venue.verdicts = [{ kind: 'accepted', orderId: 'o-9' as VenueOrderId, final: ending, ack: {} }];
    b.journal.broken = 'final';
    const error = await caught(submit(b));
    expect(error).toMatchObject({
      code: 'journal/verdict-lost',
      message:
        'The venue accepted dip, which has ended (filled), and that could not be written to the journal.',
    });
    const next =
      /reads its end from the venue's list\. If it is not there: tradeform resolve dip --env paper$/;
    expect(error).toMatchObject({ remedy: expect.stringMatching(next) as string });
    expect(lastAttempt(b.desk.journal.history, KEY)?.state).toBe('accepted');
  });
});

describe('an account whose tag is not proven', () => {
  const waiting: readonly EventDraft[] = [OTHER.intent(), OTHER.accepted()];

  it('looks for its first order by the exact tag, and is proven by it', async () => {
    const b = await bench();
    b.venue.onFind = () => {
      // It shows late, as lists do.
      if (b.log.filter((step) => step === 'find').length === 3) b.venue.rows = [mine()];
    };
    expect(await submit(b)).toEqual({ kind: 'accepted' });
    expect(b.log.slice(-5)).toEqual(['journal accepted', 'find', 'find', 'find', 'journal linked']);
    expect(unproven(b.desk.journal.history, accountOf(), termsOf())).toBeUndefined();
    expect(b.clock.time - NOW).toBeLessThanOrEqual(SETTLE);
  });

  it('sends no second one of the strategy before the first was found', async () => {
    const b = await bench(waiting);
    expect(await submit(b)).toMatchObject({
      kind: 'not-sent',
      message: expect.stringContaining(
        'other, a GTC of this account, was not found by its tag yet',
      ) as string,
      stop: false,
    });
    expect(b.log).toEqual(['find']);
  });

  it('sends a second one once the first is found, even in the moment before', async () => {
    const b = await bench(waiting);
    b.venue.rows = [rowOf({ reference: OTHER.tag })];
    expect(await submit(b)).toEqual({ kind: 'accepted' });
    expect(b.log.slice(0, 3)).toEqual(['find', 'journal run-started', 'journal linked']);
  });

  const market = instantOf('MARKET');
  const traded: readonly EventDraft[] = [
    OTHER.intent({ target: market, wire: market }),
    OTHER.accepted('o-0'),
    OTHER.final('filled', fillOf('0.50', '47450')),
  ];

  it.each<[string, readonly OrderRow[], SubmitOutcome['kind']]>([
    ['is not found', [], 'not-sent'],
    ['is found by its id alone', [rowOf({ id: 'o-0' as VenueOrderId })], 'not-sent'],
    ['is found', [rowOf({ id: 'o-0' as VenueOrderId, reference: OTHER.tag })], 'accepted'],
  ])('counts a first one that has traded at once, and %s', async (_, rows, kind) => {
    const b = await bench(traded);
    b.venue.rows = rows;
    expect((await submit(b, { target: market, wire: market })).kind).toBe(kind);
    expect(b.log.includes('send')).toBe(kind === 'accepted');
  });

  it('is not proven by an order that is found by its id alone, without its tag', async () => {
    const b = await bench();
    b.venue.verdicts = [{ kind: 'accepted', orderId: 'o-1' as VenueOrderId, ack: {} }];
    b.venue.rows = [rowOf({ id: 'o-1' as VenueOrderId })];
    expect(await submit(b)).toEqual({ kind: 'accepted' });
    expect(b.log).not.toContain('journal linked');
    expect(unproven(b.desk.journal.history, accountOf(), termsOf())).toBeDefined();
  });

  it('is a matter of each strategy and account alone', async () => {
    const { desk } = await bench(waiting);
    const { history } = desk.journal;
    const gtd = termsOf({ strategy: 'GTD', expirationTime: NOW });
    expect(unproven(history, accountOf(), gtd)).toBeUndefined();
    expect(unproven(history, accountOf(undefined, { tag: 'none' }), termsOf())).toBeUndefined();
    expect(unproven(history, accountOf('reserve' as Account['name']), termsOf())).toBeUndefined();
    expect(unproven(history, accountOf(), termsOf())?.key).toBe(orderKey('other'));
  });

  it('loses its proof where an order vanishes', async () => {
    const gone = [...PROVEN, OTHER.about('vanished', { message: 'gone' })];
    const { desk } = await bench(gone);
    expect(unproven(desk.journal.history, accountOf(), termsOf())?.vanished).toBe('gone');
  });

  it('is proven again by another one, once somebody has settled what vanished', async () => {
    const THIRD = attemptOf('third');
    const settled: readonly EventDraft[] = [
      ...PROVEN,
      ...[THIRD.intent(), THIRD.accepted(), THIRD.about('vanished', { message: 'gone' })],
      THIRD.about('resolved', { outcome: 'not-executed', reason: 'r' }),
    ];
    const b = await bench(settled);
    b.venue.rows = [rowOf({ id: 'o-0' as VenueOrderId, reference: OTHER.tag })];
    expect(await submit(b)).toEqual({ kind: 'accepted' });
  });
});

const doubtful = async (rows: readonly OrderRow[], unreadable?: string): Promise<Bench> => {
  const b = await bench(PROVEN);
  b.venue.verdicts = [IN_DOUBT];
  b.venue.rows = rows;
  b.venue.unreadable = unreadable;
  return b;
};

describe('an order in doubt', () => {
  it('is adopted where one row carries its exact tag', async () => {
    const b = await doubtful([mine({ id: 'o-5' as VenueOrderId }), rowOf({ id: 'o-6' as VenueOrderId })]);
    expect(await submit(b)).toEqual({ kind: 'accepted' });
    expect(b.log.slice(-3)).toEqual(['journal in-doubt', 'find', 'journal adopted']);
    expect(lastAttempt(b.desk.journal.history, KEY)).toMatchObject({ state: 'accepted', orderId: 'o-5' });
  });

  it.each([
    ['nothing is found', [], undefined],
    ['two rows carry the tag', [mine(), mine({ id: 'o-2' as VenueOrderId })], undefined],
    ['only equal terms are found', [rowOf()], undefined],
    ['the venue can not be read', [mine()], 'unreachable'],
  ] as const)('stays in doubt where %s', async (_name, rows, unreadable) => {
    const b = await doubtful(rows, unreadable);
    expect(await submit(b)).toEqual({ kind: 'in-doubt', message: 'no answer' });
    expect(lastAttempt(b.desk.journal.history, KEY)?.state).toBe('in-doubt');
    expect(b.log.filter((step) => step === 'find')).toHaveLength(4);
    // Lists may lag: it looks until they can't any more.
    expect(b.clock.time - NOW).toBeGreaterThanOrEqual(SETTLE);
  });

  it('is not adopted from a row that a search returned without the exact tag', async () => {
    const b = await doubtful([]);
    const find = b.venue.reader.find.bind(b.venue.reader);
    b.venue.reader.find = async (account, wanted) => ({ ...(await find(account, wanted)), rows: [rowOf()] });
    expect((await submit(b)).kind).toBe('in-doubt');
  });

  it('is sent once', async () => {
    const b = await doubtful([]);
    await submit(b);
    expect(b.log.filter((step) => step === 'send')).toHaveLength(1);
  });
});
