import { describe, expect, it } from 'vitest';
import { orderKey } from '../../src/model/ids.ts';
import type { LedgerRow } from '../../src/venues/paper/ledger.ts';
import { ID, type Past, attemptOf, eventsOf, historyOf } from '../support/cases.ts';
import { roundsText, runRounds } from './processes/rounds.ts';
import { falseVerdicts, verdictOn } from './processes/verdict.ts';

/** `npm run simulate -- --processes 200` runs as many as it is told, a third of them with PostgreSQL. */
const ROUNDS = 16;
const SECONDS = 15;

it(
  'real processes, killed, interrupted and doubled: nothing twice, nothing lost',
  { timeout: 600_000 },
  async () => {
    const started = performance.now();
    const tally = await runRounds({ rounds: ROUNDS, seed: 1, desks: 4, seconds: SECONDS, isLight: true });
    console.log(roundsText(tally, (performance.now() - started) / 1000));
    expect(tally.findings).toEqual([]);
    expect(tally.rounds).toBeGreaterThanOrEqual(4);
    expect(tally.orders).toBeGreaterThan(0);
  },
);

/** `node test/simulation/processes/planted.ts` shows the same on real processes. */
describe('the judge of real processes', () => {
  const DIP = attemptOf('dip');
  const AGAIN = attemptOf('dip', { attempt: 2 });
  const KEY = orderKey('dip');
  const WANTED = [KEY];
  const past = (...drafts: readonly Past[1][]): readonly Past[] => drafts.map((draft) => [1_000, draft]);
  const KNOWN = past(DIP.intent(), DIP.accepted(), DIP.linked());
  const row = (over: Partial<LedgerRow> = {}): LedgerRow => ({
    ...{ sequence: 1, at: 10, orderId: ID, quoteId: null, usernameRef: DIP.tag, accountId: 'CA1264810R' },
    ...{ source: 'api', request: '{}', nonce: '1', strategy: 'GTC', ticker: 'BTC-USD', tradeSide: 'buy' },
    ...{ leg: 'receive', quantity: '0.50', priceLimit: '95000', expireTime: null, status: 'AWAITING' },
    ...{ updatedAt: 10, received: '0', delivered: '0' },
    ...over,
  });
  const ended = { status: 'CANCELLED', updatedAt: 20 };
  const judged = (orders: readonly LedgerRow[], known = KNOWN, wanted = WANTED): string =>
    verdictOn({ orders }, historyOf(...known), wanted)
      .map((what) => what.split(':')[0])
      .join();

  it('finds nothing where there is nothing', () => {
    expect(judged([row()])).toBe('');
    expect(judged([row(ended)])).toBe('');
  });

  it.each<[string, readonly LedgerRow[]]>([
    ['two orders of one tag', [row(ended), row({ orderId: 'o-2', at: 30, ...ended })]],
    [
      'a second one while the first is live',
      [row(), row({ orderId: 'o-2', usernameRef: AGAIN.tag, at: 30 })],
    ],
    [
      'a second one before the first has ended',
      [row(ended), row({ orderId: 'o-2', usernameRef: AGAIN.tag, at: 15, ...ended })],
    ],
  ])('finds duplicates: %s', (_, orders) => {
    const known = past(DIP.intent(), DIP.accepted(), DIP.linked(), DIP.final('cancelled'));
    const both = past(AGAIN.intent(), AGAIN.accepted(), AGAIN.linked('o-2'));
    expect(judged(orders, [...known, ...both])).toContain('duplicate');
  });

  it.each<[string, readonly Past[]]>([
    ['that the journal does not know', []],
    ['that is in doubt', past(DIP.intent())],
    ['that counts as refused', past(DIP.intent(), DIP.about('not-sent', { code: 'x', message: 'x' }))],
    ['under another id', past(DIP.intent(), DIP.accepted(), DIP.linked('o-7'))],
  ])('finds an order lost %s', (_, known) => {
    expect(judged([row()], known)).toContain('lost');
  });

  it('finds a verdict that was false', () => {
    const said = past(DIP.intent(), DIP.about('not-sent', { code: 'x', message: 'x' }));
    expect(falseVerdicts({ orders: [row()] }, eventsOf(...said))).toHaveLength(1);
    expect(falseVerdicts({ orders: [] }, eventsOf(...said))).toEqual([]);
    expect(falseVerdicts({ orders: [row()] }, eventsOf(...KNOWN))).toEqual([]);
  });

  it('finds fills beyond the target, what no file asks for, and what was never sent', () => {
    expect(judged([row({ received: '0.60', ...ended })])).toBe('overfilled');
    expect(judged([row()], KNOWN, [])).toBe('stuck');
    expect(judged([], [])).toBe('stuck');
  });
});
