import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft, Scope } from '../../../src/model/event.ts';
import { type RunId, type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { eventWords } from '../../../src/report/event-words.ts';
import { eventsOf, renderHistory } from '../../../src/report/history-text.ts';
import {
  DESK,
  EVENT_TYPES,
  arbitraryEvents,
  chained,
  intentOf,
  quoteOf,
  runContext,
  smoOf,
  subjectOf,
} from '../../support/events.ts';
import { strategyAttemptOf } from '../../support/cases.ts';

const WIDTH = 80;
const ORDER = '52a5b418-0000-4000-8000-000000000001' as VenueOrderId;
const started: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } };
const ended: EventDraft = { type: 'run-ended', data: { outcome: 'done' } };
const linked = (name: string): EventDraft => ({
  type: 'linked',
  subject: subjectOf(name),
  data: { orderId: ORDER },
});
const renamed = (...renames: readonly (readonly [string, string])[]): EventDraft => ({
  type: 'renamed',
  data: { renames: renames.map(([from, to]) => ({ from: orderKey(from), to: orderKey(to) })) },
});
const halted = (scope: Scope): EventDraft => ({ type: 'halted', data: { scope, reason: 'fat finger' } });

const render = (drafts: readonly EventDraft[], run = runContext({ commit: '4f2c9abd3e0f' })): string => {
  const events = chained(drafts, run);
  const facts = { project: 'treasury-desk', environment: 'live', journal: 'j-1', all: events, shown: events };
  return renderHistory(facts, { color: false, width: WIDTH });
};

describe('the ledger', () => {
  it('tells when, who, on which commit, in which run, what happened, and to which order; the newest last', () => {
    const run = runContext({ commit: '4f2c9abd3e0f', run: '888e701a-1111' as RunId });
    expect(render([started, intentOf('btc-dip-1'), linked('btc-dip-1'), ended], run)).toBe(
      `LIVE  treasury-desk  journal j-1

2026-11-21 14:00:01Z  ada  apply  commit 4f2c9ab  run 888e701a
  #2  14:00:01Z  btc-dip-1: to be sent: GTC buy 0.50 BTC at ≤ 95000.00 USD =
                 47500.00 USD
  #3  14:00:02Z  btc-dip-1: found in the venue's list: order
                 52a5b418-0000-4000-8000-000000000001
  #4  14:00:03Z  ended: done

4 events.
`,
    );
  });

  it('tells all that was asked for of a strategy, and of its trades no more than the venue did', () => {
    const acc = strategyAttemptOf('acc');
    const events = [
      acc.intent({ run: 'paused' }),
      acc.about('replacing', { target: smoOf({ parameters: { aggressiveness: decimal('0.7') } }) }),
      acc.about('observed', {
        ...{ status: 'open', statusText: 'RUNNING' },
        fill: { received: decimal('0.04'), delivered: decimal('0') },
      }),
    ];
    expect(events.map((event) => eventWords(event))).toEqual([
      'to be sent: SMO buy 0.1 BTC of btcusdt_f at ≤ 95000 USDT = 9500 USDT, alwaysPassive true, orderMaxSize 0.03, run paused',
      'to be replaced by SMO buy 0.1 of btcusdt_f at ≤ 95000, aggressiveness 0.7',
      'seen open (RUNNING), received 0.04',
    ]);
  });

  it('tells the pull request, and where CI shows the run', () => {
    const ci = {
      system: 'github',
      run: 'https://github.com/desk/orders/actions/runs/77',
      pullRequest: '12',
    } as const;
    const inCi: EventDraft = { type: 'run-started', data: { command: 'apply', version: '0.1.0', ci } };
    expect(render([inCi, ended]).split('\n').slice(2, 4)).toEqual([
      '2026-11-21 14:00:01Z  ada  apply  commit 4f2c9ab  pull request 12  run run-1',
      '  https://github.com/desk/orders/actions/runs/77',
    ]);
    const [event] = chained([inCi]);
    expect(event === undefined ? '' : eventWords(event)).toBe(
      `apply began, tradeform 0.1.0, pull request 12, ${ci.run}`,
    );
  });

  it('heads each run anew, where another one came in between', () => {
    const events = chained([intentOf('a'), halted({ kind: 'all' }), linked('a')]).map((event, index) => ({
      ...event,
      ...(index === 1 ? { run: 'run-2' as RunId, actor: 'grace' } : {}),
    }));
    const facts = { project: 'p', environment: 'live', journal: 'j', all: events, shown: events };
    const text = renderHistory(facts, { color: false, width: WIDTH });
    expect([...text.matchAll(/^2026.*Z {2}(\w+)/gm)].map(([, who]) => who)).toEqual(['ada', 'grace', 'ada']);
  });

  it('makes foreign text safe, and keeps it on its line', () => {
    const said: EventDraft = {
      type: 'rejected',
      subject: subjectOf('a'),
      data: { code: 'x', message: 'no\u001b[2J\n::error::gone\u202e', ack: {} },
    };
    const text = render([said], runContext({ actor: 'eve\u001b[31m', commit: '\u0007abcdef' }));
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).toContain('no\\x1b[2J\\x0a::error::gone\\u{202e}');
  });

  it('has words for every type of event, and none wider than 80 columns but what can’t be broken', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        for (const event of events) {
          seen.add(event.type);
          expect(eventWords(event)).not.toBe('');
        }
        const facts = { project: 'p', environment: 'live', journal: 'j', all: events, shown: events };
        const lines = renderHistory(facts, { color: false, width: WIDTH }).split('\n');
        const wide = lines.filter((line) => line.length > WIDTH && /\S \S/.test(line.slice(20)));
        expect(wide).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual([...EVENT_TYPES].sort());
  });
});

