import { describe, expect, it } from 'vitest';
import { LimitGate } from '../../../src/execute/limit-gate.ts';
import type { SubmitOutcome } from '../../../src/execute/outgoing.ts';
import { submitOnce } from '../../../src/execute/submit.ts';
import { decimal } from '../../../src/model/decimal.ts';
import type { EventDraft } from '../../../src/model/event.ts';
import { type Key, orderKey } from '../../../src/model/ids.ts';
import { type AccountLimits, type Limits, NO_LIMITS } from '../../../src/model/limits.ts';
import type { Entry } from '../../../src/model/order.ts';
import { NOW, accountOf, attemptOf, entryOf } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';
import { type Bench, bench } from './ports.ts';

/*
 * What was in bounds when the plan was approved may not be so when its turn comes: limits are held once more, with the journal and
 * the prices of that moment. `termsOf()` buys 0.50 BTC at 95000 USD.
 */

const TREASURY = accountOf().name;
const DIP = orderKey('dip');
const OTHER = attemptOf('other');
const PROVEN: readonly EventDraft[] = [OTHER.intent(), OTHER.accepted(), OTHER.linked('o-0')];

async function limited(
  own: Partial<AccountLimits>,
  past: readonly EventDraft[] = PROVEN,
  whole: Partial<Limits> = {},
  entries: readonly Entry[] = [],
): Promise<Bench> {
  const b = await bench(past);
  const accounts = new Map([[TREASURY, { timezone: 'UTC', ...own }]]);
  const limits: Limits = { ...NO_LIMITS, ...whole, accounts, text: '{"a":1}' };
  const survey = {
    readers: new Map([[TREASURY, b.venue.reader]]),
    accounts: b.desk.accounts,
    clock: b.clock,
  };
  const gate = new LimitGate({ settings: { limits, isPaper: true }, survey, entries });
  await gate.begin(b.desk.journal.history, new Map());
  return { ...b, desk: { ...b.desk, limits: gate } };
}

const submit = ({ desk, journal }: Bench, key: Key = DIP): Promise<SubmitOutcome> => {
  const submission = { generation: 1, attempt: 1, target: termsOf(), wire: termsOf() };
  const account = desk.accounts.get(TREASURY);
  if (account === undefined) throw new Error('unreachable');
  return submitOnce(desk, account, key, submission, journal.events.length);
};

const priced = (b: Bench, bid: string, ask: string, at = NOW): Bench => {
  b.venue.reader.reference = (ticker) =>
    Promise.resolve({ ticker, bid: decimal(bid), ask: decimal(ask), at });
  return b;
};

describe('a limit that the world has moved into', () => {
  it('refuses before anything is written or sent', async () => {
    const b = await limited({ maxOpenOrders: 1 });
    expect(await submit(b)).toEqual({
      kind: 'limited',
      message: expect.stringMatching(/^TF-L06: .*maxOpenOrders/) as string,
    });
    expect(b.log).toEqual([]);
  });

  it('counts what this run has sent since', async () => {
    const b = await limited({ maxOpenOrders: 2 });
    expect((await submit(b)).kind).toBe('accepted');
    expect((await submit(b, orderKey('next'))).kind).toBe('limited');
    expect(b.log.filter((step) => step === 'send')).toHaveLength(1);
  });

  it('gives the same room to one of two orders that go out side by side', async () => {
    const b = await limited({}, PROVEN, { maxSubmitsPerApply: 1 });
    const both = await Promise.all([submit(b), submit(b, orderKey('next'))]);
    expect(both.map(({ kind }) => kind)).toEqual(['accepted', 'limited']);
    expect(b.log.filter((step) => step === 'send')).toHaveLength(1);
  });

  it('has room again for the next where an order was refused', async () => {
    const b = await limited({ maxOpenOrders: 2 }, PROVEN, { maxSubmitsPerApply: 1 });
    const accepts = b.venue.verdicts;
    b.venue.verdicts = [{ kind: 'rejected', code: 'credit', message: 'no credit', ack: {} }];
    expect((await submit(b)).kind).toBe('rejected');
    b.venue.verdicts = accepts;
    expect((await submit(b, orderKey('next'))).kind).toBe('accepted');
    expect((await submit(b, orderKey('third'))).kind).toBe('limited');
  });

  it.each([
    ['the market has fallen away from its price', '90000', '90100', NOW, /^TF-L09: /],
    ['the price is too old', '94000', '94100', NOW - 60_000, /^TF-L10: /],
    ['the book is crossed', '94200', '94100', NOW, /^TF-L10: /],
    ['the price is from the future', '94000', '94100', NOW + 60_000, /^TF-L10: /],
  ] as const)('refuses where %s', async (_, bid, ask, at, words) => {
    const b = priced(await limited({ priceCollar: decimal('2') }), bid, ask, at);
    expect(await submit(b)).toMatchObject({
      kind: 'limited',
      message: expect.stringMatching(words) as string,
    });
    expect(b.log).not.toContain('send');
  });

  it('lets an order within its collar go', async () => {
    const b = priced(await limited({ priceCollar: decimal('2') }), '94000', '94100');
    expect((await submit(b)).kind).toBe('accepted');
  });
});

describe('too many failures in a row', () => {
  it('halt the account until a person lifts it', async () => {
    const b = await limited({}, PROVEN, { consecutiveFailures: 1 });
    b.venue.verdicts = [{ kind: 'rejected', code: 'credit', message: 'no credit', ack: {} }];
    const outcome = await submit(b);
    expect(outcome).toMatchObject({ kind: 'not-sent', stop: true });
    expect(b.journal.events.at(-1)).toMatchObject({
      type: 'halted',
      data: { scope: { kind: 'account', account: TREASURY } },
    });
    expect((await submit(b, orderKey('next'))).kind).not.toBe('accepted');
    expect(b.log.filter((step) => step === 'send')).toHaveLength(1);
  });
});

describe('an exception from a limit', () => {
  it('is journalled before the order that it lets out', async () => {
    const overrides = [{ limit: 'TF-L05', reason: 'signed by the board' }];
    const entry = { ...entryOf('dip'), overrides } as Entry;
    const b = await limited({ maxNotional: { USD: decimal('1000') } }, PROVEN, {}, [entry]);
    expect((await submit(b)).kind).toBe('accepted');
    const types = b.journal.events.map(({ type }) => type);
    expect(types.indexOf('overridden')).toBeLessThan(types.lastIndexOf('intent'));
    expect(b.journal.events.find(({ type }) => type === 'overridden')?.data).toMatchObject({
      limit: 'TF-L05',
      reason: 'signed by the board',
    });
  });
});
