import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventData } from '../../../src/model/event.ts';
import { orderKey } from '../../../src/model/ids.ts';
import type { Entry } from '../../../src/model/order.ts';
import type { PlanLine } from '../../../src/model/plan.ts';
import { remainder } from '../../../src/plan/submission.ts';
import {
  DAY,
  DENIED,
  NOW,
  type Past,
  RESERVE,
  type World,
  accountOf,
  attemptOf,
  dollars,
  entryOf,
  fillOf,
  historyOf,
  planOf,
  rowOf,
  snapshotOf,
} from '../../support/cases.ts';
import { TREASURY, asOrder, termsOf } from '../../support/events.ts';

const DIP = attemptOf('dip');
const gtd = (expirationTime: number): Entry =>
  entryOf('dip', { terms: termsOf({ strategy: 'GTD', expirationTime }) });
const lineOf = (world: World, name = 'dip'): PlanLine | undefined =>
  planOf(world).all.find((line) => line.key === orderKey(name));

describe('what is left to send', () => {
  it.each([
    ['0', '0', '0.50'],
    ['0.2', '19000', '0.3'],
    ['0.49999999', '1', '0.00000001'],
    ['0.50', '47000', undefined],
    ['0.6', '57000', undefined],
  ])('of 0.50 BTC received, once %s is filled', (received, delivered, left) => {
    const rest = remainder(termsOf(), fillOf(received, delivered));
    expect(rest && asOrder(rest).receiveQuantity).toBe(left);
  });

  it.each([
    ['0', '0', '47500.00'],
    ['0.2', '19000', '28500'],
    ['0.50', '47500', undefined],
  ])('of 47500.00 USD delivered, once %s BTC are filled for %s', (received, delivered, left) => {
    const rest = remainder(dollars(), fillOf(received, delivered));
    expect(rest && asOrder(rest).deliverQuantity).toBe(left);
  });

  it('keeps the digits of the file where nothing is filled', () => {
    expect(remainder(termsOf(), fillOf('0.00', '0.0'))).toEqual(termsOf());
  });

  it('changes the quantity alone', () => {
    const { receiveQuantity: _, ...rest } = termsOf({ usernameRef: 'abc' });
    expect(remainder({ ...rest, receiveQuantity: decimal('0.50') }, fillOf('0.1'))).toEqual({
      ...rest,
      receiveQuantity: '0.4',
    });
  });
});

const halt = (scope: EventData['halted']['scope']): Past => [
  0,
  DIP.about('halted', { scope, reason: 'closed' }),
];

const lift = (scope: EventData['halted']['scope']): Past => [
  0,
  DIP.about('unhalted', { scope, approver: 'ada' }),
];

const account = (name: typeof TREASURY): EventData['halted']['scope'] => ({
  kind: 'account',
  account: name,
});

const keys = (...names: readonly string[]): EventData['halted']['scope'] => ({
  kind: 'keys',
  keys: names.map(orderKey),
});

describe('what holds an order back', () => {
  it.each<[string, World, PlanLine['code']]>([
    ['nothing', {}, 'new-entry'],
    ['a halt of everything', { history: historyOf(halt({ kind: 'all' })) }, 'blocked-halt'],
    ['a halt of its account', { history: historyOf(halt(account(TREASURY))) }, 'blocked-halt'],
    ['a halt of its name', { history: historyOf(halt(keys('x', 'dip'))) }, 'blocked-halt'],
    ['a halt of another account', { history: historyOf(halt(account(RESERVE))) }, 'new-entry'],
    ['a halt of another name', { history: historyOf(halt(keys('x'))) }, 'new-entry'],
    [
      'a halt that was lifted',
      { history: historyOf(halt({ kind: 'all' }), lift({ kind: 'all' })) },
      'new-entry',
    ],
    [
      'a halt of which another part was lifted',
      { history: historyOf(halt({ kind: 'all' }), lift(account(TREASURY))) },
      'blocked-halt',
    ],
    ['missing limits', { limits: DENIED }, 'blocked-limits'],
    [
      'a tag that was not chosen',
      { accounts: [{ name: TREASURY, venue: 'aquanow', id: accountOf().id }] },
      'blocked-tag',
    ],
    ['no tag by choice', { accounts: [accountOf(TREASURY, { tag: 'none' })] }, 'new-entry'],
    ['notAfter, a moment ahead', { entries: [entryOf('dip', { notAfter: NOW + 1 })] }, 'new-entry'],
    ['notAfter, now', { entries: [entryOf('dip', { notAfter: NOW })] }, 'new-entry'],
    ['notAfter, passed', { entries: [entryOf('dip', { notAfter: NOW - 1 })] }, 'blocked-not-after'],
    ['expirationTime, a moment ahead', { entries: [gtd(NOW + 1)] }, 'new-entry'],
    ['expirationTime, now', { entries: [gtd(NOW)] }, 'blocked-expiry'],
    ['expirationTime, in 90 days', { entries: [gtd(NOW + 90 * DAY)] }, 'new-entry'],
    ['expirationTime, later than that', { entries: [gtd(NOW + 90 * DAY + 1)] }, 'blocked-expiry'],
  ])('%s', (_what, world, code) => {
    const line = lineOf({ entries: [entryOf('dip')], ...world });
    expect(line?.code).toBe(code);
    expect(line?.action).toBe(code === 'new-entry' ? 'submit' : 'none');
    // What it would be is shown in any case.
    expect(line?.submission?.attempt).toBe(1);
  });

  it('names the halt before all else, so that nobody mends files in vain', () => {
    const line = lineOf({
      entries: [gtd(NOW - 1)],
      history: historyOf(halt({ kind: 'all' })),
      limits: DENIED,
    });
    expect(line).toMatchObject({ code: 'blocked-halt', level: 'refused', reason: 'TF-L22, halted: closed' });
  });
});

