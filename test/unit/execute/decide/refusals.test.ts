import { describe, expect, it } from 'vitest';
import { whyNotThat } from '../../../../src/execute/decide/executed.ts';
import { whyNotNever } from '../../../../src/execute/decide/not-executed.ts';
import { REFUSAL_CODES, type Refused } from '../../../../src/execute/decide/refused.ts';
import type { Candidate, Sight, Unread, VenueSight } from '../../../../src/execute/decide/sight.ts';
import type { Survey } from '../../../../src/execute/survey.ts';
import { decimal } from '../../../../src/model/decimal.ts';
import { type Attempt, type History, lastAttempt } from '../../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../../src/model/ids.ts';
import type { OrderRow } from '../../../../src/model/order.ts';
import {
  ID,
  NOW,
  type Past,
  RESERVE,
  SETTLE,
  accountOf,
  attemptOf,
  historyOf,
  rowOf,
} from '../../../support/cases.ts';
import { TREASURY } from '../../../support/events.ts';
import { FakeVenue, ManualClock } from '../ports.ts';

/* What is not recorded, whoever says it: by what the venue shows and the journal knows. */

const MINUTE = 60_000;
const DIP = attemptOf('dip');
const OTHER = attemptOf('other');
const LOST: readonly Past[] = [
  [MINUTE, DIP.intent({ deadline: NOW - MINUTE + 5000 })],
  [MINUTE, DIP.about('in-doubt', { code: 'lost', message: 'the answer was lost' })],
  [MINUTE, OTHER.intent()],
  [MINUTE, OTHER.accepted()],
  [MINUTE, OTHER.linked('o-other')],
];
const HERE = { environment: 'live' };
const BEYOND: Unread = { reason: 'order o-3: it has no symbol; it may be this one', remedy: 'Look at it.' };

const UNCLEAR = { id: 'o-3' as VenueOrderId, reason: 'it has traded, but not how much' };

const id = (text: string): VenueOrderId => text as VenueOrderId;
/** An order that could be the one in doubt. */
const like = (over: Partial<OrderRow> = {}): OrderRow =>
  rowOf({ size: decimal('0.50'), createdAt: NOW - MINUTE, ...over });

function attempt(history: History): Attempt {
  const last = lastAttempt(history, orderKey('dip'));
  if (last === undefined) throw new Error('no attempt');
  return last;
}

const sightOf = (past: readonly Past[] = LOST): Sight => {
  const venue = { found: [], candidates: [], settle: SETTLE };
  return { attempt: attempt(historyOf(...past)), question: 'in-doubt', learned: [], readAt: NOW, venue };
};
const shown = (found: readonly OrderRow[], candidates: VenueSight['candidates'] = []): VenueSight => ({
  found,
  candidates,
  settle: SETTLE,
});
const candidate = (row: OrderRow, owner?: string): Candidate => ({
  row,
  ...(owner === undefined ? {} : { owner: orderKey(owner) }),
});

const never = (
  venue: VenueSight,
  { sight = sightOf(), others = [] }: { sight?: Sight; others?: readonly VenueOrderId[] } = {},
): Refused | undefined => whyNotNever(sight, venue, others, NOW);

interface Books {
  readonly own?: readonly OrderRow[];
  readonly reserve?: readonly OrderRow[];
  readonly unreadable?: string;
}

/** Two accounts at one venue, each with orders of its own. */
function surveyOf({ own = [], reserve = [], unreadable }: Books): Survey {
  const clock = new ManualClock();
  const [one, two] = [new FakeVenue(clock, []), new FakeVenue(clock, [])];
  one.rows = own;
  two.rows = reserve;
  one.unreadable = unreadable;
  const accounts = new Map([TREASURY, RESERVE].map((name) => [name, accountOf(name)]));
  const readers = new Map([
    [TREASURY, one.reader],
    [RESERVE, two.reader],
  ]);
  return { accounts, readers, clock };
}

