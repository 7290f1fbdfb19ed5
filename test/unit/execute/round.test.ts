import { describe, expect, it } from 'vitest';
import { type Results, type Stopped, executeRound, phaseOf } from '../../../src/execute/round.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { type Key, type VenueOrderId, strategyKey } from '../../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import type { Run } from '../../../src/model/terms.ts';
import type { RunAnswer, Verdict } from '../../../src/venues/venue.ts';
import {
  BYBIT,
  accountOf,
  historyOf,
  planOf,
  strategiesOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';
import { runContext } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';

/* One account with a strategy to stop, one to pause, one to start and one that is new: what a round does with them, and in which order. */

const ACCOUNT = accountOf(BYBIT);
const placed = (name: string, run: Run): readonly EventDraft[] => {
  const told = strategyAttemptOf(name);
  return [told.intent({ run }), told.accepted(`s-${name}`)];
};
const PAST = [...placed('gone', 'started'), ...placed('pausing', 'started'), ...placed('starting', 'paused')];
const ENTRIES: readonly Entry[] = [
  strategyEntryOf('pausing', { run: 'paused' }),
  strategyEntryOf('starting'),
  strategyEntryOf('new'),
];
const row = (name: string, over: Partial<OrderRow> = {}): OrderRow =>
  strategyRowOf({ id: `s-${name}` as VenueOrderId, ...over });
const ROWS = [row('gone'), row('pausing'), row('starting', { status: 'paused' })];

function linesOf(): readonly PlanLine[] {
  const history = historyOf(...PAST.map((draft) => [60_000, draft] as const));
  return planOf({ entries: ENTRIES, history, snapshots: [strategiesOf(ROWS)] }).plan.lines;
}

interface Round {
  readonly b: Bench;
  readonly results: Results;
  readonly stopped: Stopped;
}

async function round(prepare: (b: Bench) => void = () => undefined): Promise<Round> {
  const b = await bench(PAST, ACCOUNT);
  prepare(b);
  const [results, stopped]: [Results, Stopped] = [new Map(), new Map()];
  const asked = { lines: linesOf(), planned: b.journal.events.length, vacating: new Set<never>() };
  await executeRound(b.desk, asked, results, stopped);
  return { b, results, stopped };
}
const outcome = ({ results }: Round, name: string): string | undefined =>
  results.get(strategyKey(name))?.outcome;
const atVenue = ({ b }: Round): readonly string[] =>
  b.log.filter((step) => /^(cancel|paused|started|send)/.test(step));
const fails =
  (run: RunAnswer) =>
  (b: Bench): void => {
    b.venue.runs = [run];
  };
const HALT = strategyAttemptOf('any').about('halted', { scope: { kind: 'all' }, reason: 'closed' });

describe('a round', () => {
  it('cancels first, then pauses, then starts and sends in the order of the files', async () => {
    const r = await round();
    expect(linesOf().map(({ action, run }) => [action, run])).toEqual([
      ['cancel', undefined],
      ['set-run', 'paused'],
      ['set-run', 'started'],
      ['submit', undefined],
    ]);
    expect(atVenue(r)).toEqual(['cancel s-gone', 'paused s-pausing', 'started s-starting', 'send']);
    expect([...r.results].map(([key, { outcome: told, ok }]) => [key, told, ok])).toEqual([
      ['strategy/gone', 'cancel asked for', true],
      ['strategy/pausing', 'paused', true],
      ['strategy/starting', 'started', true],
      ['strategy/new', 'accepted', true],
    ]);
  });

  it('counts a pause with the cancels and a start with the submits', async () => {
    const phases = linesOf().map((line) => [line.key, phaseOf(line)]);
    expect(Object.fromEntries(phases) as Record<Key, string>).toEqual({
      'strategy/gone': 'cancel',
      'strategy/pausing': 'cancel',
      'strategy/starting': 'submit',
      'strategy/new': 'submit',
    });
    const r = await round((b) => {
      const { log } = b;
      Object.assign(b.desk, {
        tell: (event: { kind: string; phase?: string; name?: string }) =>
          event.kind === 'step' && log.push(`tell ${event.phase} ${event.name}`),
      });
    });
    expect(r.b.log.filter((step) => step.startsWith('tell'))).toEqual([
      'tell cancel gone',
      'tell cancel pausing',
      'tell submit starting',
      'tell submit new',
    ]);
  });

  it('tells a strategy whether it is to begin at once', async () => {
    const { b } = await round();
    expect(b.venue.options).toEqual({ run: 'started' });
    expect(b.journal.events.findLast(({ type }) => type === 'intent')?.data).toMatchObject({
      ...{ run: 'started', tagSent: false },
      target: { strategyType: 'SMO', pair: { base: 'BTC', quote: 'USDT' } },
    });
  });

  it('starts and sends nothing past a halt, and lets cancels and pauses through', async () => {
    const r = await round((b) => void b.journal.control(runContext(), HALT));
    expect(atVenue(r)).toEqual(['cancel s-gone', 'paused s-pausing']);
    expect(outcome(r, 'pausing')).toBe('paused');
    expect(outcome(r, 'starting')).toContain('not sent: a halt covers everything');
    expect(outcome(r, 'new')).toContain('not sent: ');
  });

  it.each<[string, RunAnswer, string]>([
    ['refused', { kind: 'refused', message: 'it was stopped' }, 'refused: it was stopped'],
    [
      'not known',
      { kind: 'unknown', message: 'no answer' },
      'not known: no answer; the next plan asks again',
    ],
    ['not sent', { kind: 'not-sent', message: 'no route' }, 'not sent: no route'],
  ])('goes on where a pause or a start is %s, and says so', async (_what, answer, told) => {
    const r = await round(fails(answer));
    expect(r.results.get(strategyKey('pausing'))).toEqual({ outcome: told, ok: false });
    expect(r.results.get(strategyKey('starting'))).toEqual({ outcome: told, ok: false });
    expect(outcome(r, 'new')).toBe('accepted');
    expect(r.stopped.size).toBe(0);
  });

  it('keeps what the venue found wrong with which field', async () => {
    const fields = [{ field: 'aggressiveness', message: 'must be between 0 and 1' }];
    const verdict: Verdict = { kind: 'rejected', code: 'field', message: 'Bad Request', fields, ack: {} };
    const r = await round((b) => (b.venue.verdicts = [verdict]));
    expect(r.results.get(strategyKey('new'))).toEqual({
      ...{ outcome: 'refused: Bad Request', ok: false, fields },
    });
    // It is for the person who runs this; the journal keeps the whole answer.
    expect(r.b.journal.events.at(-1)?.data).toEqual({ code: 'field', message: 'Bad Request', ack: {} });
  });

  it('begins nothing more once it is asked to stop', async () => {
    const r = await round((b) => (b.venue.onCancel = () => b.stop.abort()));
    expect(atVenue(r)).toEqual(['cancel s-gone']);
    expect([...r.results.keys()]).toEqual(['strategy/gone']);
  });

  it('sends nothing after an order in doubt, and lets nothing wait for it that was before', async () => {
    const r = await round(
      (b) => (b.venue.verdicts = [{ kind: 'in-doubt', code: 'c', message: 'no answer' }]),
    );
    expect(outcome(r, 'new')).toBe('in doubt: no answer');
    expect(outcome(r, 'starting')).toBe('started');
    expect([...r.stopped.values()]).toEqual(['new is in doubt, and its account takes no new order']);
  });
});
