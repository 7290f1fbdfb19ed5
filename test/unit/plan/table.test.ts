import { beforeAll, describe, expect, it } from 'vitest';
import { add, compare, isZero } from '../../../src/model/decimal.ts';
import { type History, mayBeLive } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { type Entry, type Fill, type OrderRow, filledOn, isFinal } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { decodeTag } from '../../../src/model/tag.ts';
import { instrumentOf, quantityOf } from '../../../src/model/terms.ts';
import { caseOf, lastFill } from '../../../src/plan/case.ts';
import { bookOf, rowsOf } from '../../../src/plan/observe.ts';
import type { PlanInput } from '../../../src/plan/input.ts';
import { type Judged, makePlan } from '../../../src/plan/plan.ts';
import { RULES } from '../../../src/plan/rules.ts';
import {
  DENIED,
  NOW,
  RESERVE,
  SCOPE,
  STRANGER,
  accountOf,
  attemptOf,
  entryOf,
  historyOf,
  inputOf,
  readingOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { TREASURY } from '../../support/events.ts';
import { ENTRIES, GENERATION, JOURNALS, type Shown, VENUES } from '../../support/states.ts';

/*
 * The product of what files, journal and venue may say of one order. Beside it each plan has a second, new entry on the same account,
 * which shows whether the account takes new orders, and an order of somebody else, which nothing may touch.
 */

const KEY = orderKey('dip');
const NEXT = entryOf('next');
const OURS_ELSEWHERE = attemptOf('nobody-knows');

interface Product {
  readonly at: string;
  readonly entry: Entry | undefined;
  readonly shown: Shown;
  readonly input: PlanInput;
  readonly judged: Judged;
}

type Gate = Partial<Parameters<typeof inputOf>[0]> & {
  readonly halted?: boolean;
  readonly foreign?: boolean;
};
const GATES: Readonly<Record<string, Gate>> = {
  'nothing else': {},
  halted: { halted: true },
  'no limits': { limits: DENIED },
  'tag not chosen': {
    accounts: [{ name: TREASURY, venue: 'aquanow', id: accountOf().id }, accountOf(RESERVE)],
  },
  'a foreign writer': { foreign: true },
};

const HALT = attemptOf('dip').about('halted', { scope: { kind: 'all' }, reason: 'closed' });

function product(): Product[] {
  const all: Product[] = [];
  for (const [journal, past] of Object.entries(JOURNALS))
    for (const [gate, { halted = false, foreign = false, ...world }] of Object.entries(GATES)) {
      const history = historyOf(...past, ...(halted ? ([[0, HALT]] as const) : []));
      for (const [venue, shown] of Object.entries(VENUES)) {
        const elsewhere = rowOf({ id: 'lost' as VenueOrderId, reference: OURS_ELSEWHERE.tag });
        const live = [...shown.live, STRANGER, ...(foreign ? [elsewhere] : [])];
        const snapshots = [snapshotOf(live, { looks: shown.looks }), snapshotOf([], { account: RESERVE })];
        const reading = readingOf({ history, snapshots });
        for (const [files, entry] of Object.entries(ENTRIES)) {
          const input = inputOf({ ...world, entries: [...(entry ? [entry] : []), NEXT] }, reading);
          const at = `entry ${files}; journal ${journal}; venue ${venue}; ${gate}`;
          all.push({ at, entry, shown, input, judged: makePlan(input) });
        }
      }
    }
  return all;
}

const linesOf = (p: Product): readonly PlanLine[] => p.judged.all.filter((line) => line.key === KEY);
const nextOf = (p: Product): PlanLine | undefined => p.judged.all.find((l) => l.key === NEXT.key);
const attemptsOf = (p: Product) => p.input.history.keys.get(KEY) ?? [];
const sends = (line: PlanLine): boolean => line.action === 'submit' || line.action === 'replace';

/** Rows that carry a tag or an id that the journal gave to this order. */
function ours(p: Product): readonly OrderRow[] {
  const known = new Set<string>(attemptsOf(p).flatMap((a) => [a.tag, a.orderId ?? a.tag]));
  return p.shown.live.filter((row) => known.has(row.id) || known.has(row.reference ?? ''));
}

/** All that the generation may have traded, by the larger of what the journal and the venue say of each attempt. */
function mostFilled(
  p: Product,
  generation: number,
  pick: (fill: Fill) => Fill['received'],
): Fill['received'] {
  const rows = [...p.shown.live, ...p.shown.looks.flatMap((look) => look.rows)];
  return attemptsOf(p)
    .filter((a) => a.generation === generation)
    .map((a) => {
      const row = rows.find((r) => r.id === a.orderId || r.reference === a.tag);
      const [told, seen] = [pick(lastFill(a)), row === undefined ? pick(lastFill(a)) : pick(row.fill)];
      return compare(told, seen) > 0 ? told : seen;
    })
    .reduce((sum, amount) => add(sum, amount), '0' as Fill['received']);
}

/** Whether anything on the account is in a state in which nobody knows what the venue may have. */
function isDoubtful(history: History, shown: Shown): boolean {
  const attempts = [...history.keys.values()].flat().filter((a) => a.account === TREASURY);
  const known = new Set<string>(attempts.map((a) => a.tag));
  const stray = shown.live.some((row) => {
    const tag = row.reference === undefined ? undefined : decodeTag(row.reference);
    return tag?.scope === SCOPE && !known.has(tag.tag);
  });
  const twice = attempts.some(
    (a) => shown.live.filter((row) => row.id === a.orderId || row.reference === a.tag).length > 1,
  );
  return stray || twice || attempts.some((a) => a.state === 'in-doubt' || a.cameBack !== undefined);
}

/** Names of the cases for which `holds` is not so; a few of them, so that a failure can be read. */
const against = (cases: readonly Product[], holds: (p: Product) => boolean): readonly string[] =>
  cases.flatMap((p) => (holds(p) ? [] : [p.at])).slice(0, 5);

describe('the table', () => {
  let cases: readonly Product[] = [];
  beforeAll(() => {
    cases = product();
    console.log(`the table: ${cases.length} cases`);
  });

  it('has one line for each entry and none for what is nowhere', () => {
    expect(cases.length).toBeGreaterThan(50_000);
    expect(
      against(cases, (p) => {
        const judged = linesOf(p).filter((line) => line.code !== 'renamed' && line.code !== 'adopted');
        const older = judged.filter((line) => line.code === 'came-back').length;
        return p.entry === undefined && attemptsOf(p).length === 0
          ? judged.length === 0
          : judged.length - older <= 1 && judged.length >= 1;
      }),
    ).toEqual([]);
  });

  it('answers by its first matching rule for each state, and every rule for some', () => {
    const answered = new Set<string>();
    const gates = { scope: SCOPE, halts: [], contested: new Map(), tags: new Set<never>() };
    const named = cases.flatMap((p): readonly string[] => {
      const snapshot = p.input.snapshots.get(TREASURY);
      if (snapshot?.state !== 'known') throw new Error('unreachable');
      const book = bookOf(snapshot, SCOPE);
      // With and without what the snapshot teaches: a plan may meet either.
      const attempts = attemptsOf(p);
      const last = attempts.at(-1);
      if (p.entry === undefined && last === undefined) return [];
      const account = { name: TREASURY, account: accountOf(), book, doubt: undefined, gates };
      const rows = last === undefined ? [] : rowsOf(book, last);
      const c = caseOf(KEY, p.entry, attempts, rows, account, NOW);
      const rule = RULES.find((r) => r.matches(c));
      if (rule === undefined) return [`no rule: ${p.at}`];
      answered.add(rule.name);
      return rule.line(c).key === KEY ? [] : [`another key: ${p.at}`];
    });
    expect(named.slice(0, 5)).toEqual([]);
    // Rules of strategies: table-strategies.test.ts. Of another run: next.test.ts.
    const elsewhere = new Set([
      'being sent by another run',
      'to be started or paused',
      'started or paused outside',
    ]);
    expect(RULES.map((r) => r.name).filter((name) => !answered.has(name) && !elsewhere.has(name))).toEqual(
      [],
    );
  });

  it('never submits while an attempt of the key may be live', () => {
    expect(
      against(cases, (p) =>
        linesOf(p).every(
          (l) => l.action !== 'submit' || (!attemptsOf(p).some(mayBeLive) && ours(p).length === 0),
        ),
      ),
    ).toEqual([]);
  });

  it('sends nothing on an account with a doubt', () => {
    const doubtful = cases.filter((p) => isDoubtful(p.input.history, p.shown));
    expect(doubtful.length).toBeGreaterThan(1000);
    expect(against(doubtful, (p) => p.judged.all.every((l) => l.account !== TREASURY || !sends(l)))).toEqual(
      [],
    );
  });

  it('tells a person of every order of ours that it can not account for', () => {
    const doubtful = cases.filter((p) => isDoubtful(p.input.history, p.shown));
    expect(against(doubtful, (p) => p.judged.plan.lines.some((l) => l.level === 'person'))).toEqual([]);
  });

  it('never sends more than the target less what its generation has filled', () => {
    expect(
      against(cases, (p) =>
        linesOf(p).every((l) => {
          if (!sends(l) || l.submission === undefined) return true;
          const { target, wire, generation } = l.submission;
          const [asked, sent] = [quantityOf(target), quantityOf(wire)];
          const filled = mostFilled(p, generation, (fill) => filledOn(fill, asked.leg));
          return (
            sent.leg === asked.leg &&
            compare(add(sent.amount, filled), asked.amount) <= 0 &&
            !isZero(sent.amount)
          );
        }),
      ),
    ).toEqual([]);
  });

  it('never takes fills of one market for fills of another', () => {
    expect(
      against(cases, (p) =>
        linesOf(p).every((l) => {
          if (!sends(l) || l.submission === undefined) return true;
          const { target, generation } = l.submission;
          return attemptsOf(p).every(
            (a) =>
              a.generation !== generation ||
              (instrumentOf(a.wire) === instrumentOf(target) && a.wire.side === target.side) ||
              isZero(mostFilled(p, generation, (fill) => fill.received)),
          );
        }),
      ),
    ).toEqual([]);
  });

  it('cancels only what is live and ours', () => {
    expect(
      against(cases, (p) =>
        p.judged.all.every(
          (l) =>
            (l.action !== 'cancel' && l.action !== 'replace') ||
            ours(p).some((row) => row.id === l.order?.id && !isFinal(row.status)),
        ),
      ),
    ).toEqual([]);
  });

  it('does nothing to an order that rests as its entry says, and is quiet about it', () => {
    const resting = cases.filter((p) => {
      const last = attemptsOf(p).at(-1);
      return (
        p.at.startsWith('entry unchanged;') &&
        p.at.includes('; venue open;') &&
        last?.attempt === 1 &&
        last.state === 'accepted' &&
        last.cancelWanted === undefined &&
        last.protect === undefined
      );
    });
    expect(resting.length).toBeGreaterThan(10);
    expect(
      against(resting, (p) =>
        linesOf(p).every((l) => l.action === 'none' && (l.level === 'quiet' || l.code === 'adopted')),
      ),
    ).toEqual([]);
  });

  it('never sends an ended order again without a higher generation, but for the second half of a replace', () => {
    const ended = cases.filter((p) => {
      const last = attemptsOf(p).at(-1);
      const over = last?.state === 'final' || last?.state === 'rejected' || last?.state === 'lapsed';
      const isResumed = last?.replacing !== undefined && last.cancelSentAt !== undefined;
      const same =
        p.entry?.generation === GENERATION && !(last?.state === 'rejected' && !p.at.includes('unchanged'));
      return over && !isResumed && same;
    });
    expect(ended.length).toBeGreaterThan(1000);
    expect(against(ended, (p) => linesOf(p).every((l) => !sends(l)))).toEqual([]);
  });

  it('drops the second half of a replace where somebody asked for a cancel since', () => {
    const asked = cases.filter(
      (p) => /asked to cancel/.test(p.at) && (p.entry?.generation ?? 0) <= GENERATION,
    );
    expect(asked.length).toBeGreaterThan(1000);
    expect(against(asked, (p) => linesOf(p).every((l) => !sends(l)))).toEqual([]);
  });

  it('never sends for an entry that is not there, nor for one of a lower generation', () => {
    const gone = cases.filter((p) => p.entry === undefined || /entry lower/.test(p.at));
    const placed = gone.filter((p) => attemptsOf(p).length > 0);
    expect(against(placed, (p) => linesOf(p).every((l) => !sends(l)))).toEqual([]);
  });

  it('never touches, nor offers to touch, what a plan may not: protected orders', () => {
    const held = cases.filter((p) => {
      const last = attemptsOf(p).at(-1);
      return last?.protect === true && last.cancelWanted === undefined;
    });
    expect(held.length).toBeGreaterThan(100);
    expect(
      against(held, (p) => linesOf(p).every((l) => l.action !== 'cancel' && l.action !== 'replace')),
    ).toEqual([]);
  });

  it('lets no halt, limit, doubt or missing choice stand in the way of a cancel', () => {
    const cancels = new Map<string, string[]>();
    for (const p of cases) {
      const [files = '', journal = '', venue = ''] = p.at.split('; ');
      // A replace that an earlier run began is a cancel first, whatever holds back its second half.
      const begun = attemptsOf(p).at(-1)?.cancelWanted === true;
      const cancelling = p.judged.all.filter(
        (l) => l.action === 'cancel' || (l.action === 'replace' && begun),
      );
      // Where the venue is at it already, nothing more is sent for it.
      const own = cancelling.flatMap((l) => (l.order?.status === 'cancelling' ? [] : (l.order?.id ?? '')));
      const at = `${files}; ${journal}; ${venue}`;
      cancels.set(at, [...(cancels.get(at) ?? []), own.join()]);
    }
    const uneven = [...cancels].filter(([, own]) => new Set(own).size > 1).map(([at]) => at);
    expect(uneven.slice(0, 5)).toEqual([]);
  });

  it('sends nothing past a gate, and says which', () => {
    const gated = cases.filter((p) => !p.at.endsWith('; nothing else'));
    expect(against(gated, (p) => p.judged.all.every((l) => l.account !== TREASURY || !sends(l)))).toEqual([]);
    expect(against(gated, (p) => nextOf(p)?.level === 'blocked' || nextOf(p)?.level === 'refused')).toEqual(
      [],
    );
  });

  it('counts every order that may be open in what it says of the book afterwards', () => {
    expect(
      against(cases, (p) => {
        const open = attemptsOf(p).filter(mayBeLive);
        const leaving = linesOf(p).filter((l) => l.action === 'cancel').length;
        const seenEnded = p.shown.looks.some((look) => look.rows.some((row) => isFinal(row.status)));
        const most = open.length - leaving - (seenEnded ? 1 : 0);
        return p.judged.plan.exposure.orders >= most;
      }),
    ).toEqual([]);
  });
});