const that = (
  which: string,
  books: Books,
  venue: VenueSight = shown([]),
  past: readonly Past[] = LOST,
): Promise<Refused | undefined> =>
  whyNotThat(
    { of: surveyOf(books), history: historyOf(...past), here: HERE },
    sightOf(past),
    venue,
    id(which),
  );

const REFUSALS: readonly (readonly [
  what: string,
  code: Refused['code'],
  says: RegExp,
  ask: () => Refused | undefined | Promise<Refused | undefined>,
])[] = [
  ['that what the venue shows never was', 'found', /shows it: o-1/, () => never(shown([like()]))],
  [
    'that what came back never was',
    'found',
    /shows it: o-1/,
    () => never(shown([like()]), { sight: { ...sightOf(), question: 'came-back' } }),
  ],
  [
    'that two orders of one tag never were',
    'found',
    /more than one order under its tag: o-1, o-2/,
    () =>
      never(shown([like(), like({ id: id('o-2') })]), { sight: { ...sightOf(), question: 'two-orders' } }),
  ],
  [
    'that what may still be sent never was',
    'under-way',
    /a run may send it until 2026-12-01T14:00:05.000Z/,
    () => never(shown([]), { sight: sightOf([[0, DIP.intent({ deadline: NOW + 5000 })]]) }),
  ],
  [
    'that what lists may not show yet never was',
    'too-soon',
    /sent at 2026-12-01T13:59:55\.000Z, and the venue's lists may be late/,
    () => {
      const past: readonly Past[] = [
        [5000, DIP.intent({ deadline: NOW })],
        [5000, DIP.about('in-doubt', { code: 'lost', message: 'm' })],
      ];
      return never(shown([]), { sight: sightOf(past) });
    },
  ],
  [
    'that it never was while another may be it',
    'candidates',
    /^An order on the same terms .* may be it: o-1\.$/,
    () => never(shown([], [candidate(like()), candidate(like({ id: id('o-2') }), 'other')])),
  ],
  [
    'that it never was where one of two was told apart',
    'candidates',
    /may be it: o-2\.$/,
    () => never(shown([], [candidate(like()), candidate(like({ id: id('o-2') }))]), { others: [ID] }),
  ],
  [
    'that it never was while two may be it',
    'candidates',
    /^2 orders .* may be it: o-1, o-2\.$/,
    () => never(shown([], [candidate(like()), candidate(like({ id: id('o-2') }))])),
  ],
  [
    'that it never was where nobody can tell what is like it',
    'candidates-unread',
    /can't be told: order o-3/,
    () => never(shown([], BEYOND)),
  ],
  [
    'that it never was where an order that may be it is not told apart',
    'candidates',
    /may be it: o-3/,
    () => never({ ...shown([]), unclear: [UNCLEAR] }),
  ],
  [
    'that it is an order of which nobody can tell what it is',
    'unread',
    /o-3 can't be understood: it has traded/,
    () => that('o-3', {}, { ...shown([]), unclear: [UNCLEAR] }),
  ],
  ['an id of nothing', 'not-found', /shows no order o-9 on account treasury/, () => that('o-9', {})],
  [
    'an id while the account can’t be read',
    'unread',
    /can't be read/,
    () => that('o-1', { own: [like()], unreadable: 'the venue is gone' }),
  ],
  [
    'an id of another account',
    'elsewhere',
    /is on account reserve, and dip was sent to treasury/,
    () => that('o-1', { reserve: [like()] }),
  ],
  [
    'the id of another entry’s order',
    'claimed',
    /Order o-other is other already/,
    () => that('o-other', { own: [like({ id: id('o-other') })] }),
  ],
  [
    'the id of an earlier attempt of the same entry',
    'claimed',
    /is attempt 1 of generation 1 of dip already/,
    () => {
      const second = attemptOf('dip', { attempt: 2 });
      return that('o-1', { own: [like()] }, shown([]), [
        [3 * MINUTE, DIP.intent()],
        [3 * MINUTE, DIP.accepted()],
        [3 * MINUTE, DIP.linked()],
        [2 * MINUTE, DIP.final('cancelled')],
        [MINUTE, second.intent()],
      ]);
    },
  ],
  [
    'the id of an order that was sent with another tag',
    'other-tag',
    new RegExp(`carries the tag ${OTHER.tag}, and dip was sent with ${DIP.tag}`),
    () => that('o-1', { own: [like({ reference: OTHER.tag })] }),
  ],
  ...(
    [
      [{ ticker: 'ETH-USD' }, /ticker ETH-USD, and BTC-USD was sent/],
      [{ side: 'sell' }, /side sell, and buy was sent/],
      [{ strategy: 'LIMIT' }, /strategy LIMIT, and GTC was sent/],
      [{ size: decimal('0.51') }, /size 0\.51, and 0\.50 was sent/],
      [{ priceLimit: decimal('95010') }, /priceLimit 95010, and 95000\.00 was sent/],
    ] as const
  ).map(
    ([over, says]) =>
      [
        `the id of an order on other terms: ${Object.keys(over).join()}`,
        'other-terms',
        says,
        () => that('o-1', { own: [like(over)] }),
      ] as const,
  ),
  [
    'the id of an order that was there before',
    'too-old',
    /was made at 2026-12-01T13:53:00.000Z, before dip was sent/,
    () => that('o-1', { own: [like({ createdAt: NOW - 7 * MINUTE })] }),
  ],
  [
    'another id than the venue shows of it',
    'another',
    /it is order o-2, not o-1/,
    () => that('o-1', { own: [like()] }, shown([like({ id: id('o-2') })])),
  ],
];

