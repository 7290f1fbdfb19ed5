import { describe, expect, it } from 'vitest';
import { LimitGate } from '../../../src/execute/limit-gate.ts';
import { type RunOutcome, setRunOnce } from '../../../src/execute/set-run.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, strategyKey } from '../../../src/model/ids.ts';
import { NO_LIMITS } from '../../../src/model/limits.ts';
import type { Entry } from '../../../src/model/order.ts';
import type { Run } from '../../../src/model/terms.ts';
import type { RunAnswer } from '../../../src/venues/venue.ts';
import {
  BYBIT,
  SMO,
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

const KEY = strategyKey('acc');
const ACC = strategyAttemptOf('acc');
const ACCOUNT = accountOf(BYBIT);
const ID = 's-1' as VenueOrderId;
const placed = (run: Run): readonly EventDraft[] => [ACC.intent({ run }), ACC.accepted(ID)];
const OTHER: Readonly<Record<Run, Run>> = { started: 'paused', paused: 'started' };

/** The line of a plan in which the strategy is to be `run`, having been the other. */
function lineOf(run: Run) {
  const past = placed(OTHER[run]).map((draft) => [60_000, draft] as const);
  const status = run === 'started' ? 'paused' : 'open';
  const { plan } = planOf({
    entries: [strategyEntryOf('acc', { run })],
    history: historyOf(...past),
    snapshots: [strategiesOf([strategyRowOf({ id: ID, status })])],
  });
  const [line] = plan.lines;
  if (line?.action !== 'set-run') throw new Error('no line');
  return line;
}

const deskFor = async (run: Run, answer: RunAnswer = { kind: 'taken' }): Promise<Bench> => {
  const b = await bench(placed(OTHER[run]), ACCOUNT);
  b.venue.runs = [answer];
  return b;
};
const set = (b: Bench, run: Run, planned = b.journal.events.length): Promise<RunOutcome> =>
  setRunOnce(b.desk, ACCOUNT, lineOf(run), planned);
const last = (b: Bench) => lastAttempt(b.desk.journal.history, KEY);
const HALT = ACC.about('halted', { scope: { kind: 'account', account: BYBIT }, reason: 'closed' });
const CANCEL = ACC.about('cancel-requested', { scope: { kind: 'keys', keys: [KEY] } });

describe('a start or a pause', () => {
  it.each(['started', 'paused'] as const)(
    '%s: its intent is durable before, what came of it after',
    async (run) => {
      const b = await deskFor(run);
      expect(await set(b, run)).toEqual({ kind: 'taken' });
      expect(b.log).toEqual(['journal run-started', 'journal run-intent', `${run} s-1`, 'journal run-set']);
      expect(last(b)).toMatchObject({ run, state: 'accepted' });
      expect(last(b)).not.toHaveProperty('runAsked');
    },
  );

  it('that the venue refuses stays as it was, with the venue’s words', async () => {
    const b = await deskFor('started', { kind: 'refused', message: 'not enough margin' });
    expect(await set(b, 'started')).toEqual({ kind: 'refused', message: 'not enough margin' });
    expect(last(b)).toMatchObject({ run: 'paused', runRefused: 'not enough margin' });
    // Asked again, and taken: nothing is left of the refusal.
    b.venue.runs = [{ kind: 'taken' }];
    await set(b, 'started');
    expect(last(b)).toMatchObject({ run: 'started' });
    expect(last(b)).not.toHaveProperty('runRefused');
  });

  it.each(['started', 'paused'] as const)(
    'that the venue refuses because it is %s already, by somebody else, is as asked for',
    async (run) => {
      const b = await deskFor(run, { kind: 'refused', message: `it is ${run}` });
      const line = lineOf(run);
      const order = line.order && ({ ...line.order, status: run === 'paused' ? 'paused' : 'open' } as const);
      const shown = { ...line, ...(order === undefined ? {} : { order }) };
      expect(await setRunOnce(b.desk, ACCOUNT, shown, b.journal.events.length)).toEqual({ kind: 'taken' });
      // It was asked all the same: a list may lag.
      expect(b.log).toContain(`${run} s-1`);
      expect(last(b)).toMatchObject({ run });
      expect(last(b)).not.toHaveProperty('runRefused');
    },
  );

  it('whose answer is lost is asked for again by the next plan', async () => {
    const b = await deskFor('paused', { kind: 'unknown', message: 'no answer' });
    expect(await set(b, 'paused')).toEqual({ kind: 'unknown', message: 'no answer' });
    expect(last(b)).toMatchObject({ run: 'started', runAsked: 'paused' });
    const { plan } = planOf({
      entries: [strategyEntryOf('acc', { run: 'paused' })],
      history: b.desk.journal.history,
      snapshots: [strategiesOf([strategyRowOf({ id: ID })])],
    });
    expect(plan.lines).toMatchObject([{ action: 'set-run', run: 'paused' }]);
    expect(plan.lines[0]?.reason).toContain('as the answer to the last request was lost');
  });

  it('of a strategy that the journal does not know is none', async () => {
    const b = await bench([], ACCOUNT);
    expect(await set(b, 'paused')).toMatchObject({ kind: 'unknown' });
    expect(b.log).toEqual([]);
  });
});

describe('a start', () => {
  it.each<[string, EventDraft, boolean]>([
    ['a halt covers it', HALT, true],
    ['a cancel was asked for since its plan', CANCEL, false],
  ])('is not asked for where %s', async (_what, draft, stop) => {
    const b = await deskFor('started');
    const planned = b.journal.events.length;
    await b.journal.control(runContext(), draft);
    expect(await set(b, 'started', planned)).toMatchObject({ kind: 'not-sent', stop });
    expect(b.log).not.toContain('started s-1');
    expect(b.log).not.toContain('journal run-intent');
  });

  it.each<[string, (b: Bench) => void]>([
    ['the clock that never jumps', (b) => (b.venue.delay = 5_001)],
    [
      'the wall clock, where the other one stood still',
      (b) => {
        const setRun = b.venue.writer.setRun.bind(b.venue.writer);
        b.venue.writer.setRun = (account, id, run, mayGo) => {
          b.clock.time += 3_600_000;
          return setRun(account, id, run, mayGo);
        };
      },
    ],
  ])('is not asked for once it is too late, by %s', async (_what, wait) => {
    const b = await deskFor('started');
    wait(b);
    expect(await set(b, 'started')).toMatchObject({ kind: 'not-sent' });
    expect(b.log).not.toContain('started s-1');
  });

  it('is not asked for without a durable intent', async () => {
    const b = await deskFor('started');
    b.journal.broken = 'run-intent';
    await expect(set(b, 'started')).rejects.toThrow('disk full');
    expect(b.log).not.toContain('started s-1');
  });
});

describe('a start that limits are asked about', () => {
  /** {@link SMO} is worth 9500 USDT, and was sent yesterday. */
  async function limited(most: string, entry: Partial<Entry> = {}): Promise<Bench> {
    const b = await deskFor('started');
    const accounts = new Map([[BYBIT, { timezone: 'UTC', maxDailyNotional: { USDT: decimal(most) } }]]);
    const limits = new LimitGate({
      settings: { limits: { ...NO_LIMITS, accounts, text: '{"a":1}' }, isPaper: true },
      survey: { readers: new Map(), accounts: b.desk.accounts, clock: b.clock },
      entries: [strategyEntryOf('acc', entry)],
    });
    b.clock.pass(86_400_000);
    await limits.begin(b.desk.journal.history, new Map());
    return { ...b, desk: { ...b.desk, limits } };
  }

  it.each<[RunAnswer['kind'], RunAnswer, string]>([
    ['taken', { kind: 'taken' }, 'refused'],
    ['unknown', { kind: 'unknown', message: 'no answer' }, 'refused'],
    ['refused', { kind: 'refused', message: 'not enough margin' }, 'passed'],
  ])('counts for what comes after it where it may trade: %s', async (_kind, answer, then) => {
    const b = await limited('12000');
    b.venue.runs = [answer];
    await set(b, 'started');
    const next = { kind: 'submit', account: BYBIT, key: strategyKey('next'), generation: 1 } as const;
    const checks = await b.desk.limits.room().check({ ...next, target: SMO, wire: SMO });
    expect(checks.find(({ code }) => code === 'TF-L08')?.status).toBe(then);
  });

  it('is not asked for above them', async () => {
    const b = await limited('9000');
    expect(await set(b, 'started')).toMatchObject({ kind: 'limited' });
    expect(b.log).toEqual([]);
  });

  it('uses up the exception that lets it out', async () => {
    const b = await limited('9000', { overrides: [{ limit: 'TF-L08', reason: 'signed by the board' }] });
    expect(await set(b, 'started')).toEqual({ kind: 'taken' });
    expect(b.log).toEqual(
      expect.arrayContaining(['journal overridden', 'journal run-intent', 'started s-1']),
    );
    expect(b.desk.journal.history.overrides.get(KEY)).toEqual([
      { generation: 1, limit: 'TF-L08', reason: 'signed by the board' },
    ]);
  });
});

describe('a pause', () => {
  it.each<[string, EventDraft]>([
    ['a halt', HALT],
    ['a cancel request', CANCEL],
  ])('goes out through %s', async (_what, draft) => {
    const b = await deskFor('paused');
    const planned = b.journal.events.length;
    await b.journal.control(runContext(), draft);
    expect(await set(b, 'paused', planned)).toEqual({ kind: 'taken' });
    expect(b.log).toContain('paused s-1');
    expect(last(b)?.run).toBe('paused');
  });

  it('is never too late', async () => {
    const b = await deskFor('paused');
    b.venue.delay = 600_000;
    expect(await set(b, 'paused')).toEqual({ kind: 'taken' });
  });
});
