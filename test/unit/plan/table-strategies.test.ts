import { beforeAll, describe, expect, it } from 'vitest';
import { compare, isZero, sub } from '../../../src/model/decimal.ts';
import { mayBeLive } from '../../../src/model/history.ts';
import { strategyKey } from '../../../src/model/ids.ts';
import { type Entry, filledOn, isFinal } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { isStrategy, quantityOf } from '../../../src/model/terms.ts';
import { lastFill } from '../../../src/plan/case.ts';
import type { PlanInput } from '../../../src/plan/input.ts';
import { type Judged, makePlan } from '../../../src/plan/plan.ts';
import { RULES } from '../../../src/plan/rules.ts';
import {
  FREE,
  NOW,
  attemptOf,
  historyOf,
  inputOf,
  learn,
  readingOf,
  strategiesOf,
  strategyEntryOf,
} from '../../support/cases.ts';
import type { Shown } from '../../support/states.ts';
import { ENTRIES, GENERATION, HELD, JOURNALS, TELLS, VENUES } from '../../support/strategy-states.ts';

/*
 * The product of what files, journal and venue may say of one strategy, and of what the venue tells of its products. Beside it each
 * plan has a second, new strategy on the same account, which shows whether the account takes new ones.
 */

const KEY = strategyKey('acc');
const NEXT = strategyEntryOf('next');
const ALL = 'all it can';
const GATES = [
  ...Object.entries(TELLS).map(([tells, told]) => ({ tells, told, isHalted: false })),
  { tells: ALL, told: TELLS[ALL] ?? {}, isHalted: true },
];
const HALT = attemptOf('any').about('halted', { scope: { kind: 'all' }, reason: 'closed' });

interface Product {
  readonly at: string;
  readonly files: string;
  readonly journal: string;
  readonly tells: string;
  readonly isHalted: boolean;
  readonly entry: Entry | undefined;
  readonly shown: Shown;
  readonly input: PlanInput;
  readonly judged: Judged;
  readonly line: PlanLine | undefined;
}

function product(): Product[] {
  const all: Product[] = [];
  for (const [journal, past] of Object.entries(JOURNALS)) {
    const free = historyOf(...past);
    const halted = historyOf(...past, [0, HALT]);
    for (const [venue, shown] of Object.entries(VENUES))
      for (const { tells, told, isHalted } of GATES) {
        const snapshots = [strategiesOf(shown.live, { looks: shown.looks, ...told })];
        const reading = readingOf({ history: isHalted ? halted : free, snapshots });
        for (const [files, entry] of Object.entries(ENTRIES)) {
          const input = inputOf({ entries: [...(entry ? [entry] : []), NEXT], limits: FREE }, reading);
          const judged = makePlan(input);
          const line = judged.all.find((one) => one.key === KEY && one.code !== 'adopted');
          const halt = isHalted ? '; halted' : '';
          const at = `entry ${files}; journal ${journal}; venue ${venue}; tells ${tells}${halt}`;
          all.push({ at, files, journal, tells, isHalted, entry, shown, input, judged, line });
        }
      }
  }
  return all;
}

const lastOf = (p: Product) => p.input.history.keys.get(KEY)?.at(-1);
const sends = (line: PlanLine | undefined): boolean =>
  line?.action === 'submit' || line?.action === 'replace';
const rowOf = (p: Product) =>
  [...p.shown.live, ...p.shown.looks.flatMap((look) => look.rows)].find(
    (row) => row.id === lastOf(p)?.orderId,
  );
/** Names of the cases for which `holds` is not so; a few of them, so that a failure can be read. */
const against = (cases: readonly Product[], holds: (p: Product) => boolean): readonly string[] =>
  cases.flatMap((p) => (holds(p) ? [] : [`${p.at}: ${p.line?.action} ${p.line?.code}`])).slice(0, 5);