describe('a doubt', () => {
  const OTHER = attemptOf('other');
  const placed: readonly Past[] = [
    [60_000, OTHER.intent()],
    [60_000, OTHER.accepted()],
    [60_000, OTHER.linked()],
  ];
  const back: readonly Past[] = [...placed, [50_000, OTHER.final('cancelled')]];
  const second = attemptOf('other', { attempt: 2, account: RESERVE });
  const entries = [entryOf('dip'), entryOf('other')];

  it.each<[string, World, string]>([
    ['an order in doubt', { history: historyOf([60_000, OTHER.intent()]) }, 'other is in doubt'],
    [
      'one that came back',
      { history: historyOf(...back), snapshots: [snapshotOf([rowOf({ reference: OTHER.tag })])] },
      'other came back',
    ],
    [
      'one that came back after its entry went on to another account',
      {
        history: historyOf(
          ...back,
          [1000, second.intent()],
          [1000, second.accepted()],
          [1000, second.linked('o-9')],
        ),
        snapshots: [snapshotOf([rowOf({ reference: OTHER.tag })]), snapshotOf([], { account: RESERVE })],
      },
      'other came back',
    ],
    [
      'two under one tag',
      {
        history: historyOf(...placed),
        snapshots: [snapshotOf([rowOf(), rowOf({ id: 'o-2' as never, reference: OTHER.tag })])],
      },
      'other has two orders',
    ],
    [
      'an order of ours of which the journal knows nothing',
      { snapshots: [snapshotOf([rowOf({ reference: attemptOf('lost').tag })])] },
      'orders of ours that this journal did not place',
    ],
  ])('on the account holds everything new back: %s', (_what, world, reason) => {
    const line = lineOf({ entries, ...world });
    expect(line).toMatchObject({ action: 'none', code: 'blocked-account', level: 'blocked' });
    expect(line?.reason).toContain(reason);
    expect(planOf({ entries, ...world }).plan.lines.some((l) => l.level === 'person')).toBe(true);
  });

  it('leaves other accounts alone', () => {
    const world: World = {
      entries: [entryOf('dip', { account: RESERVE })],
      history: historyOf([60_000, OTHER.intent()]),
      snapshots: [snapshotOf([]), snapshotOf([], { account: RESERVE })],
    };
    expect(lineOf(world)?.action).toBe('submit');
  });
});

describe('attempts and their tags', () => {
  const retried: readonly Past[] = [
    [60_000, DIP.intent()],
    [60_000, DIP.about('not-sent', { code: 'c', message: 'm' })],
  ];

  it('counts on within a generation, and anew in the next', () => {
    expect(lineOf({ entries: [entryOf('dip')], history: historyOf(...retried) })?.submission?.attempt).toBe(
      2,
    );
    const raised = entryOf('dip', { generation: 2 });
    expect(lineOf({ entries: [raised], history: historyOf(...retried) })?.submission).toMatchObject({
      generation: 2,
      attempt: 1,
    });
  });

  it('never gives out a tag again that an order took along when it was renamed', () => {
    const was = attemptOf('old');
    const history = historyOf(
      [60_000, was.intent()],
      [60_000, was.accepted()],
      [60_000, was.linked()],
      [50_000, was.about('renamed', { renames: [{ from: orderKey('old'), to: orderKey('dip') }] })],
    );
    const world: World = {
      entries: [entryOf('dip'), entryOf('old')],
      history,
      snapshots: [snapshotOf([rowOf({ reference: was.tag })])],
    };
    expect(lineOf(world)?.code).toBe('resting');
    expect(lineOf(world, 'old')).toMatchObject({
      action: 'submit',
      submission: { generation: 1, attempt: 2 },
    });
  });
});

