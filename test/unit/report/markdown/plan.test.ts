import { describe, expect, it } from 'vitest';
import { LOST_JOURNAL, type VenueOrderId } from '../../../../src/model/ids.ts';
import type { LimitCheck } from '../../../../src/model/limits.ts';
import { type Plan, type PlanLimits, type PlanLine, isChange } from '../../../../src/model/plan.ts';
import { annotationsOfPlan } from '../../../../src/report/github/annotations.ts';
import { renderMovedMarkdown } from '../../../../src/report/markdown/differences.ts';
import { renderOutcomesMarkdown } from '../../../../src/report/markdown/outcomes.ts';
import { renderPlanMarkdown } from '../../../../src/report/markdown/plan.ts';
import { renderStatusMarkdown } from '../../../../src/report/markdown/status.ts';
import { outcomesOf } from '../../../../src/report/outcome-text.ts';
import { statusLines } from '../../../../src/report/status-text.ts';
import { decimal } from '../../../../src/model/decimal.ts';
import {
  accountOf,
  attemptOf,
  entryOf,
  historyOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../../support/cases.ts';
import { smoOf, termsOf } from '../../../support/events.ts';
import { HOSTILE, dangers } from '../../../support/hostile.ts';
import { brokenRows, foreignIn } from '../../../support/markdown.ts';

const HOW = { command: 'tradeform apply --env paper' };
const render = (plan: Plan): string => renderPlanMarkdown(plan, HOW);
const MARKUP =
  '|<img src=x onerror=alert(1)> @everyone #12 [x](http://evil.example) `` ` </td></details><!-- --> $x$ \\| https://e.x/ *b* _i_ :tada:';
const everything = `${MARKUP} ${HOSTILE}`;

const a = attemptOf('a');
const b = attemptOf('b');
const c = attemptOf('c');
const stray = attemptOf('stray');
const place = { file: everything, line: 1, column: 1 };
const hostile = planOf({
  entries: [
    ...['a', 'b', 'd'].map((name) => entryOf(name, { place })),
    entryOf('e', { place, terms: termsOf({ usernameRef: everything }) }),
  ],
  history: historyOf(
    [9000, a.intent()],
    [9000, a.about('rejected', { code: 'x', message: everything, ack: {} })],
    [8000, b.intent()],
    [8000, b.about('in-doubt', { code: 'x', message: everything })],
    [7000, c.intent()],
    [7000, c.accepted(everything)],
    [6000, a.about('halted', { scope: { kind: 'all' }, reason: everything })],
  ),
  accounts: [accountOf()],
  snapshots: [
    snapshotOf([
      rowOf({ id: everything as VenueOrderId, statusText: everything, message: everything }),
      rowOf({ id: `${everything}2` as VenueOrderId, reference: stray.tag, statusText: everything }),
    ]),
  ],
});
const check = (over: Partial<LimitCheck>): LimitCheck => ({
  ...{ code: 'TF-L05', status: 'passed', limit: 'USD 250000', value: 'USD 47500' },
  message: 'within the limit',
  ...over,
});
const WARNED = check({ code: 'TF-L20', status: 'warned', message: everything });
const OVERRIDDEN = check({
  code: 'TF-L09',
  status: 'overridden',
  message: 'above the collar',
  reason: everything,
});

const LIMITS: PlanLimits = { digest: '0', passed: 1, warned: 1, overridden: 1, refused: 1, loosened: [] };

/** Hostile texts wherever a plan holds some, those that this desk's checks keep out of it too. */
const told: Plan = {
  ...hostile.plan,
  project: everything,
  lines: hostile.all.map((line) => ({ ...line, checks: [WARNED, OVERRIDDEN] })),
  limits: {
    digest: '0',
    passed: 1,
    warned: 1,
    overridden: 1,
    refused: 1,
    loosened: [everything, everything],
  },
};

/** So many new orders, and what else a plan says of each. */
function manyOf(count: number, over: Partial<PlanLine> = {}): Plan {
  const entries = Array.from({ length: count }, (_, i) =>
    entryOf(`btc-${i}`, { place: { file: 'orders.yaml', line: i, column: 3 } }),
  );
  const { plan } = planOf({ entries });
  return { ...plan, lines: plan.lines.map((line) => ({ ...line, ...over })) };
}

/** What of a document is somebody else's doing. */
const harmIn = (markdown: string): readonly string[] => [
  ...foreignIn(markdown),
  ...brokenRows(markdown),
  ...dangers(markdown),
];

describe('text of others', () => {
  it('means something where it is not made safe', () => {
    expect(foreignIn(`| ${MARKUP} |`)).not.toEqual([]);
    expect(brokenRows(`| a |\n| --- |\n| ${MARKUP} |`)).not.toEqual([]);
  });

  it('is harmless in a plan', () => {
    const codes = told.lines.map((line) => line.code);
    expect(codes).toEqual(expect.arrayContaining(['in-doubt', 'foreign-writer', 'rejected', 'blocked-halt']));
    const markdown = renderPlanMarkdown(told, {
      command: `tradeform apply ${everything}`,
      saved: { file: everything, until: told.now },
    });
    expect(markdown).toContain('onerror');
    expect(harmIn(markdown)).toEqual([]);
  });

  it('is harmless in a status', () => {
    expect(harmIn(renderStatusMarkdown(told, statusLines(told.lines, [])))).toEqual([]);
  });

  it('is harmless in a report on an apply', () => {
    const before = planOf({ entries: ['a', 'b', 'c', 'd'].map((name) => entryOf(name, { place })) });
    const report = {
      ...{ approved: true, plan: before.plan, after: { ...hostile, plan: told }, interrupted: false },
      history: historyOf([8000, b.intent()], [8000, b.about('in-doubt', { code: 'x', message: everything })]),
      results: new Map([[entryOf('d').key, { outcome: `not sent: ${everything}`, ok: false }]]),
    };
    const besides = {
      faults: [{ name: 'd', place, field: everything, message: everything }],
      later: [everything],
    };
    const markdown = renderOutcomesMarkdown(report, outcomesOf(report), besides);
    expect(markdown).toContain('1 change came up meanwhile');
    expect(markdown).toContain('onerror');
    expect(harmIn(markdown)).toEqual([]);
  });

  it('is harmless in what moved', () => {
    const { key } = entryOf('a');
    const markdown = renderMovedMarkdown(told, [
      { kind: 'fact', key, fact: everything, was: everything, is: undefined },
      { kind: 'gone', key, action: 'submit', reason: everything },
    ]);
    expect(harmIn(markdown)).toEqual([]);
  });
});

describe('the comment of a plan', () => {
  const lineAfter = (markdown: string, start: string): string =>
    markdown.split('\n').find((line) => line.startsWith(start)) ?? '';

  it('is known by its first line, and says in its second what would happen', () => {
    const [first, second] = render(manyOf(2)).split('\n');
    expect(first).toBe('<!-- tradeform-plan paper -->');
    expect(second).toBe('### PAPER: would submit 2 orders');
  });

  it('says first what stands in the way', () => {
    const { plan } = planOf({
      entries: [entryOf('b'), entryOf('d')],
      history: historyOf(
        [8000, b.intent()],
        [8000, b.about('in-doubt', { code: 'x', message: 'no answer' })],
      ),
    });
    expect(render(plan)).toContain(
      '### PAPER: 1 order needs a person, 1 change is held back; nothing would be sent',
    );
    expect(render({ ...plan, limits: { ...LIMITS, loosened: ['maxOpenOrders 5 → 50'] } })).toContain(
      '### PAPER: the limits are looser than before, 1 order needs a person, 1 change is held back, 1 limit is overridden; nothing',
    );
  });

  it('offers no approval where nothing changes, or no journal holds it', () => {
    const plan = manyOf(1);
    expect(render(plan)).toContain('**To approve**');
    expect(render({ ...plan, lines: [] })).not.toContain('**To approve**');
    const lost = render({ ...plan, journal: { id: LOST_JOURNAL, sequence: 0 } });
    expect(lost).not.toContain('**To approve**');
    expect(lost).toContain('its journal can’t be used');
  });

  it('tells how to apply a saved plan, and until when', () => {
    const plan = manyOf(1);
    const saved = renderPlanMarkdown(plan, {
      command: 'tradeform apply p.json --env paper',
      saved: { file: 'p.json', until: plan.now },
    });
    expect(lineAfter(saved, '**To approve**')).toContain(
      '`tradeform apply p.json --env paper` sends exactly this, once, until 2026-12-01 14:00Z',
    );
    expect(lineAfter(render(plan), '**To approve**')).toContain(`--expect ${plan.digest.slice(0, 12)}`);
  });

  it('names the largest order of each currency', () => {
    const { plan } = planOf({
      entries: [
        entryOf('small', { terms: termsOf({ receiveQuantity: decimal('0.1') }) }),
        entryOf('large', { terms: termsOf({ receiveQuantity: decimal('9.5') }) }),
      ],
    });
    expect(lineAfter(render(plan), '- Largest')).toMatch(/^- Largest order: `large`, \d+\.00 USD\.$/);
  });

  it('names orders that no price bounds', () => {
    const free = { ...manyOf(1) };
    const { priceLimit: _, ...terms } = smoOf();
    const submission = { generation: 1, attempt: 1, target: terms, wire: terms };
    const plan = { ...free, lines: free.lines.map((line) => ({ ...line, submission })) };
    expect(render(plan)).toContain('- **No price bounds** `btc-0`.');
  });

  it('counts what limits said, and tells each that warned or was overridden', () => {
    const plan: Plan = {
      ...manyOf(1, {
        checks: [check({}), check({ code: 'TF-L20', status: 'warned', message: 'little is left' })],
      }),
      limits: { digest: '0', passed: 11, warned: 1, overridden: 0, refused: 0, loosened: [] },
    };
    expect(render(plan)).toContain('- Limits: 1 warned, 11 passed.');
    expect(render(plan)).toContain('  - **warned** TF-L20 balanceCheck, `btc-0`: little is left');
    expect(render(manyOf(1))).not.toContain('Limits');
  });

  it('shows the first changes, and folds the others', () => {
    const markdown = render(manyOf(40));
    const [before = '', after = ''] = markdown.split('<summary>15 more changes</summary>');
    expect(before.match(/^\| \+ submit /gm)).toHaveLength(25);
    expect(after.match(/^\| \+ submit /gm)).toHaveLength(15);
  });

  it('names the account of a change where there are several', () => {
    const plan = manyOf(2);
    expect(render(plan)).not.toContain('on `treasury`');
    const [first, second] = plan.lines;
    const other = { ...second, account: 'reserve' } as PlanLine;
    expect(render({ ...plan, lines: [first as PlanLine, other] })).toContain('`btc-1`<br>on `reserve`');
  });
});

describe('a plan that is too long for a comment', () => {
  const LONG = 'the venue said so, at length, and then it said it all again. '.repeat(8);

  it.each([
    ['changes', manyOf(3000)],
    ['changes with much to say', manyOf(400, { reason: LONG })],
    ['changes whose texts grow when they are escaped', manyOf(400, { reason: '|`'.repeat(300) })],
    ['held back', manyOf(2000, { action: 'none', level: 'blocked', reason: LONG })],
    ['things to know', manyOf(2000, { action: 'none', level: 'notice', reason: LONG })],
    ['warnings', manyOf(1000, { checks: [WARNED, OVERRIDDEN, WARNED] })],
  ])('%s: leaves whole rows out, and says how many', (_, plan) => {
    const markdown = render(plan);
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown.length).toBeGreaterThan(40_000);
    expect(brokenRows(markdown)).toEqual([]);
    expect(markdown.match(/^<details/gm)?.length).toBe(markdown.match(/^<\/details>/gm)?.length);
    expect(markdown).toMatch(/^\d+ more rows don’t fit here: `tradeform plan --format json` has all/m);
    // Changes are seen, and its end with the digest is there, whatever else there is to say.
    if (plan.lines.some(isChange)) {
      expect(markdown.match(/^\| \+ submit /gm)?.length).toBeGreaterThan(10);
      expect(markdown).toContain('**To approve**');
    }
  });

  it('points at the file where it was saved', () => {
    const plan = manyOf(3000);
    const markdown = renderPlanMarkdown(plan, { ...HOW, saved: { file: 'plan.json', until: plan.now } });
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown).toMatch(
      /^\d+ more rows don’t fit here: the saved plan \(`plan\.json`, in a workflow among the artifacts of its run\)/m,
    );
  });

  it('counts every row that it leaves out', () => {
    const plan = manyOf(3000);
    const markdown = render(plan);
    const shown = markdown.match(/^\| \+ submit /gm)?.length ?? 0;
    const left = /^(\d+) more rows don’t fit/m.exec(markdown)?.[1];
    expect(shown + Number(left)).toBe(3000);
  });
});

describe('annotations of a plan', () => {
  it('begin with what needs a person', () => {
    const levels = annotationsOfPlan(told).map(({ level }) => level);
    expect(levels[0]).toBe('error');
    expect(levels).toEqual(levels.toSorted((x, y) => RANK.indexOf(x) - RANK.indexOf(y)));
    expect(new Set(levels)).toEqual(new Set(RANK));
  });

  it('point at the line of the entry', () => {
    const [first] = annotationsOfPlan({
      ...told,
      lines: told.lines.filter(({ code }) => code === 'in-doubt'),
    });
    expect(first).toMatchObject({ level: 'error', title: 'PAPER b: needs a person', place });
  });
});
const RANK = ['error', 'warning', 'notice'];
