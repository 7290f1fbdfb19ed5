import { describe, expect, it } from 'vitest';
import { type CancelNow, type CancelReport, cancelNow } from '../../../src/execute/cancel-now.ts';
import { keysOfTyped, unknownNames } from '../../../src/execute/cancel-reading.ts';
import type { History } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import type { Project } from '../../../src/model/project.ts';
import { renderCancel } from '../../../src/report/cancel-text.ts';
import {
  NOW,
  SCOPE,
  SETTLE,
  STRANGER,
  accountOf,
  attemptOf,
  historyOf,
  learn,
  rowOf,
  strategyAttemptOf,
} from '../../support/cases.ts';
import { TREASURY } from '../../support/events.ts';
import { FakeVenue, ManualClock } from './ports.ts';

const a = attemptOf('a');
const live = rowOf({ reference: a.tag });
const gone = (row: OrderRow): OrderRow => ({ ...row, status: 'cancelled', statusText: 'CANCELLED' });
const resting = historyOf([60_000, a.intent()], [60_000, a.accepted()], [59_000, a.linked()]);

interface World {
  readonly venue: FakeVenue;
  readonly clock: ManualClock;
  readonly log: string[];
  readonly told: string[];
  readonly stop: AbortController;
  run(over?: Partial<CancelNow>): Promise<CancelReport>;
}

function world(history: History | undefined, rows: readonly OrderRow[]): World {
  const [log, told]: [string[], string[]] = [[], []];
  const clock = new ManualClock();
  const venue = new FakeVenue(clock, log);
  const stop = new AbortController();
  venue.rows = rows;
  // As venues do: what is cancelled is over at the next look.
  venue.onCancel = (id) => {
    venue.rows = venue.rows.map((row) => (row.id === id ? gone(row) : row));
  };
  const accounts = new Map([[TREASURY, accountOf()]]);
  const port = { reader: venue.reader, writer: () => venue.writer, close: () => Promise.resolve() };
  const venues = new Map([[TREASURY, { ...port, capabilities: { settle: SETTLE } }]]);
  const of: CancelNow = {
    ...{ scope: SCOPE, what: { kind: 'all' }, names: [], accounts, venues, clock, stop: stop.signal },
    history: () => Promise.resolve(history),
    tell: (text) => told.push(text),
  };
  return { venue, clock, log, told, stop, run: (over) => cancelNow({ ...of, ...over }) };
}

const passed = ({ clock }: World): number => clock.time - NOW;

