import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { savedPlanOf } from '../../../src/commands/saved-plan.ts';
import { isSavedPlan } from '../../../src/commands/saved-plan-shape.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { type JournalId, type Key, type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { Plan, PlanQuote } from '../../../src/model/plan.ts';
import type { Reference } from '../../../src/model/snapshot.ts';
import { digestOf } from '../../../src/plan/digest.ts';
import {
  type SavedPlan,
  expired,
  makeSaved,
  misplaced,
  readSaved,
  savedText,
} from '../../../src/plan/saved.ts';
import {
  NOW,
  STRANGER,
  attemptOf,
  entryOf,
  historyOf,
  planOf,
  rowOf,
  snapshotOf,
  strategiesOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';
import { instantOf, smoOf, termsOf } from '../../support/events.ts';

const ID = '3b241101-e2bb-4255-8caf-4136c566a962';
const HASH = 'e'.repeat(64);
const HOUR = 3_600_000;

/**
 * A plan with a replace, submits, a start, a new strategy, one that its product holds back, a notice, somebody else's order, prices,
 * quotes and letters beyond ASCII.
 */
function somePlan(): Plan {
  const told = attemptOf('dip-1');
  const rejected = attemptOf('dip-3');
  const waiting = strategyAttemptOf('acc-1');
  const note = { text: 'trop élevé' };
  return planOf({
    entries: [
      strategyEntryOf('acc-1'),
      strategyEntryOf('acc-2', { terms: smoOf({ parameters: { ...smoOf().parameters, note } }) }),
      strategyEntryOf('acc-3', { terms: smoOf({ productCode: 'dogeusdt' }) }),
      entryOf('rfq-1', { terms: instantOf('RFQ') }),
      entryOf('rfq-2', { terms: instantOf('RFQ') }),
      entryOf('dip-1', { terms: termsOf({ priceLimit: decimal('95500.00') }) }),
      entryOf('dip-2', { terms: termsOf({ usernameRef: 'desk7' }), notAfter: NOW + HOUR }),
      entryOf('dip-3'),
    ],
    history: historyOf(
      [HOUR, told.intent()],
      [HOUR, told.accepted('o-1')],
      [HOUR, rejected.intent()],
      [
        HOUR,
        rejected.about('rejected', {
          ...{ code: 'x', message: 'trop élevé ≤ 1 \u{1f6ab}\u2028', errorId: 'e-1', ack: {} },
        }),
      ],
      [HOUR, waiting.intent({ run: 'paused' })],
      [HOUR, waiting.about('accepted', { orderId: 's-1' as VenueOrderId, trade: { fee: '0.00' }, ack: {} })],
    ),
    snapshots: [
      snapshotOf([rowOf(), STRANGER]),
      strategiesOf([strategyRowOf({ id: 's-1' as VenueOrderId, status: 'paused' })]),
    ],
    quotes: new Map<Key, PlanQuote>([
      [
        orderKey('rfq-1'),
        {
          ...{ price: decimal('94900'), receiveQuantity: decimal('0.50') },
          ...{ deliverQuantity: decimal('47450'), expiresAt: NOW },
        },
      ],
      [orderKey('rfq-2'), { unknown: 'no answer in time' }],
    ]),
    references: new Map([
      [
        'BTC-USD',
        { ticker: 'BTC-USD', bid: decimal('100000'), ask: decimal('100001'), at: NOW } satisfies Reference,
      ],
    ]),
  }).plan;
}

const saved = (plan: Plan = somePlan()): SavedPlan => makeSaved(plan, HASH, ID, '0.1.0');
const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const read = (text: string): SavedPlan | undefined => savedPlanOf(bytesOf(text));

/** As a forger would write it: any document, with the checksum that belongs to it. */
function sealed(document: SavedPlan): string {
  const { checksum: old, ...rest } = document;
  const checksum = createHash('sha256')
    .update(savedText(rest as SavedPlan))
    .digest('hex');
  expect(old).toHaveLength(checksum.length);
  return savedText({ ...rest, checksum });
}

const load = (name: string): object =>
  JSON.parse(
    readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  ) as object;

/** Equal numbers for equal seeds (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a saved plan', () => {
  it('comes back as it was saved', () => {
    const before = saved();
    expect(read(savedText(before))).toEqual(JSON.parse(JSON.stringify(before)));
    expect(before.plan.lines.map((line) => line.action)).toEqual([
      ...['replace', 'set-run', 'submit', 'submit', 'submit', 'submit', 'none', 'none'],
    ]);
    const parts = JSON.stringify(before.plan);
    for (const part of ['strategyType', '"run"', '"quote"', '"unknown"', '"field"', '"trade"', '"errorId"'])
      expect(parts).toContain(part);
  });

  it('tells what it is, for how long, and what it was made against', () => {
    const plan = somePlan();
    expect(saved(plan)).toMatchObject({
      ...{ format: 1, type: 'saved-plan', id: ID, version: '0.1.0' },
      ...{ project: 'treasury-desk', environment: 'paper', digest: plan.digest },
      journal: { ...plan.journal, hash: HASH },
      createdAt: '2026-12-01T14:00:00.000Z',
      expiresAt: '2026-12-02T14:00:00.000Z',
    });
  });

  it('is ASCII, whatever a venue says', () => {
    expect(savedText(saved())).toMatch(/^[\x20-\x7e\n]*$/);
    expect(savedText(saved())).toContain('trop \\u00e9lev\\u00e9');
  });

  it('names the commit and whether files differed from it', () => {
    const plan = { ...somePlan(), commit: 'c0ffee', dirty: true };
    expect(read(savedText(saved(plan)))).toMatchObject({ commit: 'c0ffee', dirty: true });
  });
});

describe('a saved plan that was changed', () => {
  it('is refused after any of 10,000 random changes of a byte', () => {
    const random = numbers(7);
    const text = bytesOf(savedText(saved()));
    let applied = 0;
    for (let run = 0; run < 10_000; run++) {
      const bytes = Uint8Array.from(text);
      const at = Math.floor(random() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random() * 255));
      if (savedPlanOf(bytes) !== undefined) applied += 1;
    }
    expect(applied).toBe(0);
    console.log('saved plan: 10000 byte changes, 0 applied');
  });

  it('is refused wherever it is cut', () => {
    const text = savedText(saved());
    const cuts = Array.from({ length: text.length }, (_, at) => at).filter(
      (at) => at % 7 === 0 || at > text.length - 100,
    );
    expect(cuts.filter((at) => read(text.slice(0, at)) !== undefined)).toEqual([]);
  });

  it('is refused where the same JSON is spelled otherwise', () => {
    const text = savedText(saved());
    const spellings = [
      JSON.stringify(JSON.parse(text)),
      text.trimEnd(),
      `${text}\n`,
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replace('"format": 1', '"format": 1.0'),
      text.replace('"format": 1,', '"format": 1,\n  "format": 1,'),
      text.replace('"type"', '"\\u0074ype"'),
    ];
    expect(spellings.filter((spelling) => spelling === text || read(spelling) !== undefined)).toEqual([]);
  });

  it('is refused with a checksum that fits, where its plan is not that of its digest', () => {
    const { plan, ...rest } = saved();
    const cheaper = JSON.parse(JSON.stringify(plan).replaceAll('95500.00', '99500.00')) as Plan;
    expect(read(sealed({ plan, ...rest }))).toBeDefined();
    expect(read(sealed({ ...rest, plan: cheaper }))).toBeUndefined();
    expect(read(sealed({ ...rest, plan: { ...cheaper, digest: digestOf(cheaper) } }))).toBeUndefined();
  });

  it('is refused with a checksum that fits, where it says one thing twice differently', () => {
    const whole = saved({ ...somePlan(), commit: 'c0ffee', dirty: false });
    const others: readonly Partial<SavedPlan>[] = [
      { project: 'other' },
      { environment: 'live' },
      { commit: 'decaf' },
      { dirty: true },
      { journal: { ...whole.journal, sequence: 9 } },
      { journal: { ...whole.journal, id: 'other' as JournalId } },
    ];
    expect(others.filter((over) => read(sealed({ ...whole, ...over })) !== undefined)).toEqual([]);
  });

  it('is refused where it is something else', () => {
    for (const text of ['', 'null', '[]', '{}', '"saved-plan"', '{"type":"saved-plan"}', '['.repeat(100_000)])
      expect(read(text)).toBeUndefined();
    expect(readSaved(savedText(saved()), (value): value is SavedPlan => value === undefined)).toBeUndefined();
  });
});

describe('the shape of a saved plan', () => {
  const bySchema = new Ajv2020({ strict: true }).addSchema(load('plan')).compile(load('saved-plan'));

  it('is the same to the reader and to the schema', () => {
    const whole: unknown = JSON.parse(
      savedText(saved({ ...somePlan(), commit: 'c', dirty: false, only: { keys: [], leftOut: 0 } })),
    );
    expect({ valid: bySchema(whole), errors: bySchema.errors }).toEqual({ valid: true, errors: null });
    expect(isSavedPlan(whole)).toBe(true);
    const verdicts: string[] = [];
    let cases = 0;
    // Every part of it, removed or replaced by something that it is not.
    const walk = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null) return;
      const holder = part as Record<string, unknown>;
      for (const name of Object.keys(holder)) {
        const before = holder[name];
        for (const other of [undefined, null, {}, [], 'x', -1, true]) {
          if (JSON.stringify(other) === JSON.stringify(before)) continue;
          if (other === undefined && Array.isArray(part)) continue;
          if (other === undefined) delete holder[name];
          else holder[name] = other;
          cases += 1;
          if (bySchema(whole) !== isSavedPlan(whole))
            verdicts.push(`${path}.${name} = ${JSON.stringify(other)}`);
          holder[name] = before;
        }
        walk(before, `${path}.${name}`);
      }
    };
    walk(whole, '');
    expect(cases).toBeGreaterThan(500);
    expect(verdicts).toEqual([]);
  });

  it('takes only times that exist', () => {
    for (const expiresAt of [
      '2026-13-01T00:00:00.000Z',
      '2026-02-30T00:00:00.000Z',
      '+275760-09-13',
      'never',
    ])
      expect(isSavedPlan({ ...saved(), expiresAt })).toBe(false);
  });
});

describe('whether a saved plan may be applied here and now', () => {
  const here = { project: 'treasury-desk', environment: 'paper', version: '0.1.0' };
  const journal = saved().journal.id;
  const now = NOW + HOUR;

  it('is decided by project, environment and version first', () => {
    expect(misplaced(saved(), here)).toBeUndefined();
    expect(misplaced(saved(), { ...here, project: 'x' })?.code).toBe('plan/other-project');
    expect(misplaced(saved(), { ...here, environment: 'live' })).toMatchObject({
      code: 'plan/other-environment',
      message: 'The plan is for PAPER, and this run is for LIVE.',
    });
    expect(misplaced(saved(), { ...here, version: '0.2.0' })?.code).toBe('plan/other-version');
  });

  it('is decided by the journal, by its one use and by the time', () => {
    const state = { journal, used: undefined, now };
    expect(expired(saved(), state)).toBeUndefined();
    expect(expired(saved(), { ...state, journal: 'x' as JournalId })?.code).toBe('plan/other-journal');
    expect(expired(saved(), { ...state, used: 'on Monday by ada' })).toMatchObject({
      code: 'plan/used',
      message: 'The plan was used on Monday by ada. A saved plan is applied once.',
    });
    expect(expired(saved(), { ...state, now: NOW + 24 * HOUR - 1 })).toBeUndefined();
    expect(expired(saved(), { ...state, now: NOW + 24 * HOUR })?.code).toBe('plan/expired');
  });

  it('allows clocks of two machines to differ by minutes, not by more', () => {
    expect(expired(saved(), { journal, used: undefined, now: NOW - 60_000 })).toBeUndefined();
    expect(expired(saved(), { journal, used: undefined, now: NOW - HOUR })?.code).toBe('plan/clock');
  });
});