describe('the table, for strategies', () => {
  let cases: readonly Product[] = [];
  beforeAll(() => {
    cases = product();
    console.log(`the table, for strategies: ${cases.length} cases`);
  });

  it('has one line for each entry, by one rule, and none for what is nowhere', () => {
    expect(cases.length).toBeGreaterThan(25_000);
    expect(
      against(cases, (p) => {
        const lines = p.judged.all.filter((line) => line.key === KEY && line.code !== 'adopted');
        const isNowhere = p.entry === undefined && lastOf(p) === undefined;
        return lines.length === (isNowhere ? 0 : 1);
      }),
    ).toEqual([]);
    const answered = new Set(cases.map((p) => p.judged.ruleFor(KEY)));
    const elsewhere = [
      'two orders of ours with one tag',
      'being sent by another run',
      'not in the files yet',
      'account moved',
      'altered outside',
      'expiring',
      'lapsed',
    ];
    expect(RULES.map(({ name }) => name).filter((name) => !answered.has(name))).toEqual(elsewhere);
  });

  it('starts or pauses only what is live and not as its entry says; starts on unchanged terms alone', () => {
    const moved = cases.filter((p) => p.line?.action === 'set-run');
    expect(moved.length).toBeGreaterThan(500);
    expect(
      against(moved, (p) => {
        const { line, entry } = p;
        const [last, row] = [lastOf(p), rowOf(p)];
        return (
          line?.run === entry?.run &&
          line?.code === 'run-changed' &&
          row !== undefined &&
          !isFinal(row.status) &&
          line?.order?.id === row.id &&
          (last?.run !== entry?.run || last?.runAsked !== undefined) &&
          (line?.run === 'paused' || ['started', 'protected'].includes(p.files))
        );
      }),
    ).toEqual([]);
    expect(against(moved, (p) => p.judged.plan.counts.setRun === 1)).toEqual([]);
  });

  it('never starts what was not paused by an applied entry', () => {
    const untold = cases.filter((p) => lastOf(p)?.run === 'started' && lastOf(p)?.runAsked === undefined);
    expect(against(untold, (p) => p.line?.run !== 'started' || p.line.action !== 'set-run')).toEqual([]);
    // Nor by putting another one that works in its place.
    const edited = untold.filter((p) => rowOf(p)?.status === 'paused' && !p.journal.endsWith('just now'));
    expect(edited.filter((p) => p.line?.level === 'blocked').length).toBeGreaterThan(50);
    expect(
      against(edited, ({ line }) => line?.action !== 'replace' || line.submission?.run === 'paused'),
    ).toEqual([]);
  });

  it('never calls a strategy as asked for while an answer of ours is open, unless the venue shows it so', () => {
    const open = cases.filter(
      (p) => lastOf(p)?.runAsked !== undefined && (p.files === 'started' || p.files === 'paused'),
    );
    expect(open.length).toBeGreaterThan(100);
    expect(
      against(open, (p) => {
        const status = rowOf(p)?.status;
        const shows = status === 'paused' ? 'paused' : status === 'unknown' ? undefined : 'started';
        return p.line?.code !== 'resting' || shows === p.entry?.run;
      }),
    ).toEqual([]);
  });

  it('tells who started or paused it outside, once lists can’t lag any more, and does nothing', () => {
    const outside = (p: Product): boolean => /^(paused|started)-outside$/.test(p.line?.code ?? '');
    expect(cases.filter(outside).length).toBeGreaterThan(100);
    expect(against(cases.filter(outside), (p) => p.line?.action === 'none')).toEqual([]);
    const recent = cases.filter((p) => p.journal === 'paused just now' || p.journal === 'accepted just now');
    expect(against(recent, (p) => !outside(p))).toEqual([]);
  });

  it('lets nothing stand in the way of a pause', () => {
    const pausing = (p: Product): boolean => p.line?.action === 'set-run' && p.line.run === 'paused';
    const free = cases.filter((p) => p.tells === ALL && !p.isHalted && pausing(p));
    expect(free.length).toBeGreaterThan(10);
    const paused = new Set(free.map((p) => p.at.replace(/; tells.*/, '')));
    const same = cases.filter((p) => paused.has(p.at.replace(/; tells.*/, '')));
    expect(against(same, pausing)).toEqual([]);
    // An edit that is held back takes no pause with it.
    const both = cases.filter(
      (p) => p.files === 'other price, paused' && p.journal === 'started' && rowOf(p)?.status === 'open',
    );
    expect(both.length).toBeGreaterThan(10);
    expect(against(both, (p) => p.line?.action === 'replace' || pausing(p))).toEqual([]);
    expect(both.some((p) => p.isHalted && pausing(p))).toBe(true);
  });

  it('holds a start back like an order: by halts, and by its product', () => {
    const wants = cases.filter((p) => p.line?.run === 'started');
    const gated = wants.filter((p) => p.isHalted || HELD.includes(p.tells));
    expect(gated.length).toBeGreaterThan(100);
    expect(against(gated, (p) => p.line?.action === 'none' && p.line.code.startsWith('blocked-'))).toEqual(
      [],
    );
    expect(against(gated, (p) => p.line?.reason.startsWith('not started: ') === true)).toEqual([]);
    // What the venue doesn't tell of ends is no reason against a start.
    const dim = wants.filter((p) => !p.isHalted && p.tells === 'no states, no fills');
    expect(dim.some((p) => p.line?.action === 'set-run')).toBe(true);
  });

  it('sends nothing of a product that can’t be traded so, and says which field that is', () => {
    const held = cases.filter((p) => HELD.includes(p.tells));
    expect(against(held, (p) => p.judged.all.every((line) => !sends(line)))).toEqual([]);
    const next = (p: Product): PlanLine | undefined => p.judged.all.find(({ key }) => key === NEXT.key);
    const fields = new Map(
      held
        .filter((p) => !p.isHalted && next(p)?.code !== 'blocked-account')
        .map((p) => [p.tells, `${next(p)?.code} ${next(p)?.level} ${next(p)?.field}`]),
    );
    expect(Object.fromEntries(fields)).toEqual({
      'another product': 'blocked-product invalid productCode',
      'products that were removed': 'blocked-product invalid productCode',
      'that futures are off': 'blocked-product invalid account',
      'sizes in other steps': 'blocked-limits refused size',
    });
  });

  it('replaces nothing where nobody could say what is left', () => {
    const dim = cases.filter((p) => p.tells === 'no states, no fills');
    expect(against(dim, (p) => p.line?.action !== 'replace')).toEqual([]);
    expect(dim.filter((p) => p.line?.code === 'blocked-ends').length).toBeGreaterThan(100);
  });

  it('never submits while an attempt may be live, nor on an account with a doubt', () => {
    expect(
      against(
        cases,
        (p) => p.line?.action !== 'submit' || ![lastOf(p)].some((a) => a !== undefined && mayBeLive(a)),
      ),
    ).toEqual([]);
    const doubtful = cases.filter((p) =>
      [...p.input.history.keys.values()]
        .flat()
        .some((a) => a.state === 'in-doubt' || a.cameBack !== undefined),
    );
    expect(doubtful.length).toBeGreaterThan(1000);
    expect(against(doubtful, (p) => p.judged.all.every((line) => !sends(line)))).toEqual([]);
    expect(
      against(doubtful, (p) => p.judged.all.every((l) => l.action !== 'set-run' || l.run === 'paused')),
    ).toEqual([]);
  });

  it('never sends more than the size less what its generation has filled, and with its currencies', () => {
    const sending = cases.filter((p) => sends(p.line));
    expect(sending.length).toBeGreaterThan(100);
    expect(
      against(sending, ({ line, input }) => {
        const submission = line?.submission;
        if (submission === undefined || !isStrategy(submission.wire)) return false;
        const { target, wire, generation, run } = submission;
        const [asked, sent] = [quantityOf(target), quantityOf(wire)];
        const fills = (input.history.keys.get(KEY) ?? [])
          .filter((a) => a.generation === generation)
          .map((a) => filledOn(lastFill(a), asked.leg));
        const left = fills.reduce((rest, fill) => sub(rest, fill), asked.amount);
        return (
          compare(sent.amount, left) <= 0 &&
          !isZero(sent.amount) &&
          run !== undefined &&
          submission.wire.pair?.quote === 'USDT'
        );
      }),
    ).toEqual([]);
  });

  it('never sends an ended one again without a higher generation, nor one that was asked to be cancelled', () => {
    const over = cases.filter(
      (p) =>
        lastOf(p)?.state === 'final' &&
        lastOf(p)?.replacing === undefined &&
        p.entry?.generation === GENERATION,
    );
    expect(over.length).toBeGreaterThan(1000);
    expect(against(over, (p) => !sends(p.line))).toEqual([]);
    const wanted = cases.filter((p) => p.journal === 'cancel asked for');
    expect(against(wanted, (p) => !sends(p.line) || p.line?.submission?.generation !== GENERATION)).toEqual(
      [],
    );
  });

  it('lets no halt, product or missing state stand in the way of a cancel', () => {
    const cancels = new Map<string, Set<string>>();
    for (const p of cases) {
      const at = p.at.replace(/; tells.*/, '');
      const id = p.line?.action === 'cancel' ? (p.line.order?.id ?? '') : '';
      // A replace that may not go on is a cancel that somebody may want all the same.
      if (lastOf(p)?.cancelWanted === true && lastOf(p)?.replacing !== undefined) continue;
      cancels.set(at, (cancels.get(at) ?? new Set()).add(id));
    }
    expect([...cancels].filter(([, ids]) => ids.size > 1).map(([at]) => at)).toEqual([]);
  });

  it('wants nothing more once a start or a pause was taken and shows', () => {
    const moved = cases.filter((p) => p.line?.action === 'set-run' && rowOf(p)?.status !== 'unknown');
    expect(moved.length).toBeGreaterThan(100);
    const again = moved.map((p): Product => {
      const run = p.line?.run ?? 'started';
      const last = lastOf(p);
      if (last === undefined) throw new Error('unreachable');
      const { account, accountId, key, generation, attempt } = last;
      const subject = { account, accountId, key, generation, attempt };
      const history = learn(p.input.history, [{ type: 'run-set', subject, data: { run } }]);
      const live = p.shown.live.map(
        (row) => ({ ...row, status: run === 'paused' ? 'paused' : 'open' }) as const,
      );
      const snapshot = strategiesOf(live, { looks: p.shown.looks, ...TELLS[p.tells] });
      const world = { entries: p.entry ? [p.entry] : [], history, snapshots: [snapshot], limits: FREE };
      const input = inputOf({ ...world, now: NOW });
      const judged = makePlan(input);
      return { ...p, input, judged, line: judged.all.find((line) => line.key === KEY) };
    });
    expect(against(again, (p) => p.line?.action !== 'set-run')).toEqual([]);
    // What was held back beside a pause goes on being held back; nothing else is left to say.
    const whole = again.filter((p) => !p.files.startsWith('other') && !p.files.startsWith('higher'));
    expect(against(whole, (p) => p.line?.code === 'resting')).toEqual([]);
  });
});