describe('a cancel', () => {
  it('is asked for once, and proved by two readings', async () => {
    const w = world(resting, [live, STRANGER]);
    const report = await w.run();
    expect(w.log).toEqual(['snapshot', 'cancel o-1', 'snapshot', 'snapshot']);
    expect(report).toMatchObject({
      proved: true,
      stillLive: [],
      unproved: [],
      notOurs: 1,
      journalRead: true,
    });
    expect(report.ended).toEqual([{ ...gone(live), account: TREASURY, key: orderKey('a') }]);
  });

  it('is of an order that a run renames meanwhile', async () => {
    const renames = [{ from: orderKey('a'), to: orderKey('b') }];
    const w = world(learn(resting, [{ type: 'renamed', data: { renames } }]), [live]);
    const what = { kind: 'keys', keys: [orderKey('a')] } as const;
    expect(await w.run({ what, names: ['a'] })).toMatchObject({ proved: true, ended: [{ key: 'order/b' }] });
    expect(w.log).toContain('cancel o-1');
  });

  it('is proved only once a send that was under way has had its time, and cancels what comes of it', async () => {
    const w = world(historyOf([0, a.intent({ deadline: NOW + 5_000 })]), []);
    w.venue.onSnapshot = () => {
      if (passed(w) > 4_000 && w.venue.rows.length === 0) w.venue.rows = [live];
    };
    const report = await w.run();
    expect(report.ended.map(({ id, status }) => [id, status])).toEqual([['o-1', 'cancelled']]);
    expect(report.proved).toBe(true);
  });

  it('leaves an attempt in doubt to a person, after its deadline and `settle`', async () => {
    const w = world(historyOf([0, a.intent({ deadline: NOW + 5_000 })]), []);
    const report = await w.run();
    expect(report).toMatchObject({ proved: false, unproved: [{ needsPerson: true }] });
    expect(passed(w)).toBeGreaterThan(5_000 + SETTLE);
    expect(passed(w)).toBeLessThan(5_000 + SETTLE + 2_000);
  });

  it('leaves an order that went out without a tag and was answered without an id to a person at once', async () => {
    const w = world(historyOf([1_000, a.intent({ tagSent: false })], [1_000, a.accepted()]), [STRANGER]);
    const reason = 'accepted, and which order at the venue it is, is not known';
    expect(await w.run()).toMatchObject({ proved: false, unproved: [{ reason, needsPerson: true }] });
  });

  it.each([
    [true, 'in doubt, and not at the venue so far'],
    [false, 'in doubt, and carries no tag: one of those that are not ours may be it'],
  ])('says where an attempt in doubt may be, if its tag was sent: %s', async (tagSent, words) => {
    const report = await world(historyOf([60_000, a.intent({ tagSent })]), [STRANGER]).run();
    expect(report).toMatchObject({ notOurs: 1, unproved: [{ reason: expect.stringContaining(words) }] });
  });

  it('does not say of an attempt in doubt that it is not there where the account could not be read', async () => {
    const w = world(historyOf([60_000, a.intent()]), []);
    w.venue.unreadable = 'no answer';
    expect(await w.run()).toMatchObject({
      unproved: [{ reason: 'in doubt, and its account could not be read' }],
    });
  });

  it('waits `settle` for an order that was accepted a moment ago and is not listed', async () => {
    const w = world(historyOf([1_000, a.intent()], [1_000, a.accepted()]), []);
    w.venue.onSnapshot = () => {
      if (passed(w) > 3_000 && w.venue.rows.length === 0) w.venue.rows = [live];
    };
    expect(await w.run()).toMatchObject({ proved: true, ended: [{ id: 'o-1' }] });
  });

  it('tells what the venue said where the order is live still, and gives up in the end', async () => {
    const w = world(resting, [live]);
    w.venue.onCancel = () => undefined;
    w.venue.cancels = [{ kind: 'refused', message: 'not now' }];
    const report = await w.run();
    expect(report).toMatchObject({ proved: false, stillLive: [{ id: 'o-1', key: 'order/a' }] });
    expect(w.told[0]).toBe('a: not now');
    expect(passed(w)).toBeGreaterThan(30_000);
    expect(passed(w)).toBeLessThan(60_000);
  });

  it('says nothing of a refusal that turns out not to matter', async () => {
    const w = world(resting, [live]);
    w.venue.cancels = [{ kind: 'unknown', message: 'timeout' }];
    expect(await w.run()).toMatchObject({ proved: true });
    expect(w.told).toEqual([]);
  });

  it('has patience with a long book, as long as it gets on', async () => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      rowOf({ id: `o-${i}` as VenueOrderId, reference: attemptOf(`n-${i}`).tag }),
    );
    const w = world(resting, rows);
    const cancel = w.venue.onCancel;
    w.venue.onCancel = (id) => {
      w.clock.pass(5_000);
      cancel(id);
    };
    const report = await w.run();
    expect(report).toMatchObject({ proved: true, stillLive: [], ended: { length: 30 } });
    expect(passed(w)).toBeGreaterThan(150_000);
  });

  it('reads `settle` apart where no journal tells what was sent a moment ago', async () => {
    const w = world(undefined, [live]);
    const report = await w.run();
    expect(report).toMatchObject({ proved: true, journalRead: false, ended: [{ status: 'cancelled' }] });
    expect(passed(w)).toBeGreaterThanOrEqual(SETTLE);
  });

  it('takes an order that is in no list any more for live, until it is shown to have ended', async () => {
    const w = world(undefined, [live]);
    w.venue.onCancel = () => {
      w.venue.rows = [];
    };
    expect(await w.run()).toMatchObject({ proved: false, stillLive: [{ id: 'o-1' }], ended: [] });
  });

  it('stops between two cancels', async () => {
    const second = rowOf({ id: 'o-2' as VenueOrderId, reference: attemptOf('b').tag });
    const w = world(resting, [live, second]);
    w.venue.onCancel = () => w.stop.abort(new Error('interrupted'));
    const report = await w.run();
    expect(w.log.filter((line) => line.startsWith('cancel'))).toEqual(['cancel o-1']);
    expect(report).toMatchObject({ proved: false, unknownNames: [] });
  });
});

