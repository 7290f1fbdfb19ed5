import { describe, expect, it } from 'vitest';
import type { ApplyReport } from '../../../src/execute/apply.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { type VenueOrderId, orderKey, strategyKey } from '../../../src/model/ids.ts';
import applySchema from '../../../schemas/apply-event.schema.json' with { type: 'json' };
import type { Entry, OrderRow } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { type Outcome, outcomesOf, renderOutcomes } from '../../../src/report/outcome-text.ts';
import {
  type Past,
  attemptOf,
  entryOf,
  fillOf,
  historyOf,
  learn,
  lookOf,
  planOf,
  rowOf,
  snapshotOf,
  strategiesOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';
import { instantOf, termsOf } from '../../support/events.ts';

/** What the schema of `apply --format json` allows for. */
const STATES: readonly string[] =
  (
    applySchema.oneOf.find(({ properties }) => 'state' in properties)?.properties as
      | { readonly state?: { readonly enum: readonly string[] } }
      | undefined
  )?.state?.enum ?? [];
const raise = (message: string): never => {
  throw new Error(message);
};

const a = attemptOf('a');
const placed: readonly Past[] = [
  [60_000, a.intent()],
  [60_000, a.accepted()],
  [60_000, a.linked()],
];
const resting = rowOf({ reference: a.tag });
const ONE = entryOf('a');
const EDITED = entryOf('a', { terms: termsOf({ priceLimit: decimal('95500') }) });

interface Run {
  readonly before?: readonly Past[];
  readonly entries?: readonly Entry[];
  readonly shown?: readonly OrderRow[];
  /** What the run wrote. */
  readonly wrote: readonly Past[];
  readonly said?: { readonly outcome: string; readonly ok: boolean };
  readonly interrupted?: boolean;
}

/** The outcome of the one change of a run that began with `before` and wrote `wrote`. */
function outcomeOf(run: Run): Outcome | undefined {
  const { before = [], entries = [ONE], shown = [], wrote, said, interrupted = false } = run;
  const world = { entries, snapshots: [snapshotOf(shown)] };
  const { plan } = planOf({ ...world, history: historyOf(...before) });
  const history = learn(
    historyOf(...before),
    wrote.map(([, draft]) => draft),
  );
  const report: ApplyReport = {
    ...{ approved: true, plan, history, interrupted },
    after: planOf({ entries, history, snapshots: [snapshotOf([], { looks: [lookOf(a, [])] })] }),
    results: new Map(said === undefined ? [] : [[orderKey('a'), said]]),
  };
  const [outcome, ...more] = outcomesOf(report);
  expect(more).toEqual([]);
  return outcome;
}

const now = (draft: Past[1]): Past => [0, draft];

describe('the outcome of a submit', () => {
  const intent = now(a.intent());
  it.each([
    ['resting', [a.accepted(), a.linked()], true, 'order o-1'],
    ['accepted', [a.accepted()], true, 'not in the venue’s list yet'],
    [
      'filled',
      [a.accepted('o-1'), a.observed('filled', fillOf('0.50', '47000'))],
      true,
      'filled 0.50 of 0.50 BTC',
    ],
    ['failed', [a.accepted('o-1'), a.observed('failed')], false, 'order o-1'],
    ['cancelled', [a.accepted('o-1'), a.observed('cancelled')], true, 'order o-1'],
    ['filled', [a.accepted('o-1'), a.final('filled', fillOf('0.50'))], true, 'filled 0.50 of 0.50 BTC'],
    ['failed', [a.accepted('o-1'), a.final('failed')], false, 'filled 0 of 0.50 BTC'],
    [
      'vanished',
      [a.accepted(), a.about('vanished', { message: 'in none of 3 look-ups' })],
      false,
      'in none of 3 look-ups',
    ],
    ['refused', [a.about('rejected', { code: 'c', message: 'no credit', ack: {} })], false, 'no credit'],
    ['not sent', [a.about('not-sent', { code: 'c', message: 'no route' })], false, 'no route'],
    ['in doubt', [a.about('in-doubt', { code: 'c', message: 'no answer' })], false, 'no answer'],
    ['in doubt', [], false, ''],
  ] as const)('%s after %j', (state, drafts, ok, detail) => {
    expect(outcomeOf({ wrote: [intent, ...drafts.map(now)] })).toMatchObject({ state, ok, detail });
    expect(STATES).toContain(state);
  });

  it('says why nothing was sent', () => {
    const said = { outcome: 'not sent: b is in doubt', ok: false };
    expect(outcomeOf({ wrote: [], said })).toMatchObject({
      state: 'not sent',
      detail: 'b is in doubt',
      ok: false,
    });
    expect(outcomeOf({ wrote: [], interrupted: true })?.detail).toBe('interrupted before it was its turn');
  });
});

describe('the outcome of an order that trades at once', () => {
  const terms = instantOf('FOK');
  const world = { entries: [entryOf('a', { terms })] };
  const intent = now(a.intent({ target: terms, wire: terms }));
  const traded = { outcome: 'filled 0.50 BTC at 94900 USD', ok: true };
  it.each<[string, readonly Past[1][], Run['said'], boolean, string]>([
    ['filled', [a.accepted('o-1'), a.final('filled', fillOf('0.50'))], traded, true, traded.outcome],
    [
      'filled',
      [a.accepted('o-1'), a.final('filled', fillOf('0.50'))],
      { outcome: 'filled 0.50 BTC at 96000 USD, worse than its priceGuard', ok: false },
      false,
      'filled 0.50 BTC at 96000 USD, worse than its priceGuard',
    ],
    [
      'cancelled',
      [a.accepted('o-1'), a.final('cancelled')],
      { outcome: 'cancelled: no liquidity; nothing was traded', ok: true },
      true,
      'no liquidity; nothing was traded',
    ],
    [
      'accepted',
      [a.accepted('o-1')],
      { outcome: 'accepted', ok: true },
      true,
      'order o-1, and the venue has not told its end yet',
    ],
    [
      'filled',
      [a.accepted('o-1'), a.observed('filled', fillOf('0.50'))],
      { outcome: 'accepted', ok: true },
      true,
      'filled 0.50 of 0.50 BTC',
    ],
    [
      'blocked',
      [],
      { outcome: 'blocked: none of 3 quotes would do: too dear', ok: false },
      false,
      'none of 3 quotes would do: too dear',
    ],
    ['refused', [], { outcome: 'refused: no credit', ok: false }, false, 'no credit'],
  ])('%s after %j', (state, drafts, said, ok, detail) => {
    const wrote = drafts.length === 0 ? [] : [intent, ...drafts.map(now)];
    const outcome = outcomeOf({ ...world, wrote, ...(said === undefined ? {} : { said }) });
    expect(outcome).toMatchObject({ state, ok, detail });
    expect(STATES).toContain(state);
  });
});

describe('the outcome of a start or a pause', () => {
  const acc = strategyAttemptOf('acc');
  const line = (run: 'started' | 'paused'): PlanLine => {
    const before = run === 'started' ? 'paused' : 'started';
    const past: readonly Past[] = [
      [60_000, acc.intent({ run: before })],
      [60_000, acc.accepted('s-1')],
    ];
    const { plan } = planOf({
      entries: [strategyEntryOf('acc', { run })],
      history: historyOf(...past),
      snapshots: [strategiesOf([strategyRowOf({ id: 's-1' as VenueOrderId })])],
    });
    return plan.lines[0] ?? raise('no line');
  };
  const of = (run: 'started' | 'paused', result: Run['said'] | undefined, interrupted = false) => {
    const change = line(run);
    const history = historyOf([60_000, acc.intent()], [60_000, acc.accepted('s-1')]);
    const { plan, ...after } = planOf({ history, snapshots: [strategiesOf([])] });
    const report: ApplyReport = {
      ...{ approved: true, history, interrupted },
      plan: { ...plan, lines: [change] },
      after: { ...after, plan },
      results: new Map(result === undefined ? [] : [[strategyKey('acc'), result]]),
    };
    return outcomesOf(report)[0];
  };

  it.each<['started' | 'paused', Run['said'], Partial<Outcome>]>([
    ['started', { outcome: 'started', ok: true }, { state: 'started', detail: 'order s-1', ok: true }],
    ['paused', { outcome: 'paused', ok: true }, { state: 'paused', detail: 'order s-1', ok: true }],
    [
      'started',
      { outcome: 'refused: no margin', ok: false },
      { state: 'not started', detail: 'refused: no margin', ok: false },
    ],
    [
      'paused',
      { outcome: 'not known: no answer; the next plan asks again', ok: false },
      { state: 'not paused', detail: 'not known: no answer; the next plan asks again', ok: false },
    ],
    [
      'started',
      { outcome: 'not sent: a halt covers everything: closed', ok: false },
      { state: 'not started', detail: 'a halt covers everything: closed', ok: false },
    ],
  ])('%s, told %j', (run, result, outcome) => {
    expect(of(run, result)).toMatchObject({ action: 'set-run', ...outcome });
    expect(STATES).toContain(outcome.state);
  });

  it('that was not its turn any more says so', () => {
    expect(of('started', undefined, true)).toMatchObject({
      ...{ state: 'not sent', ok: false, detail: 'interrupted before it was its turn' },
    });
  });
});

describe('the outcome of a cancel', () => {
  const cancel = { before: placed, entries: [], shown: [resting] };
  it.each([
    ['cancelled', a.observed('cancelled', fillOf('0.1')), 'filled 0.1 of 0.50 BTC'],
    // Seen once is not yet final, and no reason to call an order live that isn't.
    ['filled', a.observed('filled', fillOf('0.50')), 'filled 0.50 of 0.50 BTC'],
    ['expired', a.observed('expired'), 'filled 0 of 0.50 BTC'],
    ['filled', a.final('filled', fillOf('0.50')), 'filled 0.50 of 0.50 BTC'],
  ])('%s', (state, draft, detail) => {
    expect(outcomeOf({ ...cancel, wrote: [now(draft)] })).toMatchObject({
      action: 'cancel',
      state,
      ok: true,
      detail,
    });
  });

  it('still live, with the venue’s words', () => {
    const said = { outcome: 'cancel refused: too late', ok: false };
    expect(outcomeOf({ ...cancel, wrote: [], said })).toMatchObject({
      state: 'still live',
      detail: said.outcome,
      ok: false,
    });
    expect(outcomeOf({ ...cancel, wrote: [now(a.observed('open', fillOf('0.1')))] })).toMatchObject({
      state: 'still live',
      ok: false,
    });
  });
});

describe('the outcome of a replace', () => {
  const b = attemptOf('a', { attempt: 2 });
  const replace = { before: placed, entries: [EDITED], shown: [resting] };
  const first = [
    now(a.about('replacing', { target: EDITED.terms })),
    now(a.about('cancel-intent', { orderId: resting.id })),
  ];

  it('is that of its submit', () => {
    const wrote = [
      ...first,
      now(a.final('cancelled')),
      now(b.intent()),
      now(b.accepted()),
      now(b.linked('o-2')),
    ];
    expect(outcomeOf({ ...replace, wrote })).toMatchObject({
      action: 'replace',
      state: 'resting',
      detail: 'order o-2',
    });
  });

  it('says that it is half done where it was interrupted there', () => {
    const said = { outcome: 'cancel asked for', ok: true };
    const wrote = [...first, now(a.final('cancelled'))];
    expect(outcomeOf({ ...replace, wrote, said, interrupted: true })).toMatchObject({
      state: 'not sent',
      detail: 'interrupted between the cancel and the submit of a replace: the next apply goes on',
    });
    expect(outcomeOf({ ...replace, wrote: [], interrupted: true })?.detail).toBe(
      'interrupted before it was its turn',
    );
  });

  it('says that nothing was left to send', () => {
    const wrote = [...first, now(a.final('filled', fillOf('0.50')))];
    expect(outcomeOf({ ...replace, wrote })).toMatchObject({ state: 'not sent', ok: false });
    expect(outcomeOf({ ...replace, wrote })?.detail).toContain('nothing is left to send');
  });
});

const outcome = (name: string, over: Partial<Outcome>): Outcome => ({
  ...{ key: orderKey(name), account: entryOf(name).account, action: 'submit' },
  ...{ state: 'resting', detail: '', ok: true },
  ...over,
});

describe('the table of outcomes', () => {
  it('puts failures last, where they are seen, and counts both', () => {
    const text = renderOutcomes(
      [
        outcome('bad', { state: 'refused', detail: 'no credit', ok: false }),
        outcome('good', { detail: 'order o-1' }),
      ],
      { color: false, width: 80 },
    );
    expect(text).toBe(
      '✓ good  resting  order o-1\n✗ bad   refused  no credit\n\n1 of 2 changes done, 1 not.\n',
    );
  });

  it('fits its width, and indents what does not fit in one line', () => {
    const detail = 'the venue refused it with many words '.repeat(6).trim();
    const text = renderOutcomes([outcome('bad', { state: 'refused', detail, ok: false })], {
      color: false,
      width: 60,
    });
    const lines = text.split('\n');
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    expect(lines[1]?.startsWith(' '.repeat(16))).toBe(true);
  });

  it('says that all is done', () => {
    expect(renderOutcomes([outcome('a', {})], { color: false, width: 80 })).toBe(
      '✓ a  resting\n\n1 change done.\n',
    );
  });
});