const of = (name: string, drafts: readonly EventDraft[]): readonly number[] =>
  eventsOf(chained(drafts), orderKey(name)).map(({ sequence }) => sequence);

describe('the ledger of one order', () => {
  it('holds its own events, and what covers it', () => {
    const drafts = [
      started,
      intentOf('a'),
      intentOf('b'),
      halted({ kind: 'all' }),
      halted({ kind: 'account', account: DESK }),
      halted({ kind: 'keys', keys: [orderKey('b')] }),
      halted({ kind: 'keys', keys: [orderKey('a')] }),
      linked('a'),
    ];
    expect(of('a', drafts)).toEqual([2, 4, 7, 8]);
  });

  it('follows it through its names', () => {
    const drafts = [intentOf('old'), linked('old'), renamed(['old', 'new']), linked('new'), intentOf('old')];
    expect(of('new', drafts)).toEqual([1, 2, 3, 4]);
    // A name that was given up still answers, to the rename and beyond.
    expect(of('old', drafts)).toEqual([1, 2, 3, 5]);
  });

  it('is told apart from the one that it changed names with', () => {
    const drafts = [intentOf('a'), intentOf('b'), renamed(['a', 'b'], ['b', 'a']), linked('a'), linked('b')];
    expect(of('a', drafts)).toEqual([2, 3, 4]);
    expect(of('b', drafts)).toEqual([1, 3, 5]);
  });

  it('is empty for a name that nobody knows', () => {
    expect(of('nobody', [intentOf('a'), halted({ kind: 'all' })])).toEqual([]);
  });
});

describe('words', () => {
  it.each<[EventDraft, string]>([
    [
      {
        type: 'final',
        data: {
          status: 'filled',
          statusText: 'COMPLETE',
          fill: { received: decimal('0.5'), delivered: decimal('47000') },
        },
      },
      'over: filled (COMPLETE), received 0.5, delivered 47000',
    ],
    [
      {
        type: 'observed',
        data: {
          status: 'open',
          statusText: 'AWAITING',
          fill: { received: decimal('0'), delivered: decimal('0') },
        },
      },
      'seen open (AWAITING), nothing traded',
    ],
    [{ type: 'accepted', data: { venueRef: 'q-1', ack: {} } }, 'accepted by the venue, its reference q-1'],
    [{ type: 'accepted', data: { orderId: ORDER, ack: {} } }, `accepted by the venue: order ${ORDER}`],
    [
      {
        type: 'rejected',
        data: { code: 'c', message: 'Insufficient Trade Credit', errorId: 'e-1', ack: {} },
      },
      'refused by the venue: Insufficient Trade Credit (error e-1)',
    ],
    [
      { type: 'resolved', data: { outcome: 'executed', orderId: ORDER, reason: 'the desk says so' } },
      `decided: executed, order ${ORDER}: the desk says so`,
    ],
    [
      {
        type: 'resolved',
        data: { outcome: 'not-executed', others: [ORDER], approver: 'grace', reason: 'the desk says so' },
      },
      `decided: not executed, told apart from ${ORDER}, approved by grace: the desk says so`,
    ],
    [
      { type: 'cancel-requested', data: { scope: { kind: 'keys', keys: [orderKey('a'), orderKey('b')] } } },
      'cancel asked for a, b',
    ],
    [
      {
        type: 'accepted',
        data: { orderId: ORDER, trade: { fee: '0.00', tradeDate: '2026-11-21' }, ack: {} },
      },
      `accepted by the venue: order ${ORDER}, fee 0.00, tradeDate 2026-11-21`,
    ],
    [{ type: 'quoted', data: { outcome: 'good', quote: quoteOf() } }, 'quote q-1 at 94900: good'],
    [
      {
        type: 'quoted',
        data: { outcome: 'worse', quote: quoteOf(), message: 'worse than priceLimit 94000' },
      },
      'quote q-1 at 94900 not used: worse than priceLimit 94000',
    ],
    [
      { type: 'quoted', data: { outcome: 'unknown', message: 'no answer in time' } },
      'quote not used: no answer in time',
    ],
    [
      { type: 'quote-dropped', data: { quoteId: 'q-1', outcome: 'expired', message: 'm' } },
      'quote q-1 taken back',
    ],
    [
      { type: 'quote-dropped', data: { quoteId: 'q-1', outcome: 'unknown', message: 'no answer' } },
      'quote q-1 could not be taken back: no answer',
    ],
    [{ type: 'run-intent', data: { orderId: ORDER, run: 'paused' } }, 'to be paused'],
    [{ type: 'run-set', data: { run: 'started' } }, 'started'],
    [{ type: 'run-refused', data: { run: 'started', message: 'no margin' } }, 'not started: no margin'],
    [
      intentOf('a', {}, { target: smoOf(), wire: smoOf() }),
      'to be sent: SMO buy 0.1 of btcusdt_f at ≤ 95000, alwaysPassive true, orderMaxSize 0.03',
    ],
    [renamed(['a', 'b'], ['b', 'c']), 'renamed: a to b, b to c'],
    [
      { type: 'unhalted', data: { scope: { kind: 'all' }, approver: 'grace' } },
      'halt lifted: everything, approved by grace',
    ],
  ])('%o', (event, words) => {
    expect(eventWords(event)).toBe(words);
  });
});