describe('without a journal, on an account whose orders carry no tag', () => {
  const untagged = new Map([[TREASURY, accountOf(TREASURY, { tag: 'none' })]]);

  it('calls nothing clear that it can’t tell from ours, and names it', async () => {
    const report = await world(undefined, [STRANGER]).run({ accounts: untagged });
    expect(report).toMatchObject({
      ...{ proved: false, ended: [], stillLive: [], notOurs: 0 },
      perhapsOurs: [{ id: STRANGER.id, account: TREASURY }],
    });
    const layout = { color: false, width: 400 };
    const text = renderCancel(
      report,
      { name: 'desk', environment: { name: 'live' } } as Project,
      { environment: 'live' },
      layout,
    );
    expect(text).toMatch(new RegExp(`^\\? ${STRANGER.id} .*cancel it by this id$`, 'm'));
    expect(text).not.toContain('Nothing of ours is live');
  });

  it('proves an order by the id that was typed, and an account where all is tagged', async () => {
    const names = [STRANGER.id];
    const typed = world(undefined, [STRANGER]);
    expect(
      await typed.run({ accounts: untagged, what: { kind: 'keys', keys: [orderKey(STRANGER.id)] }, names }),
    ).toMatchObject({
      ...{ proved: true, ended: [{ id: STRANGER.id }], perhapsOurs: [] },
    });
    expect(await world(undefined, [STRANGER]).run()).toMatchObject({
      proved: true,
      perhapsOurs: [],
      notOurs: 1,
    });
  });
});

describe('an account that can’t be read', () => {
  const many = historyOf(
    ...Array.from({ length: 9 }, (_, i) => attemptOf(`n-${i}`)).flatMap((it_, i) =>
      [it_.intent(), it_.accepted(`v-${i}`)].map((draft) => [60_000, draft] as const),
    ),
  );

  it('has what the journal knows of it cancelled unseen, once', async () => {
    const w = world(many, []);
    w.venue.unreadable = 'gone';
    const report = await w.run();
    expect(w.log).toEqual(['snapshot', ...Array.from({ length: 9 }, (_, i) => `cancel v-${i}`)]);
    expect(report).toMatchObject({
      proved: false,
      unproved: { length: 9 },
      unreadable: [{ reason: 'gone' }],
    });
    expect(report.unproved.every(({ needsPerson }) => !needsPerson)).toBe(true);
    expect(w.told).toHaveLength(9);
  });

  it('is asked no more once it does not answer at all', async () => {
    const w = world(many, []);
    w.venue.unreadable = 'gone';
    w.venue.cancels = [{ kind: 'unknown', message: 'no connection' }];
    await w.run();
    expect(w.log.filter((line) => line.startsWith('cancel'))).toHaveLength(3);
  });

  it('has a venue id cancelled that a person typed, and no name taken for one', async () => {
    const w = world(resting, []);
    w.venue.unreadable = 'gone';
    await w.run({ what: { kind: 'keys', keys: [orderKey('a'), orderKey('52a5')] }, names: ['a', '52a5'] });
    expect(w.log.filter((line) => line.startsWith('cancel'))).toEqual(['cancel o-1', 'cancel 52a5']);
  });
});

describe('what is typed', () => {
  const renamed = historyOf(
    [9_000, a.intent()],
    [9_000, a.accepted()],
    [8_000, a.linked()],
    [7_000, a.about('renamed', { renames: [{ from: orderKey('a'), to: orderKey('b') }] })],
  );

  it.each([
    ['a name', 'b', 'order/b'],
    ['a former name', 'a', 'order/b'],
    ['a venue id', 'o-1', 'order/b'],
    ['nothing known', 'c', undefined],
  ])('means the entry that the journal has it for: %s', (_, typed, key) => {
    expect(keysOfTyped(renamed, typed)).toEqual(key === undefined ? [] : [key]);
    expect(unknownNames([typed], renamed, [])).toEqual(key === undefined ? [typed] : []);
  });

  it('means an order and a strategy, where both had the name: either may be live', () => {
    const acc = strategyAttemptOf('b');
    const both = historyOf(
      [9_000, a.intent()],
      [9_000, a.accepted()],
      [8_000, a.about('renamed', { renames: [{ from: orderKey('a'), to: orderKey('b') }] })],
      [7_000, acc.intent()],
      [7_000, acc.accepted('s-1')],
    );
    expect(keysOfTyped(both, 'b')).toEqual(['order/b', 'strategy/b']);
    expect(keysOfTyped(both, 's-1')).toEqual(['strategy/b']);
  });

  it('is known by what the venue shows where there is no journal', () => {
    const row = { ...live, account: TREASURY, key: orderKey('a') };
    expect(unknownNames(['a', 'o-1', 'z'], undefined, [row])).toEqual(['z']);
  });
});