describe('a decision that is refused', () => {
  it.each(REFUSALS)('%s: %s', async (_what, code, says, ask) => {
    const refused = await ask();
    expect(refused?.code).toBe(code);
    expect(refused?.message).toMatch(says);
    expect(refused?.remedy).toMatch(/^[A-Z].*[.A-Za-z]$/);
  });

  it('is taken once a person has told the unreadable order apart', () => {
    expect(never({ ...shown([]), unclear: [UNCLEAR] }, { others: [UNCLEAR.id] })).toBeUndefined();
  });

  // `settled` is said where nothing is open at all: see test/e2e/resolve.test.ts.
  it('is refused for every reason that there is', () =>
    expect(new Set(REFUSALS.map(([, code]) => code))).toEqual(
      new Set(REFUSAL_CODES.filter((code) => code !== 'settled')),
    ));
});

describe('a decision that holds', () => {
  it.each<readonly [string, () => Refused | undefined | Promise<Refused | undefined>]>([
    ['never, where nothing is like it', () => never(shown([]))],
    [
      'never, where all that is like it is other entries’',
      () => never(shown([], [candidate(like(), 'other')])),
    ],
    [
      'never, where what is like it was told apart',
      () => never(shown([], [candidate(like())]), { others: [ID] }),
    ],
    ['an order without a tag that could be it', () => that('o-1', { own: [like()] })],
    ['a candidate', () => that('o-1', {}, shown([], [candidate(like())]))],
    ['what the venue shows of it', () => that('o-1', {}, shown([like({ reference: DIP.tag })]))],
    ['an order whose row tells neither size nor time', () => that('o-1', { own: [rowOf()] })],
    [
      'an order whose size is a float’s',
      () => that('o-1', { own: [like({ size: decimal('0.5000000000000001') })] }),
    ],
    [
      'an order of a clock that is 4 minutes behind',
      () => that('o-1', { own: [like({ createdAt: NOW - 5 * MINUTE })] }),
    ],
  ])('%s', async (_what, ask) => expect(await ask()).toBeUndefined());
});