describe('an edit of ticker or side', () => {
  const placed: readonly Past[] = [
    [60_000, DIP.intent()],
    [60_000, DIP.accepted()],
    [60_000, DIP.linked()],
  ];
  const edited = entryOf('dip', { terms: termsOf({ ticker: 'ETH-USD' }) });
  const world = (filled: string): World => ({
    entries: [edited],
    history: historyOf(...placed),
    snapshots: [snapshotOf([rowOf({ reference: DIP.tag, fill: fillOf(filled, filled) })])],
  });

  it('replaces an order of which nothing was filled, with the whole of its quantity', () => {
    expect(lineOf(world('0'))).toMatchObject({
      action: 'replace',
      submission: { wire: { receiveQuantity: '0.50' } },
    });
  });

  it('is held back once something was: bitcoin is not set off against ether', () => {
    expect(lineOf(world('0.1'))).toMatchObject({
      action: 'none',
      code: 'blocked-remainder',
      level: 'blocked',
    });
    expect(lineOf(world('0.1'))?.reason).toContain('raise generation to 2');
  });

  it('is held back where the fill came between cancel and submit', () => {
    const raced = historyOf(
      ...placed,
      [3000, DIP.about('replacing', { target: edited.terms })],
      [3000, DIP.about('cancel-intent', { orderId: rowOf().id })],
      [1000, DIP.final('cancelled', fillOf('0.1', '9500'))],
    );
    expect(lineOf({ entries: [edited], history: raced })).toMatchObject({
      action: 'none',
      code: 'blocked-remainder',
    });
    const raised = { ...edited, generation: 2 };
    expect(lineOf({ entries: [raised], history: raced })).toMatchObject({
      action: 'submit',
      submission: { wire: { receiveQuantity: '0.50' } },
    });
  });
});

const exposure = (world: World) => planOf(world).plan.exposure;
const placed = (name: string, id: string): readonly Past[] => {
  const told = attemptOf(name);
  return [
    [60_000, told.intent()],
    [60_000, told.accepted()],
    [60_000, told.linked(id)],
  ];
};

describe('what the book holds afterwards', () => {
  it('is what rests and what is sent, less what is cancelled, by currency and side', () => {
    const sell = entryOf('tp', {
      terms: termsOf({ ticker: 'ETH-CAD', side: 'sell', receiveQuantity: decimal('1000') }),
    });
    const world: World = {
      entries: [entryOf('kept'), sell],
      history: historyOf(...placed('kept', 'o-1'), ...placed('gone', 'o-2')),
      snapshots: [snapshotOf([rowOf(), rowOf({ id: 'o-2' as never })])],
    };
    expect(exposure(world)).toMatchObject({
      orders: 2,
      buys: { USD: '47500' },
      sells: { CAD: '1000' },
      unpriced: 0,
    });
  });

  it('counts an order once in a replace, on its new terms', () => {
    const world: World = {
      entries: [entryOf('kept', { terms: termsOf({ priceLimit: decimal('96000') }) })],
      history: historyOf(...placed('kept', 'o-1')),
      snapshots: [snapshotOf([rowOf()])],
    };
    expect(exposure(world)).toMatchObject({ orders: 1, buys: { USD: '48000' }, sells: {}, unpriced: 0 });
  });

  it.each<[string, World]>([
    ['in doubt', { history: historyOf([60_000, attemptOf('kept').intent()]) }],
    ['not listed', { history: historyOf(...placed('kept', 'o-1')) }],
    [
      'on an account that can not be read',
      {
        history: historyOf(...placed('kept', 'o-1')),
        snapshots: [{ ...snapshotOf([]), state: 'unknown', reason: 'r', remedy: 'm' } as never],
      },
    ],
    [
      'on an account that is gone from the project',
      { history: historyOf(...placed('kept', 'o-1')), accounts: [accountOf(RESERVE)] },
    ],
  ])('counts an order that is %s', (_what, world) => {
    expect(exposure({ entries: [entryOf('kept')], ...world })).toMatchObject({
      orders: 1,
      buys: { USD: '47500' },
    });
  });

  it('does not count what is held back', () => {
    expect(exposure({ entries: [entryOf('dip')], limits: DENIED }).orders).toBe(0);
  });
});
