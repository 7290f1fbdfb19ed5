import { describe, expect, it } from 'vitest';
import type { ApplyReport } from '../../../src/execute/apply.ts';
import { plainProgress } from '../../../src/execute/plain-progress.ts';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import type { UnknownSnapshot } from '../../../src/model/snapshot.ts';
import { outcomesOf, renderOutcomes } from '../../../src/report/outcome-text.ts';
import { renderPlan } from '../../../src/report/plan-text.ts';
import { renderStatus, statusLines } from '../../../src/report/status-text.ts';
import {
  NOW,
  accountOf,
  attemptOf,
  entryOf,
  historyOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { TREASURY, termsOf } from '../../support/events.ts';

/*
 * What others wrote (a venue's words and ids, the reason of a halt, a file's name) reaches a terminal and a CI log. It may hold what
 * moves the cursor, turns text round, hides, or gives the runner a command. None of it may arrive as it came.
 */

const ESC = '\u001B[2J\u001B]0;owned\u0007';
const BIDI = '\u202Eevil\u202C';
const HIDDEN = '\u200B\u00AD\uFEFF';
const LINES = 'a\r\n::error::owned\n##[error]owned\u2028::stop-commands::x\u0085y';
const PADDED = `${'long words that wrap '.repeat(8)}::error::owned ::add-mask::x ${'and on '.repeat(20)}`;
const HOSTILE = [ESC, BIDI, HIDDEN, LINES, '::error::owned', '  ::error::owned'];
const everything = [...HOSTILE, PADDED].join(' ');

// eslint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/u;

function isSafe(text: string): boolean {
  const commands = text
    .split('\n')
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
  return !RAW.test(text) && commands.length === 0;
}

const WIDTHS = Array.from({ length: 120 }, (_, i) => 20 + i);
const texts = (render: (layout: { color: false; width: number }) => string): readonly string[] =>
  WIDTHS.map((width) => render({ color: false, width }));

const a = attemptOf('a');
const b = attemptOf('b');
const c = attemptOf('c');
const stray = attemptOf('stray');
const id = everything as VenueOrderId;

const history = historyOf(
  [9000, a.intent()],
  [9000, a.about('rejected', { code: 'x', message: everything, ack: {} })],
  [8000, b.intent()],
  [8000, b.about('in-doubt', { code: 'x', message: everything })],
  [7000, c.intent()],
  [7000, c.accepted(everything)],
  [6000, a.about('halted', { scope: { kind: 'all' }, reason: everything })],
);
const hostilePlace = { file: everything, line: 1, column: 1 };
const world = {
  entries: [
    entryOf('a', { place: hostilePlace }),
    entryOf('b', { place: hostilePlace }),
    entryOf('d', { place: hostilePlace, labels: { desk: everything }, description: everything }),
  ],
  history,
  accounts: [accountOf()],
  snapshots: [
    snapshotOf([
      rowOf({ id, statusText: everything, message: everything, strategy: everything }),
      rowOf({ id: `${everything}2` as VenueOrderId, reference: stray.tag, statusText: everything }),
    ]),
  ],
};
const unreadable: UnknownSnapshot = {
  ...{ state: 'unknown', account: TREASURY, venue: 'aquanow', accountId: accountOf().id, readAt: NOW },
  reason: everything,
  remedy: everything,
};

describe('hostile text', () => {
  it('is hostile', () => {
    expect(HOSTILE.map(isSafe)).toEqual(HOSTILE.map(() => false));
  });

  it('reaches no plan', () => {
    const { plan, all } = planOf(world);
    expect(plan.lines.map((line) => line.code)).toEqual(
      expect.arrayContaining(['in-doubt', 'foreign-writer', 'entry-removed', 'rejected', 'blocked-halt']),
    );
    // Also what is only counted in a plan: as if it were told.
    const told = { ...plan, lines: all };
    expect(texts((layout) => renderPlan(told, layout)).filter((text) => !isSafe(text))).toEqual([]);
  });

  it('reaches no plan of an account that could not be read', () => {
    const { plan } = planOf({ ...world, snapshots: [unreadable] });
    expect(plan.lines[0]?.reason).toContain('\u001B');
    expect(texts((layout) => renderPlan(plan, layout)).filter((text) => !isSafe(text))).toEqual([]);
  });

  it('reaches no replace line', () => {
    const { plan } = planOf({
      entries: [entryOf('a', { terms: termsOf({ usernameRef: 'plain' }) })],
      history: historyOf(
        [9000, a.intent({ target: termsOf({ usernameRef: everything }) })],
        [9000, a.accepted(everything)],
      ),
      snapshots: [snapshotOf([rowOf({ id })])],
    });
    expect(plan.lines.map((line) => line.action)).toEqual(['replace']);
    expect(texts((layout) => renderPlan(plan, layout)).filter((text) => !isSafe(text))).toEqual([]);
  });

  it('reaches no status', () => {
    const { plan, all } = planOf(world);
    const lines = statusLines(all, []);
    expect(lines.length).toBeGreaterThan(4);
    expect(texts((layout) => renderStatus(plan, lines, layout)).filter((text) => !isSafe(text))).toEqual([]);
  });

  it('reaches no outcome', () => {
    const before = planOf({ entries: ['a', 'b', 'c', 'd'].map((name) => entryOf(name)) });
    const after = planOf(world);
    const report: ApplyReport = {
      ...{ approved: true, plan: before.plan, after, history, interrupted: false },
      results: new Map([[entryOf('d').key, { outcome: `not sent: ${everything}`, ok: false }]]),
    };
    const outcomes = outcomesOf(report);
    expect(outcomes.map(({ state }) => state)).toEqual(['refused', 'in doubt', 'resting', 'not sent']);
    expect(outcomes.every(({ detail }) => detail.includes('\u001B'))).toBe(true);
    expect(texts((layout) => renderOutcomes(outcomes, layout)).filter((text) => !isSafe(text))).toEqual([]);
  });

  it('reaches no line of progress', () => {
    let out = '';
    const progress = plainProgress((text) => {
      out += text;
    });
    for (const outcome of HOSTILE)
      progress.tell({ kind: 'step', account: TREASURY, phase: 'submit', name: 'a', outcome, ok: false });
    expect(out.split('\n')).toHaveLength(HOSTILE.length + 1);
    expect(isSafe(out)).toBe(true);
  });
});
