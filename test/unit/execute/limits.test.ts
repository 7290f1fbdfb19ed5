import { describe, expect, it } from 'vitest';
import { restrainedPlan } from '../../../src/execute/limits.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { type Limits, NO_LIMITS } from '../../../src/model/limits.ts';
import { NOW, accountOf, entryOf, inputOf } from '../../support/cases.ts';
import { type Bench, bench } from './ports.ts';

/* A plan of very many orders takes seconds to draft, and the market is asked after that. */

const ACCOUNT = accountOf();

async function planned(b: Bench): Promise<readonly string[]> {
  const own = { timezone: 'UTC', priceCollar: decimal('2') };
  const limits: Limits = { ...NO_LIMITS, accounts: new Map([[ACCOUNT.name, own]]), text: '{"a":1}' };
  const of = {
    readers: new Map([[ACCOUNT.name, b.venue.reader]]),
    accounts: new Map([[ACCOUNT.name, ACCOUNT]]),
    clock: b.clock,
  };
  const { plan } = await restrainedPlan(
    of,
    { limits, isPaper: true },
    inputOf({ entries: [entryOf('dip')] }),
  );
  return plan.lines.map(({ action, reason }) => `${action}: ${reason}`);
}

/** A venue that tells its prices so much later than the plan was begun, with its own time `ahead` of ours. */
async function venueAfter(ms: number, ahead = 0): Promise<Bench> {
  const b = await bench([]);
  b.venue.reader.reference = (ticker) => {
    b.clock.pass(ms);
    const prices = { bid: decimal('94990'), ask: decimal('95010') };
    return Promise.resolve({ ticker, ...prices, at: NOW + ms + ahead });
  };
  return b;
}

describe('prices that are asked for long after a plan was begun', () => {
  it('are not from the future', async () => {
    expect(await planned(await venueAfter(10_000))).toEqual([expect.stringMatching(/^submit: /)]);
  });

  it('are from the future where they are ahead of the clock of now', async () => {
    expect(await planned(await venueAfter(10_000, 5_000))).toEqual([
      expect.stringMatching(/^none: .*from the future: 5 s ahead of this clock/),
    ]);
  });
});
